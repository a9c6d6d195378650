"""The desk's page of invitations to answer, and the page to which a link leads."""

import secrets
from typing import Any

from flask import Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.actors import token_hash
from consult.bodies.operations import Letter
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.policy.access import holds
from consult.proceedings.head import head_of
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_by_slug, proceeding_words
from consult.proceedings.reminding import remind_at
from consult.proceedings.respondents.forms import LIST_CHARACTERS, LinkForm, ListForm
from consult.proceedings.respondents.lists import Row, Wrong, rows_of
from consult.proceedings.respondents.operations import NewAddress, add_addresses, make_link, revoke_invitation
from consult.proceedings.respondents.queries import PAGE, invited, known_addresses, offer_behind, tells_use
from consult.proceedings.respondents.reminders import ask_list_reminder, asked_for
from consult.proceedings.routes import DeskLink
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.formats import moment_words
from consult.web.language import INTERFACE, language, speaking
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run, this_site

AT_ONCE = 100
MOST_KEPT = 10


def install(app: Flask) -> None:
    """Add the addresses, and the link on the proceeding's page at the desk."""
    base = "/<language:lang>/desk/proceedings/consultation/<slug>/respondents"
    app.add_url_rule(f"{base}/", "respondents.show", show, methods=["GET"])
    app.add_url_rule(f"{base}/link", "respondents.link", link, methods=["POST"])
    app.add_url_rule(f"{base}/list", "respondents.list", add_list, methods=["POST"])
    app.add_url_rule(f"{base}/remind", "respondents.remind", remind, methods=["POST"])
    app.add_url_rule(f"{base}/revoke", "respondents.revoke", revoke, methods=["POST"])
    app.add_url_rule("/<language:lang>/invited/<token>", "respondents.invited", arrive, methods=["GET", "POST"])
    app.extensions["consult.desk_links"].append(DeskLink(lambda: _("Respondents"), desk_address, may_invite))


def desk_address(row: Proceeding) -> str:
    """The page of the invitations of a consultation."""
    return url_for("respondents.show", slug=row.slug)


def may_invite(who: Actor, row: Proceeding) -> bool:
    """Whether the actor decides who may answer here."""
    return row.kind == "consultation" and holds(who, "proceeding:edit", row.where)


def show(slug: str) -> ResponseReturnValue:
    """The links and the list."""
    return _page(_office(slug))


def link(slug: str) -> ResponseReturnValue:
    """Make a link; it is shown this once."""
    row, form = _office(slug), LinkForm()
    if not form.validate_on_submit():
        return _page(row, form), 422
    token = secrets.token_urlsafe(24)
    given = {"label": form.label.data or "", "most": form.most.data, "token_hash": token_hash(token)}
    try:
        run(make_link, proceeding_id=row.id, **given)
    except Invalid as error:
        refuse(form, error)
        return _page(row, form), 422
    return _page(_office(slug), made=address_of_token(token, language()))


def add_list(slug: str) -> ResponseReturnValue:
    """Put addresses on the list, all of them or none; each gets its mail."""
    row, form = _office(slug), ListForm()
    default = form.language.data if form.language.data in INTERFACE else language()
    wrong: list[Wrong] = []
    if form.validate_on_submit():
        try:
            rows, wrong = rows_of(_sent_text(form), INTERFACE, default, known_addresses(reading(), actor(), row))
            if not wrong:
                return _sent(row, rows)
        except Invalid as error:
            refuse(form, error)
    if wrong:
        form.form_errors = [_("Nothing was sent yet: some lines cannot be taken. They are listed below.")]
    return _page(row, addresses=form, wrong=wrong), 422


def _sent_text(form: ListForm) -> str:
    """The list, from the file if there is one. Raises Invalid for a file that is no text."""
    upload: Any = form.file.data
    if not upload or not upload.filename:
        return form.addresses.data or ""
    content = upload.read(LIST_CHARACTERS * 4)
    try:
        return str(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid("file", "not_text") from error


def _sent(row: Proceeding, rows: list[Row]) -> ResponseReturnValue:
    """File the rows in chunks behind what people wait for, so that a long list stops nobody."""
    made = [_address_of(row, one) for one in rows]
    who, work, count = actor(), this_site().work, 0
    try:
        for start in range(0, len(made), AT_ONCE):
            chunk = made[start : start + AT_ONCE]
            count += work.run(add_addresses, who, bulk=True, proceeding_id=row.id, rows=chunk).result
    except Invalid as error:
        said = _("%(number)s addresses were added, then the list was changed by somebody else.", number=count)
        flash(f"{said} {message_for(error)}", "bad")
    else:
        flash(_("Addresses added: %(number)s. Each gets a mail with its own link.", number=count), "ok")
    return redirect(url_for("respondents.show", slug=row.slug), 303)


def _address_of(row: Proceeding, one: Row) -> NewAddress:
    token = secrets.token_urlsafe(24)
    with speaking(one.language):
        return NewAddress(
            one.email, one.language, token_hash(token), letter(row, address_of_token(token, one.language))
        )


def letter(row: Proceeding, link: str) -> Letter:
    """The mail of an invitation to answer, in the language spoken now."""
    code, site = language(), str(current_app.config["SITE_NAME"])
    title = proceeding_words(reading(), [row], code, ["title"])[row.id]["title"].text
    text = _(
        "%(site)s invites you to answer: %(title)s\n\n"
        "Open this address and press the button there. It is yours alone and works for one response:\n%(link)s\n\n"
        "Who may see your name, and whether you give one, you choose when you answer. "
        "That you were invited is known to the secretariat; which answer is yours is not, unless you say so.",
        site=site,
        title=title,
        link=link,
    )
    return Letter(_("Invitation to answer: %(title)s", title=title), text, code)


def address_of_token(token: str, code: str) -> str:
    """The whole address of a link."""
    return f"{current_app.config['BASE_URL']}/{code}/invited/{token}"


def remind(slug: str) -> ResponseReturnValue:
    """Have those on the list who have not answered written to, once, before the closing."""
    row = _office(slug)
    try:
        at = run(ask_list_reminder, proceeding_id=row.id, letters=_reminders(row)).result
    except (Conflict, Invalid) as error:
        flash(message_for(error), "bad")
    else:
        when = moment_words(at, language(), row.zone)
        flash(_("Whoever has not answered by then is written to on %(moment)s.", moment=when), "ok")
    return redirect(url_for("respondents.show", slug=slug), 303)


def _reminders(row: Proceeding) -> dict[str, Letter]:
    """The letter in each language of the interface; it holds no link, of which only a hash is kept."""
    letters = {}
    for code in INTERFACE:
        with speaking(code):
            letters[code] = _reminder(row)
    return letters


def _reminder(row: Proceeding) -> Letter:
    code, site = language(), str(current_app.config["SITE_NAME"])
    title = proceeding_words(reading(), [row], code, ["title"])[row.id]["title"].text
    text = _(
        "%(site)s invited you to answer: %(title)s\n\n"
        "It closes on {closes}, and no answer has come with your invitation. "
        "To answer, open the address in the mail of the invitation; it is yours alone.\n\n"
        "This is the only reminder.",
        site=site,
        title=title,
    )
    return Letter(_("It closes soon: %(title)s", title=title), text, code)


def revoke(slug: str) -> ResponseReturnValue:
    """Let an invitation work no more."""
    row = _office(slug)
    try:
        run(revoke_invitation, proceeding_id=row.id, public_id=request.form.get("invitation", "")[:40])
    except Conflict as error:
        flash(message_for(error), "bad")
    else:
        flash(_("The invitation works no more."), "ok")
    return redirect(url_for("respondents.show", slug=slug), 303)


def arrive(token: str) -> ResponseReturnValue:
    """What a link is for, and the button that takes it into the browser's signed cookie.

    Looking changes nothing, so that the programs which open links in mails use nothing up; from here on no address holds the
    token.
    """
    hashed = token_hash(token)
    offer = offer_behind(reading(), actor(), hashed)
    if request.method == "POST":
        kept = [one for one in session.get("invited", []) if one != hashed]
        session["invited"] = [*kept, hashed][-MOST_KEPT:]
        flash(_("Your invitation is open in this browser. You can answer now."), "ok")
        return redirect(url_for("consultation", slug=offer.proceeding.slug), 303)
    words = proceeding_words(reading(), [offer.proceeding], language())[offer.proceeding.id]
    return render_template("respondents/invited.html", head=head_of(offer.proceeding, words), is_used=offer.is_used)


def _office(slug: str) -> Proceeding:
    row = proceeding_by_slug(reading(), actor(), "consultation", slug)
    if not may_invite(actor(), row):
        raise NotFound
    return row


def _page(
    row: Proceeding,
    form: LinkForm | None = None,
    *,
    addresses: ListForm | None = None,
    wrong: list[Wrong] | None = None,
    made: str | None = None,
) -> str:
    at = min(max(request.args.get("page", 1, type=int) or 1, 1), 1_000)
    links, _total = invited(reading(), actor(), row, by_list=False)
    people, total = invited(reading(), actor(), row, by_list=True, page=at)
    return render_template(
        "respondents/desk.html",
        row=row,
        title=proceeding_words(reading(), [row], language(), ["title"])[row.id]["title"],
        form=form or LinkForm(formdata=None),
        addresses=addresses or ListForm(formdata=None, data={"language": language()}),
        wrong=[(one.line, one.text, message_for(Invalid("addresses", one.problem))) for one in wrong or []],
        made=made,
        links=links,
        people=people,
        total=total,
        tells_use=tells_use(row),
        remind_at=remind_at(row.closes_at)
        if row.respondents == "list" and row.phase(now()) in ("soon", "open")
        else None,
        is_asked=asked_for(reading(), row),
        before=url_for("respondents.show", slug=row.slug, page=at - 1) if at > 1 else None,
        after=url_for("respondents.show", slug=row.slug, page=at + 1) if at * PAGE < total else None,
    )
