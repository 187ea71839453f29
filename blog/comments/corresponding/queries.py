"""Finding correspondents: by their address, and by the links that they are mailed."""

from datetime import timedelta

from sqlalchemy import select

from blog.comments.corresponding.models import Correspondent
from blog.comments.posting import address_index
from blog.tools import tokens
from blog.tools.clock import now
from blog.tools.crypto import unsealed
from blog.tools.database import db

# So long a link to confirm an address is good.
CONFIRM_WITHIN = timedelta(days=7)

_CONFIRM = "confirm replies"
_STOP = "stop replies"


def of_address(address: str) -> Correspondent | None:
    """What is stored of `address`."""
    return db.session.scalar(select(Correspondent).where(Correspondent.address_index == address_index(address)))


def address_of(correspondent: Correspondent) -> str:
    """The address in clear; empty where no key fits any more: the outbox gives up a mail to that."""
    return unsealed(correspondent.address_sealed) or ""


def confirm_token(correspondent: Correspondent) -> str:
    """What the link carries that confirms the address; a later one makes it worthless."""
    return tokens.signed(_CONFIRM, correspondent.id, _minute(correspondent), bound=_bound(correspondent))


def stop_token(correspondent: Correspondent) -> str:
    """What the link carries that stops the mails: good as long as the address is stored."""
    return tokens.signed(_STOP, correspondent.id, bound=_bound(correspondent))


def to_confirm(token: str) -> Correspondent | None:
    """Whose address the link with `token` confirms; None where it is forged, too old or not the last one.

    Nor after the mails were stopped: no comment from before that brings any, so there is nothing to confirm.
    """
    found = _signed(token, _CONFIRM)
    if found is None or tokens.numbers_in(token) != (found.id, _minute(found)):
        return None
    if found.stopped_at is not None and found.stopped_at > found.asked_at:
        return None
    return found if found.asked_at > now() - CONFIRM_WITHIN else None


def to_stop(token: str) -> Correspondent | None:
    """Whose mails the link with `token` stops; None where it is forged, or the address is not stored any more."""
    return _signed(token, _STOP)


def _signed(token: str, purpose: str) -> Correspondent | None:
    numbers = tokens.numbers_in(token)
    found = db.session.get(Correspondent, numbers[0]) if numbers else None
    return found if found and tokens.is_signed(token, purpose, _bound(found)) else None


def _bound(correspondent: Correspondent) -> str:
    # A number may be given again when a row is gone; the address is another one then.
    return correspondent.address_index.hex()


def _minute(correspondent: Correspondent) -> int:
    return int(correspondent.asked_at.timestamp() // 60)
