"""`serviceassistent check`: lints knowledge/ and prints what to correct, in Danish."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.knowledge.check import CheckReport, check_knowledge
from bot.settings import PROJECT


def add_parser(subparsers: Any) -> None:
    """Adds the command to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "check",
        help="gennemgå knowledge/ (lint)",
        description="Gennemgår knowledge/ og viser fejl og advarsler med fil og linje. Ender med 1, hvis der er fejl.",
    )
    parser.add_argument("--path", type=Path, default=PROJECT / "knowledge", help="mappen (default: knowledge/)")
    parser.add_argument("--date", type=date.fromisoformat, default=None, help="regn med denne dag (today), ÅÅÅÅ-MM-DD")
    parser.add_argument("--lix", action="store_true", help="vis læsbarhed (LIX) for hver emneside")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Runs the check; the exit code is 1 where something must be corrected."""
    path = args.path.resolve()
    report = check_knowledge(path, args.date or datetime.now(ZoneInfo("Europe/Copenhagen")).date())
    for problem in report.problems:
        print(problem.shown(path.parent))
    if args.lix:
        for solution_id, value in sorted(report.lix.items(), key=lambda item: -item[1]):
            print(f"LIX {value:4.0f}  {solution_id}")
    print(summary(report))
    return 1 if report.errors else 0


def summary(report: CheckReport) -> str:
    """The last line: how many errors and warnings, how readable, how long the trees' ways are."""
    parts = [f"{len(report.errors)} fejl, {len(report.warnings)} advarsler"]
    if report.lix:
        parts.append(f"{len(report.lix)} emnesider, LIX {sum(report.lix.values()) / len(report.lix):.0f} i gennemsnit")
    longest = max((proof.longest for proof in report.trees.values()), default=0)
    parts.append(f"{len(report.trees)} spørgetræer, højst {longest} spørgsmål")
    if report.placeholders:
        parts.append(f"{report.placeholders} pladsholdere i organisation.yml skal erstattes før brug")
    return "; ".join(parts) + "."
