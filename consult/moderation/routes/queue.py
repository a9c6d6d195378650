"""The queue and the contribution that is open beside it."""

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.words import role_words
from consult.contributions.late_queries import late_reason
from consult.contributions.party import party_of
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import texts_for
from consult.core.text import clean_text
from consult.moderation.bulk_queries import last_undoable, shared_bulks
from consult.moderation.claim_queries import moderators_to_assign
from consult.moderation.filters import Filter
from consult.moderation.forms import DecideForm
from consult.moderation.group_queries import groups_at
from consult.moderation.item_queries import Item, item
from consult.moderation.operations.deciding import decide
from consult.moderation.queries import PAGE, Queue, moderates, next_reference, queue
from consult.moderation.queue_counts import total_of
from consult.moderation.routes import parts
from consult.moderation.routes.filtering import as_arguments, chosen, from_query, headings, problems
from consult.moderation.routes.groups import choices
from consult.moderation.routes.undoing import offered, remember
from consult.moderation.routes.withholding import proposal_parts
from consult.moderation.targets import answers_told
from consult.moderation.view_queries import desk_wanted, saved_views
from consult.moderation.words import act_words, decided_words, happened_words, reason_words
from consult.policy.access import holds, holds_somewhere, sits_at_desk
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run

# What stands beside the open input, from the files of other acts; set by routes/__init__.py.
BESIDE: list[Callable[[Item], dict[str, Any]]] = []


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
    status = 200
    if form.validate_on_submit():
        try:
            return decided(form, reference)
        except Conflict as error:
            if error.problem not in ("claimed", "proposal_waits"):
                return changed(reference)
            form.form_errors.append(message_for(error))
            status = 409
        except Invalid as error:
            field: Any = form[error.field if error.field in form else "reason"]
            field.errors = [_("Choose a reason") if field is form.reason else message_for(error)]
    elif request.method != "POST":
        form.seen.data = found.latest
    return opened(found, form, status=422 if form.errors and status == 200 else status)


def opened(found: Item, form: DecideForm, *, status: int = 200, **more: Any) -> ResponseReturnValue:
    """The page with this contribution open, and what was typed so far."""
    given = {**queue_parts(found), **item_parts(found), **more}
    return render_template("moderation/queue.html", **given, form=form), status


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
    remember(reference)
    if offered() is None:  # where it can be undone, that notice says what was done
        flash(decided_words(act, reference), "ok")
    return to_next(reference)


def to_next(reference: str) -> ResponseReturnValue:
    """To what follows in the queue, open and in focus."""
    wanted = chosen()
    following = next_reference(reading(), actor(), wanted, reference)
    if following is None:
        return redirect(url_for("desk.home", **as_arguments(wanted)))
    return redirect(url_for("desk.item", reference=following, _anchor="input", **as_arguments(wanted)))


def changed(reference: str) -> ResponseReturnValue:
    """Somebody was here before: the present state in words, and the way back to it."""
    found = item(reading(), actor(), reference)
    typed = clean_text(request.form.get("note", ""), "note")
    wanted = chosen()
    following = next_reference(reading(), actor(), wanted, reference)
    given = {
        **item_parts(found),
        "typed": typed,
        "typed_reason": reason_words(request.form.get("reason") or None),
        "following": following,
        "arguments": as_arguments(wanted),
    }
    return render_template("moderation/changed.html", **given), 409


def queue_parts(open_item: Item | None = None) -> dict[str, Any]:
    """What the template prints of the queue."""
    wanted, page = chosen(), parts.page_number()
    found = queue(reading(), actor(), wanted, page, current_app.extensions["consult.piles"].at)
    titles = titles_of(found, open_item)
    setting = desk_wanted(reading(), actor())
    return {
        "queue": found,
        "titles": titles,
        "filters": headings(found, wanted, titles),
        "arguments": as_arguments(wanted),
        "asked_for": problems(found, wanted),
        "saved": views_of(found, wanted),
        "moderators": moderators_to_assign(reading(), actor())
        if holds_somewhere(actor(), "contribution:assign")
        else [],
        "me_id": actor().account_id,
        "groups": groups_at(reading(), actor(), found.ids),
        "last": offered(),
        "decided_words": decided_words,
        **choices(),
        "veil_all": setting.veils_all,
        "keys_off": setting.keys_off,
        "now": now(),
        "pages": parts.pages(found.total - found.hidden, page, PAGE),
        "open_reference": open_item.reading.reference if open_item else None,
    }


def views_of(found: Queue, wanted: Filter) -> list[dict[str, Any]]:
    """The own saved views with their counts, or with the sentences that say what of them is gone."""
    views = []
    for view in saved_views(reading(), actor(), "queue"):
        kept, gone = from_query(view.query)
        wrong = problems(found, kept, gone)
        views.append(
            {
                "public_id": view.public_id,
                "name": view.name,
                "url": url_for("desk.home", **as_arguments(kept)),
                "current": kept == wanted and not gone,
                "count": None if wrong else total_of(found.cells, kept),
                "problems": wrong,
            }
        )
    return views


def titles_of(found: Queue, open_item: Item | None) -> dict[str, Any]:
    """The titles of the proceedings on the page, by public id."""
    rooms = {line.proceeding.owner: line.proceeding.public_id for line in found.lines}
    if open_item:
        rooms[open_item.proceeding.owner] = open_item.proceeding.public_id
    return parts.titles([value for value, _count in found.counts["proceeding"]], rooms)


def item_parts(found: Item) -> dict[str, Any]:
    """What the template prints of one contribution, with what higher files put beside it."""
    more: dict[str, Any] = {}
    for beside in BESIDE:
        more |= beside(found)
    words = texts_for(reading(), [found.proceeding.owner], [language()])
    return {
        "item": found,
        "problems_here": (),
        "typed": {},
        "late": late_reason(reading(), found.reading.reference),
        "item_title": words.get((found.proceeding.owner, "title")),
        "target": parts.target_of(found.reading.target),
        "party": party_of(found.reading, actor()),
        "answers": {
            one.number: answers_told(reading(), found.proceeding, one.questionnaire, one.reading.passages)
            for one in found.versions
        },
        "acts": [(act, act_words(act)) for act in found.acts],
        "history": [(one, happened_words(one)) for one in found.history],
        "bulks": shared_bulks(reading(), actor(), {one.bulk for one in found.history if one.bulk}),
        "undoable": last_undoable(reading(), found.reading.reference),
        "may_settle": holds(actor(), "contribution:publish", found.proceeding.where),
        "reason_of": reason_words,
        "role_of": role_words,
        **proposal_parts(found.reading.reference, found.proceeding),
        "nothing": _("It came after the closing: the secretariat first decides whether it is accepted.")
        if found.reading.state == "pending"
        else _("Nothing can be decided here: it was withdrawn or erased."),
        **more,
    }
