"""Acts over sockets: the same operations, the same refusals."""

import pytest
from flask import Flask

from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.floor.operations.sittings import open_item
from tests.factories import token_for
from tests.hearings.floor.sitting import Sitting
from tests.live.scene import make_person
from tests.live.test_sockets import call


@pytest.fixture
def sitting(app: Flask) -> Sitting:
    """The hearing of the application's own site."""
    return Sitting(app.extensions["consult.site"])


def test_a_chair_acts_and_learns_the_number_of_the_act(app, sitting):
    token, hearing = token_for(sitting.site, sitting.account), sitting.hearing.public_id
    item = sitting.first.public_id
    given = {"hearing": hearing, "act": "open_item", "item": item}
    assert call(app, "floor.act", token, "chair", seen=0, **given) == {"moves": 1}
    with pytest.raises(Conflict) as refused:
        call(app, "floor.act", token, "chair", seen=0, hearing=hearing, act="next_item")
    assert refused.value.problem == "stale"
    _pia, person = sitting.panellist("Pia")
    added = {"act": "add_speaker", "item": item, "kind": "contribution", "who": f"person:{person.public_id}"}
    assert call(app, "floor.act", token, "chair", seen=1, hearing=hearing, **added) == {"moves": 2}
    for broken in ({"act": "dance"}, {"act": "next_item"}, {"act": "open_item", "seen": 2, "item": 7}, {"act": ["x"]}):
        with pytest.raises(Invalid):
            call(app, "floor.act", token, "chair", hearing=hearing, **broken)
    _account, stranger = make_person(sitting.site, "Stranger")
    for who, where in ((stranger, hearing), (token, "nothing"), (token, None), (token, sitting.first.public_id)):
        with pytest.raises(NotFound):
            call(app, "floor.act", who, f"{who} {where}", hearing=where, act="next_item", seen=2)
    assert sitting.seen == 2


def test_somebody_asks_for_the_floor_and_leaves_the_list(app, sitting):
    account, token = make_person(sitting.site, "Ana")
    sitting.registered("Amina", account_id=account.id)
    sitting.act(open_item, item=sitting.first.public_id)
    hearing, item = sitting.hearing.public_id, sitting.first.public_id
    asked = call(app, "floor.ask", token, "ana", hearing=hearing, item=item, kind="contribution")
    assert sitting.speaker(asked["speaker"]).state == "waiting"
    with pytest.raises(Conflict):
        call(app, "floor.ask", token, "ana", hearing=hearing, item=item, kind="contribution")
    with pytest.raises(Invalid):
        call(app, "floor.ask", token, "ana", hearing=hearing, item=item, kind=7)
    _other, stranger = make_person(sitting.site, "Stranger")
    with pytest.raises(NotFound):
        call(app, "floor.leave", stranger, "stranger", hearing=hearing, speaker=asked["speaker"])
    assert call(app, "floor.leave", token, "ana", hearing=hearing, speaker=asked["speaker"]) == {}
    assert sitting.speaker(asked["speaker"]).state == "left"
