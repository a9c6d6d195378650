"""The comments of a consultation, on the whole or on one paragraph, and the form to write one."""

from typing import Any, NamedTuple

from flask import Flask, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.consultations.queries import ReadParagraph, paragraphs
from consult.consultations.routes.anew import At, about, kept_comments
from consult.consultations.routes.loading import Head, consultation, head
from consult.consultations.routes.thread import Made, View, made_thread, own_votes, whole_thread
from consult.contributions.forms import CommentForm, SenderForm
from consult.contributions.operations.submit import NewPassage, submit_contribution
from consult.contributions.sending import answer_page, file_input
from consult.core.actors import ANYBODY
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.ledger.queries import stream_of
from consult.organisations.words import categories_offered
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.access import takes_part
from consult.web.errors import message_for
from consult.web.frame import say_once
from consult.web.kept import About, kept_page
from consult.web.language import language
from consult.web.places import Placed, new_key
from consult.web.site import actor, reading

MOST_BLANK = 500
_blank: dict[tuple[Any, ...], Markup] = {}


def install(app: Flask) -> None:
    """Add `comments`."""

    @app.get("/<language:lang>/consultations/<slug>/comments", endpoint="comments")
    def read(slug: str) -> ResponseReturnValue:
        return kept_page(
            lambda: _made(consultation(slug)), has_voted, None if "paragraph" in request.args else lambda: _kept(slug)
        )

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
            answer = file_input(submit_contribution, found, new)
        except ConsultError as error:
            return _page(found, form, refused(form, error)), error.status
        say_unsent(form)
        return answer_page(answer)


def say_unsent(form: SenderForm) -> None:
    """Say on the next page what was typed but not sent."""
    for words in form.unsent():
        say_once("warn", words)


def refused(form: Any, error: ConsultError) -> list[str]:
    """Put a refusal beside its field; the sentences that belong to no field come back. Absence is raised again."""
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

    stream: At
    part: ReadParagraph | None
    html: Markup
    references: tuple[str, ...]
    older: str | None
    newest: str | None


def _kept(slug: str) -> tuple[Placed, About]:
    return kept_comments(slug, _before(), lambda here, at, view, made: _whole(here, at, None, view, made))


def _before() -> int | None:
    """The place before which the address asks for comments."""
    before = request.args.get("before", type=int)
    return before if before and 0 < before < 2**31 else None


def _page(proceeding: Proceeding, form: CommentForm | None = None, more: list[str] | None = None) -> str:
    return _made(proceeding, form, more)[0]


def _made(proceeding: Proceeding, form: CommentForm | None = None, more: list[str] | None = None) -> tuple[str, About]:
    """The page for this reader. The number of the stream is read first, so that nothing can fall between it and the rows."""
    here = head(proceeding)
    stream = stream_of(reading(), proceeding.id, "public" if proceeding.audience == "public" else "members")
    if stream is None:
        raise NotFound
    part = _part(proceeding)
    may_write = here.phase == "open" and takes_part(reading(), actor(), proceeding)
    view = View(part.public_id if part else None, part.number if part else None, _before(), may_write)
    made = made_thread(proceeding, view, actor())
    at = At(stream.public_id, stream.epoch, stream.last_seq)
    return _whole(here, at, part, view, made, form, more), about(here, made.references)


def _whole(
    here: Head,
    stream: At,
    part: ReadParagraph | None,
    view: View,
    made: Made,
    form: CommentForm | None = None,
    more: list[str] | None = None,
) -> str:
    proceeding = here.proceeding
    place: dict[str, Any] = {"paragraph": part.number} if part else {}
    address = url_for("comments", slug=proceeding.slug, **place)
    older = url_for("comments", slug=proceeding.slug, **place, before=made.last) if made.last else None
    html = whole_thread(proceeding, view, made)
    return render_template(
        "consultations/comments.html",
        head=here,
        thread=Thread(stream, part, html, made.references, older, address if view.before else None),
        form=form,
        invited=view.is_open or here.phase != "open",
        fields=blank_fields(proceeding) if form is None and view.is_open else None,
        client_id=form.client_id.data if form else new_key(),
        reply=form.reply.data if form else request.args.get("reply", "")[:40],
        more=more or [],
        place=place,
        address=address,
        vote_url=url_for("vote", slug=proceeding.slug) if proceeding.votes and view.is_open else None,
    )


def has_voted(shows: tuple[Proceeding, tuple[str, ...]]) -> bool:
    """Whether this browser has voted on one of the comments of a page."""
    return bool(own_votes(shows[0], actor(), shows[1]))


def blank_fields(proceeding: Proceeding) -> Markup:
    """The fields of a form not yet written in: the same for everybody who is not signed in, so kept for the next."""
    who = actor()
    if who.account_id is not None:
        return _rendered(CommentForm(proceeding, who))
    offers = (tuple(proceeding.identities), tuple(proceeding.confidentialities))
    rules = (proceeding.word_limit, proceeding.moderation, proceeding.is_live, proceeding.publication)
    own = tuple(categories_offered(reading(), proceeding.body_id))
    key = (language(), offers, rules, own)
    if key not in _blank:
        if len(_blank) >= MOST_BLANK:
            _blank.clear()
        _blank[key] = _rendered(CommentForm(proceeding, ANYBODY))
    return _blank[key]


def _rendered(form: CommentForm) -> Markup:
    macros = current_app.jinja_env.get_template("contributions/sender_fields.html").module
    fields: Markup = macros.comment_fields(form)  # type: ignore[attr-defined]
    return fields
