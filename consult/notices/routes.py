"""What an account wants of mails, and the page behind the link that ends them."""

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.login import signed_in
from consult.core.errors import NotFound
from consult.moderation.queries import moderates
from consult.notices.forms import MailsForm
from consult.notices.operations import choose_mails, confirm_address, confirm_contact, stop_mails
from consult.notices.queries import MOST_FAILURES, choice_of, failing, failing_at
from consult.notices.words import opened
from consult.web.frame import Frame, Place
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run, this_site


def install(app: Flask) -> None:
    """Add `account/mails` and `news/stop/`."""
    base = "/<language:lang>"
    app.add_url_rule(f"{base}/account/mails", "account.mails", mails, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/account/mails/works", "account.mails_work", works, methods=["POST"])
    app.add_url_rule(f"{base}/news/stop/<token>", "stop_mails", stop, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/return/<reference>/address/works", "own_address_works", contact_works, methods=["POST"])
    app.jinja_env.globals["failing_address"] = lambda address: failing_at(reading(), address)
    frame: Frame = app.extensions["consult.frame"]
    frame.account.append(Place("mails", lambda: _("Mails"), "/account/mails"))


@signed_in
def mails() -> ResponseReturnValue:
    """The choices of one's own account."""
    who = actor()
    kept = choice_of(reading(), who.account_id or 0)
    form = MailsForm(moderates(who), obj=kept)
    if form.validate_on_submit():
        digest = form.digest.data if "digest" in form else kept.digest
        run(choose_mails, news=form.news.data, details=form.details.data, digest=digest)
        flash(_("Your choice of mails is stored."), "ok")
        return redirect(url_for("account.home"), 303)
    bad = failing(reading(), who)
    page = render_template(
        "notices/mails.html",
        form=form,
        failing=bad,
        stopped=bad is not None and bad.failures >= MOST_FAILURES,
        sends_mail=current_app.config["SENDS_MAIL"],
    )
    return page, 422 if form.errors else 200


@signed_in
def works() -> ResponseReturnValue:
    """The address takes mails again, says its owner."""
    run(confirm_address)
    flash(_("Mails go to your address again."), "ok")
    return redirect(url_for("account.mails"), 303)


def contact_works(reference: str) -> ResponseReturnValue:
    """The address given for one input takes mails again, says its author."""
    run(confirm_contact, reference=reference)
    flash(_("Mails go to your address again."), "ok")
    return redirect(url_for("own_input", reference=reference), 303)


def stop(token: str) -> ResponseReturnValue:
    """A page that ends the mails once its button is pressed: mail programs open links by themselves."""
    found = opened(this_site().secret_key, token)
    if found is None:
        raise NotFound
    if request.method == "POST":
        run(stop_mails, kind=found[0], public_id=found[1])
        flash(_("No more of these mails are sent."), "ok")
        return redirect(url_for("home"), 303)
    return render_template("notices/stop.html", kind=found[0])
