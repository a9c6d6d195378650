"""The doors of documents: in their room, at the addresses of guests, and the one that everybody has of a public one."""

from consult.accounts.models import Account
from consult.site import Site
from consult.workspaces.documents.operations.amending import NewAmendment, suggest_amendment
from consult.workspaces.documents.operations.versions import make_version
from consult.workspaces.documents.queries import document_by_public_id, paragraph_by_key
from tests.doors.door import Door, L
from tests.factories import TEST, actor_for

LIST = f"{L}/workspaces/<slug>/documents/"
W, G = f"{LIST}<piece>/", f"{L}/documents/<piece>/draft/"
PUBLIC = f"{L}/documents/<piece>/"
DECIDING = "accept_amendment, reject_amendment"
SEEN = ("roommessage",)
DOCUMENTS = [
    Door("GET", LIST, "overview", "room", SEEN),
    Door("GET", f"{LIST}new", "form", "room"),
    Door("POST", f"{LIST}new", "make_document", "room"),
    Door("GET", f"{LIST}word", "form", "room"),
    Door("POST", f"{LIST}word", "make_from_word", "room"),
    Door("GET", f"{W}paragraphs/new", "paragraphs_of", "room", SEEN),
    Door("POST", f"{W}paragraphs/new", "add_paragraph", "room"),
    Door("POST", f"{W}paragraphs/<key>/comments", "submit_contribution", "room"),
    Door("GET", f"{W}paragraphs/<key>/place", "paragraph_by_key", "room", SEEN),
    Door("POST", f"{W}paragraphs/<key>/place", "move_paragraph, restyle_paragraph", "room"),
    Door("POST", f"{W}paragraphs/<key>/remove", "remove_paragraph", "room"),
    Door("GET", f"{W}settings", "document_by_public_id", "room", SEEN),
    Door("POST", f"{W}settings", "rename_document", "room"),
    Door("POST", f"{W}settings/<act>", "adopt, publish, unpublish, withdraw, remove a document", "office"),
    Door("GET", f"{W}word", "form", "room", SEEN),
    Door("POST", f"{W}word", "bring_text", "room"),
    Door("GET", f"{L}/documents/", "guest_documents", "anybody"),
    Door("GET", PUBLIC, "published_document", "anybody"),
]
# What guests have, too: at their own addresses nobody else but those in the room finds anything.
for base in (W, G):
    DOCUMENTS += [
        Door("GET", base, "paragraphs_of, amendments_of", "room", SEEN),
        Door("GET", f"{base}clean", "paragraphs_of", "room", SEEN),
        Door("GET", f"{base}marked", "paragraphs_of, amendments_of", "room", SEEN),
        Door("GET", f"{base}<copy>.docx", "paragraphs_of, version_of", "room", SEEN),
        Door("GET", f"{base}paragraphs/<key>/", "paragraph_by_key", "room", SEEN),
        Door("GET", f"{base}suggest", "form", "room", SEEN),
        Door("POST", f"{base}suggest", "suggest_amendment", "room"),
        Door("GET", f"{base}paragraphs/<key>/suggest", "paragraph_by_key", "room", SEEN),
        Door("POST", f"{base}paragraphs/<key>/suggest", "suggest_amendment", "room"),
        Door("GET", f"{base}amendments/", "amendments_of", "room", SEEN),
        Door("GET", f"{base}amendments/<amendment>/", "amendment_by_public_id", "room", SEEN),
        Door("POST", f"{base}amendments/<amendment>/", DECIDING, "office"),
        Door("POST", f"{base}amendments/<amendment>/withdraw", "withdraw_amendment", "author"),
        Door("GET", f"{base}versions/", "versions_of", "room", SEEN),
        Door("POST", f"{base}versions/", "make_version", "office"),
        Door("GET", f"{base}versions/<int:number>", "version_of", "room", SEEN),
        Door("GET", f"{base}compare", "version_of", "room", SEEN),
    ]


def plant_suggested(site: Site, member: Account, public_id: str, key: str, message: str) -> dict[str, str]:
    """A version of a document that was planted, and the public id of a member's open amendment to its paragraph."""
    with site.database.reading() as db:
        document = document_by_public_id(db, TEST, public_id)
        revision = paragraph_by_key(db, document, key).revision
    site.work.run(make_version, TEST, document_id=document.id, note=message)
    new = NewAmendment("replace", key, f"{message} otherwise.", message, revision)
    made = site.work.run(suggest_amendment, actor_for(site, member), document_id=document.id, new=new).result
    return {"suggested amendment": made.public_id}
