"""Amendments: suggesting one, the list with its filter, and deciding."""

from flask import Flask, flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.policy.access import require
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import ngettext
from consult.web.site import actor, reading, run
from consult.workspaces.documents.forms import AmendmentForm, DecisionForm, whole_number
from consult.workspaces.documents.marking import suggestion
from consult.workspaces.documents.models import AMENDMENT_STATES, Amendment, Paragraph
from consult.workspaces.documents.operations.amending import (
    NewAmendment,
    accept_amendment,
    reject_amendment,
    suggest_amendment,
    withdraw_amendment,
)
from consult.workspaces.documents.people import names_of
from consult.workspaces.documents.place import Place, placed
from consult.workspaces.documents.queries import (
    amendment_by_public_id,
    amendments_of,
    paragraph_by_key,
    paragraphs_of,
)
from consult.workspaces.documents.routes.addresses import both
from consult.workspaces.documents.words import amendment_state_words, paragraph_words


def install(app: Flask) -> None:
    """Add the addresses, each for members and for guests."""
    both(app, "suggest", "suggest_first", suggest, ["GET", "POST"])
    both(app, "paragraphs/<key>/suggest", "suggest", suggest, ["GET", "POST"])
    both(app, "amendments/", "amendments", listed, ["GET"])
    both(app, "amendments/<amendment>/", "amendment", one, ["GET", "POST"])
    both(app, "amendments/<amendment>/withdraw", "withdraw_amendment", withdraw, ["POST"])


def suggest(piece: str, key: str | None = None, slug: str | None = None) -> ResponseReturnValue:
    """The form of an amendment to one paragraph, or of what should stand at the very beginning."""
    place = placed(piece, slug)
    require(actor(), "document:suggest", place.document)
    row = paragraph_by_key(reading(), place.document, key) if key else None
    form = AmendmentForm(row)
    status = 200
    if form.validate_on_submit():
        given = form.text.data or "", form.reason.data or "", whole_number(form.seen.data)
        new = NewAmendment(form.kind.data or "", key or "", *given)
        try:
            made = run(suggest_amendment, document_id=place.document.id, new=new).result
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            status = error.status
            row = paragraph_by_key(reading(), place.document, key) if key else None
            form.seen.data = str(row.revision) if row else "0"
        else:
            flash(_("Amendment %(number)s is made.", number=made.number), "ok")
            return redirect(place.url("amendment", amendment=made.public_id), 303)
    called = paragraph_words(row.style, row.label, row.text) if row else _("At the very beginning")
    return place.page("workspaces/documents/suggest.html", p=row, called=called, form=form), status


def listed(piece: str, slug: str | None = None) -> str:
    """Every amendment with its state, or those of one state."""
    place = placed(piece, slug)
    every = amendments_of(reading(), place.document)
    state = request.args.get("state")
    found = [row for row in every if state not in AMENDMENT_STATES or row.state == state]
    counts = [(one, amendment_state_words(one), sum(row.state == one for row in every)) for one in AMENDMENT_STATES]
    called, present = texts_beside(place)
    return place.page(
        "workspaces/documents/amendments.html",
        suggestions=[suggestion(row, present.get(row.key or "")) for row in found],
        called=called,
        counts=counts,
        state=state if state in AMENDMENT_STATES else None,
        every=len(every),
        names=names_of(reading(), actor(), [row.made_by for row in found], in_room=slug is not None),
    )


def texts_beside(place: Place) -> tuple[dict[str, str], dict[str, str]]:
    """What each paragraph is called, and the present text of those that stand, by key."""
    rows = paragraphs_of(reading(), place.document, removed=True)
    called = {row.key: paragraph_words(row.style, row.label, row.text) for row in rows}
    return called, {row.key: row.text for row in rows if row.removed_at is None}


def one(piece: str, amendment: str, slug: str | None = None) -> ResponseReturnValue:
    """One amendment: as marked text with its reason, and for who leads the form to decide."""
    place = placed(piece, slug)
    row = amendment_by_public_id(reading(), place.document, amendment)
    paragraph = paragraph_by_key(reading(), place.document, row.key) if row.key else None
    form = DecisionForm(row, paragraph.revision if paragraph else 0)
    status = 200
    if request.method == "POST":
        require(actor(), "room:lead", place.document)
        try:
            decide(place, row, form)
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            status = error.status
            row, paragraph = again(place, row)
            form.seen.data = str(paragraph.revision if paragraph else 0)
        else:
            return redirect(place.url("amendment", amendment=amendment), 303)
    return page_of(place, row, paragraph, form), status


def again(place: Place, row: Amendment) -> tuple[Amendment, Paragraph | None]:
    """An amendment and its paragraph as they are by now."""
    now = amendment_by_public_id(reading(), place.document, row.public_id)
    return now, paragraph_by_key(reading(), place.document, now.key) if now.key else None


def decide(place: Place, row: Amendment, form: DecisionForm) -> None:
    """Accept or reject, and say what became of the others. Raises what the operations raise."""
    about = {"document_id": place.document.id, "public_id": row.public_id, "reason": form.reason.data or ""}
    if form.act.data != "accept":
        run(reject_amendment, **about)
        flash(_("Amendment %(number)s is rejected.", number=row.number), "ok")
        return
    seen, confirmed = whole_number(form.seen.data), bool(form.confirmed.data)
    text = form.text.data if row.kind != "delete" else None
    lapsed = run(accept_amendment, **about, seen=seen, text=text, confirmed=confirmed).result
    flash(_("Amendment %(number)s is accepted, and the text is changed.", number=row.number), "ok")
    if lapsed:
        flash(
            ngettext("%(num)s other amendment lapsed by it.", "%(num)s other amendments lapsed by it.", lapsed), "warn"
        )


def page_of(place: Place, row: Amendment, paragraph: Paragraph | None, form: DecisionForm) -> str:
    """The page of one amendment."""
    standing = paragraph if paragraph is not None and paragraph.removed_at is None else None
    made = suggestion(row, standing.text if standing else None)
    ids = [row.made_by, row.decided_by]
    return place.page(
        "workspaces/documents/amendment.html",
        s=made,
        a=row,
        p=paragraph,
        standing=standing,
        called=paragraph_words(paragraph.style, paragraph.label, paragraph.text) if paragraph else None,
        names=names_of(reading(), actor(), ids, in_room=place.slug is not None),
        form=form,
    )


def withdraw(piece: str, amendment: str, slug: str | None = None) -> ResponseReturnValue:
    """Take the own amendment back."""
    place = placed(piece, slug)
    run(withdraw_amendment, document_id=place.document.id, public_id=amendment)
    flash(_("Your amendment is withdrawn."), "ok")
    return redirect(place.url("amendment", amendment=amendment), 303)
