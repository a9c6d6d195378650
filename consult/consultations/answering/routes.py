"""The pages of the respondent's way."""

from flask import Flask

from consult.accounts.routes import CARRIED
from consult.consultations.answering import (
    around,
    at_door,
    document_routes,
    later_routes,
    review_routes,
    standing,
    start_routes,
    step_routes,
    upload_routes,
)
from consult.consultations.answering.loading import COOKIE
from consult.consultations.forms import printing


def install(app: Flask) -> None:
    """Add all of them."""
    if COOKIE not in CARRIED:
        CARRIED.append(COOKIE)
    printing.install(app)
    around.install(app)
    standing.install(app)
    for part in (start_routes, step_routes, later_routes, review_routes, document_routes, upload_routes, at_door):
        part.install(app)
