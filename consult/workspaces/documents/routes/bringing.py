"""A Word file becomes a document, or changes of one: what will happen is shown before it does."""

from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from consult.contributions.attachments.files import asking
from consult.contributions.attachments.files.kinds import DOCX
from consult.contributions.attachments.files.names import clean_name
from consult.contributions.attachments.limits import DOCUMENT_BYTES
from consult.contributions.attachments.scanner import Clamd, ScannerAway
from consult.core.errors import Conflict, ConsultError, Invalid, NotFound, Unavailable
from consult.core.loop import off_loop
from consult.policy.access import require
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import offered
from consult.web.language import NAMES, ngettext
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run, this_site
from consult.web.uploads import files_allowed, sent_files
from consult.workspaces.documents.aligning import aligned
from consult.workspaces.documents.comparing import compared, counts
from consult.workspaces.documents.forms import BringForm
from consult.workspaces.documents.operations.bringing import Came, Text, bring_text, make_from_word
from consult.workspaces.documents.operations.versions import present_text, text_digest
from consult.workspaces.documents.place import Place, placed
from consult.workspaces.documents.queries import document_by_public_id
from consult.workspaces.documents.routes.addresses import BASE, members
from consult.workspaces.documents.word.reading import Brought, brought
from consult.workspaces.documents.word.told import told_words
from consult.workspaces.rooms.frame import framed

KEPT_SECONDS = 3_600 * 12  # shorter than what nobody took stays in the storage


def install(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule(f"{BASE}word", "room_documents.from_word", files_allowed(new), methods=["GET", "POST"])
    members(app, "word", "bring", files_allowed(bring), ["GET", "POST"])


class Shown(NamedTuple):
    """A file that was read: its facts, and what it holds with its tracked changes taken as was chosen."""

    came: Came
    held: Brought


def new(slug: str) -> ResponseReturnValue:
    """A file that becomes a document of the room."""
    found = located("workspace", slug)
    require(actor(), "room:write", found)
    form = BringForm(offered((one, NAMES.get(one, one)) for one in found.languages), found.language)
    shown, more, status = None, [], 200
    if request.method == "POST":
        try:
            shown = read_file(form)
            if form.act.data == "take":
                return redirect(made(found, form, shown), 303)
        except NotFound:
            raise
        except ConsultError as error:
            more, status = [message_for(error)], error.status
    told = told_words(shown.held.told, form.tracked.data or "") if shown else []
    text = framed(
        "workspaces/documents/bring_new.html",
        found,
        "documents",
        outer="workspaces/frame.html",
        form=form,
        shown=shown,
        told=told,
        more=more,
        most=DOCUMENT_BYTES // 1_000_000,
    )
    return text, status


def made(found: Proceeding, form: BringForm, shown: Shown) -> str:
    """Make the document; its address. Raises what the operation raises."""
    rows = [(None, one) for one in shown.held.paragraphs]
    text = Text(rows, shown.held.suggested, shown.came, reason_words())
    values = {"title": form.title.data or "", "language": form.language.data or ""}
    document = run(make_from_word, proceeding_id=found.id, text=text, **values).result
    flash(_("The document is made from the file."), "ok")
    row = document_by_public_id(reading(), actor(), document.public_id)
    return Place(row, found, found.slug).url("text")


def bring(slug: str, piece: str) -> ResponseReturnValue:
    """A file that a document is to say from now on: shown beside the present text before it is taken."""
    place = placed(piece, slug)
    require(actor(), "room:write", place.document)
    form = BringForm([], place.document.language)
    shown, rows, more, status = None, None, [], 200
    if request.method == "POST":
        try:
            shown = read_file(form)
            present = present_text(reading(), place.document)
            text = beside(present, shown)
            if form.act.data == "take":
                take(place, form, text)
                return redirect(place.url("text"), 303)
            rows = off_loop(lambda: compared(present, as_kept(present, text)))
            form.seen.data = text_digest(present)
        except NotFound:
            raise
        except ConsultError as error:
            more, status = [message_for(error)], error.status
    told = told_words(shown.held.told, form.tracked.data or "") if shown else []
    context = {"form": form, "shown": shown, "rows": rows, "told": told, "more": more}
    total = counts(rows) if rows is not None else None
    page = place.page("workspaces/documents/bring.html", counts=total, most=DOCUMENT_BYTES // 1_000_000, **context)
    return page, status


def take(place: Place, form: BringForm, text: Text) -> None:
    """Change the document. Raises what the operation raises."""
    taken = run(bring_text, document_id=place.document.id, seen=form.seen.data or "", text=text).result
    flash(
        _(
            "Paragraphs changed: %(changed)s, added: %(added)s, removed: %(removed)s.",
            changed=taken.changed,
            added=taken.added,
            removed=taken.removed,
        ),
        "ok",
    )
    if taken.amendments:
        flash(ngettext("%(num)s amendment is made.", "%(num)s amendments are made.", taken.amendments), "ok")


def reason_words() -> str:
    """Why there is an amendment that came from a tracked change."""
    return _("A tracked change of the Word file.")


def beside(present: list[dict[str, Any]], shown: Shown) -> Text:
    """The text of the file with the keys of those present paragraphs that it still has."""
    old, new_texts = [one["text"] for one in present], [one.text for one in shown.held.paragraphs]
    places = off_loop(lambda: aligned(old, new_texts))
    keys = [present[place]["key"] if place is not None else None for place in places]
    rows = list(zip(keys, shown.held.paragraphs, strict=True))
    return Text(rows, shown.held.suggested, shown.came, reason_words())


def as_kept(present: list[dict[str, Any]], text: Text) -> list[dict[str, Any]]:
    """The text of the file in the shape of a version, to be compared."""
    labels = {one["key"]: one["label"] for one in present}
    return [
        {"key": key or f"new{place}", "style": one.style, "label": labels.get(key or "", ""), "text": one.text}
        for place, (key, one) in enumerate(text.paragraphs)
    ]


def read_file(form: BringForm) -> Shown:
    """The file that was sent now, or the one that was shown before; read in a process of its own. Raises Invalid."""
    if sent_files("file"):
        came = receive(form)
    else:
        came = shown_before(form)
    path = this_site().storage.path(came.digest)
    read = asking.structure(path)
    held = brought(read, form.tracked.data or "accepted")
    if not form.title.data:
        form.title.data = held.title or came.name.rpartition(".")[0]
    return Shown(came._replace(told=held.told), held)


def receive(form: BringForm) -> Came:
    """Look at what was sent and keep it; the form remembers which it was. Raises Invalid for what is no such file."""
    incoming, name = sent_files("file")[0]
    if incoming.is_too_large or incoming.size > DOCUMENT_BYTES:
        raise Invalid("file", "file_over_limit", limit=DOCUMENT_BYTES // 1_000_000)
    scan(incoming.path)
    if asking.looked_at(incoming.path, name) != DOCX:
        raise Invalid("file", "file_not_word")
    stored = incoming.keep()
    came = Came(stored.digest, stored.size, clean_name(name, DOCX), DOCX, {})
    form.file_seal.data = seal().dumps([came.digest, came.size, came.name, actor().account_id])
    return came


def shown_before(form: BringForm) -> Came:
    """The file that this person was shown. Raises Invalid without one, Conflict where it is no longer here."""
    if not form.file_seal.data:
        raise Invalid("file", "required")
    try:
        digest, size, name, account = seal().loads(form.file_seal.data, max_age=KEPT_SECONDS)
    except (BadSignature, ValueError) as error:
        raise Conflict("preview_gone") from error
    if account != actor().account_id or not this_site().storage.has(digest):
        raise Conflict("preview_gone")
    return Came(digest, size, name, DOCX, {})


def seal() -> URLSafeTimedSerializer:
    """What tells a file that was shown to this person from any other."""
    return URLSafeTimedSerializer(this_site().secret_key, salt="word-file")


def scan(path: Path) -> None:
    """Have it looked at by the virus scanner, where the site has one."""
    url = current_app.extensions["consult.site"].settings.clamd_url
    if not url:
        return
    try:
        found = off_loop(lambda: Clamd(url).finds(path))
    except ScannerAway as error:
        raise Unavailable("cannot_write") from error
    if found is not None:
        raise Invalid("file", "file_virus")
