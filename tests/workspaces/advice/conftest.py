"""A room with a document of one version, and an open consultation of the same body."""

from typing import Any, NamedTuple

import pytest

from consult.accounts.models import Account
from consult.bodies.models import Body
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.documents.models import Document, DocumentVersion
from consult.workspaces.rooms.models import Room
from tests.factories import make_account, make_body, make_proceeding, saved, words

TEXT = [
    {"key": "a" * 16, "style": "heading1", "label": "I.", "text": "On night ferries"},
    {"key": "b" * 16, "style": "paragraph", "label": "1", "text": "The ferry should run at night."},
    {"key": "c" * 16, "style": "paragraph", "label": "2", "text": "Fares should stay as they are."},
]
SECRET = ("Zebra Council", "Nadia Vertraut", "hidden draft words", "zebra-council")


class Scene(NamedTuple):
    """What the tests of advice begin with."""

    body: Body
    room: Proceeding
    target: Proceeding
    document: Document
    people: dict[str, Account]


@pytest.fixture
def scene(site: Site) -> Scene:
    body = make_body(site)
    values: dict[str, Any] = {"kind": "workspace", "audience": "members", "is_live": True, "identities": ["public"]}
    room = make_proceeding(site, body, "zebra-council", **values, prefix="W3", symbol="")
    words(site, room.owner, {"title": {"en": "Zebra Council"}})
    saved(site, Room(proceeding_id=room.id, form="advisory_group", rule="chatham"))
    target = make_proceeding(site, body, "ferries", moderation="after", prefix="C1")
    words(site, target.owner, {"title": {"en": "Ferries at night"}})
    people = {
        role: make_account(site, f"{role}@example.org", (role, "proceeding", room.id), name="Nadia Vertraut")
        for role in ("chair", "secretary", "member", "observer")
    }
    document = saved(site, Document(proceeding_id=room.id, title="Advice on ferries", language="en", version=2,
                                    made_by=people["chair"].id, made_at=room.created_at))  # fmt: skip
    for number, text in ((1, [TEXT[0] | {"text": "hidden draft words"}]), (2, TEXT)):
        saved(site, DocumentVersion(document_id=document.id, number=number, paragraphs=text, digest="0" * 64,
                                    salt="5a" * 16, made_at=room.created_at))  # fmt: skip
    return Scene(body, room, target, document, people)
