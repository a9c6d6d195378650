"""The own registration: where it stands, when it begins, checking in and out, withdrawing it."""

from collections.abc import Callable
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.hearings.programme.queries import plan_of
from consult.hearings.registration.expected import EXPECTED
from consult.hearings.registration.models import IN_FORCE_STATES, Registration
from consult.hearings.registration.operations.own import (
    check_in,
    check_out,
    set_registration_address,
    withdraw_registration,
)
from consult.hearings.registration.queries import own_registration, place_in_reserve
from consult.hearings.registration.routes.parts import call_of, item_titles, sittings_of
from consult.hearings.registration.statement_queries import own_statements
from consult.hearings.registration.window import doors_of
from consult.hearings.registration.words import (
    delivered_words,
    delivery_words,
    identity_words,
    presence_words,
    state_words,
    wish_words,
)
from consult.organisations.words import category_words
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add `register/own`."""
    base = "/<language:lang>/hearings/<slug>/register/own"
    app.add_url_rule(base, "hearings.own_registration", own, methods=["GET", "POST"])


def found_own(slug: str) -> tuple[Proceeding, Registration]:
    """The hearing and the reader's own registration. Raises NotFound for whoever has none."""
    found = located("hearing", slug)
    row = own_registration(reading(), actor(), found.id)
    if row is None:
        raise NotFound
    return found, row


def own(slug: str) -> ResponseReturnValue:
    """The page, and what its buttons send."""
    found, row = found_own(slug)
    if request.method != "POST":
        return own_page(found, row)
    act = request.form.get("act", "")
    try:
        said = done(found, act)
    except NotFound:
        raise
    except ConsultError as error:
        found, row = found_own(slug)
        return own_page(found, row, error), error.status
    flash(said, "ok")
    return redirect(url_for("hearings.own_registration", slug=slug), 303)


def done(found: Proceeding, act: str) -> str:
    """Run what a button stands for; the sentence about it. Raises Invalid for a button that there is not."""
    email = request.form.get("email", "")[:300]
    acts: dict[str, tuple[Callable[..., Any], dict[str, Any], str]] = {
        "withdraw": (withdraw_registration, {}, _("Your registration is withdrawn.")),
        "room": (check_in, {"mode": "room"}, _("You are checked in: in the room.")),
        "online": (check_in, {"mode": "online"}, _("You are checked in: online.")),
        "out": (check_out, {}, _("You are checked out.")),
        "address": (
            set_registration_address,
            {"email": email, "told_in": language()},
            _("News will be mailed to this address.") if email.strip() else _("The address is forgotten."),
        ),
    }
    if act not in acts:
        raise Invalid("act", "no_such_choice")
    operation, values, said = acts[act]
    run(operation, proceeding_id=found.id, **values)
    return said


def own_page(found: Proceeding, row: Registration, error: ConsultError | None = None) -> str:
    """Everything about one registration, as its owner may know it."""
    sittings = sittings_of(found)
    return render_template(
        "hearings/registration/own.html",
        head=head(found),
        row=row,
        call=call_of(found),
        state=state_words(row.state),
        in_force=row.state in IN_FORCE_STATES,
        wish=wish_words()[row.wish],
        identity=identity_words()[row.identity],
        category=category_words(row.category),
        item=item_titles(found).get(row.item_id) if row.item_id is not None else None,
        place=place_in_reserve(reading(), row),
        sittings=sittings,
        doors=doors_of(found, [one.session for one in sittings], now()),
        present=presence_words(row.mode),
        turns=[turn for give in EXPECTED for turn in give(reading(), actor(), found, row)],
        statements=own_statements(reading(), actor(), found, row),
        statement_hours=plan_of(reading(), found.id).statement_hours,
        delivery=delivery_words(),
        delivered=delivered_words,
        by_codeword=row.account_id is None,
        problem=message_for(error) if error is not None else None,
    )
