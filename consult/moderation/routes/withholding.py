"""Withholding words at the desk: the page on which they are marked, and what a second person does about it."""

from typing import Any, NamedTuple

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.words import role_words
from consult.contributions.disclosure import ReadPassage
from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.core.localized import texts_for
from consult.core.text import clean_text
from consult.moderation.item_queries import Item, Sent, item
from consult.moderation.operations.proposing import REDACTABLE, propose_lifting, propose_redaction
from consult.moderation.operations.settling import refuse_request, settle_proposal
from consult.moderation.proposal_queries import (
    PAGE,
    may_erase,
    names_in,
    proposals_on,
    reference_of,
    waiting_proposals,
    wants_two,
    withheld_before,
)
from consult.moderation.queries import moderates
from consult.moderation.redacting.forms import Marks, RedactForm, SettleForm, marks_in, value_of
from consult.moderation.redacting.marking import marked
from consult.moderation.redacting.rendition import Span, rendition
from consult.moderation.redacting.suggestions import Suggestion, suggested
from consult.moderation.redacting.words import done_words, kind_words, mark_words, proposed_words, settled_words
from consult.moderation.routes import parts
from consult.moderation.targets import answers_told
from consult.moderation.words import reason_words
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add the addresses."""
    desk = "/<language:lang>/desk"
    app.add_url_rule(f"{desk}/items/<reference>/redact", "desk.redact", redact, methods=["GET", "POST"])
    app.add_url_rule(f"{desk}/proposals/", "desk.proposals", proposals)
    one = f"{desk}/proposals/<public_id>"
    app.add_url_rule(f"{one}/settle", "desk.settle", settle, methods=["POST"])
    app.add_url_rule(f"{one}/lift", "desk.lift", lift, methods=["POST"])
    app.add_url_rule(f"{one}/refuse", "desk.refuse_request", refuse, methods=["POST"])


class Field(NamedTuple):
    """A passage on the page: what stands in its field, what the public would read, and what is wrong."""

    number: int
    label: Any
    text: str | None
    chosen: list[Any]
    typed: str
    is_whole: bool
    public: str | None
    problem: str | None


def redact(reference: str) -> ResponseReturnValue:
    """The text of one version with everything that may have to be withheld; marked words are proposed or withheld."""
    found = item(reading(), actor(), reference)
    version = _version(found)
    form = RedactForm(seen=found.latest, version=version.number)
    texts = {passage.number: passage.text for passage in version.reading.passages}
    marks = marks_in(request.form, texts)
    if request.method == "POST" and "look" not in request.form and form.validate() and not marks.problems:
        try:
            return _done(form, found, version, marks.spans)
        except Conflict as error:
            flash(message_for(error), "warn")
            return redirect(url_for("desk.redact", reference=reference), 303)
        except Invalid as error:
            form.form_errors.append(_problem(error.problem) if error.field == "spans" else message_for(error))
    status = 422 if form.errors or marks.problems else 200
    return render_template("moderation/redact.html", form=form, **_page(found, version, marks)), status


def _version(found: Item) -> Sent:
    """The version that the address names, of the standing and the newest one; else the newest."""
    wanted = request.values.get("version", type=int)
    offered = (found.reading.version, found.latest)
    if found.reading.state not in REDACTABLE or not found.versions[0].reading.passages:
        raise NotFound
    return next((one for one in found.versions if one.number == wanted and wanted in offered), found.versions[0])


def _done(form: RedactForm, found: Item, version: Sent, spans: list[Span]) -> ResponseReturnValue:
    reference, reason = found.reading.reference, form.reason.data
    values: dict[str, Any] = {
        "seen": form.seen.data,
        "version": version.number,
        "reason": reason,
        "note": clean_text(form.note.data or "", "note"),
        "mark": mark_words(reason, version.reading.language or "", found.proceeding.language),
        "hide": form.hide.data,
    }
    state = run(propose_redaction, reference=reference, spans=spans, **values).result
    flash(done_words("redact", state, reference), "ok")
    return redirect(after(state, reference), 303)


def after(state: str, reference: str) -> str:
    """Where to go after an act: to the input, or where it waits for somebody else, to what waits."""
    return (
        url_for("desk.proposals") if state == "proposed" else url_for("desk.item", reference=reference, _anchor="input")
    )


def _page(found: Item, version: Sent, marks: Marks) -> dict[str, Any]:
    told = version.reading
    texts = {passage.number: passage.text for passage in told.passages}
    before = withheld_before(reading(), told.reference, version.number)
    suggestions = suggested(texts, names_in(reading(), told), before)
    code = request.form.get("reason") or ""
    mark = mark_words(code, told.language or "", found.proceeding.language)
    words = texts_for(reading(), [found.proceeding.owner], [language()])
    return {
        "item": found,
        "version": version,
        "title": words.get((found.proceeding.owner, "title")),
        "fields": [_field(found, version, passage, marks, mark) for passage in told.passages],
        "suggestions": [_offered(one, texts) for one in suggestions],
        "two_persons": wants_two(reading(), found.proceeding),
        "looked": request.method == "POST",
        **proposal_parts(found.reading.reference, found.proceeding),
    }


def _field(found: Item, version: Sent, passage: ReadPassage, marks: Marks, mark: str) -> Field:
    told = answers_told(reading(), found.proceeding, version.questionnaire, [passage]) if passage.question else []
    typed = request.form.get(f"marks-{passage.number}")
    mine = [(span, mark) for span in marks.spans if span.passage == passage.number]
    ranges = [(span.start or 0, span.end or 0) for span, _mark in mine if not span.is_whole]
    return Field(
        passage.number,
        told[0].label if told else None,
        passage.text,
        list(told[0].chosen) if told else [],
        typed if typed is not None and passage.number in marks.problems else marked(passage.text or "", _apart(ranges)),
        any(span.is_whole for span, _mark in mine),
        rendition(passage.text, mine) if mine else None,
        _problem(marks.problems[passage.number]) if passage.number in marks.problems else None,
    )


def _apart(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order; those that touch or overlap are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _offered(one: Suggestion, texts: dict[int, str | None]) -> dict[str, Any]:
    first = one.spans[0]
    text, start, end = texts[first.passage] or "", first.start or 0, first.end or 0
    around = text[max(0, start - 30) : start].lstrip(), text[end : end + 30].rstrip()
    return {
        "kind": kind_words(one.kind),
        "words": one.words,
        "around": around,
        "value": value_of(one.spans),
        "times": len(one.spans),
    }


def _problem(code: str) -> str:
    words = {
        "text_changed": _(
            "Only marks may be added here; the words themselves were changed. They stand as before again in a new form."
        ),
        "mark_left_open": _("A mark was opened with ⟦ and not closed with ⟧."),
        "required": _("Nothing is marked. Put the words between ⟦ and ⟧, or tick what is suggested."),
    }
    return words.get(code, code)


def proposal_parts(reference: str, room: Proceeding) -> dict[str, Any]:
    """What the item and its pages print of proposals."""
    found = proposals_on(reading(), actor(), reference)
    return {
        "proposals": found,
        "may_erase": may_erase(actor(), room),
        "proposed_words": proposed_words,
        "settled_words": settled_words,
        "reason_of": reason_words,
        "role_of": role_words,
        "is_redactable": REDACTABLE,
    }


def proposals() -> ResponseReturnValue:
    """Everything that waits for a second person, and what authors asked to be erased."""
    if not moderates(actor()):
        raise NotFound
    page = parts.page_number()
    lines, total = waiting_proposals(reading(), actor(), page)
    words = texts_for(reading(), [line.proceeding.owner for line in lines], [language()])
    return render_template(
        "moderation/proposals.html",
        lines=[(line, words.get((line.proceeding.owner, "title"))) for line in lines],
        total=total,
        pages=parts.pages(total, page, PAGE),
        proposed_words=proposed_words,
        reason_of=reason_words,
        role_of=role_words,
    )


def settle(public_id: str) -> ResponseReturnValue:
    """Confirm, refuse or take back."""
    reference, form = reference_of(reading(), actor(), public_id), SettleForm()
    if not form.validate():
        raise NotFound
    done = {"confirm": _("Confirmed."), "refuse": _("Refused."), "take_back": _("Taken back.")}
    given: dict[str, Any] = {"act": form.act.data, "note": form.note.data or ""}
    _tried(lambda: run(settle_proposal, public_id=public_id, **given), done.get(form.act.data or "", ""))
    return redirect(url_for("desk.item", reference=reference, _anchor="input"), 303)


def lift(public_id: str) -> ResponseReturnValue:
    """Show withheld words again, or propose it."""
    reference = reference_of(reading(), actor(), public_id)
    try:
        state = run(propose_lifting, public_id=public_id, note=request.form.get("note", "")).result
        flash(done_words("unredact", state, reference), "ok")
        return redirect(after(state, reference), 303)
    except NotFound:
        raise
    except ConsultError as error:
        flash(message_for(error), "warn")
    return redirect(url_for("desk.item", reference=reference, _anchor="input"), 303)


def refuse(public_id: str) -> ResponseReturnValue:
    """Refuse what an author asked for."""
    reference = reference_of(reading(), actor(), public_id)
    note = request.form.get("note", "")
    _tried(lambda: run(refuse_request, public_id=public_id, note=note), _("Refused. Its author reads why."))
    return redirect(url_for("desk.item", reference=reference, _anchor="input"), 303)


def _tried(act: Any, words: str) -> None:
    """Run an act and say so, or say why not."""
    try:
        act()
    except NotFound:
        raise
    except ConsultError as error:
        flash(message_for(error), "warn")
    else:
        flash(words, "ok")
