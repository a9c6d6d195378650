"""The counts of the docket: the database itself notes each row that comes into a cell or leaves one."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A row of change for each, appended: nobody who writes waits for a counter. A job adds them to the counts.
_INTO = "INSERT INTO docket_change (proceeding_id, day, cell, number) VALUES "
_LEFT = "(old.proceeding_id, substr(old.submitted_at, 1, 10), old.cell, -1)"
_CAME = "(new.proceeding_id, substr(new.submitted_at, 1, 10), new.cell, 1)"
_COUNTED = (
    "proceeding_id, kind, state, identity, confidentiality, place, late, mark, code, enclosed, category, on_behalf, country, "
    "language, target, submitted_at"
)
_OTHER = (
    "old.cell IS NOT new.cell OR old.submitted_at IS NOT new.submitted_at OR old.proceeding_id IS NOT new.proceeding_id"
)
SQLITE_UP = (
    f"CREATE TRIGGER contribution_counted AFTER INSERT ON contribution BEGIN {_INTO}{_CAME}; END",
    f"CREATE TRIGGER contribution_recounted AFTER UPDATE OF {_COUNTED} ON contribution WHEN {_OTHER} "
    f"BEGIN {_INTO}{_LEFT}, {_CAME}; END",
    f"CREATE TRIGGER contribution_uncounted AFTER DELETE ON contribution BEGIN {_INTO}{_LEFT}; END",
)
SQLITE_DOWN = tuple(
    f"DROP TRIGGER {name}" for name in ("contribution_uncounted", "contribution_recounted", "contribution_counted")
)
_DAY = "to_char({}.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
_PG_LEFT = f"(old.proceeding_id, {_DAY.format('old')}, old.cell, -1)"
_PG_CAME = f"(new.proceeding_id, {_DAY.format('new')}, new.cell, 1)"
POSTGRESQL_UP = (
    "CREATE FUNCTION count_contribution() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'INSERT' THEN {_INTO}{_PG_CAME}; "
    f"ELSIF TG_OP = 'UPDATE' THEN {_INTO}{_PG_LEFT}, {_PG_CAME}; "
    f"ELSE {_INTO}{_PG_LEFT}; END IF; RETURN NULL; END $$",
    "CREATE TRIGGER contribution_counted AFTER INSERT OR DELETE ON contribution "
    "FOR EACH ROW EXECUTE FUNCTION count_contribution()",
    "CREATE TRIGGER contribution_recounted AFTER UPDATE ON contribution FOR EACH ROW "
    "WHEN ((old.cell, old.submitted_at, old.proceeding_id) IS DISTINCT FROM (new.cell, new.submitted_at, new.proceeding_id)) "
    "EXECUTE FUNCTION count_contribution()",
)
POSTGRESQL_DOWN = (
    "DROP TRIGGER contribution_recounted ON contribution",
    "DROP TRIGGER contribution_counted ON contribution",
    "DROP FUNCTION count_contribution()",
)


def upgrade() -> None:
    """Begin to count."""
    for statement in SQLITE_UP if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_UP:
        op.execute(statement)


def downgrade() -> None:
    """Count no more."""
    for statement in SQLITE_DOWN if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_DOWN:
        op.execute(statement)
