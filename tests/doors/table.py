"""Every door of the site: what runs behind it, for whom it is, and which secrets it shows to somebody.

A new door is one line here. `runs` is the operation or query behind the door; `audience` says for whom it is: `anybody`,
`signed in`, `author`, `room`, `desk`, `office`, `nobody` (it tells only whether the site works). `shows` names the secrets
(tests/doors/scene.py) that one of those allowed to see them must see here.
"""

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
H = f"{L}/hearings/<slug>"
O = f"{L}/account/organisations/<organisation>"  # noqa: E741
R = f"{Q}/respondents"

DOORS = [
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
    Door("GET", f"{C}/submissions/", "listed submissions", "anybody"),
    Door("GET", f"{C}/submissions/<reference>", "whole_reading", "anybody"),
    Door("GET", f"{C}/text", "paragraphs", "anybody"),
    Door("POST", f"{C}/vote", "cast_vote", "anybody"),
    Door("GET", f"{L}/desk/", "queue", "desk", ("pendingtext",)),
    Door("GET", f"{L}/desk/docket/", "proceedings", "desk"),
    Door("GET", f"{L}/desk/docket/<public_id>", "docket", "desk", ("hiddentext", "secretname")),
    Door("GET", f"{D}/publish", "awaiting_decision", "office", ("decidedtext",)),
    Door("POST", f"{D}/publish", "publish_contributions", "office"),
    Door("GET", f"{D}/late", "late_requests", "office", ("latetext",)),
    Door("POST", f"{D}/late", "give_late_pass", "office"),
    Door("POST", f"{D}/late/end", "end_late_pass", "office"),
    Door("POST", f"{D}/late/decide", "decide_late", "office"),
    Door(
        "GET",
        f"{L}/desk/items/<reference>",
        "whole_reading",
        "desk",
        ("declinedtext", "confidentialtext", "moderatornote", "secretmember"),
    ),
    Door("POST", f"{L}/desk/items/<reference>", "decide", "desk"),
    Door("GET", f"{L}/desk/proceedings/", "proceedings", "desk", ("drafttitle",)),
    Door("GET", f"{K}/", "proceeding_by_slug", "desk", ("drafttitle",)),
    Door("GET", f"{K}/<any(announce,open,close,reopen):move>", "form", "office"),
    Door("POST", f"{K}/<any(announce,open,close,reopen):move>", "move_proceeding", "office"),
    Door("GET", f"{K}/edit", "form", "office", ("drafttitle",)),
    Door("POST", f"{K}/edit", "edit_proceeding", "office"),
    Door("GET", f"{Q}/extend", "form", "office"),
    Door("POST", f"{Q}/extend", "extend_deadline", "office"),
    Door("GET", f"{A}/", "outline", "office", ("workingtext",)),
    Door("POST", f"{A}/arrange", "copy_question", "office"),
    Door("POST", f"{A}/paging", "set_paging", "office"),
    Door("GET", f"{A}/question/<key>", "form", "office", ("workingtext",)),
    Door("POST", f"{A}/question/<key>", "put_question", "office"),
    Door("GET", f"{A}/question/<key>/take-away", "form", "office", ("workingtext",)),
    Door("POST", f"{A}/question/<key>/take-away", "remove_question", "office"),
    Door("GET", f"{A}/question/new", "form", "office"),
    Door("POST", f"{A}/question/new", "put_question", "office"),
    Door("GET", f"{A}/section/<key>", "form", "office"),
    Door("POST", f"{A}/section/<key>", "put_section", "office"),
    Door("GET", f"{A}/section/<key>/take-away", "form", "office", ("workingtext",)),
    Door("POST", f"{A}/section/<key>/take-away", "remove_section", "office"),
    Door("GET", f"{A}/section/new", "form", "office"),
    Door("POST", f"{A}/section/new", "put_section", "office"),
    Door("GET", f"{A}/take/", "sources", "office", ("drafttitle",)),
    Door("GET", f"{A}/take/<public_id>", "source_version", "office", ("workingtext",)),
    Door("POST", f"{A}/take/<public_id>", "take_from", "office"),
    Door("GET", f"{A}/bank", "bank_items", "office", ("banktext",)),
    Door("POST", f"{A}/bank", "take_from_bank", "office"),
    Door("POST", f"{A}/bank/forget", "forget_kept", "office"),
    Door("GET", f"{A}/preview", "form", "office"),
    Door("GET", f"{A}/preview/form", "asked", "office", ("workingtext",)),
    Door("POST", f"{A}/preview/form", "send_trial", "office"),
    Door("GET", f"{A}/trials/", "trials_of", "office", ("trialtext",)),
    Door("POST", f"{A}/trials/forget", "forget_trials", "office"),
    Door("GET", f"{A}/publish", "findings", "office", ("workingtext",)),
    Door("POST", f"{A}/publish", "publish_written", "office"),
    Door("GET", f"{Q}/text/", "paragraphs", "office"),
    Door("GET", f"{Q}/text/<int:number>", "form", "office"),
    Door("POST", f"{Q}/text/<int:number>", "edit_paragraph", "office"),
    Door("GET", f"{Q}/text/new", "form", "office"),
    Door("POST", f"{Q}/text/new", "add_paragraph", "office"),
    Door("GET", f"{L}/desk/proceedings/new", "form", "office"),
    Door("POST", f"{L}/desk/proceedings/new", "create_proceeding", "office"),
    Door("GET", f"{L}/account/invitations/<token>", "invitation", "anybody"),
    Door("POST", f"{L}/account/invitations/<token>", "accept_invitation", "anybody"),
    Door("GET", f"{C}/record.zip", "edition_of", "anybody", (), "format=jsonl"),
    Door("GET", f"{L}/desk/exports/<public_id>/", "proceeding", "office", ("roomtitle",)),
    Door(
        "GET",
        f"{L}/desk/exports/<public_id>/record.zip",
        "edition_of",
        "office",
        ("pendingtext", "declinedtext", "hiddentext", "roommessage"),
        "edition=restricted&format=jsonl",
    ),
    Door("GET", f"{L}/desk/people/", "people", "office"),
    Door("GET", P, "people_of", "office", ("memberemail",)),
    Door("POST", P, "invite", "office"),
    Door("POST", f"{P}/remove", "end_grant", "office"),
    Door("POST", f"{P}/withdraw", "withdraw_invitation", "office"),
    Door("GET", f"{L}/desk/people/new-body", "form", "office"),
    Door("POST", f"{L}/desk/people/new-body", "create_body", "office"),
    Door("GET", f"{L}/hearings/", "proceedings", "anybody"),
    Door("GET", f"{H}/", "proceeding_by_slug", "anybody", ("roomtitle",)),
    Door("GET", f"{H}/chair", "listed_comments", "desk", ("roomtitle",)),
    Door("POST", f"{H}/chair/<any(open,close,reopen,pause,resume):move>", "move_proceeding", "office"),
    Door("GET", f"{H}/chair/comments/<reference>", "whole_reading", "desk", ("roommessage",)),
    Door("POST", f"{H}/chair/comments/<reference>", "decide", "desk"),
    Door("GET", f"{H}/live", "listed_comments", "anybody", ("roommessage",)),
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
    Door("GET", f"{L}/desk/organisations/", "organisations_to_verify", "office", ("unlistedname",)),
    Door("GET", f"{L}/desk/organisations/<organisation>", "organisation_at", "office", ("organisationcontact",)),
    Door("POST", f"{L}/desk/organisations/<organisation>/<any(verify,unverify,list,unlist):act>", "verify", "office"),
    Door("GET", f"{L}/desk/categories/", "bodies", "office"),
    Door("GET", f"{L}/desk/categories/<public_id>", "own_categories", "office"),
    Door("POST", f"{L}/desk/categories/<public_id>", "add_category", "office"),
    Door("POST", f"{L}/desk/categories/<public_id>/end", "end_category", "office"),
    Door("GET", f"{R}/", "invited", "office", ("respondentemail",)),
    Door("POST", f"{R}/link", "make_link", "office"),
    Door("POST", f"{R}/list", "add_addresses", "office"),
    Door("POST", f"{R}/revoke", "revoke_invitation", "office"),
    Door("GET", f"{L}/invited/<token>", "offer_behind", "anybody"),
    Door("POST", f"{L}/invited/<token>", "the browser's cookie", "anybody"),
    Door("GET", f"{L}/receipts/<public_id>", "receipt", "anybody"),
    Door("GET", f"{L}/return/", "form", "anybody"),
    Door("POST", f"{L}/return/", "open_by_codeword", "anybody"),
    Door("GET", f"{L}/return/<reference>", "whole_reading", "author", ("pendingtext", "moderatornote")),
    Door("GET", f"{L}/return/<reference>/correct", "form", "author", ("pendingtext",)),
    Door("POST", f"{L}/return/<reference>/correct", "correct_contribution", "author"),
    Door("GET", f"{L}/return/<reference>/correct/step/<key>", "kept_draft", "author"),
    Door("POST", f"{L}/return/<reference>/correct/step/<key>", "keep_answers", "author"),
    Door("GET", f"{L}/return/<reference>/correct/document", "kept_draft", "author", ("documenttext",)),
    Door("POST", f"{L}/return/<reference>/correct/document", "attach_file", "author"),
    Door("GET", f"{L}/return/<reference>/correct/review", "kept_draft", "author"),
    Door("POST", f"{L}/return/<reference>/correct/review", "send_correction", "author"),
    Door("GET", f"{L}/return/<reference>/withdraw", "form", "author"),
    Door("POST", f"{L}/return/<reference>/withdraw", "withdraw_contribution", "author"),
    Door("POST", f"{L}/return/close", "end_session", "author"),
    Door("GET", f"{L}/files/<file>", "served_file", "anybody", ("copiedfile",)),
    Door("GET", f"{L}/files/<file>/original", "served_file", "office", ("originalfile", "filename")),
    Door("POST", f"{L}/uploads/", "begin an upload", "anybody"),
    Door("GET", f"{L}/uploads/<upload>", "how far an upload is", "anybody"),
    Door("PATCH", f"{L}/uploads/<upload>", "attach_file", "anybody"),
    Door("GET", f"{L}/search", "search", "anybody", ("hiddentext", "roommessage"), "q=lanternword"),
    Door("GET", "/api/v1/streams/<stream>/events", "entries_after", "anybody", ("roommessage",), "since=0"),
]


class Event(NamedTuple):
    """What a client may send over a socket; `shows` counts its acknowledgement and all frames that follow from it."""

    runs: str
    audience: str
    shows: tuple[str, ...] = ()


EVENTS = {
    "comment.hide": Event("decide", "desk"),
    "comment.submit": Event("submit_contribution", "anybody", ("pendingtext", "roommessage")),
    "stream.join": Event("catch_up", "anybody", ("pendingtext", "roommessage")),
    "stream.leave": Event("nothing", "anybody"),
    "stream.sync": Event("catch_up", "anybody", ("pendingtext", "roommessage")),
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
    "mail": "deliver",
    "release": "release_waiting",
    "release_closed": "release_waiting",
    "open": "note_opening",
    "close": "note_closing",
    "forget_sendings": "forget_sendings",
    "forget_drafts": "forget_drafts",
    "remind": "send_reminder",
    "examine_file": "clear_file",
    "forget_files": "removal of what nothing holds",
    "sweep_files": "removal of what nothing holds",
}
