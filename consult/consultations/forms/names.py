"""What the fields of the questions are called.

`q_<key>`, in groups `q_<key>.<instance>`; parts of an answer `q_<key>.<instance>.<part>`: a row, an option, `other`, or
`day`, `month` and `year`. `g_<key>` says how many instances of a group stand on the page, `asked` what stands there.
"""

from consult.consultations.asked import AskedQuestion, AskedSection

DATE_PARTS = ("day", "month", "year")
HYPHEN = "\u2010"  # stands for a hyphen that was typed within a part of a day, so that it stays in its box
YES = "yes"
ASKED = "asked"
ADD = "add"
REMOVE = "remove"


def name_of(question: AskedQuestion, instance: int | None = None) -> str:
    """The name of a question's field; `instance` within a group."""
    return f"q_{question.key}" if instance is None else f"q_{question.key}.{instance}"


def part_of(question: AskedQuestion, instance: int | None, part: str) -> str:
    """The name of one part of a field."""
    return f"q_{question.key}.{instance or 1}.{part}"


def count_of(section: AskedSection) -> str:
    """The name of the field that counts the instances of a group."""
    return f"g_{section.key}"
