"""The addresses of a plan below those of its room, and the page of one's own tasks."""

from flask import Flask

from consult.web.language import gettext as _
from consult.workspaces.plan.queries import brief
from consult.workspaces.plan.routes import objectives, overview, own, tasks
from consult.workspaces.plan.words import iso_day, state_words
from consult.workspaces.rooms import frame

MOVES = ["POST"]
FORM = ["GET", "POST"]


def install(app: Flask) -> None:
    """Add the part of a room, its box on the overview, and the addresses."""
    app.extensions["consult.room_parts"].append(
        frame.Part("plan", lambda: _("Action plan"), "plan/", frame.has("plan"))
    )
    app.extensions.setdefault("consult.room_briefs", []).append(("workspaces/plan/brief.html", brief))
    app.jinja_env.globals["task_state_words"] = state_words
    app.jinja_env.filters["iso_day"] = iso_day
    base = "/<language:lang>/workspaces/<slug>/plan"
    aim, task = f"{base}/objectives/<objective>", f"{base}/tasks/<task>"
    app.add_url_rule(f"{base}/", "plan.whole", overview.whole, methods=["GET"])
    app.add_url_rule(f"{base}/objectives/new", "plan.new_objective", objectives.new, methods=FORM)
    app.add_url_rule(aim, "plan.objective", objectives.edit, methods=FORM)
    app.add_url_rule(f"{aim}/move", "plan.move_objective", objectives.move, methods=MOVES)
    app.add_url_rule(f"{aim}/remove", "plan.remove_objective", objectives.remove, methods=MOVES)
    app.add_url_rule(f"{base}/tasks/new", "plan.new_task", tasks.new, methods=FORM)
    app.add_url_rule(task, "plan.task", tasks.one, methods=FORM)
    app.add_url_rule(f"{task}/edit", "plan.edit_task", tasks.edit, methods=FORM)
    app.add_url_rule(f"{task}/<any(move,remove,restore):act>", "plan.task_act", tasks.act, methods=MOVES)
    app.add_url_rule("/<language:lang>/workspaces/tasks", "plan.own", own.own_duties, methods=["GET"])
