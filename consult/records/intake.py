"""How things came that were entered at the desk, in the record: the table, and whether the ledger knows the same."""

from collections.abc import Iterator

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from consult.contributions.access import FIELDS
from consult.contributions.intake_models import CHECKS, MEDIA, Intake
from consult.contributions.models import Contribution
from consult.contributions.operations.entering import intake_rendition
from consult.ledger.commitments import commit
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.records.columns import Column, Table, plain, utc_moment
from consult.records.editions import Edition


def told_of_intake(edition: Edition) -> list[Column]:
    """The way and the day by which something came, for whoever is told the day of filing."""
    told = FIELDS["day"].where(edition.actor)
    return [
        Column("medium", case((told, Intake.medium), else_=None), "string", "how it came, if not here", ", ".join(MEDIA)),
        Column("received_on", case((told, Intake.received_on), else_=None), "date", "day on which it was received, if not here"),
    ]  # fmt: skip


def intake(edition: Edition) -> Table:
    """One row for each input that was entered at the desk. From whom it came is for whoever may know all identities."""
    known = FIELDS["originals"].where(edition.actor)
    columns = (
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("public_id", plain(Intake.public_id), "string", "name for machines"),
        Column("medium", plain(Intake.medium), "string", "how it came", ", ".join(MEDIA)),
        Column("received_on", plain(Intake.received_on), "date", "day on which it was received, in the zone of the proceeding"),
        Column("sender", case((known, Intake.sender), else_=None), "string", "from whom it came"),
        Column("kept_at", case((known, Intake.kept_at), else_=None), "string", "where the original lies"),
        Column("entered_role", plain(Intake.entered_role), "string", "role of who entered it"),
        Column("entered_at", utc_moment(Intake.entered_at), "datetime", "instant of entering in UTC"),
        Column("state", plain(Intake.state), "string", "how far the typing was checked", ", ".join(CHECKS)),
        Column("checked_role", plain(Intake.checked_role), "string", "role of who checked it"),
        Column("checked_at", utc_moment(Intake.checked_at), "datetime", "instant of the check in UTC"),
        Column("checked_version", plain(Intake.checked_version), "integer", "number of the version that was checked or made"),
        Column("corrections", plain(Intake.corrections), "string", "what was corrected, in words"),
        Column("salt", case((known, Intake.salt), else_=None), "string", "salt of the commitment to how it came"),
    )  # fmt: skip
    query = (
        select(Intake.id)
        .select_from(Intake)
        .join(Contribution, Contribution.id == Intake.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(*edition.rows)
        .order_by(Contribution.reference)
    )
    return Table("intake", "what came on paper or otherwise and was entered at the desk", columns, query)


def intake_differences(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """What the ledger does not know as the rows say it; of what was erased, or came without its salt, nothing can be shown."""
    known = select(Entry.reference, Entry.commitments).join(Stream, Stream.id == Entry.stream_id)
    entered = known.where(Stream.scope_id == proceeding.id, Entry.kind.like("%.entered"))
    commitments = {row[0]: row[1].get("intake") for row in db.execute(entered)}
    query = select(Contribution.reference, Intake).join(Intake, Intake.contribution_id == Contribution.id)
    for reference, row in db.execute(query.where(Contribution.proceeding_id == proceeding.id, Intake.salt != "")):
        if commitments.get(reference) != commit(row.salt, intake_rendition(row)):
            yield f"{proceeding.slug}: {reference}: how it came does not open the commitment of the desk ledger"
