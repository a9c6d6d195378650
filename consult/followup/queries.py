"""Reading results: the versions that everybody may read, and the one that is being written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.contributions.access import visible
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY
from consult.core.localized import LocalizedText, Words, texts_for
from consult.followup.citing import cited_in
from consult.followup.models import Citation, Outcome, Results
from consult.proceedings.models import Proceeding

Texts = dict[str, dict[str, str]]


class WrittenOutcome(NamedTuple):
    """An outcome with every language of its texts."""

    public_id: str
    decision: str
    text: dict[str, str]
    why: dict[str, str]
    cited: list[str]

    def content(self) -> dict[str, Any]:
        """All but its name: what an editor changes, the same in a new version."""
        return {"decision": self.decision, "text": self.text, "why": self.why, "cited": self.cited}


@dataclass(frozen=True, slots=True)
class Written:
    """A version with every language, as an editor reads it and as its commitment opens."""

    number: int
    published_at: datetime | None
    text: dict[str, str]
    outcomes: list[WrittenOutcome]

    def rendition(self) -> dict[str, Any]:
        """What the commitment `text` in the ledger opens to."""
        return {"number": self.number, "text": self.text, "outcomes": [one._asdict() for one in self.outcomes]}

    def references(self) -> list[str]:
        """Every contribution that it cites, in the order of their first mention."""
        listed = [reference for one in self.outcomes for reference in one.cited]
        texts = [*self.text.values()]
        for one in self.outcomes:
            texts += [*one.text.values(), *one.why.values()]
        return list(dict.fromkeys([*cited_in(texts), *listed]))


class ReadOutcome(NamedTuple):
    """An outcome in one language."""

    decision: str
    text: Words
    why: Words | None
    cited: list[str]


class ReadResults(NamedTuple):
    """A published version in one language."""

    number: int
    published_at: datetime
    text: Words | None
    outcomes: list[ReadOutcome]


def _versions(proceeding_id: int) -> Select[Results]:
    return select(Results).where(Results.proceeding_id == proceeding_id).order_by(Results.number.desc())


def newest_results(db: Session, proceeding_id: int) -> Results | None:
    """The newest version, published or being written."""
    return db.scalar(_versions(proceeding_id).limit(1))


def published_results(db: Session, proceeding_id: int) -> Sequence[Results]:
    """The published versions, the newest first."""
    return db.scalars(_versions(proceeding_id).where(Results.published_at.is_not(None))).all()


def outcomes_of(db: Session, results_id: int) -> Sequence[Outcome]:
    """The outcomes of a version in order."""
    return db.scalars(select(Outcome).where(Outcome.results_id == results_id).order_by(Outcome.position)).all()


def written_results(db: Session, row: Results) -> Written:
    """A version with every language of its texts."""
    outcomes = outcomes_of(db, row.id)
    texts = _texts(db, [row.owner, *(one.owner for one in outcomes)])
    listed = [
        WrittenOutcome(
            one.public_id, one.decision, _of(texts, one.owner, "text"), _of(texts, one.owner, "why"), one.cited
        )
        for one in outcomes
    ]
    return Written(row.number, row.published_at, _of(texts, row.owner, "text"), listed)


def _texts(db: Session, owners: list[str]) -> dict[str, Texts]:
    found: dict[str, Texts] = {}
    query = select(LocalizedText).where(LocalizedText.owner.in_(owners)).order_by(LocalizedText.language)
    for one in db.scalars(query):
        found.setdefault(one.owner, {}).setdefault(one.field, {})[one.language] = one.text
    return found


def _of(texts: dict[str, Texts], owner: str, field: str) -> dict[str, str]:
    return texts.get(owner, {}).get(field, {})


def read_results(db: Session, row: Results, languages: Sequence[str]) -> ReadResults:
    """A version in the first of these languages that it has, else in the original one."""
    outcomes = outcomes_of(db, row.id)
    texts = texts_for(db, [row.owner, *(one.owner for one in outcomes)], languages)
    listed = [
        ReadOutcome(
            one.decision, texts.get((one.owner, "text"), Words("", "")), texts.get((one.owner, "why")), one.cited
        )
        for one in outcomes
    ]
    return ReadResults(row.number, row.published_at or row.made_at, texts.get((row.owner, "text")), listed)


def not_public(db: Session, proceeding_id: int, references: Collection[str]) -> list[str]:
    """Those of these references that name no contribution of the proceeding that everybody may read, in order."""
    readable = (
        Contribution.proceeding_id == proceeding_id,
        Contribution.place.is_not(None),
        Contribution.state == "published",
        Contribution.confidentiality == "public",
        visible(ANYBODY),
    )
    query = select(Contribution.reference).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    known = set(db.scalars(query.where(Contribution.reference.in_(references), *readable)))
    return [one for one in references if one not in known]


def with_results(db: Session, proceeding_ids: Sequence[int]) -> dict[int, datetime]:
    """Those of these proceedings whose results are out: id → when they were published last."""
    query = select(Results.proceeding_id, func.max(Results.published_at))
    query = query.where(Results.proceeding_id.in_(proceeding_ids), Results.published_at.is_not(None))
    return {number: at for number, at in db.execute(query.group_by(Results.proceeding_id)) if at is not None}


def citing_versions(db: Session, references: Sequence[str]) -> dict[str, datetime]:
    """Those of these contributions that published results cite: reference → when they were cited first."""
    query = select(Citation.reference, func.min(Results.published_at)).join(Results, Results.id == Citation.results_id)
    query = query.where(Citation.reference.in_(references), Results.published_at.is_not(None))
    return {name: at for name, at in db.execute(query.group_by(Citation.reference)) if at is not None}
