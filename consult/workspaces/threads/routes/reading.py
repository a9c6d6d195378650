"""How far somebody has read. Looking at a page changes nothing: its script says that it was read, or a button does."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.core.errors import Invalid
from consult.policy.access import require
from consult.proceedings.head import address_of, located
from consult.web.language import gettext as _
from consult.web.site import actor, run
from consult.web.site import reading as session
from consult.workspaces.threads.message_queries import first_unread
from consult.workspaces.threads.operations.reading import mark_all_read, mark_read
from consult.workspaces.threads.queries import discussion_of

MOST_DIGITS = 18


def read(slug: str, discussion: str) -> ResponseReturnValue:
    """A discussion was read up to `place`, or to its end; the script of the page wants no page."""
    found = located("workspace", slug)
    discussion_of(session(), actor(), found, discussion)
    typed = request.form.get("place", "")
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS):
        raise Invalid("place", "no_such_choice")
    run(mark_read, proceeding_id=found.id, public_id=discussion, place=int(typed) if typed else None)
    if typed:
        return "", 204
    return redirect(f"{address_of(found)}discussions/", 303)


def read_all(slug: str) -> ResponseReturnValue:
    """All discussions of the room were read."""
    found = located("workspace", slug)
    require(actor(), "room:read", found)
    run(mark_all_read, proceeding_id=found.id)
    flash(_("All discussions of this room are marked as read."), "ok")
    return redirect(f"{address_of(found)}discussions/", 303)


def unread(slug: str, discussion: str) -> ResponseReturnValue:
    """To the first message that is new to the reader, or to the end of the discussion."""
    found = located("workspace", slug)
    one = discussion_of(session(), actor(), found, discussion)
    first = first_unread(session(), actor(), found, one)
    address = f"{address_of(found)}discussions/{discussion}/"
    return redirect(f"{address}?page={first[0]}#{first[1]}" if first is not None else f"{address}#end", 303)
