"""The desk's pages of proceedings: the list, the form, and each change of state with its question."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import Flask, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.models import Body
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.core.localized import all_texts, older_texts, texts_for
from consult.policy.access import holds
from consult.proceedings import operations
from consult.proceedings.forms import ProceedingForm, form_for, shown_languages, values_of, written
from consult.proceedings.models import KINDS, Proceeding
from consult.proceedings.queries import (
    bodies_to_create_at,
    desk_proceeding,
    desk_proceedings,
    fingerprint,
    usual_choices,
)
from consult.proceedings.shape import FIELDS
from consult.proceedings.words import field_words, kind_words, move_words, publication_words
from consult.web.fields import refuse
from consult.web.frame import Place
from consult.web.language import INTERFACE, language
from consult.web.language import gettext as _
from consult.web.older import show_older
from consult.web.site import actor, reading, run

MOVES: dict[str, Callable[..., None]] = {
    "announce": operations.announce_proceeding,
    "open": operations.open_proceeding,
    "close": operations.close_proceeding,
    "reopen": operations.reopen_proceeding,
}


class DeskLink(NamedTuple):
    """A further page of one proceeding's desk that a higher room brings; `shown` decides by actor and proceeding."""

    label: Callable[[], str]
    url: Callable[[Proceeding], str]
    shown: Callable[[Actor, Proceeding], bool]


def install(app: Flask) -> None:
    """Add the addresses under /<language>/desk/proceedings/; higher rooms may add to `consult.desk_links`."""
    app.extensions["consult.desk_links"] = []
    base = "/<language:lang>/desk/proceedings"
    one = f"{base}/<any({','.join(KINDS)}):kind>/<slug>"
    app.add_url_rule(f"{base}/", "proceedings.desk", desk, methods=["GET"])
    app.add_url_rule(f"{base}/new", "proceedings.create", create, methods=["GET", "POST"])
    app.add_url_rule(f"{one}/", "proceedings.overview", overview, methods=["GET"])
    app.add_url_rule(f"{one}/edit", "proceedings.edit", edit, methods=["GET", "POST"])
    app.add_url_rule(f"{one}/<any({','.join(MOVES)}):move>", "proceedings.move", move, methods=["GET", "POST"])
    place = Place("proceedings", lambda: _("Proceedings"), "/desk/proceedings/", sits_at_a_desk)
    app.extensions["consult.frame"].desk.append(place)


def sits_at_a_desk(who: Actor) -> bool:
    """Whether some grant makes the actor part of a staff."""
    roles = {"secretariat", "moderator", "rapporteur", "chair", "secretary"}
    return any(held.role in roles for held in who.held)


def desk() -> ResponseReturnValue:
    """All proceedings at whose desk the reader sits."""
    if not sits_at_a_desk(actor()):
        abort(404)
    rows = desk_proceedings(reading(), actor())
    bodies = bodies_to_create_at(reading(), actor())
    owners = [row.owner for row in rows] + [body.owner for body in bodies]
    words = texts_for(reading(), owners, [language()])
    return render_template(
        "desk/proceedings/list.html",
        rows=[(row, words.get((row.owner, "title")), row.phase(now()), kind_words(row.kind)) for row in rows],
        bodies=[(body, words.get((body.owner, "name"))) for body in bodies],
        kinds=[(kind, kind_words(kind)) for kind in KINDS],
    )


def create() -> ResponseReturnValue:
    """The form of a new proceeding, and what it sends."""
    kind = request.args.get("kind", KINDS[0])
    body = chosen_body(bodies_to_create_at(reading(), actor()))
    if kind not in KINDS:
        abort(404)
    given = {"language": language(), "languages": list(INTERFACE), **usual_choices(reading(), actor(), body.id)}
    form = posted_form(kind, given, is_new=True)
    if request.method == "POST" and "show" not in request.form and form.validate():
        try:
            made = run(operations.create_proceeding, body_id=body.id, new=written(form, kind)).result
        except Invalid as error:
            refuse(form, error)
        else:
            flash(_("It is made, as a draft that only its desk can see."), "ok")
            return redirect(url_for("proceedings.overview", kind=made.kind, slug=made.slug))
    names = texts_for(reading(), [body.owner], [language()])
    return shown_form(form, kind, body_name=names.get((body.owner, "name")), row=None), 422 if form.errors else 200


def chosen_body(bodies: Sequence[Body]) -> Body:
    """The body asked for, or the only one; not found where the reader may not create."""
    wanted = request.args.get("body")
    found = [body for body in bodies if wanted in (None, body.slug)]
    if not found:
        abort(404)
    return found[0]


def overview(kind: str, slug: str) -> ResponseReturnValue:
    """One proceeding: its state, what can be done with it, and the ways to its other pages."""
    row = located(kind, slug)
    links = [link for link in current_app.extensions["consult.desk_links"] if link.shown(actor(), row)]
    return render_template(
        "desk/proceedings/overview.html",
        row=row,
        title=title_of(row),
        kind=kind_words(kind),
        phase=row.phase(now()),
        moves=[(one, move_words(one)["button"]) for one in possible_moves(actor(), row)],
        may_edit=holds(actor(), "proceeding:edit", row.where),
        page=f"/{language()}/{kind}s/{slug}/",
        publication=publication_words(row.publication),
        links=[(link.label(), link.url(row)) for link in links],
    )


def edit(kind: str, slug: str) -> ResponseReturnValue:
    """The form of an existing proceeding; a save over somebody else's change shows both."""
    row = located(kind, slug)
    if not holds(actor(), "proceeding:edit", row.where):
        abort(404)
    texts, seen = all_texts(reading(), row.owner), fingerprint(reading(), row)
    form = posted_form(kind, values_of(row, texts, seen), is_new=False)
    show_older(older_texts(reading(), [row.owner]), {name: field_words(name) for name in FIELDS})
    present: list[tuple[str, str, str]] = []
    if request.method == "POST" and "show" not in request.form and form.validate():
        try:
            new = written(form, kind, row)
            run(operations.edit_proceeding, proceeding_id=row.id, seen=form.seen.data or "", new=new)
        except Conflict:
            form.form_errors = [_("Somebody else saved this meanwhile. Nothing of yours was stored yet; see below.")]
            present = differences(form, texts)
            form.seen.data = seen
        except Invalid as error:
            refuse(form, error)
        else:
            flash(_("Your changes are saved."), "ok")
            return redirect(url_for("proceedings.overview", kind=kind, slug=slug))
    return shown_form(form, kind, row=row, present=present), 409 if present else 422 if form.errors else 200


def differences(form: ProceedingForm, texts: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    """(text, language, what is stored now) for each text that differs from what was typed."""
    found = []
    for name in FIELDS:
        for field in form.texts(name):
            stored = texts.get(name, {}).get(field.name[-2:], "")
            if stored != (field.data or "").replace("\r\n", "\n").strip():
                found.append((field_words(name), field.label.text, stored))
    return found or [(_("Dates and choices"), "", _("They were changed; the texts are the same."))]


def move(kind: str, slug: str, move: str) -> ResponseReturnValue:
    """The question before a change of state, and the change."""
    row = located(kind, slug)
    if move not in possible_moves(actor(), row):
        if request.method == "POST" and move in permitted_moves(actor(), row):
            raise Conflict("wrong_state")
        abort(404)
    words, problem = move_words(move), None
    if request.method == "POST":
        values: dict[str, Any] = {"proceeding_id": row.id}
        if move == "reopen":
            values["closes_local"] = request.form.get("closes_local") or None
        try:
            run(MOVES[move], **values)
        except (Conflict, Invalid) as error:
            if error.problem != "closing_time_passed" and not isinstance(error, Invalid):
                raise
            problem = error
        else:
            flash(words["done"], "ok")
            return redirect(url_for("proceedings.overview", kind=kind, slug=slug))
    return render_template(
        "desk/proceedings/move.html", row=row, title=title_of(row), move=move, words=words, problem=problem
    ), 422 if problem else 200


def permitted_moves(who: Actor, row: Proceeding) -> set[str]:
    """The changes of state that the actor's roles allow here, whatever the state."""
    allowed = {"open", "close", "reopen"} if holds(who, "proceeding:open", row.where) else set()
    return allowed | ({"announce"} if holds(who, "proceeding:edit", row.where) else set())


def possible_moves(who: Actor, row: Proceeding) -> list[str]:
    """The changes of state that are possible now and allowed to the actor."""
    phase = row.phase(now())
    possible = {
        "announce": row.state == "draft",
        "open": row.state in ("draft", "announced") and phase != "closed",
        "close": phase == "open",
        "reopen": phase == "closed",
    }
    allowed = permitted_moves(who, row)
    return [one for one in MOVES if possible[one] and one in allowed]


def located(kind: str, slug: str) -> Proceeding:
    """The proceeding of this page, whose zone is that of the page."""
    row = desk_proceeding(reading(), actor(), kind, slug)
    g.zone = row.zone
    return row


def title_of(row: Proceeding) -> Any:
    """Its title in the best language."""
    return texts_for(reading(), [row.owner], [language(), row.language])[row.owner, "title"]


def posted_form(kind: str, values: Mapping[str, Any], *, is_new: bool) -> ProceedingForm:
    """The form with the fields of the languages that were ticked, or of those it begins with."""
    languages = values["languages"]
    if request.method == "POST":
        languages = shown_languages(request.form.getlist("languages"), request.form.get("language"))
    return form_for(kind, languages, values, is_new=is_new)


def shown_form(form: ProceedingForm, kind: str, **values: Any) -> str:
    """The page of the form."""
    row: Proceeding | None = values["row"]
    return render_template(
        "desk/proceedings/form.html",
        form=form,
        kind=kind,
        kind_words=kind_words(kind),
        texts=[(field_words(name), name, form.texts(name)) for name in FIELDS],
        title=title_of(row) if row else None,
        **{"present": [], "body_name": None, **values},
    )
