"""networks that people sign in from"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('familiar_networks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('signed_in_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_familiar_networks_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_familiar_networks'))
    )
    with op.batch_alter_table('familiar_networks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_familiar_networks_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_familiar_networks_user_id'), ['user_id'], unique=False)


def downgrade():
    op.drop_table('familiar_networks')
