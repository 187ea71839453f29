"""New people, and links by which people choose their password."""

from flask import current_app, url_for
from flask_security.recoverable import generate_reset_password_token

from blog.accounts import queries
from blog.accounts.addressing import free_address
from blog.accounts.colouring import hue
from blog.accounts.locking import lock_everyone
from blog.accounts.models import AUTHOR, NAME_LENGTH, ROLES, SLUG_LENGTH, User
from blog.accounts.naming import NAME_TAKEN, is_taken
from blog.tools.cleaning import clean, is_printable, is_visible
from blog.tools.database import db
from blog.tools.slugs import ascii_slug, free_slug

# How long a link to choose a password works: an invitation may lie over a weekend.
LINK_HOURS = 72


class NotInvitable(ValueError):
    """The person cannot be made; the message says why."""


def invite(name: str, address: str, role: str = AUTHOR) -> User:
    """A new person without a password. Raises NotInvitable for a name or role that cannot be, or AddressRefused."""
    name = " ".join(clean(name).split())
    if not is_visible(name) or len(name) > NAME_LENGTH:
        raise NotInvitable(f"Enter a name of {NAME_LENGTH} characters or fewer")
    if not is_printable(name):
        raise NotInvitable("Enter a name without control characters")
    if role not in ROLES:
        raise NotInvitable(f"The role is one of {', '.join(ROLES)}")
    # Of two who invite people of one name or address at once, the second is told.
    lock_everyone()
    address = free_address(address)
    if is_taken(name):
        raise NotInvitable(NAME_TAKEN)
    user = User(
        email=address,
        name=name,
        role=role,
        slug=free_slug(ascii_slug(name, SLUG_LENGTH) or "author", SLUG_LENGTH, queries.slug_is_taken),
        hue=hue(address),
    )
    db.session.add(user)
    db.session.flush()
    return user


def password_link(user: User) -> str:
    """An address, good once and for LINK_HOURS, where `user` chooses a password: an invitation or a way back in."""
    token = generate_reset_password_token(user)  # type: ignore[no-untyped-call]
    with current_app.test_request_context():
        path = url_for("security.reset_password", token=token)
    return str(current_app.config["SITE_URL"]) + path
