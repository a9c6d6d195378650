"""Discussions of the private workspace: one with a message that is a decision and names a member."""

import uuid
from typing import Any

from consult.accounts.models import Account
from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.threads.operations.deciding import mark_decision
from consult.workspaces.threads.operations.leading import open_discussion
from consult.workspaces.threads.operations.sending import send_message
from tests.doors.door import Door, L
from tests.factories import TEST, actor_for

T = f"{L}/workspaces/<slug>/discussions"
ONE = f"{T}/<discussion>"
SAID = ("roommessage",)
THREADS = [
    Door("GET", f"{T}/", "discussions", "room", SAID),
    Door("POST", f"{T}/", "open_discussion", "room"),
    Door("POST", f"{T}/read", "mark_all_read", "room"),
    Door("GET", f"{T}/decisions", "decisions", "room", SAID),
    Door("GET", f"{T}/messages/<reference>", "message", "room", SAID),
    Door("POST", f"{T}/messages/<reference>/decision", "mark_decision, unmark_decision", "office"),
    Door("GET", f"{ONE}/", "message_page", "room", SAID),
    Door("POST", f"{ONE}/", "send_message", "room"),
    Door("GET", f"{ONE}/part", "messages_named", "room"),
    Door("GET", f"{ONE}/unread", "first_unread", "room"),
    Door("POST", f"{ONE}/read", "mark_read", "room"),
    Door("POST", f"{ONE}/state", "close_discussion, reopen_discussion, pin_discussion", "office"),
    Door("GET", f"{ONE}/title", "discussion_of", "room", SAID),
    Door("POST", f"{ONE}/title", "rename_discussion", "room"),
    Door("GET", f"{L}/workspaces/<slug>/search", "search", "room", SAID, "q=lanternword"),
    Door("GET", f"{L}/workspaces/<slug>/submissions/<reference>", "readings_by_reference", "room"),
]


def plant_discussion(site: Site, room: Proceeding, member: Account, chair: Account, words: str) -> dict[str, str]:
    """The public id of a discussion whose title and message hold these words, and the reference of that message."""
    writer = actor_for(site, member)

    def new(target: str | None) -> NewContribution:
        passages = (NewPassage(words),)
        sent = {"language": "en", "identity": "public", "name": "x", "target": target}
        return NewContribution("comment", uuid.uuid4().hex, passages, **sent)  # type: ignore[arg-type]

    values: dict[str, Any] = {"proceeding_id": room.id, "title": words, "new": new(None)}
    public_id = str(site.work.run(open_discussion, writer, **values).result)
    told = [chair.public_id]
    said = site.work.run(send_message, writer, proceeding_id=room.id, new=new(public_id), told=told).result
    site.work.run(decide, TEST, reference=said.reference, act="approve", seen=1)
    site.work.run(mark_decision, TEST, proceeding_id=room.id, reference=said.reference)
    return {"discussion": public_id, "decided message": said.reference}
