"""Texts that staff write in several languages: one table for all of them."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Index, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from consult.core.db import Base

RTL = frozenset({"ar", "he", "fa", "ur"})


class LocalizedText(Base):
    """One field of one owner (`proceeding:12`) in one language.

    `status` is `original`, `translated` or `machine`; `source_hash` is that of the original it was made from. `source` is
    that original itself where it was written anew since, and NULL otherwise.
    """

    __tablename__ = "localized_text"
    __table_args__ = (Index("uq_localized_text", "owner", "field", "language", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    field: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    status: Mapped[str]
    source_hash: Mapped[str]
    source: Mapped[str | None] = mapped_column(default=None)


class Words(NamedTuple):
    """A text with the language it is in."""

    text: str
    language: str

    @property
    def dir(self) -> str:
        """Its direction, `ltr` or `rtl`."""
        return direction(self.language)


def direction(language: str) -> str:
    """The writing direction of a language."""
    return "rtl" if language in RTL else "ltr"


def text_hash(text: str) -> str:
    """What tells a translation that its source has changed."""
    return hashlib.sha256(text.encode()).hexdigest()


Texts = Mapping[str, Mapping[str, str]]  # field → language → text
Row = dict[str, str | None]


class _Before(NamedTuple):
    """What stood in one field: by language, its text, the hash of what it was made from, and that, and which is the original."""

    rows: dict[str, tuple[str, str, str | None]]
    original: str | None


def set_texts(
    db: Session, owner: str, field: str, texts: Mapping[str, str], original: str, still: Collection[str] = ()
) -> None:
    """Replace all languages of one field; empty texts are left out.

    A translation that stays as it was while its original changes is older than it from then on; those that `still` names,
    `title_fr`, were looked at and are right as they are.
    """
    here = (LocalizedText.owner == owner) & (LocalizedText.field == field)
    before = _before(db, here)
    db.execute(delete(LocalizedText).where(here))
    rows = _rows(owner, field, texts, original, before.get((owner, field)), still)
    if rows:
        db.execute(insert(LocalizedText), rows)


def set_all_texts(db: Session, owners: Mapping[str, Texts], original: str, still: Collection[str] = ()) -> None:
    """Replace every text of some owners: owner → field → language → text; three statements for all of them.

    Of translations it holds what `set_texts` says.
    """
    here = LocalizedText.owner.in_(list(owners))
    before = _before(db, here)
    db.execute(delete(LocalizedText).where(here))
    rows = [
        row
        for owner, fields in owners.items()
        for field, texts in fields.items()
        for row in _rows(owner, field, texts, original, before.get((owner, field)), still)
    ]
    if rows:
        db.execute(insert(LocalizedText), rows)


def _before(db: Session, here: ColumnElement[bool]) -> dict[tuple[str, str], _Before]:
    found: dict[tuple[str, str], _Before] = {}
    columns = (getattr(LocalizedText, name) for name in ("owner", "field", "language", "text", "status"))
    for row in db.execute(select(*columns, LocalizedText.source_hash, LocalizedText.source).where(here)):
        known = found.setdefault((row.owner, row.field), _Before({}, None))
        known.rows[row.language] = row.text, row.source_hash, row.source
        if row.status == "original":
            found[row.owner, row.field] = known._replace(original=row.language)
    return found


def _rows(
    owner: str, field: str, texts: Mapping[str, str], original: str, before: _Before | None, still: Collection[str]
) -> list[Row]:
    now = text_hash(texts.get(original, ""))
    found: list[Row] = []
    for language, text in texts.items():
        if not text.strip():
            continue
        status, made_from, source = "original" if language == original else "translated", now, None
        if before is not None and before.original == original != language and f"{field}_{language}" not in still:
            made_from, source = _made_from(before, language, text, original, now)
        values: Row = {"owner": owner, "field": field, "language": language, "text": text, "status": status}
        found.append({**values, "source_hash": made_from, "source": source})
    return found


def _made_from(before: _Before, language: str, text: str, original: str, now: str) -> tuple[str, str | None]:
    """The hash of what a translation was made from, and that where it is another now."""
    known, made_from, source = before.rows.get(language, ("", now, None))
    if known != text or made_from == now:
        return now, None
    was = before.rows[original][0]
    return made_from, was if text_hash(was) == made_from else source


class Older(NamedTuple):
    """A translation that is older than its original: what that was then, where it is known, and what it is now."""

    was: str | None
    now: str


_SOURCE = aliased(LocalizedText)
_OLDER = (
    select(LocalizedText.owner, LocalizedText.field, LocalizedText.language, LocalizedText.source, _SOURCE.text)
    .join(_SOURCE, (_SOURCE.owner == LocalizedText.owner) & (_SOURCE.field == LocalizedText.field))
    .where(
        LocalizedText.owner.in_(bindparam("owners", expanding=True)),
        LocalizedText.status != "original",
        _SOURCE.status == "original",
        LocalizedText.source_hash != _SOURCE.source_hash,
    )
    .order_by(LocalizedText.id)
)


def older_texts(db: Session, owners: Iterable[str]) -> dict[tuple[str, str, str], Older]:
    """(owner, field, language) → how a translation is behind, for those that are."""
    rows = db.connection().execute(_OLDER, {"owners": list(owners)})
    return {(owner, field, language): Older(was, now) for owner, field, language, was, now in rows}


def carry_older(db: Session, owners: Mapping[str, str]) -> None:
    """Let the translations of copies be as old as those they were copied from: owner → its copy, with the same texts."""
    for (owner, field, language), older in older_texts(db, owners).items():
        source = select(LocalizedText.source_hash).where(
            LocalizedText.owner == owner, LocalizedText.field == field, LocalizedText.language == language
        )
        copy = (LocalizedText.owner == owners[owner]) & (LocalizedText.field == field)
        db.execute(
            update(LocalizedText)
            .where(copy, LocalizedText.language == language)
            .values(source_hash=source.scalar_subquery(), source=older.was)
        )


def all_texts(db: Session, owner: str) -> dict[str, dict[str, str]]:
    """Every field of an owner as field → language → text."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in db.execute(
        select(LocalizedText.field, LocalizedText.language, LocalizedText.text).where(LocalizedText.owner == owner)
    ):
        found[row.field][row.language] = row.text
    return dict(found)


_ALL_FIELDS = select(
    LocalizedText.owner, LocalizedText.field, LocalizedText.language, LocalizedText.text, LocalizedText.status
).where(LocalizedText.owner.in_(bindparam("owners", expanding=True)))
_WANTED_FIELDS = _ALL_FIELDS.where(LocalizedText.field.in_(bindparam("fields", expanding=True)))


def texts_for(
    db: Session, owners: Iterable[str], preferred: Iterable[str], fields: Collection[str] = ()
) -> dict[tuple[str, str], Words]:
    """(owner, field) → the text in the first preferred language that has it, else in the original one.

    `fields` names those that are wanted; none means all.
    """
    order = {language: place for place, language in enumerate(preferred)}
    best: dict[tuple[str, str], tuple[int, Words]] = {}
    values = {"owners": list(owners), "fields": list(fields)}
    for row in db.connection().execute(_WANTED_FIELDS if fields else _ALL_FIELDS, values):
        rank = order.get(row.language, 90 if row.status == "original" else 99)
        key = (row.owner, row.field)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, Words(row.text, row.language))
    return {key: words for key, (_rank, words) in best.items()}
