"""The pages of the minutes: writing, reading along, the history of a line, correcting, agreeing."""

from flask import Flask

from consult.hearings.minutes.routes.agreeing import agreed
from consult.hearings.minutes.routes.lines import correct, line
from consult.hearings.minutes.routes.reading_along import read
from consult.hearings.minutes.routes.writing import write


def install(app: Flask) -> None:
    """Add the addresses below a hearing."""
    base = "/<language:lang>/hearings/<slug>/minutes"
    app.add_url_rule(f"{base}/", "hearings.minutes", write, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/<code>", "hearings.read_minutes", read, methods=["GET"])
    app.add_url_rule(f"{base}/lines/<line>", "hearings.line", line, methods=["GET"])
    app.add_url_rule(f"{base}/lines/<line>/correct", "hearings.correct_line", correct, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/agreed/<item>/<code>", "hearings.agree_text", agreed, methods=["GET", "POST"])
