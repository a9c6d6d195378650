"""The own rooms, and the first page of one with its members and its thread."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from consult.bodies.words import role_words
from consult.contributions.forms import CommentForm
from consult.core.clock import now
from consult.core.localized import texts_for
from consult.moderation.thread import Refused, sent_comment, thread_of
from consult.policy.access import holds, require
from consult.proceedings.head import address_of, heads_of, located
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceedings
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.joining_queries import listed_rooms, own_removals, own_requests, requests_to
from consult.workspaces.rooms.operations.guests import own_papers
from consult.workspaces.rooms.queries import room_of, seats_of
from consult.workspaces.rooms.routes.days import day_of, term_of
from consult.workspaces.rooms.words import asked_words, form_words, rule_words

LEADING = ("chair", "secretary")


def install(app: Flask, page: str) -> None:
    """Add the addresses."""
    app.add_url_rule(f"{page}/", "workspaces.index", index, methods=["GET"])
    app.add_url_rule(f"{page}/<slug>/", "workspaces.room", room, methods=["GET", "POST"])


def index() -> str:
    """The reader's own rooms; what was answered to the reader; and the rooms that tell outsiders of themselves."""
    rows = list(proceedings(reading(), actor(), "workspace"))
    rooms = [room_of(reading(), one) for one in rows]
    asked = own_requests(reading(), actor())
    titles = heads_of([one for _request, one in asked])
    return render_template(
        "workspaces/index.html",
        lines=[
            (head, form_words(one.form), rule_words(one.rule)[0], term_of(one), frame.unread_in(head.proceeding))
            for head, one in zip(heads_of(rows), rooms, strict=True)
        ],
        listed=with_listing(list(listed_rooms(reading(), actor()))),
        asked=[(one, head, asked_words(one.state)) for (one, _row), head in zip(asked, titles, strict=True)],
        papers=own_papers(reading(), actor()),
        removals=own_removals(reading(), actor()),
        signed_in=actor().account_id is not None,
    )


def with_listing(rows: list[Proceeding]) -> list[tuple[object, object]]:
    """Rooms that tell of themselves: each with its title and its listing."""
    texts = texts_for(reading(), [f"room:{one.id}" for one in rows], [language()], ["listing"])
    return [(head, texts.get((f"room:{head.proceeding.id}", "listing"))) for head in heads_of(rows)]


def room(slug: str) -> ResponseReturnValue:
    """The room: what it is for, who is in it, and its thread. Whoever is not in it is told what an absent one tells."""
    found, who = located("workspace", slug), actor()
    form, address = CommentForm(found, who), address_of(found)
    form.body.label.text = _("Your message")
    refused = Refused([], 200)
    if request.method == "POST":
        require(who, "room:write", found)
        answer = sent_comment(found, form, address)
        if not isinstance(answer, Refused):
            return answer
        refused = answer
    text = frame.framed(
        "workspaces/room.html",
        found,
        "overview",
        thread=thread_of(found, address),
        form=form,
        more=refused.sentences,
        briefs=frame.briefs_of(found),
        **about(found),
    )
    return text, refused.status


def about(found: Proceeding) -> dict[str, object]:
    """What the side of the overview tells: who leads, how many sit there, the terms, and who waits for an answer."""
    seats, room_ = seats_of(reading(), actor(), found), room_of(reading(), found)
    may_invite = holds(actor(), "room:invite", found.where)
    terms = texts_for(reading(), [room_.owner], [language()], ["terms"]).get((room_.owner, "terms"))
    return {
        "leaders": [(one.name, role_words(one.role)) for one in seats if one.role in LEADING],
        "number": len(seats),
        "terms": terms,
        "term": term_of(room_),
        "term_is_over": room_.term_until is not None and day_of(room_.term_until) < now().date(),
        "keep_until": day_of(room_.keep_until) if room_.keep_until else None,
        "asking": len(requests_to(reading(), actor(), found)) if may_invite else 0,
        "may_invite": may_invite,
    }
