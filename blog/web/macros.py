"""The macros of templates, for code that remembers what they make."""

from flask import current_app
from jinja2.runtime import Macro


def macro(template: str, name: str) -> Macro:
    """The macro `name` of `template`, that of the present app: it knows the site's time zone."""
    found: Macro = getattr(current_app.jinja_env.get_template(template).module, name)
    return found
