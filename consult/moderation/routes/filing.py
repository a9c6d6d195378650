"""What the office says of a filing: its stakeholder code, and what it has to do with others; and the codes of all at once."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.docket.models import RELATIONS
from consult.contributions.docket.related import former_codes, relations_of
from consult.contributions.operations.coding import give_codes
from consult.contributions.operations.relating import end_relation, relate
from consult.contributions.queries import readings_by_reference
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.core.localized import texts_for
from consult.moderation.docket.coding_queries import PAGE, codes_page
from consult.moderation.docket.words import line_words, mark_words, related_line, relation_words
from consult.moderation.docket_queries import desk_room
from consult.moderation.paging import page_number
from consult.moderation.routes import parts
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language, ngettext
from consult.web.site import actor, reading, run

LONGEST = 40


def show(public_id: str, reference: str) -> ResponseReturnValue:
    """The page of one filing at the desk."""
    return page(_office(public_id), reference)


def code(public_id: str, reference: str) -> ResponseReturnValue:
    """Give it a code, another one, or none."""
    room = _office(public_id)
    typed, seen = _typed("code"), _typed("seen")
    values: dict[str, Any] = {"codes": {reference: typed or None}, "seen": {reference: seen or None}}
    try:
        run(give_codes, proceeding_id=room.id, **values)
    except NotFound:
        raise
    except ConsultError as error:
        return page(room, reference, {"code": message_for(error)}, typed), error.status
    flash(_("The code is kept.") if typed else _("It has no code now."), "ok")
    return redirect(url_for("desk.filing", public_id=public_id, reference=reference), 303)


def related(public_id: str, reference: str) -> ResponseReturnValue:
    """Say what it has to do with another filing."""
    room = _office(public_id)
    try:
        run(
            relate,
            proceeding_id=room.id,
            reference=reference,
            kind=request.form.get("kind", ""),
            other=_typed("other").upper(),
        )
    except NotFound:
        raise
    except ConsultError as error:
        field = error.field if isinstance(error, Invalid) else "other"
        return page(room, reference, {field: message_for(error)}), error.status
    flash(_("The relation stands on both pages now."), "ok")
    return redirect(url_for("desk.filing", public_id=public_id, reference=reference), 303)


def unrelated(public_id: str, reference: str) -> ResponseReturnValue:
    """Take a relation back."""
    room = _office(public_id)
    run(end_relation, proceeding_id=room.id, public_id=_typed("relation"))
    flash(_("The relation is ended. That it was there stays on the record."), "ok")
    return redirect(url_for("desk.filing", public_id=public_id, reference=reference), 303)


def codes(public_id: str) -> ResponseReturnValue:
    """All filings of organisations and coalitions with their codes, or with what might be theirs."""
    room = _office(public_id)
    if request.method != "POST":
        return codes_shown(room)
    wanted, seen = _sent("code."), _sent("seen.")
    try:
        changed = run(give_codes, proceeding_id=room.id, codes=wanted, seen=seen).result
    except NotFound:
        raise
    except ConsultError as error:
        at = error.field if isinstance(error, Invalid) else ""
        return codes_shown(room, {at: message_for(error)}, wanted), error.status
    flash(ngettext("%(num)s code changed.", "%(num)s codes changed.", changed), "ok")
    return redirect(url_for("desk.codes", public_id=public_id, page=page_number()), 303)


def codes_shown(
    room: Proceeding, errors: dict[str, str] | None = None, typed: dict[str, str | None] | None = None
) -> str:
    """The page of all codes; what was typed stays where it could not be taken."""
    number = page_number()
    found = codes_page(reading(), actor(), room, number)
    return render_template(
        "moderation/docket/codes.html",
        room=room,
        title=_title(room),
        found=found,
        errors=errors or {},
        typed=typed or {},
        words=line_words(),
        pages=parts.pages(found.total, number, PAGE),
    )


def page(room: Proceeding, reference: str, errors: dict[str, str] | None = None, typed: str | None = None) -> str:
    """One filing with its code and relations."""
    told = readings_by_reference(reading(), actor(), room, [reference]).get(reference)
    if told is None:
        raise NotFound
    return render_template(
        "moderation/docket/filing.html",
        room=room,
        title=_title(room),
        told=told,
        words=line_words(),
        former=former_codes(reading(), actor(), [reference]).get(reference, []),
        relations=[
            (one, related_line(one, url_for("desk.filing", public_id=room.public_id, reference=one.reference)))
            for one in relations_of(reading(), actor(), room, reference)
        ],
        kinds=[(one, relation_words(one)) for one in RELATIONS],
        mark=mark_words(told.mark) if told.mark else None,
        errors=errors or {},
        typed=typed,
    )


def _office(public_id: str) -> Proceeding:
    room = desk_room(reading(), actor(), public_id)
    require(actor(), "contribution:publish", room)
    return room


def _title(room: Proceeding) -> Any:
    return texts_for(reading(), [room.owner], [language()]).get((room.owner, "title"))


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()[:LONGEST]


def _sent(prefix: str) -> dict[str, str | None]:
    """The fields of a form that begin so, by what follows; an empty one is None."""
    return {
        name.removeprefix(prefix): value.strip()[:LONGEST] or None
        for name, value in request.form.items()
        if name.startswith(prefix)
    }
