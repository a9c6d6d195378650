"""Earlier answers within later texts: `{{name of the question}}`, and what becomes of them when names change."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.bearing import PLACE
from consult.core.localized import LocalizedText

Texts = Mapping[str, Mapping[str, str]]


def piped_in(texts: Texts) -> Iterator[str]:
    """The names of the questions whose answers these texts show."""
    for words in texts.values():
        for text in words.values():
            yield from (found[1] for found in PLACE.finditer(text))


def repiped(texts: Texts, names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The same texts with other names for some questions."""
    return {
        name: {language: _with_names(text, names) for language, text in words.items()} for name, words in texts.items()
    }


def repipe_stored(db: Session, owners: Collection[str], names: Mapping[str, str]) -> None:
    """Give some questions their new names in every stored text of some owners."""
    query = select(LocalizedText).where(LocalizedText.owner.in_(owners), LocalizedText.text.contains("{{"))
    for row in db.scalars(query):
        row.text = _with_names(row.text, names)


def _with_names(text: str, names: Mapping[str, str]) -> str:
    return PLACE.sub(lambda found: "{{" + names.get(found[1], found[1]) + "}}", text)
