"""Correcting and removing lines: what they said before is kept, and nobody overwrites anybody."""

import threading

import pytest

from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.notes.operations.correcting import Correction, correct_line, remove_line
from consult.hearings.notes.queries import line_by_public_id, removed_lines, wordings_of
from tests.hearings.notes.scene import WITHHELD, Noted


@pytest.fixture
def noted(site) -> Noted:
    return Noted(site)


def correct(noted, line, seen, by=None, **said):
    given = {"proceeding_id": noted.hearing.id, "line": line, "seen": seen, "correction": Correction(**said)}
    return noted.site.work.run(correct_line, by or noted.note_taker, **given).result


def remove(noted, line, seen, by=None):
    given = {"proceeding_id": noted.hearing.id, "line": line, "seen": seen}
    noted.site.work.run(remove_line, by or noted.note_taker, **given)


def wordings(noted, line):
    with noted.site.database.reading() as db:
        return [(one.number, one.name, one.text) for one in wordings_of(db, noted.hearing, line)]


def test_a_correction_keeps_the_earlier_wording(noted):
    line = noted.write("A draft resolutin.").id
    assert correct(noted, line, 1, text="A draft resolution.") == 2
    assert correct(noted, line, 2, text="A draft resolution, revised.", by=noted.chair) == 3
    (now,) = noted.read()
    assert (now.text, now.version, now.corrected_at is not None) == ("A draft resolution, revised.", 3, True)
    assert wordings(noted, line) == [(1, None, "A draft resolutin."), (2, None, "A draft resolution.")]


def test_what_stays_the_same_is_no_correction(noted):
    line = noted.write("As it was.").id
    assert correct(noted, line, 1, text=" As it was. ") == 1
    assert wordings(noted, line) == []


def test_a_line_is_given_to_another_speaker_and_kind(noted):
    first, second = noted.turn("Ana Tesch", ended=True), noted.turn("Omar Said")
    line = noted.write("Is that so?").id
    correct(noted, line, 1, text="Is that so?", turn=first.public_id, kind="question", original=True)
    (now,) = noted.read()
    assert (now.name, now.kind, now.original, now.turn) == ("Ana Tesch", "question", True, first.public_id)
    correct(noted, line, 2, text="Is that so?", speaker="The Registrar")
    assert (noted.read()[0].name, noted.read()[0].turn) == ("The Registrar", None)
    assert [name for _number, name, _text in wordings(noted, line)] == ["Omar Said", "Ana Tesch"]
    assert second.public_id != first.public_id


def test_who_read_an_older_version_is_refused(noted):
    line = noted.write("One.").id
    correct(noted, line, 1, text="Two.")
    for late in (lambda: correct(noted, line, 1, text="Other."), lambda: remove(noted, line, 1)):
        with pytest.raises(Conflict) as refused:
            late()
        assert refused.value.problem == "changed_meanwhile"
    assert noted.read()[0].text == "Two."


def test_two_corrections_at_once_of_which_one_counts(noted):
    line = noted.write("One.").id
    outcomes: list[str] = []

    def try_it(words: str) -> None:
        try:
            correct(noted, line, 1, text=words)
            outcomes.append(words)
        except Conflict as error:
            outcomes.append(error.problem)

    threads = [threading.Thread(target=try_it, args=(words,)) for words in ("Left.", "Right.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = noted.read()[0].text
    assert sorted(outcomes) == sorted([won, "changed_meanwhile"])
    assert won in ("Left.", "Right.")
    assert len(wordings(noted, line)) == 1


def test_a_removed_line_is_kept_for_those_who_note(noted):
    line = noted.write("Said in error.").id
    remove(noted, line, 1)
    assert noted.read() == []
    with noted.site.database.reading() as db:
        with pytest.raises(NotFound):
            line_by_public_id(db, noted.reader, noted.hearing, line)
        assert line_by_public_id(db, noted.note_taker, noted.hearing, line).state == "removed"
        assert [one.text for one in removed_lines(db, noted.note_taker, noted.hearing, "en")] == ["Said in error."]
        with pytest.raises(NotFound):
            removed_lines(db, noted.reader, noted.hearing, "en")
    with pytest.raises(Conflict):
        correct(noted, line, 2, text="Back again.")


@pytest.mark.parametrize("role", ["moderator", "panellist"])
def test_the_nearest_roles_correct_nothing(noted, role):
    line = noted.write("As it stands.").id
    other = noted.actor(role)
    with pytest.raises(NotFound):
        correct(noted, line, 1, other, text="Otherwise.")
    with pytest.raises(NotFound):
        remove(noted, line, 1, other)
    assert noted.read()[0].text == "As it stands."


def test_a_line_of_another_hearing_is_not_there(noted):
    with pytest.raises(NotFound):
        correct(noted, "nosuchline000000", 1, text="Where?")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x", "kind": "song"}, "kind"),
        ({"text": "x", "turn": "nosuchturn000000"}, "turn"),
        ({"text": "x", "speaker": WITHHELD}, "speaker"),
    ],
)
def test_a_correction_that_cannot_be_taken(noted, said, field):
    noted.turn(WITHHELD, identity="secretariat")
    line = noted.write("As it stands.").id
    with pytest.raises(Invalid) as refused:
        correct(noted, line, 1, **said)
    assert refused.value.field == field
    assert noted.read()[0].text == "As it stands."


def test_a_turn_of_another_item_is_not_for_this_line(noted):
    elsewhere = noted.turn(item=noted.closed, ended=True)
    line = noted.write("Here.").id
    with pytest.raises(Invalid):
        correct(noted, line, 1, text="Here.", turn=elsewhere.public_id)
