"""What the forms of signing in have in common: a refusal has the status and the words that fit it."""

from typing import Any

from flask import make_response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from blog.accounts import guessing, hashing
from blog.tools import throttle
from blog.tools.database import db
from blog.tools.throttle import Use
from blog.tools.waits import spelled

TOO_MANY = "Too many attempts. Try again in {}."
BUSY = "Many people are signing in. Try again in a few seconds."


def show(template: str, **context: Any) -> str | Response:
    """The page of a form with the status of what it says: this is how Flask-Security renders."""
    forms = [value for value in context.values() if isinstance(value, FlaskForm)]
    for form in forms:
        if isinstance(form, TellingForm):
            form.tell()
    page = render_template(template, **context)
    refused = [form for form in forms if form.errors]
    if not refused or request.method != "POST":
        return page
    response = make_response(page, getattr(refused[0], "status", 422))
    if wait := getattr(refused[0], "retry_after", 0):
        response.headers["Retry-After"] = str(wait)
    return response


class TellingForm(FlaskForm):  # type: ignore[misc]
    """A form that says what its answer is. It stands before the form of Flask-Security that it is mixed into."""

    status = 422
    retry_after = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unusable: dict[str, list[str]] = {}

    def is_usable(self) -> bool:
        """Whether every field holds what could be right."""
        if FlaskForm.validate(self):
            return True
        self.unusable = {name: list(errors) for name, errors in self.errors.items() if name}
        self.form_errors = [error for errors in self.unusable.values() for error in errors]
        return False

    def has_turn(self, *limits: Use) -> bool:
        """Whether hashes may be computed for it now; then it is counted under `limits`, else it is refused for now."""
        # Nobody waits for this connection while another one counts and the hashes take their turns.
        db.session.commit()
        # Asked before the turn, so that what is beyond the limit does not stand in the queue; counted within it, so
        # that nobody who is sent away has spent an attempt.
        if wait := throttle.wait(*limits):
            return self.refuse_for_now(429, TOO_MANY.format(spelled(wait)), wait)
        if not hashing.take_turn():
            return self.refuse_for_now(503, BUSY, hashing.COME_AGAIN_SECONDS)
        if wait := throttle.take(*limits):
            return self.refuse_for_now(429, TOO_MANY.format(spelled(wait)), wait)
        return True

    def refuse_for_now(self, status: int, words: str, seconds: int) -> bool:
        """False, which `validate` answers: the same form may be taken in some seconds."""
        self.status, self.retry_after = status, seconds
        self.form_errors = [words]
        return False

    def tell(self) -> None:
        """Say at each field what makes it unusable. Flask-Security is silent about fields, lest it name accounts."""
        if self.unusable:
            self.form_errors = []
            for name, errors in self.unusable.items():
                self[name].errors = errors


class ProvingForm(TellingForm):
    """A form with a password in it that is right or wrong.

    It refuses, in this order: what cannot be right at all (422), one guess too many (429), a hash when too many
    are being computed (503), and what Flask-Security finds wrong (401). What was right does not count as a guess.
    """

    @property
    def address(self) -> str:
        """Of the account whose password it is."""
        return str(self.user.email)

    def validate(self, **more: Any) -> bool:
        """Whether the password is right. If not, `status` and `retry_after` are for the answer."""
        if not self.is_usable():
            return False
        limits = guessing.limits_of_guess(self.address)
        if not self.has_turn(*limits):
            return False
        if not self.is_right(**more):
            self.status = 401
            return False
        throttle.give_back(*limits)
        return True

    def is_right(self, **more: Any) -> bool:
        """Whether Flask-Security finds the password right, which takes it a hash."""
        return bool(super().validate(**more))
