"""What the tests of files share: uploading by operation and by page, reading back, and a worker that runs the jobs."""

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from consult.consultations.answering.operations import send_document
from consult.consultations.models import Question
from consult.contributions.attachments.operations import attach_file
from consult.contributions.attachments.storing import NewFile, receive, store_upload
from consult.contributions.drafts.queries import Which, kept_draft
from consult.contributions.models import Attachment
from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import hidden, page

Run = Callable[..., int]
SOMEBODY = Actor(sender="somebody")
STEP = "/en/consultations/assemblies/respond/step/{}"


def stored(site: Site, content: bytes, name: str = "a.pdf", **more: Any) -> NewFile:
    """A file that came in and was looked at."""
    incoming = receive(site.storage)
    try:
        incoming.write(content)
        return store_upload(incoming, name, **more)
    finally:
        incoming.close()


def attached(site: Site, call: Proceeding, file: NewFile, *, known: str | None = None, actor: Actor = SOMEBODY) -> Any:
    """(public id, draft) of a file that is attached."""
    return site.work.run(attach_file, actor, which=Which(call.id, known), file=file, most=3).result


def sent_document(site: Site, call: Proceeding, file: NewFile, *, actor: Actor = SOMEBODY, **sender: Any) -> str:
    """The reference of a document that was sent."""
    _file, draft = attached(site, call, file, actor=actor)
    with site.database.reading() as db:
        kept = kept_draft(db, actor, Which(call.id, draft))
    assert kept is not None
    given = {"language": "en", "identity": "public", "name": "Ana Tesch", **sender}
    new = NewContribution(kind="submission", client_id=kept.form_key, passages=(), **given)
    values: dict[str, Any] = {
        "proceeding_id": call.id,
        "new": new,
        "which": Which(call.id, draft),
        "saves": kept.saves,
        "privacy": 1,
    }
    return str(site.work.run(send_document, actor, **values).result.reference)


def rows(site: Site) -> list[Attachment]:
    """All attachments."""
    with site.database.reading() as db:
        return list(db.scalars(select(Attachment).order_by(Attachment.id)))


def question_id(site: Site, key: str = "papers") -> str:
    """The public id of a question."""
    with site.database.reading() as db:
        return db.scalars(select(Question.public_id).where(Question.key == key)).one()


def files_in(folder: Path) -> list[Path]:
    """Every content of a storage, and what is on its way."""
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]


def step_of(client: FlaskClient) -> str:
    """The address of the first page of questions."""
    start = page(client, "/en/consultations/assemblies/respond")
    found = re.search(r'href="(/en/consultations/assemblies/respond/step/[^"?]+)"', start)
    assert found
    return found[1]


def send_step(client: FlaskClient, files: Mapping[str, list[tuple[bytes, str]]], **values: Any) -> Any:
    """Send the page of questions as a browser would, with its hidden fields, the files that it lists, and more."""
    address = step_of(client)
    text = page(client, address)
    given: dict[str, Any] = {
        name: hidden(text, name) for name in ("csrf_token", "questionnaire", "draft", "page", "seen", "asked")
    }
    listed = re.findall(r'<input type="hidden" name="q_papers" value="([^"]+)"', text)
    uploads = {name: [(io.BytesIO(data), called) for data, called in some] for name, some in files.items()}
    data = {**given, "act": "save", "q_papers": listed, **values, **uploads}
    return client.post(address, data=data, content_type="multipart/form-data")


def send_whole(client: FlaskClient) -> str:
    """Say who writes, look at everything and send it; the reference."""
    you, review = (f"/en/consultations/assemblies/respond/{name}" for name in ("you", "review"))
    sender = {"language": "en", "identity": "public", "name": "Ana Tesch", "confidentiality": "public", "category": ""}
    client.post(you, data={"csrf_token": hidden(page(client, you), "csrf_token"), "act": "continue", **sender})
    text = page(client, review)
    sent = client.post(review, data={name: hidden(text, name) for name in ("csrf_token", "client_id", "saves")})
    receipt = page(client, sent.headers["Location"]) if sent.status_code == 303 else sent.get_data(as_text=True)
    found = re.search(r"C1-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt)
    assert found, receipt[:3000]
    return found[0]
