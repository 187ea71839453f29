"""Nobody posts faster than people write: so often an IP network, and so often an e-mail address."""

from collections.abc import Iterable

from flask import current_app

from blog.tools import throttle
from blog.tools.throttle import Limit, Use, take, wait

HOUR = 3600
# For so long the same reply again is the same click twice, or a page that never came: it is answered alike.
SAME_CLICK = 600

_SAME = Limit("same reply", 1, SAME_CLICK)
# Of one comment, and of one network: for so long a comment may be changed.
_CHANGES = Limit("changes", 10, 600)


class TooQuick(Exception):
    """The sender must wait for `seconds` before the next reply, or the next change of one."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def pace(ip: str, address_index: bytes, fingerprint: bytes) -> None:
    """Count one reply from this IP address and this sender. Raises TooQuick if it comes too early.

    The reply with the same fingerprint again is not counted again: whether the first one was stored meanwhile, is being
    stored, or was lost on the way to the database.
    """
    of_network = [use for limit in _limits() for use in limit.of_network(ip, "network")]
    same = _SAME.of(fingerprint.hex())
    seconds = take(same, *of_network, *_of_sender(address_index)) if of_network else 0
    if seconds and not wait(same):
        # How an address was used is told only to somebody who spends one of their network's replies on it.
        raise TooQuick(take(*of_network) or max(seconds, wait(*of_network)))


def pace_change(ip: str, comment_id: int) -> None:
    """Count one change of the comment with this id from this IP address. Raises TooQuick if there were many."""
    if seconds := take(_CHANGES.of("comment", comment_id), *_CHANGES.of_network(ip, "network")):
        raise TooQuick(seconds)


def forget(address_index: bytes, fingerprints: Iterable[bytes]) -> None:
    """Delete what has been counted of one sender, whose replies have these fingerprints."""
    throttle.forget(*_of_sender(address_index), *(_SAME.of(one.hex()) for one in fingerprints))


def forget_reply(fingerprint: bytes | None) -> None:
    """Let the reply with this fingerprint be a new one when it is posted again; the caller's transaction does it."""
    if fingerprint is not None:
        throttle.forget(_SAME.of(fingerprint.hex()))


def _of_sender(address_index: bytes) -> list[Use]:
    return [limit.of("address", address_index.hex()) for limit in _limits()]


def _limits() -> list[Limit]:
    config = current_app.config
    limits = Limit("reply", 1, config["REPLY_SECONDS"]), Limit("replies", config["REPLIES_AN_HOUR"], HOUR)
    return [limit for limit in limits if limit.holds]
