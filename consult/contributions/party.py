"""On whose behalf an input was sent, as its page names it: from a reading, so that what is withheld is not here."""

from typing import NamedTuple

from flask import url_for

from consult.contributions.disclosure import Reading
from consult.core.actors import Actor
from consult.core.countries import country_name
from consult.organisations.queries import pages_of
from consult.web.language import language
from consult.web.site import reading


class Party(NamedTuple):
    """An organisation or a coalition: names, countries in words, and addresses of registered ones that are on the list."""

    kind: str
    name: str
    country: str | None
    url: str | None
    members: list[tuple[str, str | None, str | None]]


def party_of(told: Reading, who: Actor) -> Party | None:
    """The party of an input; None for oneself, and where the reader is not told."""
    if told.on_behalf in (None, "self") or told.name is None:
        return None
    ids = [told.organisation, *(one["organisation"] for one in told.coalition or ())]
    slugs = pages_of(reading(), who, [one for one in ids if one])
    urls = {public_id: url_for("organisations.page", organisation=slug) for public_id, slug in slugs.items()}
    members = [
        (one["name"], country_name(one["country"], language()), urls.get(one["organisation"]))
        for one in told.coalition or ()
    ]
    country, url = country_name(told.country, language()), urls.get(told.organisation or "")
    return Party(str(told.on_behalf), told.name, country, url, members)
