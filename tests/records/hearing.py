"""A hearing with some of everything: rows of every table, names public and withheld, open and closed items."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.hearings.floor.models import Floor, Speaker, Turn
from consult.hearings.hall.models import Screen
from consult.hearings.notes.models import Agreement, Line, LineVersion
from consult.hearings.polls.models import Ballot, Handling, Poll, PollVoter
from consult.hearings.polls.queries import tally_of
from consult.hearings.programme.models import AgendaItem, Channel, HearingPerson, HearingSession, Paper, Plan
from consult.hearings.programme.queries import texts_of
from consult.hearings.registration.models import Registration, Statement
from consult.ledger.commitments import commit
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.site import Site
from tests.factories import TEST, make_body, make_comment, make_proceeding, release, saved, words

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRETS = ("Withheld Name", "Quiet Union", "closed business", "closed words", "removed words", "Salma Staff")
NEEDS = "a ramp"  # which no edition has


def minute(number: float) -> datetime:
    return AT + timedelta(minutes=number)


def make_hearing(site: Site, slug: str = "night-ferry") -> Proceeding:
    """The whole of it, over and closed."""
    body = make_body(site)
    other = make_proceeding(site, body, "above")
    proceeding = make_proceeding(site, body, slug, kind="hearing", state="open", opens_at=AT, is_live=True, votes=False)
    _programme(site, proceeding, other)
    items = _items(site, proceeding)
    _floor(site, proceeding, items)
    _lines(site, proceeding, items)
    _polls(site, proceeding, items)
    _inputs(site, proceeding, items)
    site.work.run(_told, TEST, proceeding_id=proceeding.id)
    return proceeding


def _programme(site: Site, proceeding: Proceeding, other: Proceeding) -> None:
    saved(site, Plan(proceeding_id=proceeding.id, under_id=other.id, rule="balance", places=12, budgets={"media": 600}))
    for number in (1, 2):
        row = HearingSession(
            proceeding_id=proceeding.id, number=number, zone="Europe/Zurich", starts_local=f"2026-03-0{number + 1}T10:00",
            starts_at=AT + timedelta(days=number - 1), ends_local=f"2026-03-0{number + 1}T12:00",
            ends_at=AT + timedelta(days=number - 1, hours=2), state="closed", opened_at=minute(1), closed_at=minute(110),
        )  # fmt: skip
        saved(site, row)
        words(site, row.owner, {"title": {"en": f"Sitting {number}", "ar": "جلسة"}, "place": {"en": "Room XX"}})
    people = (("chair", "Amina Chair"), ("panel", "Ben Panel"), ("note_taker", "Salma Staff"))
    for place, (role, name) in enumerate(people):
        saved(site, HearingPerson(proceeding_id=proceeding.id, role=role, position=place, name=name, languages=["en"]))
    saved(
        site,
        Channel(proceeding_id=proceeding.id, position=1, kind="video", language=None, url="https://video.example.org/"),
    )


def _items(site: Site, proceeding: Proceeding) -> dict[str, AgendaItem]:
    with site.database.reading() as db:
        query = select(HearingSession.id).where(HearingSession.proceeding_id == proceeding.id)
        first = db.scalars(query.order_by(HearingSession.number)).first()
    made: dict[str, AgendaItem] = {}
    rows = (
        ("last", None, 9, "3", "public", "Any other business"),
        ("first", None, 1, "1", "public", "The night ferry"),
        ("below", "first", 1, "1.1", "public", "Its hours"),
        ("closed", None, 2, "2", "closed", "closed business"),
    )
    for name, above, place, label, audience, title in rows:
        row = AgendaItem(
            proceeding_id=proceeding.id, parent_id=made[above].id if above else None, position=place, label=label,
            session_id=first, audience=audience, state="done", list_open=False, minutes=30, opened_at=minute(2),
            closed_at=minute(60),
        )  # fmt: skip
        made[name] = saved(site, row)
        words(site, row.owner, {"title": {"en": title, "ar": "العبارة"}})
    stored = _stored(site, b"%PDF-1.7 a paper")
    paper = Paper(item_id=made["first"].id, position=1, symbol="A/1", language="en", name="a.pdf", media_type="application/pdf",
                  size=16, digest=stored)  # fmt: skip
    saved(site, paper)
    words(site, paper.owner, {"title": {"en": "A paper"}})
    return made


def _stored(site: Site, data: bytes) -> str:
    path = Path(site.settings.data_dir) / "paper.pdf"
    path.write_bytes(data)
    return site.storage.store(path).digest


def registration(proceeding: Proceeding, number: int, **more: Any) -> Registration:
    given = {
        "reference": f"{proceeding.prefix}-R{number:03}", "form_key": f"form {proceeding.id} {number}", "wish": "speak",
        "state": "accepted", "identity": "public", "name": f"Speaker {number}", "category": "media", "language": "en",
        "registered_at": minute(-60 + number), "present_at": minute(0), "mode": "online", "email": f"s{number}@example.org",
    }  # fmt: skip
    return Registration(proceeding_id=proceeding.id, **given | more)


def _floor(site: Site, proceeding: Proceeding, items: dict[str, AgendaItem]) -> None:
    named = saved(site, registration(proceeding, 1, item_id=items["first"].id, needs=NEEDS))
    quiet = saved(site, registration(proceeding, 2, identity="secretariat", name="Withheld Name"))
    for number in range(3, 9):
        saved(site, registration(proceeding, number, wish="attend"))
    saved(site, Floor(proceeding_id=proceeding.id, item_id=items["last"].id, moves=7))
    with site.database.reading() as db:
        chair = db.scalars(select(HearingPerson).where(HearingPerson.role == "panel")).first()
    assert chair is not None
    rows: tuple[tuple[str, str, dict[str, int], str, str, str], ...] = (
        ("first", f"registration:{named.id}", {"registration_id": named.id}, "Speaker 1", "", "public"),
        (
            "first",
            f"registration:{quiet.id}",
            {"registration_id": quiet.id},
            "Withheld Name",
            "Quiet Union",
            "secretariat",
        ),
        ("below", f"person:{chair.id}", {"person_id": chair.id}, "Ben Panel", "", "public"),
        ("closed", "name:abc", {}, "Closed Speaker", "", "public"),
    )
    for number, (item, party, more, name, organisation, identity) in enumerate(rows, start=1):
        speaker = saved(site, Speaker(
            proceeding_id=proceeding.id, item_id=items[item].id, party=party, kind="contribution", state="spoke",
            position=number * 1024, identity=identity, name=name, organisation=organisation, category="media", language="en",
            seconds=300, asked_at=minute(-5), present="room", **more,
        ))  # fmt: skip
        saved(site, Turn(
            proceeding_id=proceeding.id, item_id=items[item].id, speaker_id=speaker.id, seconds=300,
            started_at=minute(10 + number), ended_at=minute(13 + number), spoken_ms=150_000,
        ))  # fmt: skip


def _lines(site: Site, proceeding: Proceeding, items: dict[str, AgendaItem]) -> None:
    with site.database.reading() as db:
        turns = db.scalars(select(Turn).where(Turn.proceeding_id == proceeding.id).order_by(Turn.id)).all()
    rows: tuple[tuple[str, Turn | None, str, str, str | None, str, str], ...] = (
        ("first", None, "en", "scene", None, "(Music)", "written"),
        ("first", turns[0], "en", "speech", None, "The ferry must run.", "written"),
        ("first", turns[0], "en", "speech", None, "Every night.", "written"),
        ("first", turns[1], "en", "question", "Withheld Name", "Why not?", "written"),
        ("first", None, "ar", "speech", "Ben Panel", "يجب أن تعمل العبارة.", "written"),
        ("first", None, "en", "answer", "Ben Panel", "Because.", "written"),
        ("first", None, "en", "speech", None, "removed words", "removed"),
        ("closed", turns[3], "en", "speech", None, "closed words", "written"),
    )
    line: Any = None
    for number, (item, turn, language, kind, speaker, text, state) in enumerate(rows, start=1):
        line = saved(site, Line(
            proceeding_id=proceeding.id, item_id=items[item].id, turn_id=turn.id if turn else None, language=language,
            position=number * 2**20, kind=kind, speaker=speaker, original=language == "en", state=state, text=text,
            key=f"key {number}", written_at=minute(10 + number),
        ))  # fmt: skip
    saved(
        site,
        LineVersion(line_id=line.id, number=1, kind="speech", original=True, text="closed wrds", written_at=minute(20)),
    )
    saved(site, Agreement(item_id=items["first"].id, language="en", agreed_at=minute(100)))


def _polls(site: Site, proceeding: Proceeding, items: dict[str, AgendaItem]) -> None:
    for rule in ("open", "secret"):
        poll = saved(site, Poll(
            proceeding_id=proceeding.id, item_id=items["first"].id, rule=rule, electorate="registered", choices=["a", "b"],
            state="closed", opened_at=minute(30), closed_at=minute(33), result={"a": 4, "b": 2}, voters=6, salt="5a" * 16,
        ))  # fmt: skip
        texts = {"question": {"en": f"An {rule} question?"}, "choice.a": {"en": "Yes"}, "choice.b": {"en": "No"}}
        words(site, poll.owner, texts)
        for number in range(6):
            choice = ["a"] if number < 4 else ["b"]
            by_name = {"name": f"Voter {number}", "choices": choice} if rule == "open" else {}
            saved(site, PollVoter(poll_id=poll.id, voter=f"registration:{number}", category="media", **by_name))
            if rule == "secret":
                saved(site, Ballot(poll_id=poll.id, choices=choice))


def _inputs(site: Site, proceeding: Proceeding, items: dict[str, AgendaItem]) -> None:
    target = items["first"].public_id
    make_comment(site, proceeding, "A comment on the ferry.", target=target)
    question = make_comment(site, proceeding, "Who decides?", target=target)
    statement = make_comment(site, proceeding, "The statement as delivered.", target=target)
    release(site, proceeding)
    site.work.run(_make_kinds, TEST, question=question, statement=statement, item_id=items["first"].id)
    saved(site, Screen(proceeding_id=proceeding.id, kind="question", reference=question, chosen_at=minute(40)))


def _make_kinds(db: Any, _actor: Any, *, question: str, statement: str, item_id: int) -> None:
    rows = {row.reference: row for row in db.scalars(select(Contribution))}
    rows[question].kind, rows[statement].kind = "question", "statement"
    one = rows[question]
    db.add(Handling(contribution_id=one.id, proceeding_id=one.proceeding_id, state="answered", handled_at=minute(41)))
    named = db.scalars(select(Registration.id).where(Registration.name == "Speaker 1")).one()
    db.add(Statement(contribution_id=rows[statement].id, registration_id=named, item_id=item_id, delivery="read_out",
                     delivered_at=minute(14)))  # fmt: skip


def _told(db: Any, _actor: Any, *, proceeding_id: int) -> None:
    """What the ledger says of it in the end."""
    proceeding = db.get_one(Proceeding, proceeding_id)
    kinds = ((HearingSession, "session.closed"), (AgendaItem, "item.done"), (Speaker, "speaker.spoke"))
    for table, kind in kinds:
        for row in db.scalars(select(table).where(table.proceeding_id == proceeding_id).order_by(table.id)):
            tell(db, proceeding, kind, row.public_id)
    for row in db.scalars(select(Poll).where(Poll.proceeding_id == proceeding_id).order_by(Poll.id)):
        tally = tally_of(row, texts_of(db, [row.owner])[row.owner], row.result, row.voters)
        tell(db, proceeding, "poll.closed", row.public_id, commitments={"tally": commit(row.salt, tally)})
    for row in db.scalars(select(Line).where(Line.proceeding_id == proceeding_id).order_by(Line.id)):
        tell(db, proceeding, "line.written" if row.state == "written" else "line.removed", row.public_id)
