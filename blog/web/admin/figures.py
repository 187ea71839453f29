"""The page of figures: replies a day, how long they wait, where the classifier erred."""

from dataclasses import dataclass
from datetime import date

from flask import render_template

from blog.comments import figures as told
from blog.comments import queue
from blog.comments.figures import Replies
from blog.comments.spam import HOLD, PUBLISH, SPAM
from blog.web.admin import door

NAMES = {PUBLISH: "Published at once", HOLD: "Held", SPAM: "Spam"}

# In units of the drawing, which is stretched to the room that there is: a day with its gap, a bar, the highest bar.
DAY, BAR, HEIGHT = 10, 8, 100


@dataclass(frozen=True)
class Chart:
    """The bars of one verdict, a day each, on a scale of their own."""

    verdict: str
    name: str
    total: int
    busiest: date
    most: int
    # The data of an SVG path.
    bars: str


@door.get("/comments/figures")
def figures() -> str:
    """Replies a day, how long they wait, and where the classifier was wrong."""
    replies = told.replies()
    return render_template(
        "admin/figures.html",
        replies=replies,
        charts=[_chart(replies, verdict) for verdict in NAMES],
        names=NAMES,
        width=DAY * told.DAYS,
        height=HEIGHT,
        median_wait=told.median_wait(),
        oldest=queue.oldest_waiting(),
        threshold=told.THOUGHT_SPAM,
        taken_for_spam=told.taken_for_spam(),
        taken_for_fair=told.taken_for_fair(),
    )


def _chart(replies: Replies, verdict: str) -> Chart:
    busiest, most = replies.busiest(verdict)
    heights = [HEIGHT * day.get(verdict, 0) / (most or 1) for day in replies.by_day.values()]
    bars = [
        f"M{DAY * place + (DAY - BAR) // 2} {HEIGHT}v-{height:.4g}h{BAR}v{height:.4g}z"
        for place, height in enumerate(heights)
        if height
    ]
    return Chart(verdict, NAMES[verdict], replies.totals[verdict], busiest, most, "".join(bars))
