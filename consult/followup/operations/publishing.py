"""Publishing results: a version for good, an entry in the ledger, and a word to everybody who is cited."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.consultations.editing.operations.working import check_seen, locked_consultation
from consult.contributions.operations.listing import desk_stream, open_stream
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import enqueue
from consult.followup.models import Citation, Results
from consult.followup.queries import newest_results, not_public, written_results
from consult.ledger.append import Pending, append
from consult.ledger.commitments import commit
from consult.proceedings.models import Proceeding

TELL = "tell_cited"


def publish_results(db: Session, actor: Actor, *, proceeding_id: int, seen: str, tell_again: bool = False) -> int:
    """Publish what was written; the number of the version.

    `seen` is the mark of its rendition as it was previewed. Everybody who is cited is told once: whoever an earlier version
    cited is told again with `tell_again` alone. Raises NotFound for whoever may not edit, Conflict when it was changed
    meanwhile or nothing was written, Invalid where a cited contribution is public no more.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = newest_results(db, proceeding.id)
    if version is None or version.published_at is not None or proceeding.state == "draft":
        raise Conflict("no_new_results")
    written = written_results(db, version)
    check_seen(written.rendition(), seen)
    if not written.text and not written.outcomes:
        raise Conflict("no_new_results")
    references = written.references()
    if lost := not_public(db, proceeding.id, references):
        raise Invalid("form", "not_citable", references=", ".join(lost[:5]))
    version.published_at = now()
    _cite(db, proceeding, version, references, tell_again)
    commitments = {"text": commit(version.salt, written.rendition())}
    for stream in (open_stream(db, proceeding), desk_stream(db, proceeding)):
        append(db, Pending(stream.id, "results.published", version.public_id, version.published_at, commitments))
    return version.number


def _cite(db: Session, proceeding: Proceeding, version: Results, references: list[str], again: bool) -> None:
    earlier = select(Citation.reference).join(Results, Results.id == Citation.results_id)
    earlier = earlier.where(Results.proceeding_id == proceeding.id, Citation.reference.in_(references))
    known = set() if again else set(db.scalars(earlier))
    if not references:
        return
    rows = [{"results_id": version.id, "reference": one, "told_at": None} for one in references]
    db.execute(insert(Citation), rows)
    for reference in references:
        if reference not in known:
            values = {"results": version.public_id, "reference": reference}
            enqueue(db, TELL, values, key=f"{TELL}:{version.public_id}:{reference}")


def note_told(db: Session, actor: Actor, *, results: str, reference: str) -> int | None:
    """Write down that an author is told of a citation, once; its id, or None where there is none. For the job alone."""
    if not actor.system:
        raise NotFound
    query = select(Citation).join(Results, Results.id == Citation.results_id)
    row = db.scalar(query.where(Results.public_id == results, Citation.reference == reference).with_for_update())
    if row is None:
        return None
    row.told_at = row.told_at or now()
    return row.id
