"""The pages of the respondent's way."""

from flask import Flask

from consult.consultations.answering import later_routes, review_routes, start_routes, step_routes


def install(app: Flask) -> None:
    """Add all of them."""
    for part in (start_routes, step_routes, later_routes, review_routes):
        part.install(app)
