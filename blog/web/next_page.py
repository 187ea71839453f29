"""Where `next` may lead after signing in: to a page of this site, and nowhere else."""

from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

# The doors and the page that read `next`. Reading the form of others here would be before their own limits hold.
SIGNING_IN = ("security", "second_step", "desk.verification")


def init_app(app: Flask) -> None:
    """Take away from requests to `app` a `next` that leads elsewhere, before anybody reads it."""
    app.before_request(drop_foreign_next)


def drop_foreign_next() -> None:
    """Let the pages of signing in see no `next` but one of this site: who follows a bad link can still sign in."""
    if request.blueprint in SIGNING_IN or request.endpoint in SIGNING_IN:
        request.args = _without_foreign_next(request.args)
        request.form = _without_foreign_next(request.form)


def is_of_this_site(address: str) -> bool:
    """Whether every browser takes `address` for a path of this site.

    Browsers read a backslash as a slash, and read past tabs, line ends and control characters.
    """
    is_path = address.startswith("/") and not address.startswith("//")
    return is_path and "\\" not in address and address.isprintable() and " " not in address


def _without_foreign_next(values: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    kept = [(name, value) for name, value in values.items(multi=True) if name != "next" or is_of_this_site(value)]
    return ImmutableMultiDict(kept)
