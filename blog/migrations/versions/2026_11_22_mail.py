"""outbox and correspondents"""

import sqlalchemy as sa
from alembic import op

from blog.tools import database


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('recipient_sealed', database.Sealed(), nullable=True),
    sa.Column('recipient_index', sa.LargeBinary(length=32), nullable=True),
    sa.Column('message_sealed', database.Sealed(), nullable=True),
    sa.Column('put_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('due_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('claimed_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.Column('settled_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_key'))
    )
    op.create_index('ix_outbox_due', 'outbox', ['state', 'due_at'], unique=False)
    op.create_index(op.f('ix_outbox_recipient_index'), 'outbox', ['recipient_index'], unique=False)
    op.create_index(op.f('ix_outbox_settled_at'), 'outbox', ['settled_at'], unique=False)
    op.create_table('correspondents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address_index', sa.LargeBinary(length=32), nullable=False),
    sa.Column('address_sealed', database.Sealed(), nullable=False),
    sa.Column('asked_at', database.UTCDateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.Column('stopped_at', database.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correspondents')),
    sa.UniqueConstraint('address_index', name=op.f('uq_correspondents_address_index'))
    )
    # No batch: on SQLite it would make the tables anew, and dropping the old ones would take all that refers to them.
    op.add_column('comments', sa.Column('wants_replies', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('comments', sa.Column('told_at', database.UTCDateTime(timezone=True), nullable=True))
    op.add_column('users', sa.Column('wants_digest', sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade():
    op.drop_column('users', 'wants_digest')
    op.drop_column('comments', 'told_at')
    op.drop_column('comments', 'wants_replies')
    op.drop_table('correspondents')
    op.drop_table('outbox')
