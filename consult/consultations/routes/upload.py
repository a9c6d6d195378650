"""Bringing in answers that were saved offline: read, carried into a draft, and looked at before they are sent."""

from dataclasses import replace
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answering.loading import Sitting, remember, sit
from consult.consultations.bearing import bearing_of
from consult.consultations.documents import Document, once_key, read_document, read_json, sender_fields
from consult.consultations.documents.carrying import carried
from consult.consultations.documents.files import Refused, brought_in
from consult.consultations.documents.sender import FIELDS
from consult.consultations.queries import asked
from consult.contributions.attachments.limits import OFFLINE_BYTES, OFFLINE_FILE_BYTES
from consult.contributions.drafts.uploading import upload_draft
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.core.text import CONTROL
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import reading, run, this_site
from consult.web.uploads import files_allowed, sent_files

MOST_NAMES, LONGEST_NAME = 20, 80


def install(app: Flask) -> None:
    """Add `upload`."""

    @app.get("/<language:lang>/consultations/<slug>/upload", endpoint="upload_answers")
    def read(slug: str) -> str:
        return page(sit(slug))

    @app.post("/<language:lang>/consultations/<slug>/upload", endpoint="send_uploaded_answers")
    @files_allowed
    def write(slug: str) -> ResponseReturnValue:
        sitting = sit(slug)
        try:
            document = sent_document(sitting)
            left_out, refused = take(sitting, document)
        except ConsultError as error:
            is_there = isinstance(error, Conflict) and error.problem == "draft_there"
            return page(sitting, message_for(error), is_there=is_there), error.status
        tell(document, left_out, refused)
        return redirect(url_for("respond_review", slug=slug), 303)


def page(sitting: Sitting, problem: str | None = None, *, is_there: bool = False) -> str:
    """How to answer without a network, and the field for the file."""
    return render_template(
        "consultations/upload.html",
        sitting=sitting,
        head=sitting.head,
        problem=problem,
        is_there=is_there,
        most=OFFLINE_FILE_BYTES,
        most_files=OFFLINE_BYTES if bearing_of(sitting.asked).asks_files else None,
    )


def sent_document(sitting: Sitting) -> Document:
    """The document that came. Raises Invalid for what is none, or belongs to another consultation."""
    incoming = next((one for one, _name in sent_files("file")), None)
    if incoming is None or not incoming.size:
        raise Invalid("file", "not_a_file")
    if incoming.size > OFFLINE_FILE_BYTES:
        raise Invalid("file", "file_too_large")
    incoming.seek(0)
    document = read_document(read_json(incoming.read()))
    if document.consultation not in (None, sitting.proceeding.slug):
        raise Invalid("file", "other_consultation", name=plain(document.consultation))
    return document


def take(sitting: Sitting, document: Document) -> tuple[list[str], list[Refused]]:
    """Begin the draft with the files that came along; what of the document no question takes, and the files that were refused."""
    version = asked(reading(), sitting.proceeding, language(), document.questionnaire)
    if version is None:
        raise Invalid("file", "no_such_version")
    found, sender = carried(sitting.asked, document.answers), _sender(sitting, document)
    files, refused = brought_in(this_site().storage, sitting.asked, document)
    made = run(
        upload_draft,
        which=sitting.which,
        questionnaire=version.public_id,
        language=language(),
        key=once_key(sitting.proceeding, document),
        answers=found.answers,
        sender=sender,
        files=files,
        replace="replace" in request.form,
    ).result
    remember(sitting.proceeding, made)
    return found.left_out, refused


def _sender(sitting: Sitting, document: Document) -> dict[str, Any]:
    """The fields of who writes, as the page of them would keep them; it judges them again. What is none is left out."""
    given = {name: value for name, value in document.sender.items() if name in FIELDS and isinstance(value, str)}
    found = sender_fields(sitting.proceeding, replace(document, sender=given))
    return {name: CONTROL.sub("", value) for name, value in found.items()}


def tell(document: Document, left_out: list[str], refused: list[Refused]) -> None:
    """What became of the file, and what it could not bring."""
    flash(_("This is what the file holds. Nothing is sent yet: please look through it, then send."), "ok")
    if left_out:
        names = ", ".join(plain(one) for one in left_out[:MOST_NAMES])
        flash(_("These parts of the file fit no question and were left out: %(names)s.", names=names), "warn")
    for one in refused[:MOST_NAMES]:
        flash(_("%(name)s: %(problem)s", name=plain(one.name), problem=message_for(one.error)), "warn")
    files = [one for value in document.to_attach.values() if isinstance(value, list) for one in value]
    if files:
        names = ", ".join(plain(one) for one in files[:MOST_NAMES])
        flash(_("The file names attachments that you still have to add: %(names)s.", names=names), "warn")


def plain(text: Any) -> str:
    """Words that somebody else chose, as they may stand in a sentence."""
    return CONTROL.sub("", str(text))[:LONGEST_NAME] or "–"
