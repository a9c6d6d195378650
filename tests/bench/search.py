"""search.p99.vs.like: our search over 100,000 texts against LIKE '%...%' over the same texts."""

import random
import time
from collections.abc import Callable
from statistics import median, quantiles

from sqlalchemy import text

from consult.contributions.search_queries import search
from consult.core.actors import ANYBODY
from consult.site import Site
from tests.bench.rows import Row, interleaved, row
from tests.bench.texts import CHINESE, ENGLISH, rare_words
from tests.bench.worlds import filled, new_site

TEXTS, ROUNDS = 100_000, 3
LIKE = text("SELECT id, text FROM passage WHERE text LIKE :pattern LIMIT 20")
COUNT = text("SELECT count(*) FROM passage WHERE text LIKE :pattern")


def measure() -> list[Row]:
    """p99 over common and rare words in English and Chinese, both ways."""
    dice = random.Random(3)
    words = [
        *ENGLISH[:20],
        *dice.sample(ENGLISH[20:], 10),
        *dice.sample(CHINESE, 10),
        *dice.sample(rare_words(random.Random(1)), 20),
    ]
    with new_site() as site:
        proceeding = filled(site, TEXTS, search=True)
        ours, like = interleaved(
            ROUNDS,
            lambda: p99(words, lambda word: by_index(site, proceeding.id, word)),
            lambda: p99(words, lambda word: by_like(site, word)),
        )
    print(f"  search: p99 {median(ours) * 1000:.1f} ms; LIKE: p99 {median(like) * 1000:.1f} ms; {TEXTS:,} texts")
    return [row("search.p99.vs.like", median(ours) / median(like))]


def p99(words: list[str], find: Callable[[str], None]) -> float:
    """Seconds, the 99th percentile over the words."""
    taken = []
    for word in words:
        started = time.perf_counter()
        find(word)
        taken.append(time.perf_counter() - started)
    return quantiles(taken, n=100)[98]


def by_index(site: Site, proceeding_id: int, word: str) -> None:
    """A page of hits as a reader gets it: ranked, counted, disclosed, with snippets."""
    with site.database.reading() as db:
        search(db, ANYBODY, word, proceeding_id=proceeding_id)


def by_like(site: Site, word: str) -> None:
    """The same page by scanning: the first hits and their number."""
    with site.database.reading() as db:
        db.execute(LIKE, {"pattern": f"%{word}%"}).all()
        db.execute(COUNT, {"pattern": f"%{word}%"}).scalar()
