"""The hall of a hearing for those who follow it: the live page, and the screen of the room."""

from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.forms import CommentForm
from consult.core.clock import rfc3339
from consult.core.errors import NotFound
from consult.hearings.hall.queries import Hall, hall_of, own_place
from consult.hearings.hall.words import (
    duration_words,
    kind_words,
    labels,
    language_words,
    seconds_words,
    title_in,
)
from consult.hearings.programme.queries import channels_of, items_of
from consult.ledger.queries import stream_of
from consult.moderation.thread import Refused, sent_comment, thread_of
from consult.organisations.words import words_by_category
from consult.policy.access import holds
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.language import INTERFACE, language, speaking
from consult.web.site import actor, reading


def install(app: Flask) -> None:
    """Add the addresses."""
    base = "/<language:lang>/hearings/<slug>"
    app.add_url_rule(f"{base}/live", "hearings.live", live, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/projector", "hearings.projector", projector, methods=["GET"])
    app.jinja_env.filters.update(
        duration=duration_words, to_second=seconds_words, language_name=language_words, floor_kind=kind_words
    )


def live(slug: str) -> ResponseReturnValue:
    """Who has the floor, the agenda, the list of speakers, and the live comments with the form to write one.

    Everything is there without JavaScript; reloading shows what is new.
    """
    found = located("hearing", slug)
    form, address = CommentForm(found, actor()), url_for("hearings.live", slug=slug)
    refused = Refused([], 200)
    if request.method == "POST":
        answer = sent_comment(found, form, address)
        if not isinstance(answer, Refused):
            return answer
        refused = answer
    else:
        form.reply.data = request.args.get("reply", "")[:40]
    thread = thread_of(found, address)
    text = render_template(
        "hearings/live.html",
        head=head(found),
        thread=thread,
        form=form,
        more=refused.sentences,
        may_chair=holds(actor(), "hearing:chair", found.where),
        agenda=items_of(reading(), actor(), found),
        channels=channels_of(reading(), found.id),
        own=own_place(reading(), actor(), found.id),
        **floor_of_page(found, hall_of(reading(), thread.stream.public_id)),
    )
    return text, refused.status


def floor_of_page(found: Proceeding, hall: Hall) -> dict[str, Any]:
    """What the parts of the hall are rendered from, and what the scripts go on from."""
    return {
        "hall": hall,
        "labels": labels(),
        "categories": words_by_category(),
        "titles": {ref: title_in(one.get("titles", {}), found.language) for ref, one in hall.items.items()},
        "at": rfc3339(hall.at),
    }


def projector(slug: str) -> str:
    """The screen of the room: what everybody may see of the floor, in the page's language and with `?also=` in a second one."""
    found = located("hearing", slug)
    stream = stream_of(reading(), found.id, "public" if found.audience == "public" else "members")
    if stream is None:
        raise NotFound
    also = request.args.get("also", "")
    second = also if also in INTERFACE and also != language() else None
    hall = hall_of(reading(), stream.public_id)
    return render_template(
        "hearings/projector.html",
        head=head(found),
        stream=stream,
        second=second,
        also=in_language(second, hall, found) if second else None,
        **floor_of_page(found, hall),
    )


def in_language(code: str, hall: Hall, found: Proceeding) -> dict[str, Any]:
    """The labels and titles in a second language."""
    with speaking(code):
        return {"labels": labels(), "titles": floor_of_page(found, hall)["titles"]}
