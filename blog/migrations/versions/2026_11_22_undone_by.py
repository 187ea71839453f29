"""how many comments a decision was about, and who took it back"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('moderation_batches', sa.Column('number', sa.Integer(), server_default='0', nullable=False))
    # In words of its own: SQLite takes a reference only together with its column.
    op.execute(
        'ALTER TABLE moderation_batches ADD COLUMN undone_by_id INTEGER'
        ' CONSTRAINT fk_moderation_batches_undone_by_id REFERENCES users (id)'
    )
    op.create_index('ix_moderation_batches_created_at', 'moderation_batches', ['created_at'], unique=False)
    op.execute(
        'UPDATE moderation_batches SET number = (SELECT count(*) FROM moderation_decisions'
        ' WHERE moderation_decisions.batch_id = moderation_batches.id)'
    )
    # Until now nobody undid the decision of somebody else.
    op.execute('UPDATE moderation_batches SET undone_by_id = admin_id WHERE undone_at IS NOT NULL')


def downgrade():
    op.drop_index('ix_moderation_batches_created_at', 'moderation_batches')
    op.drop_column('moderation_batches', 'undone_by_id')
    op.drop_column('moderation_batches', 'number')
