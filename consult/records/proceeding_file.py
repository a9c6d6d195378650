"""proceeding.json: what was asked, of whom, when and under which rules; in the restricted edition enough to rebuild it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.consultations.models import (
    Paragraph,
    Question,
    Questionnaire,
    QuestionnaireVersion,
    QuestionVersion,
    Section,
)
from consult.core.clock import rfc3339
from consult.ledger.models import Stream
from consult.records.editions import Edition
from consult.records.followup_file import results_document, targets_document
from consult.records.localized_file import texts_of

PLAIN = (
    "kind", "slug", "audience", "state", "symbol", "prefix", "language", "languages", "zone", "opens_local",
    "closes_local", "moderation", "publication", "is_live", "identities", "confidentialities", "respondents", "votes",
    "takes_documents",
    "word_limit", "comments_open", "privacy_version", "extensions", "privacy_ends",
)  # fmt: skip
IMPORTED = ("name", "identification", "references", "front")  # of a debate: what its source said in public
NAMES = "names"  # what says, in what was brought in, that an edition had left them out
SECTION = ("key", "position", "repeats_min", "repeats_max", "show_if")


def proceeding_document(db: Session, edition: Edition) -> dict[str, Any]:
    """The document of one edition. The public one names neither the desk's stream nor what only machines of ours need."""
    proceeding = edition.proceeding
    paragraphs = db.scalars(
        select(Paragraph).where(Paragraph.proceeding_id == proceeding.id).order_by(Paragraph.number)
    ).all()
    body = db.get_one(Body, proceeding.body_id)
    texts = texts_of(db, [proceeding.owner, body.owner, *(paragraph.owner for paragraph in paragraphs)])
    document: dict[str, Any] = {name: getattr(proceeding, name) for name in PLAIN}
    document |= {
        "opens_at": _at(proceeding.opens_at),
        "closes_at": _at(proceeding.closes_at),
        "body": {"slug": body.slug, "texts": texts[body.owner]},
        "texts": texts[proceeding.owner],
        "paragraphs": [
            {"public_id": one.public_id, "number": one.number, "texts": texts[one.owner]} for one in paragraphs
        ],
        "questionnaire": _questionnaire(db, edition),
        "streams": _streams(db, edition),
        "results": results_document(db, proceeding.id, public=edition.is_public),
        "targets": targets_document(db, proceeding.id),
    }
    if edition.is_public:
        document["source"] = _public_source(proceeding.source)
        return document
    return document | {
        "public_id": proceeding.public_id,
        "created_at": _at(proceeding.created_at),
        "source": proceeding.source | ({NAMES: "withheld"} if edition.is_unnamed else {}),
    }


def _public_source(source: dict[str, Any]) -> dict[str, Any]:
    """Where it came from, by which rule votes count, and what opens the public entry of the tally."""
    names = ("system", "votes", *(IMPORTED if source.get("system") == "akn" else ()))
    found = {name: source[name] for name in names if name in source}
    salts = source.get("tally_salts", {})
    return found | ({"tally_salts": {"open": salts["open"]}} if "open" in salts else {})


def _at(moment: datetime | None) -> str | None:
    return rfc3339(moment) if moment else None


def _streams(db: Session, edition: Edition) -> list[dict[str, Any]]:
    query = select(Stream).where(Stream.scope_id == edition.proceeding.id).order_by(Stream.public_id)
    if edition.is_public:
        query = query.where(Stream.audience.in_(("public", "members")))
    return [
        {
            "public_id": stream.public_id,
            "audience": stream.audience,
            "last_seq": stream.last_seq,
            "last_docket": stream.last_docket,
            "head": stream.head_hash,
        }
        for stream in db.scalars(query)
    ]


def _questionnaire(db: Session, edition: Edition) -> dict[str, Any] | None:
    """The questions of all versions; the public edition has those that were asked."""
    questionnaire = db.scalar(select(Questionnaire).where(Questionnaire.proceeding_id == edition.proceeding.id))
    if questionnaire is None:
        return None
    chosen = select(QuestionnaireVersion).where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
    known = select(Question).where(Question.questionnaire_id == questionnaire.id)
    if edition.is_public:
        chosen = chosen.where(QuestionnaireVersion.published_at.is_not(None))
        published = select(QuestionVersion.question_id).join(
            QuestionnaireVersion, QuestionnaireVersion.id == QuestionVersion.version_id
        )
        known = known.where(Question.id.in_(published.where(QuestionnaireVersion.published_at.is_not(None))))
    questions = db.scalars(known.order_by(Question.key, Question.public_id)).all()
    versions = db.scalars(chosen.order_by(QuestionnaireVersion.number)).all()
    if edition.is_public and not versions:
        return None
    names = {question.id: question.public_id for question in questions}
    return {
        "questions": [{"public_id": question.public_id, "key": question.key} for question in questions],
        "versions": [_version(db, version, names) for version in versions],
    }


def _version(db: Session, version: QuestionnaireVersion, names: dict[int, str]) -> dict[str, Any]:
    sections = db.scalars(
        select(Section).where(Section.version_id == version.id).order_by(Section.position, Section.id)
    ).all()
    asked = db.scalars(
        select(QuestionVersion)
        .where(QuestionVersion.version_id == version.id)
        .order_by(QuestionVersion.position, QuestionVersion.id)
    ).all()
    owners = [version.owner, *(section.owner for section in sections), *(question.owner for question in asked)]
    texts = texts_of(db, owners)
    number = {section.id: place for place, section in enumerate(sections)}
    return {
        "public_id": version.public_id,
        "number": version.number,
        "made_at": _at(version.made_at),
        "published_at": _at(version.published_at),
        "answered_at": _at(version.answered_at),
        "paging": version.paging,
        "texts": texts[version.owner],
        "sections": [
            {
                **{name: getattr(section, name) for name in SECTION},
                "parent": None if section.parent_id is None else number[section.parent_id],
                "texts": texts[section.owner],
            }
            for section in sections
        ],
        "asked": [
            {
                "question": names[one.question_id],
                "section": number[one.section_id],
                "position": one.position,
                "type": one.type,
                "required": one.required,
                "settings": one.settings,
                "show_if": one.show_if,
                "texts": texts[one.owner],
            }
            for one in asked
        ],
    }
