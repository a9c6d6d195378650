"""A group of near-identical texts: read as one, decided at once, split."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.errors import Invalid, NotFound
from consult.core.localized import texts_for
from consult.moderation.group_queries import PAGE, group_page
from consult.moderation.models import REASONS
from consult.moderation.operations.acts import STATE_ACTS
from consult.moderation.operations.likening import split_group
from consult.moderation.routes import parts
from consult.moderation.words import act_words, reason_words
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language, ngettext
from consult.web.site import actor, reading, run


def show(public_id: str) -> ResponseReturnValue:
    """What all of it says, and what each says beside it."""
    page = parts.page_number()
    found = group_page(reading(), actor(), public_id, page)
    title = texts_for(reading(), [found.proceeding.owner], [language()]).get((found.proceeding.owner, "title"))
    return render_template(
        "moderation/group.html",
        found=found,
        title=title,
        pages=parts.pages(found.total, page, PAGE),
        now=now(),
        **choices(),
    )


def choices() -> dict[str, list[tuple[str, str | None]]]:
    """The acts and reasons that a bulk can have, with their words."""
    return {
        "bulk_acts": [(act, act_words(act)) for act in STATE_ACTS],
        "bulk_reasons": [(code, reason_words(code)) for code in REASONS],
    }


def split(public_id: str) -> ResponseReturnValue:
    """Take out what is ticked, or what differs by more than was chosen."""
    beyond = request.form.get("beyond", type=int) if request.form.get("how") == "beyond" else None
    values = {"beyond": 10 * beyond} if beyond is not None else {"references": request.form.getlist("references")}
    try:
        count = run(split_group, public_id=public_id, **values).result
    except Invalid as error:
        flash(_("Nothing is taken out. %(reason)s", reason=message_for(error)), "bad")
        return redirect(url_for("desk.group", public_id=public_id), 303)
    flash(ngettext("%(num)s text is taken out of the group.", "%(num)s texts are taken out of the group.", count), "ok")
    try:
        group_page(reading(), actor(), public_id)
    except NotFound:  # too few were left
        return redirect(url_for("desk.home"), 303)
    return redirect(url_for("desk.group", public_id=public_id), 303)
