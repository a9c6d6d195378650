"""The record of a room where its members read it, and the ways to take it out of the room."""

from flask import Flask, Response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.policy.access import holds, require
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.records.editions import Edition, is_unnamed, may_export
from consult.records.serving import AT_ONCE, rows_of, zipped
from consult.records.workspaces.reading import room_record
from consult.web.fields import refuse
from consult.web.site import actor, reading, run, this_site
from consult.workspaces.closing.forms import HandoverForm
from consult.workspaces.closing.operations import ask_handover
from consult.workspaces.closing.queries import handovers_of, made_handover, reading_ends
from consult.workspaces.rooms.frame import framed
from consult.workspaces.rooms.queries import room_of

BASE = "/<language:lang>/workspaces/<slug>/record"


def install(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule(BASE, "records.room", room_page, methods=["GET"])
    app.add_url_rule(f"{BASE}.zip", "records.room_zip", room_zip, methods=["GET"])
    app.add_url_rule(f"{BASE}/hand-over", "records.room_hand_over", hand_over, methods=["POST"])
    app.add_url_rule(f"{BASE}/packages/<public_id>.zip", "records.room_package", package, methods=["GET"])


def room_page(slug: str) -> str:
    """What the record says, the files, and the handing over."""
    found = located("workspace", slug)
    require(actor(), "room:read", found)
    return shown(found, HandoverForm() if holds(actor(), "room:lead", found.where) else None)


def shown(found: Proceeding, form: HandoverForm | None) -> str:
    """The page; `form` is for who leads."""
    edition = Edition("restricted", actor(), found, is_unnamed=is_unnamed(reading(), found))
    return framed(
        "workspaces/record/page.html",
        found,
        "record",
        record=room_record(reading(), edition, messages=False),
        editions=editions_for(found),
        too_large=rows_of(reading(), found.id) > AT_ONCE,
        handovers=handovers_of(reading(), actor(), found),
        ends=reading_ends(reading(), found),
        form=form,
    )


def editions_for(found: Proceeding) -> list[str]:
    """The editions that this reader may take out of the room."""
    may_public = room_of(reading(), found).rule == "open_record" and holds(actor(), "room:lead", found.where)
    return [*(["public"] if may_public else []), *(["restricted"] if may_export(actor(), found) else [])]


def room_zip(slug: str) -> Response:
    """An edition in a format; not found for whoever may not take it."""
    found = located("workspace", slug)
    if request.args.get("edition") not in editions_for(found):
        raise NotFound
    return zipped(found, request.args.get("edition", ""))


def hand_over(slug: str) -> ResponseReturnValue:
    """Ask for the package that goes to an archive."""
    found, form = located("workspace", slug), HandoverForm()
    require(actor(), "room:lead", found)
    try:
        run(ask_handover, proceeding_id=found.id, archive=form.archive.data or "", note=form.note.data or "")
    except NotFound:
        raise
    except ConsultError as error:
        refuse(form, error)
        return shown(found, form), error.status
    return redirect(url_for("records.room", slug=slug), 303)


def package(slug: str, public_id: str) -> Response:
    """The package as it went to the archive, for who leads."""
    found = located("workspace", slug)
    row = made_handover(reading(), actor(), found, public_id)
    storage = this_site().storage
    if row.content is None:
        raise NotFound
    answer = send_file(
        storage.path(row.content), mimetype="application/zip", as_attachment=True, download_name=f"{slug}-record.zip"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
