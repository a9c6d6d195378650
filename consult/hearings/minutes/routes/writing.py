"""The page of a note-taker or an interpreter: a column in one language, another one beside it, and the next line."""

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Closed, Conflict, Invalid
from consult.hearings.floor.queries import floor_of, turns_of
from consult.hearings.minutes.forms import LineForm, Turns
from consult.hearings.minutes.routes.reading_along import public_stream, sheet_of
from consult.hearings.minutes.sheets import column
from consult.hearings.minutes.words import item_words, speaker_words
from consult.hearings.notes.operations.writing import write_line
from consult.hearings.notes.queries import line_by_public_id, newest_lines
from consult.hearings.notes.streams import told
from consult.hearings.programme.queries import Item, items_of
from consult.organisations.words import words_by_category
from consult.policy.access import holds, require
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.fields import refuse
from consult.web.language import language
from consult.web.site import actor, reading, run, wants_json

SHOWN = 80  # lines of each language, the newest
TURNS = 12  # that can be chosen, the newest


def write(slug: str) -> ResponseReturnValue:
    """The newest lines and the form for the next one."""
    found = noted_hearing(slug)
    code = chosen(found, "language") or (language() if language() in found.languages else found.language)
    items = items_of(reading(), actor(), found)
    form = LineForm(choosable(found)[-TURNS:], items, found.languages)
    more: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            return written(found, form, code)
        except (Invalid, Conflict, Closed) as error:
            if wants_json():
                raise
            refuse(form, error)
            more, status = [*form.form_errors], error.status
            form.form_errors = []
    return page(found, form, code, items, more), status


def noted_hearing(slug: str) -> Proceeding:
    """The hearing whose minutes the reader takes; not found for others."""
    found = located("hearing", slug)
    require(actor(), "hearing:note", found)
    return found


def chosen(found: Proceeding, name: str) -> str:
    """A language of the hearing that the address names, or none."""
    code = request.args.get(name, "")
    return code if code in found.languages else ""


def choosable(found: Proceeding) -> Turns:
    """The turns of the hearing in their order."""
    return turns_of(reading(), found.id)


def written(found: Proceeding, form: LineForm, code: str) -> ResponseReturnValue:
    """Store the line: back to the page, or the line itself for a script."""
    if not form.validate_on_submit():
        raise Invalid("client_id", "not_a_uuid")
    done = run(write_line, proceeding_id=found.id, new=form.new_line(code)).result
    if not wants_json():
        # The kind stays: who writes questions and answers goes on with them.
        here = {"language": code, "beside": chosen(found, "beside") or None, "kind": form.kind.data}
        return redirect(url_for("hearings.minutes", slug=found.slug, **here, _anchor="write"), 303)
    line = line_by_public_id(reading(), actor(), found, done.id)
    return jsonify({"ok": True, "id": done.id, "dup": done.dup, "line": told(line)})


def page(found: Proceeding, form: LineForm, code: str, items: list[Item], more: list[str]) -> str:
    """The column with what was written last, and beside it another language."""
    beside = chosen(found, "beside")
    codes = [code, beside] if beside and beside != code else [code]
    stream = public_stream(found)
    lines = [line for one in codes for line in newest_lines(reading(), actor(), found, one, SHOWN)]
    floor = floor_of(reading(), found.id)
    turn, speaker = next(((turn, who) for turn, who in choosable(found) if turn.ended_at is None), (None, None))
    item = next((one for one in items if one.id == (turn.item_id if turn else floor.item_id)), None)
    if request.method == "GET" and request.args.get("kind"):
        form.kind.data = request.args["kind"]
    return render_template(
        "hearings/minutes/write.html",
        head=head(found),
        sheet=sheet_of(found, stream, codes, items, lines),
        form=form,
        more=more,
        here=code,
        beside=beside if len(codes) > 1 else "",
        offered=[column(one) for one in found.languages],
        turn=turn.public_id if turn else "",
        who=speaker_words(speaker) if speaker else "",
        item=item.public_id if item else "",
        item_words=item_words(item, found.languages) if item else "",
        is_closed=item is not None and item.audience == "closed",
        may_agree=holds(actor(), "hearing:chair", found.where),
        categories=words_by_category(),
    )
