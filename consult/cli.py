"""The `consult` command: one line for a mistake, never a traceback."""

import sys
from pathlib import Path

if sys.argv[1:2] == ["serve"]:  # before anything else is imported, or locks and sockets would block the event loop
    from gevent import monkey

    monkey.patch_all()

from typing import TYPE_CHECKING

import click

from consult.bodies import commands as accounts
from consult.core.config import read_settings
from consult.core.errors import ConsultError, SetupError
from consult.demo import commands as demo
from consult.migrate import migrate
from consult.notices import commands as mails
from consult.records import commands as records
from consult.records import html_record
from consult.workspaces.rooms import commands as rooms

if TYPE_CHECKING:
    from flask import Flask


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Public consultations, hearings and workspaces with a moderated record of input."""


@commands.command()
@click.option("--admin-email", help="Also make an administrator with this address, where there is none.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is the administrator's password.",
)
def init(admin_email: str | None, password_file: Path | None) -> None:
    """Create or migrate the database; never asks."""
    if (admin_email is None) != (password_file is None):
        raise click.UsageError("--admin-email and --password-file belong together.")
    settings = read_settings()
    migrate(settings)
    click.echo("The database is ready.")
    if admin_email and password_file:
        made = accounts.add_administrator(settings, admin_email, password_file)
        click.echo(f"{admin_email} {'is administrator' if made else 'has an account already'}.")


commands.add_command(accounts.user)


records.install(commands)
demo.install(commands)
commands.add_command(mails.mail)
commands.add_command(rooms.room)


def web_application() -> "Flask":
    """The web application, for a command that prints a page."""
    from consult.app import create_app

    return create_app(read_settings())


html_record.APP[:] = [web_application]


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the site, with the job worker as a child process unless CONSULT_WORKER=off."""
    from consult.serving import serve_site

    serve_site(read_settings(), host, port)


@commands.command()
@click.option("--until-eof", is_flag=True, hidden=True, help="End when standard input does: the server is gone.")
def worker(until_eof: bool) -> None:
    """Run the jobs, without serving."""
    from consult.worker import work_until_stopped

    work_until_stopped(read_settings(), until_eof=until_eof)


def main() -> None:
    """Run a command; refusals end with exit code 1 and one line on standard error, wrong usage with 2."""
    try:
        commands()
    except (SetupError, ConsultError) as error:
        click.echo(f"consult: {error}", err=True)
        sys.exit(1)
