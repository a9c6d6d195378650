"""Walking through the questionnaire as a respondent would, in any language and on a phone; and test responses."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consult.consultations.answering.steps import Step, problems_on, shown_steps, steps_of
from consult.consultations.answers import Problem, weigh
from consult.consultations.asked import Asked
from consult.consultations.editing.operations.trials import forget_trials, send_trial, unsendable
from consult.consultations.editing.queries import trials_of
from consult.consultations.editing.routes.pages import address, editable, shown, told
from consult.consultations.forms import Told, answers_in, answers_told, form_for, merged, regrouped
from consult.consultations.forms.names import ASKED
from consult.consultations.queries import asked
from consult.contributions.disclosure import ReadPassage
from consult.core.clock import now
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.core.localized import texts_for
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.forms import PageForm
from consult.web.headers import let_be_framed, let_frame
from consult.web.language import INTERFACE, language
from consult.web.language import gettext as _
from consult.web.site import reading, run

WIDTHS = ("wide", "phone")
REVIEW = "review"
LONGEST = 300_000  # of everything that was answered so far, carried from page to page

Answers = dict[str, Any]


def preview(slug: str) -> ResponseReturnValue:
    """The questionnaire in a frame as wide as the page or as a phone; the language is chosen above it."""
    row = editable(slug)
    chosen, width = request.args.get("language", row.language), request.args.get("width", WIDTHS[0])
    if chosen not in row.languages or width not in WIDTHS:
        abort(404)
    let_frame()
    may_try = row.phase(now()) in ("draft", "soon")
    given = {"tongues": row.languages, "inside": inside(row, chosen), "may_try": may_try}
    return shown("preview", row, chosen=chosen, width=width, **given)


def inside(row: Proceeding, chosen: str) -> str:
    """The address of the page within the frame: its interface in the chosen language too, where there is one."""
    return address(row, "preview_form", lang=chosen if chosen in INTERFACE else language(), language=chosen)


class Walk(NamedTuple):
    """Where somebody stands on the way: the version, the answers so far, the pages that these bring, and this one."""

    asked: Asked
    answers: Answers
    steps: Sequence[Step]
    key: str

    @property
    def step(self) -> Step | None:
        """The page; None for the look at everything."""
        return next((one for one in self.steps if one.key == self.key), None)

    def moved(self, by: int) -> "Walk":
        """The page before or behind this one; the look at everything is the last."""
        keys = [*(one.key for one in self.steps), REVIEW]
        at = keys.index(self.key) if self.key in keys else 0
        return self._replace(key=keys[min(max(at + by, 0), len(keys) - 1)])

    def with_answers(self, answers: Answers) -> "Walk":
        """The same page with other answers, and the pages that they bring."""
        steps = shown_steps(steps_of(self.asked), weigh(self.asked, answers, complete=False))
        return self._replace(answers=answers, steps=steps)


def preview_form(slug: str) -> ResponseReturnValue:
    """One page of the questionnaire as it is being written. What is answered goes from page to page and is not stored."""
    row = editable(slug)
    chosen = request.args.get("language", row.language)
    version = asked(reading(), row, chosen, working=True) if chosen in row.languages else None
    if version is None:
        abort(404)
    let_be_framed()
    walk = Walk(version, {}, (), request.form.get("step", "")).with_answers(carried())
    if request.method == "GET":
        return page_of(row, walk.moved(0))
    act = request.form.get("act", "")
    if walk.step is not None:
        keys = walk.step.question_keys
        walk = walk.with_answers(merged(walk.answers, version, answers_in(version, request.form, keys), keys))
        changed = regrouped(version, walk.answers, request.form)
        if changed is not None:
            return page_of(row, walk.with_answers(changed))
    if act == "back":
        return page_of(row, walk.moved(-1))
    if act == "send" and walk.step is None:
        return send(row, walk)
    if has_more(row, walk):
        return page_of(row, walk, came_up=True)
    problems = problems_of(walk) if walk.step is not None else []
    return page_of(row, walk if problems else walk.moved(1), problems)


def has_more(row: Proceeding, walk: Walk) -> bool:
    """Whether answers brought up questions on the page from which they came."""
    if walk.step is None:
        return False
    part = form_for(walk.asked, walk.answers, keys=walk.step.question_keys, seed=row.public_id)
    return part.came_up(request.form.get(ASKED, part.asked))


def carried() -> Answers:
    """The answers of the pages before, as the page brings them back; nothing for what is no such thing."""
    raw = request.form.get("answers", "")
    try:
        found = json.loads(raw) if len(raw) <= LONGEST else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def problems_of(walk: Walk) -> list[Problem]:
    """What a respondent would be told on this page. Files are not sent in a test, so they are not missed."""
    found = [one for one in weigh(walk.asked, walk.answers).problems if not unsendable(walk.asked, one)]
    return problems_on(walk.step, found) if walk.step is not None else found


def send(row: Proceeding, walk: Walk) -> ResponseReturnValue:
    """Store the answers as a test."""
    given = {"questionnaire": walk.asked.public_id, "language": walk.asked.language, "answers": walk.answers}
    try:
        run(send_trial, proceeding_id=row.id, **given)
    except (Conflict, Invalid) as error:
        return page_of(row, walk, problems_of(walk), refusal=error)
    return inner(row, walk, "preview_sent", {})


def page_of(
    row: Proceeding,
    walk: Walk,
    problems: Sequence[Problem] = (),
    refusal: ConsultError | None = None,
    *,
    came_up: bool = False,
) -> ResponseReturnValue:
    """A page of questions, or the look at all answers."""
    step = walk.step
    keys = step.question_keys if step is not None else frozenset()
    part = form_for(walk.asked, walk.answers, keys=keys, problems=problems, seed=row.public_id)
    weighed = weigh(walk.asked, walk.answers, complete=False)
    number = walk.steps.index(step) + 1 if step is not None else len(walk.steps)
    values = {
        "part": part,
        "step": step,
        "number": number,
        "came_up": came_up,
        "answers": json.dumps(walk.answers, ensure_ascii=False),
        "told": in_words(walk.asked, weighed.passages) if step is None else [],
        "missing": problems_of(walk) if step is None else [],
        "refusal": message_for(refusal) if refusal else None,
        "may_try": row.phase(now()) in ("draft", "soon"),
    }
    return inner(row, walk, "preview_form", values), 422 if problems or refusal else 200


def inner(row: Proceeding, walk: Walk, template: str, values: Mapping[str, Any]) -> str:
    """A page within the frame."""
    title = texts_for(reading(), [row.owner], [walk.asked.language, row.language])[row.owner, "title"]
    here = address(row, "preview_form", language=walk.asked.language)
    given = {"row": row, "title": title, "walk": walk, "here": here, "tongue": walk.asked.language, "form": PageForm()}
    return render_template(f"desk/consultations/{template}.html", **given, **values)


def in_words(version: Asked, passages: Sequence[Any]) -> list[Told]:
    """Answers beside their questions."""
    found = [
        ReadPassage(number, one.question, one.value, one.text, False, one.instance, one.matrix_row)
        for number, one in enumerate(passages, start=1)
    ]
    return answers_told(version, found)


def trials(slug: str) -> ResponseReturnValue:
    """The test responses so far, each as the desk would read it."""
    row = editable(slug)
    version = asked(reading(), row, language(), working=True)
    found = []
    for one in trials_of(reading(), row.id):
        passages = weigh(version, one.answers, complete=False).passages if version else ()
        is_old = version is None or version.public_id != one.questionnaire
        found.append((one, in_words(version, passages) if version else [], is_old))
    return shown("trials", row, found=found, may_try=row.phase(now()) in ("draft", "soon"))


def forget_tried(slug: str) -> ResponseReturnValue:
    """Throw the test responses away."""
    row = editable(slug)
    try:
        run(forget_trials, proceeding_id=row.id)
    except Conflict as error:
        return told(error, address(row, "trials"))
    flash(_("The test responses are gone."), "ok")
    return redirect(address(row, "trials"))
