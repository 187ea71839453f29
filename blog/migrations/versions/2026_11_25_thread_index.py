"""the skeleton of a thread from its index alone"""

from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    op.drop_index('ix_comments_thread', 'comments')
    op.create_index('ix_comments_thread', 'comments', ['article_id', 'created_at', 'id', 'parent_id', 'status'])


def downgrade():
    op.drop_index('ix_comments_thread', 'comments')
    op.create_index('ix_comments_thread', 'comments', ['article_id', 'created_at', 'id'])
