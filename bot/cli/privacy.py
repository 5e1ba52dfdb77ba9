"""`serviceassistent privacy`: how long data are kept, purging, insight for one person, and the key of the CPR vault."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.audit.types import Event
from bot.cli.here import settings_here
from bot.container import Container
from bot.database.engine import session_factory, writing
from bot.privacy.insight import UnknownPerson
from bot.privacy.insight_file import write_zip
from bot.privacy.keys import BadKey, make_key
from bot.privacy.model import SecretRow
from bot.privacy.retention_rules import BY_KIND, RULES
from bot.supervisor.preparation import CannotStart, cpr_key


def add_parser(subparsers: Any) -> None:
    """Adds the command to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "privacy",
        help="persondata: frister, oprydning, indsigt, nøgle (retention, purge, export, key)",
        description="Persondata i Serviceassistenten (privacy). Se docs/privacy.md.",
    )
    commands = parser.add_subparsers(title="kommandoer / commands", required=True, metavar="KOMMANDO")

    rules = commands.add_parser("rules", help="vis, hvor længe hver slags data gemmes, hvorfor og på hvilket grundlag")
    rules.set_defaults(run=_rules)

    purge = commands.add_parser("purge", help="slet det, der er gemt længe nok; portalen gør det også selv hver dag")
    purge.add_argument("--dry-run", action="store_true", help="tæl kun, slet ikke / only count")
    purge.set_defaults(run=_with_database, work=_purge)

    export = commands.add_parser("export", help="alt, der er gemt om en person, som ZIP (indsigt, art. 15 / export)")
    export.add_argument("person", metavar="PERSON", help="personens id, fx anne.holm")
    export.add_argument("--out", type=Path, required=True, metavar="FIL.zip", help="filen; må ikke findes i forvejen")
    export.add_argument(
        "--with-cpr",
        action="store_true",
        help="vis CPR-numre i sager, der handler om personen selv (ellers prikker)",
    )
    export.set_defaults(run=_with_database, work=_export)

    rotate = commands.add_parser(
        "rotate-key",
        help="kryptér CPR-numre igen med den nye nøgle (rotate)",
        description="1. Lav en ny nøgle: privacy new-key. 2. Sæt SERVICEASSISTENT_CPR_KEY til den nye og "
        "SERVICEASSISTENT_CPR_KEYS_OLD til den gamle, og genstart. 3. Kør denne kommando; den kan afbrydes og køres "
        "igen, og assistenten kan bruges imens. 4. Fjern den gamle nøgle, når der står, at den ikke bruges mere.",
    )
    rotate.set_defaults(run=_with_database, work=_rotate)

    new_key = commands.add_parser("new-key", help="lav en ny nøgle / make a key")
    new_key.set_defaults(run=_new_key)


def _with_database(args: argparse.Namespace) -> int:
    """Opens the database for the command; the exit code is 2 where there is none."""
    settings = settings_here()
    services = Container(settings, channel="cli")
    if not sa.inspect(services.engine).has_table(SecretRow.__tablename__):
        where = services.engine.url.render_as_string()
        print(f"Databasen {where} er ikke Serviceassistentens. Start assistenten først.", file=sys.stderr)
        return 2
    try:
        if args.work is not _purge:  # which opens no number
            services = Container(replace(settings, cpr_key=cpr_key(settings)), channel="cli")
        return int(args.work(services, args))
    except (BadKey, CannotStart) as error:
        print(f"serviceassistent privacy: {error}", file=sys.stderr)
        return 2


def _rules(_: argparse.Namespace) -> int:
    for rule in RULES:
        print(f"{rule.title}\n    Hvor længe: {rule.until}\n    Hvorfor: {rule.why}\n    Grundlag: {rule.basis}")
    return 0


def _purge(services: Container, args: argparse.Namespace) -> int:
    counts = services.retention.purge(dry_run=args.dry_run)
    for kind, count in counts.items():
        if count:
            print(f"{count:>8}  {BY_KIND[kind].title}")
    total = sum(counts.values())
    told = "ville blive slettet; intet er ændret" if args.dry_run else "er slettet"
    print(f"{total} poster og filer {told}." if total else "Der er ikke noget, der er gemt for længe.")
    return 0


def _export(services: Container, args: argparse.Namespace) -> int:
    if args.out.exists():
        print(f"Filen {args.out} findes allerede. Vælg et andet navn.", file=sys.stderr)
        return 1
    try:
        insight = services.insight.of(args.person, with_cpr=args.with_cpr)
    except UnknownPerson:
        print(f"Der er ikke gemt noget om “{args.person}”. Skriv personens id, som grunddata har det.", file=sys.stderr)
        return 1
    with writing(session_factory(services.engine)) as session:  # told first: no export without a trace
        details = {"with_cpr": bool(args.with_cpr)}
        services.audit.write(
            session, Event("person_exported", None, "person", args.person, ground="insight", details=details)
        )
    write_zip(insight, args.out, services.attachments.content)
    rows = sum(len(part.rows) for part in insight.parts)
    print(f"{rows} poster og {len(insight.files)} filer om {insight.name} er skrevet til {args.out}.")
    print("Læs udtrækket igennem, før det udleveres: poster med “Bemærk” skal vurderes.")
    return 0


def _rotate(services: Container, _: argparse.Namespace) -> int:
    vault = services.vault
    result = vault.rotate()
    if result.done:
        with writing(session_factory(services.engine)) as session:
            event = Event("key_rotated", None, "key", vault.current_key, ground="none", details={"count": result.done})
            services.audit.write(session, event)
    print(f"{result.done} CPR-numre er krypteret igen med nøglen {vault.current_key}.")
    if result.locked:
        print(
            f"{result.locked} kan ingen af nøglerne her åbne. Find den nøgle, der mangler, sæt den i "
            "SERVICEASSISTENT_CPR_KEYS_OLD, og kør kommandoen igen.",
            file=sys.stderr,
        )
        return 1
    left = {key: count for key, count in vault.key_counts().items() if key != vault.current_key}
    if left:  # a process that has not been restarted has stored some meanwhile
        print("Nogle er gemt med en gammel nøgle imens. Genstart alle processer, og kør kommandoen igen.")
        return 1
    print("Gamle nøgler bruges ikke mere og kan fjernes fra SERVICEASSISTENT_CPR_KEYS_OLD.")
    return 0


def _new_key(_: argparse.Namespace) -> int:
    print(make_key())
    return 0
