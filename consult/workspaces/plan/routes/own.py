"""Everything for which the reader is responsible, in all rooms."""

from datetime import date

from flask import render_template

from consult.accounts.login import signed_in
from consult.proceedings.duties import Duty, duties_of
from consult.proceedings.head import address_of
from consult.proceedings.queries import proceeding_words
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading


@signed_in
def own_duties() -> str:
    """What is due first stands first."""
    found = duties_of(reading(), actor())
    rooms = list({one.proceeding.id: one.proceeding for one in found}.values())
    words = proceeding_words(reading(), rooms, language(), ("title",))
    lines = [(one, words[one.proceeding.id]["title"], url_of(one), day_of(one)) for one in found]
    kinds = {"task": _("Task"), "request": _("Request"), "vote": _("Vote")}
    return render_template("workspaces/plan/own.html", lines=lines, kinds=kinds)


def url_of(one: Duty) -> str:
    """The page of a duty."""
    return address_of(one.proceeding) + one.path


def day_of(one: Duty) -> date | None:
    """The day it is due."""
    return date.fromisoformat(one.due_on) if one.due_on is not None else None
