"""Advice of the private workspace and its record: a piece that is kept, one that everybody reads, and a room that has ended."""

from typing import Any

from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.models import Body, Grant
from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.advice.models import Advice
from consult.workspaces.advice.operations import give_advice, publish_advice
from consult.workspaces.documents.operations.making import NewParagraph, make_document
from consult.workspaces.documents.operations.versions import make_version
from tests.doors.door import Door, L
from tests.factories import TEST, make_proceeding, saved

W = f"{L}/workspaces/<slug>"
G, RECORD = f"{W}/advice", f"{W}/record"
ADVICE = [
    Door("GET", f"{G}/", "advice_of", "room", ("roommessage",)),
    Door("POST", f"{G}/", "give_advice", "office"),
    Door("GET", f"{G}/<public_id>/", "advice_in_room", "room", ("roommessage",)),
    Door("POST", f"{G}/<public_id>/publish", "publish_advice", "office"),
    Door("POST", f"{G}/<public_id>/withdraw", "withdraw_advice", "office"),
    Door("GET", f"{L}/advice/<public_id>/", "published_advice", "anybody"),
    Door("GET", f"{L}/bodies/<slug>/", "body_page", "anybody"),
    Door("GET", RECORD, "room_record", "room", ("roommessage", "roomtitle")),
    Door("GET", f"{RECORD}.zip", "edition_of", "room", (), "edition=restricted&format=html"),
    Door("POST", f"{RECORD}/hand-over", "ask_handover", "office"),
    Door("GET", f"{RECORD}/packages/<public_id>.zip", "made_handover", "room"),
]


def plant_advice(site: Site, room: Proceeding, body: Body, people: dict[str, Account], secret: str) -> dict[str, str]:
    """The public ids of the documents and of the advice; what is kept has such words in every text."""
    kept, kept_document = _piece(site, room, secret)
    given, _document = _piece(site, room, "Ferries at night")
    site.work.run(publish_advice, TEST, proceeding_id=room.id, advice=given)
    ended = make_proceeding(
        site, body, "ended-room", kind="workspace", audience="members", state="closed", prefix="W99", symbol=""
    )
    for role in ("chair", "secretary"):
        grant = Grant(account_id=people[role].id, role=role, scope="proceeding", scope_id=ended.id, valid_from=now())
        saved(site, grant)
    return {"kept advice": kept, "given advice": given, "advice text": kept_document}


def _piece(site: Site, room: Proceeding, words: str) -> tuple[str, str]:
    text: dict[str, Any] = {"title": words, "language": "en", "paragraphs": [NewParagraph(words)]}
    made = site.work.run(make_document, TEST, proceeding_id=room.id, **text).result
    site.work.run(make_version, TEST, document_id=made.id)
    version: dict[str, Any] = {"document": made.public_id, "version": 1, "signed": "A group", "covering": words}
    reference = site.work.run(give_advice, TEST, proceeding_id=room.id, **version).result
    with site.database.reading() as db:
        return db.scalars(select(Advice.public_id).where(Advice.reference == reference)).one(), made.public_id
