"""Agreeing, disagreeing, passing, and reporting."""

from urllib.parse import urlsplit

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.routes.comments import refused
from consult.consultations.routes.loading import consultation, head
from consult.contributions.forms import ReportForm
from consult.contributions.operations.opinions import cast_vote, flag_contribution
from consult.contributions.queries import readings_by_reference
from consult.core.errors import ConsultError, NotFound
from consult.moderation.shown import Shown, shown
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add `vote` and `report`."""

    @app.post("/<language:lang>/consultations/<slug>/vote", endpoint="vote")
    def vote(slug: str) -> ResponseReturnValue:
        found = consultation(slug)
        choice, _colon, reference = request.form.get("vote", "")[:80].partition(":")
        back = where_from(slug)
        try:
            run(cast_vote, proceeding_id=found.id, reference=reference, choice=choice)
        except NotFound:
            raise
        except ConsultError as error:
            flash(message_for(error), "bad")
            return redirect(back, 303)
        return redirect(f"{back}#{reference}", 303)

    @app.get("/<language:lang>/consultations/<slug>/report", endpoint="report")
    def ask(slug: str) -> str:
        found = consultation(slug)
        return _page(found, ReportForm(), _reported(found))

    @app.post("/<language:lang>/consultations/<slug>/report", endpoint="send_report")
    def report(slug: str) -> ResponseReturnValue:
        found = consultation(slug)
        form, one = ReportForm(), _reported(found)
        if not form.validate_on_submit():
            return _page(found, form, one), 400
        given = {"reference": one.ref, "reason": form.reason.data, "note": form.note.data or ""}
        try:
            run(flag_contribution, proceeding_id=found.id, **given)
        except ConsultError as error:
            return _page(found, form, one, refused(form, error)), error.status
        flash(_("Thank you. A moderator will look at it."), "ok")
        return redirect(url_for("comments", slug=slug), 303)


def where_from(slug: str) -> str:
    """The page of this consultation that sent the reader here, else its comments: never another site."""
    came = urlsplit(request.headers.get("Referer", ""))
    ours = url_for("consultation", slug=slug)
    if came.netloc == request.host and came.path.startswith(ours) and "\\" not in came.path:
        return f"{came.path}?{came.query}" if came.query else came.path
    return url_for("comments", slug=slug)


def _reported(proceeding: Proceeding) -> Shown:
    reference = request.args.get("ref", "")[:40]
    found = readings_by_reference(reading(), actor(), proceeding, [reference]).get(reference)
    if found is None or found.state != "published" or "text" in found.withheld:
        raise NotFound
    return shown(found, url_for("submissions", slug=proceeding.slug), votes=False)


def _page(proceeding: Proceeding, form: ReportForm, one: Shown, more: list[str] | None = None) -> str:
    return render_template("consultations/report.html", head=head(proceeding), form=form, one=one, more=more or [])
