"""The topic pages (emnesider): readable pages from the same knowledge that the assistant answers from."""

from __future__ import annotations

from datetime import date
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.dialogue.rendering.solutions import process_steps
from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Solution
from bot.knowledge.search import Passage
from bot.reports.formatting import danish_date

# Raw HTML stays text: what editors write is Markdown only.
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def page_of(solution: Solution, knowledge: Knowledge) -> dict[str, Any]:
    """Returns what the template shows; where no page is written, the catalogue's scope stands alone."""
    topic = knowledge.topic(solution.id)
    sections = [
        {"heading": part.heading, "anchor": part.anchor, "html": Markup(_markdown.render(part.text))}  # noqa: S704
        for part in (topic.sections if topic else [])
    ]
    return {
        "id": solution.id,
        "title": solution.title,
        "area": knowledge.areas[solution.area],
        "lead": solution.summary or solution.scope,
        "sections": sections,
        "steps": process_steps(solution),
        "neighbours": knowledge.neighbours(solution.id),
        "sources": topic.sources if topic else [],
        "owner": topic.owner if topic else None,
        "review": danish_date(date.fromisoformat(topic.review_by)) if topic else None,
        "ask": f"Jeg vil gerne indberette: {solution.title}" if solution.can_report else f"Fortæl om {solution.title}",
    }


def overview(knowledge: Knowledge) -> list[dict[str, Any]]:
    """Returns the areas with their topics, in the order of the catalogue."""
    return [
        {"id": area.id, "title": area.title, "description": area.description, "topics": knowledge.in_area(area.id)}
        for area in knowledge.areas.values()
    ]


def result_of(passage: Passage, knowledge: Knowledge) -> dict[str, Any]:
    """Returns what the template shows of a passage that was found."""
    solution = knowledge.solution(passage.solution_id)
    return {
        "title": passage.title,
        "area": knowledge.areas[solution.area].title if solution else "",
        "heading": passage.heading,
        "path": passage.path,
        "parts": list(passage.parts()),
    }
