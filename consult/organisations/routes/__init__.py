"""The pages of organisations: public, of their own people, and at the desk."""

from flask import Flask

from consult.organisations.routes import categories, desk, own, public


def install(app: Flask) -> None:
    """Add all of them."""
    for part in (public, own, desk, categories):
        part.install(app)
