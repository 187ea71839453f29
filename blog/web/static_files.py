"""Styles, scripts, fonts and icons: served under a hash of them all, so that browsers keep them for a year."""

import hashlib
import mimetypes
import posixpath
from os.path import isfile
from pathlib import Path
from typing import cast

from flask import Flask, Response, abort, current_app
from markupsafe import Markup
from werkzeug.security import safe_join

from blog.page_cache.making import keep

FOLDER = Path(__file__).resolve().parent.parent.parent / "static"
YEAR = 365 * 24 * 3600

# The style sheets are one file per component and are served as one file per audience: first what the others
# build on, in this order, then the components by name.
_FIRST = ("layers", "fonts", "tokens", "reset", "base", "layout")

_TYPES = {".json": "application/speculationrules+json", ".woff2": "font/woff2", ".js": "text/javascript"}


def init_app(app: Flask) -> None:
    """Read the style sheets and serve `static/` from `app`."""
    app.extensions["static_version"] = _version()
    app.extensions["style_sheets"] = {
        "site.css": _style_sheet(FOLDER / "css"),
        "desk.css": _style_sheet(FOLDER / "css" / "desk"),
    }
    app.add_url_rule("/static/<version>/<path:name>", "static", _serve)
    app.add_url_rule("/favicon.ico", "favicon", _serve_icon)
    app.jinja_env.globals |= {"static_url": static_url, "script": script}


def static_url(name: str) -> str:
    """Address of the present version of the file `name` in `static/`."""
    return f"/static/{current_app.extensions['static_version']}/{name}"


def script(name: str) -> Markup:
    """Tag of the script `name` in `static/js/`. What a page looks like is fetched before it."""
    return Markup('<script type="module" fetchpriority="low" src="{}"></script>').format(static_url(f"js/{name}.js"))


@keep()
def _serve(version: str, name: str) -> Response:
    content = _content(name)
    if content is None:
        abort(404)
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    response = Response(content, mimetype=kind)
    if version == current_app.extensions["static_version"]:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        # A page from before an update asks for what was there then: it gets what is there now, and must not keep it.
        response.headers["Cache-Control"] = "no-cache"
    return response


def _content(name: str) -> bytes | None:
    """What the file `name` holds; None where there is no such file, or none that is served by itself."""
    sheet = cast(dict[str, bytes], current_app.extensions["style_sheets"]).get(name)
    if sheet is not None or name.endswith(".css"):
        return sheet
    if posixpath.normpath(name) != name:
        # The same file under another name would be kept once more.
        return None
    path = safe_join(str(FOLDER), name)
    # Not `Path.is_file`, which raises for a name that is longer than the system takes.
    return Path(path).read_bytes() if path is not None and isfile(path) else None


def _serve_icon() -> Response:
    return _serve("", "favicon.svg")


def _version() -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        digest.update(file.relative_to(FOLDER).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _style_sheet(folder: Path) -> bytes:
    def place(file: Path) -> tuple[int, str]:
        return (_FIRST.index(file.stem) if file.stem in _FIRST else len(_FIRST), file.stem)

    return b"\n".join(file.read_bytes() for file in sorted(folder.glob("*.css"), key=place))
