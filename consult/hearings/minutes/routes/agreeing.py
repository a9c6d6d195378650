"""The text of one item in one language, to be agreed as it was read, or opened to corrections again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.minutes.routes.reading_along import public_stream, sheet_of
from consult.hearings.minutes.sheets import column
from consult.hearings.notes.operations.agreeing import agree_text, end_agreement
from consult.hearings.notes.queries import agreements_of, lines_of, mark_of
from consult.hearings.programme.queries import items_of
from consult.organisations.words import words_by_category
from consult.policy.access import require
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run


def agreed(slug: str, item: str, code: str) -> ResponseReturnValue:
    """The text with the button that agrees it, or the form that takes the agreement back."""
    found = located("hearing", slug)
    require(actor(), "hearing:chair", found)
    refused: Conflict | Invalid | None = None
    if request.method == "POST":
        try:
            return decided(found, item, code)
        except (Conflict, Invalid) as error:
            refused = error
    text = page(found, item, code, message_for(refused) if refused else "")
    return text, refused.status if refused else 200


def page(found: Proceeding, item: str, code: str, problem: str) -> str:
    """The text as it is now."""
    items = items_of(reading(), actor(), found)
    row = next((one for one in items if one.public_id == item), None)
    if row is None or row.withheld or code not in found.languages:
        raise NotFound
    stream = public_stream(found)
    lines = lines_of(reading(), actor(), found, [code], item_id=row.id)
    return render_template(
        "hearings/minutes/agreed.html",
        head=head(found),
        item=row,
        column=column(code),
        sheet=sheet_of(found, stream, [code], items, lines),
        agreement=agreements_of(reading(), found.id).get((item, code)),
        is_over=row.state == "done" or found.phase(now()) == "closed",
        mark=mark_of(lines),
        problem=problem,
        typed=request.form.get("reason", "")[:2000],
        categories=words_by_category(),
    )


def decided(found: Proceeding, item: str, code: str) -> ResponseReturnValue:
    """Agree, or take the agreement back."""
    here = {"proceeding_id": found.id, "item": item, "language": code}
    if request.form.get("act") == "reopen":
        run(end_agreement, **here, reason=request.form.get("reason", "")[:2000])
        flash(_("The agreement is taken back. The text can be corrected again."), "ok")
    else:
        run(agree_text, **here, seen=request.form.get("seen", "")[:64])
        flash(_("The text is agreed."), "ok")
    return redirect(url_for("hearings.agree_text", slug=found.slug, item=item, code=code), 303)
