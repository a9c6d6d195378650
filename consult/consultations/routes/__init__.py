"""The public pages of consultations."""

from flask import Flask

from consult.consultations.routes import comments, home, late, opinions, own, pages, respond


def install(app: Flask) -> None:
    """Add all of them."""
    for part in (home, pages, comments, respond, late, opinions, own):
        part.install(app)
