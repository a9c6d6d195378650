"""group.campaigns.us.per.text and .recall: campaigns of copies in which each word was changed with a chance of one in ten,
among as many texts of people who wrote their own."""

import random
import time
from collections import Counter
from statistics import median

from consult.moderation.likeness.grouping import Grouping
from consult.moderation.likeness.lines import common_lines
from tests.bench.rows import Row, row
from tests.bench.texts import ENGLISH, comment_texts, rare_words

CAMPAIGNS, COPIES, OWN, ROUNDS, EDITED = 40, 250, 10_000, 3, 0.10


def measure() -> list[Row]:
    """The median of three rounds, in time of the processor, shared lines included; the recall of all copies."""
    texts, campaign_of = planted()
    took, grouping = [], Grouping()
    for _round in range(ROUNDS):
        began = time.process_time()
        grouping = Grouping(common_lines(texts[:1000]))
        for number, text in enumerate(texts):
            grouping.add(number, text)
        took.append(1e6 * (time.process_time() - began) / len(texts))
    share, wrong = recall(grouping, campaign_of)
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"  campaigns: {len(texts):,} texts of {words:.0f} words; recall {share:.4f}; {wrong} of others' joined in")
    return [
        row("group.campaigns.us.per.text", median(took), healthy=wrong == 0),
        row("group.campaigns.recall", share, healthy=wrong == 0),
    ]


def planted(campaigns: int = CAMPAIGNS, copies: int = COPIES, own: int = OWN) -> tuple[list[str], dict[int, int]]:
    """Texts in a mixed order, and of each copy the number of its campaign."""
    dice = random.Random(10)
    rare = rare_words(random.Random(1))
    letters = [letter(dice, rare) for _campaign in range(campaigns)]
    mixed: list[tuple[int, str]] = [(-1, text) for text in comment_texts(own, seed=7)]
    mixed += [(place, edited(dice, one, rare)) for place, one in enumerate(letters) for _copy in range(copies)]
    dice.shuffle(mixed)
    return [text for _place, text in mixed], {number: one[0] for number, one in enumerate(mixed) if one[0] >= 0}


def letter(dice: random.Random, rare: list[str]) -> list[str]:
    """The words of a letter that many will send: 60 to 200."""
    return [dice.choice(rare) if dice.random() < 0.3 else dice.choice(ENGLISH) for _ in range(dice.randint(60, 200))]


def edited(dice: random.Random, words: list[str], rare: list[str]) -> str:
    """A copy with every tenth word another one, dropped, or with one beside it."""
    found: list[str] = []
    for word in words:
        if dice.random() >= EDITED:
            found.append(word)
        else:
            found += dice.choice([[dice.choice(rare)], [], [word, dice.choice(ENGLISH)]])
    return " ".join(found).capitalize() + "."


def recall(grouping: Grouping, campaign_of: dict[int, int]) -> tuple[float, int]:
    """The share of copies in the largest group of their campaign, and how many texts of others are in such groups."""
    group_of = grouping.groups()
    groups: dict[int, Counter[int]] = {}
    for number, campaign in campaign_of.items():
        groups.setdefault(campaign, Counter())[group_of[number]] += 1
    largest = {campaign: one.most_common(1)[0] for campaign, one in groups.items()}
    owner = {group: campaign for campaign, (group, _count) in largest.items()}
    wrong = sum(campaign_of.get(number, -1) != owner[group] for number, group in group_of.items() if group in owner)
    return sum(count for _group, count in largest.values()) / len(campaign_of), wrong
