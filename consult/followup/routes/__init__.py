"""The pages of the results: what everybody reads, and the desk where they are written."""

from flask import Flask

from consult.followup.routes import desk, public


def install(app: Flask) -> None:
    """Add all of them."""
    public.install(app)
    desk.install(app)
