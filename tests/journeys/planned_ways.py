"""The pages of a plan and of requests, of the liaison group whose secretary looks at them."""

ROOM = "workspaces/maray-liaison-group"
PLAN, REQUESTS = f"{ROOM}/plan/", f"{ROOM}/requests/"
PAGES = {
    "own-tasks": "workspaces/tasks",
    "plan": PLAN,
    "plan-narrowed": f"{PLAN}?show=overdue",
    "new-objective": f"{PLAN}objectives/new",
    "new-task": f"{PLAN}tasks/new",
    "requests": REQUESTS,
    "no-requests": f"{REQUESTS}?state=closed",
    "new-request": f"{REQUESTS}new",
}
TASK = "main tbody a[href*='/plan/tasks/']"
REQUEST = "main tbody a[href*='/requests/']"
# Links that lead to a page whose address the demo draws anew, as in pages.py.
BEHIND = {
    "objective": (PLAN, ("main a[href*='/plan/objectives/']:not([href$='/new'])",), "plan.objective"),
    "task": (PLAN, (TASK,), "plan.task"),
    "edit-task": (PLAN, (TASK, "main a[href$='/edit']"), "plan.edit_task"),
    "request": (f"{REQUESTS}?state=going_on", (REQUEST,), "requests.one"),
    "edit-request": (f"{REQUESTS}?state=draft", (REQUEST, "main a[href$='/edit']"), "requests.edit"),
    "letter": (f"{REQUESTS}?state=answered", (REQUEST, "main a[href$='/letter']"), "requests.letter"),
}
