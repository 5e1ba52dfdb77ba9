"""`serviceassistent feedback`: what people answered to whether it was solved, and whether they were satisfied."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bot.clock import today
from bot.container import Container
from bot.feedback.figures import ALL, OTHERS, Share
from bot.feedback.model import FeedbackRow
from bot.settings import Settings

_QUESTIONS = {"solved": "Fik du løst det?", "satisfied": "Hvor tilfreds er du?"}
_MOMENTS = {
    "receipt": "efter kvittering",
    "facet": "efter svar på et spørgsmål",
    "topic": "efter en emneside",
    "solution": "efter en løsning",
    "tree": "efter et spørgetræ",
    "case": "efter en løst sag",
    "handover": "efter 1.-linje",
}
_COUNTED = ("yes", "partly", "no")
_FEW = "færre end 5 svar"


def add_parser(subparsers: Any) -> None:
    """Adds the command to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "feedback",
        help="hvad brugerne svarer: løst og tilfreds (satisfaction, solved)",
        description="Andele af ja/delvist/nej, for hvert af de to spørgsmål for sig, med antallet af svar. Grupper med "
        "færre end 5 svar slås sammen under »øvrige« eller udelades.",
    )
    parser.add_argument(
        "--by",
        choices=("solution", "area", "month", "moment"),
        default="month",
        help="gruppér efter løsning, område, måned eller anledning (standard: month)",
    )
    parser.add_argument("--since", type=_day, metavar="ÅÅÅÅ-MM-DD", help="fra og med (standard: et år tilbage)")
    parser.add_argument("--until", type=_day, metavar="ÅÅÅÅ-MM-DD", help="til og med (standard: i dag)")
    parser.add_argument("--comments", action="store_true", help="vis det, der er skrevet, i stedet for tal / comments")
    parser.set_defaults(run=_run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} er ikke en dato som 2026-03-01") from None


def _run(args: argparse.Namespace) -> int:
    services = Container(Settings.from_environment(), channel="cli")
    if not sa.inspect(services.engine).has_table(FeedbackRow.__tablename__):
        where = services.engine.url.render_as_string()
        print(f"Databasen {where} er ikke Serviceassistentens. Start assistenten først.", file=sys.stderr)
        return 2
    until = args.until or today(services.clock)
    since = args.since or until - timedelta(days=365)
    if args.comments:
        return _comments(services, since)
    shares = services.feedback_figures.shares(args.by, since, until)
    print(f"{since} til {until}. Ubesvarede spørgsmål tæller kun med i »spurgt«.")
    for question, title in _QUESTIONS.items():
        _table(services, title, [share for share in shares if share.question == question])
    return 0


def _table(services: Container, title: str, shares: Sequence[Share]) -> None:
    print(f"\n{title}")
    if not shares:
        print("  ingen har svaret")
        return
    print(f"  {'':<44}{'spurgt':>8}{'svar':>7}{'ja':>7}{'delvist':>9}{'nej':>7}")
    for share in shares:
        name = _name(services, share.group)
        if share.answered is None:
            print(f"  {name:<44}{share.asked:>8}  {_FEW}")
            continue
        yes, partly, no = (f"{share.percent(answer)} %" for answer in _COUNTED)
        print(f"  {name:<44}{share.asked:>8}{share.answered:>7}{yes:>7}{partly:>9}{no:>7}")


def _name(services: Container, group: str) -> str:
    solution = services.knowledge.solution(group)
    if solution is not None:
        return solution.title[:43]
    area = services.knowledge.areas.get(group)
    named = {OTHERS: "øvrige", ALL: "i alt", "-": "uden løsning"} | _MOMENTS
    return area.title if area is not None else named.get(group, group)


def _comments(services: Container, since: date) -> int:
    """What was written, without who and without when: a date would lead to a conversation."""
    for row, text in services.feedback.comments(since):
        about = _name(services, row.solution_id or "-")
        answer = {"yes": "ja", "partly": "delvist", "no": "nej"}.get(row.answer or "", "intet svar")
        print(f"{about} ({_MOMENTS.get(row.moment, row.moment)}, {answer}): {' '.join(text.split())}")
    return 0
