"""What the forms of all doors share: how text is read, and the rules that need words of their own.

A text that breaks one of these rules is looked at no further: no other rule meets one that is too long.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import Field, Form, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import DateTimeLocalInput

from blog.tools.cleaning import clean, is_printable, is_visible
from blog.tools.clock import from_local, local

# Kept in text of several lines; every other control character is refused, NUL above all: PostgreSQL cannot store it.
_LINE_SIGNS = "\n\t"
# Words are set as they are written, be it from right to left; a field for something else says so itself.
_WORDS = {"dir": "auto"}
# Further off is a slip of the finger, and years of five digits are no dates for the database.
LAST_YEAR = 2099


def tidy(value: str | None) -> str:
    """`value` cleaned and trimmed, its line ends as \\n; "" for None."""
    return clean(value or "")


class Line(StringField):  # type: ignore[misc]
    """Text of one line, tidied."""

    def __init__(self, label: str, validators: Sequence[object] = (), **options: Any) -> None:
        options["render_kw"] = _WORDS | options.get("render_kw", {})
        super().__init__(label, [Printable(), *validators], filters=[tidy], **options)


class Lines(TextAreaField):  # type: ignore[misc]
    """Text of several lines, tidied."""

    def __init__(self, label: str, validators: Sequence[object] = (), **options: Any) -> None:
        options["render_kw"] = _WORDS | options.get("render_kw", {})
        super().__init__(label, [Printable(_LINE_SIGNS), *validators], filters=[tidy], **options)


class Moment(StringField):  # type: ignore[misc]
    """A date and time, typed in the site's time zone; its data is the moment in UTC, or None where it is empty."""

    widget = DateTimeLocalInput()

    def process_formdata(self, values: list[str]) -> None:
        """Read what was typed."""
        typed = tidy(values[0]) if values else ""
        if not typed:
            self.data = None
            return
        # What browsers send. ISO 8601 allows more, a zone among it, but the zone is that of the site.
        read = re.fullmatch(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(:\d\d)?", typed)
        try:
            moment = datetime.fromisoformat(read[1] if read else "")
        except ValueError:
            raise ValidationError("Enter a date and a time, like 2026-08-31T14:30") from None
        if not 1970 < moment.year <= LAST_YEAR:
            raise ValidationError(f"Enter a date up to the year {LAST_YEAR}")
        meant = from_local(moment)
        if local(meant).replace(tzinfo=None) != moment:
            raise ValidationError("There is no such time on that day: clocks go forward over it. Enter another")
        self.data = meant

    def keep(self, stored: datetime | None) -> None:
        """Mean `stored` if it is shown as what was typed: its seconds, and which of two hours it is in, are not."""
        if self.data and stored and _shown(self.data) == _shown(stored):
            self.data = stored

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return _shown(self.data) if self.data else ""


def _shown(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%dT%H:%M}"


class Needed:
    """Refuses a field with nothing to see in it with `message`."""

    field_flags = {"required": True}  # noqa: RUF012  WTForms reads it so

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        if not is_visible(field.data or ""):
            raise StopValidation(self.message)


class AtMost:
    """Refuses more than `limit` characters, and says how many there are where `counting`."""

    def __init__(self, limit: int, *, counting: bool = False) -> None:
        self.limit = limit
        self.counting = counting
        # A field with a count says what is wrong and keeps all; `maxlength` would cut what is pasted without a word.
        self.field_flags = {"limit": limit} if counting else {"maxlength": limit}

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            count = f". You have {length:,}" if self.counting else ""
            raise StopValidation(f"{field.label.text} must be {self.limit:,} characters or fewer{count}")


class Printable:
    """Refuses control characters other than those in `allowed`, and half characters (lone surrogates)."""

    def __init__(self, allowed: str = "") -> None:
        self.allowed = allowed

    def __call__(self, form: Form, field: Field) -> None:
        if not is_printable(field.data or "", self.allowed):
            raise StopValidation(f"{field.label.text} has a character in it that cannot be shown. Remove it")
