"""The page around the questions, rendered once for all who are shown the same around them, with holes for what is theirs.

What is kept holds no answer and no name: the questions with what is written in them, the reader's name, the draft, the
token and the key of the form are filled in for each reader. `Around` is everything else that the template shows.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from flask import Flask, current_app, request
from markupsafe import Markup, escape

from consult.consultations.answering.loading import Sitting
from consult.consultations.answering.steps import Step, held_under
from consult.consultations.forms import Part
from consult.consultations.forms.printing import questions_printed
from consult.contributions.drafts.queries import mark_of
from consult.core.localized import Words
from consult.web.csrf import csrf_token
from consult.web.frame import Looks, looks
from consult.web.places import KEY, NAME, TOKEN, Pattern, hole, new_key, places_only
from consult.web.site import actor

QUESTIONS, SEEN, DRAFT, OF_TOKEN, OF_KEY, OF_NAME = map(hole, range(6))
MOST = 256


class Around(NamedTuple):
    """What a page shows beside its holes, where it has nothing out of the ordinary to say; the address names the step."""

    path: str
    frame: Looks
    version: str
    title: Words
    place: int
    all: int
    kept_until: date
    by_account: bool


class Own(NamedTuple):
    """What fills the holes of the page: the questions as printed, the mark of the answers in them, the draft's name."""

    questions: Markup
    seen: str
    draft: str


class Asking(NamedTuple):
    """What is known of whoever asks for the page: the address, what the frame shows them, and how they get a token."""

    path: str
    query: bytes
    frame: Looks | None
    token: Callable[[], str]


def install(app: Flask) -> None:
    """Give the app its patterns."""
    app.extensions["consult.around"] = OrderedDict()


def of_request() -> Asking:
    """That of the request that is answered."""
    return Asking(request.path, request.query_string, looks(), csrf_token)


def place_of(sitting: Sitting, key: str, shown: Sequence[Step]) -> tuple[int, int]:
    """Which page of how many this is, of those that are shown."""
    order = [one.key for one in shown]
    return order.index(key) + 1 if key in order else 1, len(order) + sitting.more_pages


def own_of(sitting: Sitting, part: Part) -> Own:
    """What fills the holes, with these questions."""
    seen = mark_of(sitting.stored, held_under(sitting.asked, part.keys))
    return Own(questions_printed(part), seen, sitting.draft.public_id if sitting.draft else "")


def around(sitting: Sitting, place: int, all_pages: int, asking: Asking) -> Around | None:
    """What is around the questions; None where it is more than usual, so that the page has to be rendered."""
    draft, frame = sitting.draft, asking.frame
    usual = frame is not None and sitting.own is None and not sitting.is_changed and sitting.is_open
    if not usual or draft is None or frame is None or asking.query:
        return None
    return Around(
        asking.path,
        frame,
        sitting.asked.public_id,
        sitting.head.title,
        place,
        all_pages,
        draft.expires_at.date(),
        draft.by_account,
    )


def is_kept(key: Around) -> bool:
    """Whether the page around has been rendered before."""
    return key in current_app.extensions["consult.around"]


def filled(key: Around, own: Own, asking: Asking, render: Callable[..., str] | None = None) -> bytes:
    """The page with these questions; `render(rendering=, ...)` with those of Own is asked for a pattern once."""
    patterns: OrderedDict[Around, Pattern] = current_app.extensions["consult.around"]
    if key not in patterns:
        assert render is not None
        with places_only():
            text = render(rendering=new_key(), questions=Markup(QUESTIONS), seen=SEEN, draft=DRAFT)  # noqa: S704
        for place, of in ((TOKEN, OF_TOKEN), (KEY, OF_KEY), (NAME, OF_NAME)):
            text = text.replace(place, of)
        patterns[key] = Pattern(text)
        if len(patterns) > MOST:
            patterns.popitem(last=False)
    patterns.move_to_end(key)
    values = (*own, asking.token(), new_key(), escape(actor().name or ""))
    return patterns[key].filled([str(value).encode() for value in values])
