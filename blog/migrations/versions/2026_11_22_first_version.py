"""first version"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('pictures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('alt', sa.String(length=300), nullable=False),
    sa.Column('caption', sa.Text(), nullable=False),
    sa.Column('credit', sa.String(length=120), nullable=False),
    sa.Column('uploaded_by', sa.Integer(), nullable=True),
    sa.Column('created_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pictures')),
    sa.UniqueConstraint('name', name=op.f('uq_pictures_name'))
    )
    with op.batch_alter_table('pictures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pictures_uploaded_by'), ['uploaded_by'], unique=False)

    op.create_table('tags',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('slug', sa.String(length=50), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tags')),
    sa.UniqueConstraint('slug', name=op.f('uq_tags_slug'))
    )
    op.create_table('users',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('biography', sa.Text(), nullable=False),
    sa.Column('biography_html', sa.Text(), nullable=False),
    sa.Column('hue', sa.Integer(), nullable=False),
    sa.Column('photo_id', sa.Integer(), nullable=True),
    sa.Column('created_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('signed_in_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['photo_id'], ['pictures.id'], name=op.f('fk_users_photo_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('email', name=op.f('uq_users_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_users_fs_uniquifier')),
    sa.UniqueConstraint('slug', name=op.f('uq_users_slug'))
    )
    op.create_table('articles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('headline', sa.String(length=200), nullable=False),
    sa.Column('standfirst', sa.String(length=400), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('word_count', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=True),
    sa.Column('created_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('published_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.Column('published_month', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.Column('withdrawal_note', sa.String(length=500), nullable=False),
    sa.Column('lead_picture_id', sa.Integer(), nullable=True),
    sa.Column('ticker', sa.Boolean(), nullable=False),
    sa.Column('ticker_until', database.UTCDateTime(timezone=True), nullable=True),
    sa.Column('ticker_line', sa.String(length=90), nullable=False),
    sa.Column('comments_open', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_articles_author_id')),
    sa.ForeignKeyConstraint(['lead_picture_id'], ['pictures.id'], name=op.f('fk_articles_lead_picture_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_articles')),
    sa.UniqueConstraint('slug', name=op.f('uq_articles_slug'))
    )
    with op.batch_alter_table('articles', schema=None) as batch_op:
        batch_op.create_index('ix_articles_by_author', ['author_id', 'published_at'], unique=False)
        batch_op.create_index('ix_articles_by_month', ['published_month'], unique=False)
        batch_op.create_index('ix_articles_public', ['withdrawn_at', 'published_at'], unique=False)
        batch_op.create_index('ix_articles_ticker', ['ticker_until'], unique=False)

    op.create_table('former_author_slugs',
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_former_author_slugs_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_former_author_slugs'))
    )
    with op.batch_alter_table('former_author_slugs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_author_slugs_user_id'), ['user_id'], unique=False)

    op.create_table('moderation_batches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('admin_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('created_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('undone_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['admin_id'], ['users.id'], name=op.f('fk_moderation_batches_admin_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_batches'))
    )
    with op.batch_alter_table('moderation_batches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_batches_admin_id'), ['admin_id'], unique=False)

    op.create_table('article_tags',
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['articles.id'], name=op.f('fk_article_tags_article_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], name=op.f('fk_article_tags_tag_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_id', 'tag_id', name=op.f('pk_article_tags'))
    )
    with op.batch_alter_table('article_tags', schema=None) as batch_op:
        batch_op.create_index('ix_article_tags_tag', ['tag_id', 'article_id'], unique=False)

    op.create_table('comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('website', sa.String(length=200), nullable=False),
    sa.Column('address_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('address_index', sa.LargeBinary(length=32), nullable=True),
    sa.Column('fingerprint', sa.LargeBinary(length=32), nullable=True),
    sa.Column('hue', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('sanitizer_version', sa.Integer(), nullable=False),
    sa.Column('created_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('edited_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['article_id'], ['articles.id'], name=op.f('fk_comments_article_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['comments.id'], name=op.f('fk_comments_parent_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_comments_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comments')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_comments_fingerprint'))
    )
    with op.batch_alter_table('comments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comments_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index('ix_comments_queue', ['status', 'created_at', 'id'], unique=False)
        batch_op.create_index('ix_comments_sender', ['address_index', 'status'], unique=False)
        batch_op.create_index('ix_comments_thread', ['article_id', 'created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_comments_user_id'), ['user_id'], unique=False)

    op.create_table('former_slugs',
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['articles.id'], name=op.f('fk_former_slugs_article_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_former_slugs'))
    )
    with op.batch_alter_table('former_slugs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_slugs_article_id'), ['article_id'], unique=False)

    op.create_table('moderation_decisions',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('comment_id', sa.Integer(), nullable=False),
    sa.Column('former_status', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['moderation_batches.id'], name=op.f('fk_moderation_decisions_batch_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_moderation_decisions_comment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('batch_id', 'comment_id', name=op.f('pk_moderation_decisions'))
    )
    with op.batch_alter_table('moderation_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_decisions_comment_id'), ['comment_id'], unique=False)



def downgrade():
    with op.batch_alter_table('moderation_decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moderation_decisions_comment_id'))

    op.drop_table('moderation_decisions')
    with op.batch_alter_table('former_slugs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_former_slugs_article_id'))

    op.drop_table('former_slugs')
    with op.batch_alter_table('comments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_comments_user_id'))
        batch_op.drop_index('ix_comments_thread')
        batch_op.drop_index('ix_comments_sender')
        batch_op.drop_index('ix_comments_queue')
        batch_op.drop_index(batch_op.f('ix_comments_parent_id'))

    op.drop_table('comments')
    with op.batch_alter_table('article_tags', schema=None) as batch_op:
        batch_op.drop_index('ix_article_tags_tag')

    op.drop_table('article_tags')
    with op.batch_alter_table('moderation_batches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moderation_batches_admin_id'))

    op.drop_table('moderation_batches')
    with op.batch_alter_table('former_author_slugs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_former_author_slugs_user_id'))

    op.drop_table('former_author_slugs')
    with op.batch_alter_table('articles', schema=None) as batch_op:
        batch_op.drop_index('ix_articles_ticker')
        batch_op.drop_index('ix_articles_public')
        batch_op.drop_index('ix_articles_by_month')
        batch_op.drop_index('ix_articles_by_author')

    op.drop_table('articles')
    op.drop_table('users')
    op.drop_table('tags')
    with op.batch_alter_table('pictures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pictures_uploaded_by'))

    op.drop_table('pictures')
