"""The `consult` command: one line for a mistake, never a traceback."""

import sys

import click

from consult.core.config import read_settings
from consult.core.errors import ConsultError, SetupError
from consult.demo import commands as demo
from consult.migrate import migrate
from consult.records import commands as records


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Public consultations, hearings and workspaces with a moderated record of input."""


@commands.command()
def init() -> None:
    """Create or migrate the database."""
    migrate(read_settings())
    click.echo("The database is ready.")


records.install(commands)
demo.install(commands)


def main() -> None:
    """Run a command; refusals end with exit code 1 and one line on standard error, wrong usage with 2."""
    try:
        commands()
    except (SetupError, ConsultError) as error:
        click.echo(f"consult: {error}", err=True)
        sys.exit(1)
