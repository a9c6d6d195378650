"""The histories of a record: what the moderators decided, how people voted, and the ledger."""

from sqlalchemy import and_, or_, select
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.models import Contribution, Vote
from consult.core.db import utc_day
from consult.ledger.models import Entry, Stream
from consult.moderation.models import ACTS, Decision
from consult.moderation.proposal_models import PROPOSAL_STATES, PROPOSED_ACTS, Proposal
from consult.proceedings.models import Proceeding
from consult.records.columns import Column, Table, plain, utc_moment
from consult.records.editions import Edition

WORDS = {1: "agree", 0: "pass", -1: "disagree"}


def decisions(edition: Edition) -> Table:
    """Decisions by the role of who took them; for the public those that stand, by day and without notes."""
    columns = [
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("version", plain(Decision.version), "integer", "number of the version that was read"),
        Column("act", plain(Decision.act), "string", "the decision", ", ".join(ACTS)),
        Column("reason", plain(Decision.reason), "string", "code of its reason"),
        Column("role", plain(Decision.decided_role), "string", "role of who decided"),
    ]
    query = (
        select(Decision.id)
        .select_from(Decision)
        .join(Contribution, Contribution.id == Decision.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(*edition.rows)
        .order_by(Contribution.reference, Decision.id)
    )
    if edition.is_public:
        columns.append(Column("day", utc_day(Decision.decided_at), "date", "day of the decision in UTC"))
        query = query.where(Decision.undone_at.is_(None), _stands())
    else:
        columns += [
            Column("decided_at", utc_moment(Decision.decided_at), "datetime", "instant of the decision in UTC"),
            Column("final_at", utc_moment(Decision.final_at), "datetime", "until when it could be undone, in UTC"),
            Column("undone_at", utc_moment(Decision.undone_at), "datetime", "when it was undone, in UTC; else empty"),
            Column("before", plain(Decision.before), "object", "what stood before it: state, version, waiting, reason"),
            Column("bulk", plain(Decision.bulk), "string", "the same for decisions that were taken at once"),
            Column("note", plain(Decision.note), "string", "the sentence for the author"),
            Column("public_id", plain(Decision.public_id), "string", "name for machines"),
        ]
    return Table("decisions", "what the moderators decided", tuple(columns), query)


def _stands() -> ColumnElement[bool]:
    """Decisions that everybody can see in the state; one on a correction that was never shown is not among them."""
    return or_(
        and_(Decision.act == "decline", Contribution.state == "declined"),
        and_(Decision.act == "hide", Contribution.state == "hidden"),
        and_(Decision.act == "approve", Decision.version <= Contribution.version, Contribution.state != "erased"),
        Decision.act == "restore",
        and_(
            Decision.act.in_(("redact", "unredact")),
            Decision.version <= Contribution.version,
            Contribution.state != "erased",
        ),
        Decision.act == "erase",
    )


def proposals(edition: Edition) -> Table:
    """What was proposed to be withheld or erased, by roles; of the restricted edition alone, for it tells where words stood."""
    columns = (
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("public_id", plain(Proposal.public_id), "string", "name for machines"),
        Column("act", plain(Proposal.act), "string", "what was proposed", ", ".join(PROPOSED_ACTS)),
        Column("version", plain(Proposal.version), "integer", "number of the version that it is about"),
        Column(
            "spans",
            plain(Proposal.spans),
            "list",
            "passage, start and end of the words, in characters; empty ends: all",
        ),
        Column("lifts", plain(Proposal.lifts), "string", "public id of the redaction that is lifted"),
        Column("reason", plain(Proposal.reason), "string", "code of the reason or ground"),
        Column("mark", plain(Proposal.mark), "string", "what stands in place of the words"),
        Column("note", plain(Proposal.note), "string", "the sentence of who proposed it"),
        Column("hides", plain(Proposal.hides), "boolean", "whether the contribution was hidden until it was settled"),
        Column("state", plain(Proposal.state), "string", "what became of it", ", ".join(PROPOSAL_STATES)),
        Column("proposed_role", plain(Proposal.proposed_role), "string", "role of who proposed it"),
        Column("proposed_at", utc_moment(Proposal.proposed_at), "datetime", "when it was proposed, in UTC"),
        Column("settled_role", plain(Proposal.settled_role), "string", "role of who settled it"),
        Column("settled_at", utc_moment(Proposal.settled_at), "datetime", "when it was settled, in UTC; else empty"),
        Column("settled_note", plain(Proposal.settled_note), "string", "the sentence of who settled it"),
        Column("lifted_at", utc_moment(Proposal.lifted_at), "datetime", "when it was lifted, in UTC; else empty"),
    )
    query = (
        select(Proposal.id)
        .select_from(Proposal)
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(*edition.rows)
        .order_by(Contribution.reference, Proposal.id)
    )
    return Table(
        "proposals", "words withheld and inputs erased: who proposed and who confirmed, by role", columns, query
    )


def votes(edition: Edition, *, in_words: bool) -> Table:
    """Every vote with its history; the restricted edition alone has it, under pseudonyms."""
    columns = (
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("voter", plain(Vote.voter), "string", "pseudonym of the voter, the same within this record"),
        Column("vote", plain(Vote.value), "string", "the vote", "agree, pass, disagree", made=WORDS.get)
        if in_words
        else Column("value", plain(Vote.value), "integer", "1 agrees, 0 passes, -1 disagrees", "-1, 0, 1"),
        Column("cast_at", utc_moment(Vote.cast_at), "datetime", "when it was cast, in UTC"),
        Column("is_current", plain(Vote.is_current), "boolean", "whether it is the voter's last one, which counts"),
    )
    query = (
        select(Vote.id)
        .select_from(Vote)
        .join(Contribution, Contribution.id == Vote.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(*edition.rows)
        .order_by(Contribution.reference, Vote.id)
    )
    return Table("votes", "votes in the order of their coming", columns, query)


def entries(edition: Edition) -> Table:
    """The ledger: of the public stream, or of all."""
    columns = (
        Column("stream", plain(Stream.public_id), "string", "the stream"),
        Column("seq", plain(Entry.seq), "integer", "number in the stream, without gaps"),
        Column("kind", plain(Entry.kind), "string", "what happened"),
        Column("reference", plain(Entry.reference), "string", "to what"),
        Column("happened_at", utc_moment(Entry.happened_at), "datetime", "when, in UTC"),
        Column("commitments", plain(Entry.commitments), "object", "salted SHA-256 over RFC 8785 JSON"),
        Column("previous", plain(Entry.previous_hash), "string", "hash of the entry before"),
        Column("hash", plain(Entry.hash), "string", "hash of this entry"),
    )
    query = select(Entry.id).select_from(Entry).join(Stream, Stream.id == Entry.stream_id)
    query = query.where(Stream.scope_id == edition.proceeding.id)
    if edition.is_public:
        query = query.where(Stream.audience.in_(("public", "members")))
    return Table("entries", "entries of the ledger", columns, query.order_by(Stream.public_id, Entry.seq))
