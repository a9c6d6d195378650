"""The advice that the advisory group writes: numbered paragraphs, two versions, amendments in every state, comments."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.story import part_of
from consult.site import Site
from consult.workspaces.documents.models import Document
from consult.workspaces.documents.operations.amending import (
    NewAmendment,
    accept_amendment,
    reject_amendment,
    suggest_amendment,
    withdraw_amendment,
)
from consult.workspaces.documents.operations.ground import held_document, set_text
from consult.workspaces.documents.operations.making import NewParagraph, make_document
from consult.workspaces.documents.operations.versions import make_version
from consult.workspaces.documents.queries import paragraph_by_key, paragraphs_of


def add_documents(site: Site, room: DemoRoom) -> None:
    """Write the document of the story as it came about, day by day."""
    says = part_of("room_documents", room)
    if says is None:
        return
    with days_ago(says["ago"]):
        rows = tuple(NewParagraph(one["text"], one["style"]) for one in says["paragraphs"])
        given = {"title": says["title"], "language": says["language"], "paragraphs": rows}
        document_id = site.work.run(make_document, room.led_by(), proceeding_id=room.id, **given).result.id
    with site.database.reading() as db:
        keys = [row.key for row in paragraphs_of(db, db.get_one(Document, document_id))]
    story = _Story(site, room, document_id, keys)
    days = [*((one["ago"], story.version, one) for one in says["versions"])]
    days += [(one["ago"], story.save, one) for one in says["before"]]
    days += [(one["ago"], story.comment, one) for one in says["comments"]]
    for one in says["amendments"]:
        days.append((one["ago"], story.suggest, one))
        if "then" in one:
            days.append((one["on"], story.decide, one))
    for ago, act, one in sorted(days, key=lambda day: -day[0]):
        with days_ago(ago):
            act(one)


def days_ago(days: float) -> AbstractContextManager[None]:
    """Let everything happen so many days ago."""
    return telling(now() - timedelta(days=days))


def say(db: Session, actor: Actor, *, document_id: int, key: str, text: str) -> None:
    """Give a paragraph other words, whatever stands there."""
    held = held_document(db, actor, document_id, "room:write")
    row = paragraph_by_key(db, held.document, key, locked=True)
    set_text(db, actor, held, row, text, seen=row.revision)


class _Story:
    """The document while it is written; `made` are the public ids of amendments by their words."""

    def __init__(self, site: Site, room: DemoRoom, document_id: int, keys: list[str]) -> None:
        self.site, self.room, self.document_id, self.keys = site, room, document_id, keys
        self.made: dict[str, str] = {}

    def run(self, operation: Any, who: Actor, **values: Any) -> Any:
        return self.site.work.run(operation, who, document_id=self.document_id, **values).result

    def revision(self, at: int) -> int:
        with self.site.database.reading() as db:
            return paragraph_by_key(db, db.get_one(Document, self.document_id), self.keys[at]).revision

    def member(self, number: int) -> Actor:
        members = self.room.members()
        return members[number % len(members)]

    def version(self, one: Mapping[str, Any]) -> None:
        self.run(make_version, self.room.led_by(), note=one["note"])

    def save(self, one: Mapping[str, Any]) -> None:
        self.run(say, self.member(one["at"]), key=self.keys[one["at"]], text=one["text"])

    def comment(self, one: Mapping[str, Any]) -> None:
        who = self.member(one["by"])
        new = NewContribution(
            kind="comment",
            client_id=str(uuid4()),
            passages=(NewPassage(one["text"]),),
            language="en",
            identity="public",
            target=self.keys[one["at"]],
        )
        sender = replace(who, sender=f"demo {uuid4()}")
        self.site.work.run(submit_contribution, sender, proceeding_id=self.room.id, new=new)

    def suggest(self, one: Mapping[str, Any]) -> None:
        key = self.keys[one["at"]]
        new = NewAmendment(one["kind"], key, one.get("text", ""), one["reason"], self.revision(one["at"]))
        self.made[one["reason"]] = self.run(suggest_amendment, self.member(one["by"]), new=new).public_id

    def decide(self, one: Mapping[str, Any]) -> None:
        about = {"public_id": self.made[one["reason"]]}
        if one["then"] == "withdraw":
            self.run(withdraw_amendment, self.member(one["by"]), **about)
        elif one["then"] == "reject":
            self.run(reject_amendment, self.room.led_by(), reason=one["words"], **about)
        elif one["then"] == "accept":
            self.run(accept_amendment, self.room.led_by(), seen=self.revision(one["at"]), reason=one["words"], **about)
        else:  # the chair suggests the same and accepts the own one: the other lapses
            key, seen = self.keys[one["at"]], self.revision(one["at"])
            new = NewAmendment(one["kind"], key, one["text"], "As the secretariat proposed.", seen)
            own = self.run(suggest_amendment, self.room.led_by(), new=new).public_id
            self.run(accept_amendment, self.room.led_by(), public_id=own, seen=seen)
