"""The tables of a room's votes. Who voted what is told where a vote is open, after it ended; of a secret one the ballots."""

from typing import Any

from sqlalchemy import ColumnElement, case, literal

from consult.records.carried import Carried, Field, json_text, named, of
from consult.records.columns import utc_moment
from consult.records.package_checks import PUBLIC_ID, is_list, is_moment, is_object, maybe
from consult.records.workspaces.fields import A_MEMBER, account, choice, everybody
from consult.workspaces.documents.models import Document
from consult.workspaces.votes.models import (
    MAJORITIES,
    METHODS,
    OUTCOMES,
    STATES,
    Elector,
    OpenVote,
    RoomProposal,
    SecretBallot,
)

SEAL = "half of a key, there only while the vote is open"
PROPOSALS = Carried(
    "room_proposals",
    RoomProposal,
    "what the room decided on",
    (
        of(RoomProposal.public_id, "name for machines", check=PUBLIC_ID),
        of(RoomProposal.number, "number in the room"),
        named(RoomProposal.document_id, Document, "the document voted on", "document"),
        of(RoomProposal.document_version, "its version"),
        of(RoomProposal.title, "title"),
        of(RoomProposal.text, "the proposal"),
        of(RoomProposal.language, "language, BCP 47"),
        choice(RoomProposal.method, "how it is decided", METHODS),
        choice(RoomProposal.majority, "which majority it takes", MAJORITIES),
        of(RoomProposal.is_secret, "whether ballots are secret"),
        of(RoomProposal.options, "key and text of each option of a ranked vote", check=is_list),
        of(RoomProposal.quorum, "percentage of the electorate that must take part"),
        choice(RoomProposal.state, "how it stands", STATES),
        of(RoomProposal.revision, "changes"),
        account(RoomProposal.made_by, "who made it", "made_by"),
        of(RoomProposal.made_at, "instant in UTC"),
        of(RoomProposal.opened_at, "instant in UTC"),
        of(RoomProposal.closes_local, "when it ends by itself, in local wall time"),
        of(RoomProposal.closes_at, "the same as an instant in UTC"),
        of(RoomProposal.closed_at, "instant in UTC"),
        of(RoomProposal.reason, "why it was withdrawn"),
        of(RoomProposal.salt, "salt of the commitment of the ledger"),
        of(RoomProposal.outcome, "what came out", values=", ".join(OUTCOMES)),
        of(RoomProposal.result, "what the count gave", check=maybe(is_object)),
    ),
    (RoomProposal.number, RoomProposal.id),
    kept=lambda: RoomProposal.state != "draft",  # nobody but who leads ever saw it
    open_to_all=everybody,
    left_out={"seal": SEAL, "meeting_id": "a meeting is a proceeding with a record of its own"},
)


def ended() -> ColumnElement[bool]:
    """Nothing is told of votes before they are closed."""
    return RoomProposal.state == "closed"


def at_the_end(column: Any) -> ColumnElement[Any]:
    """The end of the vote in place of a moment by which two rows could be joined."""
    return case((column.is_not(None), utc_moment(RoomProposal.closed_at)), else_=None)


OF_ELECTOR = ((RoomProposal, RoomProposal.id == Elector.proposal_id),)
ELECTORS = Carried(
    "electors",
    Elector,
    "who could vote on each proposal, and who did",
    (
        named(Elector.proposal_id, RoomProposal, "the proposal", "proposal"),
        account(Elector.account_id, "the person", "person", literal(A_MEMBER)),
        Field(
            "voted_at", "voted_at",
            case((RoomProposal.is_secret, at_the_end(Elector.voted_at)), else_=utc_moment(Elector.voted_at)),
            case((RoomProposal.is_secret, at_the_end(Elector.voted_at)), else_=utc_moment(Elector.voted_at)),
            "datetime", "instant of the vote in UTC; of a secret one its end", maybe(is_moment),
            unnamed=at_the_end(Elector.voted_at),
        ),
        of(Elector.struck_at, "instant in UTC at which they left the room, with their vote",
           unnamed=at_the_end(Elector.struck_at)),
    ),
    (RoomProposal.number, RoomProposal.id, Elector.id),
    under=OF_ELECTOR,
    kept=ended,
    open_to_all=everybody,
    left_out={"reminded": "when somebody was reminded"},
    unnamed_order=(
        RoomProposal.number, RoomProposal.id, Elector.struck_at.is_not(None), Elector.voted_at.is_(None),
    ),
)  # fmt: skip


OPEN_VOTES = Carried(
    "open_votes",
    OpenVote,
    "open votes with their history",
    (
        of(RoomProposal.public_id, "the proposal", name="proposal", check=PUBLIC_ID),
        account(Elector.account_id, "who voted", "person", literal(A_MEMBER)),
        of(OpenVote.value, "the choice, or the order", check=is_object),
        of(OpenVote.reason, "the reason of an objection"),
        of(OpenVote.cast_at, "instant in UTC", unnamed=at_the_end(OpenVote.cast_at)),
        of(OpenVote.is_current, "whether it is the last one, which counts"),
    ),
    (RoomProposal.number, RoomProposal.id, OpenVote.cast_at, OpenVote.id),
    under=((Elector, Elector.id == OpenVote.elector_id), *OF_ELECTOR),
    kept=ended,
    open_to_all=everybody,
    kept_unnamed=lambda: OpenVote.is_current & Elector.struck_at.is_(None),
    unnamed_order=(RoomProposal.number, RoomProposal.id, json_text(OpenVote.value), json_text(OpenVote.reason)),
)
BALLOTS = Carried(
    "secret_ballots",
    SecretBallot,
    "the ballots of secret votes that were closed, sorted by what they say",
    (
        named(SecretBallot.proposal_id, RoomProposal, "the proposal", "proposal"),
        of(SecretBallot.value, "the choice, or the order", check=is_object),
    ),
    (RoomProposal.number, RoomProposal.id, json_text(SecretBallot.value)),
    under=((RoomProposal, RoomProposal.id == SecretBallot.proposal_id),),
    kept=lambda: ended() & SecretBallot.value.is_not(None) & told_in_counts(),
    open_to_all=everybody,
    left_out={
        "id": "at random, and leads nowhere",
        "elector_key": "it would lead from a ballot to who cast it",
        "sealed": "there only while the vote is open",
    },
)


def told_in_counts() -> ColumnElement[bool]:
    """Of a secret vote of too few the outcome alone is told, and no ballot."""
    counts: ColumnElement[str] = RoomProposal.result["counts"].as_string()
    return counts.is_not(None)
