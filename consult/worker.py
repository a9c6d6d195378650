"""`consult worker`: the jobs of every room, run one after the other in a process of their own."""

import logging
import os
import select
import signal
import sys
from types import FrameType

from sqlalchemy.exc import DBAPIError

from consult.bodies.actors import FURTHER
from consult.bodies.operations import ENDED
from consult.consultations.editing.operations.trials import forget_at_opening
from consult.contributions import jobs as contributions
from consult.contributions import sweeping
from consult.contributions.attachments import jobs as attachments
from consult.contributions.drafts import jobs as drafts
from consult.contributions.operations.publishing import release_at_closing
from consult.contributions.operations.tally import tally_at_closing
from consult.core.actors import system
from consult.core.config import Settings
from consult.core.errors import Unavailable
from consult.core.jobs import Handler, run_due
from consult.core.logs import set_up_logs
from consult.core.mail import mail_handler
from consult.forgetting import know_forgetters
from consult.hearings.floor.operations.following import clear_floor, know_speakers
from consult.hearings.polls import jobs as polls
from consult.hearings.polls.operations.running import closing_polls
from consult.hearings.programme.operations.changing import count_edit
from consult.hearings.programme.rooms import held_in_meetings
from consult.hearings.registration import jobs as registration
from consult.migrate import check_version
from consult.moderation import jobs as moderation
from consult.notices import jobs as notices
from consult.proceedings.operations import CLOSING, EDITED, OPENED
from consult.proceedings.respondents import jobs as respondents
from consult.records.workspaces import handing
from consult.site import Site, open_site, storage_of
from consult.staff_log import jobs as staff_log
from consult.workspaces.closing import jobs as closing
from consult.workspaces.closing.operations import keep_when_closed
from consult.workspaces.following import know_workspaces
from consult.workspaces.rooms import jobs as rooms
from consult.workspaces.votes import jobs as votes
from consult.workspaces.votes.operations.running import closing_votes
from consult.workspaces.votes.operations.striking import striking_electors

log = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0


def handlers(settings: Settings) -> dict[str, Handler]:
    """The handlers of every room that has jobs, by the kind of the job."""
    files = attachments.handlers(storage_of(settings), settings.clamd_url)
    logs = staff_log.handlers(settings.log_days)
    own = {
        **contributions.HANDLERS,
        **sweeping.HANDLERS,
        **drafts.HANDLERS,
        **moderation.HANDLERS,
        **respondents.HANDLERS,
        **polls.handlers(settings.secret_key),
        **votes.handlers(settings.secret_key),
        **registration.HANDLERS,
        **rooms.HANDLERS,
        **closing.HANDLERS,
        **handing.handlers(storage_of(settings)),
    }
    mails = {"mail": mail_handler(settings, notices.taken)}
    return {**own, **files, **logs, **notices.handlers(settings), **mails}


def begin_returning(site: Site) -> None:
    """Ask for the jobs that come back by themselves, where nobody has yet."""
    try:
        site.work.run(notices.begin, notices.WORKER, bulk=True)
        site.work.run(moderation.ask_to_group, system("worker"), bulk=True)
    except (DBAPIError, Unavailable):
        log.exception("the jobs wait: the database is away")


def work_until_stopped(settings: Settings, *, until_eof: bool) -> None:
    """Run what is due until SIGTERM or SIGINT, or with `until_eof` until standard input ends."""
    set_up_logs()
    check_version(settings)
    site = open_site(settings)
    know_forgetters()
    known = handlers(settings)
    CLOSING[:] = [
        clear_floor,
        closing_polls(settings.secret_key),
        closing_votes(settings.secret_key),
        keep_when_closed,
        tally_at_closing,
        release_at_closing,
    ]
    ENDED[:] = [striking_electors(settings.secret_key)]
    know_speakers()
    OPENED[:] = [forget_at_opening]
    EDITED[:] = [count_edit]
    FURTHER[:] = [held_in_meetings]
    know_workspaces()
    reader, writer = os.pipe()

    def stop(_number: int, _frame: FrameType | None) -> None:
        os.write(writer, b".")

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    begin_returning(site)
    watched = [reader, *([sys.stdin.fileno()] if until_eof else [])]
    while not select.select(watched, [], [], PAUSE_SECONDS)[0]:
        try:
            run_due(site.work, known, is_stopping=lambda: bool(select.select(watched, [], [], 0)[0]))
        except (DBAPIError, Unavailable):
            log.exception("the jobs wait: the database is away")
    site.close()
