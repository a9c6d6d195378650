"""The comments of a consultation, on the whole or on one paragraph, and the form to write one."""

from typing import Any, NamedTuple

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.queries import ReadParagraph, paragraph_numbers, paragraphs
from consult.consultations.routes.loading import consultation, head
from consult.contributions.disclosure import Reading
from consult.contributions.forms import CommentForm
from consult.contributions.operations.opinions import voter_in
from consult.contributions.operations.submit import NewPassage, submit_contribution
from consult.contributions.queries import listed_comments, votes_of
from consult.contributions.sending import answer_page, file_input
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.ledger.models import Stream
from consult.ledger.queries import stream_of
from consult.moderation.shown import Shown, shown
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading

PAGE = 50


def install(app: Flask) -> None:
    """Add `comments`."""

    @app.get("/<language:lang>/consultations/<slug>/comments", endpoint="comments")
    def read(slug: str) -> str:
        found = consultation(slug)
        form = CommentForm(found, actor())
        form.reply.data = request.args.get("reply", "")[:40]
        return _page(found, form)

    @app.post("/<language:lang>/consultations/<slug>/comments", endpoint="send_comment")
    def write(slug: str) -> ResponseReturnValue:
        found = consultation(slug)
        form = CommentForm(found, actor())
        if not form.validate_on_submit():
            return _page(found, form), 400
        part = _part(found)
        new = form.contribution(
            "comment",
            NewPassage(form.body.data),
            target=part.public_id if part else None,
            reply_to=form.reply.data or None,
        )
        try:
            return answer_page(file_input(submit_contribution, found, new))
        except ConsultError as error:
            return _page(found, form, refused(form, error)), error.status


def refused(form: Any, error: ConsultError) -> list[str]:
    """Put a refusal beside its field; the sentences that belong to no field come back. Absence goes on to its own page."""
    if isinstance(error, NotFound):
        raise error
    if isinstance(error, Invalid) and error.field in form and error.field not in ("client_id", "reply"):
        form[error.field].errors = [*form[error.field].errors, message_for(error)]
        return []
    return [message_for(error)]


def _part(proceeding: Proceeding) -> ReadParagraph | None:
    """The paragraph that the address names. Raises NotFound for one that is not there."""
    if "paragraph" not in request.args:
        return None
    number = request.args.get("paragraph", type=int)
    found = paragraphs(reading(), proceeding, language(), number) if number is not None and number < 2**31 else []
    if not found:
        raise NotFound
    return found[0]


class Thread(NamedTuple):
    """A page of comments and what stands around it."""

    stream: Stream
    part: ReadParagraph | None
    comments: list[Shown]
    older: str | None
    newest: str | None


def _thread(proceeding: Proceeding) -> Thread:
    """What is read for the page: the number of the stream first, so that nothing can fall between it and the rows."""
    db, slug = reading(), proceeding.slug
    stream = stream_of(db, proceeding.id, "public" if proceeding.audience == "public" else "members")
    if stream is None:
        raise NotFound
    part = _part(proceeding)
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before < 2**31 else None
    target = part.public_id if part else None
    rows = listed_comments(db, actor(), proceeding, target=target, before=before, limit=PAGE + 1)
    numbers = {} if part else paragraph_numbers(db, proceeding.id)
    place = {"paragraph": part.number} if part else {}
    address = url_for("comments", slug=slug, **place)
    older = url_for("comments", slug=slug, **place, before=rows[PAGE - 1].place) if len(rows) > PAGE else None
    return Thread(stream, part, _shown(proceeding, rows[:PAGE], numbers), older, address if before else None)


def _shown(proceeding: Proceeding, rows: list[Reading], numbers: dict[str, int]) -> list[Shown]:
    address = url_for("submissions", slug=proceeding.slug)
    on_paragraph, in_reply = _("On paragraph %(number)s"), _("In reply to %(reference)s")
    found = []
    for row in rows:
        label = None
        if row.reply_to:
            label = in_reply % {"reference": row.reply_to}
        elif row.target in numbers:
            label = on_paragraph % {"number": numbers[row.target]}
        found.append(shown(row, address, votes=proceeding.votes, target_label=label))
    if proceeding.votes and actor().sender is not None:
        mine = votes_of(reading(), voter_in(actor(), proceeding), proceeding.id, [one.ref for one in found])
        for one in found:
            one.my_vote = mine.get(one.ref)
    return found


def _page(proceeding: Proceeding, form: CommentForm, more: list[str] | None = None) -> str:
    thread = _thread(proceeding)
    here = head(proceeding)
    place = {"paragraph": thread.part.number} if thread.part else {}
    return render_template(
        "consultations/comments.html",
        head=here,
        thread=thread,
        form=form,
        more=more or [],
        place=place,
        address=url_for("comments", slug=proceeding.slug, **place),
        is_open=here.phase == "open",
    )
