"""The pages of who took part: the desk's with everything, the public's with what may be shown; both as CSV, too."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from flask import Flask, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.analysis.drawing import Bar, bar_chart, column_chart
from consult.analysis.forms import TargetForm, target_form
from consult.analysis.operations import add_target, end_target
from consult.analysis.queries import (
    NOT_TOLD,
    Participation,
    desk_participation,
    monday,
    public_mark,
    public_participation,
    targets_of,
)
from consult.analysis.tables import Aim, Line, Table, aims, desk_tables, public_tables, public_weeks, weeks_between
from consult.analysis.words import aim_words, dimension_words, value_words
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.csv_cells import csv_rows
from consult.core.errors import Conflict, Invalid
from consult.core.localized import direction, texts_for
from consult.core.withholding import SMALLEST
from consult.organisations.queries import categories_for
from consult.policy.access import Where, holds
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import desk_proceeding
from consult.proceedings.routes import DeskLink
from consult.web.fields import refuse
from consult.web.formats import day_words, number_words
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run

MOST_DRAWN = 20


class Drawn(NamedTuple):
    """A table in words with its drawing; each line is (words, contributions, organisations)."""

    dimension: str
    heading: str
    lines: list[tuple[str, str, str | None]]
    total: int | None
    others: int
    withheld: bool
    drawing: Markup | None
    not_drawn: int


def install(app: Flask) -> None:
    """Add the addresses, and the link on a proceeding's desk."""
    desk, public = "/<language:lang>/desk/proceedings/consultation/<slug>", "/<language:lang>/consultations/<slug>"
    app.add_url_rule(f"{desk}/participation", "analysis.desk", desk_page)
    app.add_url_rule(f"{desk}/participation.csv", "analysis.desk_csv", desk_csv)
    app.add_url_rule(f"{desk}/participation/targets", "analysis.add", add, methods=["POST"])
    app.add_url_rule(f"{desk}/participation/targets/end", "analysis.end", end, methods=["POST"])
    app.add_url_rule(f"{public}/participation", "participation", public_page)
    app.add_url_rule(f"{public}/participation.csv", "participation_csv", public_csv)
    link = DeskLink(lambda: _("Who took part"), lambda row: url_for("analysis.desk", slug=row.slug), has_page)
    app.extensions["consult.desk_links"].append(link)


def has_page(_who: Actor, row: Proceeding) -> bool:
    """Whether there is such a page: for consultations."""
    return row.kind == "consultation"


def found_at_desk(slug: str) -> Proceeding:
    """The consultation of a desk's page."""
    row = desk_proceeding(reading(), actor(), "consultation", slug)
    g.zone = row.zone
    return row


def desk_page(slug: str, form: TargetForm | None = None) -> ResponseReturnValue:
    """Everything that stands, with the targets."""
    row = found_at_desk(slug)
    kind = request.args.get("kind") or None
    found = desk_participation(reading(), actor(), row, kind)
    rows = targets_of(reading(), row)
    targets = aims(rows, found)
    title = texts_for(reading(), [row.owner], [language(), row.language])[row.owner, "title"]
    may_edit = holds(actor(), "proceeding:edit", row.where)
    if form is None and may_edit:
        form = target_form(categories_for(reading(), row.body_id))
    for_body = holds(actor(), "body:edit", Where(row.body_id)) and row.audience == "public"
    page = render_template(
        "analysis/desk.html",
        row=row,
        title=title,
        found=found,
        tables=[drawn(table, targets) for table in desk_tables(found)],
        weeks=drawn_weeks(weeks_between(found, _first_day(row)), len(found.weeks) > 0),
        aims=[(one, aim_words(one)) for one in targets],
        form=form if may_edit else None,
        for_body=for_body,
        ending=[(one.public_id, aim_words(one)) for one in rows if for_body or one.body_id is None],
        kind=kind,
        kinds=sorted(found.by_kind.items()),
        kind_of=_kind_words,
    )
    return page, 422 if form and form.errors else 200


def _kind_words(kind: str) -> str:
    words = {"comment": _("Comments"), "response": _("Responses"), "submission": _("Submissions")}
    return words.get(kind, kind)


def add(slug: str) -> ResponseReturnValue:
    """Set a target."""
    row = found_at_desk(slug)
    if not holds(actor(), "proceeding:edit", row.where):
        abort(404)
    form = target_form(categories_for(reading(), row.body_id))
    if form.validate():
        dimension, value = form.chosen
        given = {"dimension": dimension, "value": value, "unit": form.unit.data, "at_least": form.at_least.data or 0}
        try:
            run(add_target, proceeding_id=row.id, for_body=bool(form.for_body.data), **given)
        except (Invalid, Conflict) as error:
            if isinstance(error, Invalid) and error.field in ("dimension", "value"):
                error.field = "group"
            refuse(form, error)
        else:
            flash(_("The target is set."), "ok")
            return redirect(url_for("analysis.desk", slug=slug, _anchor="targets"), 303)
    return desk_page(slug, form)


def end(slug: str) -> ResponseReturnValue:
    """Take a target away."""
    row = found_at_desk(slug)
    run(end_target, proceeding_id=row.id, public_id=request.form.get("target", "")[:16])
    flash(_("The target is taken away."), "ok")
    return redirect(url_for("analysis.desk", slug=slug, _anchor="targets"), 303)


def public_page(slug: str) -> str:
    """What everybody may know."""
    row = located("consultation", slug)
    found, tables, weeks = public_counts(row)
    targets = aims(targets_of(reading(), row), found, tables)
    return render_template(
        "analysis/public.html",
        head=head(row),
        found=found,
        smallest=SMALLEST,
        tables=[drawn(table, targets) for table in tables],
        weeks=drawn_weeks(weeks.lines, bool(weeks.lines)),
        aims=[(one, aim_words(one)) for one in targets],
    )


Counted = tuple[Participation, list[Table], Table]
MOST_KEPT = 200
_kept: OrderedDict[tuple[Any, ...], Counted] = OrderedDict()


def public_counts(row: Proceeding) -> Counted:
    """The counts of a public page, and what may be shown of them.

    They are counted once for as long as nothing is published, hidden or taken back there, whoever asks.
    """
    categories, week = categories_for(reading(), row.body_id), monday(now().date())
    mark = public_mark(reading(), row)
    key = (row.public_id, *mark, week, _first_day(row), *categories, *row.languages)
    if key not in _kept:
        found = public_participation(reading(), row)
        tables = public_tables(found, categories, row.languages)
        _kept[key] = found, tables, public_weeks(found, _first_day(row), week)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def _first_day(row: Proceeding) -> date:
    return (row.opens_at or row.created_at).date()


def drawn(table: Table, targets: list[Aim]) -> Drawn:
    """A table with its words and its drawing; a long one is drawn for its largest groups alone."""
    heading, place = dimension_words(table.dimension), language()
    words = [(value_words(table.dimension, line.value), line) for line in table.lines]
    aimed = {
        one.value: one.at_least for one in targets if one.dimension == table.dimension and one.unit == "contributions"
    }
    some = words[:MOST_DRAWN]
    bars = [
        Bar(name, line.contributions or 0, number_words(line.contributions or 0, place), aimed.get(line.value))
        for name, line in some
    ]
    description = ", ".join(f"{bar.label}: {bar.told}" for bar in bars)
    rtl = direction(place) == "rtl"
    return Drawn(
        table.dimension,
        heading,
        [(name, *_numbers(line)) for name, line in words],
        table.total,
        table.others,
        table.withheld,
        bar_chart(bars, f"chart-{table.dimension}", heading, description, rtl=rtl) if bars else None,
        len(words) - len(some),
    )


def _numbers(line: Line) -> tuple[str, str | None]:
    place = language()
    told = number_words(line.contributions, place) if line.contributions is not None else _("Withheld")
    return told, number_words(line.organisations, place) if line.organisations is not None else None


def drawn_weeks(lines: list[Line], has_some: bool) -> Drawn:
    """The weeks with their drawing."""
    heading, place = dimension_words("week"), language()
    words = [(day_words(date.fromisoformat(line.value), place), line) for line in lines]
    drawing = None
    if has_some:
        description = ", ".join(f"{name}: {_numbers(line)[0]}" for name, line in words)
        columns = [(name, line.contributions) for name, line in words]
        rtl = direction(place) == "rtl"
        drawing = column_chart(columns, "chart-week", heading, description, rtl=rtl)
    listed: list[tuple[str, str, str | None]] = [(name, _numbers(line)[0], None) for name, line in words]
    return Drawn("week", heading, listed, None, 0, False, drawing, 0)


def desk_csv(slug: str) -> Response:
    """Every table of the desk in one file."""
    row = found_at_desk(slug)
    found = desk_participation(reading(), actor(), row, request.args.get("kind") or None)
    weeks = Table("week", weeks_between(found, _first_day(row)), None)
    return _csv([*desk_tables(found), weeks], f"{row.slug}-participation-desk", with_organisations=True)


def public_csv(slug: str) -> Response:
    """What the public page shows, as one file."""
    row = located("consultation", slug)
    _found, tables, weeks = public_counts(row)
    return _csv([*tables, weeks], f"{row.slug}-participation", with_organisations=False)


def _csv(tables: Iterable[Table], name: str, *, with_organisations: bool) -> Response:
    columns = ("dimension", "value", "name", "contributions", *(("organisations",) if with_organisations else ()))
    rows: list[tuple[Any, ...]] = []
    for table in tables:
        for line in table.lines:
            told: Any = "withheld" if line.contributions is None else line.contributions
            value = "not_told" if line.value == NOT_TOLD else line.value
            row = (table.dimension, value, value_words(table.dimension, line.value), told)
            rows.append((*row, line.organisations) if with_organisations else row)
        if table.others:
            row = (table.dimension, "withheld", _("Other groups together"), table.others)
            rows.append((*row, None) if with_organisations else row)
    answer = Response(csv_rows(columns, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
