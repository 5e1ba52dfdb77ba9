"""`serviceassistent calls`: how many calls 1st line answers, by week, topic and outcome."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.cli.here import settings_here
from bot.clock import LOCAL, local, utc_now
from bot.container import Container
from bot.handover.calls import CALL_OUTCOMES
from bot.insight.calls import FEWEST, NO_TOPIC, Parts, Week, monday_of
from bot.reports.formatting import danish_date

WEEKS = 8
MOST_WEEKS = 104


def add_parser(subparsers: Any) -> None:
    """Adds the command to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "calls",
        help="opkald til 1.-linje pr. uge, emne og udfald (calls)",
        description=f"Opkald, som 1.-linje har logget ved /desk/opslag. Tal under {FEWEST} vises ikke.",
    )
    parser.add_argument(
        "--weeks", type=int, default=WEEKS, metavar="N", help=f"hvor mange uger tilbage, højst {MOST_WEEKS} (weeks)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the weeks; the exit code is 1 where the database cannot be read, 2 for a wrong number of weeks."""
    if not 1 <= args.weeks <= MOST_WEEKS:
        print(f"Skriv et antal uger fra 1 til {MOST_WEEKS}.", file=sys.stderr)
        return 2
    services = Container(settings_here(), channel="cli")
    now = utc_now()
    first = monday_of(now) - timedelta(weeks=args.weeks - 1)
    try:
        weeks = services.call_figures.weeks(datetime.combine(first, time(), LOCAL), now)
    except sa.exc.SQLAlchemyError:
        print("Databasen svarer ikke, eller den er ikke sat op.", file=sys.stderr)
        return 1
    for line in told(weeks, services.knowledge.title):
        print(line)
    if not weeks:
        print(f"Der er ingen loggede opkald siden {danish_date(first)}.")
    elif local(now).weekday() < 6:
        print("Den sidste uge er ikke slut endnu.")
    return 0


def told(weeks: list[Week], title: Callable[[str], str]) -> Iterator[str]:
    """The weeks as lines of text; `title` names a topic by its id."""
    for week in weeks:
        number = week.monday.isocalendar().week
        total = f"{week.total} opkald" if week.total is not None else f"under {FEWEST} opkald"
        yield f"Uge {number} (fra {danish_date(week.monday)}): {total}"
        if week.total is None:
            continue
        yield from _parts("Udfald", week.outcomes, lambda code: CALL_OUTCOMES.get(code, code))
        yield from _parts("Emner", week.topics, lambda id_: "Uden emne" if id_ == NO_TOPIC else title(id_))


def _parts(heading: str, parts: Parts, named: Callable[[str], str]) -> Iterator[str]:
    yield f"  {heading}"
    for name, count in parts.shown.items():
        yield f"    {count:>5}  {named(name)}"
    if parts.others:
        yield f"    {parts.others:>5}  Andre"
