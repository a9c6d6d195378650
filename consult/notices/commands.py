"""The command that reads mails that came back."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from consult.core.actors import system
from consult.core.config import read_settings
from consult.core.errors import SetupError
from consult.migrate import check_version
from consult.notices.bounces import LARGEST, bounces
from consult.notices.operations import note_bounce
from consult.site import Site, open_site


@click.group("mail")
def mail() -> None:
    """What the mail server of the site hands over."""


@mail.command("bounce")
@click.option("--maildir", type=click.Path(path_type=Path), help="Read what is new in this folder instead, each once.")
def bounce(maildir: Path | None) -> None:
    """Read a mail that came back from standard input, and mark the address that it could not be delivered to.

    Only a report of delivery (RFC 3464) that returns the head of a mail of this site counts. Anything else changes nothing.
    """
    with _site() as site:
        marked = _maildir(site, maildir) if maildir is not None else _mark(site, sys.stdin.buffer.read(LARGEST))
    click.echo(f"marked {marked}")


def _mark(site: Site, raw: bytes) -> int:
    found = bounces(raw, site.settings.secret_key)
    for one in found:
        site.work.run(note_bounce, system("mail"), address=one.address, answer=one.answer)
    return len(found)


def _maildir(site: Site, folder: Path) -> int:
    """What is a bounce of ours is put with what was seen; everything else stays new, for somebody to read."""
    if not (folder / "new").is_dir():
        raise SetupError(f"{folder} is no maildir: it has no folder named new")
    (folder / "cur").mkdir(exist_ok=True)
    marked = 0
    for path in sorted((folder / "new").iterdir()):
        with path.open("rb") as file:
            found = _mark(site, file.read(LARGEST))
        if found:
            os.replace(path, folder / "cur" / f"{path.name}:2,S")
        marked += found
    return marked


@contextmanager
def _site() -> Iterator[Site]:
    settings = read_settings()
    check_version(settings)
    site = open_site(settings)
    try:
        yield site
    finally:
        site.close()
