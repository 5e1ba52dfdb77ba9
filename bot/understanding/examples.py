"""Training and validation examples: Rasa YAML below data/nlu, and the catalogue's own words as weak ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SOLUTION = "find_solution/"
OUT_OF_SCOPE = "out_of_scope"
LAST_RESORT = "generelt-spoergsmaal"  # never trained: what a tree, the search or a hand-over ends in

FACETS = ("deadline", "documents", "law", "who_may", "processing_time", "next_step")
DIALOGUE_ACTS = (
    "greet", "thank", "goodbye", "affirm", "deny", "back", "restart", "cancel", "help", "human", "bot_challenge",
    "my_cases", "awaiting_me", "case_status", "comment_case", "withdraw_case", "praise", "complain", "dont_know",
    "save_draft", "resume_draft", "delete_conversation",
)  # fmt: skip

_BULLET = re.compile(r"^\s*-\s+(.*\S)\s*$", re.M)
_SENTENCE = re.compile(r"(?<=[.;:])\s+")


@dataclass(frozen=True)
class Example:
    """A text with its label: "find_solution/<id>", an act, a facet or out_of_scope; weak ones count less."""

    text: str
    label: str
    style: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class CatalogueEntry:
    """What understanding needs to know of a solution."""

    id: str
    title: str
    area: str
    scope: str
    synonyms: tuple[str, ...]
    neighbours: tuple[str, ...]


def _loader() -> type:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Reads one YAML file with the fast loader where it is there."""
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_loader())  # noqa: S506 - both are safe loaders


def load_examples(folder: Path) -> list[Example]:
    """Reads all NLU files below a folder, sorted by path."""
    found: list[Example] = []
    for path in sorted(folder.rglob("*.yml")):
        for block in (read_yaml(path) or {}).get("nlu", []):
            if "intent" not in block:
                continue
            metadata = block.get("metadata") or {}
            for text in _BULLET.findall(block.get("examples") or ""):
                found.append(Example(text, block["intent"], str(metadata.get("style", ""))))
    return found


def load_catalogue(knowledge: Path) -> dict[str, CatalogueEntry]:
    """Reads the solutions below knowledge/solutions."""
    entries = (_entry(read_yaml(path)) for path in sorted((knowledge / "solutions").rglob("*.yml")))
    return {entry.id: entry for entry in entries}


def _entry(item: Mapping[str, Any]) -> CatalogueEntry:
    return CatalogueEntry(
        id=item["id"],
        title=item["title"],
        area=item["area"],
        scope=item.get("scope", ""),
        synonyms=tuple(str(s) for s in item.get("synonyms") or ()),
        neighbours=tuple(border["id"] for border in item.get("not_this") or ()),
    )


def weak_examples(catalogue: Mapping[str, CatalogueEntry], weight: float) -> Iterator[Example]:
    """The catalogue's own words as examples. People use other words, so they count less than what people wrote."""
    for entry in catalogue.values():
        if entry.id == LAST_RESORT:
            continue
        texts = [entry.title, *entry.synonyms, *(part for part in _SENTENCE.split(entry.scope) if len(part) > 12)]
        for text in dict.fromkeys(texts):
            yield Example(text, SOLUTION + entry.id, "catalogue", weight)
