"""how many articles stand in each list"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('article_counts',
    sa.Column('kind', sa.String(length=6), nullable=False),
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('articles', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'key', 'month', name=op.f('pk_article_counts')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_article_counts_most', 'article_counts', ['kind', 'month', 'articles', 'key'])

    op.add_column('article_tags', sa.Column('published_month', sa.Integer(), nullable=True))
    op.add_column('article_tags', sa.Column('published_at', database.UTCDateTime(timezone=True), nullable=True))
    op.drop_index('ix_article_tags_tag', 'article_tags')
    op.create_index('ix_article_tags_listed', 'article_tags', ['tag_id', 'published_month', 'published_at', 'article_id'])

    for name in ('public', 'by_month', 'by_author', 'ticker'):
        op.drop_index(f'ix_articles_{name}', 'articles')
    listed = ['published_month', 'published_at', 'id', 'withdrawn_at']
    op.create_index('ix_articles_listed', 'articles', listed)
    op.create_index('ix_articles_by_author', 'articles', ['author_id', *listed])
    op.create_index('ix_articles_published', 'articles', ['published_at'])
    op.create_index('ix_articles_ticker', 'articles', ['ticker', 'ticker_until'])
    op.create_index('ix_comments_of_article', 'comments', ['article_id', 'status'])
    _fill()


def _fill():
    """Repeat month and time of each article in a list beside its tags, and count the articles of each list."""
    listed = 'published_at IS NOT NULL AND withdrawn_at IS NULL'
    for column in ('published_month', 'published_at'):
        op.execute(f'UPDATE article_tags SET {column} = (SELECT {column} FROM articles WHERE id = article_id AND {listed})')
    lists = (
        ("'all'", '0', f'articles WHERE {listed}'),
        ("'author'", 'author_id', f'articles WHERE {listed}'),
        ("'tag'", 'tag_id', 'article_tags WHERE published_at IS NOT NULL'),
    )
    for kind, key, rows in lists:
        for month in ('published_month', '0'):
            op.execute(
                'INSERT INTO article_counts (kind, key, month, articles) '
                f'SELECT {kind}, key, month, count(*) FROM (SELECT {key} AS key, {month} AS month FROM {rows}) AS listed '
                'GROUP BY key, month'
            )


def downgrade():
    op.drop_index('ix_comments_of_article', 'comments')
    for name in ('ticker', 'published', 'by_author', 'listed'):
        op.drop_index(f'ix_articles_{name}', 'articles')
    op.create_index('ix_articles_ticker', 'articles', ['ticker_until'])
    op.create_index('ix_articles_by_author', 'articles', ['author_id', 'published_at'])
    op.create_index('ix_articles_by_month', 'articles', ['published_month'])
    op.create_index('ix_articles_public', 'articles', ['withdrawn_at', 'published_at'])

    op.drop_index('ix_article_tags_listed', 'article_tags')
    op.create_index('ix_article_tags_tag', 'article_tags', ['tag_id', 'article_id'])
    # Not in a batch, which on SQLite makes the table anew and loses its triggers.
    op.drop_column('article_tags', 'published_at')
    op.drop_column('article_tags', 'published_month')
    op.drop_table('article_counts')
