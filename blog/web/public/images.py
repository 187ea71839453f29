"""The files of pictures."""

from flask import Response, abort

from blog.media import storing
from blog.web.public import door
from blog.web.static_files import YEAR


@door.get("/media/<name>-<int:width>.webp")
def picture(name: str, width: int) -> Response:
    """The file, which never changes under its address."""
    content = storing.read(name, width)
    if content is None:
        abort(404)
    response = Response(content, mimetype="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
