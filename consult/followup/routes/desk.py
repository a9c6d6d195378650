"""The desk of the results: text, outcomes, preview and publishing; everything without JavaScript."""

from functools import partial
from typing import Any

from flask import Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.editing.queries import mark_of
from consult.consultations.editing.routes.pages import Present, answered, best, different_texts, editable, may_edit
from consult.core.errors import Conflict, Invalid
from consult.core.localized import older_texts, texts_for
from consult.followup.forms import OutcomeForm, PublishForm, outcome_form, results_form
from consult.followup.models import Results
from consult.followup.operations.publishing import publish_results
from consult.followup.operations.writing import put_outcome, put_results, remove_outcome
from consult.followup.queries import (
    Written,
    newest_results,
    not_public,
    outcomes_of,
    published_results,
    read_results,
    written_results,
)
from consult.followup.routes.public import address_in, text_with_links
from consult.followup.words import decision_words
from consult.proceedings.models import Proceeding
from consult.proceedings.routes import DeskLink
from consult.web.errors import message_for
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.older import show_older, still_right
from consult.web.site import reading, run

EMPTY = Written(1, None, {}, [])


def install(app: Flask) -> None:
    """Add the addresses, and the link on a proceeding's desk."""
    base, both = "/<language:lang>/desk/proceedings/consultation/<slug>/results", ["GET", "POST"]
    app.add_url_rule(f"{base}/", "followup.desk", overview)
    app.add_url_rule(f"{base}/text", "followup.text", edit_text, methods=both)
    app.add_url_rule(f"{base}/outcomes/new", "followup.new_outcome", edit_outcome, methods=both)
    app.add_url_rule(f"{base}/outcomes/<outcome>", "followup.outcome", edit_outcome, methods=both)
    app.add_url_rule(f"{base}/publish", "followup.publish", publish, methods=both)
    link = DeskLink(lambda: _("Results"), lambda row: url_for("followup.desk", slug=row.slug), may_edit)
    app.extensions["consult.desk_links"].append(link)


def page(template: str, row: Proceeding, **values: Any) -> str:
    """One of these pages."""
    title = texts_for(reading(), [row.owner], [language(), row.language])[row.owner, "title"]
    given = {"row": row, "title": title, "language_names": NAMES, "best": best, "decision_of": decision_words}
    return render_template(f"followup/{template}.html", **given, **values)


def newest(row: Proceeding) -> tuple[Results | None, Written]:
    """What is being written; where nothing is, what is published."""
    found = newest_results(reading(), row.id)
    return found, written_results(reading(), found) if found else EMPTY


def overview(slug: str) -> ResponseReturnValue:
    """What is written, and what was published when."""
    row = editable(slug)
    version, written = newest(row)
    return page(
        "desk",
        row,
        written=written,
        is_published=version is not None and version.published_at is not None,
        versions=published_results(reading(), row.id),
        lost=not_public(reading(), row.id, written.references()),
    )


def edit_text(slug: str) -> ResponseReturnValue:
    """The text in every language side by side."""
    row = editable(slug)
    version, written = newest(row)
    seen = mark_of({"text": written.text})
    if version is not None:
        show_older(older_texts(reading(), [version.owner]), {"text": _("Text")})
    form = results_form(row.languages, row.language, written.text, seen)
    kinds = [("text", _("Text"))]

    def save() -> str:
        run(
            put_results, proceeding_id=row.id, seen=form.seen.data or "", text=form.written("text"), still=still_right()
        )
        return url_for("followup.desk", slug=slug)

    def differences() -> Present:
        form.seen.data = seen
        return different_texts(form, kinds, {"text": written.text})

    return answered(row, form, save, lambda present: page("text", row, form=form, present=present), differences, {})


def edit_outcome(slug: str, outcome: str | None = None) -> ResponseReturnValue:
    """An outcome, or a new one."""
    row = editable(slug)
    version, written = newest(row)
    place = next((n for n, one in enumerate(written.outcomes, start=1) if one.public_id == outcome), None)
    old = written.outcomes[place - 1] if place else None
    if outcome is not None and old is None and request.method == "GET":
        abort(404)
    seen = mark_of(old.content() if old else None)
    values = {**(old._asdict() if old else {"decision": "taken_up"}), "seen": seen}
    form = outcome_form(row.languages, row.language, {**values, "position": place or len(written.outcomes) + 1})
    kinds = [("text", _("What changed because of you")), ("why", _("Why"))]
    stored = {name: getattr(old, name) if old else {} for name, _words in kinds}
    if version is not None and place:
        show_older(older_texts(reading(), [outcomes_of(reading(), version.id)[place - 1].owner]), dict(kinds))

    def differences() -> Present:
        form.seen.data = seen
        return different_texts(form, kinds, stored) or [(_("Outcome"), "", "–")]

    def shown(present: Present) -> str:
        return page("outcome", row, form=form, kinds=kinds, present=present, is_new=old is None)

    return answered(row, form, partial(_save, row, form, outcome), shown, differences, {})


def _save(row: Proceeding, form: OutcomeForm, outcome: str | None) -> str:
    seen = form.seen.data or ""
    if form.take_away.data and outcome is not None:
        run(remove_outcome, proceeding_id=row.id, public_id=outcome, seen=seen)
    else:
        given = {
            "text": form.written("text"),
            "why": form.written("why"),
            "cited": form.references,
            "still": still_right(),
        }
        place = {"position": form.position.data, "decision": form.decision.data}
        run(put_outcome, proceeding_id=row.id, public_id=outcome, seen=seen, **place, **given)
    return url_for("followup.desk", slug=row.slug, _anchor="outcomes")


def publish(slug: str) -> ResponseReturnValue:
    """The results as everybody will read them, and the button."""
    row = editable(slug)
    version, written = newest(row)
    if version is None or version.published_at is not None:
        flash(_("There is nothing to publish: write or change the results first."), "warn")
        return redirect(url_for("followup.desk", slug=slug))
    form = PublishForm(data={"seen": mark_of(written.rendition())})
    if request.method == "POST" and form.validate():
        try:
            given = {"seen": form.seen.data or "", "tell_again": bool(form.tell_again.data)}
            run(publish_results, proceeding_id=row.id, **given)
        except (Conflict, Invalid) as error:
            form.form_errors = [message_for(error)]
            form.seen.data = mark_of(written.rendition())
        else:
            flash(_("The results are published. Whoever is cited is told."), "ok")
            return redirect(url_for("followup.desk", slug=slug), 303)
    shown = page(
        "publish",
        row,
        form=form,
        told=read_results(reading(), version, [language(), row.language]),
        marks={},
        text_of=partial(text_with_links, address_in(slug)),
        missing=_missing(row, written),
        references=written.references(),
        is_first=not published_results(reading(), row.id),
    )
    return shown, 422 if form.form_errors else 200


def _missing(row: Proceeding, written: Written) -> list[str]:
    """The languages of the consultation in which something is not written yet, by their own names."""
    texts = [written.text, *(one.text for one in written.outcomes), *(one.why for one in written.outcomes)]
    return [NAMES[code] for code in row.languages if any(text and code not in text for text in texts)]
