"""Somebody was faster: who did what and when, and whether to leave it."""

from dataclasses import dataclass

from flask import make_response, render_template
from werkzeug.wrappers import Response

from blog.comments import decisions, queries, queue
from blog.comments.filtering import Filter
from blog.comments.models import ERASED, Comment, ModerationBatch
from blog.comments.moderating import Undone
from blog.web.admin import acting_admin, wording
from blog.web.admin.filters import arguments, queue_address


@dataclass(frozen=True)
class Missed:
    """What was not decided about because it has changed since the page was loaded."""

    # One comment, or None for all that `by` was about, and for one that is deleted for good.
    comment: Comment | None
    by: ModerationBatch | None
    # What has become of it; empty where nothing is left of it.
    status: str
    why: str
    number: int = 1


def missed(ids: list[int], decided: ModerationBatch | None, former: str) -> list[Missed]:
    """Those of the comments with these ids, which were in the tab `former`, that `decided` is not about."""
    latest = decisions.decided_by(ids)
    others = [number for number in ids if decided is None or latest.get(number) is not decided]
    comments = queries.by_ids(others)
    return [_one(comments.get(number), latest.get(number), former) for number in others]


def missed_of_all(wanted: Filter, seen: int, decided: ModerationBatch | None) -> list[Missed]:
    """What decisions after the one with the id `seen` have taken of all that `wanted` meant, each decision once."""
    return [
        Missed(None, by, by.new_status, wording.already_many(by, number, acting_admin()), number)
        for by, number in queue.taken_since(wanted, seen)
        if by is not decided
    ]


def about_decision(wanted: Filter, status: str, decided: ModerationBatch | None, missed: list[Missed]) -> Response:
    """A page with what was not done, which offers to do it all the same."""
    page = render_template(
        "admin/missed.html",
        missed=missed,
        status=status,
        anyway=wording.ANYWAY[status],
        done=wording.decided(decided, decisions.first_in(decided)[1]) if decided else None,
        until=wanted.until,
        tab=arguments(wanted),
        back=queue_address(wanted, done=decided.id if decided else None),
    )
    return make_response(page, 409)


def about_undo(batch: ModerationBatch, result: Undone, later: list[tuple[ModerationBatch, int]], back: str) -> Response:
    """A page with what an undo left as others wanted it, which offers to bring it back all the same."""
    page = render_template(
        "admin/left.html",
        batch=batch,
        done=wording.undone(result, batch, acting_admin()) if result.restored else None,
        later=[wording.already_many(by, number, acting_admin()) for by, number in later],
        left=result.left,
        back=back,
    )
    return make_response(page, 409)


def _one(comment: Comment | None, by: ModerationBatch | None, former: str) -> Missed:
    if comment is not None and comment.status == ERASED:
        comment = None
    if comment is not None and comment.status == former:
        return Missed(comment, None, former, wording.CHANGED)
    return Missed(comment, by, comment.status if comment else "", wording.already(comment, by, acting_admin()))
