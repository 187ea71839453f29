"""The reply form."""

import re

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, HiddenField
from wtforms.validators import ValidationError

from blog.accounts.queries import has_name
from blog.comments.models import ADDRESS_LENGTH, NAME_LENGTH, TEXT_LENGTH, WEBSITE_LENGTH
from blog.web.forms import AtMost, Line, Lines, Needed

MOST_LINKS = 3

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_WEBSITE = re.compile(r"https?://[^\s/@:]+\S*", re.IGNORECASE)


def own_words(form: Form, field: Field) -> None:
    """Refuse a comment that is nothing but a link, or that is full of links."""
    links = _LINK.findall(field.data)
    if len(links) > MOST_LINKS:
        raise ValidationError(f"Use no more than {MOST_LINKS} links in a comment")
    if links and not re.search(r"\w", _LINK.sub("", field.data)):
        raise ValidationError("Add a few words of your own to the link")


def real_address(form: Form, field: Field) -> None:
    """Refuse what is not an e-mail address. The domain is not looked up: nobody waits for a name server."""
    try:
        # Domains set apart for examples and tests are let through: nothing is ever sent to a wrong address here.
        field.data = validate_email(field.data, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValidationError("Enter an email address in the correct format, like name@example.com") from None


def web_address(form: Form, field: Field) -> None:
    """Refuse what is not an http(s) address."""
    if field.data and not _WEBSITE.fullmatch(field.data):
        raise ValidationError("Enter a website address that starts with https:// or http://")


def not_staff(form: Form, field: Field) -> None:
    """Refuse the name of somebody of the newsroom."""
    if has_name(field.data):
        raise ValidationError("This name belongs to a member of the newsroom. Choose another, or sign in")


class CommentForm(FlaskForm):  # type: ignore[misc]
    """The text alone: what somebody of the newsroom fills in, and who changes an own comment."""

    class Meta:
        # The readers' pages carry no token; `web/cross_site.py` is what keeps other sites out.
        csrf = False

    comment = Lines(
        "Comment", [Needed("Write a comment before you post it"), AtMost(TEXT_LENGTH, counting=True), own_words]
    )


class ReplyForm(CommentForm):
    """Leave a Reply. The names of the fields are those of WordPress, so that browsers fill them as ever."""

    article = HiddenField()
    parent = HiddenField()
    author = Line("Name", [Needed("Enter your name"), AtMost(NAME_LENGTH), not_staff])
    email = Line("Email", [Needed("Enter your email address"), AtMost(ADDRESS_LENGTH), real_address])
    url = Line("Website", [AtMost(WEBSITE_LENGTH), web_address])
    remember = BooleanField("Save my name, email, and website in this browser for the next time I comment.")
