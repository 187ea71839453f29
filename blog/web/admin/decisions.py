"""All decisions about comments: who made them, when, and who took them back."""

from flask import render_template, request

from blog.comments import decisions as all_decisions
from blog.comments.models import ModerationBatch
from blog.comments.moderating import UNDO_DAYS, may_undo
from blog.web.admin import door, wording
from blog.web.ids import read_id
from blog.web.paging import asked_page


@door.get("/decisions")
def decisions() -> str:
    """All decisions, or those of one admin, the newest first."""
    admin_id = read_id(request.args.get("admin"))
    page = all_decisions.page(admin_id, asked_page())
    return render_template(
        "admin/decisions.html",
        page=page,
        texts=_texts(page.items),
        may_undo=may_undo,
        admin_id=admin_id,
        admins=all_decisions.who_decided(),
        days=UNDO_DAYS,
    )


def _texts(batches: list[ModerationBatch]) -> dict[int, str]:
    names = all_decisions.single_names(batches)
    return {batch.id: wording.decided(batch, names.get(batch.id, "")) for batch in batches}
