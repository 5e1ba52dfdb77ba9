"""Checks of notice that runs to the end of a month."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from bot.knowledge.figures import shifted, usable
from bot.knowledge.schema import Report
from bot.reports.check_dates import applies
from bot.reports.check_types import Answers, CheckContext, Finding
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
    last, known = answers.get(field), context.figures.get(figure)
    if not isinstance(last, str) or known is None or not usable(known, context.today) or not applies(when, answers):
        return None
    notice_given = answers.get(given) if given else None
    start = date.fromisoformat(notice_given) if isinstance(notice_given, str) and notice_given else context.today
    runs_to = shifted(start, known, before=False)
    if runs_to is None:
        return None
    day, earliest = date.fromisoformat(last), _month_end(runs_to)
    if day < earliest:
        return Finding(
            f"Varslet er {known.shown()}. Gives det {danish_date(start)}, kan sidste dag tidligst være "
            f"{danish_date(earliest)}. Er leder og medarbejder enige om en tidligere dag, kan I godt sende.",
            (field,),
        )
    if day != _month_end(day):
        return Finding(
            f"Varslet går til udgangen af en måned. Sidste dag er derfor normalt {danish_date(_month_end(day))}, "
            "medmindre leder og medarbejder er enige om en anden dag.",
            (field,),
        )
    return None


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
