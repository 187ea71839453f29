"""A small newsroom with something of every kind, for tests that walk over all there is."""

from dataclasses import dataclass
from datetime import timedelta

from blog.accounts.models import ADMIN, User
from blog.articles.models import Article
from blog.comments import posting, reconsidering
from blog.comments.holding import Wave
from blog.comments.models import PENDING, SPAM, TRASH, Comment
from blog.comments.reporting import Report
from blog.tools.clock import now
from blog.tools.database import db
from blog.web.template_helpers import article_url, author_url
from tests.factories import make_article, make_comment, make_picture, make_user

BODY = """
Short-range launchers crossed the border at dawn into #Iraq, *residents* said, and **nobody** fired.

## What was seen

> We counted eleven trucks.
>
> — A farmer

1. The first convoy
2. The second convoy

![The road](media:{picture} "The road at noon")

| place | trucks |
|---|--:|
| Basra | 11 |

Nobody in #Iran would say. `#notatag` is code, and [the ministry](https://ministry.example/) is silent.
"""


@dataclass(frozen=True)
class Newsroom:
    """Who and what there is."""

    author: User
    other_author: User
    admin: User
    article: Article
    closed: Article
    empty: Article
    withdrawn: Article
    scheduled: Article
    draft: Article
    comment: Comment
    reply: Comment
    pending: Comment
    wave: Wave

    @property
    def reader_paths(self) -> list[str]:
        """Every kind of page that readers are offered."""
        month = self.article.published_month or 0
        return [
            "/",
            *(article_url(article) for article in (self.article, self.closed, self.empty)),
            "/tag/iraq/",
            author_url(self.author),
            "/archive/",
            f"/archive/{month // 100}/",
            f"/archive/{month // 100}/{month % 100:02}/",
            f"/report/{self.comment.id}",
        ]

    @property
    def own_paths(self) -> list[str]:
        """Pages that are for one reader alone."""
        key = reconsidering.own_key(self.pending)
        return [
            article_url(self.article, replyto=self.comment.id),
            article_url(self.article, pending=self.pending.id, key=key),
            f"/comments/new?article={self.article.id}",
            f"/comments/{self.pending.id}/revision?key={key}",
        ]


def stock() -> Newsroom:
    """The newsroom, not yet committed."""
    author = make_user(
        "Samira Rostami", biography="Writes about borders.", biography_html="<p>Writes about borders.</p>"
    )
    other_author = make_user("Bijan Kamali")
    admin = make_user("Leila Navid", role=ADMIN)
    picture = make_picture()
    article = make_article(
        body=BODY.format(picture=make_picture(1200, 800).id),
        author=author,
        standfirst="A pointed warning, and a long night on the road.",
        published=timedelta(hours=-3),
        lead_picture_id=picture.id,
        ticker=True,
        ticker_line="Launchers cross the border",
    )
    comment = make_comment(article, "Eleven trucks is not *nothing*.\n\n> We counted eleven\n\nhttps://maps.example/")
    reply = make_comment(article, "It is less than last year.", name="Narges", parent=comment)
    deeper = make_comment(article, "And more than the year before.", name="Omid", parent=reply)
    make_comment(article, "Which nobody counted.", name="Pari", parent=deeper)
    make_comment(article, "چند کامیون بود؟ این مهم است.", name="نرگس", address="n@example.org")
    pending = make_comment(article, "Can anyone confirm this?", name="Teodor", status=PENDING)
    make_comment(article, "Buy pills now", name="Pills", status=SPAM)
    make_comment(article, "Removed words", name="Rude", status=TRASH)
    db.session.add(Report(comment_id=reply.id, reason="off-topic", words="Not about trucks."))
    posting.post_as_staff(article, "The ministry has answered since.", comment.id, author)
    wave = Wave(admin_id=admin.id, until=now() - timedelta(hours=1))
    db.session.add(wave)
    db.session.flush()
    return Newsroom(
        author,
        other_author,
        admin,
        article,
        make_article(
            "The bridge is closed",
            "Since #Iraq asked.",
            author=author,
            published=timedelta(days=-9),
            ticker=True,
            comments_open=False,
        ),
        make_article("A quiet day", "Nothing happened in #Iran.", author=other_author, published=timedelta(days=-40)),
        make_article(
            "Taken back", "Not so.", author=author, published=timedelta(days=-2), withdrawn="The source erred."
        ),
        make_article("Tomorrow", "To come.", author=author, published=timedelta(days=1)),
        make_article("Unfinished", "To be written. #Iran", author=author, published=False),
        comment,
        reply,
        pending,
        wave,
    )
