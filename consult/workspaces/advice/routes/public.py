"""What everybody reads of advice: its own page, the page of the body, and the box beside it in a consultation."""

from flask import Flask, render_template

from consult.core.localized import texts_for
from consult.proceedings.head import heads_of
from consult.web.language import language
from consult.web.site import reading
from consult.workspaces.advice.queries import Given, advice_under, body_page, published_advice


def install(app: Flask) -> None:
    """Add the addresses, and what the page of a contribution asks."""
    app.add_url_rule("/<language:lang>/advice/<public_id>/", "advice.public", public, methods=["GET"])
    app.add_url_rule("/<language:lang>/bodies/<slug>/", "bodies.page", body, methods=["GET"])
    app.jinja_env.globals["advice_under"] = under


def under(reference: str) -> Given | None:
    """The advice that stands as a contribution, if that is out."""
    return advice_under(reading(), reference)


def public(public_id: str) -> str:
    """The text as it was given; of what was withdrawn the reason."""
    given = published_advice(reading(), public_id)
    there = heads_of([given.there])[0] if given.there is not None else None
    return render_template("workspaces/advice/public.html", given=given, there=there)


def body(slug: str) -> str:
    """The public proceedings of a body, and the advice that its groups published."""
    found = body_page(reading(), slug)
    name = texts_for(reading(), [found.body.owner], [language()]).get((found.body.owner, "name"))
    return render_template(
        "workspaces/advice/body.html",
        name=name,
        slug=slug,
        heads=heads_of(list(found.proceedings)),
        advice=found.advice,
    )
