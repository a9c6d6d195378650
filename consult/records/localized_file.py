"""Texts in several languages as a package carries them."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.localized import LocalizedText

TEXT = ("field", "language", "text", "status", "source_hash")
Texts = dict[str, list[dict[str, str]]]


def texts_of(db: Session, owners: Iterable[str]) -> Texts:
    """Owner → its texts in every language, ordered by field and language."""
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    order = (LocalizedText.owner, LocalizedText.field, LocalizedText.language)
    wanted = list(owners)
    for start in range(0, len(wanted), 500):
        query = select(LocalizedText).where(LocalizedText.owner.in_(wanted[start : start + 500])).order_by(*order)
        for row in db.scalars(query):
            found[row.owner].append({name: getattr(row, name) for name in TEXT})
    return found
