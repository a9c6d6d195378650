"""`consult serve`: the application, its server and the worker beside it."""

import logging
import subprocess
import sys
from typing import IO

import click
import gevent

from consult.app import create_app
from consult.core.config import Settings
from consult.core.logs import set_up_logs
from consult.core.work import Work
from consult.live.hub import Hub
from consult.live.serve import listen, serve
from consult.migrate import check_version
from consult.site import Site

log = logging.getLogger(__name__)
WORKER = (sys.executable, "-c", "from consult.cli import main; main()", "worker", "--until-eof")
AGAIN_SECONDS = 5.0
WORKER_STOP_SECONDS = 2.0


class Worker:
    """The job worker as a child process: started again when it dies, ended with the server.

    The child reads the other end of a pipe and ends when it closes, even where this process was killed.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._task: gevent.Greenlet[[], None] | None = None

    def start(self) -> None:
        """Start it, and look after it."""
        self._child = subprocess.Popen(WORKER, stdin=subprocess.PIPE, start_new_session=True)
        self._task = gevent.spawn(self._look_after)

    def _look_after(self) -> None:
        while True:
            if self._child is not None:
                code = self._child.wait()
                log.warning("the worker ended; it is started again", extra={"exit_code": code})
            gevent.sleep(AGAIN_SECONDS)
            self._child = subprocess.Popen(WORKER, stdin=subprocess.PIPE, start_new_session=True)

    def stop(self) -> None:
        """End it; what it was doing comes back as a job."""
        if self._task is None or self._child is None:
            return
        self._task.kill()
        pipe: IO[bytes] | None = self._child.stdin
        if pipe is not None:
            pipe.close()
        try:
            self._child.wait(WORKER_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def serve_site(
    settings: Settings, host: str, port: int, *, work_class: type[Work] = Work, hub_class: type[Hub] = Hub
) -> None:
    """Serve until asked to stop. Raises SetupError, in one line, for a port in use or a database of another version."""
    set_up_logs()
    check_version(settings)
    listener = listen(host, port)
    app = create_app(settings, work_class=work_class, hub_class=hub_class)
    site: Site = app.extensions["consult.site"]
    worker = Worker()

    def started() -> None:
        if settings.worker:
            worker.start()
        click.echo(f"Consult answers at {settings.base_url}/ (listening on {host} port {port})")
        sys.stdout.flush()

    def stopped() -> None:
        worker.stop()
        site.close()

    serve(app, listener, started=started, stopped=stopped)
