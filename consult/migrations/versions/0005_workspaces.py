"""Workspaces."""

import sqlalchemy as sa
from alembic import op

import consult.core.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of workspaces: rooms and seats, discussions, documents, the plan, votes, requests, advice."""
    op.create_table(
        "discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("title", consult.core.db.Text(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("closed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_discussion_opened_by_account")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_discussion_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
        sa.UniqueConstraint("public_id", name=op.f("uq_discussion_public_id")),
    )
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discussion_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("archive", consult.core.db.Text(), nullable=False),
        sa.Column("edition", consult.core.db.Text(), nullable=False),
        sa.Column("digest", consult.core.db.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("content", consult.core.db.Text(), nullable=True),
        sa.Column("note", consult.core.db.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("made_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_handover_by_id_account")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_handover_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("public_id", name=op.f("uq_handover_public_id")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "institution_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("direction", consult.core.db.Text(), nullable=False),
        sa.Column("subject", consult.core.db.Text(), nullable=False),
        sa.Column("institution", consult.core.db.Text(), nullable=False),
        sa.Column("organisation_id", consult.core.db.Text(), nullable=True),
        sa.Column("title", consult.core.db.Text(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("due_on", consult.core.db.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reminded", consult.core.db.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_institution_request_account_id_account")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_institution_request_made_by_account")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_institution_request_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_request")),
        sa.UniqueConstraint("proceeding_id", "number", name=op.f("uq_institution_request_proceeding_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_institution_request_public_id")),
    )
    with op.batch_alter_table("institution_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_request_account_id"), ["account_id"], unique=False)

    op.create_table(
        "objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", consult.core.db.Text(), nullable=False),
        sa.Column("note", consult.core.db.Text(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("removed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_objective_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
        sa.UniqueConstraint("public_id", name=op.f("uq_objective_public_id")),
    )
    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objective_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "room",
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("form", consult.core.db.Text(), nullable=False),
        sa.Column("rule", consult.core.db.Text(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("term_from", consult.core.db.Text(), nullable=True),
        sa.Column("term_until", consult.core.db.Text(), nullable=True),
        sa.Column("keep_until", consult.core.db.Text(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["proceeding_id"], ["proceeding.id"], name=op.f("fk_room_proceeding_id_proceeding")),
        sa.PrimaryKeyConstraint("proceeding_id", name=op.f("pk_room")),
    )
    op.create_table(
        "room_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("title", consult.core.db.Text(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("audience", consult.core.db.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amendments", sa.Integer(), nullable=False),
        sa.Column("arranged", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("removed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_room_document_made_by_account")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_room_document_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_document_public_id")),
    )
    with op.batch_alter_table("room_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_document_proceeding_id"), ["proceeding_id"], unique=False)

    op.create_table(
        "room_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation", consult.core.db.Text(), nullable=False),
        sa.Column("organisation_id", consult.core.db.Text(), nullable=True),
        sa.Column("category", consult.core.db.Text(), nullable=True),
        sa.Column("country", consult.core.db.Text(), nullable=True),
        sa.Column("office", consult.core.db.Text(), nullable=False),
        sa.Column("term_until", consult.core.db.Text(), nullable=True),
        sa.Column("joined_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("left_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("departure", consult.core.db.Text(), nullable=True),
        sa.Column("reason", consult.core.db.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_room_seat_account_id_account")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_room_seat_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_seat")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_seat_public_id")),
    )
    with op.batch_alter_table("room_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_seat_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_room_seat_proceeding_id"), ["proceeding_id"], unique=False)
        batch_op.create_index(
            "uq_room_seat_in_force",
            ["proceeding_id", "account_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "room_seat_offer",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("organisation", consult.core.db.Text(), nullable=False),
        sa.Column("organisation_id", consult.core.db.Text(), nullable=True),
        sa.Column("category", consult.core.db.Text(), nullable=True),
        sa.Column("office", consult.core.db.Text(), nullable=False),
        sa.Column("term_until", consult.core.db.Text(), nullable=True),
        sa.Column("directed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_room_seat_offer_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_room_seat_offer")),
    )
    op.create_table(
        "room_seat_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("organisation", consult.core.db.Text(), nullable=False),
        sa.Column("category", consult.core.db.Text(), nullable=True),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("asked_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("decided_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("answer", consult.core.db.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_room_seat_request_account_id_account")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_room_seat_request_decided_by_account")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_room_seat_request_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_seat_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_seat_request_public_id")),
    )
    with op.batch_alter_table("room_seat_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_seat_request_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_room_seat_request_proceeding_id"), ["proceeding_id"], unique=False)
        batch_op.create_index(
            "uq_room_seat_request_waiting",
            ["proceeding_id", "account_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("reference", consult.core.db.Text(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("document_version", sa.Integer(), nullable=False),
        sa.Column("signed", consult.core.db.Text(), nullable=False),
        sa.Column("covering", consult.core.db.Text(), nullable=False),
        sa.Column("addressee", consult.core.db.PublicId(), nullable=True),
        sa.Column("published_as", consult.core.db.Text(), nullable=True),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("published_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("reason", consult.core.db.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["room_document.id"], name=op.f("fk_advice_document_id_room_document")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_advice_given_by_account")),
        sa.ForeignKeyConstraint(["proceeding_id"], ["proceeding.id"], name=op.f("fk_advice_proceeding_id_proceeding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_advice_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_advice_reference")),
    )
    with op.batch_alter_table("advice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advice_addressee"), ["addressee"], unique=False)
        batch_op.create_index(batch_op.f("ix_advice_proceeding_id"), ["proceeding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advice_published_as"), ["published_as"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", consult.core.db.Text(), nullable=False),
        sa.Column("key", consult.core.db.PublicId(), nullable=True),
        sa.Column("was", consult.core.db.Text(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("reason", consult.core.db.Text(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("decision", consult.core.db.Text(), nullable=False),
        sa.Column("taken", consult.core.db.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_amendment_decided_by_account")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["room_document.id"], name=op.f("fk_amendment_document_id_room_document")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_amendment_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_amendment_document_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_amendment_public_id")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_key"), ["key"], unique=False)

    op.create_table(
        "decision_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=True),
        sa.Column("marked_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_decision_mark_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_decision_mark_ended_by_account")),
        sa.ForeignKeyConstraint(["marked_by"], ["account.id"], name=op.f("fk_decision_mark_marked_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_mark")),
    )
    with op.batch_alter_table("decision_mark", schema=None) as batch_op:
        batch_op.create_index(
            "uq_decision_mark_in_force",
            ["contribution_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("mentioned_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("seen_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mention_account_id_account")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_mention_contribution_id_contribution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("contribution_id", "account_id", name=op.f("uq_mention_contribution_id_account_id")),
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mention_account_id"), ["account_id"], unique=False)

    op.create_table(
        "read_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_read_mark_account_id_account")),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name=op.f("fk_read_mark_discussion_id_discussion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_mark")),
        sa.UniqueConstraint("account_id", "discussion_id", name=op.f("uq_read_mark_account_id_discussion_id")),
    )
    with op.batch_alter_table("read_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_read_mark_discussion_id"), ["discussion_id"], unique=False)

    op.create_table(
        "request_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("act", consult.core.db.Text(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_request_act_by_id_account")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["institution_request.id"], name=op.f("fk_request_act_request_id_institution_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_act")),
        sa.UniqueConstraint("public_id", name=op.f("uq_request_act_public_id")),
    )
    with op.batch_alter_table("request_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_act_request_id"), ["request_id"], unique=False)

    op.create_table(
        "room_document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", consult.core.db.Text(), nullable=False),
        sa.Column("media_type", consult.core.db.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", consult.core.db.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("brought_by", sa.Integer(), nullable=True),
        sa.Column("brought_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["brought_by"], ["account.id"], name=op.f("fk_room_document_file_brought_by_account")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["room_document.id"], name=op.f("fk_room_document_file_document_id_room_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_document_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_document_file_public_id")),
    )
    with op.batch_alter_table("room_document_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_document_file_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_room_document_file_document_id"), ["document_id"], unique=False)

    op.create_table(
        "room_document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", consult.core.db.Text(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("digest", consult.core.db.Text(), nullable=False),
        sa.Column("salt", consult.core.db.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["room_document.id"], name=op.f("fk_room_document_version_document_id_room_document")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_room_document_version_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_document_version")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_room_document_version_document_id_number")),
    )
    op.create_table(
        "room_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", consult.core.db.PublicId(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("style", consult.core.db.Text(), nullable=False),
        sa.Column("label", consult.core.db.Text(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("removed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["room_document.id"], name=op.f("fk_room_paragraph_document_id_room_document")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_room_paragraph_saved_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_paragraph")),
        sa.UniqueConstraint("key", name=op.f("uq_room_paragraph_key")),
    )
    with op.batch_alter_table("room_paragraph", schema=None) as batch_op:
        batch_op.create_index("ix_room_paragraph_place", ["document_id", "position"], unique=False)

    op.create_table(
        "room_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proceeding_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("document_version", sa.Integer(), nullable=True),
        sa.Column("title", consult.core.db.Text(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("language", consult.core.db.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("method", consult.core.db.Text(), nullable=False),
        sa.Column("majority", consult.core.db.Text(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("opened_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("closes_local", consult.core.db.Text(), nullable=True),
        sa.Column("closes_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("closed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("salt", consult.core.db.Text(), nullable=False),
        sa.Column("seal", consult.core.db.Text(), nullable=True),
        sa.Column("reason", consult.core.db.Text(), nullable=False),
        sa.Column("outcome", consult.core.db.Text(), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["room_document.id"], name=op.f("fk_room_proposal_document_id_room_document")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_room_proposal_made_by_account")),
        sa.ForeignKeyConstraint(["meeting_id"], ["proceeding.id"], name=op.f("fk_room_proposal_meeting_id_proceeding")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_room_proposal_proceeding_id_proceeding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_proposal")),
        sa.UniqueConstraint("proceeding_id", "number", name=op.f("uq_room_proposal_proceeding_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_proposal_public_id")),
    )
    with op.batch_alter_table("room_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_proposal_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", consult.core.db.Text(), nullable=False),
        sa.Column("note", consult.core.db.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("organisation", consult.core.db.Text(), nullable=False),
        sa.Column("starts_on", consult.core.db.Text(), nullable=True),
        sa.Column("due_on", consult.core.db.Text(), nullable=True),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reminded", consult.core.db.Text(), nullable=False),
        sa.Column("done_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("removed_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_account_id_account")),
        sa.ForeignKeyConstraint(["objective_id"], ["objective.id"], name=op.f("fk_task_objective_id_objective")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("public_id", name=op.f("uq_task_public_id")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_task_due", ["state", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_objective_id"), ["objective_id"], unique=False)

    op.create_table(
        "elector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("voted_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("struck_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.Column("reminded", consult.core.db.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_elector_account_id_account")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["room_proposal.id"], name=op.f("fk_elector_proposal_id_room_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elector")),
        sa.UniqueConstraint("proposal_id", "account_id", name=op.f("uq_elector_proposal_id_account_id")),
    )
    with op.batch_alter_table("elector", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elector_account_id"), ["account_id"], unique=False)

    op.create_table(
        "paragraph_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", consult.core.db.PublicId(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("client_id", consult.core.db.Text(), nullable=True),
        sa.Column("state", consult.core.db.Text(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", consult.core.db.UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["room_paragraph.id"], name=op.f("fk_paragraph_conflict_paragraph_id_room_paragraph")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_paragraph_conflict_saved_by_account")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_paragraph_conflict_settled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraph_conflict")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paragraph_conflict_public_id")),
    )
    with op.batch_alter_table("paragraph_conflict", schema=None) as batch_op:
        batch_op.create_index("uq_paragraph_conflict_client", ["paragraph_id", "client_id"], unique=True)

    op.create_table(
        "paragraph_lock",
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token", consult.core.db.Text(), nullable=False),
        sa.Column("taken_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("expires_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_paragraph_lock_account_id_account")),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["room_paragraph.id"], name=op.f("fk_paragraph_lock_paragraph_id_room_paragraph")
        ),
        sa.PrimaryKeyConstraint("paragraph_id", name=op.f("pk_paragraph_lock")),
    )
    with op.batch_alter_table("paragraph_lock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paragraph_lock_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "paragraph_save",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", consult.core.db.Text(), nullable=False),
        sa.Column("client_id", consult.core.db.Text(), nullable=True),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["room_paragraph.id"], name=op.f("fk_paragraph_save_paragraph_id_room_paragraph")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_paragraph_save_saved_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraph_save")),
    )
    with op.batch_alter_table("paragraph_save", schema=None) as batch_op:
        batch_op.create_index("uq_paragraph_save_revision", ["paragraph_id", "revision"], unique=True)
        batch_op.create_index("uq_paragraph_save_client", ["paragraph_id", "client_id"], unique=True)

    op.create_table(
        "secret_ballot",
        sa.Column("id", consult.core.db.PublicId(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("elector_key", consult.core.db.Text(), nullable=True),
        sa.Column("sealed", consult.core.db.Text(), nullable=True),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["room_proposal.id"], name=op.f("fk_secret_ballot_proposal_id_room_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_ballot")),
        sa.UniqueConstraint("elector_key", name=op.f("uq_secret_ballot_elector_key")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("secret_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_secret_ballot_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "task_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_task_act_by_id_account")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_act_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_act")),
    )
    with op.batch_alter_table("task_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_act_task_id"), ["task_id"], unique=False)

    op.create_table(
        "room_presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=True),
        sa.Column("marked_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_room_presence_account_id_account")),
        sa.ForeignKeyConstraint(["marked_by"], ["account.id"], name=op.f("fk_room_presence_marked_by_account")),
        sa.ForeignKeyConstraint(["meeting_id"], ["proceeding.id"], name=op.f("fk_room_presence_meeting_id_proceeding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_presence")),
        sa.UniqueConstraint("meeting_id", "account_id", name=op.f("uq_room_presence_meeting_id_account_id")),
    )
    op.create_table(
        "open_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("elector_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("reason", consult.core.db.Text(), nullable=False),
        sa.Column("cast_at", consult.core.db.UtcTime(timezone=True), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["elector_id"], ["elector.id"], name=op.f("fk_open_vote_elector_id_elector")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_vote")),
    )
    with op.batch_alter_table("open_vote", schema=None) as batch_op:
        batch_op.create_index(
            "uq_open_vote_current",
            ["elector_id"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("open_vote", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_open_vote_current", sqlite_where=sa.text("is_current"), postgresql_where=sa.text("is_current")
        )

    op.drop_table("open_vote")
    op.drop_table("room_presence")
    with op.batch_alter_table("task_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_act_task_id"))

    op.drop_table("task_act")
    with op.batch_alter_table("secret_ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_secret_ballot_proposal_id"))

    op.drop_table("secret_ballot")
    with op.batch_alter_table("paragraph_save", schema=None) as batch_op:
        batch_op.drop_index("uq_paragraph_save_client")
        batch_op.drop_index("uq_paragraph_save_revision")

    op.drop_table("paragraph_save")
    with op.batch_alter_table("paragraph_lock", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paragraph_lock_expires_at"))

    op.drop_table("paragraph_lock")
    with op.batch_alter_table("paragraph_conflict", schema=None) as batch_op:
        batch_op.drop_index("uq_paragraph_conflict_client")

    op.drop_table("paragraph_conflict")
    with op.batch_alter_table("elector", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_elector_account_id"))

    op.drop_table("elector")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_objective_id"))
        batch_op.drop_index("ix_task_due")
        batch_op.drop_index(batch_op.f("ix_task_account_id"))

    op.drop_table("task")
    with op.batch_alter_table("room_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_proposal_meeting_id"))

    op.drop_table("room_proposal")
    with op.batch_alter_table("room_paragraph", schema=None) as batch_op:
        batch_op.drop_index("ix_room_paragraph_place")

    op.drop_table("room_paragraph")
    op.drop_table("room_document_version")
    with op.batch_alter_table("room_document_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_document_file_document_id"))
        batch_op.drop_index(batch_op.f("ix_room_document_file_digest"))

    op.drop_table("room_document_file")
    with op.batch_alter_table("request_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_act_request_id"))

    op.drop_table("request_act")
    with op.batch_alter_table("read_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_read_mark_discussion_id"))

    op.drop_table("read_mark")
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_account_id"))

    op.drop_table("mention")
    with op.batch_alter_table("decision_mark", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_decision_mark_in_force",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("decision_mark")
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_key"))

    op.drop_table("amendment")
    with op.batch_alter_table("advice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_published_as"))
        batch_op.drop_index(batch_op.f("ix_advice_proceeding_id"))
        batch_op.drop_index(batch_op.f("ix_advice_addressee"))

    op.drop_table("advice")
    with op.batch_alter_table("room_seat_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_room_seat_request_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_room_seat_request_proceeding_id"))
        batch_op.drop_index(batch_op.f("ix_room_seat_request_account_id"))

    op.drop_table("room_seat_request")
    op.drop_table("room_seat_offer")
    with op.batch_alter_table("room_seat", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_room_seat_in_force",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_room_seat_proceeding_id"))
        batch_op.drop_index(batch_op.f("ix_room_seat_account_id"))

    op.drop_table("room_seat")
    with op.batch_alter_table("room_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_document_proceeding_id"))

    op.drop_table("room_document")
    op.drop_table("room")
    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objective_proceeding_id"))

    op.drop_table("objective")
    with op.batch_alter_table("institution_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_request_account_id"))

    op.drop_table("institution_request")
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_proceeding_id"))

    op.drop_table("handover")
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussion_proceeding_id"))

    op.drop_table("discussion")
