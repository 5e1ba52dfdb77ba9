"""`serviceassistent grunddata`: units, people, employments and leaders from a file, tried first if so wished."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.cli.here import settings_here
from bot.clock import local
from bot.container import Container
from bot.database.engine import session_factory
from bot.database.migrations import configuration, upgrade
from bot.demo.seed import is_demo
from bot.grunddata.export import export
from bot.grunddata.files import UnreadableSource, read_source
from bot.grunddata.parsing import parse
from bot.grunddata.wording import report
from bot.settings import Settings


def add_parser(subparsers: Any) -> None:
    """Adds the command and its parts to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "grunddata",
        help="indlæs enheder, medarbejdere, ansættelser og ledere (master data)",
        description="Enheder, medarbejdere, ansættelser og ledere (master data). Formatet står i docs/grunddata.md.",
    )
    parts = parser.add_subparsers(title="dele / parts", required=True, metavar="DEL")
    importing = parts.add_parser(
        "import",
        help="indlæs en fil (read a file)",
        description="Indlæser hele kommunens grunddata. Viser forskellene først og ændrer intet, hvis der er fejl. "
        "Ender med 0, når filen passer; 1, når den har fejl eller bliver afvist; 2, når den ikke kan læses.",
    )
    importing.add_argument("file", metavar="FILE", type=Path, help="ZIP-fil eller mappe med de tre CSV-filer")
    importing.add_argument(
        "--dry-run", action="store_true", help="prøv kun: vis det hele, og ændr intet (change nothing)"
    )
    importing.add_argument("--all", action="store_true", help="vis alle linjer, ikke kun de første (show all)")
    importing.add_argument(
        "--force",
        action="store_true",
        help="tro på filen, også når usædvanlig meget forsvinder (never overrides errors)",
    )
    importing.set_defaults(run=run_import)
    exporting = parts.add_parser(
        "export",
        help="skriv grunddata til en ZIP-fil i samme format (write a file)",
        description="Skriver grunddata, som de er nu, til en ZIP-fil, som import kan læse.",
    )
    exporting.add_argument("file", metavar="FILE", type=Path, help="ZIP-filen, der skal skrives")
    exporting.set_defaults(run=run_export)
    runs = parts.add_parser("runs", help="vis de seneste indlæsninger (latest imports)")
    runs.set_defaults(run=run_runs)


def run_import(args: argparse.Namespace) -> int:
    """Reads the file and brings it in, unless it is a trial; 1 where the file is not taken, 2 where it cannot be."""
    settings = settings_here()
    try:
        data = parse(read_source(args.file))
        services = _services(settings, trial=args.dry_run)
    except (UnreadableSource, _NotReady) as error:
        print(f"serviceassistent grunddata: {error}", file=sys.stderr)
        return 2
    if not args.dry_run and not settings.demo and is_demo(services.engine):
        text = "Databasen er demoens. Sæt DEMO=1, hvis filen kun har opdigtede personer; ellers brug en anden database."
        print(f"serviceassistent grunddata: {text}", file=sys.stderr)
        return 2
    outcome = services.grunddata.run(data, run_by=_account(), dry_run=args.dry_run, force=args.force)
    for line in report(data, outcome, dry_run=args.dry_run, everything=args.all):
        print(line)
    return 1 if outcome.faults or outcome.refusals else 0


def run_export(args: argparse.Namespace) -> int:
    """Writes the file; 2 where there is no database, or the file cannot be written."""
    services = Container(settings_here(), channel="cli")
    try:
        _current(services.engine)
        units, people, employments = export(session_factory(services.engine), args.file)
    except (_NotReady, OSError) as error:
        print(f"serviceassistent grunddata: {error}", file=sys.stderr)
        return 2
    print(f"{args.file}: {units} enheder, {people} medarbejdere og {employments} linjer om ansættelser.")
    return 0


def run_runs(_: argparse.Namespace) -> int:
    """Prints the latest runs; 2 where there is no database."""
    services = Container(settings_here(), channel="cli")
    try:
        _current(services.engine)
    except _NotReady as error:
        print(f"serviceassistent grunddata: {error}", file=sys.stderr)
        return 2
    runs = services.grunddata.runs()
    for run in runs:
        counts = ", ".join(f"{name}={count}" for name, count in run.counts.items())
        forced = " --force" if run.forced else ""
        at = local(run.at).strftime("%Y-%m-%d %H:%M")
        print(f"{at}  {run.run_by}  {run.source}{forced}  sha256 {run.sha256[:12]}…  {counts}")
    if not runs:
        print("Der er ikke indlæst grunddata endnu.")
    return 0


class _NotReady(RuntimeError):
    """The database is not there, or not in the form that this version needs."""


def _services(settings: Settings, *, trial: bool) -> Container:
    """On an up-to-date database; a trial leaves it alone, and compares with an empty one where there is none."""
    services = Container(settings, channel="cli")
    if trial and _revision(services.engine) is not None:
        _current(services.engine)
        return services
    if trial:
        services = Container(replace(settings, database_url="sqlite://"), channel="cli")
    upgrade(services.engine)
    return services


def _current(engine: sa.Engine) -> None:
    """Raises _NotReady unless the database has the form of this version."""
    revision = _revision(engine)
    if revision is None:
        raise _NotReady("der er ingen database endnu. Start assistenten, eller indlæs grunddata.")
    with engine.connect() as connection:
        newest = ScriptDirectory.from_config(configuration(connection)).get_current_head()
    if revision != newest:
        raise _NotReady("databasen er fra en ældre version. Start assistenten én gang først, så bliver den opdateret.")


def _revision(engine: sa.Engine) -> str | None:
    """The form of the database; None where there is none. Looking does not make one."""
    url = engine.url
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        return None
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _account() -> str:
    """The account that runs the command; in a container it may have a number only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
