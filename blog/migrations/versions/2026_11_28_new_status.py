"""a decision has a new status, and no verdict"""

from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade():
    op.execute('ALTER TABLE moderation_batches RENAME COLUMN verdict TO new_status')


def downgrade():
    op.execute('ALTER TABLE moderation_batches RENAME COLUMN new_status TO verdict')
