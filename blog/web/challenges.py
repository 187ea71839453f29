"""What a passkey signs: made for one page, kept in the session, good for one answer."""

from base64 import b64decode, b64encode

from flask import session

from blog.accounts.factors import passkeys

_NAME = "challenge"


def give() -> bytes:
    """A new challenge for the page that is on its way."""
    challenge = passkeys.new_challenge()
    session[_NAME] = b64encode(challenge).decode()
    return challenge


def take() -> bytes:
    """The challenge of the page whose answer this request brings; empty, which nothing answers, where there is none."""
    return b64decode(session.pop(_NAME, ""))
