"""Texts that are nearly alike: campaigns are found whole, and what only shares a line is not joined."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from consult.moderation.likeness.grouping import Grouping
from consult.moderation.likeness.lines import common_lines
from consult.moderation.likeness.shingles import line_number, shingled, similarity, words_of
from tests.bench.campaigns import planted, recall

LETTER = """The reform of the pension of farm workers must not wait for another year. Those who have worked the land for thirty
years receive less than half of what the law promised to them, and their widows receive nothing at all. I ask the committee to
recommend that the ministry pays what is due, that it publishes how many have waited and for how long, and that every region has
an office where a person can ask in the own language."""
RE = (
    "Re: Supplemental Nutrition Assistance Program: Requirements and Services for Able-Bodied Adults without Dependents"
)
OWN = [
    "My grandmother picked tobacco until she was seventy and never saw a pension.",
    "Taxes are too high already; whoever wants more should say from where it comes.",
    "The office in our town closed in March and nobody told the people who need it.",
    "What about fishermen? They are forgotten each time that such a law is written.",
    "I have nothing against it, but the last reform took eleven years, so I do not believe a word.",
    "Please read the study of the university about rural women before you decide anything.",
    "Our cooperative has four hundred members and each of them could tell you a story.",
    "Farmers feed the nation. That is all that I wanted to say about this.",
]


def groups_of(texts: list[str]) -> list[list[int]]:
    """The groups of more than one."""
    grouping = Grouping(common_lines(texts))
    for number, text in enumerate(texts):
        grouping.add(number, text)
    found: dict[int, list[int]] = {}
    for number, first in grouping.groups().items():
        found.setdefault(first, []).append(number)
    return [group for group in found.values() if len(group) > 1]


def like(one: str, other: str) -> float:
    return similarity(shingled(words_of(one)), shingled(words_of(other)))


def test_copies_with_one_word_in_ten_edited_are_found_and_no_others():
    texts, campaign_of = planted(campaigns=8, copies=60, own=600)
    grouping = Grouping(common_lines(texts))
    for number, text in enumerate(texts):
        grouping.add(number, text)
    share, wrong = recall(grouping, campaign_of)
    assert share >= 0.95
    assert wrong == 0


def test_a_letter_with_own_words_beside_it_is_one_campaign():
    assert groups_of([*OWN, *(f"{LETTER}\n{own}" for own in OWN)]) == [list(range(8, 16))]
    assert groups_of([*OWN, *(f"{own} {LETTER}" for own in OWN)]) == [list(range(8, 16))]
    in_paragraphs = LETTER.replace(". ", ".\n")
    assert groups_of([f"Dear Madam,\n{in_paragraphs}\n{own}" for own in OWN]) == [list(range(8))]


def test_a_line_that_all_share_makes_no_campaign():
    texts = [f"{own}\n{RE}" for own in OWN]
    assert common_lines(texts) == {line_number(RE)}
    assert groups_of(texts) == []
    assert groups_of([*texts, *[f"{LETTER}\n{RE}"] * 30]) == [list(range(8, 38))]


def test_a_letter_that_all_send_is_no_shared_line():
    assert common_lines([LETTER] * 40) == frozenset()
    assert common_lines([f"{LETTER}\n{RE}"] * 40) == frozenset()
    assert common_lines([f"{own}\n{RE}" for own in OWN[:4]]) == frozenset()


def test_texts_without_spaces_and_short_ones_are_compared_by_signs():
    chinese = "政府應該保障計程車司機的權利，平台必須依照法律為每一位司機投保，並公布保險的費率。"
    assert like(chinese, chinese.replace("每一位", "所有的")) >= 0.7
    assert like(chinese, "我們的學校需要更多老師，農村的孩子每天走兩個小時的路去上學，冬天尤其危險。") < 0.1
    assert like("Stop this law now!", "Stop this law now, please.") >= 0.6
    assert like("Stop this law now!", "I support the bill.") < 0.2


def test_a_short_text_and_one_a_little_longer_are_compared():
    letter = "The square has always been open to everybody who has something to say, and it should stay open."
    assert like(letter, f"{letter} I walked there as a child.") >= 0.6
    assert groups_of([letter, OWN[0], f"{letter} I walked there as a child.", f"{letter} Please!"]) == [[0, 2, 3]]
    assert like(letter, " ".join(OWN)) == 0.0


def test_case_accents_and_punctuation_do_not_matter():
    assert like(LETTER, LETTER.upper().replace(",", " –")) == 1.0
    assert like("La réforme est nécessaire", "LA REFORME EST NECESSAIRE!") == 1.0
    assert like("حُرِّيَّة التجمع حق للجميع", "حرية التجمع حق للجميع") == 1.0


@pytest.mark.parametrize("text", ["", " \n\t", "…!?", "a", "\u0640", "é" * 5000, "word " * 20_000])
def test_any_text_can_be_grouped(text):
    grouping = Grouping()
    for number in range(3):
        grouping.add(number, text)
    assert len(set(grouping.groups().values())) in (1, 3)


def test_the_shared_line_of_a_real_docket_joins_nobody():
    texts = docket()
    lines = common_lines(texts)
    assert lines == {line_number(one) for text in texts for one in text.splitlines() if one.startswith("Re: Supplem")}
    without = ["\n".join(line for line in text.splitlines() if line_number(line) not in lines) for text in texts]
    kept = [number for number, text in enumerate(without) if text.strip()]
    with_line = [[number for number in group if number in kept] for group in groups_of(texts)]
    expected = [[kept[number] for number in group] for group in groups_of([without[number] for number in kept])]
    assert sorted(group for group in with_line if len(group) > 1) == sorted(expected)
    largest = max(with_line, key=len)
    assert 11 <= len(largest) <= 24
    words = Counter(word for number in largest for word in set(words_of(without[number])))
    assert min(words["requirements"], words["reinstate"]) >= len(largest) - 2


def docket() -> list[str]:
    path = Path(os.environ.get("CONSULT_SHARED", "../shared")) / "data/comments/usda_snap_comments_200.csv"
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row["Text Comment"] for row in csv.DictReader(file)]
    assert not os.environ.get("CI"), "the real data sets are needed here: set CONSULT_SHARED"
    campaign = "Please reinstate work requirements for food stamps and support conservative waiver reform"
    own = [f"{one} It is number {number} of my reasons." for number, one in enumerate(OWN * 3)]
    some = [f"{campaign}{end}" for end in ("", ".", "!", " now.", ". Thanks.", " please.", "s.", " today.") * 2]
    return [f"{text}\nRe: Supplem{RE[len('Re: Supplem') :]}" for text in [*own, *some]]
