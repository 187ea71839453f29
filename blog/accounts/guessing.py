"""How often passwords may be guessed: too rarely to get in, and never so that the owner is kept out.

Of the ten guesses a minute for one account, four are kept for networks that its owner has signed in from; six are for
all other networks together, four of them at most for any one. So neither one network nor many shut out the owner.
An address without an account is counted in the same way, so that nothing tells the two apart.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, request
from sqlalchemy import and_, delete, or_, select

from blog.accounts.models import FamiliarNetwork, User
from blog.tools.clock import now
from blog.tools.crypto import keyed_digest
from blog.tools.database import db
from blog.tools.networks import network
from blog.tools.throttle import Limit, Use

BY_NETWORK = Limit("guesses of a network", 30, 60)
AT_ACCOUNT_BY_NETWORK = Limit("guesses at an account by a network", 4, 60)
AT_ACCOUNT_BY_STRANGERS = Limit("guesses at an account by strange networks", 6, 60)
AT_ACCOUNT_BY_FAMILIARS = Limit("guesses at an account by familiar networks", 4, 60)

# Links to choose a new password: more would only fill somebody's mailbox.
LINKS_FOR_ADDRESS = Limit("links for an address", 3, 3600)
LINKS_BY_NETWORK = Limit("links for a network", 10, 3600)

FAMILIAR_FOR = timedelta(days=90)
FAMILIAR_KEPT = 5


def limits_of_guess(address: str) -> tuple[Use, ...]:
    """What a guess at the password of the account with `address` is counted under, by the network it comes from."""
    here, by_network = network(request.remote_addr), BY_NETWORK.of_network(request.remote_addr)
    if _is_familiar(address, here):
        return AT_ACCOUNT_BY_FAMILIARS.of(address), *by_network
    return AT_ACCOUNT_BY_NETWORK.of(address, here), AT_ACCOUNT_BY_STRANGERS.of(address), *by_network


def limits_of_link(address: str) -> tuple[Use, ...]:
    """What a link to choose a new password for `address` is counted under, by the network that asks for it."""
    return LINKS_FOR_ADDRESS.of(address), *LINKS_BY_NETWORK.of_network(request.remote_addr)


def remember_network(_app: Flask, user: User, **_more: Any) -> None:
    """Note that `user` has signed in from this network, and forget those that were used long ago."""
    _remember(user)


def remember_only_this_network(user: User) -> None:
    """Let this network be familiar for the present address of `user`, and none for a former one."""
    db.session.execute(delete(FamiliarNetwork).where(FamiliarNetwork.user_id == user.id))
    _remember(user)


def _remember(user: User) -> None:
    digest = _digest(user.email, network(request.remote_addr))
    db.session.execute(delete(FamiliarNetwork).where(FamiliarNetwork.digest == digest))
    db.session.add(FamiliarNetwork(user_id=user.id, digest=digest))
    db.session.flush()
    mine = FamiliarNetwork.user_id == user.id
    kept = select(FamiliarNetwork.id).where(mine).order_by(FamiliarNetwork.id.desc()).limit(FAMILIAR_KEPT)
    too_old = FamiliarNetwork.signed_in_at < now() - FAMILIAR_FOR
    db.session.execute(delete(FamiliarNetwork).where(or_(too_old, and_(mine, FamiliarNetwork.id.not_in(kept)))))


def _is_familiar(address: str, here: str) -> bool:
    known = select(FamiliarNetwork.id).where(
        FamiliarNetwork.digest == _digest(address, here), FamiliarNetwork.signed_in_at > now() - FAMILIAR_FOR
    )
    return db.session.scalar(known.limit(1)) is not None


def _digest(address: str, here: str) -> bytes:
    return keyed_digest("familiar network", address, here)
