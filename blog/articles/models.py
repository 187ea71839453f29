"""What authors write."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.media.models import Picture
from blog.tools.clock import now
from blog.tools.database import Base, UTCDateTime

HEADLINE_LENGTH = 200
STANDFIRST_LENGTH = 400
BODY_LENGTH = 200_000
SLUG_LENGTH = 80
TICKER_LINE_LENGTH = 90
NOTE_LENGTH = 500
TAG_LENGTH = 50


class Article(Base):
    """An article in any state.

    `published_at` is a time, not a flag: none means a draft, one to come means scheduled, and the public sees the
    article from that moment on with nothing having to run. `withdrawn_at` takes it back.
    """

    __tablename__ = "articles"
    __table_args__ = (
        # A list is read from its index alone, whose last column says what is not in it.
        Index("ix_articles_listed", "published_month", "published_at", "id", "withdrawn_at"),
        Index("ix_articles_by_author", "author_id", "published_month", "published_at", "id", "withdrawn_at"),
        Index("ix_articles_published", "published_at"),
        Index("ix_articles_ticker", "ticker", "ticker_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Raised by every save; a save that started from an older one is refused.
    revision: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    headline: Mapped[str] = mapped_column(String(HEADLINE_LENGTH), default="")
    standfirst: Mapped[str] = mapped_column(String(STANDFIRST_LENGTH), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    word_count: Mapped[int] = mapped_column(default=0)
    # None only between `start` and the first `write`.
    slug: Mapped[str | None] = mapped_column(String(SLUG_LENGTH), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    # The last change of what readers see.
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Year and month of publication in the site's time zone, as 202611: part of the address.
    published_month: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawal_note: Mapped[str] = mapped_column(String(NOTE_LENGTH), default="")
    lead_picture_id: Mapped[int | None] = mapped_column(ForeignKey(Picture.id))
    ticker: Mapped[bool] = mapped_column(default=False)
    ticker_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ticker_line: Mapped[str] = mapped_column(String(TICKER_LINE_LENGTH), default="")
    comments_open: Mapped[bool] = mapped_column(default=True)

    author: Mapped[User] = relationship(lazy="raise")
    lead_picture: Mapped[Picture | None] = relationship(lazy="raise")
    article_tags: Mapped[list["ArticleTag"]] = relationship(
        order_by="ArticleTag.position", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012  SQLAlchemy reads it so

    @property
    def tags(self) -> list["Tag"]:
        """In the order in which they stand in the text."""
        return [link.tag for link in self.article_tags]

    @property
    def state(self) -> str:
        """One of draft, scheduled, published, withdrawn."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.published_at is None:
            return "draft"
        return "scheduled" if self.published_at > now() else "published"

    @property
    def ever_published(self) -> bool:
        """Whether readers have been able to see it, so that its address must keep leading somewhere."""
        return self.published_at is not None and self.published_at <= now()

    @property
    def reading_minutes(self) -> int:
        """At 230 words a minute, at least 1."""
        return max(1, round(self.word_count / 230))


class FormerSlug(Base):
    """An address that an article once had: it leads to the present one."""

    __tablename__ = "former_slugs"

    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id, ondelete="CASCADE"), index=True)


class Tag(Base):
    """A hashtag; `name` is spelled as it was first used, without the sign."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(TAG_LENGTH))
    slug: Mapped[str] = mapped_column(String(TAG_LENGTH), unique=True)


class ArticleTag(Base):
    """A tag on an article, at its place in the text.

    While the article stands in lists, its month and time are repeated here, so that an index has the tag's articles in
    order; `counting` keeps them right.
    """

    __tablename__ = "article_tags"
    __table_args__ = (Index("ix_article_tags_listed", "tag_id", "published_month", "published_at", "article_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id, ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey(Tag.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]
    published_month: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    tag: Mapped[Tag] = relationship(lazy="raise")
