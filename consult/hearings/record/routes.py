"""The record of a hearing as a page, to be read and printed by everybody who may see the hearing."""

from flask import Flask, render_template, request, url_for
from markupsafe import Markup

from consult.core.actors import Actor
from consult.hearings.record.queries import record_of
from consult.hearings.record.showing import duration, page_record
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.proceedings.routes import DeskLink
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading

MOST_INPUTS = 1000  # comments and questions on one page


def install(app: Flask) -> None:
    """Add the address, and the way to it from the hearing's desk."""
    app.add_url_rule("/<language:lang>/hearings/<slug>/record", "hearings.record", record, methods=["GET"])
    app.jinja_env.filters["duration"] = duration
    link = DeskLink(
        lambda: _("Record of the hearing"), lambda row: url_for("hearings.record", slug=row.slug), _is_hearing
    )
    app.extensions["consult.desk_links"].append(link)


def _is_hearing(_who: Actor, row: Proceeding) -> bool:
    return row.kind == "hearing"


def record(slug: str) -> str:
    """The whole record; `notes` chooses the language of the notes among those there are."""
    found = located("hearing", slug)
    return render_template("hearings/record/page.html", **parts_of(found, request.args.get("notes")))


def parts_of(found: Proceeding, notes: str | None) -> dict[str, object]:
    """What the page and the file of the record are made of."""
    shown = page_record(
        record_of(reading(), actor(), found, (language(), found.language), most=MOST_INPUTS), found, notes
    )
    address = url_for("hearings.record", slug=found.slug)
    return {"head": head(found, ("title", "lede", "name")), "record": shown, "address": Markup.escape(address)}
