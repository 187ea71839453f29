"""what a comment was judged to be and why, and which decisions were undone"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('comments', sa.Column('verdict', sa.String(length=10), server_default='', nullable=False))
    op.add_column('comments', sa.Column('evidence', sa.JSON(), server_default='{}', nullable=False))
    op.add_column('comments', sa.Column('network_index', sa.LargeBinary(length=32), nullable=True))
    op.create_index('ix_comments_network', 'comments', ['network_index', 'created_at'], unique=False)
    op.add_column(
        'moderation_decisions', sa.Column('undone_at', database.UTCDateTime(timezone=True), nullable=True)
    )
    # An undo of before brought back all that nobody had decided about since: those it left are not known any more.
    op.execute(
        'UPDATE moderation_decisions SET undone_at = (SELECT undone_at FROM moderation_batches'
        ' WHERE moderation_batches.id = moderation_decisions.batch_id)'
    )


def downgrade():
    op.drop_column('moderation_decisions', 'undone_at')
    op.drop_index('ix_comments_network', 'comments')
    op.drop_column('comments', 'network_index')
    op.drop_column('comments', 'evidence')
    op.drop_column('comments', 'verdict')
