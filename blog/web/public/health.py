"""For monitors: whether the site can answer."""

from flask import Response
from sqlalchemy import text

from blog.tools.database import db
from blog.web.headers import PRIVATE
from blog.web.public import door


@door.get("/healthz")
def healthz() -> Response:
    """200 when the database answers; a database that does not is an error like any other, 503."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": PRIVATE})
