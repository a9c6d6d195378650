"""Whole pages kept for readers who hold the same rights, for as long as nothing at all has been committed.

The rights are loaded anew for each request, and a page is found only under the very rights that it was made with: a right that
ended finds nothing, and the application answers. A page holds places for token, key and name, and nothing else of a reader.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request, session
from flask.typing import ResponseReturnValue
from markupsafe import escape

from consult.core.clock import now
from consult.web.csrf import csrf_token
from consult.web.frame import theme
from consult.web.kept import Address
from consult.web.places import NAME, Placed, new_key, places_only
from consult.web.site import this_site

MOST = 128
Rights = frozenset[tuple[str, str, int | None]]


class HeldPage(NamedTuple):
    """A page with places, the mark of the database that it was read at, and until when it is true without a commit."""

    mark: object
    until: datetime | None
    page: "Named"


class Named:
    """A text with places for token, key and name, cut once, to be filled often."""

    def __init__(self, text: str) -> None:
        self._parts = [Placed.of(part) for part in text.split(NAME)]

    def filled(self, token: bytes, key: bytes, name: str | None) -> bytes:
        """The text with this token, this key of a form, and the name of who reads it."""
        shown = str(escape(name or "")).encode()
        return shown.join(part.filled(token, key) for part in self._parts)


class HeldPages:
    """The pages of one process by address and rights, those that were not asked for longest forgotten first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[Address, Rights], HeldPage] = OrderedDict()
        self._paths: dict[str, int] = {}

    def has(self, path: str) -> bool:
        """Whether any page of this path is kept, true or not."""
        return path in self._paths

    def get(self, address: Address, rights: Rights, mark: object) -> HeldPage | None:
        """The page, if nothing has changed since."""
        found = self._pages.get((address, rights))
        if found is None or found.mark != mark or (found.until is not None and now() >= found.until):
            return None
        self._pages.move_to_end((address, rights))
        return found

    def put(self, address: Address, rights: Rights, page: HeldPage) -> None:
        """Keep a page in the place of the one before."""
        key = (address, rights)
        if key not in self._pages:
            self._paths[address.path] = self._paths.get(address.path, 0) + 1
        self._pages[key] = page
        self._pages.move_to_end(key)
        if len(self._pages) > MOST:
            (old, _rights), _page = self._pages.popitem(last=False)
            self._paths[old.path] -= 1
            if not self._paths[old.path]:
                del self._paths[old.path]

    def forget(self) -> None:
        """Forget all of them."""
        self._pages.clear()
        self._paths.clear()


def install(app: Flask) -> None:
    """Give the app its pages."""
    app.extensions["consult.held"] = HeldPages()


def held_page(render: Callable[[], tuple[str, datetime | None]]) -> ResponseReturnValue:
    """The page that `render` makes with until when it is true without a commit; kept for all who hold the same.

    `render` checks the reader's right, and holds nothing of the reader's own. Called before the view has read anything: the
    mark is taken first and everything is read after it, so that no page is older than its mark.
    """
    if "token" not in session or "_flashes" in session:
        return render()[0]
    pages: HeldPages = current_app.extensions["consult.held"]
    mark, address = this_site().database.mark(), Address.of(request.environ, theme())
    with this_site().database.cursor() as cursor:
        rights = this_site().load_rights(cursor, session["token"])
    if rights is None:
        return render()[0]
    kept = pages.get(address, rights.held, mark)
    if kept is None:
        _read_afresh()
        with places_only():
            text, until = render()
        kept = HeldPage(mark, until, Named(text))
        pages.put(address, rights.held, kept)
    filled = kept.page.filled(csrf_token().encode(), new_key().encode(), rights.name)
    return current_app.response_class(filled, mimetype="text/html")


def _read_afresh() -> None:
    """Let go of who acts and of what was read for that before the mark was taken."""
    g.pop("actor", None)
    if (db := g.pop("db", None)) is not None:
        db.close()


def readable(cookie: dict[str, Any]) -> bool:
    """Whether a session's cookie holds all that a kept page needs, and nothing that is to be said once."""
    return "token" in cookie and "csrf_token" in cookie and "_flashes" not in cookie and "browser" in cookie
