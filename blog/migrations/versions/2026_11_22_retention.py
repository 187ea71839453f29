"""where comments came from, and since when they are what they are"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    # No batch: on SQLite it would make the table anew, and dropping the old one would take all that refers to it along.
    op.add_column('comments', sa.Column('ip_sealed', database.Sealed(), nullable=True))
    op.add_column('comments', sa.Column('user_agent', sa.String(length=300), server_default='', nullable=False))
    # Those that are there count from this moment: nobody's spam is gone an hour after an upgrade.
    moment = f'{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}'
    zone = '+00' if op.get_bind().dialect.name == 'postgresql' else ''
    op.add_column(
        'comments',
        sa.Column('status_since', database.UTCDateTime(timezone=True), server_default=moment + zone, nullable=False),
    )
    op.create_index('ix_comments_retention', 'comments', ['status', 'status_since'], unique=False)


def downgrade():
    op.drop_index('ix_comments_retention', 'comments')
    op.drop_column('comments', 'status_since')
    op.drop_column('comments', 'user_agent')
    op.drop_column('comments', 'ip_sealed')
