"""The desk's page for more time."""

from collections.abc import Callable

from flask import Flask, abort, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.operations import Letter
from consult.contributions.drafts.forms import more_time_form, reasons_in
from consult.contributions.drafts.reminders import extend_deadline
from consult.core.actors import Actor
from consult.core.clock import instant_of, now
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.core.localized import Words, texts_for
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import desk_proceeding
from consult.proceedings.routes import DeskLink
from consult.web.errors import message_for
from consult.web.formats import moment_words
from consult.web.language import INTERFACE, catalogue, language
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run

RULE = "/<language:lang>/desk/proceedings/consultation/<slug>/extend"


def install(app: Flask) -> None:
    """Add `extend` to the desk of a proceeding, and the link to it."""
    app.add_url_rule(RULE, "extend_deadline", extend, methods=["GET", "POST"])
    link: Callable[[Proceeding], str] = lambda row: url_for("extend_deadline", slug=row.slug)  # noqa: E731
    app.extensions["consult.desk_links"].append(DeskLink(lambda: _("Give more time"), link, may_extend))


def may_extend(who: Actor, row: Proceeding) -> bool:
    """Whether there is a closing time to put off, and the actor may."""
    may = holds(who, "proceeding:edit", row.where)
    return may and row.kind == "consultation" and row.closes_at is not None and row.phase(now()) in ("soon", "open")


def extend(slug: str) -> ResponseReturnValue:
    """The form, and the putting off."""
    row = desk_proceeding(reading(), actor(), "consultation", slug)
    if not holds(actor(), "proceeding:edit", row.where):
        abort(404)
    g.zone = row.zone
    form, languages = more_time_form(row.languages, row.zone), list(row.languages)
    title = texts_for(reading(), [row.owner], [language(), row.language])[row.owner, "title"]
    status, more = 200, []
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                told = run(
                    extend_deadline,
                    proceeding_id=row.id,
                    closes_local=form.closes_local.data or "",
                    reason=reasons_in(form, languages),
                    letters=letters(row, form.closes_local.data or ""),
                ).result
            except ConsultError as error:
                if isinstance(error, NotFound):
                    raise
                status, more = error.status, _beside(form, error)
            else:
                flash(_("There is more time now. Letters on their way: %(count)s.", count=told), "ok")
                return redirect(url_for("proceedings.overview", kind="consultation", slug=slug), 303)
    page = render_template(
        "desk/proceedings/extend.html", row=row, title=title, form=form, languages_of=languages, more=more
    )
    return page, status


def _beside(form: object, error: ConsultError) -> list[str]:
    """A refusal beside its field, or as a sentence over the form."""
    if isinstance(error, Invalid) and error.field in ("closes_local", "date"):
        form.closes_local.errors = [message_for(error)]  # type: ignore[attr-defined]
        return []
    return [message_for(error)]


def letters(row: Proceeding, closes_local: str) -> dict[str, Letter]:
    """The letter to those who are writing, in each language of the interface."""
    try:
        closes_at = instant_of(closes_local, row.zone)
    except Invalid:
        return {}
    found = {}
    for code in INTERFACE:
        words = texts_for(reading(), [row.owner], [code])
        title = words.get((row.owner, "title"), Words(row.slug, "")).text
        link = f"{current_app.config['BASE_URL']}/{code}/{row.kind}s/{row.slug}/"
        found[code] = _letter(code, title, moment_words(closes_at, code, row.zone), link)
    return found


def _letter(code: str, title: str, closes: str, link: str) -> Letter:
    said = catalogue(code).gettext
    subject = said(N_("More time: %(title)s")) % {"title": title}
    text = said(
        N_(
            "You have begun to write for: %(title)s. There is more time now: it closes on %(closes)s.\n\n"
            "What you wrote is still there. Open this address to go on:\n%(link)s"
        )
    )
    return Letter(subject, text % {"title": title, "closes": closes, "link": link}, code)


def N_(message: str) -> str:
    """The sentence, to be found by the catalogues."""
    return message
