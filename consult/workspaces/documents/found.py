"""Paragraphs of documents among what a search finds, each with the address at which this reader reads it."""

from flask import url_for

from consult.moderation.found_texts import FoundText
from consult.proceedings.models import Proceeding
from consult.web.site import actor, reading
from consult.workspaces.documents.place import own_place
from consult.workspaces.documents.searching_queries import FoundParagraph, found_paragraphs


def found_in_documents(sought: str, inside: Proceeding | None) -> list[FoundText]:
    """The best paragraphs, of one room or wherever the reader may read."""
    if inside is not None and inside.kind != "workspace":
        return []
    found = found_paragraphs(reading(), actor(), sought, proceeding_id=inside.id if inside is not None else None)
    return [FoundText(one.document.title, one.document.language, one.label, _url(one), one.pieces) for one in found]


def _url(one: FoundParagraph) -> str:
    if one.is_public:
        address = url_for("public_documents.text", piece=one.document.public_id)
    else:
        address = own_place(one.document, one.proceeding).url("text")
    return f"{address}#p-{one.key}"
