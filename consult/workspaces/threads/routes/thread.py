"""A discussion in the order it was said, and what its form sends."""

from datetime import datetime
from typing import NamedTuple

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.errors import ConsultError, NotFound
from consult.ledger.models import Stream
from consult.ledger.queries import stream_of
from consult.policy.access import require
from consult.proceedings.head import address_of, located
from consult.proceedings.models import Proceeding
from consult.web.held import held_page
from consult.web.site import actor, reading, run
from consult.workspaces.rooms.frame import frame_of, framed
from consult.workspaces.threads.forms import MessageForm
from consult.workspaces.threads.message_queries import MessagePage, message_page, messages_named
from consult.workspaces.threads.models import Discussion
from consult.workspaces.threads.operations.sending import send_message
from consult.workspaces.threads.queries import PAGE, discussion_of, people
from consult.workspaces.threads.routes.sending import files_sent, refused, unsent_files


class Here(NamedTuple):
    """A discussion with its address and the facts of its stream, which were read before its messages."""

    proceeding: Proceeding
    discussion: Discussion
    stream: Stream
    address: str


def thread(slug: str, discussion: str) -> ResponseReturnValue:
    """The last page of a discussion, or another one by its number; a message that is sent to it."""
    if request.method == "POST":
        return _sent(discussion_here(slug, discussion))
    if request.args.get("reply"):
        here = discussion_here(slug, discussion)
        return _page(here, _form(here))
    return held_page(lambda: _kept(slug, discussion))


def _kept(slug: str, discussion: str) -> tuple[str, datetime | None]:
    """The page, with the next moment at which the room begins or ends."""
    here, at = discussion_here(slug, discussion), now()
    moments = [one for one in (here.proceeding.opens_at, here.proceeding.closes_at) if one is not None and one > at]
    return _page(here, _form(here)), min(moments, default=None)


def part(slug: str, discussion: str) -> str:
    """Some messages of a discussion by their references, as its page prints them: for the script of the page."""
    here = discussion_here(slug, discussion)
    frame = frame_of(here.proceeding, "discussions")
    wanted = request.args.getlist("ref")[:PAGE]
    return render_template(
        "workspaces/discussions/part.html",
        messages=messages_named(reading(), actor(), here.proceeding, here.discussion, wanted),
        base=f"{address_of(here.proceeding)}discussions/",
        address=here.address,
        open=frame.writable and here.discussion.state == "open",
    )


def discussion_here(slug: str, discussion: str) -> Here:
    """The discussion at an address. Raises NotFound."""
    found = located("workspace", slug)
    one = discussion_of(reading(), actor(), found, discussion)
    stream = stream_of(reading(), found.id, "members")
    if stream is None:
        raise NotFound
    return Here(found, one, stream, f"{address_of(found)}discussions/{discussion}/")


def _form(here: Here) -> MessageForm:
    return MessageForm(here.proceeding, people(reading(), actor(), here.proceeding))


def _sent(here: Here) -> ResponseReturnValue:
    require(actor(), "room:write", here.proceeding)
    form = _form(here)
    if not form.validate_on_submit():
        return _page(here, form, unsent_files()), 400
    try:
        new = form.message(actor(), here.discussion.public_id)
        told = form.told.data or ()
        filed = run(send_message, proceeding_id=here.proceeding.id, new=new, files=files_sent(), told=told).result
    except NotFound:
        raise
    except ConsultError as error:
        return _page(here, form, refused(form, error)), error.status
    return redirect(f"{here.address}#{filed.reference}", 303)


def _page(here: Here, form: MessageForm, more: list[str] | None = None) -> str:
    shown = _messages(here)
    return framed(
        "workspaces/discussions/thread.html",
        here.proceeding,
        "discussions",
        here=here,
        discussion=here.discussion,
        form=form,
        more=more or [],
        page=shown,
        answered=_answered(shown, form.reply.data),
    )


def _messages(here: Here) -> MessagePage:
    asked = request.args.get("page", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 7):
        raise NotFound
    return message_page(reading(), actor(), here.proceeding, here.discussion, int(asked) if asked else None)


def _answered(shown: MessagePage, reference: str | None) -> str | None:
    """The name beside the message that the form answers, where it stands on this page."""
    found = (one.reading for one in shown.messages if one.reading.reference == reference)
    one = next(found, None)
    return one.name if one is not None else None
