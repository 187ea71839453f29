"""A reader, or somebody of the newsroom, posts a comment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.exc import IntegrityError

from blog.accounts.colouring import hue
from blog.accounts.models import User
from blog.articles.models import Article
from blog.articles.queries import BareArticle
from blog.comments import pacing, queries, spam, tallying
from blog.comments.models import APPROVED, PENDING, SPAM, USER_AGENT_LENGTH, Comment
from blog.comments.rendering import rendered, set_text
from blog.comments.spam import rules, sounding
from blog.tools import rotating
from blog.tools.clock import now
from blog.tools.crypto import keyed_digest, seal
from blog.tools.database import db, insert_new
from blog.tools.email_addresses import folded
from blog.tools.networks import network

SAME_CLICK = timedelta(seconds=pacing.SAME_CLICK)

# What a verdict makes of a comment.
STATUS = {spam.PUBLISH: APPROVED, spam.HOLD: PENDING, spam.SPAM: SPAM}


class Closed(Exception):
    """The article takes no comments, or is not public any more."""


class ParentGone(Exception):
    """The comment to reply to is not there for readers any more."""


class AlreadyPosted(Exception):
    """The same sender has posted the same words in the same place."""


@dataclass(frozen=True)
class Reply:
    """What the form holds, validated. `parent_id` is None for a new thread."""

    text: str
    name: str
    address: str
    website: str = ""
    parent_id: int | None = None
    wants_replies: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a reply came from, as the connection, the browser and the form say."""

    ip: str
    user_agent: str = ""
    # Whether the field that nobody sees was filled, and what the form's stamp says.
    trapped: bool = False
    stamped: bool = True
    opened: float | None = None


def is_open(article: Article | BareArticle) -> bool:
    """Whether readers may comment on the public `article` at this moment."""
    closes = closing_time(article)
    return article.comments_open and (closes is None or closes > now())


def closing_time(article: Article | BareArticle) -> datetime | None:
    """When the comments of `article` close by themselves; None where they never do."""
    days = current_app.config["COMMENTS_CLOSE_AFTER_DAYS"]
    return article.published_at + timedelta(days=days) if days and article.published_at else None


def post(article: Article | BareArticle, reply: Reply, origin: Origin | None = None) -> Comment:
    """The comment that a reader's `reply` became: published, held or spam, as `spam.judge` decides.

    The same click twice gives the same comment. `origin` is None for what did not come over the net; no limit holds for
    it. Raises Closed, ParentGone, AlreadyPosted or pacing.TooQuick.
    """
    _check_place(article, reply.parent_id)
    index = address_index(reply.address)
    fingerprint = _fingerprint(article.id, reply.parent_id, _sender(index, origin), reply.text)
    if origin is not None:
        # Before the text costs anything, and before anything is said of what is stored.
        pacing.pace(origin.ip, index, fingerprint)
    earlier = _earlier(fingerprint)
    if earlier is not None:
        return earlier
    comment = _comment(article, reply, fingerprint)
    comment.hue = hue(reply.address)
    comment.address_sealed = seal(reply.address)
    comment.address_index = index
    comment.wants_replies = reply.wants_replies
    if origin is not None:
        _note_origin(comment, origin)
    _judge(comment, origin or Origin(""))
    stored = _store(comment)
    if stored is comment:
        sounding.remember(comment)
        tallying.count(comment)
    return stored


def post_as_staff(article: Article | BareArticle, text: str, parent_id: int | None, user: User) -> Comment:
    """The comment of somebody of the newsroom, published at once. Raises as `post` does."""
    _check_place(article, parent_id)
    fingerprint = _fingerprint(article.id, parent_id, f"user {user.id}", text)
    comment = _comment(article, Reply(text, user.name, "", parent_id=parent_id), fingerprint)
    comment.status = APPROVED
    comment.user_id = user.id
    comment.hue = user.hue
    return _store(comment)


def address_index(address: str) -> bytes:
    """What comments from `address` are found by; it cannot be turned back into the address."""
    return keyed_digest("address", folded(address))


def printable(text: str) -> str:
    """`text` without what no database stores and no page shows: control characters and half ones."""
    return "".join(character for character in text if character.isprintable())


def _check_place(article: Article | BareArticle, parent_id: int | None) -> None:
    if not is_open(article):
        raise Closed
    if parent_id is not None:
        parent = db.session.get(Comment, parent_id)
        if parent is None or parent.article_id != article.id or parent.status != APPROVED:
            raise ParentGone


def _fingerprint(article_id: int, parent_id: int | None, sender: str, text: str) -> bytes:
    """What the same words of the same sender in the same place have in common, however they are spaced."""
    return keyed_digest("fingerprint", article_id, parent_id, sender, " ".join(text.split()))


def _sender(index: bytes, origin: Origin | None) -> str:
    # With the network: who repeats somebody's comment to try which address it is from must not be told.
    return f"{index.hex()} {network(origin.ip) if origin else ''}"


def _comment(article: Article | BareArticle, reply: Reply, fingerprint: bytes) -> Comment:
    comment = Comment(article_id=article.id, parent_id=reply.parent_id, name=reply.name, website=reply.website)
    comment.fingerprint = fingerprint
    set_text(comment, rendered(reply.text))
    comment.created_at = now()
    return comment


def _note_origin(comment: Comment, origin: Origin) -> None:
    if current_app.config["ORIGIN_DAYS"]:
        comment.ip_sealed = seal(origin.ip)
        comment.network_index = rules.network_index(origin.ip)
        comment.user_agent = printable(origin.user_agent)[:USER_AGENT_LENGTH]


def _judge(comment: Comment, origin: Origin) -> None:
    assert comment.address_index is not None  # noqa: S101  a reader's comment has one
    verdict = spam.judge(
        spam.Submission(
            text=comment.text,
            html=comment.html,
            name=comment.name,
            website=comment.website,
            article_id=comment.article_id,
            address_index=comment.address_index,
            network_index=comment.network_index,
            trapped=origin.trapped,
            stamped=origin.stamped,
            opened=origin.opened,
        )
    )
    comment.verdict = verdict.kind
    comment.status = STATUS[verdict.kind]
    comment.reasons = verdict.sentences
    comment.evidence = verdict.evidence


def _store(comment: Comment) -> Comment:
    # The database decides, so that two equal replies at the same moment are one comment as well.
    try:
        is_new = insert_new(comment, "fingerprint")
    except IntegrityError as error:
        # Deleted for good since it was looked at.
        raise ParentGone from error
    if not is_new:
        earlier = _earlier(comment.fingerprint)
        if earlier is None:
            raise AlreadyPosted
        return earlier
    rotating.look_again(comment)
    return comment


def _earlier(fingerprint: bytes | None) -> Comment | None:
    """The comment that the same click made before. Raises AlreadyPosted if it was another click, long ago."""
    earlier = queries.by_fingerprint(fingerprint)
    if earlier is not None and now() - earlier.created_at > SAME_CLICK:
        raise AlreadyPosted
    return earlier
