"""Stamps on the reply form: when it was opened, as this site attests.

The page is the same for everybody, so its stamp tells the time to an hour; a script fetches one that is exact.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from blog.tools.clock import now
from blog.tools.crypto import keyed_digest

# In seconds: how long a page keeps its stamp. That tells only whether the form was open for a day: a page that changed
# more often would be made anew, and sent again to those who have it already, for nothing.
GRAIN = 3600
# What was open for longer is asked to be looked at once more.
GOOD_FOR = timedelta(hours=24)

_EXACT = "exact"
_PAGE = "page"


@dataclass(frozen=True)
class Stamp:
    """When the form was opened, and whether to the second or as the page says it, to an hour."""

    opened: datetime
    is_exact: bool

    @property
    def is_old(self) -> bool:
        """Whether the form was open for too long."""
        return now() - self.opened > GOOD_FOR

    @property
    def seconds(self) -> float | None:
        """How long ago that was; None where it is not known to the second."""
        return (now() - self.opened).total_seconds() if self.is_exact else None


def page_stamp(article_id: int) -> str:
    """The stamp on the page of this article at this moment: for an hour the same, for everybody."""
    return _make(_PAGE, _begun(article_id))


def next_page_stamp(article_id: int) -> datetime:
    """When the page of this article gets another stamp."""
    return datetime.fromtimestamp(_begun(article_id) + GRAIN, UTC)


def exact_stamp() -> str:
    """The stamp for a form that is opened now."""
    return _make(_EXACT, int(now().timestamp()))


def read(stamp: str | None) -> Stamp | None:
    """What `stamp` says; None where there is none, or one that this site has not made."""
    stamp = stamp or ""
    kind, _, rest = stamp.partition("-")
    digits = rest.partition("-")[0]
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12 and stamp.isascii()):
        return None
    if not hmac.compare_digest(_make(kind, int(digits)), stamp):
        return None
    return Stamp(datetime.fromtimestamp(int(digits), UTC), kind == _EXACT)


def _begun(article_id: int) -> int:
    # Of each article at another second: if all pages changed at once, all would have to be made anew at once.
    seconds = int(now().timestamp())
    return seconds - (seconds - article_id) % GRAIN


def _make(kind: str, seconds: int) -> str:
    digest = keyed_digest("stamp", kind, seconds)
    return f"{kind}-{seconds}-{base64.urlsafe_b64encode(digest[:12]).decode()}"
