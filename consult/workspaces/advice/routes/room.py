"""Advice in its room: the list with the form to give more, and each piece with its publication and withdrawal."""

from collections.abc import Callable
from typing import Any

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.core.actors import Actor
from consult.core.errors import ConsultError, NotFound
from consult.core.localized import texts_for
from consult.policy.access import holds, require
from consult.proceedings.head import heads_of, located
from consult.proceedings.models import Proceeding
from consult.web.fields import refuse
from consult.web.forms import PageForm
from consult.web.language import language
from consult.web.site import actor, reading, run
from consult.workspaces.advice.forms import GiveForm, PublishForm, WithdrawForm
from consult.workspaces.advice.operations import give_advice, publish_advice, withdraw_advice
from consult.workspaces.advice.queries import Given, addressees, advice_in_room, advice_of, versions_to_give
from consult.workspaces.rooms.frame import framed
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.rooms.words import form_words

BASE = "/<language:lang>/workspaces/<slug>/advice/"


def install(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule(BASE, "advice.index", index, methods=["GET", "POST"])
    app.add_url_rule(f"{BASE}<public_id>/", "advice.one", one, methods=["GET"])
    app.add_url_rule(f"{BASE}<public_id>/publish", "advice.publish", publish, methods=["POST"])
    app.add_url_rule(f"{BASE}<public_id>/withdraw", "advice.withdraw", withdraw, methods=["POST"])


def brief(db: Session, who: Actor, proceeding: Proceeding) -> list[Given] | None:
    """The newest pieces for the overview of the room; None where it gives none."""
    if "advice" not in room_of(db, proceeding).parts:
        return None
    return advice_of(db, who, proceeding)[:3]


def placed(slug: str) -> Proceeding:
    """The room whose advice the reader may see. Raises NotFound, also where the room gives none."""
    found = located("workspace", slug)
    require(actor(), "room:read", found)
    if "advice" not in room_of(reading(), found).parts:
        raise NotFound
    return found


def index(slug: str) -> ResponseReturnValue:
    """Every piece of advice; for who leads the form to give more."""
    found, status = placed(slug), 200
    form = give_form(found)
    if request.method == "POST" and form is None:
        raise NotFound
    if form is not None and form.validate_on_submit():
        document, version = form.chosen()
        words = {"signed": form.signed.data or "", "covering": form.covering.data or ""}
        try:
            run(give_advice, proceeding_id=found.id, document=document, version=version, **words)
            return redirect(url_for("advice.index", slug=slug), 303)
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            status = error.status
    lines = advice_of(reading(), actor(), found)
    return framed("workspaces/advice/index.html", found, "advice", lines=lines, form=form), status


def give_form(found: Proceeding) -> GiveForm | None:
    """The form for who leads; None for whoever else."""
    if not holds(actor(), "room:lead", found.where):
        return None
    return GiveForm(versions_to_give(reading(), actor(), found), form_words(room_of(reading(), found).form))


def one(slug: str, public_id: str) -> ResponseReturnValue:
    """A piece of advice."""
    found = placed(slug)
    return page(found, advice_in_room(reading(), actor(), found, public_id)), 200


def publish(slug: str, public_id: str) -> ResponseReturnValue:
    """Publish it where the form says."""
    found = placed(slug)
    given = advice_in_room(reading(), actor(), found, public_id)
    form = publish_form(found)
    return done(found, given, form, publish_advice, addressee=form.addressee.data or None)


def withdraw(slug: str, public_id: str) -> ResponseReturnValue:
    """Take it back for the reason that the form gives."""
    found = placed(slug)
    given = advice_in_room(reading(), actor(), found, public_id)
    form = WithdrawForm()
    return done(found, given, form, withdraw_advice, reason=form.reason.data or "")


def done(
    found: Proceeding, given: Given, form: PageForm, operation: Callable[..., Any], **values: Any
) -> ResponseReturnValue:
    """Run it and show the page again; with what was refused beside its field."""
    require(actor(), "room:lead", found)
    try:
        run(operation, proceeding_id=found.id, advice=given.advice.public_id, **values)
    except NotFound:
        raise
    except ConsultError as error:
        refuse(form, error)
        return page(found, given, form), error.status
    return redirect(url_for("advice.one", slug=found.slug, public_id=given.advice.public_id), 303)


def page(found: Proceeding, given: Given, refused: PageForm | None = None) -> str:
    """The page of a piece; `refused` is the form that was not taken."""
    leads = holds(actor(), "room:lead", found.where)
    to_publish = refused if isinstance(refused, PublishForm) else publish_form(found) if leads else None
    to_withdraw = refused if isinstance(refused, WithdrawForm) else WithdrawForm() if leads else None
    there = heads_of([given.there])[0] if given.there is not None else None
    return framed(
        "workspaces/advice/one.html", found, "advice",
        given=given, there=there, to_publish=to_publish, to_withdraw=to_withdraw, refused=refused or WithdrawForm(),
    )  # fmt: skip


def publish_form(found: Proceeding) -> PublishForm:
    """The form with every place where advice of this room may be given."""
    targets = list(addressees(reading(), found))
    heads = heads_of(targets)
    body = reading().get_one(Body, found.body_id)
    name = texts_for(reading(), [body.owner], [language()]).get((body.owner, "name"))
    titles = [(one, head.title.text) for one, head in zip(targets, heads, strict=True)]
    return PublishForm(titles, name.text if name else body.slug)
