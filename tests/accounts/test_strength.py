"""Passwords that are refused, and one that is not."""

import pytest

from consult.accounts.strength import check_password
from consult.core.errors import Invalid


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short words", "password_short"),
        ("x y z " * 60, "password_long"),
        ("passwordpassword", "password_common"),
        ("Qwertyuiop1234!", "password_common"),
        ("aabbaabbaabbaabb", "password_common"),
        ("ama.toure@example.org", "password_is_address"),
        ("Ama.Toure2026", "password_is_address"),
    ],
)
def test_what_is_guessed_first_is_refused(password, problem):
    with pytest.raises(Invalid) as refusal:
        check_password(password, "ama.toure@example.org")
    assert refusal.value.problem == problem


def test_some_words_that_do_not_belong_together_are_taken():
    check_password("a lantern under the old bridge", "ama@example.org")
    check_password("三只灰鹭在中午飞过那条河边", "ama@example.org")
