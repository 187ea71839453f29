"""What a page that is being made is made of, as its view says."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Response, current_app, request

from blog.page_cache.versions import Marks, Versions

# Where in a request's environment the page that it makes is.
KEY = "blog.page_cache.making"

# A page's number as pages spell it: any other spelling leads to the same page, or to none.
_NUMBER = re.compile("[1-9][0-9]{0,5}", re.ASCII)

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Address:
    """What of a query makes another page: the number of a page of a list, and what is for one reader alone."""

    number: str = ""
    own: tuple[str, ...] = ()

    def canonical(self, asked: dict[str, list[str]]) -> str | None:
        """What counts of the query `asked`, always spelled the same; None where the answer is never kept."""
        if any(name in asked for name in self.own):
            return None
        number = asked.get(self.number, ["1"])[0] if self.number else "1"
        if number == "1":
            return ""
        return f"{self.number}={number}" if _NUMBER.fullmatch(number) else None


@dataclass
class Making:
    """One page on its way into the cache."""

    # That of the request: Flask is always asked for the whole page.
    method: str = "GET"
    marks: Marks = field(default_factory=dict)
    until: float = float("inf")
    # Whether its view wants it to be kept and, once it is made, whether it is.
    kept: bool = False


def keep(*names: str, number: str = "", own: tuple[str, ...] = ()) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A view whose public pages are kept in memory as long as the versions with these names stay.

    `number` is the query's parameter that chooses a page of a list. With one of the parameters `own` the answer is for
    one reader alone, and never kept. All other parameters change nothing: the view does not even see them.
    """

    def decorate(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def kept(*args: P.args, **kwargs: P.kwargs) -> T:
            making = present()
            if making is not None:
                making.kept = True
            depend_on(*names)
            return view(*args, **kwargs)

        kept.address = Address(number, own)  # type: ignore[attr-defined]
        return kept

    return decorate


def present() -> Making | None:
    """The page that is being made; None where the answer to this request is never kept."""
    found: Making | None = request.environ.get(KEY)
    return found


def depend_on(*names: str) -> Marks:
    """The present marks of these versions. What they stand for is read only now: the page in the making is of it."""
    versions: Versions = current_app.extensions["versions"]
    marks = versions.read(*names)
    making = present()
    if making is not None:
        # What was read first counts.
        making.marks = marks | making.marks
    return marks


def good_until(moment: datetime | None) -> None:
    """The page that is being made changes at this moment, though nobody writes; None is never."""
    making = present()
    if making is not None and moment is not None:
        making.until = min(making.until, moment.timestamp())


def forgo() -> None:
    """Keep nothing of the answer to this request."""
    request.environ.pop(KEY, None)


def settle(response: Response) -> Response:
    """`response`, with a tag where it is kept: only a public page is, and no error or redirect in its place."""
    making = present()
    if making is not None:
        making.kept = making.kept and response.status_code == 200 and bool(response.cache_control.public)
        if making.kept:
            response.add_etag()
    return response


def is_kept() -> bool:
    """Whether the answer to this request is a page that is kept: what is in front of Flask then sends it."""
    making = present()
    return making is not None and making.kept
