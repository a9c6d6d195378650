"""Writing lines: who may, where they stand, to whom they are attributed."""

import threading

import pytest

from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.hearings.floor.models import Floor
from consult.hearings.notes.operations.writing import NewLine, write_line
from consult.hearings.registration.models import Registration
from tests.factories import TEST, actor_for, make_account, make_proceeding, saved
from tests.hearings.notes.scene import WITHHELD, Noted


@pytest.fixture
def noted(site) -> Noted:
    return Noted(site)


def test_a_line_belongs_to_who_has_the_floor(noted):
    turn = noted.turn()
    noted.write("Monsieur le Président.", language="fr")
    noted.write("Mr. Chair.", kind="caption")
    noted.write("(The delegate shows a picture.)", kind="scene")
    french, (english, scene) = noted.read("fr")[0], noted.read("en")
    assert (french.turn, french.item) == (turn.public_id, noted.item.public_id)
    assert (french.name, french.organisation, french.category) == ("Ana Tesch", "Harbour Clinic", "ngo")
    assert (french.original, english.original) == (True, False)
    assert (english.turn, english.kind) == (turn.public_id, "caption")
    assert (scene.turn, scene.item) == (None, noted.item.public_id)


def test_a_line_can_be_attributed_otherwise(noted):
    earlier = noted.turn("Omar Said", ended=True)
    noted.turn()
    other = noted.add_item("3")
    noted.write("Of an earlier turn.", turn=earlier.public_id)
    noted.write("By somebody from the floor.", speaker="  The   Registrar ")
    noted.write("On another item.", item=other.public_id)
    noted.write("Said by nobody.", turn="none", original=True)
    found = {line.text: line for line in noted.read()}
    assert found["Of an earlier turn."].name == "Omar Said"
    typed = found["By somebody from the floor."]
    assert (typed.name, typed.turn, typed.organisation) == ("The Registrar", None, None)
    assert (found["On another item."].item, found["On another item."].turn) == (other.public_id, None)
    assert (found["Said by nobody."].turn, found["Said by nobody."].original) == (None, True)


def test_a_line_that_comes_late_stands_at_its_turn(noted):
    first = noted.turn("Ana Tesch")
    noted.write("One.")
    noted.end(first)
    noted.turn("Omar Said")
    noted.write("Three.")
    noted.write("Two, late.", turn=first.public_id)
    noted.write("Two, later still.", turn=first.public_id)
    noted.write("Four.")
    assert [line.text for line in noted.read()] == ["One.", "Two, late.", "Two, later still.", "Three.", "Four."]


def test_the_same_key_makes_one_line(noted):
    first = noted.write("Once.", key="a-key")
    again = noted.write("Once.", key="a-key")
    assert (again.id, again.dup, first.dup) == (first.id, True, False)
    with pytest.raises(Conflict) as refused:
        noted.write("Something else.", key="a-key")
    assert refused.value.problem == "key_used"
    with pytest.raises(Conflict):
        noted.write("Once.", noted.actor("note_taker"), key="a-key")
    assert [line.text for line in noted.read()] == ["Once."]


@pytest.mark.parametrize("role", ["moderator", "panellist", "observer"])
def test_the_nearest_roles_take_no_minutes(noted, role):
    with pytest.raises(NotFound):
        noted.write("No.", noted.actor(role))
    with pytest.raises(NotFound):
        noted.write("No.", noted.reader)
    assert noted.read() == []


def test_the_office_and_the_chair_may_note(noted):
    noted.write("By the chair.", noted.chair)
    assert [line.text for line in noted.read()] == ["By the chair."]


def test_before_the_opening_nothing_is_noted_and_afterwards_it_is(site):
    early = Noted(site, state="announced", opens_at=None)
    with pytest.raises(Closed):
        early.write("Too early.")


def test_after_the_closing_minutes_are_written_on(site):
    late = Noted(site, state="closed")
    late.write("What was heard.")
    assert [line.text for line in late.read()] == ["What was heard."]


def test_minutes_are_taken_of_hearings_alone(noted, site):
    other = make_proceeding(site, noted.body, "a-consultation")
    office = actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", noted.body.id)))
    new = NewLine(key="k", language="en", kind="speech", text="No.")
    with pytest.raises(NotFound):
        site.work.run(write_line, office, proceeding_id=other.id, new=new)
    site.work.run(write_line, office, proceeding_id=noted.hearing.id, new=new)


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"text": "  "}, "text", "required"),
        ({"text": "x" * 4001}, "text", "too_long"),
        ({"text": "a\u202eb"}, "text", "direction_mark"),
        ({"kind": "song"}, "kind", "no_such_choice"),
        ({"language": "sw"}, "language", "no_such_choice"),
        ({"turn": "nosuchturn000000"}, "turn", "no_such_choice"),
        ({"speaker": "x" * 201}, "speaker", "too_long"),
        ({"speaker": "zahra  WITHHELDNAME"}, "speaker", "name_withheld"),
    ],
)
def test_what_cannot_be_taken_names_its_field(noted, given, field, problem):
    noted.turn(WITHHELD, identity="secretariat")
    with pytest.raises(Invalid) as refused:
        noted.write(**{"text": "Words.", **given})
    assert (refused.value.field, refused.value.problem) == (field, problem)
    assert noted.read() == []


def test_an_item_that_is_not_there_is_not_found(noted):
    with pytest.raises(NotFound):
        noted.write("Where?", item="nosuchitem000000")


def test_a_turn_of_another_item_is_refused(noted):
    turn = noted.turn()
    with pytest.raises(Invalid):
        noted.write("Of two minds.", turn=turn.public_id, item=noted.closed.public_id)


def test_a_withheld_name_is_in_no_attribution(noted, site):
    noted.turn(WITHHELD, identity="secretariat")
    noted.write("What she said.")
    (line,) = noted.read()
    assert (line.name, line.organisation, line.identity, line.category) == (None, None, "secretariat", "ngo")
    for reader in (noted.note_taker, noted.chair):
        (seen,) = noted.read(by=reader)
        assert WITHHELD not in repr(seen)


def test_a_name_that_is_withheld_later_is_taken_from_what_was_typed(noted, site):
    noted.write("What he said.", speaker="Late Asker")
    assert noted.read()[0].name == "Late Asker"
    asked = {"wish": "speak", "state": "accepted", "identity": "secretariat", "name": "Late Asker", "language": "en"}
    saved(
        site,
        Registration(
            reference="H6-AAAA-BBBB", proceeding_id=noted.hearing.id, form_key="k", registered_at=now(), **asked
        ),
    )
    assert (noted.read()[0].name, noted.read()[0].identity) == (None, "secretariat")


def test_what_is_said_of_a_closed_item_is_for_those_who_attend(noted):
    noted.write("Behind closed doors.", item=noted.closed.public_id)
    assert noted.read() == []
    assert noted.read(by=noted.actor("observer")) == []
    for role in ("note_taker", "panellist", "chair"):
        assert [line.text for line in noted.read(by=noted.actor(role))] == ["Behind closed doors."]


def test_a_page_that_is_late_tells_nobody_of_a_closed_item(noted, site):
    def take_up(item):
        def move(db, _actor):
            db.get_one(Floor, noted.hearing.id).item_id = item.id

        site.work.run(move, TEST)

    take_up(noted.closed)
    public = noted.item.public_id
    noted.write("By a late page.", item=public, turn="none", automatic=True)
    noted.write("Chosen so.", item=public, turn="none")
    assert [line.text for line in noted.read()] == ["Chosen so."]
    take_up(noted.item)
    noted.write("Of the closed item, late.", item=noted.closed.public_id, turn="none", automatic=True)
    noted.write("In public again.", item=public, turn="none", automatic=True)
    assert [line.text for line in noted.read()] == ["Chosen so.", "In public again."]


def test_two_who_note_at_once_get_different_places(noted):
    others = [noted.note_taker, noted.actor("note_taker"), noted.chair]

    def several(who: int) -> None:
        for number in range(8):
            noted.write(f"{who}.{number}", others[who])

    threads = [threading.Thread(target=several, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = noted.read()
    assert len({line.position for line in found}) == len(found) == 24
    for who in range(3):
        own = [line.text for line in found if line.text.startswith(f"{who}.")]
        assert own == [f"{who}.{number}" for number in range(8)]
