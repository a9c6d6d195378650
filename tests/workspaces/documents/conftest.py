"""A room with a document of five paragraphs, and its people."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from consult.accounts.models import Account
from consult.bodies.models import Body
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.documents.operations.making import NewParagraph, make_document
from consult.workspaces.documents.queries import document_by_public_id, paragraphs_of
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding

TEXT = (
    NewParagraph("What we ask for", "heading1"),
    NewParagraph("States protect the right of peaceful assembly."),
    NewParagraph("They should in particular:"),
    NewParagraph("allow assemblies without a permit;", "item"),
    NewParagraph("investigate every use of force.", "item"),
)


@dataclass(slots=True)
class Draft:
    """A document in its room, with one account for each role that was asked for."""

    site: Site
    body: Body
    room: Proceeding
    id: int
    public_id: str
    accounts: dict[str, Account] = field(default_factory=dict)

    def account(self, role: str) -> Account:
        """The account of a role in the room; `guest` is one of this document, `stranger` nothing at all."""
        if role not in self.accounts:
            scope = ("document", self.id) if role == "guest" else ("proceeding", self.room.id)
            grants = () if role == "stranger" else ((role, *scope),)
            self.accounts[role] = make_account(self.site, f"{role}@example.org", *grants, name=f"Pat {role.title()}")
        return self.accounts[role]

    def actor(self, role: str) -> Actor:
        """The actor of a role, loaded as a request would."""
        return actor_for(self.site, self.account(role))

    def run(self, operation: Any, role: str | None, **values: Any) -> Any:
        """Run an operation on the document; as the system where no role is given."""
        actor = TEST if role is None else self.actor(role)
        return self.site.work.run(operation, actor, document_id=self.id, **values).result

    def row(self) -> Document:
        """The document as it is now."""
        with self.site.database.reading() as db:
            return document_by_public_id(db, TEST, self.public_id)

    def rows(self) -> list[Paragraph]:
        """Its paragraphs as they are now."""
        with self.site.database.reading() as db:
            return list(paragraphs_of(db, document_by_public_id(db, TEST, self.public_id)))

    def key(self, place: int) -> str:
        """The key of the paragraph at a place, from 0."""
        return self.rows()[place].key

    @property
    def url(self) -> str:
        """Its page in the room."""
        return f"/en/workspaces/{self.room.slug}/documents/{self.public_id}/"


def make_draft(site: Site, body: Body, slug: str = "advisers", **values: Any) -> Draft:
    """A room of this body with a document in it."""
    given = {
        "kind": "workspace",
        "audience": "members",
        "is_live": True,
        "identities": ["public"],
        "prefix": "W3",
    } | values
    room = make_proceeding(site, body, slug, **given)
    new: dict[str, Any] = {"title": "Draft on assemblies", "language": "en", "paragraphs": TEXT}
    made = site.work.run(make_document, TEST, proceeding_id=room.id, **new).result
    return Draft(site, body, room, made.id, made.public_id)


@pytest.fixture
def draft(site: Site) -> Draft:
    """The document."""
    return make_draft(site, make_body(site))
