"""A topic page in short, beside the work on it: what it is for, its deadline, its law and its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.knowledge.facets import facet_answer
from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Solution

MOST_LAW = 1200  # characters at hand; the whole of it stands on the topic page


def guidance_of(
    knowledge: Knowledge, solution: Solution | None, answers: Mapping[str, Any], today: date
) -> dict[str, Any] | None:
    """The topic page with its deadline (computed from the answers) and its law, in short."""
    if solution is None:
        return None
    deadline = facet_answer(knowledge, solution, "deadline", answers, today=today)
    law = facet_answer(knowledge, solution, "law", answers, today=today)
    return {
        "url": f"/emner/{solution.id}",
        "title": solution.title,
        "summary": solution.summary or solution.scope,
        "deadline": deadline.text if deadline.stated else None,
        "law": _shortened(law.text) if law.stated else None,
        "law_url": f"/emner/{solution.id}" + (f"#{law.source_anchor}" if law.source_anchor else ""),
        "neighbours": [
            {"id": one.id, "title": one.title, "when": one.when} for one in knowledge.neighbours(solution.id)
        ],
    }


def _shortened(text: str) -> str:
    if len(text) <= MOST_LAW:
        return text
    return text[:MOST_LAW].rsplit(" ", 1)[0].rstrip(",.;:") + " …"
