"""The forms of the second step."""

from flask_wtf import FlaskForm
from wtforms import HiddenField

from blog.web.forms import AtMost, Line, Needed

LONGEST = 64


class CodeForm(FlaskForm):  # type: ignore[misc]
    """What an authenticator app shows."""

    code = Line("Code", [Needed("Enter the code that your authenticator app shows"), AtMost(LONGEST)])


class RecoveryForm(FlaskForm):  # type: ignore[misc]
    """One of the codes that were written down."""

    code = Line("Recovery code", [Needed("Enter a recovery code"), AtMost(LONGEST)])


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What a passkey has signed, put in by the script."""

    answer = HiddenField()
