"""Checks of amounts, numbers, attachments and duplicates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.knowledge.figures import usable
from bot.knowledge.schema import Report
from bot.reports.check_dates import applies
from bot.reports.check_types import Answers, CheckContext, Finding, label
from bot.reports.formatting import danish_amount, danish_number, listed


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def amount_range(
    form: Report,
    answers: Answers,
    context: CheckContext,
    *,
    field: str,
    above: str | None = None,
    below: str | None = None,
    text: str | None = None,
) -> Finding | None:
    """The amount (kr.) is within what is usual; the form's own limits are stricter and are checked when it is given."""
    amount = _decimal(answers.get(field))
    if amount is None:
        return None
    unusual = (above is not None and amount > Decimal(above)) or (below is not None and amount < Decimal(below))
    if not unusual:
        return None
    return Finding(text or f"{label(form, field)} er {danish_amount(amount)}. Tjek, at det er rigtigt.", (field,))


def figure_limit(
    form: Report,
    answers: Answers,
    context: CheckContext,
    *,
    field: str,
    figure: str,
    text: str,
    above: bool = False,
    inclusive: bool = False,
) -> Finding | None:
    """The number is not below a figure, or with `above` not above it; `inclusive` also stops at the figure itself."""
    number, known = _decimal(answers.get(field)), context.figures.get(figure)
    if number is None or known is None or known.value is None or not usable(known, context.today):
        return None
    beyond = number > known.value if above else number < known.value
    return Finding(text, (field,)) if beyond or (inclusive and number == known.value) else None


def km_plausible(
    form: Report, answers: Answers, context: CheckContext, *, km: str, trips: str | None = None, per_trip: str = "300"
) -> Finding | None:
    """The kilometres per trip are what a person drives in a day at work."""
    distance, number = _decimal(answers.get(km)), _decimal(answers.get(trips)) if trips else None
    if distance is None:
        return None
    each = distance / number if number else distance
    if each <= Decimal(per_trip):
        return None
    return Finding(
        f"Det er {danish_number(str(round(each)))} km pr. tur i gennemsnit. Tjek både kilometer og antal ture.",
        (km, *([trips] if trips else [])),
    )


def hours_change(
    form: Report,
    answers: Answers,
    context: CheckContext,
    *,
    new: str,
    current: str,
    figure: str | None = None,
    full_time: str = "37",
) -> Finding | None:
    """The new weekly hours differ from the current ones, and are within the law's average (`figure`)."""
    hours, before = _decimal(answers.get(new)), _decimal(answers.get(current))
    if hours is None:
        return None
    if before is not None and hours == before:
        return Finding("Det nye timetal er det samme som det nuværende.", (new,), "error")
    known = context.figures.get(figure) if figure else None
    if known and usable(known, context.today) and known.value is not None and hours > known.value:
        return Finding(f"Timetallet er over {known.text}. Det kan ikke aftales fast.", (new,), "error")
    if hours > Decimal(full_time):
        return Finding(
            f"Timetallet er højere end en almindelig fuldtid på {full_time} timer. Tjek, at det er rigtigt.", (new,)
        )
    return None


def attachment_present(
    form: Report, answers: Answers, context: CheckContext, *, field: str, text: str, when: dict[str, Any] | None = None
) -> Finding | None:
    """There is an attachment, where the answer named in `when` ({field, any_of}) asks for one."""
    if answers.get(field) or not applies(when, answers):
        return None
    return Finding(text, (field,))


def likely_duplicate(form: Report, answers: Answers, context: CheckContext, *, fields: list[str]) -> Finding | None:
    """No other case that the reporter may see has the same answers."""
    compared = {name: answers[name] for name in fields if answers.get(name) is not None}
    if len(compared) < 2:
        return None
    numbers = list(context.duplicates(compared))
    if not numbers:
        return None
    which = "sagen" if len(numbers) == 1 else "sagerne"
    return Finding(f"Det ligner {which} {listed(numbers)}. Send kun, hvis det er noget nyt.", tuple(compared))


def suggests_other_report(
    form: Report, answers: Answers, context: CheckContext, *, field: str, any_of: list[Any], solution: str, text: str
) -> Finding | None:
    """Says that the answer also, or instead, belongs in another report."""
    fits = applies({"field": field, "any_of": any_of}, answers)
    return Finding(text, (field,), solution=solution) if fits else None


def answer_note(
    form: Report, answers: Answers, context: CheckContext, *, field: str, any_of: list[Any], text: str
) -> Finding | None:
    """Says something that should be known with this answer."""
    return Finding(text, (field,)) if applies({"field": field, "any_of": any_of}, answers) else None
