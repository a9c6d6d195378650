"""Advice of the private workspace and its record: a piece that is kept, one that everybody reads, and a room that has ended."""

from typing import Any

from consult.accounts.models import Account
from consult.bodies.models import Body, Grant
from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.advice.models import Advice
from consult.workspaces.documents.models import Document, DocumentVersion
from tests.doors.door import Door, L
from tests.factories import make_proceeding, saved

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
    kept, kept_document = _piece(site, room, secret, 1)
    given, _document = _piece(site, room, "Ferries at night", 2, state="published", published_at=now())
    ended = make_proceeding(
        site, body, "ended-room", kind="workspace", audience="members", state="closed", prefix="W99", symbol=""
    )
    for role in ("chair", "secretary"):
        grant = Grant(account_id=people[role].id, role=role, scope="proceeding", scope_id=ended.id, valid_from=now())
        saved(site, grant)
    return {"kept advice": kept, "given advice": given, "advice text": kept_document}


def _piece(site: Site, room: Proceeding, words: str, number: int, **more: Any) -> tuple[str, str]:
    document = saved(site, Document(proceeding_id=room.id, title=words, language="en", version=1, made_at=now()))
    text = [{"key": "k" * 16, "style": "paragraph", "label": "1", "text": words}]
    saved(site, DocumentVersion(document_id=document.id, number=1, paragraphs=text, digest="0" * 64, salt="5a" * 16,
                                made_at=now()))  # fmt: skip
    advice = saved(site, Advice(reference=f"WX-AG/2026/{number}", proceeding_id=room.id, document_id=document.id,
                                document_version=1, signed="A group", covering=words, given_at=now(), **more))  # fmt: skip
    return advice.public_id, document.public_id
