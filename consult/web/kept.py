"""Whole pages kept for readers who hold nothing, for as long as nothing at all has been committed.

A kept page was made for nobody in particular: where a token or the key of a form belongs it holds a place, which is filled
for each reader. Whoever is signed in, has come back with a codeword or has votes of their own gets a page of their own.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request, session
from flask.globals import request_ctx
from flask.sessions import SecureCookieSession
from flask.typing import ResponseReturnValue

from consult.core.actors import ANYBODY
from consult.core.clock import now
from consult.web.compression import wants_packed
from consult.web.csrf import csrf_token
from consult.web.places import Placed, new_key, places_only
from consult.web.site import actor, this_site

MOST = 128


class About(NamedTuple):
    """What a view says of a page that may be kept: until when it is true without a commit, and what it shows.

    `again` makes it anew after a commit, in less than a request; None, or giving None, where the view has to make it.
    """

    until: datetime | None
    shows: Any
    again: "Callable[[], tuple[Placed, About] | None] | None" = None


class Kept(NamedTuple):
    """A page with places, and the mark of the database that it was read at."""

    mark: object
    about: About
    page: Placed


class Address(NamedTuple):
    """What tells one kept page from another: the address, which names the language too, and the reader's theme."""

    path: str
    query: str
    theme: str | None

    @classmethod
    def of(cls, environ: Mapping[str, Any], theme: str | None = None) -> "Address":
        """The address of a WSGI request."""
        return cls(environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"], environ.get("QUERY_STRING", ""), theme)


class KeptPages:
    """The pages of one process, those that were not asked for longest forgotten first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Address, Kept] = OrderedDict()

    def __contains__(self, key: Address) -> bool:
        """Whether there is such a page, true or not."""
        return key in self._pages

    def get(self, key: Address, mark: object) -> Kept | None:
        """The page, if nothing has changed since or it can make itself anew."""
        found = self._pages.get(key)
        if found is None or (found.about.until is not None and now() >= found.about.until):
            return None
        if found.mark != mark:
            return self._again(key, mark, found)
        self._pages.move_to_end(key)
        return found

    def _again(self, key: Address, mark: object, old: Kept) -> Kept | None:
        made = old.about.again() if old.about.again is not None else None
        if made is None:
            return None
        placed, about = made
        page = Kept(mark, about, placed)
        self.put(key, page)
        return page

    def put(self, key: Address, page: Kept) -> None:
        """Keep a page."""
        self._pages[key] = page
        self._pages.move_to_end(key)
        if len(self._pages) > MOST:
            self._pages.popitem(last=False)

    def forget(self) -> None:
        """Forget all of them."""
        self._pages.clear()

    def doubt(self) -> None:
        """Hold none of them for true any more: each is made anew when it is asked for."""
        for key, page in self._pages.items():
            self._pages[key] = page._replace(mark=None)


def install(app: Flask) -> None:
    """Give the app its kept pages, and the list of those who may answer at the door what is nobody else's (door.py)."""
    app.extensions["consult.kept"] = KeptPages()
    app.extensions["consult.openers"] = []


def kept_page(
    render: Callable[[], tuple[str, About]],
    is_own: Callable[[Any], bool],
    anybodys: Callable[[], tuple[Placed, About]] | None = None,
) -> ResponseReturnValue:
    """The page that `render` makes, from before if it may be; `is_own(shows)` says that this browser would see another one.

    `anybodys` makes the page that is kept in a way of its own, the same page.
    """
    if not _holds_nothing():
        return render()[0]
    pages: KeptPages = current_app.extensions["consult.kept"]
    mark = this_site().database.mark()
    key = Address.of(request.environ, request.cookies.get("theme"))
    page = pages.get(key, mark)
    if page is None:
        with _for_anybody():
            placed, about = anybodys() if anybodys is not None else _placed(render)
        page = Kept(mark, about, placed)
        pages.put(key, page)
    if actor().sender is not None and is_own(page.about.shows):
        return render()[0]
    values = csrf_token().encode(), new_key().encode()
    if wants_packed():
        packed = current_app.response_class(page.page.packed(*values), mimetype="text/html")
        packed.headers["Content-Encoding"] = "gzip"
        return packed
    return current_app.response_class(page.page.filled(*values), mimetype="text/html")


def _placed(render: Callable[[], tuple[str, About]]) -> tuple[Placed, About]:
    text, about = render()
    return Placed.of(text), about


@contextmanager
def _for_anybody() -> Iterator[None]:
    """As if the cookie were empty: what a browser alone may see must not be kept for the next one."""
    who, g.actor = actor(), ANYBODY
    own, request_ctx._session = request_ctx._session, SecureCookieSession()
    try:
        with places_only():
            yield
    finally:
        g.actor, request_ctx._session = who, own


def _holds_nothing() -> bool:
    return replace(actor(), sender=None) == ANYBODY and "_flashes" not in session
