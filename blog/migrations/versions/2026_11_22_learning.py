"""what the classifier has learned, and what texts sound like"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('comments', sa.Column('taught', sa.String(length=10), server_default='', nullable=False))
    op.create_table('learned_features',
    sa.Column('key', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('spam', sa.Integer(), nullable=False),
    sa.Column('fair', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_learned_features'))
    )
    learned = op.create_table('learned',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('spam', sa.Integer(), nullable=False),
    sa.Column('fair', sa.Integer(), nullable=False),
    sa.Column('unpruned', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learned'))
    )
    op.bulk_insert(learned, [{'id': 1, 'version': 1, 'spam': 0, 'fair': 0, 'unpruned': 0}])
    op.create_table('comment_bands',
    sa.Column('comment_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('band', sa.BigInteger(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('created_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_comment_bands_comment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('comment_id', 'number', name=op.f('pk_comment_bands'))
    )
    op.create_index('ix_comment_bands_band', 'comment_bands', ['band', 'created_at'], unique=False)
    op.create_index(op.f('ix_comment_bands_created_at'), 'comment_bands', ['created_at'], unique=False)


def downgrade():
    op.drop_table('comment_bands')
    op.drop_table('learned')
    op.drop_table('learned_features')
    op.drop_column('comments', 'taught')
