"""The admins' own rules: what they say of a comment, and how a new one is made."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.comments.spam.folding import fold, visible
from blog.comments.spam.linking import links
from blog.comments.spam.models import DOMAIN, NETWORK, PATTERN_LENGTH, WORD, CommentRule
from blog.tools.crypto import keyed_digest, seal, unsealed
from blog.tools.database import db, execute_core
from blog.tools.networks import UNKNOWN, network

_HOST = re.compile(r"(?<![\w.-])(?:[^\W_][\w-]{0,62}+\.)++[^\W\d_][\w-]{1,62}+")
_BEFORE_HOST = re.compile(r"^(?:https?://)?(?:www\.|\*\.)?", re.IGNORECASE)

# Made once: every reply is judged by them.
_ALL = select(CommentRule.__table__).order_by(CommentRule.id.desc())


class BadPattern(Exception):
    """Nothing can be meant by the pattern; the message says what is wanted."""


class Judged(Protocol):
    """What rules look at: a comment, or a reply that is none yet."""

    @property
    def html(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def website(self) -> str: ...
    @property
    def network_index(self) -> bytes | None: ...


class Rule(Protocol):
    """What a rule is: a CommentRule, or the row of one."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def pattern(self) -> str: ...
    @property
    def network_sealed(self) -> bytes | None: ...
    @property
    def whole_words(self) -> bool: ...
    @property
    def verdict(self) -> str: ...


@dataclass(frozen=True)
class Match:
    """A rule that speaks against a comment, and what in the comment it means, as it is written there."""

    rule: Rule
    snippets: tuple[str, ...]


def all_rules() -> Sequence[Rule]:
    """Every rule, the newest first. One query."""
    return cast(Sequence[Rule], execute_core(_ALL).all())


def page(number: int, per_page: int) -> Pagination:
    """Page `number` of all rules, the newest first, who made them loaded."""
    statement = select(CommentRule).order_by(CommentRule.id.desc()).options(joinedload(CommentRule.admin))
    return db.paginate(statement, page=number, per_page=per_page, error_out=False)


def network_of(comment_id: int) -> str:
    """The network that the comment with this id came from; "" where nobody can tell."""
    sealed = db.session.scalar(select(Comment.ip_sealed).where(Comment.id == comment_id))
    ip = unsealed(sealed) if sealed is not None else None
    return network(ip) if ip is not None else ""


def matching(rules: Iterable[Rule], judged: Judged) -> list[Match]:
    """Those of `rules` that speak against `judged`, in their order. No query."""
    seen = _Seen(judged)
    return [Match(rule, snippets) for rule in rules if (snippets := seen.meant_by(rule)) is not None]


def make(kind: str, pattern: str, whole_words: bool, verdict: str, admin: User) -> CommentRule:
    """A new rule of `admin`, not in the database yet: to be tried, or added. Raises BadPattern."""
    pattern = " ".join(pattern.split())
    if not pattern or len(pattern) > PATTERN_LENGTH:
        raise BadPattern(f"Enter 1 to {PATTERN_LENGTH} characters")
    sealed = None
    if kind == WORD and not re.search(r"\w", fold(pattern).text):
        raise BadPattern("Enter a word, or several")
    if kind == DOMAIN:
        pattern = _domain(pattern)
    if kind == NETWORK:
        address = _network(pattern)
        pattern, sealed = _index(address).hex(), seal(address)
    return CommentRule(
        kind=kind,
        pattern=pattern,
        network_sealed=sealed,
        whole_words=whole_words,
        verdict=verdict,
        admin_id=admin.id,
    )


def shown(rule: Rule) -> str | None:
    """What `rule` is about, as admins read it; None for a network that no key fits any more."""
    return rule.pattern if rule.network_sealed is None else unsealed(rule.network_sealed)


def network_index(ip: str) -> bytes | None:
    """What comments from the network of this IP address are found by, and no way back to it; None where it is none."""
    known = network(ip)
    return _index(known) if known != UNKNOWN else None


def _index(known: str) -> bytes:
    return keyed_digest("network", known)


class _Seen:
    """A comment made ready once for all rules."""

    def __init__(self, judged: Judged) -> None:
        # As readers see it: signs of Markdown within a word, or the number of a letter, would hide it from a rule.
        seen = visible(judged.html), judged.name, judged.website
        self._parts = [fold(part) for part in seen]
        found = [link for part in seen for link in links(part)]
        self._hosts = [(link.host, link.written) for link in found]
        self._network = judged.network_index.hex() if judged.network_index else ""

    def meant_by(self, rule: Rule) -> tuple[str, ...] | None:
        """What `rule` means, as written; empty where it is nothing in the text; None where it says nothing."""
        if rule.kind == NETWORK:
            return () if self._network == rule.pattern else None
        if rule.kind == DOMAIN:
            domain = rule.pattern
            snippets = [written for host, written in self._hosts if host == domain or host.endswith("." + domain)]
        else:
            words = _words(rule.pattern, rule.whole_words)
            snippets = [part.written(*match.span()) for part in self._parts for match in words.finditer(part.text)]
        return tuple(dict.fromkeys(snippets)) or None


@lru_cache(maxsize=1024)
def _words(pattern: str, whole: bool) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in fold(pattern).text.split())
    return re.compile(rf"(?<!\w){words}(?!\w)") if whole else re.compile(rf"{words}")


def _domain(pattern: str) -> str:
    host = _BEFORE_HOST.sub("", pattern).partition("/")[0].partition(":")[0].strip(".").lower()
    if not _HOST.fullmatch(host):
        raise BadPattern("Enter a domain, like example.com")
    return host


def _network(pattern: str) -> str:
    address = network(pattern.partition("/")[0])
    if address == UNKNOWN:
        raise BadPattern("Enter an IP address, like 203.0.113.7: its whole network is meant")
    return address
