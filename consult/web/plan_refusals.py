"""Why something in a plan or a request to an institution is not taken, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "due_before_start": lambda _facts: _("The due day must not lie before the day on which it starts."),
    "not_a_member": lambda _facts: _(
        "This person does not write in this workspace. Please choose one of its members, or invite the person first."
    ),
    "objective_has_tasks": lambda _facts: _(
        "This objective still has tasks. Please move them to another objective, or take them away first."
    ),
    "task_removed": lambda _facts: _("This task was taken away. Put it back before you change it."),
    "not_from_there": lambda _facts: _(
        "That is not possible from the present state of this request. Please look at what was done meanwhile."
    ),
    "request_was_sent": lambda _facts: _("This request was sent, so its words stay. What follows is written below it."),
    "same_day": lambda _facts: _("It is due on this day already. Please choose another one."),
    "same_member": lambda _facts: _("This member is responsible already."),
}
