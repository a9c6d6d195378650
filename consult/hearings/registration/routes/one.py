"""One registration at the desk: everything that is known of it, and what can be done."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.countries import region_of
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.hearings.registration.forms import CategoryForm
from consult.hearings.registration.models import PRESENCES, Registration
from consult.hearings.registration.operations.deciding import ACTS, note_presence, set_category
from consult.hearings.registration.operations.statements import deliver_statement
from consult.hearings.registration.queries import place_in_reserve, registration_at
from consult.hearings.registration.routes.desk import about, decided, office, place_words, problem_words
from consult.hearings.registration.routes.parts import item_titles
from consult.hearings.registration.statement_queries import statements_ahead
from consult.hearings.registration.words import delivered_words, delivery_words, presence_words
from consult.organisations.words import category_words, region_words
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add `registrations/one/<registration>`."""
    base = "/<language:lang>/desk/proceedings/hearing/<slug>/registrations/one/<registration>"
    app.add_url_rule(base, "registrations.one", one, methods=["GET", "POST"])


def one(slug: str, registration: str) -> ResponseReturnValue:
    """One registration with everything that is known of it, and what can be done."""
    room = office(slug)
    row = registration_at(reading(), actor(), room, registration)
    if request.method != "POST":
        return one_page(room, row)
    act = request.form.get("act", "")
    try:
        said = done(room, row, act)
    except NotFound:
        raise
    except ConsultError as error:
        room = office(slug)
        row = registration_at(reading(), actor(), room, registration)
        return one_page(room, row, error), 422 if isinstance(error, Invalid) else error.status
    flash(said, "ok")
    return redirect(url_for("registrations.one", slug=slug, registration=registration), 303)


def done(room: Proceeding, row: Registration, act: str) -> str:
    """Run what a button stands for; the sentence about it. Raises what it raises."""
    if act in ACTS:
        return decided(room, [row.public_id])
    if act == "category":
        form = CategoryForm(room, row)
        given = {"category": form.category.data or None, "country": form.country.data or None}
        run(set_category, proceeding_id=room.id, public_id=row.public_id, **given)
        return _("Category and country are stored.")
    if act in (*PRESENCES, "out"):
        run(note_presence, proceeding_id=room.id, public_id=row.public_id, mode=act if act in PRESENCES else None)
        return _("It is noted who is present.")
    if act == "deliver":
        run(deliver_statement, statement_id=statement_of(room, row, request.form.get("reference", "")))
        return _("The statement is in the record, and published.")
    raise Invalid("act", "no_such_choice")


def statement_of(room: Proceeding, row: Registration, reference: str) -> int:
    """A statement of this registration. Raises NotFound for any other."""
    known = statements_ahead(reading(), actor(), room)
    found = [told.id for told in known if told.registration_id == row.id and told.reading.reference == reference]
    if not found:
        raise NotFound
    return found[0]


def one_page(room: Proceeding, row: Registration, error: ConsultError | None = None) -> str:
    """The page, with a refusal where there is one."""
    return render_template(
        "desk/registrations/one.html",
        **about(room),
        row=row,
        acts=[name for name, act in ACTS.items() if row.state in act.of],
        form=CategoryForm(room, row),
        item=item_titles(room).get(row.item_id or 0),
        place=place_in_reserve(reading(), row),
        country=place_words(row),
        region=region_words(region_of(row.country)),
        category=category_words(row.category),
        present=presence_words(row.mode),
        statements=[told for told in statements_ahead(reading(), actor(), room) if told.registration_id == row.id],
        delivery=delivery_words(),
        delivered=delivered_words,
        given=request.form,
        problem=problem_words(error) if error is not None else None,
    )
