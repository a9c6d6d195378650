"""A document's page: its text as it is now, with what is suggested and said beside each paragraph."""

from flask import Flask

from consult.web.site import actor, reading
from consult.workspaces.documents.beside import tools
from consult.workspaces.documents.comments import comment_counts
from consult.workspaces.documents.marking import marked
from consult.workspaces.documents.numbering import HEADINGS
from consult.workspaces.documents.people import names_of
from consult.workspaces.documents.place import Place, placed
from consult.workspaces.documents.queries import amendments_of, paragraphs_of
from consult.workspaces.documents.routes.addresses import both


def install(app: Flask) -> None:
    """Add the addresses: in the room, and for guests."""
    both(app, "", "text", text, ["GET"])
    both(app, "clean", "clean", clean, ["GET"])
    both(app, "marked", "marked", with_marks, ["GET"])


def text(piece: str, slug: str | None = None) -> str:
    """The text as it is now, in numbered paragraphs, with open amendments beside them."""
    place = placed(piece, slug)
    rows = paragraphs_of(reading(), place.document)
    comments = comment_counts(reading(), actor(), place.proceeding, [one.key for one in rows]) if slug else {}
    contents = [one for one in rows if one.style in HEADINGS]
    return place.page(
        "workspaces/documents/text.html",
        comments=comments,
        contents=contents,
        tools=tools(place, rows),
        **open_marks(place),
    )


def clean(piece: str, slug: str | None = None) -> str:
    """The text as it is now and nothing else: to be read whole, or printed."""
    place = placed(piece, slug)
    return place.page("workspaces/documents/clean.html", rows=paragraphs_of(reading(), place.document))


def with_marks(piece: str, slug: str | None = None) -> str:
    """The text as it is now, with every open amendment marked in it."""
    place = placed(piece, slug)
    return place.page("workspaces/documents/marked.html", **open_marks(place))


def open_marks(place: Place) -> dict[str, object]:
    """The paragraphs with their open amendments, and the names of who made them."""
    waiting = amendments_of(reading(), place.document, state="open")
    rows = paragraphs_of(reading(), place.document, removed=True)
    names = names_of(reading(), actor(), [one.made_by for one in waiting], in_room=place.slug is not None)
    return {"marks": marked(rows, waiting), "waiting": len(waiting), "names": names}
