"""The same text, or nearly the same, has been posted elsewhere in the last days."""

from collections.abc import Iterator

from blog.comments.spam.sounding import alike
from blog.comments.spam.verdicts import Reason, Submission

# Enough to hold somebody who is known.
SAME = 2.6
FURTHER = 0.5
MOST = 5.0


def similar(submission: Submission) -> Iterator[Reason]:
    """How often, and on how many articles. One query."""
    found = alike(submission.text)
    times = sum(len(comments) for comments in found.values())
    if not times:
        return
    articles = len({*found, submission.article_id})
    sentence = f"Same text on {articles} articles" if articles > 1 else f"Same text {times + 1} times"
    yield Reason("similar", sentence, min(SAME + FURTHER * (times - 1), MOST))
