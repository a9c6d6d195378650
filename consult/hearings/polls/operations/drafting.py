"""Drafting polls: what is asked, by which rule, of whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.core.localized import LocalizedText, set_all_texts
from consult.core.text import clean_text
from consult.hearings.polls.models import CHOICES, ELECTORATES, LONGEST, RULES, Poll
from consult.hearings.polls.operations.loading import hearing_of_chair, locked_poll
from consult.hearings.polls.queries import draft_mark
from consult.hearings.programme.queries import item_by_public_id
from consult.ledger.commitments import new_salt
from consult.proceedings.models import Proceeding

QUESTION_CHARACTERS = 500
CHOICE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class NewPoll:
    """A poll as it is drafted: `question` and each of `choices` by language, `item` the public id of an item or None.

    `most` choices may be taken at once; opened, it ends by itself after `seconds`, or when it is closed.
    """

    question: Mapping[str, str]
    choices: tuple[Mapping[str, str], ...]
    rule: str = "open"
    electorate: str = "anyone"
    most: int = 1
    seconds: int | None = None
    item: str | None = None


def draft_poll(db: Session, actor: Actor, *, proceeding_id: int, new: NewPoll) -> str:
    """Write a poll that nobody sees but who chairs; its public id. Raises Invalid for a field that cannot be taken."""
    proceeding = hearing_of_chair(db, actor, proceeding_id)
    poll = Poll(proceeding_id=proceeding.id, state="draft", salt=new_salt(), choices=[], rule="", electorate="")
    db.add(poll)
    _write(db, actor, proceeding, poll, new)
    return poll.public_id


def edit_poll(db: Session, actor: Actor, *, proceeding_id: int, poll: str, seen: str, new: NewPoll) -> None:
    """Write a draft anew; `seen` is the mark of what the chair had before them.

    Raises Conflict when another chair changed it meanwhile, and once it was opened: what was voted on is never changed.
    """
    proceeding = hearing_of_chair(db, actor, proceeding_id)
    row = locked_poll(db, proceeding, poll)
    if row.state != "draft":
        raise Conflict("wrong_state")
    if draft_mark(db, row) != seen:
        raise Conflict("changed_meanwhile")
    _write(db, actor, proceeding, row, new)


def discard_poll(db: Session, actor: Actor, *, proceeding_id: int, poll: str) -> None:
    """Delete a draft. Raises Conflict once it was opened: then it is withdrawn."""
    proceeding = hearing_of_chair(db, actor, proceeding_id)
    row = locked_poll(db, proceeding, poll)
    if row.state != "draft":
        raise Conflict("wrong_state")
    db.execute(delete(LocalizedText).where(LocalizedText.owner == row.owner))
    db.delete(row)


def _write(db: Session, actor: Actor, proceeding: Proceeding, poll: Poll, new: NewPoll) -> None:
    question = _cleaned(proceeding, new.question, "question", QUESTION_CHARACTERS)
    choices = [
        _cleaned(proceeding, one, f"choices-{place}", CHOICE_CHARACTERS) for place, one in enumerate(new.choices)
    ]
    _check(new)
    poll.rule, poll.electorate, poll.most, poll.seconds = new.rule, new.electorate, new.most, new.seconds
    item = item_by_public_id(db, actor, proceeding, new.item) if new.item else None
    poll.item_id = item.id if item is not None else None
    poll.choices = [chr(ord("a") + place) for place in range(len(choices))]
    db.flush()
    texts = {f"choice.{key}": words for key, words in zip(poll.choices, choices, strict=True)}
    set_all_texts(db, {poll.owner: {"question": question, **texts}}, proceeding.language)


def _check(new: NewPoll) -> None:
    fewest, most = CHOICES
    if not fewest <= len(new.choices) <= most:
        raise Invalid("choices", "out_of_bounds", least=fewest, most=most)
    if new.rule not in RULES:
        raise Invalid("rule", "no_such_choice")
    if new.electorate not in ELECTORATES:
        raise Invalid("electorate", "no_such_choice")
    if not 1 <= new.most <= len(new.choices):
        raise Invalid("most", "out_of_bounds", least=1, most=len(new.choices))
    if new.seconds is not None and not 10 <= new.seconds <= LONGEST:
        raise Invalid("seconds", "out_of_bounds", least=10, most=LONGEST)


def _cleaned(proceeding: Proceeding, texts: Mapping[str, str], name: str, limit: int) -> dict[str, str]:
    """The texts in the languages of the hearing; that in its original language is wanted."""
    found = {code: clean_text(texts.get(code, ""), f"{name}_{code}") for code in proceeding.languages}
    if not found.get(proceeding.language):
        raise Invalid(f"{name}_{proceeding.language}", "required")
    for code, text in found.items():
        if len(text) > limit:
            raise Invalid(f"{name}_{code}", "too_long", length=len(text), limit=limit)
    return {code: text for code, text in found.items() if text}
