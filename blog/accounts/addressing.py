"""The email address that somebody signs in with."""

from blog.accounts import guessing, queries, sessions
from blog.accounts.locking import lock_everyone
from blog.accounts.models import User
from blog.tools.email_addresses import NotAnAddress, parse

NO_MAIL = "Use no letters but a to z before the @: no mail gets to such an address"


class AddressRefused(ValueError):
    """The address cannot be signed in with; the message says why."""


def free_address(address: str) -> str:
    """`address` as it is stored. Raises AddressRefused where no mail can be sent to it, or it is that of an account."""
    try:
        parsed = parse(address)
    except NotAnAddress as problem:
        raise AddressRefused(str(problem)) from None
    if parsed.ascii_email is None:
        raise AddressRefused(NO_MAIL)
    address = parsed.normalized.lower()
    if queries.by_address(address):
        raise AddressRefused("There is an account with this email address already")
    return address


def change_address(user: User, address: str) -> None:
    """Let `user`, who asks, sign in with `address` from now on. Raises AddressRefused, and then nothing is changed.

    All other browsers are signed out, and links that were mailed to the former address lead nowhere. Of the networks
    only this one stays familiar.
    """
    lock_everyone()
    user.email = free_address(address)
    guessing.remember_only_this_network(user)
    sessions.end_all(user)
    sessions.begin(user)
