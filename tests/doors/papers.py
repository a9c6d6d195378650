"""Files in the scene: copies and originals, their names and their words, each with its own marker."""

import io
from typing import Any, NamedTuple

from PIL import Image

from consult.contributions.attachments.jobs import examine
from consult.contributions.attachments.operations import attach_file
from consult.contributions.attachments.storing import receive, store_upload
from consult.contributions.drafts.operations import begin_correction
from consult.contributions.drafts.queries import Which
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST

QUESTION = "q" * 16


class Papers(NamedTuple):
    """The public ids of a file that waits for a moderator and of one that is published, and a document's reference."""

    pending: str
    public: str
    document: str


def marked(secret: str) -> str:
    """The word that gives a secret away, as in scene.py."""
    return f"zq{secret}qz"


def photo() -> bytes:
    """A photo that names its photographer."""
    exif, made = Image.Exif(), io.BytesIO()
    exif[0x013B] = marked("originalfile")
    Image.new("RGB", (20, 20), "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


def plant_files(site: Site, public: Proceeding, author: Actor) -> Papers:
    """A pending input with a text, a published one with a photo and without a public name, a document that is corrected.

    The author's draft, which is there already, gets a document, too.
    """
    pending = with_file(site, public, author, marked("copiedfile").encode(), "a.txt", "public")
    shown = with_file(site, public, author, photo(), f"{marked('filename')}.jpg", "secretariat")
    site.work.run(decide, TEST, reference=shown[1], act="approve", seen=1)
    _file, document = with_file(site, public, author, b"A document.", "c.txt", "public", question=None)
    site.work.run(begin_correction, author, reference=document, seen=1, answers={})
    for which in (Which(public.id, corrects=document), Which(public.id)):
        attached(site, author, which, f"Words. {marked('documenttext')}".encode(), "b.txt", None)
    return Papers(pending[0], shown[0], document)


def attached(
    site: Site, actor: Actor, which: Which, content: bytes, name: str, question: str | None
) -> tuple[str, str]:
    """Public ids of a file that is attached and checked, and of its draft."""
    incoming = receive(site.storage)
    incoming.write(content)
    file = store_upload(incoming, name, question=question)
    incoming.close()
    added: tuple[str, str] = site.work.run(attach_file, actor, which=which, file=file).result
    examine(site.storage, None, site.work, {"file": added[0]})
    return added


def with_file(
    site: Site,
    public: Proceeding,
    author: Actor,
    content: bytes,
    name: str,
    identity: str,
    question: str | None = QUESTION,
) -> tuple[str, str]:
    """An input of the author with a file, which somebody else's draft held: the public id of the file, and the reference."""
    helper = Actor(sender=f"helper {name}")
    file, _draft = attached(site, helper, Which(public.id), content, name, question)
    kind = "comment" if question else "submission"
    sending: dict[str, Any] = {"identity": identity, "name": "Ana Tesch", "files": (file,)}
    new = NewContribution(kind, f"key {name}", (NewPassage("With a file."),), "en", **sending)
    return file, site.work.run(submit_contribution, author, proceeding_id=public.id, new=new).result.reference
