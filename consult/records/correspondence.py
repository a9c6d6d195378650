"""What passed between desk, secretariat and authors, as a record carries it: of the restricted edition alone."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from consult.contributions.models import Contribution
from consult.moderation.letter_models import LETTERS, OUTCOMES, Appeal, Letter
from consult.moderation.models import Decision, Escalation
from consult.proceedings.models import Proceeding
from consult.records.columns import Column, Table, plain, utc_moment
from consult.records.editions import Edition

LED_TO = aliased(Decision)


def appeals(edition: Edition) -> Table:
    """Appeals by authors, and how they were decided, by role."""
    columns = (
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("public_id", plain(Appeal.public_id), "string", "name for machines"),
        Column("decision", plain(Decision.public_id), "string", "public id of the decision appealed against"),
        Column("text", plain(Appeal.text), "string", "what the author wrote; empty where it was erased"),
        Column("made_at", utc_moment(Appeal.made_at), "datetime", "when the appeal was made, in UTC"),
        Column("outcome", plain(Appeal.outcome), "string", "how it was decided", ", ".join(OUTCOMES)),
        Column("note", plain(Appeal.note), "string", "the sentence for the author"),
        Column("role", plain(Appeal.decided_role), "string", "role of who decided it"),
        Column("decided_at", utc_moment(Appeal.decided_at), "datetime", "when it was decided, in UTC; else empty"),
        Column("led_to", plain(LED_TO.public_id), "string", "public id of the decision that lifted the other"),
    )
    query = (
        _of(edition, select(Appeal.id).select_from(Appeal), Appeal.contribution_id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .outerjoin(LED_TO, LED_TO.id == Appeal.led_to)
        .order_by(Contribution.reference, Appeal.id)
    )
    return Table("appeals", "appeals against decisions", columns, query)


def letters(edition: Edition) -> Table:
    """Letters of the desk and the answers of authors, by role."""
    columns = (
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("public_id", plain(Letter.public_id), "string", "name for machines"),
        Column("kind", plain(Letter.kind), "string", "what kind of letter it is", ", ".join(LETTERS)),
        Column("text", plain(Letter.text), "string", "what it says; empty where it was erased"),
        Column("role", plain(Letter.role), "string", "role of who wrote it; empty for the author"),
        Column("file", plain(Letter.file), "string", "the file that came with an answer"),
        Column("written_at", utc_moment(Letter.written_at), "datetime", "when it was written, in UTC"),
        Column(
            "seen_at", utc_moment(Letter.seen_at), "datetime", "when the other side said that it was read; else empty"
        ),
    )
    query = _of(edition, select(Letter.id).select_from(Letter), Letter.contribution_id)
    return Table(
        "letters", "letters to authors, and their answers", columns, query.order_by(Contribution.reference, Letter.id)
    )


def escalations(edition: Edition) -> Table:
    """What moderators asked of the secretariat, and the answers, by role."""
    columns = (
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("public_id", plain(Escalation.public_id), "string", "name for machines"),
        Column("note", plain(Escalation.note), "string", "what was asked"),
        Column("role", plain(Escalation.escalated_role), "string", "role of who asked"),
        Column("escalated_at", utc_moment(Escalation.escalated_at), "datetime", "when it was asked, in UTC"),
        Column("answer", plain(Escalation.answer), "string", "the answer; empty where a decision settled it"),
        Column("settled_role", plain(Escalation.settled_role), "string", "role of who settled it"),
        Column("settled_at", utc_moment(Escalation.settled_at), "datetime", "when it was settled, in UTC; else empty"),
    )
    query = _of(edition, select(Escalation.id).select_from(Escalation), Escalation.contribution_id)
    query = query.order_by(Contribution.reference, Escalation.id)
    return Table("escalations", "questions of moderators to the secretariat", columns, query)


def _of(edition: Edition, query: Select[Any], contribution_id: Any) -> Select[Any]:
    return (
        query.join(Contribution, Contribution.id == contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(*edition.rows)
    )
