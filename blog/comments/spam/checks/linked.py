"""Links in the text, in the name, and as the website."""

from collections.abc import Iterator

from blog.comments.spam.linking import MOST_LINKS, links
from blog.comments.spam.verdicts import Reason, Submission

# The first link; each further one adds half of it.
LINK = 1.0
IN_NAME = 3.0
# A website alone is what the field is for.
WEBSITE = 0.2


def linked(submission: Submission) -> Iterator[Reason]:
    """How many links there are, and that one stands where a name should."""
    found = submission.links
    # Of addresses written in one run the first is found; readers would be shown them all.
    number = max(len(found), submission.html.count("<a "))
    if number:
        sentence = "1 link" if number == 1 else f"{number} links"
        weight = LINK + LINK / 2 * (number - 1)
        marks = tuple(link.written for link in found)
        yield Reason("links", sentence, weight, marks, holds=number > MOST_LINKS)
    in_name = links(submission.name)
    if in_name:
        yield Reason("links", "Link in the name", IN_NAME, tuple(link.written for link in in_name))
    if submission.website:
        yield Reason("links", "", WEBSITE)
