"""The hall of a hearing for those who follow it: the live page, and the screen of the room."""

from collections.abc import Callable
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.forms import CommentForm
from consult.core.clock import rfc3339
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.hearings.floor.operations.asking import ask_for_floor, leave_list
from consult.hearings.hall.operations import choose_for_screen
from consult.hearings.hall.queries import Hall, delivered_statements, hall_of, own_place
from consult.hearings.hall.words import (
    clock_class,
    duration_words,
    floor_words,
    labels,
    language_words,
    list_parts,
    own_name,
    own_words,
    seconds_words,
    speaker_parts,
    title_in,
)
from consult.hearings.notes.captions import captions_of
from consult.hearings.polls.parts import chosen_item, live_polls, live_questions, live_rules
from consult.hearings.programme.queries import channels_of, items_of
from consult.hearings.registration.operations.own import check_in, check_out
from consult.ledger.queries import stream_of
from consult.moderation.thread import Refused, sent_comment, thread_of
from consult.organisations.words import words_by_category
from consult.policy.access import holds
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import INTERFACE, language, speaking
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run

COMMENTS = 15  # on a page that has much else to tell, and may be opened on a slow line


def install(app: Flask) -> None:
    """Add the addresses."""
    base = "/<language:lang>/hearings/<slug>"
    app.add_url_rule(f"{base}/live", "hearings.live", live, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/projector", "hearings.projector", projector, methods=["GET"])
    app.add_url_rule(f"{base}/projector", "hearings.show", show, methods=["POST"])
    app.add_url_rule(f"{base}/live/floor", "hearings.take_part", take_part, methods=["POST"])
    app.jinja_env.filters.update(
        countdown=duration_words, to_second=seconds_words, own_language_name=own_name, language_name=language_words
    )
    app.jinja_env.globals.update(
        floor_words=floor_words,
        speaker_parts=speaker_parts,
        list_parts=list_parts,
        own_words=own_words,
        clock_class=clock_class,
        title_in=title_in,
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
    agenda = items_of(reading(), actor(), found)
    labels_of_items = {one.public_id: one.label for one in agenda if not one.withheld}
    thread = thread_of(found, address, item=chosen_item(found), items=labels_of_items, size=COMMENTS)
    text = render_template(
        "hearings/live.html",
        head=head(found),
        thread=thread,
        form=form,
        more=refused.sentences,
        may_chair=holds(actor(), "hearing:chair", found.where),
        may_note=holds(actor(), "hearing:note", found.where),
        agenda=agenda,
        channels=channels_of(reading(), found.id),
        captions=captions_of(reading(), actor(), found, [request.args.get("captions", ""), language()]),
        own=own_place(reading(), actor(), found.id),
        statements=delivered_statements(reading(), actor(), found),
        **live_polls(found),
        **live_questions(found, item=thread.item),
        **live_rules(found),
        **floor_of_page(found, hall_of(reading(), thread.stream.public_id)),
    )
    return text, refused.status


def take_part(slug: str) -> ResponseReturnValue:
    """What somebody who takes part does: check in or out, ask for the floor, leave the list; a refusal is told in words."""
    found = located("hearing", slug)
    act, _colon, what = request.form.get("act", "").partition(":")
    item = request.form.get("item", "")[:40]
    acts: dict[str, Callable[[], Any]] = {
        "check_in": lambda: run(check_in, proceeding_id=found.id, mode=what),
        "check_out": lambda: run(check_out, proceeding_id=found.id),
        "ask": lambda: run(ask_for_floor, proceeding_id=found.id, item=item, kind=what),
        "leave": lambda: run(leave_list, proceeding_id=found.id, speaker=what),
    }
    if act not in acts:
        raise NotFound
    try:
        acts[act]()
    except (Conflict, Closed, Invalid) as error:
        flash(message_for(error), "warn")
    else:
        flash(done_words(act), "ok")
    return redirect(f"{url_for('hearings.live', slug=slug)}#own", 303)


def done_words(act: str) -> str:
    """What was just done."""
    words = {
        "check_in": _("You are checked in."),
        "check_out": _("You are not checked in any more."),
        "ask": _("You are on the list."),
        "leave": _("You have left the list."),
    }
    return words[act]


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
        site_host=request.host,
        also=in_language(second, hall, found) if second else None,
        **floor_of_page(found, hall),
    )


def show(slug: str) -> ResponseReturnValue:
    """Let the screen of the room show a comment, question or poll, or with no `kind` nothing but the floor; for the chair."""
    found = located("hearing", slug)
    kind, reference = request.form.get("kind") or None, request.form.get("reference", "")[:40] or None
    try:
        run(choose_for_screen, proceeding_id=found.id, kind=kind, reference=reference)
    except Invalid as error:
        flash(message_for(error), "warn")
    else:
        flash(
            _("The screen of the room shows it.") if kind else _("The screen of the room shows the floor alone."), "ok"
        )
    return redirect(url_for("hearings.chair", slug=slug), 303)


def in_language(code: str, hall: Hall, found: Proceeding) -> dict[str, Any]:
    """The labels and titles in a second language."""
    with speaking(code):
        return {"labels": labels(), "titles": floor_of_page(found, hall)["titles"]}
