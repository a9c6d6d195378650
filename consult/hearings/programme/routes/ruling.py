"""The rules of a hearing between their form and the operation: budgets are typed in minutes and kept in seconds."""

from typing import Any

from sqlalchemy import select

from consult.hearings.programme.forms import rules_form
from consult.hearings.programme.models import SECONDS, Plan
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewRules
from consult.organisations.queries import categories_for
from consult.organisations.words import category_words
from consult.policy.access import holds
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading

PLAIN = (
    "form",
    "rule",
    "places",
    "registers_from_local",
    "registers_until_local",
    "replies_most",
    "statement_hours",
    "guests",
    "slow_mode",
)


def shown_rules_form(row: Proceeding, values: dict[str, Any], *, typed: bool = True) -> Any:
    """The form; `typed` lets what was sent stand in it."""
    categories = [(one, str(category_words(one))) for one in categories_for(reading(), row.body_id)]
    form = rules_form(categories, possible_above(row, values["under"]), values)
    if not typed:
        form.process(formdata=None, data=values)
    return form


def rules_values(row: Proceeding, plan: Plan) -> dict[str, Any]:
    """What the form begins with."""
    values = {name: getattr(plan, name) for name in PLAIN}
    above = reading().get(Proceeding, plan.under_id) if plan.under_id is not None else None
    values |= {f"seconds_{kind}": plan.seconds.get(kind, SECONDS[kind]) for kind in SECONDS}
    values |= {f"budget_{one}": seconds // 60 for one, seconds in plan.budgets.items()}
    return values | {"under": above.public_id if above else None, "seen": fingerprint(reading(), plan)}


def rules_written(form: Any) -> NewRules:
    """What was typed."""
    plain = {name: form[name].data for name in (*PLAIN, "under")}
    budgets = {
        field.name.removeprefix("budget_"): field.data * 60 for field in form.budgets() if field.data is not None
    }
    seconds = {field.name.removeprefix("seconds_"): field.data for field in form.seconds()}
    return NewRules(seconds=seconds, budgets=budgets, **plain)


def possible_above(row: Proceeding, present: str | None) -> list[tuple[str, str]]:
    """The consultations and workspaces under which the actor may hold this one, by public id, each named with its kind."""
    query = select(Proceeding).where(visible(actor()), Proceeding.kind != "hearing").order_by(Proceeding.id.desc())
    found = [
        one
        for one in reading().scalars(query)
        if one.public_id == present or (holds(actor(), "hearing:plan", one.where) and _may_take(row, one))
    ]
    words = proceeding_words(reading(), found, language(), ("title",))
    return [(one.public_id, _named(one, words[one.id]["title"].text)) for one in found]


def _may_take(row: Proceeding, above: Proceeding) -> bool:
    """Whether a hearing may still come under this one: into another room only as a draft."""
    return row.state == "draft" or (row.audience == "public" and above.kind == "consultation")


def _named(one: Proceeding, title: str) -> str:
    if one.kind == "workspace":
        return _("Workspace: %(title)s", title=title)
    return _("Consultation: %(title)s", title=title)
