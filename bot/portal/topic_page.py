"""The page of a solution (emneside): a readable page from the same knowledge that the assistant answers from."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.knowledge.schema import Solution, TopicPage

# Raw HTML stays text: what editors write is Markdown only.
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def page_of(solution: Solution, area: str, topic: TopicPage | None) -> dict[str, Any]:
    """Returns what the template shows; where no page is written, the catalogue's scope stands alone."""
    sections = [
        {"heading": part.heading, "anchor": part.anchor, "html": Markup(_markdown.render(part.text))}  # noqa: S704
        for part in (topic.sections if topic else [])
    ]
    return {
        "title": solution.title,
        "area": area,
        "lead": solution.summary or solution.scope,
        "sections": sections,
        "sources": topic.sources if topic else [],
        "owner": topic.owner if topic else None,
        "ask": f"Jeg vil gerne indberette: {solution.title}" if solution.can_report else f"Fortæl om {solution.title}",
    }
