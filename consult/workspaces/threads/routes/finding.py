"""Searching a room, and the way from a reference to where it stands."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.disclosure import Reading
from consult.contributions.queries import readings_by_reference
from consult.contributions.search_queries import search
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.moderation.found_texts import texts_found
from consult.policy.access import require
from consult.proceedings.head import address_of, located
from consult.proceedings.models import Proceeding
from consult.web.site import actor, reading
from consult.workspaces.rooms.frame import framed
from consult.workspaces.rooms.targets import way_to
from consult.workspaces.threads.message_queries import page_of
from consult.workspaces.threads.models import Discussion

PAGE = 20
LONGEST = 200


def search_page(slug: str) -> str:
    """What stands in this room, for who reads it."""
    found = located("workspace", slug)
    require(actor(), "room:read", found)
    sought = " ".join(request.args.get("q", "").split())[:LONGEST]
    number = min(max(1, request.args.get("page", 1, type=int) or 1), 10)
    hits = search(reading(), actor(), sought, proceeding_id=found.id, limit=PAGE, offset=(number - 1) * PAGE)
    return framed(
        "workspaces/discussions/search.html",
        found,
        "discussions",
        sought=sought,
        hits=hits,
        number=number,
        pages=max(1, -(-hits.total // PAGE)),
        texts=texts_found(sought, found) if number == 1 else [],
        titles=_titles(found, [one.reading for one in hits.hits]),
    )


def _titles(found: Proceeding, said: list[Reading]) -> dict[str, Discussion]:
    targets = {one.target for one in said if one.target}
    same = Discussion.public_id.in_(targets), Discussion.proceeding_id == found.id
    return {one.public_id: one for one in reading().scalars(select(Discussion).where(*same))}


def find(slug: str, reference: str) -> ResponseReturnValue:
    """To the place where a message stands, whichever part of the room that is."""
    found = located("workspace", slug)
    require(actor(), "room:read", found)
    one = readings_by_reference(reading(), actor(), found, [reference]).get(reference)
    if one is None or one.place is None:
        raise NotFound
    return redirect(place_of(found, one)[0], 303)


def place_of(found: Proceeding, one: Reading) -> tuple[str, str | None]:
    """The address where a message stands, and the title of its discussion."""
    base = address_of(found)
    if one.target is None:
        return f"{base}?before={(one.place or 0) + 1}#{one.reference}", None
    way = way_to(reading(), actor(), found, one.target, one.reference)
    title = reading().scalar(select(Discussion.title).where(Discussion.public_id == one.target))
    return f"{base}{way or ''}", title


def leads(db: Session, actor: Actor, proceeding: Proceeding, target: str, reference: str) -> str | None:
    """The page of a discussion on which a message stands."""
    same = Discussion.public_id == target, Discussion.proceeding_id == proceeding.id
    one = db.scalar(select(Discussion).where(*same))
    found = readings_by_reference(db, actor, proceeding, [reference]).get(reference) if one is not None else None
    if one is None or found is None:
        return None
    return f"discussions/{target}/?page={page_of(db, proceeding, one, found.place or 0)}#{reference}"
