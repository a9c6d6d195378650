"""Well-formed requests for the doors of organisations, of their people, and of invitations to answer."""

from sqlalchemy import select

from consult.organisations.models import Organisation
from consult.organisations.operations.facts import fingerprint
from tests.doors.door import L, O, R
from tests.doors.forms import EVERYBODY, ROOM_OFFICE, SIGNED, Case
from tests.doors.parties import LINK, LISTED
from tests.doors.scene import DESK, ROOM, Scene

PEOPLE = {"representative", "organisation member"}
VERIFIERS = {"secretariat", "elsewhere"}


def organisations(scene: Scene) -> list[Case]:
    """Registering, the people, and what a secretariat says."""
    at, things = {"organisation": LISTED}, scene.furniture
    new = {"language": "en", "name_en": "Another Group", "category": "media", "country": "PA"}
    changed = new | {"name_en": "Harbour Watch", "category": "civil_society", "website": "https://harbour.example"}
    body = {"public_id": scene.body.public_id}
    found = [
        Case(f"{L}/account/register-organisation", {}, SIGNED, new),
        Case(
            f"{L}/organisations/<organisation>/join", at, SIGNED - PEOPLE - {"former"}, {"note": "Please."}, EVERYBODY
        ),
        Case(f"{O}/edit", at, {"representative"}, changed, stands=f"{O}/edit"),
    ]
    leads, knows = {"representative"} | VERIFIERS, PEOPLE | VERIFIERS
    member = {"grant": things["organisation member"]}
    found += [
        Case(f"{O}/", at, leads, {"email": "new@example.org", "role": "organisation_member"}, knows),
        Case(f"{O}/role", at, {"representative"}, member | {"role": "representative"}, knows),
        Case(f"{O}/end", at, PEOPLE, member, knows),
        Case(f"{O}/request", at, {"representative"}, {"request": things["request"], "grant": "yes"}, knows),
        Case(f"{O}/withdraw", at, leads, {"invitation": things["organisation offer"]}, knows),
    ]
    rule = f"{L}/desk/organisations/<organisation>/<any(verify,unverify,list,unlist):act>"
    verified, note = {"category": "nhri", "status": "A", "note": "", "seen": seen(scene)}, "Not what it says."
    found += [
        Case(rule, at | {"act": "verify"}, VERIFIERS, verified),
        Case(rule, at | {"act": "unlist"}, VERIFIERS, {"note": note, "seen": seen(scene)}),
    ]
    office, category = {"secretariat", "administrator"}, {"key": "lake_council", "language": "en", "name_en": "Lakes"}
    return [
        *found,
        Case(f"{L}/desk/categories/<public_id>", body, office, category),
        Case(f"{L}/desk/categories/<public_id>/end", body, office, {"category": things["category"]}),
    ]


def seen(scene: Scene) -> str:
    """The mark of what stands of the organisation now."""
    with scene.site.database.reading() as db:
        return fingerprint(db, db.scalars(select(Organisation).where(Organisation.slug == LISTED)).one())


def respondents(scene: Scene) -> list[Case]:
    """Links and lists, and the link that somebody opens."""
    found = [Case(f"{L}/invited/<token>", {"token": LINK}, set(), sees=EVERYBODY)]  # changes the browser's cookie alone
    for slug, may, sees in (("open-call", {"secretariat"}, DESK), ("private-consultation", ROOM_OFFICE, ROOM)):
        at = {"slug": slug}
        addresses = {"addresses": "guest@example.org, fr", "language": "en"}
        found += [
            Case(f"{R}/link", at, may, {"label": "Friends", "most": "3"}, sees),
            Case(f"{R}/list", at, may, addresses, sees),
            Case(f"{R}/remind", at, set(), {}, may | sees),  # no list decides here
            Case(f"{R}/revoke", at, may, {"invitation": scene.furniture[f"link {slug}"]}, sees),
        ]
    return found
