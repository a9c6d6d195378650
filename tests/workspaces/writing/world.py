"""A room with a document of three paragraphs and those who write in it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.documents.operations.making import NewParagraph, make_document
from consult.workspaces.writing.models import ParagraphConflict, ParagraphSave
from consult.workspaces.writing.operations.locks import take_lock
from consult.workspaces.writing.operations.saving import Saved, save_paragraph
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding

TEXTS = ("The river belongs to all.", "The mill is older than the law.", "We ask for a hearing.")
WINDOW = "window-of-one"


@dataclass
class Desk:
    """A room with its document; acts are run as somebody by name of their role."""

    site: Site
    room: Proceeding
    document_id: int
    public_id: str
    people: dict[str, Account]

    @property
    def base(self) -> str:
        """The address of the document's pages."""
        return f"/en/workspaces/{self.room.slug}/documents/{self.public_id}/"

    def actor(self, who: str) -> Actor:
        """Somebody, as a request would load them."""
        return actor_for(self.site, self.people[who])

    def run(self, operation: Any, who: str, **values: Any) -> Any:
        """Run an operation on the first paragraph, or as `values` say."""
        given = {"document_id": self.document_id, **values}
        return self.site.work.run(operation, self.actor(who), **given).result

    def paragraphs(self) -> list[Paragraph]:
        """All of them as they are, in order."""
        with self.site.database.reading() as db:
            query = select(Paragraph).where(Paragraph.document_id == self.document_id).order_by(Paragraph.position)
            return list(db.scalars(query))

    @property
    def first(self) -> Paragraph:
        """The first paragraph as it is."""
        return self.paragraphs()[0]

    def save(self, who: str, text: str, seen: int | None = None, **more: Any) -> Saved:
        """Save the first paragraph."""
        row = self.first
        given = {"key": row.key, "seen": row.revision if seen is None else seen, "text": text, "client_id": uuid4().hex}
        saved: Saved = self.run(save_paragraph, who, **given | more)
        return saved

    def take(self, who: str, token: str = WINDOW, **more: Any) -> Any:
        """Take the lock of the first paragraph."""
        return self.run(take_lock, who, key=self.first.key, token=token, **more)

    def saves(self) -> list[ParagraphSave]:
        """Every save of the first paragraph, by revision."""
        key = self.first.id
        with self.site.database.reading() as db:
            query = select(ParagraphSave).where(ParagraphSave.paragraph_id == key).order_by(ParagraphSave.revision)
            return list(db.scalars(query))

    def conflicts(self) -> list[ParagraphConflict]:
        """All that came too late, the oldest first."""
        with self.site.database.reading() as db:
            return list(db.scalars(select(ParagraphConflict).order_by(ParagraphConflict.id)))

    def change(self, row: Any, **values: Any) -> None:
        """Set columns of a row."""

        def write(db: Any, _actor: Actor) -> None:
            found = db.get_one(type(row), row.id)
            for name, value in values.items():
                setattr(found, name, value)

        self.site.work.run(write, TEST)

    def remove(self, who: str) -> None:
        """End every grant of somebody."""
        account = self.people[who].id

        def write(db: Any, _actor: Actor) -> None:
            for grant in db.scalars(select(Grant).where(Grant.account_id == account)):
                grant.ended_at = now()

        self.site.work.run(write, TEST)


def make_desk(site: Site, **values: Any) -> Desk:
    """The room, its people and a document."""
    body = make_body(site)
    given = {"kind": "workspace", "audience": "members", "is_live": True, "identities": ["public"], "prefix": "W3"}
    room = make_proceeding(site, body, "drafters", **given | values)
    roles = {"ana": "member", "bo": "member", "cem": "member", "hala": "member", "olga": "observer", "dina": "chair"}
    people = {
        name: make_account(site, f"{name}@example.org", (role, "proceeding", room.id), name=name.title())
        for name, role in roles.items()
    }
    people["stranger"] = make_account(site, "stranger@example.org", name="Stranger")
    paragraphs = [NewParagraph(text) for text in TEXTS]
    made: dict[str, Any] = {
        "proceeding_id": room.id,
        "title": "On the river",
        "language": "en",
        "paragraphs": paragraphs,
    }
    document = site.work.run(make_document, actor_for(site, people["ana"]), **made).result
    return Desk(site, room, document.id, document.public_id, people)


def document_of(desk: Desk) -> Document:
    """The row of the document."""
    with desk.site.database.reading() as db:
        return db.get_one(Document, desk.document_id)
