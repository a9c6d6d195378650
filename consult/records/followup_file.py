"""The results and targets of a proceeding in proceeding.json, and writing them back."""

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.analysis.models import DIMENSIONS, UNITS, ParticipationTarget
from consult.core.clock import rfc3339
from consult.followup.models import DECISIONS, Citation, Outcome, Results
from consult.records.localized_file import texts_of
from consult.records.operations.replay_parts import add_texts, moment

TARGET = ("public_id", "dimension", "value", "unit", "at_least")


def results_document(db: Session, proceeding_id: int, *, public: bool) -> list[dict[str, Any]]:
    """Every version of the results in order; the public edition has those that were published."""
    query = select(Results).where(Results.proceeding_id == proceeding_id).order_by(Results.number)
    if public:
        query = query.where(Results.published_at.is_not(None))
    return [_version(db, row) for row in db.scalars(query)]


def _version(db: Session, row: Results) -> dict[str, Any]:
    outcomes = db.scalars(select(Outcome).where(Outcome.results_id == row.id).order_by(Outcome.position)).all()
    texts = texts_of(db, [row.owner, *(one.owner for one in outcomes)])
    cited = select(Citation.reference).where(Citation.results_id == row.id).order_by(Citation.reference)
    return {
        "public_id": row.public_id,
        "number": row.number,
        "made_at": rfc3339(row.made_at),
        "published_at": rfc3339(row.published_at) if row.published_at else None,
        "salt": row.salt,
        "texts": texts[row.owner],
        "outcomes": [
            {"public_id": one.public_id, "decision": one.decision, "cited": one.cited, "texts": texts[one.owner]}
            for one in outcomes
        ],
        "cited": list(db.scalars(cited)),
    }


def targets_document(db: Session, proceeding_id: int) -> list[dict[str, Any]]:
    """The targets of the proceeding itself; those of its body are not part of its record."""
    row = ParticipationTarget
    found = db.scalars(select(row).where(row.proceeding_id == proceeding_id).order_by(row.public_id))
    return [{name: getattr(one, name) for name in TARGET} for one in found]


def add_results(db: Session, proceeding_id: int, document: list[dict[str, Any]]) -> None:
    """The versions of a package in new rows, with their public ids; nobody is told again."""
    for version in document:
        row = Results(
            proceeding_id=proceeding_id,
            public_id=version["public_id"],
            number=version["number"],
            made_at=moment(version["made_at"]),
            published_at=moment(version["published_at"]),
            salt=version["salt"],
        )
        db.add(row)
        db.flush()
        add_texts(db, row.owner, version["texts"])
        _add_outcomes(db, row.id, version["outcomes"])
        rows = [
            {"results_id": row.id, "reference": reference, "told_at": row.published_at}
            for reference in version["cited"]
        ]
        if rows:
            db.execute(insert(Citation), rows)


def _add_outcomes(db: Session, results_id: int, outcomes: list[dict[str, Any]]) -> None:
    for position, one in enumerate(outcomes, start=1):
        values = {name: one[name] for name in ("public_id", "decision", "cited")}
        row = Outcome(results_id=results_id, position=position, **values)
        db.add(row)
        db.flush()
        add_texts(db, row.owner, one["texts"])


def add_targets(db: Session, proceeding_id: int, document: list[dict[str, Any]]) -> None:
    """The targets of a package."""
    db.add_all(
        ParticipationTarget(proceeding_id=proceeding_id, **{name: one[name] for name in TARGET}) for one in document
    )


def is_results(value: Any) -> bool:
    """Whether this part of a package can be taken."""
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("cited"), list)
        and isinstance(one.get("outcomes"), list)
        and all(outcome.get("decision") in DECISIONS for outcome in one["outcomes"])
        for one in value
    )


def is_targets(value: Any) -> bool:
    """The same for the targets."""
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and one.get("dimension") in DIMENSIONS
        and one.get("unit") in UNITS
        and isinstance(one.get("at_least"), int)
        for one in value
    )
