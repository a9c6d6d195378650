"""Slow hashes: what fits, what does not, and nobody."""

import gevent

from consult.accounts.passwords import Hasher


def test_a_secret_fits_its_own_hash_alone():
    hasher = Hasher(1, 64)
    kept = hasher.hash("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert hasher.verify(kept, "correct horse battery")
    assert not hasher.verify(kept, "correct horse batterY")
    assert not hasher.verify("not a hash", "correct horse battery")


def test_characters_typed_in_two_ways_are_the_same_secret():
    hasher = Hasher(1, 64)
    assert hasher.verify(hasher.hash("caf\u00e9 du matin"), "cafe\u0301 du matin")


def test_nobody_has_no_secret_even_the_one_that_stands_in():
    assert not Hasher(1, 64).verify(None, "the secret of nobody")


def test_the_event_loop_goes_on_while_a_secret_is_hashed(monkeypatch):
    monkeypatch.setattr("gevent.monkey.is_module_patched", lambda name: True)
    hasher, ticks = Hasher(8, 32768), []

    def tick():
        while True:
            ticks.append(1)
            gevent.sleep(0.001)

    ticking = gevent.spawn(tick)
    kept = hasher.hash("something slow")
    ticking.kill()
    assert hasher.verify(kept, "something slow")
    assert len(ticks) > 3
