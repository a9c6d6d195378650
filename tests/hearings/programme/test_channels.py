"""Links that open outside: https alone."""

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.programme.models import Channel
from consult.hearings.programme.operations.channels import add_channel, edit_channel, remove_channel
from consult.hearings.programme.queries import channels_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewChannel
from tests.factories import actor_for, make_account

VIDEO = NewChannel("video", "https://video.example.org/room?x=1")


def urls(stage):
    with stage.site.database.reading() as db:
        return [one.url for one in channels_of(db, stage.hearing.id)]


def seen(stage, public_id):
    with stage.site.database.reading() as db:
        return fingerprint(db, db.scalar(select(Channel).where(Channel.public_id == public_id)))


def test_links_are_added_changed_and_taken_away(stage):
    video = stage.run(add_channel, new=VIDEO)
    stage.run(add_channel, new=NewChannel("interpretation", "https://sound.example.org/ar", "ar"))
    before = seen(stage, video)
    stage.run(edit_channel, public_id=video, seen=before, new=NewChannel("sound", "https://sound.example.org/floor"))
    assert urls(stage) == ["https://sound.example.org/floor", "https://sound.example.org/ar"]
    with pytest.raises(Conflict):
        stage.run(remove_channel, public_id=video, seen=before)
    stage.run(remove_channel, public_id=video, seen=seen(stage, video))
    assert urls(stage) == ["https://sound.example.org/ar"]


@pytest.mark.parametrize(
    "url",
    [
        "http://video.example.org/",
        "javascript:alert(1)",
        "https:video",
        "https://",
        "https://name:secret@video.example.org/",
        "https://video.example.org/a b",
        "https://[::1",
        "//video.example.org/",
        "https://video.example.org\\@evil.example",
        "",
    ],
)
def test_only_https_is_taken(stage, url):
    with pytest.raises(Invalid) as caught:
        stage.run(add_channel, new=NewChannel("video", url))
    assert (caught.value.field, caught.value.problem) == ("url", "not_https")
    assert urls(stage) == []


def test_interpretation_names_its_language(stage):
    with pytest.raises(Invalid) as caught:
        stage.run(add_channel, new=NewChannel("interpretation", "https://sound.example.org/"))
    assert (caught.value.field, caught.value.problem) == ("language", "required")


def test_a_panellist_adds_no_link(stage):
    held = ("panellist", "proceeding", stage.hearing.id)
    with pytest.raises(NotFound):
        stage.run(add_channel, actor_for(stage.site, make_account(stage.site, "p@example.org", held)), new=VIDEO)
