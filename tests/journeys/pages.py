"""Every kind of page, with who may see it: addresses below the language, as the demo fills them."""

from tests.journeys.people import CONSULTATION, HEARING, WORKSPACE

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
    "submissions": f"{CONSULTATION}/submissions/",
    "hearings": "hearings/",
    "hearing": f"{HEARING}/",
    "live": f"{HEARING}/live",
    "return": "return/",
    "search": "search?q=bridge",
    "found-nothing": "search?q=zeppelin",
    "search-empty": "search",
    "sign-in": "account/sign-in",
    "absent": "consultations/no-such-consultation/",
}
ROOM = {"workspaces": "workspaces/", "room": f"{WORKSPACE}/"}
ACCOUNT = {
    "account": "account/",
    "profile": "account/profile",
    "password": "account/password",
    "contributions": "account/contributions",
}
ONE = "desk/proceedings/consultation/peaceful-assemblies"
DESK = {
    "queue": "desk/",
    "dockets": "desk/docket/",
    "proceedings": "desk/proceedings/",
    "new": "desk/proceedings/new?kind=consultation",
    "new-workspace": "desk/proceedings/new?kind=workspace",
    "overview": f"{ONE}/",
    "edit": f"{ONE}/edit",
    "close": f"{ONE}/close",
    "extend": f"{ONE}/extend",
    "text": f"{ONE}/text/",
    "paragraph": f"{ONE}/text/12",
    "new-paragraph": f"{ONE}/text/new",
    "questionnaire": f"{ONE}/questionnaire/",
    "section": f"{ONE}/questionnaire/section/part_1",
    "new-section": f"{ONE}/questionnaire/section/new",
    "take-section-away": f"{ONE}/questionnaire/section/part_1/take-away",
    "question": f"{ONE}/questionnaire/question/role",
    "new-question": f"{ONE}/questionnaire/question/new",
    "new-table": f"{ONE}/questionnaire/question/new?type=matrix_single",
    "take-away": f"{ONE}/questionnaire/question/role/take-away",
    "take-over": f"{ONE}/questionnaire/take/",
    "bank": f"{ONE}/questionnaire/bank",
    "preview": f"{ONE}/questionnaire/preview?width=phone",
    "preview-page": f"{ONE}/questionnaire/preview/form",
    "trials": f"{ONE}/questionnaire/trials/",
    "publish": f"{ONE}/questionnaire/publish",
    "people": "desk/people/",
}
# Links that lead from a page of the desk to one whose address the demo draws anew: where to begin, what to press, and the
# endpoint of the page behind.
REACHED = {
    "docket": ("desk/docket/", "main a[href*='/desk/docket/']", "desk.docket"),
    "exports": (f"{ONE}/", "main a[href*='/exports/']", "records.desk"),
    "take-questions": (f"{ONE}/questionnaire/take/", "main .types a", "consultations.take_questions"),
    "place": ("desk/people/", "main a[href*='/desk/people/body/']", "desk.place"),
    "room-people": ("desk/people/", "main a[href*='/desk/people/room/']", "desk.place"),
    "item": ("desk/", ".queue tbody a", "desk.item"),
}
ADMIN = {"people": "desk/people/", "new-body": "desk/people/new-body"}
CHAIR = {"chair": f"{HEARING}/chair"}

# What is read by a GET and is no page of its own.
NO_PAGE = {
    "choose_language": "leads to the home page in a language",
    "records.public_zip": "a file",
    "records.desk_zip": "a file",
    "api.stream_events": "JSON",
    "healthz": "JSON",
    "readyz": "JSON",
    "file": "a file",
    "original_file": "a file",
    "asset_file": "files of the build",
}
