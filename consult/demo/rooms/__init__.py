"""The rooms of the demo, one of each kind: each part adds what it holds, in the order of the tabs."""

from collections.abc import Callable

from consult.demo.rooms.advice import add_advice
from consult.demo.rooms.documents import add_documents
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.meetings import add_meetings
from consult.demo.rooms.plan import add_plan
from consult.demo.rooms.requests import add_requests
from consult.demo.rooms.threads import add_threads
from consult.demo.rooms.votes import add_votes
from consult.demo.rooms.writing import add_writing
from consult.site import Site

ADDERS: tuple[Callable[[Site, DemoRoom], None], ...] = (add_threads, add_documents, add_writing, add_plan, add_requests)
ADDERS: tuple[Callable[[Site, DemoRoom], None], ...] = (add_documents, add_plan, add_requests, add_advice)


def furnish_room(site: Site, room: DemoRoom) -> None:
    """Let each part of a room hold something."""
    for add in ADDERS:
        add(site, room)
    add_votes(site, room, add_meetings(site, room))
