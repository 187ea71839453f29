"""The forms of signing in, of the password again, and of a new one, in place of those of Flask-Security."""

from functools import partial
from typing import Any

from flask import render_template
from flask_security import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    VerifyForm,
    current_user,
)
from flask_security.forms import EmailValidation, RequiredLocalize, email_required, password_required
from flask_security.proxies import _security as security
from flask_security.utils import get_message
from wtforms import EmailField, Field, Form, PasswordField
from wtforms.validators import ValidationError

from blog.accounts import guessing, inviting, passwords, queries
from blog.accounts.models import User
from blog.accounts.notifying import notify
from blog.accounts.proving import ProvingForm, TellingForm
from blog.tools.afterwards import afterwards
from blog.tools.database import db
from blog.tools.email_addresses import folded

new_password_required = RequiredLocalize(message="Enter a password")


def possible_password(_form: Form, field: Field) -> None:
    """Refuse what no account can have, before it is hashed."""
    if passwords.is_too_long(field.data):
        raise ValidationError(passwords.TOO_LONG)


def good_password(form: Form, field: Field) -> None:
    """Refuse a new password that the rules forbid, before anything is hashed."""
    problems, _ = security.password_util.validate(field.data, False, user=form.user)
    if problems:
        raise ValidationError(problems[0])


class SignInForm(ProvingForm, LoginForm):
    """Address and password."""

    email = EmailField("Email", validators=[email_required, EmailValidation()])
    password = PasswordField("Password", validators=[password_required, possible_password])

    @property
    def address(self) -> str:
        """As it was typed, whether there is an account or not: both are counted alike."""
        return folded(self.email.data)

    def is_right(self, **more: Any) -> bool:
        """Whether it is the password of the account, found by the very address that guesses are counted under."""
        self.ifield, self.user = self.email, queries.by_address(self.address)
        return super().is_right(**more)


class PasswordAgainForm(ProvingForm, VerifyForm):
    """The password, from somebody who is signed in."""

    password = PasswordField("Password", validators=[password_required, possible_password])


class OwnPasswordForm(ProvingForm, ChangePasswordForm):
    """The present password and a new one."""

    password = PasswordField("Present password", validators=[password_required, possible_password])
    new_password = PasswordField("New password", validators=[new_password_required, good_password])

    @property
    def user(self) -> User:
        """Whose password it is."""
        return current_user  # type: ignore[no-any-return]

    def validate_new_password(self, field: Field) -> None:
        """Refuse the same password again."""
        if field.data == self.password.data:
            raise ValidationError(get_message("PASSWORD_IS_THE_SAME")[0])


class NewPasswordForm(TellingForm, ResetPasswordForm):
    """A password, from somebody who was sent a link."""

    password = PasswordField("Password", validators=[new_password_required, good_password])

    def validate(self, **more: Any) -> bool:
        """Whether the password can be taken, and hashed now."""
        if not self.is_usable() or not super().validate(**more):
            return False
        return self.has_turn()


class LinkForm(TellingForm, ForgotPasswordForm):
    """The address of somebody who has forgotten the password."""

    email = EmailField("Email", validators=[email_required, EmailValidation(verify=True)])

    def validate(self, **_more: Any) -> bool:
        """False, whether there is an account or not: Flask-Security then does and says the same to everybody.

        Who has an account gets the link when the answer is sent, so that it takes no longer either.
        """
        if not self.is_usable():
            return False
        # The same for everybody is a hash, too.
        if not self.has_turn(*guessing.limits_of_link(folded(self.email.data))):
            return False
        user = queries.by_address(self.email.data)
        if user is not None and user.active:
            afterwards(partial(_send_link, user.id))
        return False


def _send_link(user_id: int) -> None:
    user = db.session.get_one(User, user_id)
    link = inviting.password_link(user)
    body = render_template("email/new_password.txt", link=link, hours=inviting.LINK_HOURS)
    notify(user.email, "Choose a new password", body)
