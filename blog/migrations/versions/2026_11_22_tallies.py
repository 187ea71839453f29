"""how many replies came on each day"""

from collections import Counter

import sqlalchemy as sa
from alembic import op
from flask import current_app

from blog.tools import database


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

comments = sa.table(
    'comments',
    sa.column('created_at', database.UTCDateTime(timezone=True)),
    sa.column('verdict', sa.String),
    sa.column('status', sa.String),
    sa.column('reasons', sa.JSON),
    sa.column('user_id', sa.Integer),
)


def upgrade():
    tallies = op.create_table('reply_tallies',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('replies', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'verdict', name=op.f('pk_reply_tallies'))
    )
    counted = Counter(_replies())
    if counted:
        op.bulk_insert(tallies, [
            {'day': day, 'verdict': verdict, 'replies': number} for (day, verdict), number in counted.items()
        ])


def _replies():
    """Day and verdict of each reply that is there. Of old ones the verdict is known by whether there are reasons."""
    columns = comments.c.created_at, comments.c.verdict, comments.c.status, comments.c.reasons
    for moment, verdict, status, reasons in op.get_bind().execute(sa.select(*columns).where(comments.c.user_id.is_(None))):
        held = 'hold' if reasons or status != 'approved' else 'publish'
        yield moment.astimezone(current_app.config['ZONE']).date(), verdict or held


def downgrade():
    op.drop_table('reply_tallies')
