"""What readers see of a comment's text: made once, stored, and made anew where another sanitizer made it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select, update

from blog.comments.models import Comment
from blog.tools.database import change_rows, db
from blog.tools.sanitizing import VERSION, safe_comment_html
from blog.tools.scripts import text_language

# Comments in one transaction: on SQLite nobody else can write meanwhile.
STEP = 200


@dataclass(frozen=True)
class Rendered:
    """A text and what is made of it. That takes a moment, so it is made before anything is locked."""

    text: str
    html: str
    language: str


def rendered(text: str) -> Rendered:
    """`text` as `set_text` takes it: rendered and sanitized."""
    return Rendered(text, safe_comment_html(text), text_language(text))


def set_text(comment: Comment, new: Rendered) -> None:
    """Give `comment` a new text."""
    comment.text = new.text
    comment.html = new.html
    comment.sanitizer_version = VERSION
    comment.language = new.language


def number_outdated() -> int:
    """How many comments were rendered by another version of the sanitizer than the present one."""
    return db.session.scalar(select(func.count(Comment.id)).where(Comment.sanitizer_version != VERSION)) or 0


def render_outdated() -> Iterator[int]:
    """Render the texts of those anew, some at a time, each step to be committed; how many comments each was about."""
    highest = 0
    outdated = select(Comment.id, Comment.text).where(Comment.sanitizer_version != VERSION).order_by(Comment.id)
    while rows := db.session.execute(outdated.where(Comment.id > highest).limit(STEP)).all():
        made = [(comment_id, text, safe_comment_html(text)) for comment_id, text in rows]
        for comment_id, text, html in made:
            # Who corrects a comment meanwhile has rendered it by the present version.
            unchanged = update(Comment).where(Comment.id == comment_id, Comment.text == text)
            change_rows(unchanged.values(html=html, sanitizer_version=VERSION))
        highest = rows[-1].id
        yield len(rows)
