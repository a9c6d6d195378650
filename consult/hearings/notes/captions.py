"""The newest lines of a hearing, for those who read along while it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.localized import direction
from consult.hearings.notes.queries import Said, languages_noted, newest_lines
from consult.proceedings.models import Proceeding

MOST = 5


@dataclass(frozen=True, slots=True)
class Captions:
    """The last lines in one language; `language` is None where nothing was noted yet. `others` can be had, too."""

    language: str | None
    others: Sequence[str]
    lines: Sequence[Said]

    @property
    def dir(self) -> str:
        """The direction of the language."""
        return direction(self.language or "")


def captions_of(
    db: Session, actor: Actor, proceeding: Proceeding, preferred: Sequence[str], most: int = MOST
) -> Captions:
    """The newest lines in the first of these languages that has any, or else in the one that has most."""
    noted = languages_noted(db, actor, proceeding)
    language = next((one for one in preferred if one in noted), next(iter(noted), None))
    lines = newest_lines(db, actor, proceeding, language, most) if language is not None else []
    return Captions(language, [one for one in noted if one != language], lines)
