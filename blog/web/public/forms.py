"""The reply form."""

import re
from functools import cached_property

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, HiddenField, StringField
from wtforms.validators import ValidationError

from blog.accounts.naming import is_office, is_taken
from blog.comments.models import ADDRESS_LENGTH, NAME_LENGTH, TEXT_LENGTH, WEBSITE_LENGTH
from blog.comments.spam import stamping
from blog.comments.spam.linking import MOST_LINKS
from blog.comments.spam.stamping import Stamp
from blog.tools import email_addresses
from blog.web.forms import AtMost, Line, Lines, Needed

NO_COMMENT = "Write a comment before you post it"
NO_NAME = "Enter your name"
NO_ADDRESS = "Enter your email address"
BAD_WEBSITE = "Enter a website address that starts with https:// or http://"

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
# As far as one is rendered: several may stand in one run, and the words of one may be its own address.
_ONE_LINK = re.compile(r"https?://[^\s\[\](){}|\\^`<>\"«»“”]+", re.IGNORECASE)
_WEBSITE = re.compile(r"https?://[^\s/@:]\S*", re.IGNORECASE)


def own_words(form: Form, field: Field) -> None:
    """Refuse a comment that is nothing but a link, or that is full of links."""
    if max(len(_LINK.findall(field.data)), len(set(_ONE_LINK.findall(field.data)))) > MOST_LINKS:
        raise ValidationError(f"Use no more than {MOST_LINKS} links in a comment")
    if _LINK.search(field.data) and not re.search(r"\w", _LINK.sub("", field.data)):
        raise ValidationError("Add a few words of your own to the link")


def real_address(form: Form, field: Field) -> None:
    """Refuse what is not an e-mail address."""
    try:
        field.data = email_addresses.parse(field.data).normalized
    except email_addresses.NotAnAddress as problem:
        raise ValidationError(str(problem)) from None


def web_address(form: Form, field: Field) -> None:
    """Refuse what is not an http(s) address."""
    if field.data and not _WEBSITE.fullmatch(field.data):
        raise ValidationError(BAD_WEBSITE)


def not_staff(form: Form, field: Field) -> None:
    """Refuse the name of somebody of the newsroom, and that of the newsroom itself."""
    if is_taken(field.data):
        raise ValidationError("This name belongs to a member of the newsroom. Choose another, or sign in")
    if is_office(field.data):
        raise ValidationError("This name stands for the newsroom. Choose another")


# Nobody wants an address turned round, capitalised or checked for spelling.
_ADDRESS = {"dir": "ltr", "spellcheck": "false", "autocapitalize": "none"}


def _email() -> Line:
    return Line(
        "Email",
        [Needed(NO_ADDRESS), AtMost(ADDRESS_LENGTH), real_address],
        render_kw=_ADDRESS
        | {
            "type": "email",
            "autocomplete": "email",
            "inputmode": "email",
            "data-needed": NO_ADDRESS,
            "data-wrong": email_addresses.WRONG,
        },
    )


# What browsers and managers of passwords are told not to fill.
_UNFILLED = {
    "autocomplete": "off",
    "tabindex": "-1",
    "data-1p-ignore": "",
    "data-bwignore": "",
    "data-lpignore": "true",
}


class CommentForm(FlaskForm):  # type: ignore[misc]
    """The text alone: what somebody of the newsroom fills in, and who changes an own comment."""

    class Meta:
        # The readers' pages carry no token; `web/cross_site.py` is what keeps other sites out.
        csrf = False

    comment = Lines(
        "Comment",
        [Needed(NO_COMMENT), AtMost(TEXT_LENGTH, counting=True), own_words],
        render_kw={"data-needed": NO_COMMENT, "data-limit": TEXT_LENGTH},
    )


class ReplyForm(CommentForm):
    """Leave a Reply. The names of the fields are those of WordPress, so that browsers fill them as ever."""

    article = HiddenField()
    parent = HiddenField()
    stamp = HiddenField()
    # Hidden from people, from screen readers and from the keyboard; its name is none that browsers know.
    topic = StringField("Leave this empty", render_kw=_UNFILLED)
    author = Line(
        "Name",
        [Needed(NO_NAME), AtMost(NAME_LENGTH), not_staff],
        render_kw={"autocomplete": "name", "data-needed": NO_NAME},
    )
    email = _email()
    url = Line(
        "Website",
        [AtMost(WEBSITE_LENGTH), web_address],
        render_kw=_ADDRESS | {"type": "url", "autocomplete": "url", "inputmode": "url", "data-wrong": BAD_WEBSITE},
    )
    replies = BooleanField("Email me when someone replies")
    remember = BooleanField("Save my name, email, and website in this browser for the next time I comment.")

    @cached_property
    def opened(self) -> Stamp | None:
        """When the form was opened, as the stamp says that came with it; None where that is none of this site's."""
        return stamping.read(self.stamp.data)


class AddressForm(FlaskForm):  # type: ignore[misc]
    """The address that a commenter has posted with."""

    class Meta:
        # As above: the page carries no token.
        csrf = False

    email = _email()
