"""What came on paper, by e-mail or as a file: the list, the form, the letter, and a second person's check."""

from typing import Any

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answers import weigh
from consult.consultations.answers.back import answers_of
from consult.consultations.asked import Asked
from consult.consultations.forms import answers_in, answers_told, form_for, regrouped
from consult.consultations.intake.filing import enter, file_of, marks_of, paragraphs_in, read_text
from consult.consultations.intake.forms import IntakeForm
from consult.consultations.intake.letter import letter_for
from consult.consultations.intake.words import check_words, medium_words
from consult.consultations.operations.entering import correct_entered
from consult.consultations.queries import asked
from consult.contributions.attachments.storing import NewFile
from consult.contributions.intake_queries import PAGE, Entered, entered, entered_one
from consult.contributions.operations.entering import confirm_typing
from consult.contributions.operations.relating import relate
from consult.core.clock import now
from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.moderation.docket_queries import desk_room
from consult.moderation.routes import parts
from consult.policy.access import holds, require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.proceedings.routes import DeskLink
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.forms import PageForm
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, name_browser, reading, run
from consult.web.uploads import files_allowed


def install(app: Flask) -> None:
    """Add the addresses, and the way to them from the desk of a consultation."""
    base = "/<language:lang>/desk/docket/<public_id>/intake"
    app.add_url_rule(f"{base}/", "intake.all", every)
    app.add_url_rule(f"{base}/new", "intake.new", files_allowed(new), methods=["GET", "POST"])
    app.add_url_rule(f"{base}/<reference>", "intake.one", one, methods=["GET", "POST"])
    link = DeskLink(
        lambda: _("Paper and e-mail"), lambda row: url_for("intake.all", public_id=row.public_id), may_enter
    )
    app.extensions["consult.desk_links"].append(link)


def may_enter(who: Any, row: Proceeding) -> bool:
    """Whether the actor enters here what came otherwise."""
    return row.kind == "consultation" and holds(who, "contribution:enter", row.where)


def room_of(public_id: str) -> Proceeding:
    """The consultation whose intake the actor keeps. Raises NotFound."""
    room = desk_room(reading(), actor(), public_id)
    require(actor(), "contribution:enter", room)
    if room.kind != "consultation":
        raise NotFound
    g.zone = room.zone
    return room


def about(room: Proceeding) -> dict[str, Any]:
    """What every page of the intake is given."""
    title = proceeding_words(reading(), [room], language())[room.id]["title"]
    return {"room": room, "title": title, "media": medium_words(), "check_words": check_words}


def every(public_id: str) -> ResponseReturnValue:
    """What was entered, what is unchecked first."""
    room, page = room_of(public_id), parts.page_number()
    lines, total = entered(reading(), actor(), room, page)
    takes = room.phase(now()) in ("open", "closed")
    pages = parts.pages(total, page, PAGE)
    return render_template("desk/intake/list.html", **about(room), lines=lines, total=total, pages=pages, takes=takes)


def new(public_id: str) -> ResponseReturnValue:
    """The form; its file is read into it by one button, everything is entered by the other."""
    room = room_of(public_id)
    name_browser()
    form, version = IntakeForm(room), asked(reading(), room, language())
    if request.method != "POST":
        return form_page(room, form, version, None)
    act, file = request.form.get("act", ""), None
    try:
        file = file_of(form)
        if act == "read":
            return with_text(room, form, version, file)
        changed = regrouped(version, answers_in(version, request.form), request.form) if version else None
        if changed is not None:
            return form_page(room, form, version, file, answers=changed)
        if not form.validate():
            return form_page(room, form, version, file, status=422)
        made = enter(room, version, form, file)
    except ConsultError as error:
        return refused(room, form, version, file, error)
    letter = letter_for(room, form.language.data, form.coming().received_on, made)
    later = form.earlier if form.earlier and not takes_place_of(room, made.filed.reference, form.earlier) else ""
    return render_template(
        "desk/intake/letter.html", **about(room), letter=letter, filed=made.filed, replaces_later=later
    )


def takes_place_of(room: Proceeding, reference: str, earlier: str) -> bool:
    """Say that what was entered just now replaces an earlier filing; False where that has to wait for its number."""
    given = {"reference": reference, "kind": "replaces", "other": earlier}
    try:
        run(relate, proceeding_id=room.id, **given)
    except (Invalid, NotFound):
        return False
    except Conflict:
        return True  # it was said already: the form was sent twice
    return True


def with_text(room: Proceeding, form: IntakeForm, version: Asked | None, file: NewFile | None) -> ResponseReturnValue:
    """The form with the text of its file in it."""
    if file is None:
        raise Invalid("file", "not_a_file")
    form.text.data = read_text(file, before=form.changes.data == "before").text
    return form_page(room, form, version, file, fresh=True)


def refused(
    room: Proceeding, form: IntakeForm, version: Asked | None, file: NewFile | None, error: ConsultError
) -> ResponseReturnValue:
    """The form with a refusal beside its field."""
    if isinstance(error, NotFound):
        raise error
    if isinstance(error, Invalid) and error.field == "sender":
        error.field = "sender_of"
    of_file = message_for(error) if isinstance(error, Invalid) and error.field == "file" else None
    if of_file is None:
        refuse(form, error)
    status = 422 if isinstance(error, Invalid) else error.status
    return form_page(room, form, version, file, status=status, file_problem=of_file)


def form_page(
    room: Proceeding,
    form: IntakeForm,
    version: Asked | None,
    file: NewFile | None,
    *,
    answers: dict[str, Any] | None = None,
    fresh: bool = False,
    status: int = 200,
    file_problem: str | None = None,
) -> ResponseReturnValue:
    """The page. `fresh`: the text was read of the file just now."""
    part = None
    if version is not None:
        held = answers if answers is not None else answers_in(version, request.form)
        problems = weigh(version, held, complete=False).problems if status == 422 else []
        part = form_for(version, held, problems=problems, seed=room.public_id, everything=True)
    page = render_template(
        "desk/intake/form.html",
        **about(room),
        form=form,
        part=part,
        file=file,
        marks=marks_of(file),
        fresh=fresh,
        file_problem=file_problem,
        is_closed=room.phase(now()) == "closed",
    )
    return page, status


def one(public_id: str, reference: str) -> ResponseReturnValue:
    """What was typed beside its scan, and the check of it."""
    room = room_of(public_id)
    found = entered_one(reading(), actor(), reference)
    if found.proceeding.id != room.id:
        raise NotFound
    if request.method != "POST":
        return check_page(room, found)
    seen = request.form.get("seen", 0, type=int)
    version = version_of(room, found)
    try:
        if request.form.get("act") == "confirm":
            run(confirm_typing, reference=reference, seen=seen)
            flash(_("It is marked as checked."), "ok")
        else:
            answers = answers_in(version, request.form) if version else {}
            paragraphs = paragraphs_in(request.form.get("text", ""))
            given = {"answers": answers, "paragraphs": paragraphs, "corrections": request.form.get("corrections", "")}
            run(correct_entered, reference=reference, seen=seen, **given)
            flash(_("The corrections are sent as a new version."), "ok")
    except ConsultError as error:
        if isinstance(error, NotFound):
            raise
        return check_page(room, entered_one(reading(), actor(), reference), error)
    return redirect(url_for("intake.one", public_id=public_id, reference=reference), 303)


def version_of(room: Proceeding, found: Entered) -> Asked | None:
    """The questions that were answered, if any were."""
    return asked(reading(), room, language(), found.questionnaire) if found.questionnaire else None


def check_page(room: Proceeding, found: Entered, error: ConsultError | None = None) -> ResponseReturnValue:
    """The page, with a refusal where there is one."""
    version, typed = version_of(room, found), request.form if error else {}
    passages = found.reading.passages
    part, told, paragraphs = None, [], passages
    if version is not None:
        held = answers_in(version, request.form) if error else answers_of(version, passages)
        part = form_for(version, held, seed=room.public_id, everything=True)
        told = answers_told(version, [one for one in passages if one.question])
        paragraphs = [one for one in passages if not one.question]
    page = render_template(
        "desk/intake/check.html",
        **about(room),
        one=found,
        part=part,
        told=told,
        paragraphs=[one.text for one in paragraphs],
        form=PageForm(),
        text=typed.get("text", "\n\n".join(one.text or "" for one in paragraphs)),
        corrections=typed.get("corrections", ""),
        problem=message_for(error) if error else None,
        field=error.field if isinstance(error, Invalid) else "",
        may_check=not found.is_mine and found.intake.state == "unchecked",
    )
    return (page, 422 if isinstance(error, Invalid) else error.status) if error else page
