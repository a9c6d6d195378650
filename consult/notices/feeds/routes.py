"""`/feeds/*.atom`: made when asked for, and not made again where nothing has changed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from flask import Flask, Response, current_app, g, request, url_for

from consult.core.actors import ANYBODY
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.core.localized import texts_for
from consult.notices.feeds.atom import MIME, Feed, Item, Words, atom
from consult.notices.feeds.queries import (
    Happened,
    Told,
    life_of,
    newest_contributions,
    public_proceedings,
    stream_state,
)
from consult.notices.feeds.words import author_of, feed_title, happened_words, input_text, input_title, site_title
from consult.proceedings.head import address_of, more_time
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_by_slug, proceeding_words
from consult.web.language import DEFAULT, INTERFACE, language
from consult.web.language import gettext as _
from consult.web.site import reading

FORM = "1"  # changes with what a feed looks like


def install(app: Flask) -> None:
    """Add the addresses, and `feed_url` for the templates."""
    app.add_url_rule("/feeds/site.atom", "site_feed", site)
    app.add_url_rule("/feeds/<any(consultation,hearing):kind>-<slug>.atom", "feed", proceeding)
    app.jinja_env.globals["feed_url"] = feed_url
    app.jinja_env.globals["site_feed_url"] = lambda: url_for("site_feed", language=language())


def feed_url(row: Proceeding) -> str:
    """The feed of a proceeding in the language of this page."""
    return url_for("feed", kind=row.kind, slug=row.slug, language=language())


def proceeding(kind: str, slug: str) -> Response:
    """What is new in one public proceeding."""
    row = proceeding_by_slug(reading(), ANYBODY, kind, slug)
    if row.audience != "public":
        raise NotFound
    speak(row.language)
    epoch, seq = stream_state(reading(), row)
    etag = etag_of(row.public_id, epoch, seq, row.phase(now()))
    if same(etag):
        return answered(etag, None)
    return answered(etag, feed_of(row))


def feed_of(row: Proceeding) -> Feed:
    """The whole feed of a proceeding."""
    words = proceeding_words(reading(), [row], language(), ("title", "name"))[row.id]
    title, body = words["title"], words.get("body")
    life = [_life(one, row, title.text) for one in life_of(reading(), [row])]
    inputs = [_input(told, row) for told in newest_contributions(reading(), row)]
    items = sorted([*life, *inputs], key=lambda one: one.updated, reverse=True)
    author = body.text if body else current_app.config["SITE_NAME"]
    named = Words(feed_title(title.text))
    return Feed(
        row.public_id, named, feed_url(row), address_of(row), author, language(), _latest(items, row.created_at), items
    )


def site() -> Response:
    """What was announced, opened, changed and closed on the whole site, and whose results are out."""
    speak(DEFAULT)
    rows = public_proceedings(reading())
    happened = life_of(reading(), rows)
    etag = etag_of("site", *(part for one in happened for part in (one.proceeding_id, one.name, one.at)))
    if same(etag):
        return answered(etag, None)
    known = {row.id: row for row in rows}
    words = proceeding_words(reading(), [known[one.proceeding_id] for one in happened], language(), ("title",))
    items = [_life(one, known[one.proceeding_id], words[one.proceeding_id]["title"].text) for one in happened]
    name = current_app.config["SITE_NAME"]
    address = url_for("site_feed", language=language())
    latest = _latest(items, min((row.created_at for row in rows), default=now()))
    return answered(
        etag, Feed("site", Words(site_title(name)), address, f"/{language()}/", name, language(), latest, items)
    )


def speak(otherwise: str) -> None:
    """Let the feed speak the language that was asked for, else the one of the text, else ours."""
    wanted = request.args.get("language", "")
    g.language = next((one for one in (wanted, otherwise) if one in INTERFACE), DEFAULT)


def etag_of(*parts: object) -> str:
    """What changes with everything that the feed tells."""
    told = "|".join(map(str, (FORM, language(), *parts)))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def same(etag: str) -> bool:
    """Whether the reader has this very feed."""
    return request.if_none_match.contains(etag)


def answered(etag: str, feed: Feed | None) -> Response:
    """The feed, or that nothing has changed."""
    if feed is None:
        answer = Response(status=304)
    else:
        answer = Response(atom(feed, current_app.config["BASE_URL"]), content_type=MIME)
        answer.last_modified = feed.updated
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _latest(items: Sequence[Item], otherwise: datetime) -> datetime:
    return max((one.updated for one in items), default=otherwise)


def _input(told: Told, row: Proceeding) -> Item:
    one = told.reading
    address = f"{address_of(row)}submissions/{one.reference}" if row.kind == "consultation" else address_of(row)
    return Item(
        f"{row.public_id}/{one.reference}",
        Words(input_title(one)),
        address,
        told.updated,
        author_of(one),
        Words(input_text(one), one.language if one.text is not None else None),
        told.published,
        one.kind,
    )


def _life(one: Happened, row: Proceeding, title: str) -> Item:
    address = url_for("results", slug=row.slug) if one.act == "results" else address_of(row)
    said = happened_words(one.act, title)
    content = _detail(one, row) or said
    name = f"{row.public_id}/{one.name}"
    return Item(name, Words(said), address, one.at, _body(row), Words(content), one.at, one.act)


def _detail(one: Happened, row: Proceeding) -> str | None:
    """Of more time the reason that was given."""
    if one.act != "extended":
        return None
    given = more_time(row)
    nearest = min(given, key=lambda told: abs((told.at - one.at).total_seconds()), default=None)
    return nearest.reason.text if nearest else None


def _body(row: Proceeding) -> str:
    """Whose proceeding it is."""
    if "feed_bodies" not in g:
        g.feed_bodies = {}
    if row.body_id not in g.feed_bodies:
        owner = f"body:{row.body_id}"
        found = texts_for(reading(), [owner], [language()], ["name"]).get((owner, "name"))
        g.feed_bodies[row.body_id] = found.text if found else _("The body that consults")
    name: str = g.feed_bodies[row.body_id]
    return name
