"""What one paragraph has said, who saved it when, and making an earlier text the next one."""

from typing import NamedTuple

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.core.differences import Piece, differences
from consult.core.errors import Closed, Conflict, NotFound
from consult.web.errors import message_for
from consult.web.formats import moment_words, zone
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import reading, run
from consult.workspaces.rooms.frame import framed
from consult.workspaces.writing.forms import ParagraphForm, number_in
from consult.workspaces.writing.operations.saving import restore_text
from consult.workspaces.writing.queries import PAGE, Kept, conflicts_on, history_of, paragraph_of
from consult.workspaces.writing.routes.view import Page, Waiting, conflict_url, page_of, waiting_for, writing_url
from consult.workspaces.writing.words import saved_words, settled_words


class Shown(NamedTuple):
    """One save as the page shows it: what changed by it; `is_now` says that the paragraph says this."""

    kept: Kept
    words: str
    pieces: list[Piece]
    is_now: bool


class Settled(NamedTuple):
    """A version that came too late, and what became of it in words; empty while it waits."""

    waiting: Waiting
    settled: str


def history(slug: str, piece: str, key: str) -> ResponseReturnValue:
    """The saves of a paragraph, the newest first, and what came too late."""
    page = page_of(slug, piece)
    row = paragraph_of(reading(), page.document, key)
    form, more, status = ParagraphForm(), list[str](), 200
    if request.method == "POST":
        try:
            return restored(page, key, form)
        except (Conflict, Closed) as error:
            more, status = [message_for(error)], error.status
            row = paragraph_of(reading(), page.document, key)
    at = number_in(request.args.get("page")) or 1
    found, count = history_of(reading(), row, at)
    saves = [shown(one, row.revision) for one in found]
    text = framed(
        "workspaces/writing/history.html",
        page.proceeding,
        "documents",
        page=page,
        paragraph=row,
        form=form,
        more=more,
        saves=saves,
        late=[
            Settled(waiting_for(row.text, one), "" if one.row.state == "open" else settled_words(one))
            for one in conflicts_on(reading(), row)
        ],
        count=count,
        at=at,
        last=max(1, -(-count // PAGE)),
        back=writing_url(page, key),
        can_restore=page.can_write and row.removed_at is None,
    )
    return text, status


def shown(kept: Kept, revision: int) -> Shown:
    """One save with what changed by it."""
    time = moment_words(kept.row.saved_at, language(), zone())
    pieces = differences(kept.before if kept.before is not None else kept.row.text, kept.row.text)
    return Shown(kept, saved_words(kept.by, time), pieces, kept.row.revision == revision)


def restored(page: Page, key: str, form: ParagraphForm) -> ResponseReturnValue:
    """Save an earlier text once more."""
    if not form.validate_on_submit():
        raise NotFound
    given = {
        "revision": number_in(request.form.get("revision")),
        "seen": form.revision,
        "client_id": form.client_id.data,
    }
    done = run(restore_text, document_id=page.document.id, key=key, **given).result
    if done.conflict is not None:
        flash(
            _(
                "Somebody saved the paragraph meanwhile. The earlier text is kept beside it: here are both, to be merged."
            ),
            "warn",
        )
        return redirect(conflict_url(page, done.conflict), 303)
    flash(_("The earlier text stands again."), "ok")
    return redirect(writing_url(page, key), 303)
