"""The desk's list of registrations: filters, counts against places, decisions on one or many, adding by hand, the file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Flask, Response, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.codewords import Codewords
from consult.core.actors import ANYBODY, Actor
from consult.core.clock import rfc3339
from consult.core.countries import REGIONS, country_name, region_of
from consult.core.csv_cells import csv_rows
from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.hearings.programme.queries import plan_of
from consult.hearings.programme.words import rule_words as rule_name
from consult.hearings.registration.forms import ByHandForm
from consult.hearings.registration.models import STATES, WISHES, Registration
from consult.hearings.registration.operations.deciding import add_by_hand, decide_registrations
from consult.hearings.registration.queries import (
    Wanted,
    accepted_speakers,
    registrations,
    registrations_to_export,
)
from consult.hearings.registration.routes.parts import item_titles
from consult.hearings.registration.statement_queries import statements_ahead
from consult.hearings.registration.words import (
    delivered_words,
    delivery_words,
    identity_seen,
    identity_words,
    presence_words,
    rule_words,
    state_words,
    wish_words,
)
from consult.organisations.words import category_words, region_words
from consult.policy.access import holds, require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_by_slug, proceeding_words
from consult.proceedings.routes import DeskLink
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language, ngettext
from consult.web.site import actor, name_browser, reading, run, this_site

COLUMNS = (
    "reference", "registered_at", "state", "wish", "name", "name_public", "organisation", "category", "country", "region",
    "item", "language", "priority", "needs", "email", "reason", "present",
)  # fmt: skip


def install(app: Flask) -> None:
    """Add the addresses, and the way to them from the desk of a hearing."""
    base = "/<language:lang>/desk/proceedings/hearing/<slug>/registrations"
    app.add_url_rule(f"{base}/", "registrations.all", every, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/new", "registrations.new", new, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/registrations.csv", "registrations.csv", as_csv, methods=["GET"])
    link = DeskLink(lambda: _("Registrations"), lambda row: url_for("registrations.all", slug=row.slug), may_plan)
    app.extensions["consult.desk_links"].append(link)


def may_plan(who: Actor, row: Proceeding) -> bool:
    """Whether the actor decides who takes part in this hearing."""
    return row.kind == "hearing" and holds(who, "hearing:plan", row.where)


def office(slug: str) -> Proceeding:
    """The hearing whose registrations the reader decides on. Raises NotFound."""
    room = proceeding_by_slug(reading(), actor(), "hearing", slug)
    require(actor(), "hearing:plan", room)
    g.zone = room.zone
    return room


def about(room: Proceeding) -> dict[str, Any]:
    """What every page of the registrations is given."""
    title = proceeding_words(reading(), [room], language())[room.id]["title"]
    return {
        "room": room,
        "title": title,
        "state_words": state_words,
        "wishes": wish_words(),
        "identities": identity_words(),
    }


def wanted_of() -> Wanted:
    """The filters of the address; what is none of them is left out."""
    given = request.args
    item = given.get("item", type=int)
    return Wanted(
        state=given.get("state") if given.get("state") in STATES else None,
        wish=given.get("wish") if given.get("wish") in WISHES else None,
        category=given.get("category") or None,
        region=given.get("region") if given.get("region") in (*REGIONS, "none") else None,
        item=item if item is not None and 0 < item < 2**31 else None,
    )


def every(slug: str) -> ResponseReturnValue:
    """The list; what its buttons send is decided for all that are ticked."""
    room = office(slug)
    if request.method != "POST":
        return list_page(room)
    try:
        said = decided(room, request.form.getlist("registration"))
    except NotFound:
        raise
    except ConsultError as error:
        return list_page(office(slug), error), 422 if isinstance(error, Invalid) else error.status
    flash(said, "ok")
    kept = {name: value for name, value in wanted_of()._asdict().items() if value is not None}
    return redirect(url_for("registrations.all", slug=slug, **kept), 303)


def decided(room: Proceeding, public_ids: Sequence[str]) -> str:
    """Run the decision that a form holds; the sentence about it. Raises what it raises."""
    act, reason = request.form.get("act", ""), request.form.get("reason", "")[:2000]
    number = run(
        decide_registrations, proceeding_id=room.id, public_ids=list(public_ids)[:1000], act=act, reason=reason
    ).result
    return ngettext("%(num)s registration was decided on.", "%(num)s registrations were decided on.", number)


def list_page(room: Proceeding, error: ConsultError | None = None) -> str:
    """The page, with a refusal where there is one."""
    wanted, everybody = wanted_of(), registrations(reading(), actor(), room)
    ids = {row.id for row in everybody if wanted == Wanted()} or {
        row.id for row in registrations(reading(), actor(), room, wanted)
    }
    plan = plan_of(reading(), room.id)
    return render_template(
        "desk/registrations/list.html",
        **about(room),
        rows=[row for row in everybody if row.id in ids],
        total=len(everybody),
        wanted=wanted,
        filters=filters_of(room, everybody, wanted),
        counts=[(state, state_words(state), sum(1 for row in everybody if row.state == state)) for state in STATES],
        balance=balance_of(everybody),
        plan=plan,
        taken=accepted_speakers(reading(), room.id),
        rule=rule_name(plan.rule),
        rule_text=rule_words(plan.rule),
        titles=item_titles(room),
        place=place_words,
        category=category_words,
        presence=presence_words,
        ticked=request.form.getlist("registration"),
        given=request.form,
        problem=problem_words(error) if error is not None else None,
        statements=statements_ahead(reading(), actor(), room),
        delivery=delivery_words(),
        delivered=delivered_words,
    )


def place_words(row: Registration) -> str:
    """The country of somebody, else the region, else nothing."""
    return country_name(row.country, language()) or ""


def problem_words(error: ConsultError) -> str:
    """A refusal in a sentence that stands over the list."""
    if isinstance(error, Invalid) and error.field == "reason" and error.problem == "required":
        return _("Please give a reason: it is told to whoever is declined.")
    return message_for(error)


def filters_of(room: Proceeding, rows: Sequence[Registration], wanted: Wanted) -> list[dict[str, Any]]:
    """Each filter with its label, its values in words, and the one in use."""
    wishes, titles = wish_words(), item_titles(room)
    categories = sorted({row.category for row in rows if row.category})
    regions = sorted({region for row in rows if (region := region_of(row.country))})
    items = sorted({row.item_id for row in rows if row.item_id is not None})
    none = [("none", _("Not said"))]
    given: tuple[tuple[str, str, list[tuple[Any, Any]]], ...] = (
        ("state", _("State"), [(one, state_words(one)) for one in STATES]),
        ("wish", _("Wish"), [(one, wishes[one]) for one in WISHES]),
        ("category", _("Stakeholder category"), [*((one, category_words(one)) for one in categories), *none]),
        ("region", _("Region"), [*((one, region_words(one)) for one in regions), *none]),
        ("item", _("Item"), [(one, titles.get(one, "")) for one in items]),
    )
    return [
        {"name": name, "label": label, "values": values, "chosen": getattr(wanted, name)}
        for name, label, values in given
    ]


def balance_of(rows: Sequence[Registration]) -> dict[str, list[tuple[str, int, int]]]:
    """By category and by region: words, how many are accepted to speak, and how many want to."""
    speakers = [row for row in rows if row.wish == "speak" and row.state in ("asked", "accepted", "reserve")]
    found = {}
    for name, of, words in (
        ("category", lambda row: row.category, category_words),
        ("region", lambda row: region_of(row.country), region_words),
    ):
        asking = Counter(of(row) for row in speakers)
        held = Counter(of(row) for row in speakers if row.state == "accepted")
        found[name] = [(str(words(key) or _("Not said")), held[key], number) for key, number in asking.most_common()]
    return found


def new(slug: str) -> ResponseReturnValue:
    """Somebody who telephoned or wrote."""
    room = office(slug)
    name_browser()
    form = ByHandForm(room)
    if request.method != "POST":
        return new_page(room, form)
    if not form.validate():
        return new_page(room, form, 422)
    site, given = this_site(), form.registration()
    codeword = Codewords(site.secret_key, site.hasher).make(ANYBODY, session.get("browser"), given.client_id, "public")
    given = replace(given, codeword_hash=codeword.hash if codeword is not None else None)
    try:
        made = run(add_by_hand, proceeding_id=room.id, new=given, state=form.state.data).result
    except (Conflict, Invalid) as error:
        refuse(form, error)
        return new_page(room, form, 422 if isinstance(error, Invalid) else error.status)
    return render_template(
        "desk/registrations/added.html", **about(room), made=made, codeword=codeword.words if codeword else None
    )


def new_page(room: Proceeding, form: ByHandForm, status: int = 200) -> ResponseReturnValue:
    """The form."""
    return render_template("desk/registrations/new.html", **about(room), form=form, seen=identity_seen()), status


def as_csv(slug: str) -> Response:
    """All registrations as a table for the secretariat."""
    room = office(slug)
    titles = item_titles(room)
    rows = [_cells(row, titles) for row in registrations_to_export(reading(), actor(), room)]
    answer = Response(csv_rows(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{room.slug}-registrations.csv"'
    return answer


def _cells(row: Registration, titles: dict[int, str]) -> tuple[Any, ...]:
    named = "yes" if row.identity == "public" else "no"
    item = titles.get(row.item_id) if row.item_id is not None else None
    who = (row.name, named, row.organisation_name, row.category, row.country, region_of(row.country))
    told = (item, row.language, row.priority, row.needs, row.email, row.reason, row.mode)
    return (row.reference, rfc3339(row.registered_at), row.state, row.wish, *who, *told)
