"""The documents of an agenda item: the desk adds them and takes them away, readers save them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.attachments.limits import FILE_BYTES
from consult.contributions.attachments.queries import Served
from consult.contributions.attachments.routes import sent_to_save
from consult.contributions.attachments.scanner import Clamd, ScannerAway
from consult.contributions.attachments.storing import store_upload
from consult.core.errors import Conflict, Invalid, Unavailable
from consult.core.localized import texts_for
from consult.core.loop import off_loop
from consult.hearings.programme.forms import form_of
from consult.hearings.programme.operations.papers import add_paper, remove_paper
from consult.hearings.programme.queries import documents_of, item_by_public_id, paper_to_serve
from consult.hearings.programme.routes.desk import planned
from consult.hearings.programme.shape import NewPaper
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run
from consult.web.uploads import files_allowed, sent_files


def install(app: Flask) -> None:
    """Add the desk's addresses, and that of each document."""
    base = "/<language:lang>/desk/proceedings/hearing/<slug>/programme/item/<piece>/papers"
    app.add_url_rule(base, "programme.papers", files_allowed(papers), methods=["GET", "POST"])
    app.add_url_rule(f"{base}/<paper>/remove", "programme.drop_paper", drop, methods=["POST"])
    app.add_url_rule("/<language:lang>/hearings/<slug>/papers/<paper>", "hearings.paper", served, methods=["GET"])


def papers(slug: str, piece: str) -> ResponseReturnValue:
    """The documents of an item, and the form to add one."""
    row = planned(slug)
    item = item_by_public_id(reading(), actor(), row, piece)
    form = form_of("paper", row.languages, {"language": row.language})
    if request.method == "POST" and form.validate():
        try:
            new = stored(form)
            run(add_paper, proceeding_id=row.id, item=piece, new=new)
        except (Invalid, Unavailable) as error:
            refuse(form, error)
        else:
            flash(_("The document is added."), "ok")
            return redirect(url_for("programme.papers", slug=slug, piece=piece), 303)
    return shown(row, item, form), 422 if form.errors else 200


def stored(form: Any) -> NewPaper:
    """The file that was sent, looked at and put into the storage. Raises Invalid for one that is not taken."""
    sent = sent_files("file")
    if not sent:
        raise Invalid("file", "required")
    incoming, name = sent[0]
    _scan(incoming.path)
    file = store_upload(incoming, name, question="paper")
    new = NewPaper(file.digest, file.size, file.name, file.media_type, form["language"].data or "")
    return replace(new, symbol=form.symbol.data or "", texts=form.written("title"))


def _scan(path: Path) -> None:
    """Have it looked at by the virus scanner, where the site has one: what the institution publishes, too."""
    url = current_app.extensions["consult.site"].settings.clamd_url
    if not url:
        return
    try:
        found = off_loop(lambda: Clamd(url).finds(path))
    except ScannerAway as error:
        raise Unavailable("cannot_write") from error
    if found is not None:
        raise Invalid("file", "file_virus")


def shown(row: Proceeding, item: Any, form: Any) -> str:
    """The page of the documents."""
    texts = texts_for(reading(), [row.owner, item.owner], [language(), row.language], ["title"])
    wanted = (language(), row.language)
    return render_template(
        "hearings/programme/papers.html",
        row=row,
        title=texts[row.owner, "title"],
        item=item,
        item_title=texts.get((item.owner, "title")),
        papers=[(one.paper, one.title(*wanted)) for one in documents_of(reading(), [item.id]).get(item.id, [])],
        form=form,
        titles=form.texts("title"),
        most=FILE_BYTES // 1_000_000,
    )


def drop(slug: str, piece: str, paper: str) -> ResponseReturnValue:
    """Take a document away."""
    row = planned(slug)
    item_by_public_id(reading(), actor(), row, piece)
    try:
        run(remove_paper, proceeding_id=row.id, public_id=paper)
    except Conflict as error:
        flash(message_for(error), "warn")
    else:
        flash(_("The document is taken away."), "ok")
    return redirect(url_for("programme.papers", slug=slug, piece=piece), 303)


def served(slug: str, paper: str) -> ResponseReturnValue:
    """A document, to be saved and never to be shown within the site."""
    row = located("hearing", slug)
    found = paper_to_serve(reading(), actor(), row, paper)
    return sent_to_save(Served(found.digest, found.media_type, found.name))
