"""How many articles stand in each list, month by month: kept, so that no page has to count them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Index,
    Select,
    String,
    and_,
    case,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from blog.articles.models import Article, ArticleTag
from blog.page_cache.versions import NEWSROOM, raise_mark
from blog.tools.database import Base, db, execute_core, insert_or

# Kinds of lists. The key is the id of the author or of the tag.
ALL, AUTHOR, TAG = "all", "author", "tag"
ALL_KEY = 0
# Stands for all months together.
TOTAL = 0


class ArticleCount(Base):
    """How many articles of one month, as 202611, or of all, stand in one list.

    Scheduled ones are counted too, so that nothing has to run when their time comes: they are few, and whoever tells
    readers a number subtracts them.
    """

    __tablename__ = "article_counts"
    __table_args__ = (
        Index("ix_article_counts_most", "kind", "month", "articles", "key"),
        # The key is the table: SQLite would rather read any index that has all columns.
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[str] = mapped_column(String(6), primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    articles: Mapped[int]


_LISTED = and_(Article.published_at.is_not(None), Article.withdrawn_at.is_(None))


@contextmanager
def counted(article: Article) -> Iterator[None]:
    """Keep the counts right while `article` is changed inside the block. It is flushed at the end."""
    revision = article.revision
    before = _lists_of(article)
    yield
    db.session.flush()
    # No change of its row, no change of its lists; and of two who change it at once one is refused, and counts nothing.
    if article.revision == revision:
        return
    db.session.execute(_REPEAT.where(ArticleTag.article_id == article.id))
    after = _lists_of(article)
    _add([(*one, -1) for one in before - after] + [(*one, 1) for one in after - before])


def recount() -> None:
    """Count all articles anew, as after a loading that went past the verbs."""
    # First, as whoever publishes does it before anything of a list: so neither waits for the other who waits for it.
    raise_mark(NEWSROOM, db.session.connection())
    db.session.execute(_REPEAT)
    if db.engine.dialect.name == "postgresql":
        # Who publishes meanwhile either has done and is counted here, or waits and adds to what is counted here.
        db.session.execute(text("LOCK TABLE article_counts IN EXCLUSIVE MODE"))
    db.session.execute(delete(ArticleCount))
    db.session.execute(insert(ArticleCount).from_select(["kind", "key", "month", "articles"], _counts()))


def errors() -> int:
    """How many counts, and repeated times, are not what the articles say: 0 on a sound site."""
    right = _counts().subquery()
    both = union_all(
        select(ArticleCount.kind, ArticleCount.key, ArticleCount.month, ArticleCount.articles.label("articles")),
        select(right.c.kind, right.c.key, right.c.month, -right.c.articles),
    ).subquery()
    list_of_month = (both.c.kind, both.c.key, both.c.month)
    wrong = select(*list_of_month).group_by(*list_of_month).having(func.sum(both.c.articles) != 0).subquery()
    strayed = select(func.count()).where(ArticleTag.published_at.is_distinct_from(_listed(Article.published_at)))
    return (db.session.scalar(select(func.count()).select_from(wrong)) or 0) + (db.session.scalar(strayed) or 0)


def soonest_month(moment: datetime) -> int:
    """The first month, as 202611, of which an article can be that is still to come at `moment`."""
    # No clock in the world is a day behind.
    yesterday = moment - timedelta(days=1)
    return yesterday.year * 100 + yesterday.month


def _lists_of(article: Article) -> set[tuple[str, int, int]]:
    """Kind, key and month of each count in which `article` is."""
    rows = db.session.execute(_standing(Article.id == article.id)).all()
    return {(kind, key, month) for kind, key, of_article in rows for month in (TOTAL, of_article)}


def _add(differences: list[tuple[str, int, int, int]]) -> None:
    if not differences:
        return
    statement = insert_or(db.engine.dialect.name, ArticleCount)
    statement = statement.on_conflict_do_update(
        index_elements=[ArticleCount.kind, ArticleCount.key, ArticleCount.month],
        set_={"articles": ArticleCount.articles + statement.excluded.articles},
    )
    # In one order for all, so that no two wait for each other.
    rows = [dict(zip(("kind", "key", "month", "articles"), one, strict=True)) for one in sorted(differences)]
    execute_core(statement, rows)


def _counts() -> CompoundSelect[Any]:
    """Every count as it should be."""
    standing = _standing().subquery()
    kind, key, month = standing.c.kind, standing.c.key, standing.c.month
    return union_all(
        select(kind, key, month, func.count().label("articles")).group_by(kind, key, month),
        select(kind, key, literal_column(str(TOTAL)).label("month"), func.count()).group_by(kind, key),
    )


def _standing(*conditions: Any) -> CompoundSelect[Any]:
    """Kind, key and month of each list in which an article stands, as often as there are articles in it."""
    return union_all(
        _kind(ALL, literal_column(str(ALL_KEY))).where(_LISTED, *conditions),
        _kind(AUTHOR, Article.author_id).where(_LISTED, *conditions),
        _kind(TAG, ArticleTag.tag_id).join_from(Article, ArticleTag).where(_LISTED, *conditions),
    )


def _kind(kind: str, key: Any) -> Select[Any]:
    return select(literal_column(f"'{kind}'").label("kind"), key.label("key"), Article.published_month.label("month"))


def _listed(column: Any) -> Any:
    """`column` of the article that a row of `article_tags` is of; none where the article stands in no list."""
    return (
        select(case((_LISTED, column)))
        .where(Article.id == ArticleTag.article_id)
        .correlate(ArticleTag)
        .scalar_subquery()
    )


_REPEAT = (
    update(ArticleTag)
    .values(published_month=_listed(Article.published_month), published_at=_listed(Article.published_at))
    .execution_options(synchronize_session=False)
)
