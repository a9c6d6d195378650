"""Hearings."""

import sqlalchemy as sa
from alembic import op

import consult.core.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of hearings: what is planned, who registers, who speaks, what is asked and noted."""
    op.create_table(
        "hearing_origin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("owner", consult.core.db.Text(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_origin_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_origin")),
        sa.UniqueConstraint("owner", name=op.f("uq_hearing_origin_owner")),
    )
    with op.batch_alter_table("hearing_origin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_origin_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "hearing_channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", consult.core.db.Text(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=True),
        sa.Column("url", consult.core.db.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_channel_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_channel")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_channel_public_id")),
    )
    with op.batch_alter_table("hearing_channel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_channel_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "hearing_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("role", consult.core.db.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", consult.core.db.Text(), nullable=False),
        sa.Column("office", consult.core.db.Text(), nullable=False),
        sa.Column("organisation", consult.core.db.Text(), nullable=False),
        sa.Column("category", consult.core.db.Text(), nullable=True),
        sa.Column("country", consult.core.db.Text(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hearing_person_account_id_account")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_person_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_person_public_id")),
    )
    with op.batch_alter_table("hearing_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_person_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "hearing_plan",
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("form", consult.core.db.Text(), nullable=False),
        sa.Column("under_id", sa.Integer(), nullable=True),
        sa.Column("rule", consult.core.db.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("registers_from_local", consult.core.db.Text(), nullable=True),
        sa.Column("registers_from", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("registers_until_local", consult.core.db.Text(), nullable=True),
        sa.Column("registers_until", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.JSON(), nullable=False),
        sa.Column("budgets", sa.JSON(), nullable=False),
        sa.Column("replies_most", sa.Integer(), nullable=False),
        sa.Column("statement_hours", sa.Integer(), nullable=False),
        sa.Column("guests", sa.Boolean(), nullable=False),
        sa.Column("slow_mode", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revised_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_plan_proceeding_id_proceeding")
        ),
        sa.ForeignKeyConstraint(["under_id"], ["proceeding.id"], name=op.f("fk_hearing_plan_under_id_proceeding")),
        sa.PrimaryKeyConstraint("proceeding_id", name=op.f("pk_hearing_plan")),
    )
    op.create_table(
        "hearing_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", consult.core.db.Text(), nullable=False),
        sa.Column("starts_local", consult.core.db.Text(), nullable=False),
        sa.Column("starts_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ends_local", consult.core.db.Text(), nullable=False),
        sa.Column("ends_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("opened_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("closed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_session_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_session_public_id")),
    )
    with op.batch_alter_table("hearing_session", schema=None) as batch_op:
        batch_op.create_index(
            "uq_hearing_session_number",
            ["proceeding_id", "number"],
            unique=True,
            sqlite_where=sa.text("state != 'cancelled'"),
            postgresql_where=sa.text("state != 'cancelled'"),
        )

    op.create_table(
        "calendar_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", consult.core.db.Text(), nullable=False),
        sa.Column("made_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ended_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_address_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_address_token_hash")),
    )
    with op.batch_alter_table("calendar_address", schema=None) as batch_op:
        batch_op.create_index(
            "uq_calendar_address_account",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "hearing_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", consult.core.db.Text(), nullable=False),
        sa.Column("type", consult.core.db.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("audience", consult.core.db.Text(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("list_open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("closed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["hearing_item.id"], name=op.f("fk_hearing_item_parent_id_hearing_item")
        ),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_item_proceeding_id_proceeding")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["hearing_session.id"], name=op.f("fk_hearing_item_session_id_hearing_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_item_public_id")),
    )
    with op.batch_alter_table("hearing_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_item_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "hearing_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("agreed_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("reason", consult.core.db.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by"], ["account.id"], name=op.f("fk_hearing_agreement_agreed_by_account")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_hearing_agreement_ended_by_account")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_agreement_item_id_hearing_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_agreement")),
    )
    with op.batch_alter_table("hearing_agreement", schema=None) as batch_op:
        batch_op.create_index(
            "uq_hearing_agreement_in_force",
            ["item_id", "language"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "hearing_floor",
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("replies_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_floor_item_id_hearing_item")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_floor_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("proceeding_id", name=op.f("pk_hearing_floor")),
    )
    op.create_table(
        "hearing_screen",
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("kind", consult.core.db.Text(), nullable=True),
        sa.Column("reference", consult.core.db.Text(), nullable=True),
        sa.Column("chosen_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_screen_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("proceeding_id", name=op.f("pk_hearing_screen")),
    )
    op.create_table(
        "hearing_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("symbol", consult.core.db.Text(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("name", consult.core.db.Text(), nullable=False),
        sa.Column("media_type", consult.core.db.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", consult.core.db.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_paper_item_id_hearing_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_paper")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_paper_public_id")),
    )
    with op.batch_alter_table("hearing_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_paper_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_paper_digest"), ["digest"], unique=False)

    op.create_table(
        "hearing_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("rule", consult.core.db.Text(), nullable=False),
        sa.Column("electorate", consult.core.db.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("opened_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("ends_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("closed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("salt", consult.core.db.Text(), nullable=False),
        sa.Column("seal", consult.core.db.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_poll_item_id_hearing_item")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_poll_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_poll")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_poll_public_id")),
    )
    with op.batch_alter_table("hearing_poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_poll_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "hearing_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("reference", consult.core.db.Text(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("codeword_hash", consult.core.db.Text(), nullable=True),
        sa.Column("form_key", consult.core.db.Text(), nullable=False),
        sa.Column("email", consult.core.db.Text(), nullable=True),
        sa.Column("wish", consult.core.db.Text(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("identity", consult.core.db.Text(), nullable=False),
        sa.Column("name", consult.core.db.Text(), nullable=False),
        sa.Column("organisation", consult.core.db.Text(), nullable=True),
        sa.Column("organisation_name", consult.core.db.Text(), nullable=False),
        sa.Column("category", consult.core.db.Text(), nullable=True),
        sa.Column("country", consult.core.db.Text(), nullable=True),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("priority", consult.core.db.Text(), nullable=False),
        sa.Column("needs", consult.core.db.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("reason", consult.core.db.Text(), nullable=False),
        sa.Column("told_in", consult.core.db.Text(), nullable=False),
        sa.Column("registered_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("forgotten_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("present_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("mode", consult.core.db.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_hearing_registration_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_registration_item_id_hearing_item")
        ),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_registration_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_registration")),
        sa.UniqueConstraint("form_key", name=op.f("uq_hearing_registration_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_registration_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_hearing_registration_reference")),
    )
    with op.batch_alter_table("hearing_registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_registration_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_hearing_registration_order", ["proceeding_id", "state", "registered_at", "id"], unique=False
        )
        batch_op.create_index(
            "uq_hearing_registration_account",
            ["proceeding_id", "account_id"],
            unique=True,
            sqlite_where=sa.text("account_id IS NOT NULL AND state IN ('asked', 'accepted', 'reserve')"),
            postgresql_where=sa.text("account_id IS NOT NULL AND state IN ('asked', 'accepted', 'reserve')"),
        )

    op.create_table(
        "hearing_ballot",
        sa.Column("id", consult.core.db.PublicId(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sealed", consult.core.db.Text(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["hearing_poll.id"], name=op.f("fk_hearing_ballot_poll_id_hearing_poll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_ballot")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("hearing_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_ballot_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "hearing_poll_voter",
        sa.Column("id", consult.core.db.PublicId(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("voter", consult.core.db.Text(), nullable=False),
        sa.Column("name", consult.core.db.Text(), nullable=True),
        sa.Column("category", consult.core.db.Text(), nullable=True),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["hearing_poll.id"], name=op.f("fk_hearing_poll_voter_poll_id_hearing_poll")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_poll_voter")),
        sa.UniqueConstraint("poll_id", "voter", name=op.f("uq_hearing_poll_voter_poll_id_voter")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hearing_handling",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("handled_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_hearing_handling_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_handling_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_hearing_handling")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_handling_public_id")),
    )
    with op.batch_alter_table("hearing_handling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_handling_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "hearing_pause",
        sa.Column("id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("sender", consult.core.db.Text(), nullable=False),
        sa.Column("until", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_pause_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_pause")),
        sa.UniqueConstraint("proceeding_id", "sender", name=op.f("uq_hearing_pause_proceeding_id_sender")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("hearing_pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_pause_until"), ["until"], unique=False)

    op.create_table(
        "hearing_speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("party", consult.core.db.Text(), nullable=False),
        sa.Column("kind", consult.core.db.Text(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("identity", consult.core.db.Text(), nullable=False),
        sa.Column("name", consult.core.db.Text(), nullable=False),
        sa.Column("organisation", consult.core.db.Text(), nullable=False),
        sa.Column("category", consult.core.db.Text(), nullable=True),
        sa.Column("country", consult.core.db.Text(), nullable=True),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("asked_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("present", consult.core.db.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_speaker_item_id_hearing_item")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["hearing_person.id"], name=op.f("fk_hearing_speaker_person_id_hearing_person")
        ),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_speaker_proceeding_id_proceeding")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["hearing_registration.id"],
            name=op.f("fk_hearing_speaker_registration_id_hearing_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_speaker")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_speaker_public_id")),
    )
    with op.batch_alter_table("hearing_speaker", schema=None) as batch_op:
        batch_op.create_index("ix_hearing_speaker_list", ["item_id", "state", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_speaker_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(
            "uq_hearing_speaker_speaking",
            ["proceeding_id"],
            unique=True,
            sqlite_where=sa.text("state = 'speaking'"),
            postgresql_where=sa.text("state = 'speaking'"),
        )
        batch_op.create_index(
            "uq_hearing_speaker_waiting",
            ["item_id", "party", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "hearing_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("delivery", consult.core.db.Text(), nullable=False),
        sa.Column("delivered_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_hearing_statement_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_statement_item_id_hearing_item")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["hearing_registration.id"],
            name=op.f("fk_hearing_statement_registration_id_hearing_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_statement")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_hearing_statement_contribution_id")),
    )
    with op.batch_alter_table("hearing_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_statement_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_statement_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "hearing_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("started_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ran_from", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("ends_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("left_ms", sa.Integer(), nullable=True),
        sa.Column("spoken_ms", sa.Integer(), nullable=False),
        sa.Column("ended_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_turn_item_id_hearing_item")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_turn_proceeding_id_proceeding")
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["hearing_speaker.id"], name=op.f("fk_hearing_turn_speaker_id_hearing_speaker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_turn")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_turn_public_id")),
    )
    with op.batch_alter_table("hearing_turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_turn_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_turn_speaker_id"), ["speaker_id"], unique=False)
        batch_op.create_index(
            "uq_hearing_turn_now",
            ["proceeding_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "hearing_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", consult.core.db.Text(), nullable=False),
        sa.Column("speaker", consult.core.db.Text(), nullable=True),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", consult.core.db.Text(), nullable=True),
        sa.Column("written_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("corrected_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("corrected_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["corrected_by"], ["account.id"], name=op.f("fk_hearing_line_corrected_by_account")),
        sa.ForeignKeyConstraint(["item_id"], ["hearing_item.id"], name=op.f("fk_hearing_line_item_id_hearing_item")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_line_proceeding_id_proceeding")
        ),
        sa.ForeignKeyConstraint(["turn_id"], ["hearing_turn.id"], name=op.f("fk_hearing_line_turn_id_hearing_turn")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_hearing_line_written_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_line")),
        sa.UniqueConstraint("proceeding_id", "key", name=op.f("uq_hearing_line_proceeding_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hearing_line_public_id")),
    )
    with op.batch_alter_table("hearing_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_line_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_hearing_line_order", ["proceeding_id", "language", "position"], unique=False)

    op.create_table(
        "hearing_line_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", consult.core.db.Text(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("speaker", consult.core.db.Text(), nullable=True),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("written_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["line_id"], ["hearing_line.id"], name=op.f("fk_hearing_line_version_line_id_hearing_line")
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["hearing_turn.id"], name=op.f("fk_hearing_line_version_turn_id_hearing_turn")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_hearing_line_version_written_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_line_version")),
        sa.UniqueConstraint("line_id", "number", name=op.f("uq_hearing_line_version_line_id_number")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("hearing_line_version")
    with op.batch_alter_table("hearing_line", schema=None) as batch_op:
        batch_op.drop_index("ix_hearing_line_order")
        batch_op.drop_index(batch_op.f("ix_hearing_line_item_id"))

    op.drop_table("hearing_line")
    with op.batch_alter_table("hearing_turn", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hearing_turn_now",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_hearing_turn_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_hearing_turn_item_id"))

    op.drop_table("hearing_turn")
    with op.batch_alter_table("hearing_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_statement_registration_id"))
        batch_op.drop_index(batch_op.f("ix_hearing_statement_item_id"))

    op.drop_table("hearing_statement")
    with op.batch_alter_table("hearing_speaker", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hearing_speaker_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(
            "uq_hearing_speaker_speaking",
            sqlite_where=sa.text("state = 'speaking'"),
            postgresql_where=sa.text("state = 'speaking'"),
        )
        batch_op.drop_index(batch_op.f("ix_hearing_speaker_registration_id"))
        batch_op.drop_index("ix_hearing_speaker_list")

    op.drop_table("hearing_speaker")
    with op.batch_alter_table("hearing_pause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_pause_until"))

    op.drop_table("hearing_pause")
    with op.batch_alter_table("hearing_handling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_handling_proceeding_id"))

    op.drop_table("hearing_handling")
    op.drop_table("hearing_poll_voter")
    with op.batch_alter_table("hearing_ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_ballot_poll_id"))

    op.drop_table("hearing_ballot")
    with op.batch_alter_table("hearing_registration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hearing_registration_account",
            sqlite_where=sa.text("account_id IS NOT NULL AND state IN ('asked', 'accepted', 'reserve')"),
            postgresql_where=sa.text("account_id IS NOT NULL AND state IN ('asked', 'accepted', 'reserve')"),
        )
        batch_op.drop_index("ix_hearing_registration_order")
        batch_op.drop_index(batch_op.f("ix_hearing_registration_account_id"))

    op.drop_table("hearing_registration")
    with op.batch_alter_table("hearing_poll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_poll_proceeding_id"))

    op.drop_table("hearing_poll")
    with op.batch_alter_table("hearing_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_paper_digest"))
        batch_op.drop_index(batch_op.f("ix_hearing_paper_item_id"))

    op.drop_table("hearing_paper")
    op.drop_table("hearing_screen")
    op.drop_table("hearing_floor")
    with op.batch_alter_table("hearing_agreement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hearing_agreement_in_force",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("hearing_agreement")
    with op.batch_alter_table("hearing_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_item_proceeding_id"))

    op.drop_table("hearing_item")
    with op.batch_alter_table("hearing_session", schema=None) as batch_op:
        batch_op.drop_index("uq_hearing_session_number")

    op.drop_table("hearing_session")
    with op.batch_alter_table("calendar_address", schema=None) as batch_op:
        batch_op.drop_index("uq_calendar_address_account")

    op.drop_table("calendar_address")
    op.drop_table("hearing_plan")
    with op.batch_alter_table("hearing_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_person_proceeding_id"))

    op.drop_table("hearing_person")
    with op.batch_alter_table("hearing_channel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_channel_proceeding_id"))

    op.drop_table("hearing_channel")

    with op.batch_alter_table("hearing_origin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_origin_proceeding_id"))

    op.drop_table("hearing_origin")
