"""`consult serve` as a process: starting, refusing to start, the handshake, connections, and the worker beside it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import socketio
from sqlalchemy import create_engine

from tests.live.conftest import Stage
from tests.live.launch import COMMAND, ROOT, Running, running
from tests.live.mirror import Mirror
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def refused(stage: Stage, tmp_path: Path, **environment: str) -> str:
    """The one line of a server that does not start."""
    server = Running(stage.url, tmp_path, **environment)
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "serve", "--port", environment.get("PORT", str(server.port))],
        cwd=ROOT, env=server.environment, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    server.proxy.close()
    assert done.returncode == 1
    assert done.stdout == ""
    line = done.stderr.strip()
    assert "\n" not in line
    assert line.startswith("consult: ")
    return line


def test_a_port_in_use_is_one_line(stage: Stage, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"port {port} is in use" in refused(stage, tmp_path, PORT=port)


def test_a_newer_database_is_one_line(stage: Stage, tmp_path: Path) -> None:
    engine = create_engine(stage.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    assert "newer version" in refused(stage, tmp_path)


def test_a_missing_setting_is_one_line(stage: Stage, tmp_path: Path) -> None:
    assert "CONSULT_SECRET_KEY" in refused(stage, tmp_path, CONSULT_SECRET_KEY="short")


def connect(server: Running, cookie: str, csrf: str, origin: str | None = None, wait: float = 1.0) -> str | None:
    """Try a handshake; None when it succeeds in time, else what the client is told.

    By WebSocket: a refused client that polls may forget to say that it leaves, and waits for the next ping.
    """
    told = {"origin": origin} if origin else {"suppress_origin": True}
    client = socketio.Client(reconnection=False, websocket_extra_options=told)
    try:
        auth = {"csrf": csrf, "lang": "en"}
        client.connect(server.url, auth=auth, headers={"Cookie": cookie}, transports=["websocket"], wait_timeout=wait)
    except socketio.exceptions.ConnectionError as error:
        return str(error)
    client.disconnect()
    return None


def test_the_handshake_wants_this_sites_token_and_origin(stage: Stage) -> None:
    with running(stage.url) as server:
        mine, other = stage.browser(), stage.browser()
        assert connect(server, mine.cookie, mine.csrf, wait=10) is None
        assert connect(server, mine.cookie, mine.csrf, server.url, wait=10) is None
        for cookie, csrf in ((mine.cookie, ""), (mine.cookie, other.csrf), ("", mine.csrf), (mine.cookie, "x" * 91)):
            assert connect(server, cookie, csrf) is not None
        assert connect(server, mine.cookie, mine.csrf, "http://elsewhere.example") is not None


def test_logs_are_lines_of_json_without_addresses(stage: Stage) -> None:
    with running(stage.url) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as nonsense:
            nonsense.sendall(b"NONSENSE\r\n\r\n")
            assert b"400" in nonsense.recv(1000)
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{server.url}/en/somewhere?name=marmalade", timeout=5)
        assert server.stop() == 0
        lines = server.log.read_text().splitlines()
        first, rest = [line for line in lines if line.startswith("Consult answers at")], lines
        assert len(first) == 1
        records = [json.loads(line) for line in rest if line not in first]
        assert [record["message"] for record in records][-2:] == ["stopping", "stopped"]
        assert "127.0.0.1" not in json.dumps(records)
        assert "marmalade" not in server.log.read_text()


def test_small_answers_leave_at_once(stage: Stage) -> None:
    with running(stage.url) as server, socket.create_connection(("127.0.0.1", server.port)) as line:
        asked = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
        took = []
        for _ in range(20):
            started = time.perf_counter()
            line.sendall(asked)
            while not line.recv(4000).endswith(b"\n"):
                pass
            took.append(time.perf_counter() - started)
        assert sorted(took)[10] < 0.03  # 0.044 s without TCP_NODELAY


def worker_of(server: Running) -> list[int]:
    """The process ids of the server's children."""
    assert server.process is not None
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in listed.stdout.split()]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_the_worker_ends_with_the_server(stage: Stage, how: str) -> None:
    with running(stage.url, CONSULT_WORKER="on") as server:
        assert until(lambda: worker_of(server))
        (pid,) = worker_of(server)
        assert server.stop() == 0 if how == "stop" else server.kill() is None  # type: ignore[func-returns-value]
        assert until(lambda: not is_running(pid))


def test_no_worker_where_it_is_switched_off(stage: Stage) -> None:
    with running(stage.url) as server:
        assert worker_of(server) == []


def test_a_signed_in_socket_ends_with_its_session(stage: Stage) -> None:
    from tests.live.scene import make_person
    from tests.live.test_hub import end_session

    account, token = make_person(stage.site, "ann")
    with running(stage.url) as server:
        client = Mirror(server.url, stage.browser(token), stage.scene.stream, stage.scene.epoch)
        client.say("signed in")
        end_session(stage.site, account.id)
        client.ask()
        assert until(lambda: client.ended == "unauthenticated")
        client.stop()
