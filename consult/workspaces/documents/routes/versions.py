"""Versions: their list, each at its address, making one, and two texts side by side."""

from typing import Any, NamedTuple

from flask import Flask, flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.core.loop import off_loop
from consult.policy.access import require
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.documents.comparing import compared, counts
from consult.workspaces.documents.forms import VersionForm, whole_number
from consult.workspaces.documents.operations.versions import make_version, present_text
from consult.workspaces.documents.people import names_of
from consult.workspaces.documents.place import Place, placed
from consult.workspaces.documents.queries import version_of, versions_of
from consult.workspaces.documents.routes.addresses import both

NOW = "now"


def install(app: Flask) -> None:
    """Add the addresses."""
    both(app, "versions/", "versions", versions, ["GET", "POST"])
    both(app, "versions/<int:number>", "version", version, ["GET"])
    both(app, "compare", "compare", compare, ["GET"])


def versions(piece: str, slug: str | None = None) -> ResponseReturnValue:
    """The list, and for who leads the form of the next one."""
    place = placed(piece, slug)
    form = VersionForm(place.document.version)
    status = 200
    if request.method == "POST":
        require(actor(), "room:lead", place.document)
        try:
            values = {"note": form.note.data or "", "seen": whole_number(form.seen.data)}
            made = run(make_version, document_id=place.document.id, **values).result
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            form.seen.data, status = str(placed(piece, slug).document.version), error.status
        else:
            flash(_("Version %(number)s is made.", number=made.number), "ok")
            return redirect(place.url("versions"), 303)
    rows = versions_of(reading(), place.document)
    names = names_of(reading(), actor(), [one.made_by for one in rows], in_room=slug is not None)
    return place.page("workspaces/documents/versions.html", rows=rows, names=names, form=form), status


def version(piece: str, number: int, slug: str | None = None) -> str:
    """One version as it was made."""
    place = placed(piece, slug)
    row = version_of(reading(), place.document, number)
    names = names_of(reading(), actor(), [row.made_by], in_room=slug is not None)
    return place.page("workspaces/documents/version.html", v=row, names=names)


class Side(NamedTuple):
    """One of two texts: what it is called, how it is asked for, and its paragraphs."""

    called: str
    value: str
    paragraphs: list[dict[str, Any]]


def compare(piece: str, slug: str | None = None) -> str:
    """Two versions side by side, or one and the text as it is now: `?from=1&to=2`, `?from=1&to=now`."""
    place = placed(piece, slug)
    rows = versions_of(reading(), place.document)
    if not rows:
        return place.page("workspaces/documents/compare.html", rows=[], choices=[], sides=None, counts=None)
    newest = rows[0].number
    to = side_of(place, request.args.get("to"), NOW)
    before = newest - 1 if to.value == str(newest) and newest > 1 else newest
    since = side_of(place, request.args.get("from"), str(before))
    found = off_loop(lambda: compared(since.paragraphs, to.paragraphs))
    choices = [
        (NOW, _("The text now")),
        *((str(one.number), _("Version %(number)s", number=one.number)) for one in rows),
    ]
    return place.page(
        "workspaces/documents/compare.html", rows=found, choices=choices, sides=(since, to), counts=counts(found)
    )


def side_of(place: Place, asked: str | None, usual: str) -> Side:
    """The text that was asked for. Raises NotFound for a version that there is not."""
    value = asked or usual
    if value == NOW:
        return Side(_("The text now"), NOW, present_text(reading(), place.document))
    row = version_of(reading(), place.document, whole_number(value))
    return Side(_("Version %(number)s", number=row.number), str(row.number), row.paragraphs)
