"""A room with people of each role, and a discussion in it."""

import uuid
from typing import Any, NamedTuple

import pytest

from consult.accounts.models import Account
from consult.contributions.attachments.storing import NewFile
from consult.contributions.operations.submit import Filed, NewContribution, NewPassage
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.threads.operations.leading import open_discussion
from consult.workspaces.threads.operations.sending import send_message
from tests.factories import actor_for, make_account, make_body, make_proceeding


class World(NamedTuple):
    """A room, and what its people do in it."""

    site: Site
    room: Proceeding
    other: Proceeding
    people: dict[str, Account]

    @property
    def address(self) -> str:
        return f"/en/workspaces/{self.room.slug}/discussions/"

    def actor(self, role: str) -> Actor:
        return actor_for(self.site, self.people[role])

    def new(self, text: str, **more: Any) -> NewContribution:
        sent = {"identity": "public", "name": "Me", "language": "en"} | more
        return NewContribution("comment", uuid.uuid4().hex, (NewPassage(text),), **sent)

    def open(self, title: str = "Letter to the ministry", text: str = "Shall we write?", role: str = "member") -> str:
        values: dict[str, Any] = {"proceeding_id": self.room.id, "title": title, "new": self.new(text)}
        return str(self.site.work.run(open_discussion, self.actor(role), **values).result)

    def say(self, discussion: str | None, text: str, role: str = "member", **more: Any) -> Filed:
        given = {name: more.pop(name) for name in ("files", "told") if name in more}
        new = self.new(text, target=discussion, **more)
        filed: Filed = self.site.work.run(
            send_message, self.actor(role), proceeding_id=self.room.id, new=new, **given
        ).result
        return filed

    def file(self, content: bytes = b"%PDF-1.4 nothing", name: str = "minutes.pdf") -> NewFile:
        incoming = self.site.storage.receive(len(content))
        incoming.write(content)
        stored = incoming.keep()
        return NewFile(stored.digest, stored.size, name, "application/pdf", question="message")


ROLES = ("chair", "secretary", "member", "observer")


@pytest.fixture
def world(site: Site) -> World:
    body = make_body(site)
    values = {"kind": "workspace", "audience": "members", "is_live": True, "identities": ["public"]}
    room = make_proceeding(site, body, "advisers", prefix="W3", **values)
    other = make_proceeding(site, body, "other-room", prefix="W4", **values)
    people = {
        role: make_account(site, f"{role}@example.org", (role, "proceeding", room.id), name=f"Pat {role.title()}")
        for role in ROLES
    }
    people["second"] = make_account(site, "second@example.org", ("member", "proceeding", room.id), name="Kim Second")
    people["elsewhere"] = make_account(
        site, "elsewhere@example.org", ("chair", "proceeding", other.id), name="Lee Elsewhere"
    )
    people["office"] = make_account(site, "office@example.org", ("secretariat", "body", body.id), name="Ona Office")
    return World(site, room, other, people)
