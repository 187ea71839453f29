"""A commenter wants no more mail about replies."""

from flask import current_app, url_for
from sqlalchemy import update

from blog.comments.corresponding.models import Correspondent
from blog.comments.corresponding.queries import address_of, stop_token
from blog.comments.models import Comment
from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.database import db

# What the keys of mails about replies begin with.
KEY = "reply "


def stop(correspondent: Correspondent) -> None:
    """Mail no reply to this address any more, also none to what has been posted with it already."""
    correspondent.stopped_at = now()
    mine = Comment.address_index == correspondent.address_index
    db.session.execute(update(Comment).where(mine, Comment.wants_replies).values(wants_replies=False))
    outbox.take_back(outbox.unsent(KEY, address_of(correspondent)))
    db.session.flush()


def unsubscribe_headers(correspondent: Correspondent) -> dict[str, str]:
    """The headers by which a mail program stops the mails in one click (RFC 8058)."""
    path = url_for("mailed.end_of_replies", token=stop_token(correspondent))
    return {
        "List-Unsubscribe": f"<{current_app.config['SITE_URL']}{path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
