"""`serviceassistent audit`: what the audit says, whether it has been tampered with, and purging what is too old."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.audit.model import AuditRow
from bot.audit.trail import AuditFilter
from bot.audit.types import Entry
from bot.audit.words import DONE, line
from bot.cli.here import settings_here
from bot.container import Container
from bot.database.engine import reading, session_factory


def add_parser(subparsers: Any) -> None:
    """Adds the command to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "audit",
        help="revisionssporet: vis, efterprøv, ryd op (audit)",
        description="Viser, hvem der har gjort hvad, for hvem og på hvilket grundlag (audit). "
        "“verify” går kæden igennem og ender med 1, hvis nogen har ændret i den. "
        "“purge” fjerner det, der er ældre end fem år; det gør portalen også selv hver dag.",
    )
    parser.add_argument("what", nargs="?", choices=("list", "verify", "purge"), default="list", help="default: list")
    parser.add_argument("--person", metavar="ID", help="hvad personen har gjort, og hvad der er gjort om eller for dem")
    parser.add_argument("--case", metavar="NUMMER", help="en sag, fx 2026-000123")
    parser.add_argument("--since", type=date.fromisoformat, metavar="ÅÅÅÅ-MM-DD", help="fra og med den dag")
    parser.add_argument("--action", choices=sorted(DONE), metavar="KODE", help=", ".join(sorted(DONE)))
    parser.add_argument("--limit", type=int, default=100, help="højst så mange, de nyeste (default: 100)")
    parser.add_argument(
        "--expect",
        metavar="NUMMER:KODE",
        help="til verify: den seneste post, som den blev noteret sidst; viser, om de sidste poster er fjernet",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Runs the command; the exit code is 1 where the chain is broken, 2 where there is no audit."""
    services = Container(settings_here(), channel="cli")
    url = services.engine.url
    if not sa.inspect(services.engine).has_table(AuditRow.__tablename__):
        print(f"Databasen {url.render_as_string()} har intet revisionsspor. Start assistenten først.", file=sys.stderr)
        return 2
    if args.what == "verify":
        return _verify(services, args.expect)
    if args.what == "purge":
        print(f"{services.audit_trail.purge()} poster, der var ældre end fem år, er fjernet.")
        return 0
    _list(services, args)
    return 0


def _list(services: Container, args: argparse.Namespace) -> None:
    wanted = AuditFilter(args.person, args.case, args.since, args.action, args.limit)
    entries = services.audit_trail.find(wanted)
    with reading(session_factory(services.engine)) as session:
        names = services.access.names(session, {one for entry in entries for one in _people(entry)})
    for entry in entries:
        print(line(entry, names))
    print(f"{len(entries)} poster." if len(entries) != 1 else "1 post.")


def _people(entry: Entry) -> list[str | None]:
    event = entry.event
    named = event.object_id if event.kind == "person" else None
    return [event.actor_id, event.subject_id, event.on_behalf_of_id, named]


def _verify(services: Container, expected: str | None) -> int:
    verdict = services.audit_trail.verify()
    if verdict.broken_at is not None:
        print(f"BRUDT ved post {verdict.broken_at}: {verdict.reason}. De {verdict.entries} før den er hele.")
        return 1
    if expected is not None:
        seq, _, known = expected.partition(":")
        if not seq.isdigit() or services.audit_trail.hash_of(int(seq)) != known:
            print(f"BRUDT: post {seq} er ikke længere den, der blev noteret. Kæden er lavet om efter det.")
            return 1
    print(f"Kæden er hel: {verdict.entries} poster.")
    if verdict.unkeyed:
        print(
            f"{verdict.unkeyed} af dem er ikke forseglet med en nøgle (SERVICEASSISTENT_AUDIT_KEY): den, der kan "
            "skrive i databasen, kunne lave dem om."
        )
    if verdict.head is not None:
        newest = "{}:{}".format(*verdict.head)
        print(f"Noter den seneste post et andet sted, og efterprøv den næste gang med --expect {newest}")
    return 0
