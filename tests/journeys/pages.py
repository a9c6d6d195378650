"""Every kind of page, with who may see it: addresses below the language, as the demo fills them."""

from tests.journeys import discussed_ways
from tests.journeys.people import CONSULTATION, HEARING, WORKSPACE
from tests.journeys.planned_ways import BEHIND, PAGES
from tests.journeys.registering_ways import REGISTRATIONS

PUBLIC = {
    "home": "",
    "consultations": "consultations/",
    "consultation": f"{CONSULTATION}/",
    "announced": "consultations/water-informal-settlements/",
    "closed": "consultations/body-worn-cameras/",
    "text": f"{CONSULTATION}/text",
    "comments": f"{CONSULTATION}/comments",
    "paragraph": f"{CONSULTATION}/comments?paragraph=12",
    "older": f"{CONSULTATION}/comments?before=40",
    "respond": f"{CONSULTATION}/respond",
    "questions": f"{CONSULTATION}/respond/questions",
    "privacy": f"{CONSULTATION}/privacy/1",
    "upload": f"{CONSULTATION}/upload",
    "organisations": "organisations/",
    "organisation": "organisations/harbour-legal-clinic",
    "submissions": f"{CONSULTATION}/submissions/",
    "participation": f"{CONSULTATION}/participation",
    "results": "consultations/body-worn-cameras/results",
    "no-results": f"{CONSULTATION}/results",
    "moderation": f"{CONSULTATION}/moderation",
    "hearings": "hearings/",
    "hearing": f"{HEARING}/",
    "live": f"{HEARING}/live",
    "register-at-hearing": f"{HEARING}/register",
    "polls": f"{HEARING}/polls/",
    "live-questions": f"{HEARING}/questions",
    "projector": f"{HEARING}/projector",
    "record": f"{HEARING}/record",
    "minutes": f"{HEARING}/minutes/en?beside=ar",
    "guest-documents": "documents/",
    "body": "bodies/isthmus-commission/",
    "room-join": "workspaces/open-streets-coalition/join",
    "return": "return/",
    "search": "search?q=bridge",
    "found-nothing": "search?q=zeppelin",
    "search-empty": "search",
    "sign-in": "account/sign-in",
    "absent": "consultations/no-such-consultation/",
}
ROOM = {
    "workspaces": "workspaces/",
    "room": f"{WORKSPACE}/",
    "votes": f"{WORKSPACE}/votes/",
    "new-vote": f"{WORKSPACE}/votes/new",
    "meetings": f"{WORKSPACE}/meetings/",
    "new-meeting": f"{WORKSPACE}/meetings/new",
    "room-leave": f"{WORKSPACE}/leave",
}
ROOM |= PAGES
ROOM |= discussed_ways.PAGES
ROOM |= {"room-advice": f"{WORKSPACE}/advice/", "room-record": f"{WORKSPACE}/record"}
ACCOUNT = {
    "account": "account/",
    "profile": "account/profile",
    "password": "account/password",
    "mails": "account/mails",
    "contributions": "account/contributions",
    "own-registrations": "account/registrations",
    "own-organisations": "account/organisations/",
    "register": "account/register-organisation",
    "own-calendar": "account/calendar",
}
ONE = "desk/proceedings/consultation/peaceful-assemblies"
QUESTIONS = f"{ONE}/questionnaire"
PROGRAMME = f"desk/proceedings/hearing/{HEARING.removeprefix('hearings/')}/programme"
DESK = {
    "queue": "desk/",
    "chair-polls": f"{HEARING}/chair/polls",
    "proposals": "desk/proposals/",
    "dockets": "desk/docket/",
    "baskets": "desk/baskets/",
    "proceedings": "desk/proceedings/",
    "new": "desk/proceedings/new?kind=consultation",
    "new-workspace": "desk/proceedings/new?kind=workspace",
    "room-settings": f"{WORKSPACE}/settings",
    "room-seats": f"{WORKSPACE}/members/",
    "room-invite": f"{WORKSPACE}/members/invite",
    "room-directory": f"{WORKSPACE}/members/directory?q=a",
    "room-guest": f"{WORKSPACE}/members/guests/invite",
    "overview": f"{ONE}/",
    "edit": f"{ONE}/edit",
    "close": f"{ONE}/close",
    "extend": f"{ONE}/extend",
    "text": f"{ONE}/text/",
    "paragraph": f"{ONE}/text/12",
    "new-paragraph": f"{ONE}/text/new",
    "questionnaire": f"{QUESTIONS}/",
    "bank": f"{QUESTIONS}/bank",
    "preview": f"{QUESTIONS}/preview",
    "preview-phone": f"{QUESTIONS}/preview?width=phone",
    "preview-form": f"{QUESTIONS}/preview/form",
    "publish": f"{QUESTIONS}/publish",
    "sources": f"{QUESTIONS}/take/",
    "trials": f"{QUESTIONS}/trials/",
    "new-section": f"{QUESTIONS}/section/new",
    "question": f"{QUESTIONS}/question/role",
    "question-away": f"{QUESTIONS}/question/role/take-away",
    "new-question": f"{QUESTIONS}/question/new",
    "new-table": f"{QUESTIONS}/question/new?type=matrix_single",
    "participation": f"{ONE}/participation",
    "results": f"{ONE}/results/",
    "results-text": f"{ONE}/results/text",
    "new-outcome": f"{ONE}/results/outcomes/new",
    "log": "desk/log/",
    "people": "desk/people/",
    "respondents": f"{ONE}/respondents/",
    "organisations-desk": "desk/organisations/",
    "verify": "desk/organisations/harbour-legal-clinic",
    "categories": "desk/categories/",
    "registrations": f"{REGISTRATIONS}/",
    "registration-by-hand": f"{REGISTRATIONS}/new",
    "registration-rule": f"{REGISTRATIONS}/rule",
    "noting": f"{HEARING}/minutes/?language=en&beside=ar",
    "programme": PROGRAMME,
    "programme-rules": f"{PROGRAMME}/rules",
    "new-session": f"{PROGRAMME}/session/new",
    "new-item": f"{PROGRAMME}/item/new",
    "new-person": f"{PROGRAMME}/person/new",
    "new-channel": f"{PROGRAMME}/channel/new",
}
# Links that lead from a page of the desk to one whose address the demo draws anew: where to begin, what to press one after the
# other, and the endpoint of the page behind.
SECTION = "main a[href*='/questionnaire/section/']:not([href$='/new'])"
LAST_DOCKET = "main li:last-child a[href*='/desk/docket/']"
REACHED = {
    "room-seat": (f"{WORKSPACE}/members/", ("table.seats a.btn",), "workspaces.member"),
    "room-remove": (f"{WORKSPACE}/members/", ("table.seats a.btn", "main a.btn-danger"), "workspaces.remove"),
    "room-request": (
        "workspaces/open-streets-coalition/members/",
        ("main a[href*='/members/requests/']",),
        "workspaces.decide",
    ),
    "programme-session": (PROGRAMME, ("#sessions .list-lines a",), "programme.edit"),
    "programme-item-away": (PROGRAMME, ("#items a[href$='/remove']",), "programme.remove"),
    "programme-papers": (PROGRAMME, ("#items a[href$='/papers']",), "programme.papers"),
    "line": (f"{HEARING}/minutes/en", (".line-history",), "hearings.line"),
    "correct-line": (f"{HEARING}/minutes/?language=en", (".line-mark",), "hearings.correct_line"),
    "agree-text": (f"{HEARING}/minutes/en", ("main a[href*='/minutes/agreed/']",), "hearings.agree_text"),
    "docket": ("desk/docket/", ("main a[href*='/desk/docket/']",), "desk.docket"),
    "section": (f"{QUESTIONS}/", (SECTION,), "consultations.edit_section"),
    "section-away": (f"{QUESTIONS}/", (SECTION, "main a[href$='/take-away']"), "consultations.take_section_away"),
    "questions-of-another": (
        f"{QUESTIONS}/take/",
        ("main a[href*='/questionnaire/take/']",),
        "consultations.take_questions",
    ),
    "codes": ("desk/docket/", (LAST_DOCKET, "main a[href$='/codes']"), "desk.codes"),
    "filing": ("desk/docket/", (LAST_DOCKET, "main a[href*='/filings/']"), "desk.filing"),
    "late": ("desk/docket/", (LAST_DOCKET, "main a[href$='/late']"), "desk.late"),
    "intake": ("desk/docket/", (LAST_DOCKET, "main a[href$='/intake/']"), "intake.all"),
    "intake-new": (
        "desk/docket/",
        (LAST_DOCKET, "main a[href$='/intake/']", "main a[href$='/intake/new']"),
        "intake.new",
    ),
    "publish-docket": ("desk/docket/", (LAST_DOCKET, "main a[href$='/publish']"), "desk.publish"),
    "body-categories": ("desk/categories/", ("main a[href*='/desk/categories/']",), "organisations.body_categories"),
    "exports": (f"{ONE}/", ("main a[href*='/exports/']",), "records.desk"),
    "place": ("desk/people/", ("main a[href*='/desk/people/body/']",), "desk.place"),
    "room-people": ("desk/people/", ("main a[href*='/desk/people/room/']",), "desk.place"),
    "item": ("desk/", (".queue tbody a",), "desk.item"),
    "redact": ("desk/", (".queue tbody a", "#redact"), "desk.redact"),
    "erase": ("desk/", (".queue tbody a", "main a[href$='/erase']"), "desk.erase"),
    "body": ("desk/people/", ("main a[href*='/desk/people/body/']", "main a[href*='/desk/bodies/']"), "desk.body"),
}
REACHED |= BEHIND
REACHED |= {
    "room-advice-one": (f"{WORKSPACE}/advice/", ("main .list-lines a",), "advice.one"),
    "advice-public": ("bodies/isthmus-commission/", ("main a[href*='/advice/']",), "advice.public"),
}
REACHED |= discussed_ways.BEHIND
REACHED |= {
    "vote": (f"{WORKSPACE}/votes/", (".vote-line a",), "workspaces.vote"),
    "result": (f"{WORKSPACE}/votes/", ("[aria-labelledby=votes-closed] .vote-line a",), "workspaces.vote"),
    "edit-vote": (
        f"{WORKSPACE}/votes/",
        ("[aria-labelledby=votes-draft] .vote-line a", "main a[href$='/edit']"),
        "workspaces.edit_vote",
    ),
    "meeting": (f"{WORKSPACE}/meetings/", ("main li a[href*='/meetings/']",), "workspaces.meeting"),
}
ADMIN = {
    "people": "desk/people/",
    "new-body": "desk/people/new-body",
    "log": "desk/log/",
    "readings": "desk/log/readings",
}
CHAIR = {"statements": f"{HEARING}/statements", "chair": f"{HEARING}/chair"}

# What is read by a GET and is no page of its own.
NO_PAGE = {
    "workspaces.turnout": "data",
    "room_documents.word": "a file",
    "guest_documents.word": "a file",
    "writing.part": "a piece of a page",
    "discussions.part": "a piece of a page",
    "discussions.unread": "leads to a message",
    "discussions.find": "leads to a message",
    "choose_language": "leads to the home page in a language",
    "records.public_zip": "a file",
    "records.room_zip": "a file",
    "records.room_package": "a file",
    "feed": "a feed",
    "site_feed": "a feed",
    "participation_csv": "a file",
    "analysis.desk_csv": "a file",
    "citations.basket": "a file",
    "citations.docket": "a file",
    "citations.listed": "a file",
    "citations.one": "a file",
    "records.hearing_file": "a file",
    "registrations.csv": "a file",
    "desk.log_file": "a file",
    "desk.readings_file": "a file",
    "records.desk_zip": "a file",
    "api.stream_events": "JSON",
    "api.consultations": "JSON",
    "api.consultation": "JSON",
    "api.questionnaire": "JSON",
    "api.document": "JSON",
    "healthz": "JSON",
    "readyz": "JSON",
    "file": "a file",
    "baskets.paper": "a file",
    "desk.selection": "leads to the docket",
    "offline_kit": "a file to be saved",
    "upload": "says how far a file has come",
    "original_file": "a file",
    "asset_file": "files of the build",
    "hearings.paper": "a file",
    "hearings.chair_floor": "parts of the chair’s screen, for its script",
    "calendar.all": "a calendar",
    "calendar.one": "a calendar",
    "calendar.body": "a calendar",
    "calendar.own": "a calendar",
}
# Pages behind a link that is sent to one person, to which no way leads here yet.
BY_LINK_ALONE = {"respondents.invited", "stop_mails"}
# The same pages as those of members, in a frame that tells nothing of the room.
BY_LINK_ALONE |= {
    f"guest_documents.{name}"
    for name in (
        "text",
        "clean",
        "marked",
        "compare",
        "versions",
        "version",
        "amendments",
        "amendment",
        "suggest_first",
    )
}
BY_LINK_ALONE |= {"guest_documents.suggest", "guest_documents.paragraph"}
