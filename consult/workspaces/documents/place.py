"""Where a document is read: in its room by those who are in it, or at an address of its own by a guest."""

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, url_for

from consult.core.clock import now
from consult.core.errors import NotFound
from consult.policy.access import holds
from consult.proceedings.access import may_see
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.web.site import actor, reading
from consult.workspaces.documents.models import Document
from consult.workspaces.documents.queries import document_by_public_id, proceeding_of
from consult.workspaces.rooms.frame import framed

MEMBERS, GUESTS = "room_documents", "guest_documents"


@dataclass(frozen=True, slots=True)
class Place:
    """A document as this reader reaches it; `slug` is None for a guest, who learns nothing of the room."""

    document: Document
    proceeding: Proceeding
    slug: str | None

    def url(self, name: str, **values: Any) -> str:
        """The address of one of its pages."""
        given = {"piece": self.document.public_id, **values}
        if self.slug is None:
            return url_for(f"{GUESTS}.{name}", **given)
        return url_for(f"{MEMBERS}.{name}", slug=self.slug, **given)

    def may(self, permission: str) -> bool:
        """Whether the reader has a right at this document."""
        return holds(actor(), permission, self.document.where)

    @property
    def open(self) -> bool:
        """Whether the document takes changes now."""
        return self.proceeding.phase(now()) == "open" and self.document.state != "withdrawn"

    def is_mine(self, account_id: int | None) -> bool:
        """Whether the reader made something of this account."""
        return account_id is not None and account_id == actor().account_id

    def page(self, template: str, **context: Any) -> str:
        """A page of it: in the frame of its room, or for a guest in a bare one."""
        given = {"place": self, "d": self.document, **context}
        if self.slug is None:
            return render_template(template, outer="workspaces/documents/guest_frame.html", **given)
        return framed(template, self.proceeding, "documents", outer="workspaces/frame.html", **given)


def placed(piece: str, slug: str | None = None) -> Place:
    """The document at an address. Raises NotFound where there is none for this reader, or it lies in another room."""
    if slug is not None:
        proceeding = located("workspace", slug)
        document = document_by_public_id(reading(), actor(), piece)
        if document.proceeding_id != proceeding.id:
            raise NotFound
        return Place(document, proceeding, slug)
    document = document_by_public_id(reading(), actor(), piece)
    proceeding = proceeding_of(reading(), document)
    g.zone = proceeding.zone
    return Place(document, proceeding, None)


def own_place(document: Document, proceeding: Proceeding) -> Place:
    """The same by what the reader may: in the room for whoever is in it."""
    return Place(document, proceeding, proceeding.slug if may_see(actor(), proceeding) else None)
