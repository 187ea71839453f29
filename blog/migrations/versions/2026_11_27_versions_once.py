"""a transaction raises a version once"""

from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

# Of a row that one transaction writes again and again, PostgreSQL goes through all that it wrote before. Nobody has
# seen the mark that it gave first, so that is as good as another.
RAISE_VERSION = """
    CREATE OR REPLACE FUNCTION raise_version(raised text) RETURNS void LANGUAGE sql AS $$
        INSERT INTO versions (name, mark) VALUES (raised, floor(random() * 9007199254740992)::bigint)
        ON CONFLICT (name) DO UPDATE SET mark = excluded.mark {unless}
    $$
"""


def upgrade():
    _replace('WHERE versions.xmin <> pg_current_xact_id()::xid')


def downgrade():
    _replace('')


def _replace(unless):
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(RAISE_VERSION.format(unless=unless))
