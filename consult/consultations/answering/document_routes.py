"""A document as the submission: sent, read into paragraphs, looked at, and filed by itself or with the answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answering.loading import forget, known_draft, remember
from consult.consultations.answering.operations import send_document, send_document_correction
from consult.consultations.queries import asked
from consult.consultations.routes.comments import say_unsent
from consult.consultations.routes.loading import consultation, head
from consult.contributions.attachments.operations import attach_file, remove_file
from consult.contributions.attachments.queries import DraftFile, files_of_drafts
from consult.contributions.attachments.storing import store_upload
from consult.contributions.drafts.operations import begin_correction
from consult.contributions.drafts.queries import Kept, Which, kept_draft
from consult.contributions.forms import SenderForm
from consult.contributions.late import drop_pass, pass_in_hand, takes_input
from consult.contributions.own import Own, own_contribution
from consult.contributions.sending import answer_page, file_input
from consult.core.clock import now
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.core.text import count_words
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.frame import say_once
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run
from consult.web.uploads import files_allowed, sent_files

SEND = "/<language:lang>/consultations/<slug>/respond/document"
AGAIN = "/<language:lang>/return/<reference>/correct/document"


def install(app: Flask) -> None:
    """Add `respond/document`, and `correct/document` for a submission that was sent."""

    @app.get(SEND, endpoint="respond_document")
    def read(slug: str) -> ResponseReturnValue:
        return _page(_place(slug))

    @app.post(SEND, endpoint="keep_document")
    @files_allowed
    def write(slug: str) -> ResponseReturnValue:
        return _taken(_place(slug))

    @app.get(AGAIN, endpoint="correct_document")
    def read_again(reference: str) -> ResponseReturnValue:
        return _page(_place_again(reference))

    @app.post(AGAIN, endpoint="keep_document_correction")
    @files_allowed
    def write_again(reference: str) -> ResponseReturnValue:
        return _taken(_place_again(reference))


@dataclass(slots=True)
class Place:
    """Where a document is sent: the consultation, the draft if there is one, and for a correction the submission."""

    proceeding: Proceeding
    which: Which
    draft: Kept | None
    own: Own | None = None

    @property
    def url(self) -> str:
        """The address of this page."""
        if self.own is not None:
            return url_for("correct_document", reference=self.which.corrects)
        return url_for("respond_document", slug=self.proceeding.slug)

    @property
    def document(self) -> DraftFile | None:
        """The document of the draft."""
        files = files_of_drafts(reading(), self.draft.parts) if self.draft else []
        return next((one for one in files if one.question is None), None)


def _place(slug: str) -> Place:
    """Somebody who sends a document. Raises NotFound where none are taken."""
    proceeding = consultation(slug)
    if not proceeding.takes_documents:
        raise NotFound
    which = Which(proceeding.id, known_draft(proceeding), late_pass=pass_in_hand(proceeding))
    return Place(proceeding, which, kept_draft(reading(), actor(), which))


def _place_again(reference: str) -> Place:
    """The author of a submission who sends another document. Raises NotFound for others."""
    own = own_contribution(reading(), actor(), reference)
    g.zone = own.proceeding.zone
    if own.reading.kind != "submission":
        raise NotFound
    which = Which(own.proceeding.id, corrects=reference)
    return Place(own.proceeding, which, kept_draft(reading(), actor(), which), own)


def _page(place: Place, form: SenderForm | None = None, more: Sequence[str] = ()) -> str:
    document = place.document
    by_itself = place.own is None and (place.draft is None or not place.draft.answers)
    if form is None and document is not None and by_itself:
        form = SenderForm(place.proceeding, actor(), formdata=None)
    questions = asked(reading(), place.proceeding, language()) if place.own is None else None
    return render_template(
        "consultations/answering/document.html",
        place=place,
        head=head(place.proceeding),
        document=document,
        is_open=takes_input(place.proceeding) if place.own is None else place.proceeding.phase(now()) == "open",
        words=sum(map(count_words, (document.paragraphs if document else None) or ())),
        form=form,
        by_itself=by_itself,
        questions=sum(1 for _one in questions.answerable()) if questions else 0,
        more=list(more),
    )


def _taken(place: Place) -> ResponseReturnValue:
    """Keep a document, take it away again, or send it."""
    act = request.form.get("act", "keep")
    try:
        if act == "send":
            return _sent(place)
        if act == "drop":
            _drop(place)
        else:
            _keep(place)
    except NotFound:
        raise
    except ConsultError as error:
        return _page(place, more=[message_for(error)]), error.status
    return redirect(place.url, 303)


def _keep(place: Place) -> None:
    """Read and attach what came; the questionnaire is named, so that the answers can be given with it."""
    files = sent_files("document")
    if not files:
        raise Invalid("file", "no_document")
    incoming, called = files[0]
    file = store_upload(incoming, called, keeps_original=request.form.get("keep_originals") == "yes")
    if place.own is not None and place.draft is None:
        run(begin_correction, reference=place.which.corrects, seen=place.own.latest, answers={})
    questions = asked(reading(), place.proceeding, language())
    known = questions.public_id if questions else ""
    _file, draft = run(attach_file, which=place.which, file=file, questionnaire=known, language=language()).result
    if place.own is None:
        remember(place.proceeding, draft)


def _drop(place: Place) -> None:
    document = place.document
    if document is None:
        raise Invalid("file", "no_document")
    run(remove_file, which=place.which, public_id=document.public_id)


def _sent(place: Place) -> ResponseReturnValue:
    saves = request.form.get("saves", 0, type=int)
    if place.own is not None:
        run(send_document_correction, reference=place.which.corrects, saves=saves)
        say_once("ok", _("Your correction is stored. The earlier version stays on the record."))
        return redirect(url_for("own_input", reference=place.which.corrects), 303)
    form = SenderForm(place.proceeding, actor())
    if not form.validate():
        return _page(place, form), 400
    values = {"which": place.which, "saves": saves, "privacy": place.proceeding.privacy_version}
    try:
        answer = file_input(send_document, place.proceeding, form.contribution("submission"), **values)
    except ConsultError as error:
        if place.draft is None:
            flash(message_for(error), "warn")
            return redirect(place.url, 303)
        return _page(place, form, [message_for(error)]), error.status
    forget(place.proceeding)
    say_unsent(form)
    drop_pass(place.proceeding)
    return answer_page(answer)
