"""Registering at a hearing: the form, and what answers it."""

from dataclasses import replace

from flask import Flask, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.codewords import Codewords
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, ConsultError, NotFound, RateLimited
from consult.hearings.programme.queries import plan_of
from consult.hearings.registration.forms import RegistrationForm
from consult.hearings.registration.models import IN_FORCE_STATES
from consult.hearings.registration.operations.registering import Registered, register
from consult.hearings.registration.routes.parts import call_of
from consult.hearings.registration.window import check_window
from consult.hearings.registration.words import first_words, identity_seen
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.access import takes_part
from consult.web.fields import refuse
from consult.web.formats import moment_words
from consult.web.frame import say_once
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.limits import Limiter
from consult.web.site import actor, name_browser, reading, run, this_site

TRIES, SECONDS = 20, 600.0


def install(app: Flask) -> None:
    """Add `register`, which each browser and account may try so often."""
    app.extensions["consult.registering"] = Limiter(TRIES, SECONDS)
    base = "/<language:lang>/hearings/<slug>/register"
    app.add_url_rule(base, "hearings.register", form, methods=["GET", "POST"])


def form(slug: str) -> ResponseReturnValue:
    """The form while registering is possible, and what it sends; who has registered with an account gets the own page."""
    found = located("hearing", slug)
    name_browser()
    shown = RegistrationForm(found, actor())
    if request.method != "POST":
        own = call_of(found).own
        if own is not None and own.state in IN_FORCE_STATES:
            return redirect(url_for("hearings.own_registration", slug=slug))
        return form_page(found, shown)
    if not shown.validate():
        return form_page(found, shown, 422)
    try:
        limiter: Limiter = current_app.extensions["consult.registering"]
        limiter.take(f"{found.public_id}:{actor().account_id or session.get('browser', '')}")
        made, codeword = registered(found, shown)
    except NotFound:
        raise
    except Conflict as error:
        if error.problem == "registered_already":
            say_once("warn", _("You are registered already. This is your registration."))
            return redirect(url_for("hearings.own_registration", slug=slug), 303)
        refuse(shown, error)
        return form_page(found, shown, error.status)
    except ConsultError as error:
        if isinstance(error, Closed):
            shown.form_errors = [*shown.form_errors, too_late_words(found, error)]
        else:
            refuse(shown, error)
        return form_page(found, shown, error.status if isinstance(error, Closed | RateLimited) else 422)
    return answer(found, made, codeword)


def registered(found: Proceeding, shown: RegistrationForm) -> tuple[Registered, str | None]:
    """Run the operation; nothing slow happens when the answer will be no. Raises what it raises."""
    check_window(found, plan_of(reading(), found.id), now())
    new, site = shown.registration(), this_site()
    codeword = Codewords(site.secret_key, site.hasher).make(
        actor(), session.get("browser"), new.client_id, new.identity
    )
    if codeword is not None:
        new = replace(new, codeword_hash=codeword.hash)
    made = run(register, proceeding_id=found.id, new=new).result
    return made, codeword.words if codeword is not None else None


def too_late_words(found: Proceeding, error: Closed) -> str:
    """In or out by the server's clock, and which: with the moment at which the form came."""
    window, came = call_of(found).window, moment_words(now(), language(), found.zone)
    if error.problem == "registration_closed" and window.closes is not None:
        closes = moment_words(window.closes, language(), found.zone)
        return _(
            "You are not registered: registering closed at %(closes)s, and this form came at %(came)s by the clock of this "
            "site. What you typed is still here.",
            closes=closes,
            came=came,
        )
    if error.problem == "registration_closed":
        return _("You are not registered: the hearing is over. What you typed is still here.")
    if error.problem == "registration_not_yet" and window.opens is not None:
        opens = moment_words(window.opens, language(), found.zone)
        return _(
            "You are not registered yet: registering opens at %(opens)s. What you typed is still here.", opens=opens
        )
    if error.problem == "registration_not_yet":
        return _("You are not registered yet: registering is not open. What you typed is still here.")
    return _(
        "You are not registered: this hearing is by invitation. Open the link in your invitation, then send again."
    )


def form_page(found: Proceeding, shown: RegistrationForm, status: int = 200) -> ResponseReturnValue:
    """The page; outside the window it says when that is, and keeps what was typed."""
    call = call_of(found)
    page = render_template(
        "hearings/registration/register.html",
        head=head(found),
        form=shown,
        call=call,
        seen=identity_seen(),
        shows_form=call.window.phase == "open" or status != 200,
        invited=takes_part(reading(), actor(), found),
    )
    return page, status


def answer(found: Proceeding, made: Registered, codeword: str | None) -> ResponseReturnValue:
    """With an account the own page; else the reference with the codeword, in the direct answer alone."""
    plan = plan_of(reading(), found.id)
    said = first_words(made.state, plan.rule)
    if codeword is None:
        say_once("ok", said)
        return redirect(url_for("hearings.own_registration", slug=found.slug), 303)
    return render_template(
        "hearings/registration/receipt.html", head=head(found), made=made, codeword=codeword, said=said, by_hand=False
    )
