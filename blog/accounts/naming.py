"""Whose name a name is: nobody is called what somebody of the newsroom, or the newsroom itself, is called."""

from flask import current_app
from sqlalchemy import bindparam, select

from blog.accounts.models import User
from blog.tools.database import execute_core
from blog.tools.lookalikes import alike

NAME_TAKEN = "Somebody of the newsroom has this name, or one that looks like it. Add a middle name or an initial"

# What readers would take for the newsroom speaking, beside the site's own name.
OFFICES = ("Admin", "Administrator", "Author", "Editor", "Moderator", "Newsroom", "Staff", "Webmaster")

# Made once: every reply asks for them.
_OTHERS = select(User.name).where(User.id != bindparam("besides"))


def is_taken(name: str, besides: User | None = None) -> bool:
    """Whether readers would take `name` for somebody of the newsroom, other than `besides`.

    Those who cannot sign in any more count too: their bylines stay.
    """
    others = execute_core(_OTHERS, {"besides": besides.id if besides else 0}).scalars()
    return any(alike(name, known) for known in others)


def is_office(name: str) -> bool:
    """Whether readers would take `name` for the newsroom itself."""
    names = (*OFFICES, str(current_app.config["SITE_NAME"]))
    return any(alike(_without_article(name), _without_article(known)) for known in names)


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first.lower() == "the" else name
