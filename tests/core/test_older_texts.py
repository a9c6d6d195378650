"""When a translation is older than its original: kept by what it was made from, until it is written anew or confirmed."""

import pytest

from consult.core.localized import Older, all_texts, carry_older, older_texts, set_all_texts, set_texts
from tests.factories import TEST

FIRST = {"en": "A word", "fr": "Un mot", "ar": "كلمة"}


@pytest.fixture
def put(site):
    def write(*given, **more):
        site.work.run(lambda db, _actor: set_texts(db, "x:1", "title", *given, **more), TEST)

    write(FIRST, "en")
    return write


def older(site, *owners):
    with site.database.reading() as db:
        return older_texts(db, owners or ["x:1"])


def test_a_translation_that_stayed_while_its_original_changed_is_older(site, put):
    assert older(site) == {}
    put({**FIRST, "en": "Another", "ar": "كلمة أخرى"}, "en")
    assert older(site) == {("x:1", "title", "fr"): Older("A word", "Another")}
    put({**FIRST, "en": "A third", "ar": "كلمة أخرى"}, "en")
    assert older(site) == {
        ("x:1", "title", "fr"): Older("A word", "A third"),
        ("x:1", "title", "ar"): Older("Another", "A third"),
    }


def test_it_is_right_again_when_written_or_confirmed_or_the_original_comes_back(site, put):
    put({**FIRST, "en": "Another"}, "en")
    put({**FIRST, "en": "Another", "fr": "Un autre"}, "en", still={"title_ar"})
    assert older(site) == {}
    put({**FIRST, "en": "Another", "fr": "Un autre"}, "en")
    assert older(site) == {}
    put({**FIRST, "fr": "Un autre"}, "en", still={"other_fr", "title_en"})
    assert set(older(site)) == {("x:1", "title", "fr"), ("x:1", "title", "ar")}
    put({**FIRST, "en": "Another", "fr": "Un autre"}, "en")
    assert older(site) == {}


def test_where_there_was_no_original_or_it_is_in_another_language_now_nothing_is_older(site, put):
    put({"fr": "Un mot"}, "en")
    put({"en": "A word", "fr": "Un mot"}, "en")
    assert older(site) == {}
    put({"en": "Changed", "fr": "Un mot"}, "fr")
    assert older(site) == {}


def test_a_copy_is_as_old_as_what_it_was_copied_from(site, put):
    put({**FIRST, "en": "Another"}, "en")

    def copy(db, _actor):
        set_all_texts(db, {"x:2": all_texts(db, "x:1")}, "en")
        carry_older(db, {"x:1": "x:2"})

    site.work.run(copy, TEST)
    found = older(site, "x:2")
    assert found == {("x:2", "title", code): Older("A word", "Another") for code in ("fr", "ar")}
    site.work.run(
        lambda db, _actor: set_all_texts(db, {"x:2": {"title": FIRST | {"en": "Another"}}}, "en", {"title_fr"}), TEST
    )
    assert set(older(site, "x:2")) == {("x:2", "title", "ar")}
