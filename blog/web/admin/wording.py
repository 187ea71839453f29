"""The sentences of the queue: what was decided, by whom, how long ago."""

from datetime import datetime, timedelta

from markupsafe import Markup

from blog.accounts.models import User
from blog.comments import spam
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment, ModerationBatch
from blog.comments.moderating import UNDO_DAYS, Undone
from blog.comments.queue import REPORTED
from blog.tools.clock import now
from blog.web.admin import door

TAB_NAMES = {PENDING: "Pending", REPORTED: "Reported", APPROVED: "Approved", SPAM: "Spam", TRASH: "Trash"}
DONE = {APPROVED: "approved", SPAM: "marked as spam", TRASH: "moved to Trash", PENDING: "moved back to Pending"}
_DID = {
    APPROVED: "approved {}",
    SPAM: "marked {} as spam",
    TRASH: "moved {} to Trash",
    PENDING: "moved {} back to Pending",
}
# What the judge said when a comment came in.
VERDICTS = {spam.PUBLISH: "published", spam.HOLD: "held", spam.SPAM: "called spam"}
TOO_LATE = f"Nothing was undone: the decision is more than {UNDO_DAYS} days old."
CHANGED = "This comment has been changed since you were shown it."
# No status: it leads to the page that asks whether it is meant.
REMOVAL = "removal"
# The buttons of each tab, the likeliest first: action, words, key.
_APPROVE, _SPAM, _DELETE = (APPROVED, "Approve", "a"), (SPAM, "Spam", "s"), (TRASH, "Delete", "d")
_BACK = (PENDING, "Unapprove", "u")
ACTIONS = {
    PENDING: (_APPROVE, _SPAM, _DELETE),
    # To approve it once more is to keep it as it is.
    REPORTED: ((APPROVED, "Keep", "a"), _BACK, _SPAM, _DELETE),
    APPROVED: (_BACK, _SPAM, _DELETE),
    SPAM: (_APPROVE, (PENDING, "To Pending", "u"), _DELETE),
    TRASH: (_APPROVE, (PENDING, "To Pending", "u"), _SPAM, (REMOVAL, "Delete for good", "")),
}
ANYWAY = {
    APPROVED: "Approve anyway",
    SPAM: "Mark as spam anyway",
    TRASH: "Delete anyway",
    PENDING: "Unapprove anyway",
}


def decided(batch: ModerationBatch, name: str) -> str:
    """What `batch` has done, as "Comment by Dara approved." or "37 marked as spam."."""
    if batch.number != 1:
        return f"{batch.number:,} {DONE[batch.new_status]}."
    if not name:
        return f"One comment (deleted since) {DONE[batch.new_status]}."
    # The name may be written from right to left, the sentence is not.
    return Markup("Comment by <bdi>{}</bdi> {}.").format(name, DONE[batch.new_status])


def undone(result: Undone | None, batch: ModerationBatch, reader: User) -> str:
    """What an undo of `batch` has done; None where it had been undone before."""
    if result is None and batch.undone_by and batch.undone_at:
        who = named(batch.undone_by, reader)
        return Markup("Nothing was undone: {} had undone this already, {}.").format(who, ago(batch.undone_at))
    if result is None:
        return "Nothing was undone: there is nothing left to undo."
    changed = f"{result.left:,} changed since by somebody else"
    if not result.restored:
        return (
            f"Nothing was undone: {changed}." if result.left else "Nothing was undone: there is nothing left to undo."
        )
    done = "Undone. The comment is where it was before"
    if result.restored > 1:
        done = f"Undone. {result.restored:,} comments are where they were before"
    return f"{done}; {changed}." if result.left else f"{done}."


def already(comment: Comment | None, by: ModerationBatch | None, reader: User) -> str:
    """Why `reader` could not decide about a comment: what has happened to it since the page was loaded."""
    if comment is None:
        return "This comment has been deleted for good."
    if by is None or by.new_status != comment.status:
        return f"This comment is in {TAB_NAMES[comment.status]} by now."
    return _already(by, "this", reader)


def already_many(by: ModerationBatch, number: int, reader: User) -> str:
    """What `by` has done to so many comments that `reader` wanted to decide about."""
    return _already(by, f"{number:,} of them", reader)


def named(user: User, reader: User) -> str:
    """The name of `user`, as `reader` is told of it within a sentence."""
    return "you" if user.id == reader.id else Markup("<bdi>{}</bdi>").format(user.name)


def told(batch: ModerationBatch) -> str:
    """Who decided what about one comment, as "Leila Navid marked this as spam"."""
    return Markup("<bdi>{}</bdi> {}").format(batch.admin.name, _DID[batch.new_status].format("this"))


def ago(moment: datetime) -> str:
    """less than a minute ago, 5 minutes ago, 3 days ago."""
    return f"{elapsed(moment)} ago"


@door.app_template_filter()
def elapsed(moment: datetime) -> str:
    """31 minutes, 2 hours, 5 days: the time since `moment`."""
    return span(now() - moment)


@door.app_template_filter()
def span(length: timedelta) -> str:
    """31 minutes, 2 hours, 5 days."""
    minutes = int(length.total_seconds() // 60)
    for size, unit in ((60 * 24, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return counted(minutes // size, unit)
    return "less than a minute"


@door.app_template_filter()
def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number:,}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _already(by: ModerationBatch, what: str, reader: User) -> str:
    who = "You" if by.admin_id == reader.id else named(by.admin, reader)
    return Markup("{} already {}, {}.").format(who, _DID[by.new_status].format(what), ago(by.created_at))


def counted(number: int, unit: str) -> str:
    """1 minute, 2 minutes."""
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
