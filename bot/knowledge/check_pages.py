"""Checks of a topic page's front matter and sections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.knowledge.files import RawPage
from bot.knowledge.lines import DataPath

SECTIONS = (
    "Kort fortalt",
    "Sådan gør du",
    "Regler og praksis",
    "Lovgrundlag",
    "Hvad sker der så",
    "Ofte stillede spørgsmål",
)
_KEYS = ("owner", "review_by", "sources")
_QUESTIONS = (3, 6)  # how many real questions a page has


def front_problems(front: dict[str, Any]) -> Iterator[tuple[DataPath, str]]:
    """What is missing or wrong in the front matter, with the place."""
    for key in _KEYS:
        if not front.get(key):
            yield (), f"front matter mangler {key}"
    for key in front:
        if key not in _KEYS:
            yield (key,), f"front matter har en ukendt nøgle: {key}"
    if front.get("review_by") and not isinstance(front["review_by"], date):
        yield ("review_by",), "review_by skal være en dato (ÅÅÅÅ-MM-DD)"
    for number, source in enumerate(front.get("sources") or []):
        if not isinstance(source, dict) or not {"title"} <= source.keys() <= {"title", "url"}:
            yield ("sources", number), "en kilde skal have title og eventuelt url"
        elif not str(source.get("url", "https://")).startswith(("https://", "http://")):
            yield ("sources", number, "url"), "kildens adresse skal begynde med https://"


def section_problems(page: RawPage) -> Iterator[tuple[int, str]]:
    """Whether the six sections are there in their order, with text and questions."""
    found = [section.heading for section in page.sections]
    if tuple(found) != SECTIONS:
        missing = [heading for heading in SECTIONS if heading not in found]
        unknown = [heading for heading in found if heading not in SECTIONS]
        yield (
            1,
            f"afsnittene skal være {', '.join(SECTIONS)}"
            + "".join(
                f"; {what}: {', '.join(which)}" for what, which in (("mangler", missing), ("ukendte", unknown)) if which
            ),
        )
    for section in page.sections:
        if len(section.text.split()) < 5:
            yield section.line, f"afsnittet {section.heading} er tomt"
        if section.heading == SECTIONS[-1]:
            questions = section.text.count("### ")
            if not _QUESTIONS[0] <= questions <= _QUESTIONS[1]:
                yield section.line, f"der skal være {_QUESTIONS[0]}-{_QUESTIONS[1]} spørgsmål (### …), ikke {questions}"
