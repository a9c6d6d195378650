"""Every door of the site: what runs behind it, for whom it is, and which secrets it shows to somebody.

A new door is one line here, or in the table of its subject beside this one.
"""

from tests.doors.desk_table import DESK
from tests.doors.door import C, Door, Event, H, L, O
from tests.doors.running_table import RUNNING
from typing import NamedTuple


class Door(NamedTuple):
    """One method at one address."""

    method: str
    rule: str
    runs: str
    audience: str
    shows: tuple[str, ...] = ()
    query: str = ""


L = "/<language:lang>"
K = f"{L}/desk/proceedings/<any(consultation,hearing,workspace):kind>/<slug>"
Q = f"{L}/desk/proceedings/consultation/<slug>"
A = f"{Q}/questionnaire"
C = f"{L}/consultations/<slug>"
P = f"{L}/desk/people/<any(body, room):kind>/<public_id>"
D = f"{L}/desk/docket/<public_id>"
B = f"{L}/desk/baskets"
H = f"{L}/hearings/<slug>"
O = f"{L}/account/organisations/<organisation>"  # noqa: E741
R = f"{Q}/respondents"
M = f"{L}/desk/proceedings/hearing/<slug>/programme"
PART = "<any(session,item,person,channel):part>"

DOORS = [
    *DESK,
    *RUNNING,
    Door("GET", "/", "redirect to a language", "anybody"),
    Door("GET", "/healthz", "nothing", "nobody"),
    Door("GET", "/readyz", "nothing", "nobody"),
    Door("GET", "/static/<path:name>", "files of the build", "anybody"),
    Door("GET", f"{L}/", "proceedings", "anybody"),
    Door("GET", f"{L}/account/", "own account", "signed in", ("authoremail",)),
    Door("GET", f"{L}/account/contributions", "own contributions", "author", ("pendingtext",)),
    Door("GET", f"{L}/account/password", "form", "signed in"),
    Door("POST", f"{L}/account/password", "change_password", "signed in"),
    Door("GET", f"{L}/account/profile", "own account", "signed in"),
    Door("POST", f"{L}/account/profile", "edit_profile", "signed in"),
    Door("POST", f"{L}/account/sessions/end", "end_other_sessions", "signed in"),
    Door("GET", f"{L}/account/sign-in", "form", "anybody"),
    Door("POST", f"{L}/account/sign-in", "open_session", "anybody"),
    Door("POST", f"{L}/account/sign-out", "end_session", "anybody"),
    Door("GET", f"{L}/consultations/", "proceedings", "anybody"),
    Door("GET", f"{C}/", "proceeding_by_slug", "anybody", ("drafttitle", "roomtitle")),
    Door("GET", f"{C}/comments", "listed_comments", "anybody", ("roommessage",)),
    Door("POST", f"{C}/comments", "submit_contribution", "anybody"),
    Door("GET", f"{C}/report", "readings_by_reference", "anybody", (), "ref={reference}"),
    Door("POST", f"{C}/report", "flag_contribution", "anybody"),
    Door("GET", f"{C}/late/<token>", "late pass", "anybody"),
    Door("GET", f"{C}/privacy/<int:number>", "notices", "anybody"),
    Door("GET", f"{C}/offline.html", "questionnaire", "anybody"),
    Door("GET", f"{C}/upload", "form", "anybody"),
    Door("POST", f"{C}/upload", "upload_draft", "anybody"),
    Door("GET", "/api/v1/openapi.json", "nothing", "anybody"),
    Door("GET", "/api/v1/consultations", "proceedings", "anybody"),
    Door("GET", "/api/v1/consultations/<slug>", "proceeding_by_slug", "anybody"),
    Door("GET", "/api/v1/consultations/<slug>/questionnaire", "questionnaire", "anybody"),
    Door("POST", "/api/v1/consultations/<slug>/responses", "submit_document", "anybody"),
    Door("POST", "/api/v1/consultations/<slug>/attachments", "hold_file", "anybody"),
    Door("GET", f"{C}/respond", "kept_draft", "anybody"),
    Door("GET", f"{C}/respond/questions", "asked", "anybody"),
    Door("GET", f"{C}/respond/step/<key>", "kept_draft", "anybody", ("drafttext",)),
    Door("POST", f"{C}/respond/step/<key>", "keep_answers", "anybody"),
    Door("GET", f"{C}/respond/you", "kept_draft", "author"),
    Door("POST", f"{C}/respond/you", "keep_sender", "author"),
    Door("GET", f"{C}/respond/review", "kept_draft", "author", ("drafttext",)),
    Door("POST", f"{C}/respond/review", "send_draft", "author"),
    Door("GET", f"{C}/respond/continue", "form", "anybody"),
    Door("POST", f"{C}/respond/continue", "draft_by_code", "anybody"),
    Door("POST", f"{C}/respond/code", "set_restore_code", "author"),
    Door("POST", f"{C}/respond/remind", "ask_reminder", "author"),
    Door("GET", f"{C}/respond/document", "kept_draft", "anybody", ("documenttext",)),
    Door("POST", f"{C}/respond/document", "attach_file", "anybody"),
    Door("GET", f"{C}/respond/delete", "kept_draft", "author"),
    Door("POST", f"{C}/respond/delete", "delete_draft", "author"),
    Door("GET", f"{C}/submissions/", "docket_page", "anybody"),
    Door("GET", f"{C}/submissions/<reference>", "whole_reading", "anybody"),
    Door("GET", f"{C}/submissions/<reference>/citation.<any(bib,ris):form>", "whole_reading", "anybody"),
    Door("GET", f"{C}/citations.<any(bib,ris):form>", "docket_page", "anybody"),
    Door("GET", f"{C}/text", "paragraphs", "anybody"),
    Door("POST", f"{C}/vote", "cast_vote", "anybody"),
    Door("GET", "/feeds/site.atom", "life_of", "anybody"),
    Door("GET", "/feeds/<any(consultation,hearing):kind>-<slug>.atom", "newest_contributions", "anybody"),
    Door("GET", f"{C}/participation", "public_participation", "anybody", ("roomtitle",)),
    Door("GET", f"{C}/participation.csv", "public_participation", "anybody"),
    Door("GET", f"{C}/results", "published_results", "anybody", ("roomtitle",)),
    Door("GET", f"{L}/account/invitations/<token>", "invitation", "anybody"),
    Door("POST", f"{L}/account/invitations/<token>", "accept_invitation", "anybody"),
    Door("GET", f"{C}/record.zip", "edition_of", "anybody", (), "format=jsonl"),
    Door("GET", f"{L}/hearings/", "proceedings", "anybody"),
    Door("GET", f"{H}/", "proceeding_by_slug", "anybody", ("roomtitle",)),
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
    Door("GET", f"{H}/chair", "listed_comments", "desk", ("roomtitle",)),
    Door("POST", f"{H}/chair/<any(open,close,reopen,pause,resume):move>", "move_proceeding", "office"),
    Door("GET", f"{H}/chair/comments/<reference>", "whole_reading", "desk", ("roommessage",)),
    Door("POST", f"{H}/chair/comments/<reference>", "decide", "desk"),
    Door("GET", f"{H}/live", "listed_comments", "anybody", ("roommessage", "closeditem")),
    Door("POST", f"{H}/live/floor", "ask_for_floor", "room"),
    Door("GET", f"{H}/projector", "hall_of", "anybody", ("roomtitle",)),
    Door("POST", f"{H}/live", "submit_contribution", "anybody"),
    Door("GET", f"{L}/workspaces/", "proceedings", "room", ("roomtitle",)),
    Door("GET", f"{L}/workspaces/<slug>/", "listed_comments", "room", ("roomtitle", "roommessage")),
    Door("POST", f"{L}/workspaces/<slug>/", "submit_contribution", "room"),
    Door("GET", f"{L}/organisations/", "organisations", "anybody"),
    Door(
        "GET",
        f"{L}/organisations/<organisation>",
        "organisation_at",
        "anybody",
        ("organisationcontact", "unlistedname"),
    ),
    Door("GET", f"{L}/organisations/<organisation>/join", "form", "signed in"),
    Door("POST", f"{L}/organisations/<organisation>/join", "ask_to_join", "signed in"),
    Door("GET", f"{L}/account/organisations/", "own_organisations", "signed in", ("unlistedname",)),
    Door("GET", f"{L}/account/register-organisation", "form", "signed in"),
    Door("POST", f"{L}/account/register-organisation", "register_organisation", "signed in"),
    Door("GET", f"{O}/", "holders_of", "signed in", ("unlistedname",)),
    Door("POST", f"{O}/", "invite_member", "signed in"),
    Door("GET", f"{O}/edit", "form", "signed in", ("organisationcontact",)),
    Door("POST", f"{O}/edit", "edit_organisation", "signed in"),
    Door("POST", f"{O}/role", "change_role", "signed in"),
    Door("POST", f"{O}/end", "end_membership", "signed in"),
    Door("POST", f"{O}/request", "decide_request", "signed in"),
    Door("POST", f"{O}/withdraw", "withdraw_offer", "signed in"),
    Door("GET", f"{L}/invited/<token>", "offer_behind", "anybody"),
    Door("POST", f"{L}/invited/<token>", "the browser's cookie", "anybody"),
    Door("GET", f"{L}/receipts/<public_id>", "receipt", "anybody"),
    Door("GET", f"{L}/return/", "form", "anybody"),
    Door("POST", f"{L}/return/", "open_by_codeword", "anybody"),
    Door("GET", f"{L}/return/<reference>", "whole_reading", "author", ("pendingtext", "moderatornote", "redactedtext")),
    Door("GET", f"{L}/return/<reference>/correct", "form", "author", ("pendingtext",)),
    Door("POST", f"{L}/return/<reference>/correct", "correct_contribution", "author"),
    Door("GET", f"{L}/return/<reference>/correct/step/<key>", "kept_draft", "author"),
    Door("POST", f"{L}/return/<reference>/correct/step/<key>", "keep_answers", "author"),
    Door("GET", f"{L}/return/<reference>/correct/document", "kept_draft", "author", ("documenttext",)),
    Door("POST", f"{L}/return/<reference>/correct/document", "attach_file", "author"),
    Door("GET", f"{L}/return/<reference>/correct/review", "kept_draft", "author"),
    Door("POST", f"{L}/return/<reference>/correct/review", "send_correction", "author"),
    Door("GET", f"{L}/return/<reference>/appeal/<decision>", "told_of", "author", ("appealtext",)),
    Door("POST", f"{L}/return/<reference>/appeal/<decision>", "appeal", "author"),
    Door("GET", f"{L}/return/<reference>/letters", "told_of", "author", ("lettertext",)),
    Door("POST", f"{L}/return/<reference>/letters", "answer_letter", "author"),
    Door("GET", f"{L}/return/<reference>/address", "told_of", "author"),
    Door("POST", f"{L}/return/<reference>/address", "set_contact", "author"),
    Door("GET", f"{L}/<any(consultations,hearings):kinds>/<slug>/moderation", "moderated", "anybody", ("roomtitle",)),
    Door("GET", f"{L}/account/mails", "choice_of", "signed in"),
    Door("POST", f"{L}/account/mails", "choose_mails", "signed in"),
    Door("POST", f"{L}/account/mails/works", "confirm_address", "signed in"),
    Door("GET", f"{L}/news/stop/<token>", "form", "anybody"),
    Door("POST", f"{L}/news/stop/<token>", "stop_mails", "anybody"),
    Door("GET", f"{L}/return/<reference>/withdraw", "form", "author"),
    Door("POST", f"{L}/return/<reference>/withdraw", "withdraw_contribution", "author"),
    Door("GET", f"{L}/return/<reference>/erase", "form", "author"),
    Door("POST", f"{L}/return/<reference>/erase", "request_erasure", "author"),
    Door("POST", f"{L}/return/close", "end_session", "author"),
    Door("GET", f"{L}/files/<file>", "served_file", "anybody", ("copiedfile",)),
    Door("GET", f"{L}/files/<file>/original", "served_file", "office", ("originalfile", "filename")),
    Door("POST", f"{L}/uploads/", "begin an upload", "anybody"),
    Door("GET", f"{L}/uploads/<upload>", "how far an upload is", "anybody"),
    Door("PATCH", f"{L}/uploads/<upload>", "attach_file", "anybody"),
    Door("GET", f"{L}/search", "search", "anybody", ("hiddentext", "roommessage", "redactedtext"), "q=lanternword"),
    Door("GET", "/api/v1/streams/<stream>/events", "entries_after", "anybody", ("roommessage",), "since=0"),
]


EVENTS = {
    "comment.hide": Event("decide", "desk"),
    "comment.submit": Event("submit_contribution", "anybody", ("pendingtext", "roommessage")),
    "stream.join": Event("catch_up", "anybody", ("pendingtext", "roommessage", "speakername", "closeditem")),
    "stream.leave": Event("nothing", "anybody"),
    "stream.sync": Event("catch_up", "anybody", ("pendingtext", "roommessage", "speakername", "closeditem")),
}

# Commands, each with what it runs; the operator's own, behind no other check than the machine's.
COMMANDS = {
    "backup": "everything, for the operator",
    "check": "differences",
    "demo": "the invented content, in a new site alone",
    "export": "edition_of",
    "import package": "import_package",
    "import polis": "import_polis",
    "init": "migrate",
    "restore": "everything, for the operator",
    "serve": "the site",
    "user add": "add_account",
    "worker": "jobs",
}

# Kinds of jobs, each with what it runs.
JOBS = {
    "tell_decision": "tell_decision",
    "tell_appeal": "tell_appeal",
    "tell_letter": "tell_letter",
    "send_news": "mail_news",
    "desk_digest": "mail_digest",
    "forget_contacts": "forget_contacts",
    "mail": "deliver",
    "bulk": "go_on",
    "group_texts": "group_new_texts, find_common_lines, group_again",
    "release": "release_waiting",
    "release_closed": "release_waiting",
    "open": "note_opening",
    "close": "note_closing",
    "forget_sendings": "forget_sendings",
    "forget_log": "forget_before",
    "tell_cited": "tell_citation",
    "forget_drafts": "forget_drafts",
    "remind": "send_reminder",
    "examine_file": "clear_file",
    "forget_files": "removal of what nothing holds",
    "sweep_erased": "the files of the database without what was erased",
    "sweep_files": "removal of what nothing holds",
    "fold_docket": "fold_changes",
    "remind_list": "remind_some",
}
