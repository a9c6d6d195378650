"""Writing a package back: the same public ids, references, numbers and hashes in new rows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.contributions.attachments.holding import enclosed, standing_files
from consult.contributions.models import Contribution, Passage, SearchRow, Version, Vote
from consult.contributions.operations.listing import PARTS
from consult.contributions.search import index_rows
from consult.core.actors import Actor
from consult.core.clock import now
from consult.ledger.models import Entry, Stream
from consult.moderation.models import Decision
from consult.policy.access import SITE, require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.records.followup_file import add_results, add_targets
from consult.records.operations.drafts import Draft
from consult.records.operations.replay_parts import add_paragraphs, add_questionnaire, add_texts, moment
from consult.records.proceeding_file import PLAIN
from consult.records.refusals import Refused

Line = dict[str, Any]
AUDIENCES = {"public": ("public", "desk"), "members": ("members", "desk")}


def replay_proceeding(db: Session, actor: Actor, *, document: dict[str, Any]) -> Draft:
    """Make the draft of a package's proceeding with everything but what was filed. Raises Refused for a taken slug or id."""
    require(actor, "proceeding:create", SITE)
    _refuse_taken(db, document)
    body = db.scalar(select(Body).where(Body.slug == document["body"]["slug"]))
    made = body is None
    if body is None:
        body = Body(slug=document["body"]["slug"], created_at=now())
        db.add(body)
        db.flush()
        add_texts(db, body.owner, document["body"]["texts"])
    proceeding = Proceeding(
        **{name: document[name] for name in PLAIN} | {"state": "draft"},
        **({"public_id": document["public_id"]} if "public_id" in document else {}),
        body_id=body.id,
        opens_at=moment(document["opens_at"]),
        closes_at=moment(document["closes_at"]),
        created_at=moment(document.get("created_at")) or now(),
        source=document["source"],
    )
    db.add(proceeding)
    db.flush()
    add_texts(db, proceeding.owner, document["texts"])
    add_paragraphs(db, proceeding.id, document["paragraphs"])
    if document["questionnaire"] is not None:
        add_questionnaire(db, proceeding.id, document["questionnaire"])
    add_results(db, proceeding.id, document["results"])
    add_targets(db, proceeding.id, document["targets"])
    _add_streams(db, proceeding, document["streams"])
    return Draft(proceeding.id, proceeding.slug, body.id if made else None)


def _refuse_taken(db: Session, document: dict[str, Any]) -> None:
    slug = document["slug"]
    taken = select(Proceeding.id).where(Proceeding.kind == document["kind"], Proceeding.slug == slug)
    if db.scalar(taken) is not None:
        raise Refused(f"the slug {slug} is taken here: nothing was imported")
    ids = [stream["public_id"] for stream in document["streams"]]
    if db.scalar(select(Stream.id).where(Stream.public_id.in_(ids)).limit(1)) is not None:
        raise Refused(f"the record of {slug} is here already: nothing was imported")


def _add_streams(db: Session, proceeding: Proceeding, streams: list[dict[str, Any]]) -> None:
    for stream in streams:
        row = {name: stream[name] for name in ("public_id", "audience", "last_seq", "last_docket")}
        db.add(Stream(**row, scope_id=proceeding.id, head_hash=stream["head"]))
    brought = {stream["audience"] for stream in streams}
    for audience in AUDIENCES[proceeding.audience]:
        if audience not in brought:  # a public edition does not carry the desk's
            db.add(Stream(scope_id=proceeding.id, audience=audience))
    db.flush()


def taken_references(db: Session, references: list[str]) -> str | None:
    """The first of these references that this site has, if any."""
    for start in range(0, len(references), 500):
        some = references[start : start + 500]
        found = db.scalar(select(Contribution.reference).where(Contribution.reference.in_(some)).limit(1))
        if found is not None:
            return found
    return None


def replay_contributions(db: Session, actor: Actor, *, proceeding_id: int, rows: list[Line]) -> dict[str, int]:
    """Contributions as they stood; reference → id. What a public edition withheld is empty and marked in `source`."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    values = [_contribution(proceeding, line) for line in rows]
    ids = db.scalars(insert(Contribution).returning(Contribution.id, sort_by_parameter_order=True), values)
    return dict(zip((line["reference"] for line in rows), ids, strict=True))


PLAIN_FIELDS = (
    "reference", "kind", "state", "reason", "confidentiality", "category",
    "organisation", "coalition", "country", "target", "reply_to", "version", "place", "docket", "late", "late_reason",
    "code", "mark",
)  # fmt: skip


def _contribution(proceeding: Proceeding, line: Line) -> dict[str, Any]:
    row = {name: line[name] for name in PLAIN_FIELDS}
    row |= {name: line[name] or 0 for name in ("agrees", "disagrees", "passes")}
    row |= {
        "proceeding_id": proceeding.id,
        "identity": line["identity"] or "none",
        "author_name": line["name"],
        "on_behalf": line["on_behalf"] or "self",
        "language": line["language"] or proceeding.language,
        "submitted_at": _filed_at(proceeding, line),
    }
    if "public_id" in line:
        return row | {
            name: line[name]
            for name in (
                "public_id",
                "latest",
                "waiting",
                "redacting",
                "is_distressing",
                "publication",
                "cleared",
                "source",
            )
        }
    beside = {
        name: line[f"all_rows_{name}"] for name in ("agrees", "disagrees", "passes") if f"all_rows_{name}" in line
    }
    source = {"edition": "public", "withheld": line["withheld"]} | ({"all_rows": beside} if beside else {})
    beside_row = {"latest": line["version"], "waiting": False, "publication": proceeding.publication, "cleared": True}
    return row | beside_row | {"source": source}


def _filed_at(proceeding: Proceeding, line: Line) -> datetime:
    known = moment(line["submitted_at"])
    if known is None and line["day"] is not None:
        known = datetime.fromisoformat(line["day"]).replace(tzinfo=UTC)
    return known or proceeding.closes_at or proceeding.created_at


def replay_versions(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> dict[tuple[str, int], int]:
    """Versions with their salts; (reference, number) → id."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    values = [
        {
            "contribution_id": contributions[line["reference"]],
            "number": line["version"],
            "questionnaire": line["questionnaire"],
            "privacy": line.get("privacy"),
            "sent_at": moment(line.get("sent_at")) or proceeding.closes_at or proceeding.created_at,
            "salts": {
                f"{audience}.{part}": salt
                for audience in ("open", "desk")
                for part in PARTS
                if (salt := line.get(f"salt_{audience}_{part}")) is not None
            },
        }
        for line in rows
    ]
    ids = db.scalars(insert(Version).returning(Version.id, sort_by_parameter_order=True), values)
    for later in (one for one in values if one["number"] > 1):
        newest = Contribution.id == later["contribution_id"], Contribution.latest == later["number"]
        db.execute(update(Contribution).where(*newest).values(newest_at=later["sent_at"]))
    return dict(zip(((line["reference"], line["version"]) for line in rows), ids, strict=True))


def replay_passages(
    db: Session, actor: Actor, *, proceeding_id: int, versions: dict[tuple[str, int], int], rows: list[Line]
) -> None:
    """Passages; the redacted text of a public edition is all there is of it."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    values = []
    for line in rows:
        row = {name: line[name] for name in ("number", "question", "instance", "matrix_row", "value", "text")}
        row["version_id"] = versions[line["reference"], line["version"]]
        row["redacted"] = line["redacted"] if "redacted" in line else (line["text"] if line["is_redacted"] else None)
        values.append(row)
    db.execute(insert(Passage), values)


def fill_empty(db: Session, actor: Actor, *, rows: list[int]) -> None:
    """An empty first passage for versions whose text was withheld, so that pages can show that they exist."""
    db.execute(insert(Passage), [{"version_id": version, "number": 1} for version in rows])


def replay_decisions(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """Decisions by role: who decided has no account here."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    for line in rows:
        at = moment(line.get("decided_at")) or datetime.fromisoformat(line["day"]).replace(tzinfo=UTC)
        row = {name: line[name] for name in ("version", "act", "reason")}
        row |= {"public_id": line["public_id"]} if "public_id" in line else {}
        row |= {"decided_role": line["role"], "note": line.get("note", ""), "decided_at": at, "bulk": line.get("bulk")}
        row |= {"final_at": moment(line.get("final_at")) or at, "undone_at": moment(line.get("undone_at"))}
        row |= {"before": line.get("before")}
        db.add(Decision(contribution_id=contributions[line["reference"]], **row))
        db.flush()


def replay_votes(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """Votes with their history, in the order of the package."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    values = [
        {
            "contribution_id": contributions[line["reference"]],
            "voter": line["voter"],
            "value": line["value"],
            "cast_at": moment(line["cast_at"]),
            "is_current": line["is_current"],
        }
        for line in rows
    ]
    db.execute(insert(Vote), values)


def replay_entries(db: Session, actor: Actor, *, proceeding_id: int, rows: list[Line]) -> None:
    """Entries with their numbers and hashes; recorded here now, beside the time at which they happened."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    rows_of = db.execute(select(Stream.public_id, Stream.id).where(Stream.scope_id == proceeding_id))
    streams: dict[str, int] = {row.public_id: row.id for row in rows_of}
    recorded_at = now()
    values = [
        {
            "stream_id": streams[line["stream"]],
            "happened_at": moment(line["happened_at"]),
            "recorded_at": recorded_at,
            "previous_hash": line["previous"],
        }
        | {name: line[name] for name in ("seq", "kind", "reference", "commitments", "hash")}
        for line in rows
    ]
    db.execute(insert(Entry), values)


def index_again(db: Session, actor: Actor, *, proceeding_id: int, rows: list[int]) -> None:
    """Make the search rows of contributions that have none yet, and say what files they have."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    found: list[dict[str, Any]] = []
    files = standing_files(db, rows)
    for contribution, passages in standing_passages(db, rows):
        contribution.enclosed = enclosed(passages, files.get(contribution.id, ()))
        found += index_rows(proceeding, contribution, passages)
    if found:
        db.execute(insert(SearchRow), found)


def standing_passages(db: Session, ids: list[int]) -> Iterable[tuple[Contribution, list[Passage]]]:
    """Some contributions, each with the passages of the version that stands."""
    contributions = db.scalars(select(Contribution).where(Contribution.id.in_(ids)).order_by(Contribution.id)).all()
    of: dict[int, list[Passage]] = {one.id: [] for one in contributions}
    query = (
        select(Version.contribution_id, Passage)
        .join(Passage, Passage.version_id == Version.id)
        .join(Contribution, (Contribution.id == Version.contribution_id) & (Contribution.version == Version.number))
        .where(Contribution.id.in_(ids))
        .order_by(Passage.number)
    )
    for contribution_id, passage in db.execute(query):
        of[contribution_id].append(passage)
    return [(one, of[one.id]) for one in contributions]
