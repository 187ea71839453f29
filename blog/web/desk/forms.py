"""The forms of the desk."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, Form, HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from blog.accounts.factors.models import PASSKEY_NAME_LENGTH
from blog.accounts.models import ADDRESS_LENGTH, BIOGRAPHY_LENGTH, NAME_LENGTH
from blog.articles.models import (
    BODY_LENGTH,
    HEADLINE_LENGTH,
    NOTE_LENGTH,
    SLUG_LENGTH,
    STANDFIRST_LENGTH,
    TICKER_LINE_LENGTH,
)
from blog.media.models import ALT_LENGTH, CAPTION_LENGTH, CREDIT_LENGTH
from blog.tools.clock import now
from blog.tools.slugs import ascii_slug
from blog.web.forms import AtMost, Line, Lines, Moment, Needed, Printable, tidy
from blog.web.public.forms import real_address

# What a picture is described by; the lead's are the fields `lead_…`, and `shown_…`.
TEXTS = ("alt", "caption", "credit")

DESCRIBE = "Describe the image for people who cannot see it"
PASSED = "This time has passed. Publish now, or choose a later time"


def one_line(value: str | None) -> str:
    """`value` tidied, with a space for each line end."""
    return " ".join(filter(None, map(str.strip, tidy(value).split("\n"))))


class WrappedLine(TextAreaField):  # type: ignore[misc]
    """Text of one line in a box that shows it on several."""

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, [Printable(), *validators], filters=[one_line], **options)


def has_words(form: Form, field: Field) -> None:
    """Refuse an address of which nothing would be left."""
    if field.data and not ascii_slug(field.data, SLUG_LENGTH):
        raise ValidationError("Use letters or digits in the address")


class PictureForm(FlaskForm):  # type: ignore[misc]
    """A picture for the text."""

    file = FileField("Picture")
    alt = Line("Alternative text", [Needed(DESCRIBE), AtMost(ALT_LENGTH)])
    caption = Line("Caption", [AtMost(CAPTION_LENGTH)])
    credit = Line("Credit", [AtMost(CREDIT_LENGTH)])


class ArticleForm(FlaskForm):  # type: ignore[misc]
    """The editor. `rev` is the revision that was opened, and `shown_…` are the texts of its lead picture then."""

    headline = WrappedLine("Headline", [AtMost(HEADLINE_LENGTH, counting=True)])
    standfirst = WrappedLine("Standfirst", [AtMost(STANDFIRST_LENGTH, counting=True)])
    body = Lines("Text", [AtMost(BODY_LENGTH, counting=True)])
    slug = Line("Address", [AtMost(SLUG_LENGTH), has_words])
    ticker = BooleanField("Show in the News Ticker")
    ticker_until = Moment("In the ticker until")
    ticker_line = Line("Short line for the ticker", [AtMost(TICKER_LINE_LENGTH, counting=True)])
    comments_open = BooleanField("Open for comments")
    lead = StringField("Lead picture", default="")
    lead_file = FileField("Choose a picture")
    lead_alt = Line("Alternative text", [AtMost(ALT_LENGTH)])
    lead_caption = Line("Caption", [AtMost(CAPTION_LENGTH)])
    lead_credit = Line("Credit", [AtMost(CREDIT_LENGTH)])
    shown_alt = HiddenField(default="")
    shown_caption = HiddenField(default="")
    shown_credit = HiddenField(default="")
    rev = HiddenField()

    @property
    def lead_texts(self) -> dict[str, str]:
        """The texts that were typed for the lead picture; what is as it was shown may belong to an earlier one."""
        return {name: typed for name in TEXTS if (typed := self[f"lead_{name}"].data) != self[f"shown_{name}"].data}

    def validate_lead_file(self, field: Field) -> None:
        """No text is for a picture that is not there."""
        if not field.data and not self.lead.data and any(self.lead_texts.values()):
            raise ValidationError("Choose the picture that these texts are for")

    def validate_lead_alt(self, field: Field) -> None:
        """A lead picture is never decoration."""
        if not field.data and (self.lead_file.data or (self.lead.data and self.shown_alt.data)):
            raise ValidationError(DESCRIBE)


class PublicationForm(FlaskForm):  # type: ignore[misc]
    """When to publish."""

    at = Moment("Publish at")
    rev = HiddenField()

    def validate_at(self, field: Field) -> None:
        """Refuse a time that is not to come."""
        if field.data is None:
            raise ValidationError("Enter the date and time to publish at")
        if field.data <= now():
            raise ValidationError(PASSED)


class WithdrawalForm(FlaskForm):  # type: ignore[misc]
    """Why readers cannot read it any longer."""

    note = Lines(
        "Note to readers",
        [Needed("Tell readers why the article is withdrawn"), AtMost(NOTE_LENGTH, counting=True)],
    )


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """What readers learn about an author."""

    name = Line("Name", [Needed("Enter your name"), AtMost(NAME_LENGTH)])
    slug = Line("Address", [Needed("Enter the address of your page"), AtMost(SLUG_LENGTH), has_words])
    biography = Lines("Biography", [AtMost(BIOGRAPHY_LENGTH, counting=True)])
    photo = FileField("Photo")
    remove_photo = BooleanField("Remove the photo")
    digest = BooleanField("Email me a daily list of waiting comments")


class PasskeyForm(FlaskForm):  # type: ignore[misc]
    """A new passkey: what its owner calls it, and what the browser has made, put in by the script."""

    name = Line("Name", [Needed("Enter a name for this passkey"), AtMost(PASSKEY_NAME_LENGTH)])
    answer = HiddenField()


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Another address to sign in with."""

    email = Line("New email", [Needed("Enter an email address"), AtMost(ADDRESS_LENGTH), real_address])
