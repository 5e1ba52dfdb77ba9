"""Ready phrases for 1st line (makrosvar) from knowledge/desk_phrases.yml: editors write them, the check reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

FILE = "desk_phrases.yml"
PLACES = ("fornavn", "mit_navn")  # what the desk's page puts in: the person's first name, and the supporter's own
_PLACE = re.compile(r"\{(\w+)\}")


class DeskPhrase(BaseModel):
    """One phrase; `title` is what the supporter chooses by."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1, max_length=40)
    text: str = Field(min_length=1, max_length=600)


DESK_PHRASES = TypeAdapter(list[DeskPhrase])


def load_desk_phrases(path: Path) -> list[DeskPhrase]:
    """Reads the phrases of knowledge/; none where the municipality has removed the file."""
    try:
        text = (path / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return DESK_PHRASES.validate_python(yaml.safe_load(text) or [])


def phrase_problems(phrases: Sequence[DeskPhrase]) -> Iterator[tuple[tuple[int, str], str]]:
    """What an editor must correct, each with its place in the file."""
    seen: set[str] = set()
    for number, phrase in enumerate(phrases):
        if phrase.id in seen:
            yield (number, "id"), f"svaret {phrase.id} står to gange"
        seen.add(phrase.id)
        for name in _PLACE.findall(phrase.text):
            if name not in PLACES:
                places = " eller ".join(f"{{{place}}}" for place in PLACES)
                yield (number, "text"), f"{{{name}}} bliver ikke til noget: skriv {places}"
