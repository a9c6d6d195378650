"""What inputs are on, and what they answer, in words: rooms above register who knows their own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from consult.contributions.disclosure import ReadPassage
from consult.proceedings.models import Proceeding

Namer = Callable[[Session, Sequence[str]], Mapping[str, str]]
# Answers beside the questions of a version, in the shape that the template consultations/answers.html prints.
Teller = Callable[[Session, Proceeding, str, Sequence[ReadPassage]], Sequence[Any]]

NAMERS: list[Namer] = []
TELLERS: list[Teller] = []


def answers_told(
    db: Session, proceeding: Proceeding, questionnaire: str | None, passages: Sequence[ReadPassage]
) -> Sequence[Any]:
    """The passages that answer questions, in words beside these; none where no questionnaire was answered."""
    if questionnaire is None:
        return []
    return [told for teller in TELLERS for told in teller(db, proceeding, questionnaire, passages)]


def target_names(db: Session, targets: Iterable[str | None]) -> dict[str, str]:
    """Words for each known target, in the language of this request."""
    wanted = sorted({target for target in targets if target is not None})
    names: dict[str, str] = {}
    for namer in NAMERS if wanted else ():
        names.update(namer(db, wanted))
    return names
