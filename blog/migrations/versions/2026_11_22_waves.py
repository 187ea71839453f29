"""times of holding everything"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('waves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=True),
    sa.Column('admin_id', sa.Integer(), nullable=False),
    sa.Column('started_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('until', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['article_id'], ['articles.id'], name=op.f('fk_waves_article_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['admin_id'], ['users.id'], name=op.f('fk_waves_admin_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waves'))
    )
    for column in ('article_id', 'admin_id', 'until'):
        op.create_index(op.f(f'ix_waves_{column}'), 'waves', [column], unique=False)


def downgrade():
    op.drop_table('waves')
