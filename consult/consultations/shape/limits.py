"""The limits of a questionnaire: what one person can be asked, and one page can show."""

import re

KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
MOST_PARAGRAPHS = 1_000
MOST_SECTIONS = 60
MOST_QUESTIONS = 200
MOST_ANSWERS = 4_000  # over all instances of groups and rows of matrices
MOST_INSTANCES = 20
MOST_OPTIONS = 60
MOST_ROWS = 40
MOST_COLUMNS = 12
MOST_STEPS = 11
MOST_STARS = 10
MOST_WORDS = 10_000
MOST_FILES = 20
MOST_POINTS = 1_000_000
MOST_DECIMALS = 6
MOST_DIGITS = 30
MOST_RULES = 50
DEEPEST_RULE = 6
TEXT_LENGTH = 20_000
CHARACTERS = {"short_text": 1_000, "long_text": 100_000}
SHORT_WORDS = 60
OTHER = "other"
