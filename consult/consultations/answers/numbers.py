"""Reading numbers and days."""

from decimal import Decimal
from typing import Any

from consult.consultations.answers.reading import Manner, Unfit
from consult.consultations.asked import AskedQuestion
from consult.consultations.shape.settings import as_date, as_decimal


def read_number(question: AskedQuestion, raw: Any, manner: Manner) -> str:
    """A number in its canonical form: digits 0-9, a point, no zeros that say nothing."""
    found = as_decimal(raw.strip() if isinstance(raw, str) else raw)
    if found is None:
        raise Unfit("not_a_number")
    places = int(question.settings.get("decimals", 0))
    text = canonical(found)
    if len(text.partition(".")[2]) > places:
        raise Unfit("too_many_decimals", limit=places) if places else Unfit("not_a_whole_number")
    low, high = (as_decimal(question.settings.get(name)) for name in ("min", "max"))
    if low is not None and found < low:
        raise Unfit("number_too_low", limit=canonical(low))
    if high is not None and found > high:
        raise Unfit("number_too_high", limit=canonical(high))
    return text


def canonical(number: Decimal) -> str:
    """A number as it is kept."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    shown = (whole.lstrip("0") or "0") + point + rest
    return shown if shown == "0" else sign + shown


def read_date(question: AskedQuestion, raw: Any, manner: Manner) -> str:
    """A day as YYYY-MM-DD."""
    found = as_date(raw.strip() if isinstance(raw, str) else raw)
    if found is None:
        raise Unfit("not_a_date")
    first, last = (as_date(question.settings.get(name)) for name in ("earliest", "latest"))
    if first and found < first:
        raise Unfit("date_too_early", limit=first.isoformat())
    if last and found > last:
        raise Unfit("date_too_late", limit=last.isoformat())
    return found.isoformat()
