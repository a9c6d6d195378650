"""The draft of an import: made first, filled by others, then made visible by one operation or removed without a trace."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from consult.analysis.models import ParticipationTarget
from consult.bodies.models import Body
from consult.consultations.models import (
    Paragraph,
    Question,
    Questionnaire,
    QuestionnaireVersion,
    QuestionVersion,
    Section,
)
from consult.contributions.docket.models import GivenCode, Relation
from consult.contributions.intake_models import Intake
from consult.contributions.models import Attachment, Contribution, Flag, Passage, SearchRow, Version, Vote
from consult.core.actors import Actor
from consult.core.clock import next_local_hour, now
from consult.core.jobs import enqueue
from consult.core.localized import LocalizedText, set_texts
from consult.followup.models import Citation, Outcome, Results
from consult.ledger.models import Entry, Stream
from consult.moderation.letter_models import Appeal, Letter
from consult.moderation.models import Decision, Escalation
from consult.moderation.proposal_models import Proposal
from consult.policy.access import require
from consult.proceedings.models import COUNTING, RELEASE_HOUR, Proceeding
from consult.proceedings.operations import enqueue_closing
from consult.proceedings.queries import locked_proceeding
from consult.records.operations.hearing_drafts import remove_hearing
from consult.records.operations.room_drafts import remove_room
from consult.records.refusals import Refused
from consult.workspaces.threads.models import DecisionMark

OWN_BODY = "imported"


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A proceeding to be filled, a consultation if nothing else is said. `texts` maps field to language to text."""

    slug: str
    language: str
    texts: dict[str, dict[str, str]]
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    source: dict[str, Any] = field(default_factory=dict)
    kind: str = "consultation"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was made: the proceeding, and the body too where the site had none."""

    proceeding_id: int
    slug: str
    own_body_id: int | None


def create_draft(db: Session, actor: Actor, *, new: NewDraft, body: str | None) -> Draft:
    """Make a draft with its streams; a taken slug gets a number. Raises Refused for an unknown body."""
    home, made = _home(db, body, new.language)
    require(actor, "proceeding:create", home.where)
    proceeding = Proceeding(
        kind=new.kind,
        slug=free_slug(db, new.slug),
        body_id=home.id,
        audience="public",
        state="draft",
        prefix=f"{new.kind[0].upper()}{1 + (db.scalar(select(func.max(Proceeding.id))) or 0)}",
        language=new.language,
        languages=[new.language],
        opens_at=new.opens_at,
        closes_at=new.closes_at,
        identities=["none"],
        confidentialities=["public"],
        votes=new.kind == "consultation",
        created_at=now(),
        source=new.source,
    )
    db.add(proceeding)
    db.flush()
    db.execute(insert(Stream), [{"scope_id": proceeding.id, "audience": audience} for audience in ("public", "desk")])
    for name, texts in new.texts.items():
        set_texts(db, proceeding.owner, name, texts, new.language)
    return Draft(proceeding.id, proceeding.slug, home.id if made else None)


def _home(db: Session, slug: str | None, language: str) -> tuple[Body, bool]:
    """The body that was named, or the only one; a site without any gets its first, for imports."""
    bodies = db.scalars(select(Body).order_by(Body.slug)).all()
    if slug is not None:
        named = next((body for body in bodies if body.slug == slug), None)
        if named is None and bodies:
            raise Refused(f"there is no body {slug}: name one of {', '.join(body.slug for body in bodies)}")
        if named is not None:
            return named, False
    elif len(bodies) == 1:
        return bodies[0], False
    elif bodies:
        raise Refused(f"name the body by --body: one of {', '.join(body.slug for body in bodies)}")
    made = Body(slug=slug or OWN_BODY, created_at=now())
    db.add(made)
    db.flush()
    set_texts(db, made.owner, "name", {language: slug or "Imported consultations"}, language)
    return made, True


def free_slug(db: Session, wanted: str) -> str:
    """The wanted slug, or the first of `-2`, `-3` ... that is free."""
    taken = set(db.scalars(select(Proceeding.slug).where(Proceeding.slug.startswith(wanted, autoescape=True))))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def make_visible(db: Session, actor: Actor, *, proceeding_id: int, state: str) -> None:
    """The last row of an import: from here on everybody sees the whole of it."""
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:open", proceeding)
    proceeding.state = state
    if proceeding.audience == "public":  # what a moderator approves later waits for the daily release
        due = next_local_hour(RELEASE_HOUR, proceeding.zone)
        enqueue(db, "release", {"proceeding_id": proceeding.id}, due, key=f"release:{proceeding.public_id}")
    enqueue(db, "fold_docket", {}, now() + COUNTING, key="fold_docket")
    enqueue_closing(db, proceeding)


def remove_contributions(db: Session, actor: Actor, *, rows: list[int]) -> None:
    """Take contributions of a draft away again, with all that hangs on them."""
    versions = select(Version.id).where(Version.contribution_id.in_(rows))
    db.execute(delete(SearchRow).where(SearchRow.contribution_id.in_(rows)))
    db.execute(delete(Passage).where(Passage.version_id.in_(versions)))
    db.execute(delete(Relation).where(or_(Relation.one_id.in_(rows), Relation.other_id.in_(rows))))
    for table in (
        Version,
        Vote,
        Flag,
        Appeal,
        Letter,
        Escalation,
        Proposal,
        Decision,
        GivenCode,
        Intake,
        Attachment,
        DecisionMark,
    ):
        db.execute(delete(table).where(table.contribution_id.in_(rows)))
    db.execute(delete(Contribution).where(Contribution.id.in_(rows)))


def remove_draft(db: Session, actor: Actor, *, proceeding_id: int, own_body_id: int | None) -> None:
    """Take an emptied draft away, and the body that was made for it. Raises Refused where it is no draft."""
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:create", proceeding)
    if proceeding.state != "draft":
        raise Refused(f"{proceeding.slug} is visible already and stays")
    streams = select(Stream.id).where(Stream.scope_id == proceeding_id)
    db.execute(delete(Entry).where(Entry.stream_id.in_(streams)))
    db.execute(delete(Stream).where(Stream.scope_id == proceeding_id))
    _remove_questionnaire(db, proceeding_id)
    _remove_results(db, proceeding_id)
    remove_hearing(db, proceeding_id)
    remove_room(db, proceeding)
    paragraphs = db.scalars(select(Paragraph).where(Paragraph.proceeding_id == proceeding_id)).all()
    _remove_texts(db, [paragraph.owner for paragraph in paragraphs] + [proceeding.owner])
    db.execute(delete(Paragraph).where(Paragraph.proceeding_id == proceeding_id))
    db.execute(delete(Proceeding).where(Proceeding.id == proceeding_id))
    if own_body_id is not None:
        _remove_texts(db, [f"body:{own_body_id}"])
        db.execute(delete(Body).where(Body.id == own_body_id))


def _remove_questionnaire(db: Session, proceeding_id: int) -> None:
    owner = select(Questionnaire.id).where(Questionnaire.proceeding_id == proceeding_id)
    versions = select(QuestionnaireVersion.id).where(QuestionnaireVersion.questionnaire_id.in_(owner))
    asked = db.scalars(select(QuestionVersion).where(QuestionVersion.version_id.in_(versions))).all()
    sections = db.scalars(select(Section).where(Section.version_id.in_(versions))).all()
    rows = db.scalars(select(QuestionnaireVersion).where(QuestionnaireVersion.questionnaire_id.in_(owner))).all()
    _remove_texts(db, [*(one.owner for one in asked), *(one.owner for one in sections), *(one.owner for one in rows)])
    db.execute(delete(QuestionVersion).where(QuestionVersion.version_id.in_(versions)))
    db.execute(delete(Section).where(Section.version_id.in_(versions)))
    db.execute(delete(Question).where(Question.questionnaire_id.in_(owner)))
    db.execute(delete(QuestionnaireVersion).where(QuestionnaireVersion.questionnaire_id.in_(owner)))
    db.execute(delete(Questionnaire).where(Questionnaire.proceeding_id == proceeding_id))


def _remove_results(db: Session, proceeding_id: int) -> None:
    rows = db.scalars(select(Results).where(Results.proceeding_id == proceeding_id)).all()
    ids = [row.id for row in rows]
    outcomes = db.scalars(select(Outcome).where(Outcome.results_id.in_(ids))).all()
    _remove_texts(db, [*(row.owner for row in rows), *(one.owner for one in outcomes)])
    for table in (Citation, Outcome):
        db.execute(delete(table).where(table.results_id.in_(ids)))
    db.execute(delete(Results).where(Results.proceeding_id == proceeding_id))
    db.execute(delete(ParticipationTarget).where(ParticipationTarget.proceeding_id == proceeding_id))


def _remove_texts(db: Session, owners: list[str]) -> None:
    db.execute(delete(LocalizedText).where(LocalizedText.owner.in_(owners)))
