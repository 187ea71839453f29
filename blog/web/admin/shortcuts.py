"""The keyboard shortcuts of the queue, as a page."""

from flask import render_template

from blog.web.admin import door


@door.get("/help")
def shortcuts() -> str:
    """The keys of the queue."""
    return render_template("admin/help.html")
