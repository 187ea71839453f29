"""The comments of an article as markup. Each is made once and remembered: most stay as they are when one comes."""

from collections.abc import Callable
from functools import lru_cache

from flask import current_app, url_for
from markupsafe import Markup

from blog.articles.models import Article
from blog.comments.queries import Shown
from blog.comments.threads import Node
from blog.web.template_helpers import article_url

# Comments with a kilobyte or two each, in each process.
REMEMBERED = 2_000

# Address and name of a comment that is answered.
Answered = tuple[str, str]


class Discussion:
    """How the comments of `article` look on its page, open for replies or not."""

    def __init__(self, article: Article, is_open: bool) -> None:
        self._author_id = article.author_id
        self._place = article_url(article)
        self._is_open = is_open
        # That of this app, which knows the site's time zone.
        self._macro = current_app.jinja_env.get_template("public/_comment.html").module.published  # type: ignore[attr-defined]

    def published(self, node: Node) -> Markup:
        """The comment at `node`, with its place in the newsroom and what can be done with it."""
        said = node.comment
        assert said is not None  # noqa: S101  the template asks for no others
        badge = "" if said.user_id is None else "Author" if said.user_id == self._author_id else "Staff"
        return comment_markup(self._macro, said, badge, answered(node), self._place, self._is_open)


def answered(node: Node) -> Answered | None:
    """The comment that the one at `node` answers, where its place on the page does not show that."""
    above = node.in_reply_to
    if above is None:
        return None
    on_page = node.level > 1
    address = f"#comment-{above.id}" if on_page else url_for("public.comment", comment_id=above.id)
    return address, above.name


@lru_cache(maxsize=REMEMBERED)
def comment_markup(
    macro: Callable[..., Markup], said: Shown, badge: str, answered: Answered | None, place: str, is_open: bool
) -> Markup:
    """The comment `said` as `macro` shows it to all readers."""
    return macro(said, badge, answered, place, is_open)
