"""versions of what readers' pages are made of"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

# Table, event, columns, condition: writes that change what the newsroom shows.
OF_THE_NEWSROOM = (
    ('articles', 'insert', '', 'NEW.published_at IS NOT NULL'),
    ('articles', 'update', '', 'OLD.published_at IS NOT NULL OR NEW.published_at IS NOT NULL'),
    ('articles', 'delete', '', 'OLD.published_at IS NOT NULL'),
    ('article_tags', 'insert', '', ''),
    ('article_tags', 'update', '', ''),
    ('article_tags', 'delete', '', ''),
    ('tags', 'update', '', ''),
    ('users', 'insert', '', ''),
    ('users', 'update', 'name, slug, biography_html, hue, photo_id', ''),
    ('users', 'delete', '', ''),
    ('pictures', 'update', '', ''),
    ('waves', 'insert', '', ''),
    ('waves', 'update', '', ''),
    ('waves', 'delete', '', ''),
)
# What readers see of a comment.
SEEN = ('status', 'name', 'website', 'hue', 'language', 'user_id', 'html')

SQLITE_RAISE = """
    INSERT INTO versions (name, mark) VALUES ({name}, random())
    ON CONFLICT (name) DO UPDATE SET mark = excluded.mark;
"""

POSTGRESQL_FUNCTIONS = """
    CREATE FUNCTION raise_version(raised text) RETURNS void LANGUAGE sql AS $$
        INSERT INTO versions (name, mark) VALUES (raised, floor(random() * 9007199254740992)::bigint)
        ON CONFLICT (name) DO UPDATE SET mark = excluded.mark
    $$;
    CREATE FUNCTION raise_newsroom() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM raise_version('newsroom');
        RETURN NULL;
    END $$;
    CREATE FUNCTION raise_replies() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        articles integer[];
    BEGIN
        IF TG_OP = 'INSERT' THEN
            SELECT array_agg(DISTINCT article_id) INTO articles FROM after WHERE status = 'approved';
        ELSIF TG_OP = 'DELETE' THEN
            SELECT array_agg(DISTINCT article_id) INTO articles FROM before WHERE status = 'approved';
        ELSE
            SELECT array_agg(DISTINCT after.article_id) INTO articles FROM after JOIN before USING (id)
            WHERE 'approved' IN (before.status, after.status) AND ({before}) IS DISTINCT FROM ({after});
        END IF;
        IF articles IS NULL THEN
            RETURN NULL;
        END IF;
        -- The one that all share comes first, so that of two who write one waits for the other and never each for each.
        PERFORM raise_version('replies');
        PERFORM raise_version('replies to ' || article) FROM unnest(articles) AS article;
        RETURN NULL;
    END $$;
"""
POSTGRESQL_ON_COMMENTS = """
    CREATE TRIGGER raise_on_insert AFTER INSERT ON comments
        REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION raise_replies();
    CREATE TRIGGER raise_on_update AFTER UPDATE ON comments
        REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION raise_replies();
    CREATE TRIGGER raise_on_delete AFTER DELETE ON comments
        REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION raise_replies();
"""


def upgrade():
    op.create_table('versions',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('mark', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_versions'))
    )
    if op.get_bind().dialect.name == 'sqlite':
        _on_sqlite()
    else:
        _on_postgresql()


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION raise_newsroom, raise_replies CASCADE')
        op.execute('DROP FUNCTION raise_version')
    else:
        for table, event, _, _ in OF_THE_NEWSROOM:
            op.execute(f'DROP TRIGGER {table}_{event}_raises')
        for event in ('insert', 'update', 'delete'):
            op.execute(f'DROP TRIGGER comments_{event}_raises')
    op.drop_table('versions')


def _on_sqlite():
    newsroom = SQLITE_RAISE.format(name="'newsroom'")
    for table, event, columns, condition in OF_THE_NEWSROOM:
        _sqlite_trigger(table, event, columns, condition, newsroom)
    for event, columns, condition, row in (
        ('insert', '', "NEW.status = 'approved'", 'NEW'),
        ('update', ', '.join(SEEN), "'approved' IN (OLD.status, NEW.status)", 'NEW'),
        ('delete', '', "OLD.status = 'approved'", 'OLD'),
    ):
        thread = SQLITE_RAISE.format(name=f"'replies to ' || {row}.article_id")
        _sqlite_trigger('comments', event, columns, condition, SQLITE_RAISE.format(name="'replies'") + thread)


def _sqlite_trigger(table, event, columns, condition, body):
    of, when = f'OF {columns}' if columns else '', f'WHEN {condition}' if condition else ''
    op.execute(f'CREATE TRIGGER {table}_{event}_raises AFTER {event} {of} ON {table} {when} BEGIN {body} END')


def _on_postgresql():
    before, after = (', '.join(f'{row}.{column}' for column in SEEN) for row in ('before', 'after'))
    op.execute(POSTGRESQL_FUNCTIONS.format(before=before, after=after))
    for table, event, columns, condition in OF_THE_NEWSROOM:
        of, when = f'OF {columns}' if columns else '', f'WHEN ({condition})' if condition else ''
        op.execute(
            f'CREATE TRIGGER {table}_{event}_raises AFTER {event} {of} ON {table}'
            f' FOR EACH ROW {when} EXECUTE FUNCTION raise_newsroom()'
        )
    op.execute(POSTGRESQL_ON_COMMENTS)
