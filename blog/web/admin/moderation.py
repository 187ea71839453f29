"""The queue of comments."""

from dataclasses import dataclass

from flask import render_template, request

from blog.comments import decisions, holding, moderating, queue
from blog.tools.clock import now
from blog.web.admin import acting_admin, door, wording
from blog.web.admin.filters import arguments, asked_filter, pills
from blog.web.ids import read_id
from blog.web.paging import asked_page


@dataclass(frozen=True)
class Done:
    """What the admin has just decided, and can take back."""

    batch_id: int
    first: int
    text: str


@door.get("/comments")
def comments() -> str:
    """The queue of comments: one tab, filtered, a page at a time."""
    # Before anything is read: what comes in from now on may not be on the page.
    until = now()
    wanted = asked_filter()
    articles = queue.article_choices(wanted)
    page = queue.page(wanted, asked_page())
    return render_template(
        "admin/queue.html",
        wanted=wanted,
        tab=arguments(wanted),
        page=page,
        cards=queue.cards(page.items),
        until=until,
        seen=decisions.newest_batch(),
        counts=queue.counts(),
        oldest=queue.oldest_waiting(),
        articles=articles,
        pills=pills(wanted, articles),
        tabs=wording.TAB_NAMES,
        actions=wording.ACTIONS,
        done=_just_done(),
        waves=holding.all_current(),
    )


def _just_done() -> Done | None:
    """The decision that the address names, if it is the admin's own and can be taken back."""
    batch = decisions.batch(read_id(request.args.get("done")) or 0)
    if batch is None or batch.admin_id != acting_admin().id or not moderating.may_undo(batch):
        return None
    first, name = decisions.first_in(batch)
    return Done(batch.id, first, wording.decided(batch, name)) if first else None
