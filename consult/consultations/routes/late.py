"""Opening the link of a late pass: a page that says what it is for; the browser keeps the pass for the sending."""

from flask import Flask, render_template

from consult.bodies.actors import token_hash
from consult.consultations.routes.loading import consultation, head
from consult.contributions.late import take_pass
from consult.contributions.late_queries import valid_pass
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.web.site import reading

LONGEST = 100


def install(app: Flask) -> None:
    """Add `late/<token>`."""

    @app.get("/<language:lang>/consultations/<slug>/late/<token>", endpoint="late_pass")
    def read(slug: str, token: str) -> str:
        found = consultation(slug)
        known = valid_pass(reading(), found, token_hash(token[:LONGEST]))
        if known is None or found.phase(now()) != "closed":
            raise NotFound
        take_pass(found, token)
        return render_template("consultations/late.html", head=head(found), until=known.expires_at)
