"""The comments page for readers who hold nothing: all but the comments is rendered once, with holes for what they change.

While the ground (ground.py) is the same, the page after another comment is four short queries and the filling of holes.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from consult.consultations.ground import Ground, ground_of
from consult.consultations.routes.loading import Head, consultation, head
from consult.consultations.routes.thread import PAGE, Listing, Made, View
from consult.contributions.queries import PublicComments
from consult.core.db import Database
from consult.core.errors import NotFound
from consult.core.prepared import Cursor
from consult.proceedings.respondents.access import takes_part
from consult.web.kept import About
from consult.web.places import Placed, Shell, hole
from consult.web.site import actor, reading, this_site

COMMENTS, SEQ, LAST = map(hole, range(3))


class At(NamedTuple):
    """Where a stream is: its name, its epoch, its last number (or the hole for it)."""

    public_id: str
    epoch: str
    last_seq: int | str


Render = Callable[[Head, At, View, Made], str]


def about(here: Head, references: tuple[str, ...], again: Callable[[], Any] | None = None) -> About:
    """What decides how long a page may be kept, and makes it anew."""
    return About(here.moment if here.left is not None else None, (here.proceeding, references), again)


def kept_comments(slug: str, before: int | None, render: Render) -> tuple[Placed, About]:
    """The page on the whole of a consultation, for anybody. Raises NotFound.

    The ground is read before anything that is rendered, so that what changes meanwhile is found changed.
    """
    database = this_site().database
    with database.cursor() as cursor:
        ground = ground_of(cursor, slug)
    here = head(consultation(slug))
    if ground is None:
        raise NotFound
    may_write = here.phase == "open" and takes_part(reading(), actor(), here.proceeding)
    anew = Anew(database, ground, here, View(None, None, before, may_write))
    return anew.first(render)


class Anew:
    """One page: rendered within a request, then made anew also outside of one."""

    def __init__(self, database: Database, ground: Ground, here: Head, view: View) -> None:
        self._database = database
        self._ground = ground
        self._here = here
        self._view = view
        self._comments = PublicComments(here.proceeding)
        self._listing = Listing(here.proceeding, view, ground.numbers)
        self._shape: tuple[bool, bool] | None = None
        self._shell: Shell

    def first(self, render: Render) -> tuple[Placed, About]:
        """The page, and with it what is kept of it."""
        with self._database.cursor() as cursor:
            made = self._comments_in(cursor)
        holes = made._replace(comments=[COMMENTS.encode()], last=LAST if made.last else None)
        at = At(self._ground.public_id, self._ground.epoch, SEQ)
        self._shell, self._shape = Shell(render(self._here, at, self._view, holes)), _shape(made)
        return self._filled(self._ground.seq, made)

    def again(self) -> tuple[Placed, About] | None:
        """The page as it is now; None where more than its comments has changed."""
        with self._database.cursor() as cursor:
            ground = ground_of(cursor, self._here.proceeding.slug)
            if ground is None or ground.same != self._ground.same:
                return None
            made = self._comments_in(cursor)
        return self._filled(ground.seq, made) if _shape(made) == self._shape else None

    def _comments_in(self, cursor: Cursor) -> Made:
        return self._listing.made(self._comments.listed(cursor, before=self._view.before, limit=PAGE + 1))

    def _filled(self, seq: int, made: Made) -> tuple[Placed, About]:
        comments = b"".join(made.comments)
        placed = self._shell.filled((comments, str(seq).encode(), str(made.last or "").encode()))
        return placed, about(self._here, made.references, self.again)


def _shape(made: Made) -> tuple[bool, bool]:
    """What the rest of the page says of the comments: whether there are some, and whether older ones follow."""
    return bool(made.references), made.last is not None
