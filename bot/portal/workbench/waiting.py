"""How long an item has waited, in working days, against what the solution usually takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cases import states
from bot.cases.backends.queue import Item
from bot.clock import local
from bot.knowledge.schema import Solution
from bot.reports.danish_days import working_days_between


@dataclass(frozen=True)
class Waiting:
    """In words; `late` is how many working days it is over the usual time."""

    text: str
    late: int = 0


def waiting(item: Item, solution: Solution | None, today: date) -> Waiting:
    """Of an open item the desk's own time; of one that awaits the reporter, how long that has been."""
    here = working_days_between(local(item.desk_since).date(), today)
    since = working_days_between(local(item.state_since).date(), today)
    if item.state == states.AWAITS_REPORTER:
        return Waiting(f"Har ventet på svar {days(since)}" if since else "Spurgt i dag")
    if item.state not in states.OPEN:
        return Waiting(f"{states.LABELS[item.state]} {f'for {days(since)} siden' if since else 'i dag'}")
    usual = solution.report.processing_days if solution and solution.report else None
    text = f"Har ventet {days(here)}" if here else "Kommet i dag"
    if usual is None:
        return Waiting(text)
    late = max(0, here - usual)
    return Waiting(f"{text}, normalt {days(usual)}" if here else f"{text}, tager normalt {days(usual)}", late)


def days(number: int) -> str:
    return "1 arbejdsdag" if number == 1 else f"{number} arbejdsdage"
