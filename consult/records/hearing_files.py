"""Downloading the record of a hearing as one file: Akoma Ntoso, or a page."""

from io import BytesIO

from flask import Flask, Response, request, send_file

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_by_slug
from consult.records.editions import edition_of
from consult.records.one_file import FORMS, content_of, has_form
from consult.web.language import language
from consult.web.site import actor, reading, this_site

TYPES = {"akn": ("application/akn+xml", "xml"), "html": ("text/html", "html")}


def install(app: Flask) -> None:
    """Add the address of the public edition."""
    forms = ",".join(FORMS)
    rule = f"/<language:lang>/hearings/<slug>/record.<any({forms}):form>"
    app.add_url_rule(rule, "records.hearing_file", hearing_file, methods=["GET"])


def hearing_file(slug: str, form: str) -> Response:
    """The public edition of a hearing in the language of the page, or in one that is named and that it has."""
    row = proceeding_by_slug(reading(), actor(), "hearing", slug)
    return sent(row, actor(), "public", form)


def sent(row: Proceeding, who: Actor, edition: str, form: str) -> Response:
    """An edition of a hearing or a room as a file; not found where there is none for this actor."""
    wanted = request.args.get("language", language())
    code = wanted if wanted in row.languages else row.language
    with this_site().database.snapshot() as db:
        found = edition_of(db, who, row.id, edition)
        if not has_form(found, form):
            raise NotFound
        data = content_of(db, found, form, code)
    media_type, ending = TYPES[form]
    answer = send_file(
        BytesIO(data), mimetype=media_type, as_attachment=True, download_name=f"{row.slug}-{edition}-{code}.{ending}"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
