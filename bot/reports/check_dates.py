"""Checks of dates and periods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.knowledge.figures import shifted, usable
from bot.knowledge.schema import Report
from bot.reports.check_types import Answers, CheckContext, Finding, label
from bot.reports.danish_days import danish_holidays, is_working_day
from bot.reports.formatting import danish_date
from bot.reports.limits import date_limit


def span_of(value: Any) -> tuple[date, date | None] | None:
    """First and last day of a date or period answer; the last is None for an open period."""
    if isinstance(value, str) and value:
        day = date.fromisoformat(value)
        return day, day
    if isinstance(value, dict) and value.get("from"):
        return date.fromisoformat(value["from"]), date.fromisoformat(value["to"]) if value.get("to") else None
    return None


def not_in_future(
    form: Report, answers: Answers, context: CheckContext, *, field: str, text: str | None = None
) -> Finding | None:
    """The date, or the period's last day, is today at the latest."""
    span = span_of(answers.get(field))
    if span is None or (span[1] or span[0]) <= context.today:
        return None
    return Finding(text or f"{label(form, field)}: datoen ligger ude i fremtiden.", (field,))


def not_before(
    form: Report, answers: Answers, context: CheckContext, *, field: str, limit: str, text: str
) -> Finding | None:
    """The date is not before a limit such as "-14d" or an ISO date."""
    span, earliest = span_of(answers.get(field)), date_limit(limit, context.today)
    if span is None or earliest is None or span[0] >= earliest:
        return None
    return Finding(text, (field,))


def period_order(form: Report, answers: Answers, context: CheckContext, *, first: str, second: str) -> Finding | None:
    """The first is over before the second begins; two plain dates may be the same day."""
    one, two = span_of(answers.get(first)), span_of(answers.get(second))
    if one is None or two is None:
        return None
    both_dates = isinstance(answers[first], str) and isinstance(answers[second], str)
    end = one[1] or one[0]
    if end < two[0] or (both_dates and end == two[0]):
        return None
    shown = danish_date(end)
    return Finding(
        f"{label(form, first)} ({shown}) skal ligge før {label(form, second).lower()} ({danish_date(two[0])}).",
        (first, second),
    )


def barsel_notice_deadline(
    form: Report, answers: Answers, context: CheckContext, *, field: str, figure: str, near_days: int = 21
) -> Finding | None:
    """Says when notice is due before the birth (barselsloven § 15), where that day is near or has passed."""
    span, known = span_of(answers.get(field)), context.figures.get(figure)
    if span is None or known is None or not usable(known, context.today):
        return None
    due = shifted(span[0], known, before=True)
    if due is None:
        return None
    birth, last = danish_date(span[0]), danish_date(due)
    if due < context.today:
        return Finding(
            f"Fristen for at varsle var {last}, fordi terminen er {birth}. Send alligevel varslingen nu, og tal med "
            "din leder om den.",
            (field,),
        )
    if due <= context.today + timedelta(days=near_days):
        return Finding(
            f"Du skal varsle senest {last}, fordi terminen er {birth}. Det når du, hvis du sender i dag.", (field,)
        )
    return None


def deadline_after(
    form: Report,
    answers: Answers,
    context: CheckContext,
    *,
    field: str,
    figure: str,
    what: str,
    near_days: int = 7,
    when: dict[str, Any] | None = None,
) -> Finding | None:
    """Says when `what` is due after the date, where that day is near or has passed.

    `when` ({field, any_of}) limits the check to reports with that answer.
    """
    return _near_deadline(answers, context, field, figure, what, near_days, when, before=False)


def deadline_before(
    form: Report,
    answers: Answers,
    context: CheckContext,
    *,
    field: str,
    figure: str,
    what: str,
    near_days: int = 14,
    when: dict[str, Any] | None = None,
) -> Finding | None:
    """Says when `what` is due before the date, where that day is near or has passed.

    `when` ({field, any_of}) limits the check to reports with that answer.
    """
    return _near_deadline(answers, context, field, figure, what, near_days, when, before=True)


def _near_deadline(
    answers: Answers,
    context: CheckContext,
    field: str,
    figure: str,
    what: str,
    near_days: int,
    when: dict[str, Any] | None,
    *,
    before: bool,
) -> Finding | None:
    span, known = span_of(answers.get(field)), context.figures.get(figure)
    if span is None or known is None or not usable(known, context.today) or not applies(when, answers):
        return None
    due = shifted(span[0], known, before=before)
    if due is None or due > context.today + timedelta(days=near_days):
        return None
    if due < context.today:
        return Finding(f"Fristen for {what} var {danish_date(due)}. Send i dag, så det ikke bliver senere.", (field,))
    return Finding(f"Fristen for {what} er {danish_date(due)}.", (field,))


def leave_before_birth(
    form: Report, answers: Answers, context: CheckContext, *, start: str, birth: str, figure: str
) -> Finding | None:
    """The leave begins before the birth, and not earlier than there is a right to pay for."""
    begins, due, known = span_of(answers.get(start)), span_of(answers.get(birth)), context.figures.get(figure)
    if begins is None or due is None:
        return None
    if begins[0] > due[0]:
        return Finding("Orloven før fødslen begynder efter terminen. Tjek de to datoer.", (start, birth), "error")
    earliest = shifted(due[0], known, before=True) if known and usable(known, context.today) else None
    if earliest is None or begins[0] >= earliest:
        return None
    return Finding(
        f"Orloven begynder tidligere end {danish_date(earliest)}, hvor retten til løn normalt begynder. Tal med Løn og "
        "Personale om tiden før, fx ferie eller tjenestefri uden løn.",
        (start,),
    )


def weeks_match_period(
    form: Report, answers: Answers, context: CheckContext, *, period: str, weeks: str
) -> Finding | None:
    """The number of weeks is about as long as the period: two weeks of difference are allowed."""
    span, number = span_of(answers.get(period)), answers.get(weeks)
    if span is None or span[1] is None or number is None:
        return None
    in_period = ((span[1] - span[0]).days + 1) / 7
    if abs(in_period - float(number)) <= 2:
        return None
    return Finding(
        f"Perioden er på cirka {round(in_period)} uger, men du har skrevet {number}. Tjek, hvad der er rigtigt.",
        (period, weeks),
    )


def starts_soon(
    form: Report, answers: Answers, context: CheckContext, *, field: str, limit: str, text: str
) -> Finding | None:
    """The date is before today moved by the limit ("+14d"), so that others may not be able to act in time."""
    span, soon = span_of(answers.get(field)), date_limit(limit, context.today)
    if span is None or soon is None or span[0] >= soon:
        return None
    return Finding(text, (field,))


def working_days(form: Report, answers: Answers, context: CheckContext, *, field: str) -> Finding | None:
    """The period holds working days, and does not begin or end on a weekend or holiday without a reason."""
    span = span_of(answers.get(field))
    if span is None or span[1] is None or (span[1] - span[0]).days > 366:
        return None
    days = [span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days + 1)]
    if not any(map(is_working_day, days)):
        return Finding(
            "Der er ingen almindelige arbejdsdage i perioden. Har du vagter de dage, er det i orden.", (field,)
        )
    for day, verb in ((span[0], "begynder"), (span[1], "slutter")):
        name = danish_holidays(day.year).get(day)
        if name and day.weekday() < 5:
            return Finding(
                f"Perioden {verb} på en helligdag ({name}). Den dag koster normalt ikke en feriedag.", (field,)
            )
    return None


def figure_in_force(
    form: Report, answers: Answers, context: CheckContext, *, field: str, figure: str, text: str
) -> Finding | None:
    """The rate is known for the days that the report covers."""
    span, known = span_of(answers.get(field)), context.figures.get(figure)
    if span is None or known is None:
        return None
    if usable(known, span[0]) and usable(known, span[1] or span[0]):
        return None
    return Finding(text, (field,))


def applies(when: dict[str, Any] | None, answers: Answers) -> bool:
    """Says whether {field, any_of} holds for the answers; None always holds."""
    if when is None:
        return True
    answer = answers.get(when["field"])
    given = answer if isinstance(answer, list) else [answer]
    return any(value in when["any_of"] for value in given)
