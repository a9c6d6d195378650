"""Bringing in answers that were saved offline: read, carried into a draft, and looked at before they are sent."""

from dataclasses import replace
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answering.loading import Sitting, remember, sit
from consult.consultations.documents import Document, once_key, read_document, read_json, sender_fields
from consult.consultations.documents.carrying import carried
from consult.consultations.documents.sender import FIELDS
from consult.consultations.queries import asked
from consult.contributions.drafts.uploading import upload_draft
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.core.text import CONTROL
from consult.web.errors import message_for
from consult.web.headers import BODY_LIMIT
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import reading, run

MOST_NAMES, LONGEST_NAME = 20, 80


def install(app: Flask) -> None:
    """Add `upload`."""

    @app.get("/<language:lang>/consultations/<slug>/upload", endpoint="upload_answers")
    def read(slug: str) -> str:
        return page(sit(slug))

    @app.post("/<language:lang>/consultations/<slug>/upload", endpoint="send_uploaded_answers")
    def write(slug: str) -> ResponseReturnValue:
        sitting = sit(slug)
        try:
            document = sent_document(sitting)
            left_out = take(sitting, document)
        except ConsultError as error:
            is_there = isinstance(error, Conflict) and error.problem == "draft_there"
            return page(sitting, message_for(error), is_there=is_there), error.status
        tell(document, left_out)
        return redirect(url_for("respond_review", slug=slug), 303)


def page(sitting: Sitting, problem: str | None = None, *, is_there: bool = False) -> str:
    """How to answer without a network, and the field for the file."""
    return render_template(
        "consultations/upload.html", sitting=sitting, head=sitting.head, problem=problem, is_there=is_there
    )


def sent_document(sitting: Sitting) -> Document:
    """The document that came. Raises Invalid for what is none, or belongs to another consultation."""
    file = request.files.get("file")
    data = file.read(BODY_LIMIT + 1) if file else b""
    if not data:
        raise Invalid("file", "not_a_file")
    if len(data) > BODY_LIMIT:
        raise Invalid("file", "file_too_large")
    document = read_document(read_json(data))
    if document.consultation not in (None, sitting.proceeding.slug):
        raise Invalid("file", "other_consultation", name=plain(document.consultation))
    return document


def take(sitting: Sitting, document: Document) -> list[str]:
    """Begin the draft; what of the document no question takes."""
    version = asked(reading(), sitting.proceeding, language(), document.questionnaire)
    if version is None:
        raise Invalid("file", "no_such_version")
    found = carried(sitting.asked, document.answers)
    made = run(
        upload_draft,
        which=sitting.which,
        questionnaire=version.public_id,
        language=language(),
        key=once_key(sitting.proceeding, document),
        answers=found.answers,
        sender=_sender(sitting, document),
        replace="replace" in request.form,
    ).result
    remember(sitting.proceeding, made)
    return found.left_out


def _sender(sitting: Sitting, document: Document) -> dict[str, Any]:
    """The fields of who writes, as the page of them would keep them; it judges them again. What is none is left out."""
    given = {name: value for name, value in document.sender.items() if name in FIELDS and isinstance(value, str)}
    found = sender_fields(sitting.proceeding, replace(document, sender=given))
    return {name: CONTROL.sub("", value) for name, value in found.items()}


def tell(document: Document, left_out: list[str]) -> None:
    """What became of the file, and what it could not bring."""
    flash(_("This is what the file holds. Nothing is sent yet: please look through it, then send."), "ok")
    if left_out:
        names = ", ".join(plain(one) for one in left_out[:MOST_NAMES])
        flash(_("These parts of the file fit no question and were left out: %(names)s.", names=names), "warn")
    files = [one for value in document.to_attach.values() if isinstance(value, list) for one in value]
    if files:
        names = ", ".join(plain(one) for one in files[:MOST_NAMES])
        flash(_("The file names attachments that you still have to add: %(names)s.", names=names), "warn")


def plain(text: Any) -> str:
    """Words that somebody else chose, as they may stand in a sentence."""
    return CONTROL.sub("", str(text))[:LONGEST_NAME] or "–"
