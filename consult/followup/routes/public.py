"""What everybody reads of the results, and how other pages learn that they are out."""

from collections.abc import Callable
from functools import partial

from flask import Flask, render_template, request, url_for
from markupsafe import Markup

from consult.contributions.queries import readings_by_reference
from consult.core.errors import NotFound
from consult.followup.citing import linked
from consult.followup.queries import citing_versions, published_results, read_results, with_results
from consult.followup.words import decision_words
from consult.proceedings.head import head, located
from consult.proceedings.later import CITED, OUT
from consult.web.language import language
from consult.web.markdown import markdown
from consult.web.site import actor, reading


def install(app: Flask) -> None:
    """Add `results`, and tell the pages of consultations who is cited and what is out."""
    CITED[:] = [citing_versions]
    OUT[:] = [with_results]
    app.add_url_rule("/<language:lang>/consultations/<slug>/results", "results", show)


def show(slug: str) -> str:
    """The newest version, or an earlier one; before the first a page that says so."""
    row = located("consultation", slug)
    versions = published_results(reading(), row.id)
    number = request.args.get("version", type=int)
    version = next((one for one in versions if number in (None, one.number)), None)
    if version is None and number is not None:
        raise NotFound
    told = read_results(reading(), version, [language()]) if version else None
    cited = sorted({reference for one in told.outcomes for reference in one.cited}) if told else []
    return render_template(
        "followup/results.html",
        head=head(row),
        told=told,
        versions=versions,
        is_newest=version is not None and version is versions[0],
        marks=readings_by_reference(reading(), actor(), row, cited) if cited else {},
        decision_of=decision_words,
        text_of=partial(text_with_links, address_in(slug)),
    )


def address_in(slug: str) -> Callable[[str], str]:
    """How references of a consultation become addresses."""
    return lambda reference: url_for("submission", slug=slug, reference=reference)


def text_with_links(address: Callable[[str], str], text: str) -> Markup:
    """A text of the results as it is printed."""
    return markdown(linked(text, address))
