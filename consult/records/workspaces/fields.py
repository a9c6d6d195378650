"""Fields that the tables of a room have in common: people, and organisations by name."""

from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, literal, null

from consult.accounts.models import Account
from consult.core.db import condition
from consult.records.carried import Field, named, of
from consult.records.package_checks import PUBLIC_ID, Check, maybe, one_of

A_MEMBER, AN_ORGANISATION = (
    "a member",
    "an organisation",
)  # what stands for every name, so that none can be told from another
NOTHING: ColumnElement[Any] = cast(null(), Text())


def everybody() -> ColumnElement[bool]:
    """All rows are told."""
    return condition(True)


def choice(column: Any, meaning: str, values: tuple[str, ...]) -> Field:
    """The field of a column that holds one of some words."""
    return of(column, meaning, check=one_of(*values), values=", ".join(values))


def account(column: Any, meaning: str, name: str, unnamed: ColumnElement[Any] | None = None) -> Field:
    """Somebody of the room, by the public id in members.jsonl; without names the same words for everybody."""
    plain = named(column, Account, meaning, name)
    instead = case((column.is_not(None), literal(A_MEMBER)), else_=None) if unnamed is None else unnamed
    read = plain.read
    return Field(name, plain.into, read, read, "string", meaning, person(), target=Account, unnamed=instead)


def person() -> Check:
    """The check for a public id, or what stands for it."""
    known = maybe(PUBLIC_ID)
    return lambda value: value == A_MEMBER or known(value)


def organisation(column: Any, meaning: str) -> Field:
    """An organisation by name; without names that there is one."""
    return of(column, meaning, unnamed=case((column != "", literal(AN_ORGANISATION)), else_=""))


def left_unnamed(column: Any, meaning: str, **more: Any) -> Field:
    """A field that is empty where names are left out."""
    return of(column, meaning, unnamed=NOTHING, **more)
