"""counted attempts"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('throttle_attempts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.LargeBinary(length=32), nullable=False),
    sa.Column('expires_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_throttle_attempts'))
    )
    with op.batch_alter_table('throttle_attempts', schema=None) as batch_op:
        batch_op.create_index('ix_throttle_attempts_key', ['key', 'expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_throttle_attempts_expires_at'), ['expires_at'], unique=False)


def downgrade():
    op.drop_table('throttle_attempts')
