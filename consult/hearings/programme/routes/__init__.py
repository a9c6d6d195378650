"""The pages of a programme: the desk's, the papers, the calendars, and what the public pages show of it."""

from flask import Flask

from consult.hearings.programme.routes import calendars, desk, papers, public


def install(app: Flask) -> None:
    """Add the addresses."""
    desk.install(app)
    papers.install(app)
    calendars.install(app)
    public.install(app)
