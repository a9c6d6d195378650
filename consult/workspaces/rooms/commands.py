"""The command that names somebody to lead a room that nobody leads any more."""

import click

from consult.core.actors import system
from consult.core.config import read_settings
from consult.core.errors import Conflict, NotFound, SetupError
from consult.migrate import check_version
from consult.site import open_site
from consult.workspaces.rooms.operations.leading import name_leader


@click.group("room")
def room() -> None:
    """Workspaces."""


@room.command("lead")
@click.argument("slug")
@click.option("--email", required=True, help="The address of an account.")
def lead(slug: str, email: str) -> None:
    """Make somebody chair of a workspace that nobody leads any more: its last chair's account or term has ended."""
    settings = read_settings()
    check_version(settings)
    site = open_site(settings)
    try:
        site.work.run(name_leader, system("operator"), slug=slug, email=email)
    except NotFound as error:
        raise SetupError(f"there is no workspace {slug}, or no account for {email}") from error
    except Conflict as error:
        raise SetupError(f"somebody leads {slug}: whoever does can name another chair") from error
    finally:
        site.close()
    click.echo(f"{email} leads {slug}.")
