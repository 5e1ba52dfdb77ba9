"""References in texts: {figure:id} and {org:key}."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.knowledge.schema import Figure, OrganisationEntry

REFERENCE = re.compile(r"\{(figure|org):([a-z0-9_-]+)\}")
_MEANT = re.compile(r"\{[^{}\n]*:[^{}\n]*\}")


def names(text: str, kind: str) -> list[str]:
    """The figures ("figure") or organisation keys ("org") that a text refers to, in order."""
    return [match[2] for match in REFERENCE.finditer(text) if match[1] == kind]


def unreadable(text: str) -> list[str]:
    """What looks like a reference and is none ("{figur:sats}"): it would stand in the text as it is."""
    return [found for found in _MEANT.findall(text) if not REFERENCE.fullmatch(found)]


def resolve(text: str, figures: Mapping[str, Figure], organisation: Mapping[str, OrganisationEntry]) -> str:
    """Puts figures and municipal names into a text; an unknown one is left visible, and `check` reports it."""

    def value(match: re.Match[str]) -> str:
        if match[1] == "figure":
            return figures[match[2]].shown() if match[2] in figures else match[0]
        return organisation[match[2]].value if match[2] in organisation else match[0]

    return REFERENCE.sub(value, text)


def resolve_all(data: Any, figures: Mapping[str, Figure], organisation: Mapping[str, OrganisationEntry]) -> Any:
    """Resolves every text within lists and mappings."""
    if isinstance(data, str):
        return resolve(data, figures, organisation) if "{" in data else data
    if isinstance(data, list):
        return [resolve_all(item, figures, organisation) for item in data]
    if isinstance(data, dict):
        return {key: resolve_all(value, figures, organisation) for key, value in data.items()}
    return data


def texts(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text within lists and mappings, with the path that leads to it."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from texts(item, (*path, index))
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, (*path, key))
