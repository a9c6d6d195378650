"""The pages of registering: the form, the own page, the statement, and the desk's list."""

from flask import Flask, url_for
from sqlalchemy.orm import Session

from consult.contributions.coming_back import FINDERS, Way
from consult.hearings.registration.queries import codeword_of, hearing_of_registration
from consult.hearings.registration.routes import choosing, desk, mine, one, own, public, statement, statements
from consult.hearings.registration.routes.parts import call_of, speakers_of


def install(app: Flask) -> None:
    """Add the addresses, what a codeword opens, and the parts of the hearing's page."""
    FINDERS.append(_registration)
    app.jinja_env.globals.update(registration_call=call_of, registered_speakers=speakers_of)
    for part in (public, own, mine, statement, statements, desk, one, choosing):
        part.install(app)


def _registration(db: Session, reference: str) -> Way | None:
    registration_id, hashed = codeword_of(db, reference)
    if registration_id is None:
        return None
    slug = hearing_of_registration(db, registration_id).slug
    return Way(hashed, {"registration_id": registration_id}, lambda: url_for("hearings.own_registration", slug=slug))
