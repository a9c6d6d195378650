"""The doors of the minutes."""

from tests.doors.door import Door, H

NOTED = [
    Door("GET", f"{H}/minutes/", "newest_lines", "room", ("roommessage", "closedline")),
    Door("POST", f"{H}/minutes/", "write_line", "office"),
    Door("GET", f"{H}/minutes/<code>", "lines_of", "anybody", ("roommessage", "closedline")),
    Door("GET", f"{H}/minutes/lines/<line>", "line_by_public_id", "anybody", ("roommessage", "closedline")),
    Door("GET", f"{H}/minutes/lines/<line>/correct", "line_by_public_id", "room", ("roommessage", "closedline")),
    Door("POST", f"{H}/minutes/lines/<line>/correct", "correct_line", "office"),
    Door("GET", f"{H}/minutes/agreed/<item>/<code>", "lines_of", "office", ("roommessage", "closedline")),
    Door("POST", f"{H}/minutes/agreed/<item>/<code>", "agree_text", "office"),
]
