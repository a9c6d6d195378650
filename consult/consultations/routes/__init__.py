"""The public pages of consultations."""

from flask import Flask

from consult.consultations.routes import comments, home, late, offline, opinions, own, pages, respond, upload


def install(app: Flask) -> None:
    """Add all of them."""
    for part in (home, pages, comments, respond, late, offline, upload, opinions, own):
        part.install(app)
