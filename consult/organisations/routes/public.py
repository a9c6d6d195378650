"""The list of organisations, and the page of one with what it submitted publicly."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.core.countries import country_name
from consult.organisations.access import reads_contact
from consult.organisations.models import Organisation
from consult.organisations.queries import PAGE, Filter, Listed, organisation_at, organisations, with_names
from consult.organisations.words import category_words, region_words, status_words
from consult.policy.access import holds, holds_somewhere
from consult.web.formats import number_words
from consult.web.frame import Place
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading

# What an organisation submitted publicly, as HTML: a higher room brings it, where the parts are put together.
SUBMITTED: list[Callable[[str, int], Markup]] = []
MOST_PAGES = 10_000


def install(app: Flask) -> None:
    """Add the addresses under /<language>/organisations/."""
    base = "/<language:lang>/organisations"
    app.add_url_rule(f"{base}/", "organisations.index", index, methods=["GET"])
    app.add_url_rule(f"{base}/<organisation>", "organisations.page", page, methods=["GET"])
    place = Place("organisations", lambda: _("Organisations"), "/organisations/")
    app.extensions["consult.frame"].about.append(place)


def index() -> ResponseReturnValue:
    """Everybody on the list, by name; narrowed by category, country and region."""
    wanted, at = wanted_filter(), page_number()
    found = organisations(reading(), actor(), wanted, language(), at)
    return render_template(
        "organisations/index.html",
        lines=[line_of(row, name) for row, name in found.rows],
        total=found.total,
        selects=selects(wanted, found),
        pages=pages(found.total, at, wanted, "organisations.index"),
        signed_in=actor().account_id is not None,
    )


def page(organisation: str) -> ResponseReturnValue:
    """One organisation: its public facts, and what it submitted publicly."""
    row = organisation_at(reading(), actor(), organisation)
    who = actor()
    return render_template(
        "organisations/page.html",
        one=line_of(row, with_names(reading(), [row], language())[0][1]),
        row=row,
        contact=row.contact if reads_contact(who, row) else None,
        submitted=Markup("").join(show(row.public_id, page_number()) for show in SUBMITTED),
        is_member=holds(who, "organisation:draft", row.where),
        may_verify=may_verify(),
        signed_in=who.account_id is not None,
    )


def may_verify() -> bool:
    """Whether the reader sits in some secretariat."""
    return holds_somewhere(actor(), "organisation:verify")


def line_of(row: Organisation, name: Any) -> dict[str, Any]:
    """The public facts of an organisation in words."""
    return {
        "name": name,
        "url": url_for("organisations.page", organisation=row.slug),
        "slug": row.slug,
        "public_id": row.public_id,
        "category": category_words(row.present_category),
        "status": status_words(row.status),
        "country": country_name(row.country, language()),
        "region": region_words(row.region),
        "website": row.website,
        "is_verified": row.verified_at is not None,
        "verified_at": row.verified_at,
        "is_listed": row.is_listed,
    }


def wanted_filter() -> Filter:
    """The filter of the address."""
    given = {name: request.args.get(name, "")[:40] or None for name in ("category", "country", "region", "verified")}
    return Filter(**given)


def page_number() -> int:
    """Which page the address asks for."""
    return min(max(request.args.get("page", 1, type=int) or 1, 1), MOST_PAGES)


def selects(wanted: Filter, found: Listed) -> list[tuple[str, str, str, list[tuple[str, str, int]], str | None]]:
    """Each filter: its name, its label, the words for all, its values with counts, and what is chosen."""
    headings: dict[str, tuple[str, str, Callable[[str], str | None]]] = {
        "category": (_("Category"), _("All categories"), category_words),
        "country": (_("Country or area"), _("All countries"), lambda code: country_name(code, language())),
        "region": (_("Regional group"), _("All regional groups"), region_words),
    }
    made = []
    for name, (label, everything, words) in headings.items():
        values = sorted(
            ((value, words(value) or value, count) for value, count in found.counts[name]), key=lambda one: one[1]
        )
        made.append((name, label, everything, values, getattr(wanted, name)))
    return made


def pages(total: int, at: int, wanted: Filter, endpoint: str) -> dict[str, Any]:
    """What the pager prints."""
    kept = {name: value for name, value in asdict(wanted).items() if value}
    last = (total + PAGE - 1) // PAGE
    first = PAGE * (at - 1) + 1
    places = {"first": number_words(first, language()), "last": number_words(min(total, PAGE * at), language())}
    words = _("%(first)s to %(last)s of %(total)s", total=number_words(total, language()), **places)
    return {
        "words": words if total > PAGE and first <= total else "",
        "before": url_for(endpoint, page=at - 1, **kept) if at > 1 else None,
        "after": url_for(endpoint, page=at + 1, **kept) if at < last else None,
    }
