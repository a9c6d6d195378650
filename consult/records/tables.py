"""The tables of a record: which rows and columns each edition has, in which order."""

from typing import Any

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.sql.expression import ColumnElement

from consult.consultations.models import Question
from consult.contributions.access import FIELDS
from consult.contributions.disclosure import disclosed
from consult.contributions.intake_models import Intake
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.listing import PARTS
from consult.core.countries import REGIONS, region_of
from consult.proceedings.models import Proceeding
from consult.records.columns import Column, Table, plain, utc_moment, withheld_fields
from consult.records.editions import Edition
from consult.records.intake import told_of_intake

STANDING = and_(Version.contribution_id == Contribution.id, Version.number == Contribution.version)
STATE_WORDS = "pending, published, declined, hidden, withdrawn, erased"


def contributions(edition: Edition, *, with_text: bool) -> Table:
    """One row for each contribution: what was filed, how it stands, and which fields are withheld here."""
    actor = edition.actor

    def told(name: str) -> ColumnElement[Any]:
        return disclosed(actor, name)

    columns = [
        Column("reference", plain(Contribution.reference), "string", "public reference of the contribution"),
        Column("kind", plain(Contribution.kind), "string", "what it is", "comment, submission, statement ..."),
        Column("state", plain(Contribution.state), "string", "how it stands", STATE_WORDS),
        Column("reason", plain(Contribution.reason), "string", "code of the decision in force"),
        Column("docket", plain(Contribution.docket), "integer", "number in the list of what was filed"),
        Column("place", plain(Contribution.place), "integer", "number of its first public entry; not the order of arrival"),
        Column("version", plain(Contribution.version), "integer", "number of the version that stands"),
        Column("code", told("code"), "string", "stakeholder code by which papers cite it, such as AI or JS1"),
        Column("mark", plain(Contribution.mark), "string", "what its relations make of it", "replaced, duplicate"),
        Column("late", _late(), "string", "whether it came after the closing and was accepted", "accepted, refused, asked"),
        Column("late_reason", _late_reason(edition), "string", "why it was accepted or refused although it came late"),
        *told_of_intake(edition),
        Column("identity", told("identity"), "string", "who may know the name", "public, secretariat, none"),
        Column("name", told("name"), "string", "name of the author"),
        Column("category", told("category"), "string", "stakeholder category"),
        Column("on_behalf", told("on_behalf"), "string", "for whom it was sent", "self, organisation, coalition"),
        Column("organisation", told("organisation"), "string", "public id of the registered organisation"),
        Column("coalition", told("coalition"), "list", "members of a joint submission: name, country, organisation"),
        Column("country", told("country"), "string", "country or area of the organisation, ISO 3166-1 alpha-2"),
        Column("region", told("country"), "string", "its regional group", ", ".join(REGIONS), made=region_of),
        Column("confidentiality", plain(Contribution.confidentiality), "string", "who may read it", "public, secretariat"),
        Column("language", told("language"), "string", "language of the text, BCP 47"),
        Column("target", told("target"), "string", "what it is about, such as a paragraph"),
        Column("reply_to", told("reply_to"), "string", "reference of the contribution that it answers"),
        Column("day", told("day"), "date", "day of filing in UTC"),
        Column("submitted_at", utc_moment(told("moment")), "datetime", "instant of filing in UTC, where it may be told"),
        Column("agrees", told("agrees"), "integer", "who agree: the last vote of each voter"),
        Column("disagrees", told("disagrees"), "integer", "who disagree: the last vote of each voter"),
        Column("passes", told("passes"), "integer", "who pass: the last vote of each voter"),
    ]  # fmt: skip
    if "votes" in edition.proceeding.source:
        columns += _all_rows(edition)
    if with_text:
        columns.append(Column("text", told("text"), "string", "text of the first passage of the version that stands"))
    else:
        columns += _kept(edition)
    columns.append(_withheld(edition))
    return Table("contributions", "everything filed, in the order of the references", tuple(columns), _filed(edition))


def _late() -> ColumnElement[Any]:
    return Contribution.late.expression


def _late_reason(edition: Edition) -> ColumnElement[Any]:
    """The reason stands in the record with what was accepted; what was refused concerns its author and the desk."""
    if not edition.is_public:
        return Contribution.late_reason.expression
    return case((Contribution.late == "accepted", Contribution.late_reason), else_=None)


def _withheld(edition: Edition) -> Column:
    meaning = "fields that are empty because readers of this edition may not have them"
    return Column("withheld", withheld_fields(edition.actor), "array", meaning, made=str.split)


def _all_rows(edition: Edition) -> list[Column]:
    votes = FIELDS["votes"].where(edition.actor)
    beside = Contribution.source["all_rows"]
    return [
        Column(
            f"all_rows_{name}",
            case((votes, beside[name].as_integer()), else_=None),
            "integer",
            f"{name} counted by every row of the source, repeated votes included",
        )
        for name in ("agrees", "disagrees", "passes")
    ]


def _kept(edition: Edition) -> list[Column]:
    """What only the restricted package carries, so that it can be brought in again."""
    if edition.is_public:
        return []
    return [
        Column("public_id", plain(Contribution.public_id), "string", "name for machines"),
        Column("latest", plain(Contribution.latest), "integer", "number of the newest version"),
        Column(
            "waiting", plain(Contribution.waiting), "boolean", "whether a moderator has yet to read the newest version"
        ),
        Column(
            "redacting",
            plain(Contribution.redacting),
            "boolean",
            "whether a redaction or erasure waits for a second person",
        ),
        Column(
            "is_distressing",
            plain(Contribution.is_distressing),
            "boolean",
            "whether the desk veils it as it may distress",
        ),
        Column(
            "publication", plain(Contribution.publication), "string", "policy of publication under which it was sent"
        ),
        Column("cleared", plain(Contribution.cleared), "boolean", "whether its publication was decided"),
        Column("source", plain(Contribution.source), "object", "what the source said, for imported rows"),
    ]


def _filed(edition: Edition) -> Select[Any]:
    return (
        select(Contribution.id)
        .select_from(Contribution)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, STANDING)
        .outerjoin(Passage, and_(Passage.version_id == Version.id, Passage.number == 1))
        .outerjoin(Intake, Intake.contribution_id == Contribution.id)
        .where(*edition.rows)
        .order_by(Contribution.reference)
    )


def _versions(edition: Edition) -> Select[Any]:
    """Every version, or for the public the one that stands."""
    query = (
        select(Contribution.id)
        .select_from(Contribution)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, STANDING if edition.is_public else Version.contribution_id == Contribution.id)
        .where(*edition.rows)
    )
    return query.order_by(Contribution.reference, Version.number)


def versions(edition: Edition) -> Table:
    """What was sent at one time, with the salts that open the commitments of the ledger."""
    answered = case((FIELDS["text"].where(edition.actor), Version.questionnaire), else_=None)
    columns = [
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("version", plain(Version.number), "integer", "number of the version"),
        Column("questionnaire", answered, "string", "public id of the questionnaire version answered"),
        *_salts(edition),
    ]
    if not edition.is_public:
        columns.insert(3, Column("sent_at", utc_moment(Version.sent_at), "datetime", "when it was sent, in UTC"))
        columns.insert(4, Column("privacy", plain(Version.privacy), "integer", "number of the privacy notice shown"))
    meaning = "versions of the contributions"
    return Table("versions", meaning, tuple(columns), _versions(edition))


def _salts(edition: Edition) -> list[Column]:
    """A salt is told only with what it opens, for with it a guess can be proved."""
    audiences = ("open",) if edition.is_public else ("open", "desk")
    fields = {"text": "text", "identity": "name", "files": "files"}
    told = {part: FIELDS[field].where(edition.actor) for part, field in fields.items()}
    return [
        Column(
            f"salt_{audience}_{part}",
            case((told[part], Version.salts[f"{audience}.{part}"].as_string()), else_=None),
            "string",
            f"salt of the commitment to the {part} in the {audience} ledger",
        )
        for audience in audiences
        for part in PARTS
    ]


def passages(edition: Edition) -> Table:
    """Answers and paragraphs."""
    columns = [
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("version", plain(Version.number), "integer", "number of the version"),
        *_passage_columns(edition),
    ]
    if not edition.is_public:
        text = FIELDS["text"].where(edition.actor)
        redacted = case((text, Passage.redacted), else_=None)
        columns.append(Column("redacted", redacted, "string", "public rendition where words are withheld"))
    query = _versions(edition).join(Passage, Passage.version_id == Version.id).order_by(Passage.number)
    query = query.where(FIELDS["text"].where(edition.actor))  # how many there are is withheld with the text
    return Table("passages", "answers and paragraphs of the versions", tuple(columns), query)


def _passage_columns(edition: Edition) -> list[Column]:
    return [
        Column("number", plain(Passage.number), "integer", "number of the passage"),
        Column("question", plain(Passage.question), "string", "public id of the question"),
        Column("instance", plain(Passage.instance), "integer", "which repetition of a group"),
        Column("matrix_row", plain(Passage.matrix_row), "string", "row of a matrix question"),
        Column("value", disclosed(edition.actor, "value"), "object", "typed value: its type and value"),
        Column("text", disclosed(edition.actor, "text"), "string", "text as readers of this edition may have it"),
        Column("is_redacted", Passage.redacted.is_not(None), "boolean", "whether words are withheld from the public"),
    ]


def answers(edition: Edition) -> Table:
    """One row for each answer of the versions that stand, with the key of its question."""
    columns = (
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("state", plain(Contribution.state), "string", "how it stands", STATE_WORDS),
        *_passage_columns(edition),
        Column("key", plain(Question.key), "string", "key of the question"),
    )
    query = (
        _filed_without_passage(edition)
        .join(Passage, Passage.version_id == Version.id)
        .outerjoin(Question, Question.public_id == Passage.question)
        .where(or_(Passage.question.is_not(None), Contribution.kind != "comment"))
        .where(FIELDS["text"].where(edition.actor))
        .order_by(Contribution.reference, Passage.number)
    )
    return Table("answers", "answers to questions, and paragraphs of submissions", columns, query)


def _filed_without_passage(edition: Edition) -> Select[Any]:
    return (
        select(Contribution.id)
        .select_from(Contribution)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, STANDING)
        .where(*edition.rows)
    )
