"""Checking a hearing: the states of its sessions, items, speakers, lines, polls and registrations against the ledger."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.notes.models import Line
from consult.hearings.polls.models import Ballot, Poll, PollVoter
from consult.hearings.polls.queries import tally_of
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.hearings.programme.queries import texts_of
from consult.hearings.registration.models import Registration
from consult.ledger.commitments import commit
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding

# What each act leaves behind: (table, what it is called, its state before any act, state after each act).
STATES: tuple[tuple[Any, str, str | None, Mapping[str, str]], ...] = (
    (HearingSession, "session", "planned", {"opened": "open", "closed": "closed"}),
    (AgendaItem, "item", "planned", {"opened": "current", "suspended": "suspended", "done": "done"}),
    (
        Speaker,
        "speaker",
        None,
        {
            **{"listed": "waiting", "called": "speaking"},
            **{state: state for state in ("passed", "spoke", "left", "removed")},
        },
    ),
    (Line, "line", None, {"written": "written", "corrected": "written", "removed": "removed"}),
    (Poll, "poll", "draft", {"opened": "open", "closed": "closed", "withdrawn": "withdrawn"}),
)
REGISTERED = {state: state for state in ("asked", "accepted", "reserve", "declined", "withdrawn", "removed")}
CANCELLED = "cancelled"  # a session that was taken away is told to calendars, not by an entry of its own


def hearing_differences(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """Each difference in one line; nothing for another kind of proceeding."""
    if proceeding.kind != "hearing":
        return
    entries, whole = _entries(db, proceeding)
    for table, name, before, after in STATES:
        told = _last(entries, name, after)
        for row in db.scalars(select(table).where(table.proceeding_id == proceeding.id).order_by(table.id)):
            yield from _state(proceeding, name, row, told.get(row.public_id), before if whole else row.state)
    if whole:
        yield from _registrations(db, proceeding, entries)
    yield from _lists(db, proceeding, entries)
    yield from _turns(db, proceeding)
    yield from _polls(db, proceeding, entries)


def _entries(db: Session, proceeding: Proceeding) -> tuple[list[Entry], bool]:
    """The entries of the desk's stream, which has all of them; of a public edition that was brought in those of the readers."""
    streams = {one.audience: one for one in db.scalars(select(Stream).where(Stream.scope_id == proceeding.id))}
    for audience in ("desk", "public", "members"):
        if audience in streams:
            query = select(Entry).where(Entry.stream_id == streams[audience].id).order_by(Entry.seq)
            found = list(db.scalars(query))
            if any(one.kind.partition(".")[0] in ("session", "item", "line") for one in found) or audience != "desk":
                return found, audience == "desk"
    return [], True


def _last(entries: list[Entry], name: str, after: Mapping[str, str]) -> dict[str, str]:
    """The state that the last entry about each thing leaves."""
    found: dict[str, str] = {}
    for one in entries:
        kind, _, act = one.kind.partition(".")
        if kind == name and act in after:
            found[one.reference] = after[act]
    return found


def _state(proceeding: Proceeding, name: str, row: Any, told: str | None, before: str | None) -> Iterator[str]:
    expected = told if told is not None else before
    if row.state in (expected, CANCELLED):
        return
    if expected is None:
        yield f"{proceeding.slug}: {name} {row.public_id}: the ledger knows nothing of it"
    else:
        yield f"{proceeding.slug}: {name} {row.public_id} is {row.state}, and the ledger says {expected}"


def _registrations(db: Session, proceeding: Proceeding, entries: list[Entry]) -> Iterator[str]:
    """A registration whose state was changed; as what it began is not told by its first entry."""
    told = _last(entries, "registration", REGISTERED)
    rows = select(Registration).where(Registration.proceeding_id == proceeding.id).order_by(Registration.id)
    for row in db.scalars(rows):
        yield from _state(proceeding, "registration", row, told.get(row.public_id), row.state)


def _lists(db: Session, proceeding: Proceeding, entries: list[Entry]) -> Iterator[str]:
    """Whether each list of speakers is open, where the chair ever closed or opened it."""
    told = _last(entries, "item", {"list_opened": "open", "list_closed": "closed"})
    for row in db.scalars(select(AgendaItem).where(AgendaItem.public_id.in_(list(told)))):
        if row.proceeding_id == proceeding.id and row.list_open != (told[row.public_id] == "open"):
            said = told[row.public_id]
            yield f"{proceeding.slug}: the list of item {row.public_id} is not {said}, and the ledger says it is"


def _turns(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """A turn goes on exactly as long as its speaker speaks."""
    running = select(Turn.speaker_id).where(Turn.proceeding_id == proceeding.id, Turn.ended_at.is_(None))
    speaking = select(Speaker.id).where(Speaker.proceeding_id == proceeding.id, Speaker.state == "speaking")
    if set(db.scalars(running)) != set(db.scalars(speaking)):
        yield f"{proceeding.slug}: who has the floor is not whose turn goes on"


def _polls(db: Session, proceeding: Proceeding, entries: list[Entry]) -> Iterator[str]:
    """The result of each closed poll against its votes, and against what the ledger committed to."""
    committed = {one.reference: one.commitments.get("tally") for one in entries if one.kind == "poll.closed"}
    rows = db.scalars(select(Poll).where(Poll.proceeding_id == proceeding.id, Poll.state == "closed")).all()
    texts = texts_of(db, [row.owner for row in rows])
    for row in rows:
        name = f"{proceeding.slug}: poll {row.public_id}"
        tally = tally_of(row, texts.get(row.owner, {}), row.result, row.voters)
        if row.salt and committed.get(row.public_id) != commit(row.salt, tally):
            yield f"{name}: its result does not open the commitment of the ledger"
        counted, voters = _counted(db, row)
        if voters and (voters != row.voters or (row.result is not None and counted != row.result)):
            yield f"{name}: its result is not what its votes say"


def _counted(db: Session, row: Poll) -> tuple[dict[str, int], int]:
    """The votes by choice, and how many voted; none where a public edition was brought in."""
    table: Any = Ballot if row.rule == "secret" else PollVoter
    votes = db.scalars(select(table.choices).where(table.poll_id == row.id)).all()
    voters = len(db.scalars(select(PollVoter.id).where(PollVoter.poll_id == row.id)).all())
    counted = Counter(key for vote in votes for key in vote or ())
    return {key: counted[key] for key in row.choices}, voters
