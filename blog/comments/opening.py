"""A commenter opens the page of their own comments, by a link that is mailed to their address."""

from uuid import uuid4

from flask import current_app, render_template
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from blog.comments.corresponding import queries
from blog.comments.models import Comment
from blog.comments.posting import address_index
from blog.tools import outbox, throttle, tokens
from blog.tools.database import db
from blog.tools.throttle import Limit

LINK_SECONDS = 3600
# More would only fill somebody's mailbox.
LINKS_FOR_ADDRESS = Limit("own links for an address", 3, 3600)
# By one network: else anybody could keep somebody from what they have posted until tomorrow.
LINKS_A_DAY = Limit("own links of a day for an address by a network", 5, 24 * 3600)
LINKS_BY_NETWORK = Limit("own links for a network", 10, 3600)
PER_PAGE = 50

_PURPOSE = "own comments"


def take_link(ip: str, address: str) -> int:
    """Count one link for `address` and get 0; or the seconds until one may be asked for from here.

    Whether anything is stored with the address makes no difference.
    """
    index = address_index(address).hex()
    by_day = LINKS_A_DAY.of_network(ip, index)
    return throttle.take(LINKS_FOR_ADDRESS.of(index), *by_day, *LINKS_BY_NETWORK.of_network(ip))


def send_link(address: str) -> None:
    """Put the mail with the link into the outbox, if anything is stored with `address`."""
    if not is_known(address):
        return
    # The request that asked for it is answered, and addresses are made in one.
    with current_app.test_request_context():
        body = render_template("email/own_comments.txt", token=tokens.sealed(_PURPOSE, address))
    outbox.put(address, "Your comments", body, key=f"own {uuid4().hex}")


def opened_by(token: str) -> str | None:
    """The address whose comments the link with `token` opens; None where it is forged or older than an hour."""
    return tokens.unsealed(_PURPOSE, token, LINK_SECONDS)


def is_known(address: str) -> bool:
    """Whether there are comments from `address`, or replies are, or were to be, mailed to it."""
    has_some = db.session.scalar(select(Comment.id).where(of_address(address)).limit(1)) is not None
    return has_some or queries.of_address(address) is not None


def page(address: str, number: int) -> Pagination:
    """Page `number` of the comments from `address`, newest first; past the end it is empty."""
    statement = select(Comment).where(of_address(address)).options(joinedload(Comment.article))
    newest_first = statement.order_by(Comment.created_at.desc(), Comment.id.desc())
    return db.paginate(newest_first, page=number, per_page=PER_PAGE, error_out=False)


def of_address(address: str) -> ColumnElement[bool]:
    """Whether a comment is from `address`, as a condition of a query."""
    return Comment.address_index == address_index(address)
