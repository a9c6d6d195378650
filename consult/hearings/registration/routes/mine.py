"""The own registrations of an account, at all hearings."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue

from consult.accounts.login import signed_in
from consult.hearings.registration.queries import own_registrations
from consult.hearings.registration.words import state_words, wish_words
from consult.proceedings.queries import proceeding_words
from consult.web.frame import Place
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading


def install(app: Flask) -> None:
    """Add `account/registrations`, and the way to it from the account."""
    app.add_url_rule("/<language:lang>/account/registrations", "account.registrations", mine, methods=["GET"])
    place = Place("registrations", lambda: _("Your registrations"), "/account/registrations")
    app.extensions["consult.frame"].account.append(place)


@signed_in
def mine() -> ResponseReturnValue:
    """The newest first, each with where it stands."""
    rows = own_registrations(reading(), actor())
    words = proceeding_words(reading(), [room for _row, room in rows], language())
    return render_template(
        "hearings/registration/mine.html",
        lines=[(row, room, words[room.id]["title"]) for row, room in rows],
        state_words=state_words,
        wishes=wish_words(),
    )
