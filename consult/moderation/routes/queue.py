"""The queue and the contribution that is open beside it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.words import role_words
from consult.contributions.late_queries import late_reason
from consult.contributions.party import party_of
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import texts_for
from consult.core.text import clean_text
from consult.moderation.forms import DecideForm
from consult.moderation.item_queries import Item, item
from consult.moderation.operations.deciding import decide
from consult.moderation.queries import PAGE, Queue, moderates, next_reference, queue
from consult.moderation.routes import parts
from consult.moderation.routes.withholding import proposal_parts
from consult.moderation.targets import answers_told
from consult.moderation.words import act_words, decided_words, history_words, reason_words
from consult.policy.access import sits_at_desk
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def home() -> ResponseReturnValue:
    """What waits or is flagged; whoever does not moderate is led to the own part of the desk."""
    who = actor()
    if moderates(who):
        return render_template("moderation/queue.html", item=None, form=None, **queue_parts())
    if sits_at_desk(who):
        return redirect(url_for("desk.dockets"))
    if any(held.role == "administrator" for held in who.held):
        return redirect(url_for("desk.people"))
    raise NotFound


def show(reference: str) -> ResponseReturnValue:
    """One contribution, and the decision on it."""
    found = item(reading(), actor(), reference)
    form = DecideForm(seen=found.latest, back=request.query_string.decode())
    if form.validate_on_submit():
        try:
            return decided(form, reference)
        except Conflict:
            return changed(reference)
        except Invalid as error:
            field: Any = form[error.field if error.field in form else "reason"]
            field.errors = [_("Choose a reason") if field is form.reason else message_for(error)]
    elif request.method != "POST":
        form.seen.data = found.latest
    status = 422 if form.errors else 200
    return render_template("moderation/queue.html", **queue_parts(found), **item_parts(found), form=form), status


def decided(form: DecideForm, reference: str) -> ResponseReturnValue:
    """Run the decision, say so, and go to what comes next."""
    act = form.act.data or ""
    run(
        decide,
        reference=reference,
        act=act,
        seen=form.seen.data,
        reason=form.reason.data or None,
        note=clean_text(form.note.data or "", "note"),
    )
    flash(decided_words(act, reference), "ok")
    wanted = parts.chosen()
    following = next_reference(reading(), actor(), wanted, reference)
    if following is None:
        return redirect(url_for("desk.home", **parts.as_arguments(wanted)))
    return redirect(url_for("desk.item", reference=following, _anchor="input", **parts.as_arguments(wanted)))


def changed(reference: str) -> ResponseReturnValue:
    """Somebody was here before: the present state in words, and the way back to it."""
    found = item(reading(), actor(), reference)
    typed = clean_text(request.form.get("note", ""), "note")
    return render_template("moderation/changed.html", typed=typed, **item_parts(found)), 409


def queue_parts(open_item: Item | None = None) -> dict[str, Any]:
    """What the template prints of the queue."""
    wanted, page = parts.chosen(), parts.page_number()
    found = queue(reading(), actor(), wanted, page)
    titles = titles_of(found, open_item)
    return {
        "queue": found,
        "titles": titles,
        "filters": parts.queue_filters(found.counts, wanted, titles),
        "arguments": parts.as_arguments(wanted),
        "now": now(),
        "pages": parts.pages(found.total, page, PAGE),
        "open_reference": open_item.reading.reference if open_item else None,
    }


def titles_of(found: Queue, open_item: Item | None) -> dict[str, Any]:
    """The titles of the proceedings on the page, by public id."""
    rooms = {line.proceeding.owner: line.proceeding.public_id for line in found.lines}
    if open_item:
        rooms[open_item.proceeding.owner] = open_item.proceeding.public_id
    return parts.titles([value for value, _count in found.counts["proceeding"]], rooms)


def item_parts(found: Item) -> dict[str, Any]:
    """What the template prints of one contribution."""
    words = texts_for(reading(), [found.proceeding.owner], [language()])
    return {
        "item": found,
        "late": late_reason(reading(), found.reading.reference),
        "item_title": words.get((found.proceeding.owner, "title")),
        "target": parts.target_of(found.reading.target),
        "party": party_of(found.reading, actor()),
        "answers": {
            one.number: answers_told(reading(), found.proceeding, one.questionnaire, one.reading.passages)
            for one in found.versions
        },
        "acts": [(act, act_words(act)) for act in found.acts],
        "history": [(one, history_words(one.act)) for one in found.decisions],
        "reason_of": reason_words,
        "role_of": role_words,
        **proposal_parts(found.reading.reference, found.proceeding),
        "nothing": _("It came after the closing: the secretariat first decides whether it is accepted.")
        if found.reading.state == "pending"
        else _("Nothing can be decided here: it was withdrawn or erased."),
    }
