"""Members who are told of a message: one mail that tells nothing, and none to whoever has read it or is not in the room."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from consult.moderation.operations.deciding import decide
from consult.notices.models import News
from consult.notices.operations import choose_mails
from consult.proceedings.models import Proceeding
from consult.workspaces.threads.operations.reading import mark_all_read
from tests.factories import TEST
from tests.mailbox import Box, open_box
from tests.notices.mailing import delivered, parts, passes
from tests.workspaces.threads.test_operations import remove


@pytest.fixture
def box() -> Iterator[Box]:
    with open_box() as kept:
        yield kept


@pytest.fixture
def told(world) -> str:
    discussion = world.open("The secret subject")
    return str(world.say(discussion, "Kim, the lanterns?", told=[world.people["second"].public_id]).reference)


def test_whoever_is_named_is_mailed_that_there_is_news_and_nothing_else(world, box, told):
    world.site.work.run(choose_mails, world.actor("second"), news="at_once", details=True, digest=True)
    assert delivered(world.site, box) == []  # others may follow soon
    passes(world.site, minutes=6)
    (mail,) = delivered(world.site, box)
    assert mail["To"] == "second@example.org"
    whole = mail.as_string() + "".join(parts(mail))
    for secret in (told, "secret subject", "lanterns", "advisers", "Pat Member", "Kim"):
        assert secret not in whole
    assert "There is news for you on Test Commission." in parts(mail)[0]
    assert "http://localhost/en/workspaces/" in parts(mail)[0]
    passes(world.site, hours=2)
    assert delivered(world.site, box) == []


@pytest.mark.parametrize("when", ["before it is written down", "before it is mailed"])
@pytest.mark.parametrize("why", ["removed", "read"])
def test_nobody_is_mailed_who_was_removed_or_has_read_it(world, box, told, when, why):
    if when == "before it is mailed":
        assert delivered(world.site, box) == []
        with world.site.database.reading() as db:
            assert len(db.scalars(select(News)).all()) == 1
    if why == "removed":
        remove(world, "second")
    else:
        world.site.work.run(mark_all_read, world.actor("second"), proceeding_id=world.room.id)
    passes(world.site, minutes=6)
    assert delivered(world.site, box) == []


def test_a_message_that_waits_for_a_moderator_is_told_of_once_it_was_read(world, box):
    def read_first(db, _actor) -> None:
        db.execute(update(Proceeding).where(Proceeding.id == world.room.id).values(moderation="before"))

    world.site.work.run(read_first, TEST)
    filed = world.say(None, "Kim?", told=[world.people["second"].public_id])
    assert filed.state == "pending"
    assert delivered(world.site, box) == []
    world.site.work.run(decide, TEST, reference=filed.reference, act="approve", seen=1)
    passes(world.site, minutes=16)
    assert delivered(world.site, box) == []  # written down now, and mailed with what may follow
    passes(world.site, minutes=6)
    assert "second@example.org" in {mail["To"] for mail in delivered(world.site, box)}
