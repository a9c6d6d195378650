"""Texts as people write them, for measuring: English and Chinese, common words and rare ones, the same in each run."""

import random

COMMON = """
    the of and to in that is for on be with this are as by it we not have should from at or an which
    their must was has more they who can people our state public rights report committee article
    paragraph should measures children women access information law protection national general comment
    assembly peaceful police use force data persons environment water health education work housing
    language religion freedom expression privacy equality indigenous disability participation court
    remedy training budget rural urban school family safety transport climate forest river port energy
    tax market trade licence insurance labour wage pension migration asylum border detention consent
"""
SIGNS = """
    政府 法律 保險 計程車 司機 平台 安全 責任 乘客 管理 消費 合法 費率 車輛 交通 服務 制度 人民
    權利 資料 勞工 環境 教育 健康 稅
"""
ENGLISH, CHINESE = COMMON.split(), SIGNS.split()
RARE = 4000


def rare_words(dice: random.Random) -> list[str]:
    """Words of which each stands in a few texts only."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return ["".join(dice.choices(letters, k=dice.randint(5, 11))) for _ in range(RARE)]


def comment_texts(count: int, seed: int = 2) -> list[str]:
    """So many texts of 100 to 500 characters; every seventh in Chinese."""
    dice = random.Random(seed)
    rare, weights = rare_words(random.Random(1)), [1 / (place + 1) for place in range(len(ENGLISH))]
    return [_chinese(dice) if number % 7 == 3 else _english(dice, rare, weights) for number in range(count)]


def _english(dice: random.Random, rare: list[str], weights: list[float]) -> str:
    words = dice.choices(ENGLISH, weights, k=dice.randint(15, 75))
    words[dice.randrange(len(words))] = dice.choice(rare)
    return " ".join(words).capitalize() + "."


def _chinese(dice: random.Random) -> str:
    return "，".join("".join(dice.choices(CHINESE, k=dice.randint(3, 9))) for _ in range(dice.randint(3, 8))) + "。"
