"""What the pages of votes print, for the reader of this request."""

from typing import NamedTuple

from flask import url_for

from consult.core.localized import Words
from consult.proceedings.meetings import meetings_under
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.votes.models import RoomProposal
from consult.workspaces.votes.queries import NamedVote, Proposed, Voter, documents_of, voters_of, votes_told
from consult.workspaces.votes.words import choice_hints, choice_words, counting_words, outcome_sentence


class Choice(NamedTuple):
    """One thing that may be chosen, with its votes once they are told."""

    key: str
    words: Words
    hint: str
    votes: int | None
    percent: int


class Result(NamedTuple):
    """What came of a vote: a sentence, what was adopted of several options, the table of pairs, and the order of places."""

    sentence: str
    places: list[list[Words]]
    pairs: list[list[int]] | None


class Whole(NamedTuple):
    """A proposal with everything that its page shows."""

    proposed: Proposed
    choices: list[Choice]
    result: Result | None
    votes: list[NamedVote]
    objections: list[NamedVote]
    electorate: list[Voter]
    how: list[str]
    named: bool
    meeting: tuple[Words, str] | None


def whole_of(found: Proceeding, proposed: Proposed) -> Whole:
    """A proposal as its page shows it to this reader."""
    row, db = proposed.row, reading()
    votes = votes_told(db, found, proposed)
    return Whole(
        proposed,
        choices_of(row),
        result_of(row),
        votes,
        [one for one in votes if one.choices == ("object",)],
        voters_of(db, proposed),
        counting_words(row.method, row.majority),
        room_of(db, found).rule != "chatham",
        _meeting(found, row),
    )


def choices_of(row: RoomProposal) -> list[Choice]:
    """What may be chosen in its order, with the votes where they are told: of a ranking the first places."""
    counts = (row.result or {}).get("counts")
    voted = (row.result or {}).get("voted") or 0
    words = {key: (Words(text, ""), choice_hints().get(key, "")) for key, text in choice_words().items()}
    words |= {one["key"]: (Words(one["text"], row.language), "") for one in row.options}
    return [
        Choice(
            key,
            *words[key],
            counts.get(key, 0) if counts else None,
            share_of(counts.get(key, 0), voted) if counts else 0,
        )
        for key in row.offered
    ]


def share_of(votes: int, voters: int) -> int:
    """The votes for a choice in hundredths of those who voted; a half counts as one."""
    return (200 * votes + voters) // (2 * voters) if voters else 0


def result_of(row: RoomProposal) -> Result | None:
    """What came of it; None before it is closed."""
    if row.state != "closed" or row.outcome is None or row.result is None:
        return None
    texts = {one["key"]: Words(one["text"], row.language) for one in row.options}
    places = [[texts[key] for key in place] for place in row.result.get("order") or []]
    return Result(outcome_sentence(row.outcome, row.method), places, row.result.get("pairs"))


def document_choices(found: Proceeding, draft: Proposed | None) -> list[tuple[str, str]]:
    """The documents of the room that a proposal can be on, in their newest version; and the one of the draft."""
    rows = [(one.public_id, one.title, one.version) for one in documents_of(reading(), actor(), found)]
    if draft is not None and draft.on is not None:
        own = (draft.on.public_id, draft.on.title, draft.on.version)
        rows = rows if own in rows else [own, *rows]
    return [
        (f"{public_id}:{version}", _("%(title)s, version %(number)s", title=title, number=version))
        for public_id, title, version in rows
    ]


def meeting_choices(found: Proceeding) -> list[tuple[str, str]]:
    """The meetings of the room in which something can be decided."""
    rows = meetings_under(reading(), actor(), found)
    words = proceeding_words(reading(), rows, language(), ("title",))
    return [(one.public_id, words[one.id]["title"].text) for one in rows]


def meeting_of(found: Proceeding, row: RoomProposal) -> Proceeding | None:
    """The meeting in which it is decided, where the reader may see it."""
    rows = meetings_under(reading(), actor(), found) if row.meeting_id is not None else []
    return next((one for one in rows if one.id == row.meeting_id), None)


def _meeting(found: Proceeding, row: RoomProposal) -> tuple[Words, str] | None:
    """The title and address of the meeting in which it is decided."""
    meeting = meeting_of(found, row)
    if meeting is None:
        return None
    words = proceeding_words(reading(), [meeting], language(), ("title",))[meeting.id]
    return words["title"], url_for("hearings.page", slug=meeting.slug)
