"""The commands of the records: import, export, backup, restore, check."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.core.actors import system
from consult.core.config import read_settings
from consult.migrate import check_version
from consult.records.chunks import Progress
from consult.records.editions import EDITIONS, FORMATS, Edition, edition_of, proceeding_named, selection_named
from consult.records.refusals import Refused
from consult.site import Site, open_site

FORMS = ("akn", "html")  # of one file; those of FORMATS are folders
FORMAT_HELP = "csv or jsonl: a folder. akn or html: a file, of a hearing, in one language."
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"


@contextmanager
def running_site() -> Iterator[Site]:
    """The site of the settings, for one command. Raises SetupError where its database is missing or of another version."""
    settings = read_settings()
    check_version(settings)
    site = open_site(settings)
    try:
        yield site
    finally:
        site.close()


@contextmanager
def progress_bar(label: str, length: int) -> Iterator[Progress]:
    """A bar on standard error when that is a terminal; else nothing."""
    if not sys.stderr.isatty():
        yield lambda _n: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


@click.group("import")
def import_commands() -> None:
    """Bring records in: all of a file or nothing."""


@import_commands.command("polis")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", required=True, help="Title of the consultation that is made.")
@click.option("--language", required=True, help="Language of title and comments, such as en or zh-Hant.")
@click.option("--body", help="Slug of the body it belongs to; may be left out where there is one body or none.")
@click.option("--dry-run", is_flag=True, help="Check everything and count, change nothing.")
def import_polis_command(folder: Path, title: str, language: str, body: str | None, dry_run: bool) -> None:
    """Import the Pol.is export in FOLDER (comments.csv, votes.csv, summary.csv)."""
    from consult.records.polis import counts, import_polis, slug_of
    from consult.records.polis_files import read_polis

    checked_language(language)
    if not title.strip():
        raise click.BadParameter("must not be empty", param_hint="--title")
    found = read_polis(folder)
    with running_site() as site, progress_bar("Importing", len(found.comments) + len(found.votes)) as progress:
        slug = slug_of(title)
        if not dry_run:
            slug = import_polis(site.work, found, title=title, language=language, body=body, progress=progress)
    whole = counts(found)
    click.echo(slug)
    click.echo(
        f"comments {whole.comments} (published {whole.published}, declined {whole.declined}, pending {whole.pending})"
    )
    click.echo(f"votes {whole.votes} of {whole.vote_rows} rows: the last vote of each participant counts")
    if dry_run:
        click.echo("dry run: nothing was changed")


@import_commands.command("package")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything and count, change nothing.")
def import_package_command(folder: Path, dry_run: bool) -> None:
    """Import an edition in JSON Lines from FOLDER; it keeps its slug, references, numbers and hashes."""
    from consult.records.package import import_package, read_package, refuse_taken

    package = read_package(folder)
    rows = {file["name"]: file["rows"] for file in package.manifest["files"] if file["rows"] is not None}
    with running_site() as site, progress_bar("Importing", sum(rows.values())) as progress:
        if dry_run:
            refuse_taken(site.work, package)
            slug = package.proceeding["slug"]
        else:
            slug = import_package(site.work, package, progress, storage=site.storage)
    click.echo(slug)
    for name, count in rows.items():
        click.echo(f"{name.removesuffix('.jsonl')} {count}")
    if dry_run:
        click.echo("dry run: nothing was changed")


@import_commands.command("akn")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--body", help="Slug of the body it belongs to; may be left out where there is one body or none.")
@click.option("--language", help="Language of the debate, such as en, where the file names none.")
@click.option("--dry-run", is_flag=True, help="Read everything and report, change nothing.")
def import_akn_command(file: Path, body: str | None, language: str | None, dry_run: bool) -> None:
    """Import the debate in FILE (Akoma Ntoso 3.0) as the record of a hearing that is over."""
    from consult.records.akn.importing import import_debate, report
    from consult.records.akn.reading import read_debate
    from consult.records.polis import slug_of

    found = read_debate(file, checked_language(language) if language else None)
    with running_site() as site, progress_bar("Importing", len(found.sections) + len(found.sayings)) as progress:
        slug = slug_of(found.title) if dry_run else import_debate(site.work, found, body=body, progress=progress)
    click.echo(slug)
    for name, count in found.counts().items():
        click.echo(f"{name} {count}")
    for line in report(found):
        click.echo(line)
    if dry_run:
        click.echo("dry run: nothing was changed")


@click.command("export")
@click.argument("slug")
@click.option("--format", "form", type=click.Choice((*FORMATS, *FORMS)), required=True, help=FORMAT_HELP)
@click.option("--edition", type=click.Choice(EDITIONS), required=True, help="For anybody, or for who may read all.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="The folder or file to make.")
@click.option("--language", help="Language of the record, such as en; else that of the proceeding.")
@click.option("--selection", "chosen", metavar="NAME", help="Only what this saved selection of the docket finds.")
@click.option("--force", is_flag=True, help="Replace what stands there.")
def export_command(
    slug: str, form: str, edition: str, output: Path, language: str | None, chosen: str | None, force: bool
) -> None:
    """Export the record of SLUG (or kind/slug): as tables with data dictionary and manifest, or a hearing as one document."""
    from consult.core.errors import NotFound
    from consult.records.exporting import export_folder
    from consult.records.one_file import export_file

    with running_site() as site:
        with site.database.reading() as db:
            proceeding = proceeding_named(db, slug)
            selection = selection_named(db, proceeding, chosen) if chosen is not None else None
            total = db.scalar(select(func.count()).where(Contribution.proceeding_id == proceeding.id)) or 0
        if language is not None and checked_language(language) not in proceeding.languages:
            raise Refused(f"{slug} is not in {language}: it has {', '.join(proceeding.languages)}")

        def find(db: Session) -> Edition:
            try:
                return edition_of(db, system("export"), proceeding.id, edition, selection)
            except NotFound:
                raise Refused(f"{slug} has no public edition: the public may not see it") from None

        if edition == "restricted":
            note_export(site, proceeding.id)
        if form in FORMS:
            size = export_file(site.database, find, form, output, language=language, force=force)
            click.echo(output)
            click.echo(f"bytes {size}")
            return
        with progress_bar("Exporting", total) as progress:
            manifest = export_folder(
                site.database, find, form, output, storage=site.storage, force=force, progress=progress
            )
    click.echo(output)
    for file in manifest["files"]:
        click.echo(f"{file['name']} {file['rows'] if file['rows'] is not None else ''}".rstrip())
    for reason, count in manifest["left_out"].items():
        click.echo(f"left out: {count} {reason}")


def note_export(site: Site, proceeding_id: int) -> None:
    """Write into the log of readings, before anything is given out, that the operator takes the restricted edition."""
    from consult.records.confided import confided_in
    from consult.staff_log.operations import note_command

    with site.database.reading() as db:
        number = confided_in(db, proceeding_id)
    if number:
        door, who = "command export restricted", system("export")
        site.work.run(note_command, who, door=door, proceeding_id=proceeding_id, number=number)


@click.command("check")
def check_command() -> None:
    """Recompute the state from the ledger and report each difference."""
    with running_site() as site:
        report_differences(site)


def report_differences(site: Site) -> None:
    """Print each difference; exit 1 if there is any."""
    from consult.records.checking import differences

    count = 0
    with site.database.snapshot() as db:
        for line in differences(db, site.storage):
            count += 1
            click.echo(line)
    if count:
        raise Refused(f"{count} differences between the ledger and the rows")
    click.echo("The ledger and the rows agree.")


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what stands there.")
def backup_command(path: Path, force: bool) -> None:
    """Write one snapshot of the whole site to the file PATH, while it runs."""
    from consult.records.archive import backup

    with running_site() as site:
        rows = backup(site.database, path, storage=site.storage, force=force)
    click.echo(path)
    click.echo(f"rows {rows}")


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path))
def restore_command(path: Path) -> None:
    """Put the backup PATH onto an empty site, then check it."""
    from consult.records.archive import restore

    with running_site() as site:
        rows = restore(site.work, path, storage=site.storage)
        click.echo(f"rows {rows}")
        report_differences(site)


def checked_language(language: str) -> str:
    """A language tag. Raises BadParameter for anything else."""
    import re

    if not re.fullmatch(LANGUAGE, language):
        raise click.BadParameter(f"{language!r} is not a language tag such as en or zh-Hant", param_hint="--language")
    return language


def install(commands: click.Group) -> None:
    """Add the commands of this room."""
    added = [import_commands, export_command, check_command, backup_command, restore_command]
    for command in added:
        commands.add_command(command)
