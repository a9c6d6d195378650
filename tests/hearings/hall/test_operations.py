"""What the chair shows on the screen of the room."""

import json

import pytest
from sqlalchemy import select

from consult.contributions.streams import TELLERS
from consult.core.errors import Invalid, NotFound
from consult.hearings.hall import events
from consult.hearings.hall.models import Screen
from consult.hearings.hall.operations import choose_for_screen
from consult.hearings.polls.models import Poll
from consult.moderation.operations.deciding import decide
from tests.factories import TEST, actor_for, make_account, make_body, make_comment, make_proceeding, saved
from tests.hearings.hall.scene import Scene
from tests.hearings.hall.test_events import heard, registered

__all__ = ["registered"]
WORDS = "Thirty minutes is what it takes."


@pytest.fixture
def chair(hall: Scene):
    account = make_account(hall.site, "chair@example.org", ("chair", "proceeding", hall.hearing.id))
    return actor_for(hall.site, account)


def choose(hall: Scene, who, kind: str | None = None, reference: str | None = None) -> None:
    hall.site.work.run(choose_for_screen, who, proceeding_id=hall.hearing.id, kind=kind, reference=reference)


def shown(hall: Scene) -> tuple[str | None, str | None] | None:
    with hall.site.database.reading() as db:
        row = db.scalar(select(Screen))
        return (row.kind, row.reference) if row else None


def test_a_comment_is_chosen_told_and_taken_away_again(hall: Scene, chair) -> None:
    reference = make_comment(hall.site, hall.hearing, WORDS)
    choose(hall, chair, "comment", reference)
    assert shown(hall) == ("comment", reference)
    event = heard(hall)[-1]
    assert (event["kind"], event["ref"]) == ("screen.chosen", hall.hearing.public_id)
    assert (event["data"]["reference"], event["data"]["words"]["text"]) == (reference, WORDS)
    choose(hall, chair)
    assert shown(hall) == (None, None)
    assert [one["data"] for one in heard(hall) if one["kind"] == "screen.chosen"] == [{"kind": None}] * 2


def test_what_is_hidden_since_is_in_no_frame(hall: Scene, chair) -> None:
    reference = make_comment(hall.site, hall.hearing, WORDS)
    choose(hall, chair, "comment", reference)
    hall.site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult")
    for audience in ("public", "desk"):
        assert WORDS not in json.dumps([one for one in heard(hall, audience) if one["kind"] == "screen.chosen"])
    with pytest.raises(NotFound):
        choose(hall, chair, "comment", reference)


def test_an_open_poll_may_be_chosen_and_a_draft_may_not(hall: Scene, chair) -> None:
    given = {"proceeding_id": hall.hearing.id, "rule": "open", "electorate": "anyone", "choices": ["a"], "salt": "x"}
    asked, draft = saved(hall.site, Poll(**given, state="open")), saved(hall.site, Poll(**given))
    choose(hall, chair, "poll", asked.public_id)
    assert shown(hall) == ("poll", asked.public_id)
    with pytest.raises(NotFound):
        choose(hall, chair, "poll", draft.public_id)


def test_what_is_not_of_this_hearing_or_no_kind_is_refused(hall: Scene, chair) -> None:
    elsewhere = make_proceeding(hall.site, make_body(hall.site, "second"), "plain")
    reference = make_comment(hall.site, elsewhere, WORDS)
    for kind, named in (("comment", reference), ("question", None), ("poll", "absent")):
        with pytest.raises(NotFound):
            choose(hall, chair, kind, named)
    with pytest.raises(Invalid):
        choose(hall, chair, "speaker", reference)
    assert shown(hall) is None


@pytest.mark.parametrize("role", ["moderator", "note_taker"])
def test_it_is_the_chairs_alone(hall: Scene, role: str) -> None:
    reference = make_comment(hall.site, hall.hearing, WORDS)
    account = make_account(hall.site, "other@example.org", (role, "proceeding", hall.hearing.id))
    with pytest.raises(NotFound):
        choose(hall, actor_for(hall.site, account), "comment", reference)
    assert shown(hall) is None


def test_tellers_are_known_by_every_kind(hall: Scene) -> None:
    assert set(events.TELLERS) <= set(TELLERS)
