"""The public pages of consultations."""

from flask import Flask

from consult.consultations.answering import routes as answering
from consult.consultations.routes import (
    comments,
    home,
    late,
    offline,
    opinions,
    own,
    pages,
    privacy,
    submissions,
    upload,
)


def install(app: Flask) -> None:
    """Add all of them."""
    for part in (home, pages, submissions, comments, answering, late, offline, upload, opinions, own, privacy):
        part.install(app)
