"""The record of a hearing or a room as one file of HTML that asks nobody for anything: its style is within."""

from collections.abc import Callable

from flask import Flask, current_app, g, has_request_context, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from consult.core.localized import direction
from consult.hearings.record.queries import record_of
from consult.hearings.record.showing import page_record
from consult.proceedings.head import head
from consult.records.editions import Edition
from consult.records.workspaces.reading import room_record
from consult.web.language import DEFAULT, INTERFACE
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.rooms.words import rule_words

# Makes the web application of a site whose templates a command uses; consult/cli.py sets it.
APP: list[Callable[[], Flask]] = []


def page_of(db: Session, edition: Edition, language: str) -> bytes:
    """The file of an edition: its words in a language, or in the default one where there are no translations into it."""
    if has_request_context():
        return _rendered(db, edition, language)
    shown_in = language if language in INTERFACE else DEFAULT
    with APP[0]().test_request_context(f"/{shown_in}/"):
        g.language, g.actor, g.db, g.zone = shown_in, edition.actor, db, edition.proceeding.zone
        try:
            return _rendered(db, edition, language)
        finally:
            g.pop("db")  # it is the command's, and goes on


def _rendered(db: Session, edition: Edition, language: str) -> bytes:
    proceeding = edition.proceeding
    if proceeding.kind == "workspace":
        return _room(db, edition)
    order = (language, g.language, proceeding.language)
    shown = page_record(record_of(db, edition.actor, proceeding, order), proceeding, language)
    style = Markup(current_app.extensions["consult.asset_text"]("consult.css"))  # noqa: S704 - our own stylesheet
    text = render_template(
        "hearings/record/file.html",
        head=head(proceeding, ("title", "lede", "name")),
        record=shown,
        style=style,
        page_language=g.language,
        page_dir=direction(g.language),
    )
    return text.encode()


def _room(db: Session, edition: Edition) -> bytes:
    proceeding = edition.proceeding
    style = Markup(current_app.extensions["consult.asset_text"]("consult.css"))  # noqa: S704 - our own stylesheet
    text = render_template(
        "workspaces/record/file.html",
        head=head(proceeding, ("title", "lede", "name")),
        record=room_record(db, edition, messages=True),
        rule=rule_words(room_of(db, proceeding).rule),
        style=style,
        page_language=g.language,
        page_dir=direction(g.language),
    )
    return text.encode()
