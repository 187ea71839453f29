"""What of the queue an address means: the tab, what is searched for, the page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request, url_for
from markupsafe import Markup

from blog.comments import queue
from blog.comments.filtering import Filter
from blog.comments.models import PENDING
from blog.comments.queue import TABS
from blog.comments.spam.rules import network_index
from blog.tools.clock import local, now
from blog.web.forms import tidy
from blog.web.ids import read_id
from blog.web.paging import asked_page

LONGEST_SEARCH = 254
# A century: what is older was not posted here.
MOST_MINUTES = 100 * 366 * 24 * 60


def asked_filter() -> Filter:
    """The comments that the request's address means; what makes no sense in it is left out."""
    status = request.args.get("status", PENDING)
    return Filter(
        status if status in TABS else PENDING,
        _line("q"),
        read_id(request.args.get("article")),
        name=_line("name"),
        domain=_domain(),
        address=_digest("address"),
        network=_network(),
        since=_since(),
    )


def arguments(wanted: Filter) -> dict[str, Any]:
    """What an address says that means `wanted`, for `url_for`."""
    return {
        "status": wanted.status,
        "q": wanted.words or None,
        "article": wanted.article_id,
        "name": wanted.name or None,
        "domain": wanted.domain or None,
        "address": wanted.address.hex() if wanted.address else None,
        "network": wanted.network.hex() if wanted.network else None,
        "since": int(wanted.since.timestamp()) if wanted.since else None,
    }


def pills(wanted: Filter, headlines: dict[int, str]) -> list[tuple[str, str]]:
    """What `wanted` asks for, one by one, each with the address of the queue without it."""
    address, from_network = queue.sender_of(wanted)
    found = {
        "words": Markup("“<bdi>{}</bdi>”").format(wanted.words),
        "article_id": Markup("On <bdi>{}</bdi>").format(
            headlines.get(wanted.article_id or 0, "an article that is gone")
        ),
        "name": Markup("Name: <bdi>{}</bdi>").format(wanted.name),
        "domain": f"Links to {wanted.domain}",
        "address": f"From {address or 'one address'}",
        "network": f"From network {from_network}".strip() if from_network else "From one network",
        "since": f"Since {local(wanted.since):%d %b, %H:%M}" if wanted.since else "",
    }
    empty = Filter()
    return [
        (text, url_for("admin.comments", **arguments(replace(wanted, **{key: getattr(empty, key)}))))
        for key, text in found.items()
        if getattr(wanted, key) != getattr(empty, key)
    ]


def queue_address(wanted: Filter, at: int | None = None, **more: Any) -> str:
    """Where the queue shows `wanted`, on the page that the request names, at the comment with the id `at`."""
    page = asked_page()
    return url_for(
        "admin.comments",
        **arguments(wanted),
        page=page if page > 1 else None,
        **more,
        _anchor=f"c{at}" if at is not None else None,
    )


def _line(name: str) -> str:
    return tidy(request.args.get(name))[:LONGEST_SEARCH]


def _domain() -> str:
    """The domain in what was typed, which may be a whole address."""
    typed = _line("domain").lower()
    return typed.rpartition("//")[2].partition("/")[0].partition(":")[0].removeprefix("www.").strip(". ")


def _digest(name: str) -> bytes | None:
    """The digest of 32 bytes that the address of the page has in hex."""
    try:
        digest = bytes.fromhex(request.args.get(name, ""))
    except ValueError:
        return None
    return digest if len(digest) == 32 else None


def _network() -> bytes | None:
    """What comments from the network have, be it a digest or an IP address that somebody typed."""
    return network_index(_line("network").partition("/")[0]) or _digest("network")


def _since() -> datetime | None:
    """The beginning of the last minutes that were typed; it is a moment from then on, so that a page stays as it is."""
    minutes = read_id(request.args.get("minutes"))
    if minutes:
        return now().replace(microsecond=0) - timedelta(minutes=min(minutes, MOST_MINUTES))
    seconds = read_id(request.args.get("since"))
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
