"""The search index: FTS5 over the rows on SQLite, a GIN index over the same tokens on PostgreSQL."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A single Chinese or Japanese character is sought as the beginning of a token: `u` and its three bytes as hex, 7 letters.
# The lengths of rows, by which FTS5 could rank, are not kept: we rank by ourselves.
SQLITE_UP = (
    "CREATE VIRTUAL TABLE search_fts "
    "USING fts5(tokens, content='search_row', content_rowid='id', tokenize='unicode61', prefix='7', columnsize=0)",
    "CREATE TRIGGER search_row_added AFTER INSERT ON search_row BEGIN "
    "INSERT INTO search_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER search_row_removed AFTER DELETE ON search_row BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
)
SQLITE_DOWN = ("DROP TRIGGER search_row_removed", "DROP TRIGGER search_row_added", "DROP TABLE search_fts")
POSTGRESQL_UP = (
    "CREATE INDEX ix_search_row_tokens ON search_row USING gin (to_tsvector('simple'::regconfig, tokens))",
)
POSTGRESQL_DOWN = ("DROP INDEX ix_search_row_tokens",)


def upgrade() -> None:
    """Make the index of this database."""
    for statement in SQLITE_UP if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop it."""
    for statement in SQLITE_DOWN if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_DOWN:
        op.execute(statement)
