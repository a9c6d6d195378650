"""Whether published results still open what the ledger committed to."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.followup.queries import published_results, written_results
from consult.ledger.commitments import commit
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding


def results_differences(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """A line for each published version that is not what its entries say, or that no entry knows."""
    said = select(Entry.reference, Entry.commitments).join(Stream, Stream.id == Entry.stream_id)
    rows = db.execute(said.where(Stream.scope_id == proceeding.id, Entry.kind == "results.published")).all()
    for version in published_results(db, proceeding.id):
        opened = {"text": commit(version.salt, written_results(db, version).rendition())}
        known = [row.commitments for row in rows if row.reference == version.public_id]
        if not known:
            yield f"{proceeding.slug}: the ledger knows nothing of version {version.number} of the results"
        elif any(one != opened for one in known):
            yield f"{proceeding.slug}: version {version.number} of the results is not what was published"
