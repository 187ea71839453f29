"""rules of the admins about comments"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('comment_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('pattern', sa.String(length=200), nullable=False),
    sa.Column('network_sealed', database.Sealed(), nullable=True),
    sa.Column('whole_words', sa.Boolean(), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('admin_id', sa.Integer(), nullable=False),
    sa.Column('created_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['admin_id'], ['users.id'], name=op.f('fk_comment_rules_admin_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment_rules'))
    )
    op.create_index(op.f('ix_comment_rules_admin_id'), 'comment_rules', ['admin_id'], unique=False)


def downgrade():
    op.drop_table('comment_rules')
