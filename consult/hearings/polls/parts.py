"""What the pages of a hearing need of its polls and questions, for the reader of this request."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from flask import request, url_for

from consult.core.clock import now
from consult.core.localized import Words
from consult.hearings.floor.queries import floor_of
from consult.hearings.polls.models import PAUSES
from consult.hearings.polls.operations.admitting import Rules, is_shut_out, rules_of
from consult.hearings.polls.queries import Asked, NamedVote, polls_of, polls_to_chair, votes_by_name
from consult.hearings.polls.question_queries import Question, questions_of
from consult.hearings.polls.standing import Standing, standing_in, supported_by
from consult.hearings.polls.words import clock_words, handling_words, labels
from consult.hearings.programme.queries import item_by_public_id, items_of
from consult.moderation.shown import Shown, shown
from consult.proceedings.models import Proceeding
from consult.web.language import language
from consult.web.site import actor, reading

ON_LIVE_PAGE = 5
STILL_SHOWN = timedelta(minutes=30)


class Choice(NamedTuple):
    """One choice as it is printed; `votes` is None until the result is told."""

    key: str
    words: Words
    votes: int | None
    percent: int


@dataclass(slots=True)
class Card:
    """A poll as one reader sees it."""

    asked: Asked
    url: str
    question: Words
    choices: list[Choice]
    standing: Standing | None
    left: str | None
    votes: list[NamedVote] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its name on the page."""
        return f"poll-{self.asked.poll.public_id}"


class Asking(NamedTuple):
    """A question as one reader sees it."""

    shown: Shown
    handling: str
    supports: int
    mine: bool


def card_of(found: Proceeding, asked: Asked, *, whole: bool = False) -> Card:
    """A poll for this reader; with `whole` also who chose what, where that is told."""
    poll, languages = asked.poll, (language(), found.language)
    counted = sum(poll.result.values()) if poll.result else 0
    choices = [
        Choice(bar.key, bar.words, bar.votes, share_of(bar.votes or 0, asked.voters)) for bar in asked.bars(*languages)
    ]
    standing = standing_in(reading(), actor(), found, poll) if asked.phase == "open" else None
    left = clock_words(poll.ends_at - now()) if poll.ends_at is not None and asked.phase == "open" else None
    named = poll.rule == "open" and poll.state == "closed" and bool(counted) and whole
    votes = votes_by_name(reading(), poll) if named else []
    url = url_for("hearings.poll", slug=found.slug, poll=poll.public_id)
    return Card(asked, url, asked.question(*languages), choices, standing, left, votes)


def share_of(votes: int, voters: int) -> int:
    """The votes for a choice in hundredths of those who voted; a half counts as one."""
    return (200 * votes + voters) // (2 * voters) if voters else 0


def live_polls(found: Proceeding) -> dict[str, Any]:
    """What templates/hearings/live/poll.html prints: what is open, and what was closed within the last half hour."""
    polls = polls_of(reading(), actor(), found)
    since = now() - STILL_SHOWN
    wanted = [
        one
        for one in polls
        if one.phase in ("open", "over") or (one.poll.closed_at is not None and one.poll.closed_at > since)
    ]
    return {
        "cards": [card_of(found, one) for one in wanted[:ON_LIVE_PAGE]],
        "poll_labels": labels(),
        "has_polls": bool(polls),
    }


def live_questions(found: Proceeding, *, item: str | None = None, most: int | None = ON_LIVE_PAGE) -> dict[str, Any]:
    """What templates/hearings/live/questions.html prints: the questions, most supported first."""
    questions = questions_of(reading(), actor(), found, item=item)
    return {
        "askings": askings_of(found, questions[:most]),
        "all_questions": len(questions),
        "handlings": handling_words(),
    }


def live_rules(found: Proceeding) -> dict[str, Any]:
    """Slow mode, and whether this reader may write."""
    return {"rules": rules_of(reading(), found.id), "may_write": not is_shut_out(reading(), actor(), found)}


def chosen_item(found: Proceeding) -> str | None:
    """The item of `?item=`, on which comments are listed and written. Raises NotFound where there is none."""
    item = request.args.get("item") or None
    return item_by_public_id(reading(), actor(), found, item).public_id if item else None


def askings_of(found: Proceeding, questions: list[Question]) -> list[Asking]:
    """Questions in words, with whether this reader supports each."""
    mine = supported_by(reading(), actor(), found, [one.reading.reference for one in questions])
    address = url_for("hearings.questions", slug=found.slug)
    return [
        Asking(
            shown(one.reading, f"{address}#", votes=False),
            one.handling,
            one.reading.agrees or 0,
            one.reading.reference in mine,
        )
        for one in questions
    ]


def chair_polls(found: Proceeding) -> dict[str, Any]:
    """What templates/hearings/chair/{poll,questions,limits}.html print, for who holds the chair."""
    polls = [card_of(found, one) for one in polls_to_chair(reading(), actor(), found)]
    rules: Rules = rules_of(reading(), found.id)
    return {
        "drafts": [one for one in polls if one.asked.poll.state == "draft"],
        "running": [one for one in polls if one.asked.poll.state == "open"],
        "past": [one for one in polls if one.asked.poll.state in ("closed", "withdrawn")],
        "rules": rules,
        "pauses": sorted({*PAUSES, rules.slow_mode}),
        "seen": floor_of(reading(), found.id).moves,
        "poll_labels": labels(),
        **live_questions(found, most=None),
    }


def item_choices(found: Proceeding) -> list[tuple[str, str]]:
    """The items that a poll can be on, each with its label and title."""
    items = [one for one in items_of(reading(), actor(), found) if not one.withheld]
    return [
        (one.public_id, f"{one.label} {title.text}" if (title := one.title(language(), found.language)) else one.label)
        for one in items
    ]
