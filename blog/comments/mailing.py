"""All mail that concerns comments comes into the outbox here: looked for now and then, never while somebody waits."""

from collections.abc import Iterator

from blog.comments import digesting
from blog.comments.corresponding import asking, telling


def gather() -> Iterator[None]:
    """Put what is to be mailed by now into the outbox, bit by bit: each is to be committed before the next."""
    yield from telling.call_back()
    yield from asking.ask()
    yield from telling.tell()
    yield from digesting.digest()
