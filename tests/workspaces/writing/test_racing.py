"""Two at the same paragraph in the same moment: one of them is first, and the other one's words are kept."""

import threading
from collections.abc import Callable
from typing import Any

from consult.core.errors import Conflict
from tests.workspaces.writing.world import Desk

ROUNDS = 6


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each gave, or why it was refused; all of them begin together."""
    start, found = threading.Barrier(len(acts)), list[Any]()

    def run(act: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            found.append(act())
        except Conflict as error:
            found.append(error.problem)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return found


def test_of_two_saves_on_one_revision_one_is_the_next_and_one_is_kept_beside_it(desk: Desk) -> None:
    for seen in range(1, ROUNDS + 1):
        done = at_once(
            lambda: desk.save("ana", f"By Ana {seen}.", seen=seen),  # noqa: B023
            lambda: desk.save("bo", f"By Bo {seen}.", seen=seen),  # noqa: B023
        )
        assert sorted(one.state for one in done) == ["conflict", "saved"]
    assert desk.first.revision == ROUNDS + 1
    assert [one.revision for one in desk.saves()] == list(range(1, ROUNDS + 2))
    assert len(desk.conflicts()) == ROUNDS


def test_of_two_who_take_a_paragraph_one_has_it_and_one_is_told(desk: Desk) -> None:
    done = at_once(lambda: desk.take("ana", "window-of-ana"), lambda: desk.take("bo", "window-of-bo"))
    assert [one for one in done if isinstance(one, str)] == ["being_written"]
    assert len(done) == 2


def test_one_save_sent_twice_at_once_is_one(desk: Desk) -> None:
    done = at_once(*[lambda: desk.save("ana", "Sent twice.", seen=1, client_id="one-key")] * 2)
    assert sorted(one.dup for one in done) == [False, True]
    assert {one.revision for one in done} == {2}
    assert desk.conflicts() == []
