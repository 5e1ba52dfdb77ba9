"""Writes an insight down: one ZIP file with JSON for machines, a page in Danish for people, and the person's files."""

from __future__ import annotations

import html
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.clock import local
from bot.privacy.holdings import NOT_SEARCHED
from bot.privacy.insight import Insight, Part
from bot.privacy.retention_rules import BY_KIND

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #17272b; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #dbe3e1; }
.why { color: #526367; }
.row { margin: 1rem 0; padding: .5rem 1rem; border: 1px solid #dbe3e1; border-radius: .5rem; break-inside: avoid; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: #526367; }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def write_zip(insight: Insight, path: Path, read_file: Callable[[str], bytes | None]) -> None:
    """Writes the file, readable by its owner only; raises FileExistsError where there is one already."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("udtraek.json", json.dumps(as_json(insight), ensure_ascii=False, indent=2))
        archive.writestr("udtraek.html", as_html(insight))
        for file_id, name in insight.files:
            content = read_file(file_id)
            if content is not None:
                archive.writestr(f"filer/{file_id}/{name}", content)


def as_json(insight: Insight) -> dict[str, Any]:
    """For machines (GDPR article 20)."""
    return {
        "person": {"id": insight.person_id, "navn": insight.name},
        "dannet": insight.made_at.isoformat(),
        "oplysninger": [
            {
                "tabel": part.holding.table,
                "titel": part.holding.title,
                "opbevares": BY_KIND[part.holding.kind].until,
                "formaal": BY_KIND[part.holding.kind].why,
                "grundlag": BY_KIND[part.holding.kind].basis,
                "udeladt": dict(part.holding.left_out),
                "poster": part.rows,
            }
            for part in insight.parts
        ],
        "ikke_undersoegt": list(NOT_SEARCHED),
    }


def as_html(insight: Insight) -> str:
    """For people: every kind of data with why, how long and on which basis it is held (GDPR article 15, 1)."""
    held = [part for part in insight.parts if part.rows]
    nothing = ", ".join(part.holding.title.lower() for part in insight.parts if not part.rows)
    made = local(insight.made_at).strftime("%d.%m.%Y kl. %H.%M")
    body = [
        f"<h1>Det, Serviceassistenten har gemt om {_text(insight.name)}</h1>",
        f"<p>Dannet {made} for {_text(insight.person_id)}. CPR-numre er vist som prikker, hvis der ikke er bedt om "
        "andet; referencer mellem tabeller og tekniske felter er udeladt (se udtraek.json, “udeladt”).</p>",
        *map(_section, held),
        f"<h2>Der er ikke gemt noget her</h2><p>{_text(nothing)}.</p>" if nothing else "",
        "<h2>Det er ikke undersøgt</h2><ul>",
        *(f"<li>{_text(line)}</li>" for line in NOT_SEARCHED),
        "</ul><h2>Dine rettigheder</h2><p>Du kan bede om at få oplysninger rettet eller slettet og gøre indsigelse. "
        "Skriv til kommunens databeskyttelsesrådgiver. Du kan klage til Datatilsynet.</p>",
    ]
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8">'
        f"<title>Indsigt: {_text(insight.name)}</title><style>{_STYLE}</style></head><body><main>"
        f"{''.join(body)}</main></body></html>"
    )


def _section(part: Part) -> str:
    rule = BY_KIND[part.holding.kind]
    rows = "".join(f'<div class="row"><dl>{_fields(row)}</dl></div>' for row in part.rows)
    return (
        f"<h2>{_text(part.holding.title)} ({len(part.rows)})</h2>"
        f'<p class="why">Hvorfor: {_text(rule.why)} Hvor længe: {_text(rule.until)}. '
        f"Grundlag: {_text(rule.basis)}.</p>{rows}"
    )


def _fields(row: Mapping[str, Any]) -> str:
    return "".join(f"<dt>{_text(label)}</dt><dd>{_text(_value(value))}</dd>" for label, value in row.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_value(item)}" for key, item in value.items() if item not in (None, "", [], {}))
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    return str(value)


def _text(text: str) -> str:
    return html.escape(text)
