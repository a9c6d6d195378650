"""The questions, page by page: everything that is typed is kept with any button, whatever else happens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answering.around import around, filled, of_request, own_of, place_of
from consult.consultations.answering.changed import changed_words, changes_of
from consult.consultations.answering.files import take_files
from consult.consultations.answering.later_routes import keep_for_later
from consult.consultations.answering.loading import COOKIE, Sitting, forget, remember, sit, sit_again
from consult.consultations.answering.start_routes import start_page
from consult.consultations.answering.steps import Step, decides, held_under, problems_on
from consult.consultations.answers import Problem, weigh
from consult.consultations.asked import Asked
from consult.consultations.forms import Part, answers_in, form_for, regrouped
from consult.consultations.forms.printing import fields_beside
from consult.consultations.queries import asked
from consult.contributions.drafts.operations import Page, keep_answers
from consult.contributions.drafts.queries import mark_of
from consult.contributions.late import KEY as LATE
from consult.core.clock import now
from consult.core.errors import Conflict, ConsultError
from consult.web.errors import KEEPING, as_dict, message_for
from consult.web.formats import clock_words
from consult.web.frame import say_once
from consult.web.headers import long_form
from consult.web.kept import About, kept_page
from consult.web.language import INTERFACE, language
from consult.web.language import gettext as _
from consult.web.places import new_key
from consult.web.site import reading, run
from consult.web.uploads import files_allowed

STEP = "/<language:lang>/consultations/<slug>/respond/step/<key>"
AGAIN = "/<language:lang>/return/<reference>/correct/step/<key>"


def install(app: Flask) -> None:
    """Add the pages of the questions, to answer and to correct."""

    @app.get(STEP, endpoint="respond_step")
    def read(slug: str, key: str) -> ResponseReturnValue:
        if session.get(COOKIE) or session.get(LATE):  # what one browser may see is kept for no other
            return shown(sit(slug), key)
        return kept_page(lambda: _first_visit(slug, key), lambda _shows: False)

    @app.post(STEP, endpoint="keep_step")
    @files_allowed
    @long_form
    def write(slug: str, key: str) -> ResponseReturnValue:
        return taken(sit(slug), key)

    @app.get(AGAIN, endpoint="correct_step")
    def read_again(reference: str, key: str) -> ResponseReturnValue:
        sitting = sit_again(reference)
        return shown(sitting, key) if sitting.draft else redirect(url_for("correct", reference=reference))

    @app.post(AGAIN, endpoint="keep_correction")
    @files_allowed
    @long_form
    def write_again(reference: str, key: str) -> ResponseReturnValue:
        return taken(sit_again(reference), key)

    KEEPING["keep_step"] = lambda: lost(sit(**_place()), str((request.view_args or {})["key"]))
    KEEPING["keep_correction"] = lambda: lost(sit_again(**_place()), str((request.view_args or {})["key"]))


def _place() -> dict[str, Any]:
    return {name: value for name, value in (request.view_args or {}).items() if name != "key"}


def _first_visit(slug: str, key: str) -> tuple[str, About]:
    sitting = sit(slug)
    until = sitting.head.moment if sitting.head.left is not None else None
    if sitting.is_barred:
        return start_page(sitting), About(until, None)
    return shown(sitting, key), About(until, None)


@dataclass(slots=True)
class Typed:
    """What came from a page: by which version it was asked, and for which questions."""

    asked: Asked
    keys: frozenset[str]
    page: Page


def shown(
    sitting: Sitting,
    key: str,
    typed: Typed | None = None,
    more: Sequence[str] = (),
    problems: Sequence[Problem] = (),
    meanwhile: Part | None = None,
) -> str:
    """A page with what is written so far, or with what was typed and could not be kept."""
    step = sitting.step(key)
    answers = {**sitting.answers, **_gone(typed), **(typed.page.answers if typed else {})}
    if request.args.get("check") and typed is None:
        problems = weigh(sitting.asked, answers, files=sitting.files).problems
    part = form_for(
        sitting.asked,
        answers,
        keys=step.question_keys,
        problems=problems_on(step, problems),
        seed=sitting.seed,
        files=sitting.files,
        attached=sitting.attached,
        weighed=sitting.weighed if typed is None else None,
    )
    place, all_pages = place_of(sitting, key, sitting.shown)
    render = partial(
        render_template,
        "consultations/answering/step.html",
        sitting=sitting,
        head=sitting.head,
        step=step,
        part=part,
        place=place,
        all=all_pages,
        back=request.values.get("from") == "review",
        more=list(more),
        changes=changes_of(sitting),
        meanwhile=meanwhile,
        sent=typed is not None,
        decides=decides(step),
    )
    plain = typed is None and not part.problems and not part.takes_files
    kept = around(sitting, place, all_pages, of_request()) if plain else None
    own = own_of(sitting, part)
    if kept:
        return filled(kept, own, of_request(), render).decode()
    return render(rendering=new_key(), **own._asdict())


def _gone(typed: Typed | None) -> dict[str, Any]:
    """What was emptied on the page."""
    return dict.fromkeys(typed.page.keys) if typed else {}


def typed_on(sitting: Sitting, step: Step) -> Typed:
    """What was sent, read by the version that the page showed."""
    version = sitting.asked
    named = request.form.get("questionnaire", "")
    if named != version.public_id and sitting.own is None:
        version = asked(reading(), sitting.proceeding, language(), named) or version
    stood = {one.rpartition(".")[0] for one in request.form.get("asked", "").split()}
    keys = frozenset(stood & {one.key for one in version.answerable()} & (step.question_keys | _once(version, sitting)))
    answers = answers_in(version, request.form, keys)
    rendering = request.form.get("page", "")[:40]
    page = Page(
        step.key,
        rendering,
        request.form.get("seen", "")[:16],
        held_under(version, keys),
        regrouped(version, answers, request.form) or answers,
    )
    return Typed(version, keys, page)


def _once(version: Asked, sitting: Sitting) -> set[str]:
    """The questions of an earlier version, where the page came from one."""
    return set() if version is sitting.asked else {one.key for one in version.questions()}


def taken(sitting: Sitting, key: str) -> ResponseReturnValue:
    """Keep what was typed, then go where the button leads."""
    step = sitting.step(key)
    typed = typed_on(sitting, step)
    expected = request.form.get("draft", "")
    try:
        if sitting.draft is None and expected and sitting.own is None:
            raise Conflict("draft_gone")
        files = take_files(sitting, typed)
        known = run(
            keep_answers,
            which=sitting.which,
            questionnaire=typed.asked.public_id,
            language=language(),
            page=typed.page,
            wanted=bool(expected),
        ).result
    except ConsultError as error:
        return _refused(sitting, key, typed, error)
    if sitting.own is None:
        remember(sitting.proceeding, known)
    if files.refusals:
        return shown(_afresh(sitting), key, typed, files.refusals), 400
    if files.has_pictures and request.form.get("act", "continue") == "continue":
        say_once("ok", _("Your files are attached. Please say in a sentence what your pictures show."))
        return redirect(sitting.url("step", key=key), 303)
    return _onward(sitting, step, typed)


def _refused(sitting: Sitting, key: str, typed: Typed, error: ConsultError) -> ResponseReturnValue:
    """The page again with everything that was typed, and what happened."""
    if _wants_json():
        return jsonify(as_dict(error)), error.status
    meanwhile = None
    if error.problem == "draft_gone" and sitting.own is None:
        forget(sitting.proceeding)
        sitting.draft = None
    if error.problem == "draft_changed":
        sitting = _afresh(sitting)
        meanwhile = form_for(sitting.asked, sitting.answers, keys=typed.keys, files=sitting.files)
    return shown(sitting, key, typed, [message_for(error)], meanwhile=meanwhile), error.status


def lost(sitting: Sitting, key: str) -> ResponseReturnValue:
    """The page again when its form could not be checked: typed by this site's own page, so nothing has to be copied."""
    typed = typed_on(sitting, sitting.step(key))
    words = _(
        "Your session has ended since this page was opened, so nothing was saved yet. What you typed is still here."
    )
    return shown(sitting, key, typed, [words]), 400


def _afresh(sitting: Sitting) -> Sitting:
    if sitting.own is not None:
        return sit_again(sitting.own.reading.reference)
    return sit(sitting.proceeding.slug)


def _onward(before: Sitting, step: Step, typed: Typed) -> ResponseReturnValue:
    """Where the button leads, now that everything is kept."""
    sitting = _afresh(before)
    act = request.form.get("act", "continue")
    if _wants_json():
        return _told(sitting, step, typed)
    if act.startswith("lang.") and act[5:] in INTERFACE:
        return redirect(sitting.url("step", key=step.key, lang=act[5:]), 303)
    if act == "save":
        return keep_for_later(sitting)
    if not sitting.is_open:
        return redirect(sitting.url("review"), 303)
    if step.key not in {one.key for one in sitting.steps}:
        return redirect(sitting.url("review"), 303)
    if typed.asked.public_id != sitting.asked.public_id:
        return redirect(sitting.url("step", key=step.key), 303)
    if act == "back":
        return redirect(sitting.before(step.key), 303)
    return _checked(sitting, step, typed)


def _checked(sitting: Sitting, step: Step, typed: Typed) -> ResponseReturnValue:
    """On to the next page, unless something here cannot be taken as it is, or there is now more to answer here."""
    here = {"key": step.key, **({"from": "review"} if request.form.get("from") == "review" else {})}
    if "add" in request.form or "remove" in request.form:
        group = request.form.get("add") or request.form["remove"].partition(".")[0]
        return redirect(sitting.url("step", **here, _anchor=f"g_{group}"), 303)
    weighed = sitting.weighed_on(step.question_keys)
    problems = problems_on(step, weighed.problems)
    if problems:
        return shown(sitting, step.key, typed, problems=problems), 400
    part = form_for(sitting.asked, sitting.answers, keys=step.question_keys, weighed=weighed)
    if part.came_up(request.form.get("asked", "")):
        say_once("ok", _("Saved. Your answers brought up more questions on this page."))
        return redirect(sitting.url("step", **here), 303)
    return redirect(sitting.url("review") if "from" in here else sitting.after(step.key), 303)


def _told(sitting: Sitting, step: Step, typed: Typed) -> ResponseReturnValue:
    """What a script is told that saves while somebody writes: what is asked on this page now, and fields that came up."""
    words = _("Saved at %(time)s.", time=clock_words(now(), sitting.proceeding.zone))
    told = {"ok": True, "draft": sitting.draft.public_id if sitting.draft else "", "message": words}
    keys: Collection[str] = typed.page.keys
    if typed.asked.public_id == sitting.asked.public_id and decides(step):
        part = form_for(
            sitting.asked,
            sitting.answers,
            keys=step.question_keys,
            seed=sitting.seed,
            files=sitting.files,
            attached=sitting.attached,
        )
        stood = request.form.get("asked", "").split()
        asked_now = part.asked_beside(stood)
        keys = held_under(sitting.asked, {one.rpartition(".")[0] for one in asked_now})
        told |= {"asked": " ".join(asked_now), "fields": fields_beside(part, stood)}
        told["message"] = " ".join([words, *changed_words(asked_now, stood)])
    return jsonify({**told, "seen": mark_of(sitting.stored, keys)})


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
