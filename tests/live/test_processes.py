"""Two processes on one database: the same order for everybody, with Redis, and when it goes away."""

from contextlib import ExitStack

import pytest

from tests.live.conftest import Stage
from tests.live.launch import running
from tests.live.mirror import Mirror
from tests.live.test_faults import on_disk
from tests.servers import redis_server
from tests.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(120)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_processes_tell_each_other_and_do_without(stage: Stage) -> None:
    with ExitStack() as redis, ExitStack() as servers:
        url = redis.enter_context(redis_server())
        pair = [servers.enter_context(running(stage.url, CONSULT_REDIS_URL=url)) for _ in range(2)]
        people = [Mirror(one.url, stage.member(one.url), stage.scene.stream, stage.scene.epoch) for one in pair]
        assert until(lambda: all(one.client.connected for one in people))
        for number in range(3):
            people[number % 2].say(f"with Redis {number}")
        assert until(lambda: [one.order for one in people] == [on_disk(stage)] * 2)
        redis.close()
        for number in range(3):
            people[number % 2].say(f"without Redis {number}")
        assert until(lambda: [one.order for one in people] == [on_disk(stage)] * 2)
        assert len(on_disk(stage)) == 6
        for one in people:
            one.stop()
        assert [one.stop() for one in pair] == [0, 0]
