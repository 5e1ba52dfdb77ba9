"""Checks of notice that runs to the end of a month."""

from __future__ import annotations

from typing import Any

from bot.knowledge.figures import shifted, usable
from bot.knowledge.schema import Report
from bot.reports.check_dates import applies, span_of
from bot.reports.check_types import Answers, CheckContext, Finding
from bot.reports.danish_days import month_end
from bot.reports.formatting import danish_date


def notice_to_month_end(
    form: Report,
    answers: Answers,
    context: CheckContext,
    *,
    field: str,
    figure: str,
    given: str | None = None,
    when: dict[str, Any] | None = None,
) -> Finding | None:
    """The last day of work is the end of a month, and not before the notice (`figure`) has run out.

    The notice runs from the answer to `given`, else from today. `when` ({field, any_of}) limits the check to reports
    with that answer.
    """
    last, known = span_of(answers.get(field)), context.figures.get(figure)
    if last is None or known is None or not usable(known, context.today) or not applies(when, answers):
        return None
    notice_given = span_of(answers.get(given)) if given else None
    start = notice_given[0] if notice_given else context.today
    runs_to = shifted(start, known, before=False)
    if runs_to is None:
        return None
    day, earliest = last[0], month_end(runs_to)
    if day < earliest:
        return Finding(
            f"Varslet er {known.shown()}. Gives det {danish_date(start)}, kan sidste dag tidligst være "
            f"{danish_date(earliest)}. Er leder og medarbejder enige om en tidligere dag, kan I godt sende.",
            (field,),
        )
    if day != month_end(day):
        return Finding(
            f"Varslet går til udgangen af en måned. Sidste dag er derfor normalt {danish_date(month_end(day))}, "
            "medmindre leder og medarbejder er enige om en anden dag.",
            (field,),
        )
    return None
