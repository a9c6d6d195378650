"""The statement of whoever registered: written or read from a document, sent anew until it is delivered, taken back."""

import re

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from consult.contributions.attachments.storing import NewFile, store_upload
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.core.text import clean_text
from consult.hearings.programme.queries import plan_of
from consult.hearings.registration.forms import StatementForm
from consult.hearings.registration.models import IN_FORCE_STATES, Registration
from consult.hearings.registration.operations.statements import NewStatement, send_statement, withdraw_statement
from consult.hearings.registration.routes.own import found_own
from consult.hearings.registration.routes.parts import item_titles
from consult.hearings.registration.statement_queries import Told, own_statements
from consult.hearings.registration.words import delivery_hints
from consult.proceedings.head import head
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, name_browser, reading, run, this_site
from consult.web.uploads import files_allowed, sent_files

HOURS = 12
BREAK = re.compile(r"\n[ \t]*\n")


def install(app: Flask) -> None:
    """Add `register/statement`."""
    base = "/<language:lang>/hearings/<slug>/register/statement"
    app.add_url_rule(base, "hearings.statement", files_allowed(statement), methods=["GET", "POST"])


def statement(slug: str) -> ResponseReturnValue:
    """The form, and what its buttons send: read a document into it, send it, take back what was sent."""
    found, own = found_own(slug)
    if own.state not in IN_FORCE_STATES:
        return redirect(url_for("hearings.own_registration", slug=slug))
    name_browser()
    form = StatementForm(found, actor(), own)
    if request.method != "POST":
        with_present(found, own, form)
        return page(found, own, form)
    file, act = None, request.form.get("act", "send")
    try:
        if act == "withdraw":
            return taken_back(found)
        file = document_of(form)
        if act == "read":
            return with_text(found, own, form, file)
        if not form.validate():
            return page(found, own, form, file, status=422)
        run(send_statement, proceeding_id=found.id, new=new_statement(form, file))
    except NotFound:
        raise
    except ConsultError as error:
        return refused(found, own, form, file, error)
    flash(
        _("Your statement is stored. Nobody but you, the secretariat and the panel reads it before it is delivered."),
        "ok",
    )
    return redirect(url_for("hearings.own_registration", slug=slug), 303)


def taken_back(found: Proceeding) -> ResponseReturnValue:
    """Withdraw one statement."""
    run(withdraw_statement, proceeding_id=found.id, reference=request.form.get("reference", "")[:40])
    flash(_("Your statement is withdrawn."), "ok")
    return redirect(url_for("hearings.own_registration", slug=found.slug), 303)


def with_present(found: Proceeding, own: Registration, form: StatementForm) -> None:
    """Begin with what was sent before, to be written anew."""
    waiting = [one for one in own_statements(reading(), actor(), found, own) if one.state == "waiting"]
    wanted: Told | None = next((one for one in waiting if one.item_id == own.item_id), next(iter(waiting), None))
    if wanted is None:
        return
    form.delivery.data, form.language.data = wanted.delivery, wanted.reading.language
    form.item.data = wanted.reading.target or ""
    form.text.data = "\n\n".join(one.text or "" for one in wanted.reading.passages)


def signer() -> URLSafeTimedSerializer:
    """Signs what the form carries of a document that was stored before it is sent."""
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="statement")


def document_of(form: StatementForm) -> NewFile | None:
    """The document that came now, or the one that came with an earlier page of this form. Raises Invalid (field `file`)."""
    for incoming, name in sent_files("file"):
        file = store_upload(incoming, name)
        form.kept.data = signer().dumps([file.digest, file.size, file.name, file.media_type])
        return file
    try:
        kept = signer().loads(form.kept.data, max_age=HOURS * 3600) if form.kept.data else None
    except BadSignature:
        kept = None
    if kept is None or not this_site().storage.has(kept[0]):
        form.kept.data = ""
        return None
    return NewFile(*kept)


def with_text(found: Proceeding, own: Registration, form: StatementForm, file: NewFile | None) -> ResponseReturnValue:
    """The form with the text of the document in it, to be looked at before it is sent."""
    if file is None or file.paragraphs is None:
        raise Invalid("file", "not_a_file")
    form.text.data = "\n\n".join(file.paragraphs)
    return page(found, own, form, file, fresh=True)


def new_statement(form: StatementForm, file: NewFile | None) -> NewStatement:
    """What is sent: what was typed, else what the document says."""
    text = clean_text(form.text.data or "", "text")
    typed = tuple(" ".join(one.split()) for one in BREAK.split(text) if one.strip())
    paragraphs = typed or (file.paragraphs if file is not None and file.paragraphs else ())
    return NewStatement(
        str(form.client_id.data), form.item.data or None, form.delivery.data, form.language.data, paragraphs, file
    )


def refused(
    found: Proceeding, own: Registration, form: StatementForm, file: NewFile | None, error: ConsultError
) -> ResponseReturnValue:
    """The form with a refusal beside its field, and all that was typed."""
    of_file = message_for(error) if isinstance(error, Invalid) and error.field == "file" else None
    if of_file is None:
        refuse(form, error)
    status = 422 if isinstance(error, Invalid) else error.status
    return page(found, own, form, file, status=status, file_problem=of_file)


def page(
    found: Proceeding,
    own: Registration,
    form: StatementForm,
    file: NewFile | None = None,
    *,
    fresh: bool = False,
    status: int = 200,
    file_problem: str | None = None,
) -> ResponseReturnValue:
    """The page. `fresh`: the text was read of the document just now."""
    made = render_template(
        "hearings/registration/statement.html",
        head=head(found),
        own=own,
        form=form,
        file=file,
        fresh=fresh,
        file_problem=file_problem,
        hints=delivery_hints(),
        hours=plan_of(reading(), found.id).statement_hours,
        item=item_titles(found).get(own.item_id or 0),
    )
    return made, status
