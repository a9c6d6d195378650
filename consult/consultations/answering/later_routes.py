"""Leaving and coming back: the restore code, the reminder, and throwing a draft away."""

from flask import Flask, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.operations import Letter
from consult.consultations.answering.forms import CodeForm, RemindForm
from consult.consultations.answering.loading import Sitting, forget, known_draft, remember, sit
from consult.consultations.answering.start_routes import gone
from consult.consultations.routes.comments import refused
from consult.consultations.routes.loading import consultation, head
from consult.contributions.drafts.codes import code_hash, new_code
from consult.contributions.drafts.operations import delete_draft, set_restore_code
from consult.contributions.drafts.queries import Which, draft_by_code, kept_draft
from consult.contributions.drafts.reminders import ask_reminder
from consult.core.errors import ConsultError, Invalid, RateLimited
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding
from consult.proceedings.reminding import remind_at
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.limits import Limiter
from consult.web.site import actor, reading, run, this_site

BASE = "/<language:lang>/consultations/<slug>/respond"
TRIES, SECONDS = 8, 300.0


def install(app: Flask) -> None:
    """Add `continue`, `code`, `remind` and `delete` below `respond`."""
    app.extensions["consult.restore_tries"] = Limiter(TRIES, SECONDS)

    @app.get(f"{BASE}/continue", endpoint="respond_continue")
    def enter(slug: str) -> str:
        return _code_page(consultation(slug), CodeForm())

    @app.post(f"{BASE}/continue", endpoint="restore_draft")
    def restore(slug: str) -> ResponseReturnValue:
        found, form = consultation(slug), CodeForm()
        if not form.validate_on_submit():
            return _code_page(found, form), 400
        try:
            place = _restored(form.code.data or "")
        except (Invalid, RateLimited) as error:
            return _code_page(found, form, refused(form, error)), error.status
        return redirect(url_for("respond_review", slug=place.slug), 303)

    @app.post(f"{BASE}/code", endpoint="new_restore_code")
    def another(slug: str) -> ResponseReturnValue:
        return keep_for_later(sit(slug), fresh=True)

    @app.post(f"{BASE}/remind", endpoint="respond_remind")
    def remind(slug: str) -> ResponseReturnValue:
        sitting, form = sit(slug), RemindForm()
        if sitting.draft is None:
            return gone(sitting)
        if not form.validate_on_submit():
            return _later_page(sitting, form=form), 400
        try:
            run(ask_reminder, which=sitting.which, email=form.email.data or "", letter=reminder(sitting))
        except ConsultError as error:
            return _later_page(sitting, form=form, more=refused(form, error)), error.status
        flash(_("We write to you once before it closes, then delete the address."), "ok")
        return redirect(url_for("respond", slug=slug), 303)

    @app.get(f"{BASE}/delete", endpoint="respond_delete")
    def ask(slug: str) -> ResponseReturnValue:
        sitting = sit(slug)
        if sitting.draft is None:
            return redirect(url_for("respond", slug=slug))
        return render_template("consultations/answering/delete.html", sitting=sitting, head=sitting.head)

    @app.post(f"{BASE}/delete", endpoint="delete_draft")
    def delete(slug: str) -> ResponseReturnValue:
        sitting = sit(slug)
        if sitting.draft is None:
            return gone(sitting)
        run(delete_draft, which=sitting.which)
        forget(sitting.proceeding)
        flash(_("What you had written is deleted."), "ok")
        return redirect(url_for("respond", slug=slug), 303)


def keep_for_later(sitting: Sitting, *, fresh: bool = False) -> ResponseReturnValue:
    """How to come back. A new code is shown in this answer alone: no address and no store has it."""
    if sitting.own is not None:
        flash(_("Your correction is kept. Come back to this page to go on with it."), "ok")
        return redirect(url_for("own_input", reference=sitting.own.reading.reference), 303)
    if sitting.draft is None:
        return gone(sitting)
    if not fresh and (sitting.draft.has_code or sitting.draft.by_account):
        return _later_page(sitting)
    code = new_code()
    hashed = code_hash(this_site().secret_key, code)
    run(set_restore_code, which=sitting.which, code_hash=hashed)
    return _later_page(sit(sitting.proceeding.slug), code)


def _later_page(
    sitting: Sitting, code: str | None = None, form: RemindForm | None = None, more: list[str] | None = None
) -> str:
    return render_template(
        "consultations/answering/later.html",
        sitting=sitting,
        head=sitting.head,
        draft=sitting.draft,
        code=code,
        form=form or RemindForm(),
        remind_at=remind_at(sitting.proceeding.closes_at) if current_app.config["SENDS_MAIL"] else None,
        more=more or [],
    )


def _code_page(proceeding: Proceeding, form: CodeForm, more: list[str] | None = None) -> str:
    return render_template("consultations/answering/continue.html", head=head(proceeding), form=form, more=more or [])


def _restored(typed: str) -> Proceeding:
    """The consultation whose draft the code opens, which this browser now knows. Raises Invalid, alike for any other."""
    limiter: Limiter = current_app.extensions["consult.restore_tries"]
    limiter.take(f"browser:{session.get('browser', '')}")
    hashed = code_hash(this_site().secret_key, typed)
    found = draft_by_code(reading(), hashed) if hashed else None
    place = reading().get(Proceeding, found.proceeding_id) if found else None
    if found is None or place is None or not may_see(actor(), place):
        raise Invalid("code", "wrong_code")
    here = Which(place.id, known_draft(place))
    other = kept_draft(reading(), actor(), here) if here.known else None
    if other is not None and found.public_id not in other.parts:
        raise Invalid("code", "another_draft")
    remember(place, found.public_id)
    return place


def reminder(sitting: Sitting) -> Letter:
    """The letter before the closing; it says nothing of what was written."""
    title, site = sitting.head.title.text, str(current_app.config["SITE_NAME"])
    link = str(current_app.config["BASE_URL"]) + url_for("respond", slug=sitting.proceeding.slug)
    subject = _("It closes soon: %(title)s", title=title)
    text = _(
        "You asked %(site)s to remind you: %(title)s closes on {closes}.\n\n"
        "Open this address to go on, in the same browser or with your restore code:\n%(link)s\n\n"
        "This is the only letter. Your address is deleted now.",
        site=site,
        title=title,
        link=link,
    )
    return Letter(subject, text, language())
