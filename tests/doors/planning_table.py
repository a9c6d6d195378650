"""The doors by which a hearing is planned, its documents are given out, and calendars follow it."""

from tests.doors.door import PART, Door, H, L, M

PLANNING = [
    Door("GET", f"{H}/papers/<paper>", "paper_to_serve", "room", ("closedpaper",)),
    Door("GET", "/calendar/hearings.ics", "planned_sessions", "anybody"),
    Door("GET", "/calendar/hearings/<slug>.ics", "planned_sessions", "anybody", ("roomtitle",)),
    Door("GET", "/calendar/bodies/<body>.ics", "planned_sessions", "anybody"),
    Door("GET", "/calendar/own/<token>.ics", "planned_sessions", "anybody"),
    Door("GET", f"{L}/account/calendar", "own_address_since", "signed in"),
    Door("POST", f"{L}/account/calendar", "make_calendar_address", "signed in"),
    Door("GET", M, "items_of", "office", ("roomtitle",)),
    Door("GET", f"{M}/rules", "plan_of", "office", ("roomtitle",)),
    Door("POST", f"{M}/rules", "set_rules", "office"),
    Door("GET", f"{M}/{PART}/new", "form", "office", ("roomtitle",)),
    Door("POST", f"{M}/{PART}/new", "add_item", "office"),
    Door("GET", f"{M}/{PART}/<piece>", "all_texts", "office", ("roomtitle",)),
    Door("POST", f"{M}/{PART}/<piece>", "edit_item", "office"),
    Door("GET", f"{M}/{PART}/<piece>/remove", "form", "office", ("roomtitle",)),
    Door("POST", f"{M}/{PART}/<piece>/remove", "remove_item", "office"),
    Door("POST", f"{M}/item/<piece>/move", "move_item", "office"),
    Door("GET", f"{M}/item/<piece>/papers", "documents_of", "office", ("roomtitle",)),
    Door("POST", f"{M}/item/<piece>/papers", "add_paper", "office"),
    Door("POST", f"{M}/item/<piece>/papers/<paper>/remove", "remove_paper", "office"),
]
