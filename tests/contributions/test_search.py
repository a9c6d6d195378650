"""Searching through the words of persons: what is found, in which order, marked where, and by whom."""

import pytest

from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.listing import standing
from consult.contributions.search import index_contribution
from consult.contributions.search_queries import search
from consult.contributions.snippets import snippet
from consult.core.actors import ANYBODY
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from tests.factories import TEST, actor_for, make_account, make_body, make_comment, make_proceeding


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, "assemblies", is_live=True)


def found(site, actor, query, **more):
    with site.database.reading() as db:
        return [hit.reading.reference for hit in search(db, actor, query, **more).hits]


def staff(site, role, scope, place):
    return actor_for(site, make_account(site, f"{role}-{scope}@example.org", (role, scope, place.id)))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("計程車的保險應該由公司負擔", "保險"),
        ("計程車的保險應該由公司負擔", "計程車"),
        ("計程車的保險應該由公司負擔", "險"),
        ("タクシーの保険", "保険"),
        ("計程車，保險！", "險"),
        ("𠮷野家で会う", "𠮷"),
        ("Une lutte à l’échelle de l’État", "etat"),
        ("Une lutte à l’e\u0301chelle", "ÉCHELLE"),
        ("نطلب إضافة حماية للمُعلِّمين في المدرسة", "اضافه"),
        ("نطلب إضافة حماية للمُعلِّمين في المدرسة", "للمعلمين"),
        ("نطلب إضافة حماية للمُعلِّمين في المدرسة", "معلمين مدرسة"),
        ("انتظرنا عند جسر قديم", "بالجسر القديم"),
        ("The Straße of Łódź", "strasse"),
        ("Paragraph 14, line 2", "14"),
    ],
)
def test_words_are_found_as_people_type_them(site, room, text, query):
    reference = make_comment(site, room, text)
    make_comment(site, room, "Something else, 車 and 保 apart")
    assert reference in found(site, ANYBODY, query)


def test_every_term_must_stand_in_it_and_no_part_of_a_word_counts(site, room):
    both = make_comment(site, room, "a visible warning for the deaf")
    make_comment(site, room, "a visible sign")
    assert found(site, ANYBODY, "warning visible") == [both]
    assert found(site, ANYBODY, "warn") == []
    assert found(site, ANYBODY, '"; DROP') == [] == found(site, ANYBODY, "  ?! ")
    assert found(site, ANYBODY, "險保") == []


def test_the_best_come_first_and_equals_in_the_order_of_their_ids(site, room):
    far = make_comment(site, room, "water " + "and many other words " * 30)
    once = make_comment(site, room, "the water is clean today")
    same = make_comment(site, room, "the water is clean today")
    twice = make_comment(site, room, "the water, the water is ours")
    assert found(site, ANYBODY, "water") == [twice, once, same, far]
    assert found(site, ANYBODY, "water", limit=2, offset=1) == [once, same]
    with site.database.reading() as db:
        assert search(db, ANYBODY, "water", limit=1).total == 4


def test_a_search_stays_in_one_proceeding(site, body, room):
    here = make_comment(site, room, "water here")
    make_comment(site, make_proceeding(site, body, "other", is_live=True), "water there")
    assert found(site, ANYBODY, "water", proceeding_id=room.id) == [here]


def test_what_waits_is_hidden_or_confidential_is_found_by_who_may_read_it(site, body):
    room = make_proceeding(site, body, "before", moderation="before", is_live=True)
    waiting = make_comment(site, room, "marigold waits")
    hidden = make_comment(site, room, "marigold hidden")
    secret = make_comment(site, room, "marigold secret", confidentiality="secretariat")
    moderator = staff(site, "moderator", "body", body)
    for act in ("approve", "hide"):
        site.work.run(decide, moderator, reference=hidden, act=act, seen=1, reason="insult")
    secretariat = staff(site, "secretariat", "body", body)
    elsewhere = staff(site, "moderator", "proceeding", make_proceeding(site, body, "elsewhere"))
    assert found(site, ANYBODY, "marigold") == [] == found(site, elsewhere, "marigold")
    assert set(found(site, moderator, "marigold")) == {waiting, hidden}
    assert set(found(site, secretariat, "marigold")) == {waiting, hidden, secret}
    with site.database.reading() as db:
        assert search(db, ANYBODY, "marigold").total == 0


def test_words_of_a_private_room_are_found_by_its_members_alone(site, body):
    room = make_proceeding(site, body, "group", kind="workspace", audience="members", is_live=True)
    member = staff(site, "member", "proceeding", room)
    reference = make_comment(site, room, "marigold among us", actor=member)
    assert found(site, member, "marigold") == [reference]
    assert found(site, ANYBODY, "marigold") == []
    assert found(site, staff(site, "secretariat", "body", body), "marigold") == []


def test_redacted_words_are_found_at_the_desk_alone_and_shown_to_nobody_else(site, body, room):
    reference = make_comment(site, room, "Officer Brandvold had covered his number")

    def redact(db, actor):
        row = db.query(Contribution).filter_by(reference=reference).one()
        version = db.query(Version).filter_by(contribution_id=row.id).one()
        db.query(Passage).filter_by(version_id=version.id).one().redacted = "Officer [name] had covered his number"
        db.flush()
        index_contribution(db, db.get_one(Proceeding, room.id), row, standing(db, row).passages)

    site.work.run(redact, TEST)
    moderator = staff(site, "moderator", "body", body)
    assert found(site, ANYBODY, "brandvold") == []
    assert found(site, moderator, "brandvold") == [reference]
    with site.database.reading() as db:
        said = "".join(piece.text for piece in search(db, ANYBODY, "covered").hits[0].pieces)
    assert said == "Officer [name] had covered his number"


def test_a_snippet_marks_what_was_found_as_it_was_written():
    assert [piece.text for piece in snippet("計程車的保險應該", "保險") if piece.marked] == ["保險"]
    assert [piece.text for piece in snippet("計程車的保險應該", "計程車") if piece.marked] == ["計程車"]
    assert [piece.text for piece in snippet("保險", "險") if piece.marked] == ["險"]
    assert [piece.text for piece in snippet("في المُعلِّمين", "المعلمين") if piece.marked] == ["المُعلِّمين"]
    assert [piece.text for piece in snippet("L’État, l’état", "etat") if piece.marked] == ["État", "état"]


def test_a_snippet_of_a_long_text_is_cut_between_words_around_the_place():
    text = "before " * 100 + "the lantern " + "after " * 100
    pieces = snippet(text, "lantern")
    assert [piece.text for piece in pieces if piece.marked] == ["lantern"]
    said = "".join(piece.text for piece in pieces)
    assert said.startswith("… before ")
    assert said.endswith("after …")
    assert len(said) < 260
    assert "".join(piece.text for piece in snippet("short text", "nothing")) == "short text"


SENTENCES = (
    "The court, the COURT_room and a court-martial; 14 courts.",
    "計程車的保險應該由公司負擔，計程車 Taxi計程車 保險險",
    "タクシーの保険。Water is für alle, water.",
    "word " * 90 + "court " + "word " * 90 + "court 保險",
    "ﬁne Straße e\u0301chelle ① ㎡ court",
)


@pytest.mark.parametrize(
    "query", ["court", "the court", "14", "計程車", "險", "程車 保險", "water 保険", "taxi", "none", "fine"]
)
def test_a_plain_text_is_marked_where_its_tokens_are(monkeypatch, query):
    for text in SENTENCES:
        quick = snippet(text, query)
        monkeypatch.setattr("consult.contributions.snippets.is_plain", lambda _text: False)
        assert quick == snippet(text, query)
        monkeypatch.undo()
