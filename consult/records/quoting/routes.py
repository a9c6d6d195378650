"""Baskets at the desk: the list, one of them, and the page of quotations that is made of it."""

from io import BytesIO
from typing import Any

from flask import Flask, Response, flash, redirect, render_template, request, send_file, session, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, Invalid, NotFound
from consult.core.text import clean_text
from consult.moderation.baskets import operations as acts
from consult.moderation.baskets.queries import Line, basket_at, baskets
from consult.moderation.docket_queries import desk_rooms
from consult.policy.access import sits_at_desk
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.records.quoting.composing import paper_of, plain_text
from consult.records.quoting.docx import word_file
from consult.records.quoting.quotations import by_question, shown
from consult.web.errors import message_for
from consult.web.frame import Frame, Place
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KEY = "basket"  # in the signed cookie: the basket into which the next passage goes


def install(app: Flask) -> None:
    """Add the addresses, the place in the navigation, and what the pages of others need for their buttons."""
    desk = "/<language:lang>/desk/baskets"
    app.add_url_rule(f"{desk}/", "baskets.all", every, methods=["GET", "POST"])
    app.add_url_rule(f"{desk}/add", "baskets.add", add, methods=["POST"])
    app.add_url_rule(f"{desk}/<basket>", "baskets.one", one, methods=["GET", "POST"])
    app.add_url_rule(f"{desk}/<basket>/items", "baskets.items", items, methods=["POST"])
    app.add_url_rule(f"{desk}/<basket>/quotations.<any(docx,txt):form>", "baskets.paper", paper)
    app.jinja_env.globals["baskets_for"] = baskets_for
    frame: Frame = app.extensions["consult.frame"]
    frame.desk.append(Place("baskets", lambda: _("Baskets"), "/desk/baskets/", sits_at_desk))


def baskets_for(room: Proceeding) -> tuple[list[Line], str]:
    """The own baskets that take a passage of this proceeding, and the public id of the one that is filled now."""
    mine = [line for line in baskets(reading(), actor(), room) if line.owner is None]
    ids = [line.basket.public_id for line in mine]
    held = session.get(KEY)
    return mine, held if held in ids else (ids[0] if ids else "")


def every() -> ResponseReturnValue:
    """All baskets that the reader has, and the form for another one."""
    if not sits_at_desk(actor()):
        raise NotFound
    if request.method == "POST":
        rooms = {room.public_id: room.id for room in desk_rooms(reading(), actor())}
        wanted = request.form.get("proceeding", "")
        if wanted and wanted not in rooms:
            raise NotFound
        try:
            made = run(acts.make_basket, name=request.form.get("name", ""), proceeding_id=rooms.get(wanted)).result
        except ConsultError as error:
            return list_page(error)
        session[KEY] = made
        return redirect(url_for("baskets.one", basket=made), 303)
    return list_page()


def list_page(error: ConsultError | None = None) -> ResponseReturnValue:
    """The page, with a refusal where there is one."""
    if isinstance(error, NotFound):
        raise error
    rooms = desk_rooms(reading(), actor())
    lines = baskets(reading(), actor())
    page = render_template(
        "desk/baskets/list.html",
        lines=lines,
        rooms=rooms,
        titles=proceeding_words(reading(), rooms, language()),
        problem=message_for(error) if error else None,
        typed=request.form,
    )
    return (page, 422) if error else page


def one(basket: str) -> ResponseReturnValue:
    """One basket; its name and who reads it are changed here, too."""
    line = basket_at(reading(), actor(), basket)
    if request.method != "POST":
        return basket_page(line)
    act, problem = request.form.get("act", ""), None
    try:
        if act == "remove":
            run(acts.remove_basket, basket=basket)
            flash(_("The basket “%(name)s” is gone.", name=line.basket.name), "ok")
            return redirect(url_for("baskets.all"), 303)
        if act in ("share", "unshare"):
            run(acts.share_basket, basket=basket, shared=act == "share")
            flash(
                _("Your colleagues at this desk read it now.") if act == "share" else _("You alone read it now."), "ok"
            )
        elif act == "rename":
            run(acts.rename_basket, basket=basket, name=request.form.get("name", ""))
            flash(_("The basket has another name."), "ok")
        else:
            raise Invalid("act", "no_such_choice")
    except NotFound:
        raise
    except ConsultError as error:
        problem = error
    if problem is not None:
        return basket_page(basket_at(reading(), actor(), basket), problem=problem)
    return redirect(url_for("baskets.one", basket=basket), 303)


def items(basket: str) -> ResponseReturnValue:
    """Change one item: its comment and which words are quoted, its place, or take it out."""
    act, item = request.form.get("act", ""), request.form.get("item", "")
    given: dict[str, Any] = {"basket": basket, "item": item}
    anchor = f"item-{item}" if act != "remove" else None
    basket_at(reading(), actor(), basket)
    try:
        if act in ("up", "down"):
            run(acts.move_item, **given, up=act == "up")
        elif act == "remove":
            run(acts.remove_item, **given)
            flash(_("The passage is taken out."), "ok")
        elif act == "accept":
            run(acts.accept_change, **given)
        elif act == "save":
            run(acts.edit_item, **given, comment=request.form.get("comment", ""), words=request.form.get("words", ""))
            flash(_("Saved."), "ok")
        else:
            raise Invalid("act", "no_such_choice")
    except NotFound:
        raise
    except ConsultError as error:
        return basket_page(basket_at(reading(), actor(), basket), problem=error, at=item)
    return redirect(url_for("baskets.one", basket=basket, _anchor=anchor), 303)


def basket_page(line: Line, *, problem: ConsultError | None = None, at: str = "") -> ResponseReturnValue:
    """The page, with a refusal over it or beside the item that it is about."""
    ordered = request.args.get("order") == "question"
    found = shown(line)
    page = render_template(
        "desk/baskets/one.html",
        line=line,
        lines=by_question(found) if ordered else found,
        ordered=ordered,
        is_own=line.owner is None,
        problem=message_for(problem) if problem else None,
        at=at,
        typed=request.form,
        rooms=proceeding_words(reading(), [line.proceeding] if line.proceeding else [], language()),
    )
    return (page, 422 if isinstance(problem, Invalid) else problem.status) if problem else page


def add() -> ResponseReturnValue:
    """Put a passage into a basket: the chosen one, or a new one that bears the name typed beside it."""
    reference, _colon, number = request.form.get("passage", "").rpartition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        raise NotFound
    chosen = request.form.get("basket", "")
    if not chosen:
        name = request.form.get("name", "").strip() or _("Quotations")
        rooms = {room.public_id: room.id for room in desk_rooms(reading(), actor())}
        chosen = run(acts.make_basket, name=name, proceeding_id=rooms.get(request.form.get("proceeding", ""))).result
    run(acts.add_to_basket, basket=chosen, reference=reference, passage=int(number))
    session[KEY] = chosen
    name = basket_at(reading(), actor(), chosen).basket.name
    words = _("Paragraph %(number)s of %(reference)s is in the basket “%(name)s”.")
    flash(words % {"number": number, "reference": reference, "name": name}, "ok")
    return redirect(back_address(chosen), 303)


def back_address(basket: str) -> str:
    """Where the reader came from, if that is a page of this site; else the basket."""
    back = request.form.get("back", "")
    is_local = back.startswith(f"/{language()}/") and "\\" not in back and not any(ord(sign) < 33 for sign in back)
    return back if is_local else url_for("baskets.one", basket=basket)


def paper(basket: str, form: str) -> Response:
    """The page of quotations as a file."""
    line = basket_at(reading(), actor(), basket)
    made = paper_of(
        line, ordered=request.args.get("order") == "question", confidential=request.args.get("confidential") == "yes"
    )
    data = word_file(made) if form == "docx" else plain_text(made).encode()
    name = clean_text(line.basket.name, "name").replace("/", "-").replace("\n", " ")
    answer = send_file(
        BytesIO(data),
        mimetype=WORD if form == "docx" else "text/plain; charset=utf-8",
        as_attachment=True,
        download_name=f"{name}.{form}",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
