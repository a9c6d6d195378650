"""Writing the version of the results that is not published yet, made like the last one at the first change after it."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.consultations.editing.operations.working import check_seen, cleaned, drop_texts, locked_consultation
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.core.localized import carry_older, set_texts
from consult.followup.citing import cited_in
from consult.followup.models import DECISIONS, Outcome, Results
from consult.followup.queries import newest_results, not_public, outcomes_of, published_results, written_results
from consult.ledger.commitments import new_salt
from consult.proceedings.models import Proceeding

MOST_OUTCOMES = 300
MOST_CITED = 500


def put_results(
    db: Session, actor: Actor, *, proceeding_id: int, seen: str, text: Mapping[str, str], still: Collection[str] = ()
) -> None:
    """Write the text: language → Markdown, in which `[[REFERENCE]]` cites a contribution.

    `seen` is the mark of `{"text": ...}` that the editor read. Raises NotFound for whoever may not edit, Conflict when it
    was changed meanwhile, Invalid for a reference that names nothing public.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_results(db, proceeding)
    check_seen({"text": written_results(db, version).text}, seen)
    words = cleaned(text, "text")
    _check_cited(db, proceeding, words, "text")
    set_texts(db, version.owner, "text", words, proceeding.language, still)


def put_outcome(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    public_id: str | None,
    seen: str,
    position: int | None,
    decision: str,
    text: Mapping[str, str],
    why: Mapping[str, str],
    cited: Sequence[str],
    still: Collection[str] = (),
) -> str:
    """Add an outcome (`public_id` None) or change one; its public id. `position` counts from 1, None is the end.

    `seen` is the mark of the outcome that the editor read. Raises as `put_results` does, and Invalid for an outcome
    without words, or for what was not taken up without a reason.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_results(db, proceeding)
    known = written_results(db, version).outcomes
    place = None if public_id is None else _place_of(db, proceeding, version, public_id)
    check_seen(None if place is None else known[place].content(), seen)
    row = None if place is None else outcomes_of(db, version.id)[place]
    words, reasons = cleaned(text, "text"), cleaned(why, "why")
    _check_outcome(db, proceeding, decision, words, reasons, cited)
    if row is None:
        if len(known) >= MOST_OUTCOMES:
            raise Invalid("form", "too_many", limit=MOST_OUTCOMES)
        row = Outcome(results_id=version.id, position=len(known) + 1, decision=decision, cited=list(cited))
        db.add(row)
        db.flush()
    row.decision, row.cited = decision, list(cited)
    set_texts(db, row.owner, "text", words, proceeding.language, still)
    set_texts(db, row.owner, "why", reasons, proceeding.language, still)
    _place(db, version.id, row, position)
    return row.public_id


def remove_outcome(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str) -> None:
    """Take an outcome out of what is being written. Raises Conflict when it was changed meanwhile."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_results(db, proceeding)
    place = _place_of(db, proceeding, version, public_id)
    check_seen(written_results(db, version).outcomes[place].content(), seen)
    row = outcomes_of(db, version.id)[place]
    drop_texts(db, [row.owner])
    db.execute(delete(Outcome).where(Outcome.id == row.id))
    _number(db, outcomes_of(db, version.id))


def working_results(db: Session, proceeding: Proceeding) -> Results:
    """The version to change: the one that is not published, or a new one like the last, or an empty one."""
    newest = newest_results(db, proceeding.id)
    if newest is not None and newest.published_at is None:
        return newest
    number = newest.number + 1 if newest else 1
    version = Results(proceeding_id=proceeding.id, number=number, made_at=now(), salt=new_salt())
    db.add(version)
    db.flush()
    if newest is not None:
        _copy(db, proceeding, newest, version)
    return version


def _copy(db: Session, proceeding: Proceeding, source: Results, target: Results) -> None:
    """The texts and outcomes of a version once more; each version has outcomes of its own."""
    written = written_results(db, source)
    set_texts(db, target.owner, "text", written.text, proceeding.language)
    copies = {source.owner: target.owner}
    for position, (one, before) in enumerate(zip(written.outcomes, outcomes_of(db, source.id), strict=True), start=1):
        row = Outcome(results_id=target.id, position=position, decision=one.decision, cited=list(one.cited))
        db.add(row)
        db.flush()
        set_texts(db, row.owner, "text", one.text, proceeding.language)
        set_texts(db, row.owner, "why", one.why, proceeding.language)
        copies[before.owner] = row.owner
    carry_older(db, copies)


def _place_of(db: Session, proceeding: Proceeding, version: Results, public_id: str) -> int:
    """Where an outcome stands in the version being written, by its name there or in the version that it was made from.

    Raises Conflict where it stands nowhere any more.
    """
    names = [one.public_id for one in outcomes_of(db, version.id)]
    if public_id in names:
        return names.index(public_id)
    published = published_results(db, proceeding.id)
    before = [one.public_id for one in outcomes_of(db, published[0].id)] if published else []
    if public_id not in before or before.index(public_id) >= len(names):
        raise Conflict("changed_meanwhile")
    return before.index(public_id)


def _check_outcome(
    db: Session,
    proceeding: Proceeding,
    decision: str,
    text: Mapping[str, str],
    why: Mapping[str, str],
    cited: Sequence[str],
) -> None:
    original = proceeding.language
    if decision not in DECISIONS:
        raise Invalid("decision", "no_such_choice")
    if original not in text:
        raise Invalid(f"text_{original}", "required")
    if decision != "taken_up" and original not in why:
        raise Invalid(f"why_{original}", "required")
    if len(cited) > MOST_CITED:
        raise Invalid("cited", "too_many", limit=MOST_CITED)
    _check_cited(db, proceeding, text, "text")
    _check_cited(db, proceeding, why, "why")
    if lost := not_public(db, proceeding.id, cited):
        raise Invalid("cited", "not_citable", references=", ".join(lost[:5]))


def _check_cited(db: Session, proceeding: Proceeding, texts: Mapping[str, str], name: str) -> None:
    for language, text in texts.items():
        if lost := not_public(db, proceeding.id, cited_in([text])):
            raise Invalid(f"{name}_{language}", "not_citable", references=", ".join(lost[:5]))


def _place(db: Session, results_id: int, row: Outcome, position: int | None) -> None:
    others = [one for one in outcomes_of(db, results_id) if one.id != row.id]
    at = len(others) if position is None else max(0, min(position - 1, len(others)))
    _number(db, [*others[:at], row, *others[at:]])


def _number(db: Session, rows: Sequence[Outcome]) -> None:
    """Two numbers are never the same on the way."""
    for place, one in enumerate(rows, start=1):
        one.position = -place
    db.flush()
    for place, one in enumerate(rows, start=1):
        one.position = place
    db.flush()
