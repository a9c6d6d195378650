"""The desk's pages of a programme: the whole of it, its rules, and each part with its form."""

from collections.abc import Callable
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.actors import Actor
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.core.localized import older_texts, texts_for
from consult.hearings.programme.models import PERSON_ROLES
from consult.hearings.programme.operations.items import MOVES, move_item
from consult.hearings.programme.operations.rules import set_rules
from consult.hearings.programme.queries import plan_of
from consult.hearings.programme.routes.parts import PARTS, part_form, row_of, seen_of
from consult.hearings.programme.routes.ruling import rules_values, rules_written, shown_rules_form
from consult.hearings.programme.routes.telling import (
    done_words,
    heading_words,
    name_of,
    present_values,
    remove_words,
    text_words,
)
from consult.hearings.programme.routes.whole import whole_programme
from consult.hearings.programme.seen import order_of
from consult.policy.access import holds, require
from consult.proceedings.models import Proceeding
from consult.proceedings.routes import DeskLink, located
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.older import show_older
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add the addresses under /<language>/desk/proceedings/hearing/<slug>/programme."""
    base = "/<language:lang>/desk/proceedings/hearing/<slug>/programme"
    part = f"{base}/<any({','.join(PARTS)}):part>"
    both = ["GET", "POST"]
    app.add_url_rule(base, "programme.desk", overview, methods=["GET"])
    app.add_url_rule(f"{base}/rules", "programme.rules", rules, methods=both)
    app.add_url_rule(f"{part}/new", "programme.add", add, methods=both)
    app.add_url_rule(f"{part}/<piece>", "programme.edit", edit, methods=both)
    app.add_url_rule(f"{part}/<piece>/remove", "programme.remove", remove, methods=both)
    app.add_url_rule(f"{base}/item/<piece>/move", "programme.move", move, methods=["POST"])
    link = DeskLink(lambda: _("Programme"), lambda row: url_for("programme.desk", slug=row.slug), may_plan)
    app.extensions["consult.desk_links"].append(link)


def may_plan(who: Actor, row: Proceeding) -> bool:
    """Whether the programme of this hearing is the actor's to plan."""
    return row.kind == "hearing" and holds(who, "hearing:plan", row.where)


def planned(slug: str) -> Proceeding:
    """The hearing of this page; not found for whoever may not plan it."""
    row = located("hearing", slug)
    require(actor(), "hearing:plan", row)
    return row


def overview(slug: str) -> str:
    """The whole programme: rules, sessions, agenda, people and links, each with its ways to change it."""
    row = planned(slug)
    return page("overview", row, seen=order_of(reading(), row.id), roles=PERSON_ROLES, **whole_programme(row))


def page(template: str, row: Proceeding, **values: Any) -> str:
    """A page of the desk of this hearing."""
    title = texts_for(reading(), [row.owner], [language(), row.language], ["title"])[row.owner, "title"]
    return render_template(f"hearings/programme/{template}.html", row=row, title=title, **values)


def rules(slug: str) -> ResponseReturnValue:
    """What it is called, under what it is held, and the rules of selection and speaking."""
    row = planned(slug)
    plan = plan_of(reading(), row.id)
    form = shown_rules_form(row, rules_values(row, plan))
    status, present = 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                new = rules_written(form)
                run(set_rules, proceeding_id=row.id, seen=form.seen.data or "", new=new)
            except (Conflict, Invalid) as error:
                present = shown_error(form, error, lambda: _fresh_rules(slug))
                status = 409 if present else 422
            else:
                flash(_("The rules are saved."), "ok")
                return redirect(url_for("programme.desk", slug=slug), 303)
    return page("rules", row, form=form, present=present), status


def _fresh_rules(slug: str) -> Any:
    row = planned(slug)
    with_stored = rules_values(row, plan_of(reading(), row.id))
    return shown_rules_form(row, with_stored, typed=False)


def add(slug: str, part: str) -> ResponseReturnValue:
    """A new session, item, person or link."""
    row = planned(slug)
    form = part_form(part, row, None)
    if request.method == "GET" and part == "item":
        form.parent.data = request.args.get("parent", "")[:40] or None
    if request.method == "POST" and form.validate():
        try:
            new = PARTS[part].written(form)
            run(PARTS[part].add, proceeding_id=row.id, new=new)
        except (Conflict, Invalid) as error:
            refuse(form, error)
        else:
            flash(done_words(part), "ok")
            return redirect(url_for("programme.desk", slug=slug) + f"#{part}s", 303)
    return part_page(row, part, form), 422 if form.errors else 200


def edit(slug: str, part: str, piece: str) -> ResponseReturnValue:
    """What is stored of a part, to be changed; a save over somebody else's shows both."""
    row = planned(slug)
    found = row_of(part, row, piece)
    form = part_form(part, row, found)
    present: list[tuple[str, str]] = []
    if request.method == "POST" and form.validate():
        values = {"proceeding_id": row.id, "public_id": piece, "seen": form.seen.data or ""}
        try:
            new = PARTS[part].written(form)
            run(PARTS[part].edit, new=new, **values)
        except (Conflict, Invalid) as error:
            present = shown_error(form, error, lambda: _fresh_part(slug, part, piece))
        else:
            flash(_("Your changes are saved."), "ok")
            return redirect(url_for("programme.desk", slug=slug) + f"#{part}s", 303)
    return part_page(row, part, form, found, present), 409 if present else 422 if form.errors else 200


def _fresh_part(slug: str, part: str, piece: str) -> Any:
    row = planned(slug)
    found = row_of(part, row, piece)
    form = part_form(part, row, found)
    form.process(formdata=None, data={field.name: field.object_data for field in form})
    return form


def shown_error(form: Any, error: ConsultError, stored: Callable[[], Any]) -> list[tuple[str, str]]:
    """A refusal in the form; of a save over somebody else's also what is stored now, field by field."""
    if not isinstance(error, Conflict) or error.problem != "changed_meanwhile":
        refuse(form, error)
        return []
    form.form_errors = [_("Somebody else saved this meanwhile. Nothing of yours was stored yet; see below.")]
    fresh = stored()
    form.seen.data = fresh.seen.data
    return present_values(form, fresh)


def part_page(
    row: Proceeding, part: str, form: Any, found: Any | None = None, present: list[tuple[str, str]] | None = None
) -> str:
    """The form of a part."""
    if found is not None and hasattr(found, "owner"):
        names = {name: text_words(name) for name in ("title", "place", "note")}
        show_older(older_texts(reading(), [found.owner]), names)
    return page(
        "part",
        row,
        form=form,
        part=part,
        heading=heading_words(part, found is None),
        fields=[name for name in PARTS[part].fields if name in form],
        texts=[(text_words(name), name, form.texts(name)) for name in ("title", "place", "note") if form.texts(name)],
        present=present or [],
        item=found if part == "item" else None,
    )


def remove(slug: str, part: str, piece: str) -> ResponseReturnValue:
    """The question before a part is taken away, and what follows."""
    row = planned(slug)
    found = row_of(part, row, piece)
    problem = None
    if request.method == "POST":
        try:
            run(PARTS[part].remove, proceeding_id=row.id, public_id=piece, seen=request.form.get("seen", ""))
        except Conflict as error:
            problem, row = message_for(error), planned(slug)
            found = row_of(part, row, piece)
        else:
            flash(_("It is taken away."), "ok")
            return redirect(url_for("programme.desk", slug=slug) + f"#{part}s", 303)
    return page(
        "remove",
        row,
        part=part,
        words=remove_words(part, row.state),
        name=name_of(part, found, row.language),
        seen=seen_of(part, row, found, to_remove=True),
        problem=problem,
    ), 409 if problem else 200


def move(slug: str, piece: str) -> ResponseReturnValue:
    """An item goes one place up, down, in or out."""
    row = planned(slug)
    row_of("item", row, piece)
    way, seen = request.form.get("move", ""), request.form.get("seen", "")
    try:
        if way not in MOVES:
            raise Invalid("parent", "no_place_there")
        run(move_item, proceeding_id=row.id, public_id=piece, seen=seen, move=way)
    except (Conflict, Invalid) as error:
        flash(message_for(error), "warn")
    return redirect(url_for("programme.desk", slug=slug) + f"#i-{piece}", 303)
