"""Importing Pol.is conversations: nothing is lost, nothing is changed, nothing broken becomes visible."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from consult.bodies.models import Body
from consult.contributions.models import Contribution, Passage, SearchRow, Version, Vote
from consult.contributions.operations.tally import tally_rendition
from consult.contributions.search_queries import search
from consult.core.actors import ANYBODY, Actor, Held
from consult.core.clock import now, rfc3339
from consult.core.localized import LocalizedText
from consult.ledger.commitments import commit
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.records import polis
from consult.records.polis import import_polis
from consult.records.polis_files import read_polis
from consult.records.refusals import Broken, Refused
from consult.site import Site
from tests.records.sets import FERRY, HAS_REAL, NIGHT_BUS, TAIWAN, every_set, real_sets, rows

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TABLES = (Body, Proceeding, Stream, Entry, Contribution, Version, Passage, Vote, SearchRow, LocalizedText)


def bring_in(site: Site, folder: Path, title: str = "A conversation", language: str = "en") -> str:
    return import_polis(site.work, read_polis(folder), title=title, language=language, body=None)


def how_many(site: Site) -> dict[str, int]:
    with site.database.reading() as db:
        return {table.__tablename__: db.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}


@pytest.mark.parametrize("folder", every_set())
def test_everything_in_the_set_is_in_the_rows(site: Site, folder: Path):
    slug = bring_in(site, folder)
    comments, votes = rows(folder / "comments.csv"), rows(folder / "votes.csv")
    with site.database.reading() as db:
        proceeding = db.scalars(select(Proceeding)).one()
        stored = db.execute(
            select(Contribution, Passage.text)
            .join(Version, Version.contribution_id == Contribution.id)
            .join(Passage, Passage.version_id == Version.id)
        ).all()
        history = db.execute(select(Vote, Contribution.source).join(Contribution).order_by(Vote.id)).all()
    assert (proceeding.slug, proceeding.state) == (slug, "closed")
    by_number = {row.source["comment"]: (row, text) for row, text in stored}
    assert len(by_number) == len(stored) == len(comments)
    last = {(vote["comment-id"], vote["voter-id"]): int(vote["vote"]) for vote in votes}
    for comment in comments:
        row, text = by_number[int(comment["comment-id"])]
        assert text == comment["comment-body"]
        assert row.submitted_at == EPOCH + timedelta(milliseconds=int(comment["timestamp"]))
        assert row.state == {"-1": "declined", "0": "pending", "1": "published"}[comment["moderated"]]
        assert (row.reason, row.identity) == ("other" if row.state == "declined" else None, "none")
        assert (row.place is None) == (row.state == "pending")
        counted = Counter(value for (number, _), value in last.items() if number == comment["comment-id"])
        assert (row.agrees, row.disagrees, row.passes) == (counted[1], counted[-1], counted[0])
        beside = row.source["all_rows"]
        assert (beside["agrees"], beside["disagrees"]) == (int(comment["agrees"]), int(comment["disagrees"]))
        assert row.source["author"] == comment["author-id"]
    assert [(str(source["comment"]), vote.voter, str(vote.value)) for vote, source in history] == [
        (vote["comment-id"], vote["voter-id"], vote["vote"]) for vote in votes
    ]
    assert sum(vote.is_current for vote, _ in history) == len(last)
    assert proceeding.source["votes"]["current"] == len(last)


@pytest.mark.slow
@pytest.mark.skipif(not HAS_REAL, reason="counts of the real set")
def test_the_counts_of_the_real_sets():
    whole = polis.counts(read_polis(TAIWAN))
    assert (whole.votes, whole.vote_rows) == (49443, 49997)
    endings = {
        folder.name: sum("\n" in comment.text for comment in read_polis(folder).comments) for folder in real_sets()
    }
    assert endings["canadian-electoral-reform"] == 5
    assert endings["vtaiwan.uberx"] == 7


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (FERRY, ([3, 1, 2], [2, 1, 1])),
        *([pytest.param(TAIWAN, ([59, 8, 10], [26, 4, 3]), marks=pytest.mark.slow)] if HAS_REAL else []),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_search_finds_what_each_reader_may_read(site: Site, folder: Path, expected: tuple[list[int], list[int]]):
    bring_in(site, folder, language="zh-Hant")
    with site.database.reading() as db:
        body = db.scalars(select(Body)).one()
        desk = Actor(account_id=1, held=(Held(1, "secretariat", "body", body.id),))

        def found(actor: Actor, query: str) -> int:
            return search(db, actor, query).total

        words = ("計程車", "保險", "法律")
        assert [found(desk, word) for word in words] == expected[0]
        assert [found(ANYBODY, word) for word in words] == expected[1]


def test_the_public_order_is_shuffled_and_the_tally_opens(site: Site):
    bring_in(site, FERRY)
    with site.database.reading() as db:
        proceeding = db.scalars(select(Proceeding)).one()
        listed = db.execute(
            select(Contribution.id, Contribution.submitted_at, Contribution.docket)
            .where(Contribution.place.is_not(None))
            .order_by(Contribution.place)
        ).all()
        assert [row.docket for row in listed] == list(range(1, len(listed) + 1))
        for arrival in (lambda row: row.id, lambda row: row.submitted_at):
            assert [arrival(row) for row in listed] != sorted(arrival(row) for row in listed)
        entries = db.execute(select(Entry, Stream.audience).join(Stream).where(Entry.kind == "votes.tallied")).all()
        assert sorted(audience for _, audience in entries) == ["desk", "public"]
        for entry, audience in entries:
            salt = proceeding.source["tally_salts"]["open" if audience == "public" else "desk"]
            opened = commit(salt, tally_rendition(db, proceeding.id, audience == "public"))
            assert entry.commitments == {"tally": opened}
        times = {row.submitted_at for row in listed}
        public = select(Entry.happened_at).join(Stream).where(Stream.audience == "public")
        assert not times & set(db.scalars(public))


HEADER = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
VOTES = "timestamp,datetime,comment-id,voter-id,vote\n"
GOOD = "1600000000000,x,0,0,1,0,1,Fine\n"
BROKEN: dict[str, tuple[str, str | bytes, int, str]] = {
    "bad number": ("comments.csv", HEADER + GOOD + "16e8,x,1,0,0,0,1,Text\n", 3, "timestamp"),
    "after a text of two lines": (
        "comments.csv",
        HEADER + '1600,x,1,0,0,0,1,"a\nb"\n1600,x,2,0,0,0,7,c\n',
        4,
        "moderated",
    ),
    "twice": ("comments.csv", HEADER + GOOD + GOOD, 3, "twice"),
    "columns": ("comments.csv", HEADER + GOOD + "1600000000000,x,1,0,0,0\n", 3, "8 columns"),
    "header": ("comments.csv", "a,b\n", 1, "columns must be"),
    "not UTF-8": ("comments.csv", (HEADER + GOOD).encode() + b"1600,x,1,0,0,0,1,\xff\xfe\n", 3, "UTF-8"),
    "open quote": ("comments.csv", HEADER + GOOD + '1600,x,1,0,0,0,1,"never ends\n', 3, "CSV"),
    "NUL": ("comments.csv", HEADER + "1600,x,0,0,0,0,1,a\x00b\n", 2, ""),
    "vote": ("votes.csv", VOTES + "1600,x,0,1,1\n1600,x,0,2,2\n", 3, "vote must be"),
    "unknown comment": ("votes.csv", VOTES + "1600,x,9,1,1\n", 2, "not in comments.csv"),
    "voter": ("votes.csv", VOTES + "1600,x,0,Anna,1\n", 2, "voter-id"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_row_is_named(tmp_path: Path, case: str):
    file, content, line, reason = BROKEN[case]
    (tmp_path / "comments.csv").write_text(HEADER + GOOD, encoding="utf-8")
    (tmp_path / "votes.csv").write_text(VOTES, encoding="utf-8")
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Broken) as caught:
        read_polis(tmp_path)
    assert (caught.value.file, caught.value.line) == (file, line)
    assert reason in str(caught.value)
    assert f"{file}, line {line}: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nothing_stays_of_an_import_that_fails(site: Site, monkeypatch: pytest.MonkeyPatch):
    before, seen = how_many(site), {}

    def full(*_args: object, **_values: object) -> None:
        seen.update(how_many(site))
        with site.database.reading() as db:
            assert db.scalar(select(Proceeding.state)) == "draft"
        raise OSError("no space left")

    monkeypatch.setattr(polis, "enter_tally", full)
    with pytest.raises(OSError, match="no space"):
        bring_in(site, NIGHT_BUS)
    assert seen["vote"] > 0
    assert how_many(site) == before


def test_the_body_is_named_where_there_are_several(site: Site):
    def two(db, _actor):
        for slug in ("first", "second"):
            db.add(Body(slug=slug, created_at=now()))

    site.work.run(two, polis.ACTOR)
    with pytest.raises(Refused, match="first, second"):
        bring_in(site, FERRY)
    with pytest.raises(Refused, match="no body third"):
        import_polis(site.work, read_polis(FERRY), title="x", language="en", body="third")
    import_polis(site.work, read_polis(FERRY), title="x", language="en", body="second")
    with site.database.reading() as db:
        assert db.scalar(select(Body.slug).join(Proceeding, Proceeding.body_id == Body.id)) == "second"


def test_a_taken_slug_gets_a_number(site: Site):
    assert [bring_in(site, NIGHT_BUS, title="Night Ferry: Là-bas?") for _ in range(2)] == [
        "night-ferry-la-bas",
        "night-ferry-la-bas-2",
    ]
    assert polis.slug_of("計程車").startswith("consultation-")
    assert rfc3339(EPOCH) == "1970-01-01T00:00:00.000Z"
