"""One thread of live comments, as a hearing and a workspace show it, and what its form sends."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.contributions.disclosure import Reading
from consult.contributions.forms import CommentForm
from consult.contributions.operations.submit import Filed, NewPassage, submit_contribution
from consult.contributions.queries import listed_comments
from consult.contributions.sending import answer_page, file_input
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.ledger.models import Stream
from consult.ledger.queries import stream_of
from consult.moderation.models import REASONS
from consult.moderation.shown import Shown, shown
from consult.moderation.words import reason_words
from consult.organisations.categories import CATEGORIES
from consult.organisations.words import category_words
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.frame import say_once
from consult.web.language import gettext as _
from consult.web.site import actor, reading

PAGE = 50


class Thread(NamedTuple):
    """A page of comments with the facts of its stream; `address` is the page, `older` and `newest` are its neighbours,
    `item` the one item of a hearing that it is of."""

    proceeding: Proceeding
    stream: Stream
    address: str
    comments: list[Shown]
    older: str | None
    newest: str | None
    item: str | None = None
    items: Mapping[str, str] = MappingProxyType({})

    @property
    def categories(self) -> dict[str, str | None]:
        """The words of categories, for what arrives."""
        return {one: category_words(one) for one in CATEGORIES}

    @property
    def reasons(self) -> dict[str, str | None]:
        """The words of reasons, for what arrives."""
        return {one: reason_words(one) for one in REASONS}


def thread_of(
    proceeding: Proceeding,
    address: str,
    *,
    item: str | None = None,
    items: Mapping[str, str] = MappingProxyType({}),
    size: int = PAGE,
) -> Thread:
    """The thread at an address, newest first, or before `?before=`; of one `item` of a hearing, or all; so many on a page.

    `items` are the labels of its items by their public ids.

    The number of the stream is read first, so that nothing can fall between it and the rows.
    """
    stream = stream_of(reading(), proceeding.id, "public" if proceeding.audience == "public" else "members")
    if stream is None:
        raise NotFound
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before < 2**31 else None
    rows = listed_comments(reading(), actor(), proceeding, target=item, before=before, limit=size + 1)
    comments = [
        shown(
            row,
            f"{address}#",
            votes=proceeding.votes,
            target_label=_about(row, items),
        )
        for row in rows[:size]
    ]
    of_item = {"item": item} if item else {}
    newest = f"{address}?{urlencode(of_item)}" if item else address
    older = f"{address}?{urlencode({**of_item, 'before': rows[size - 1].place})}" if len(rows) > size else None
    return Thread(proceeding, stream, address, comments, older, newest if before else None, item, items)


def _about(row: Reading, items: Mapping[str, str]) -> str | None:
    if row.reply_to:
        return _("In reply to %(reference)s", reference=row.reply_to)
    label = items.get(row.target or "")
    return _("On item %(label)s", label=label) if label else None


class Refused(NamedTuple):
    """A comment that was not taken: sentences that belong to no field, and the status of the answer."""

    sentences: list[str]
    status: int


def sent_comment(proceeding: Proceeding, form: CommentForm, address: str) -> ResponseReturnValue | Refused:
    """File what the form holds: the way back to the thread, or the receipt for whoever needs a codeword to return.

    Raises NotFound for whoever may not write there.
    """
    if not form.validate_on_submit():
        return Refused([], 400)
    kind = "question" if proceeding.kind == "hearing" and request.form.get("kind") == "question" else "comment"
    target = request.args.get("item") if proceeding.kind == "hearing" else None
    new = form.contribution(kind, NewPassage(form.body.data), reply_to=form.reply.data or None, target=target or None)
    try:
        answer = file_input(submit_contribution, proceeding, new)
    except NotFound:
        raise
    except ConsultError as error:
        return refused(form, error)
    for words in form.unsent():
        say_once("warn", words)
    if answer.codeword is not None:
        return answer_page(answer)
    if kind == "question":
        flash(_question_words(answer.filed), "ok")
    elif answer.filed.state == "pending":
        flash(_("Your comment %(reference)s waits for a moderator.", reference=answer.filed.reference), "ok")
    else:
        flash(_("Your comment %(reference)s is published.", reference=answer.filed.reference), "ok")
    return redirect(f"{address}#{answer.filed.reference}", 303)


def _question_words(filed: Filed) -> str:
    if filed.state == "pending":
        return _("Your question %(reference)s waits for a moderator.", reference=filed.reference)
    return _("Your question %(reference)s is published.", reference=filed.reference)


def refused(form: CommentForm, error: ConsultError) -> Refused:
    """A refusal beside its field, or as a sentence of its own."""
    if isinstance(error, Invalid) and error.field in form and error.field not in ("client_id", "reply"):
        field = form[error.field]
        field.errors = [*field.errors, message_for(error)]
        return Refused([], error.status)
    return Refused([message_for(error)], error.status)
