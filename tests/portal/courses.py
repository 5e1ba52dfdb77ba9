"""A course under way in the portal's world, from the project's own knowledge."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.clock import today
from bot.courses.types import Course, CoursePart
from bot.knowledge.life_event_schema import FORM_PREFIX
from tests.portal.world import LEADER, World


def begin(world: World, owner: str = LEADER, *, days: int = 60, **answers: Any) -> Course:
    """A new employee; `days` is when they begin, counted from today."""
    first = today(world.clock) + timedelta(days=days)
    given = {
        "ansaettelsesform": "maanedsloen",
        "navn": "Anna Maria Holm",
        "enhed": "boern",
        "stilling": "Pædagog",
        "foerste_dag": first.isoformat(),
        "attestkrav": ["boern"],
        "skal_have": ["bruger", "pc"],
        **answers,
    }
    draft = world.drafts.start(owner, f"{FORM_PREFIX}ny-medarbejder", None, given)
    return world.courses.start(owner, draft.id)


def part(world: World, course: Course, name: str, person: str = LEADER) -> CoursePart:
    """A part as it stands now."""
    found = world.courses.get(person, course.id)
    assert found is not None
    return next(one for one in found.parts if one.part.id == name)
