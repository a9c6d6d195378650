"""Texts that staff write in several languages: one table for all of them."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Index, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.core.db import Base

RTL = frozenset({"ar", "he", "fa", "ur"})


class LocalizedText(Base):
    """One field of one owner (`proceeding:12`) in one language.

    `status` is `original`, `translated` or `machine`; `source_hash` is that of the original it was made from.
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


def set_texts(db: Session, owner: str, field: str, texts: Mapping[str, str], original: str) -> None:
    """Replace all languages of one field; empty texts are left out."""
    db.execute(delete(LocalizedText).where(LocalizedText.owner == owner, LocalizedText.field == field))
    rows = _rows(owner, field, texts, original)
    if rows:
        db.execute(insert(LocalizedText), rows)


def set_all_texts(db: Session, owners: Mapping[str, Mapping[str, Mapping[str, str]]], original: str) -> None:
    """Replace every text of some owners: owner → field → language → text; two statements for all of them."""
    db.execute(delete(LocalizedText).where(LocalizedText.owner.in_(list(owners))))
    rows = [
        row
        for owner, fields in owners.items()
        for field, texts in fields.items()
        for row in _rows(owner, field, texts, original)
    ]
    if rows:
        db.execute(insert(LocalizedText), rows)


def _rows(owner: str, field: str, texts: Mapping[str, str], original: str) -> list[dict[str, str]]:
    source = text_hash(texts.get(original, ""))
    return [
        {
            "owner": owner,
            "field": field,
            "language": language,
            "text": text,
            "status": "original" if language == original else "translated",
            "source_hash": source,
        }
        for language, text in texts.items()
        if text.strip()
    ]


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
