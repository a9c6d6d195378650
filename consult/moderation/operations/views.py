"""Views of lists that somebody saved under a name."""

from urllib.parse import parse_qsl, urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.moderation.models import SavedView
from consult.policy.access import require, require_somewhere
from consult.proceedings.queries import locked_proceeding

PLACES = {"queue": "contribution:moderate", "docket": "desk:read"}
LONGEST_NAME, LONGEST_QUERY, MOST = 80, 1000, 50


def canonical(query: str) -> str:
    """A query string with its names in order, without what is empty: the same for the same filters."""
    return urlencode(sorted(parse_qsl(query, keep_blank_values=False)))


def save_view(db: Session, actor: Actor, *, place: str, name: str, query: str, proceeding_id: int | None = None) -> str:
    """Keep the filters of a list (`queue`, or `docket` of a proceeding) under a name; the view's public id.

    Raises Invalid `name` without one, Conflict `name_taken` when the actor has a view of that name here.
    """
    if place not in PLACES or (place == "docket") != (proceeding_id is not None):
        raise Invalid("place", "no_such_choice")
    if proceeding_id is None:
        require_somewhere(actor, PLACES[place])
    else:
        require(actor, PLACES[place], locked_proceeding(db, actor, proceeding_id))
    if actor.account_id is None:
        raise NotFound
    db.scalar(select(Account.id).where(Account.id == actor.account_id).with_for_update())
    name, query = _named(name), canonical(query)
    if len(query) > LONGEST_QUERY:
        raise Invalid("query", "too_long", length=len(query), limit=LONGEST_QUERY)
    here = SavedView.account_id == actor.account_id, SavedView.place == place
    if (db.scalar(select(func.count()).where(*here)) or 0) >= MOST:
        raise Invalid("name", "too_many", limit=MOST)
    _check_free(db, actor, place, proceeding_id, name)
    view = SavedView(
        account_id=actor.account_id,
        place=place,
        proceeding_id=proceeding_id,
        name=name,
        query=query,
        created_at=now(),
    )
    db.add(view)
    db.flush()
    return view.public_id


def rename_view(db: Session, actor: Actor, *, public_id: str, name: str) -> None:
    """Give an own view another name. Raises as `save_view` does."""
    view, name = _own(db, actor, public_id), _named(name)
    if view.name != name:
        _check_free(db, actor, view.place, view.proceeding_id, name)
        view.name = name


def remove_view(db: Session, actor: Actor, *, public_id: str) -> None:
    """Forget an own view."""
    db.delete(_own(db, actor, public_id))


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("name", "required")
    if len(name) > LONGEST_NAME:
        raise Invalid("name", "too_long", length=len(name), limit=LONGEST_NAME)
    return name


def _own(db: Session, actor: Actor, public_id: str) -> SavedView:
    """Locked with its account, so that two names cannot become one."""
    db.scalar(select(Account.id).where(Account.id == actor.account_id).with_for_update())
    mine = select(SavedView).where(SavedView.public_id == public_id, SavedView.account_id == actor.account_id)
    view = db.scalar(mine) if actor.account_id is not None else None
    if view is None:
        raise NotFound
    return view


def _check_free(db: Session, actor: Actor, place: str, proceeding_id: int | None, name: str) -> None:
    here = SavedView.account_id == actor.account_id, SavedView.place == place, SavedView.name == name
    if db.scalar(select(SavedView.id).where(*here, SavedView.proceeding_id.is_not_distinct_from(proceeding_id))):
        raise Conflict("name_taken")
