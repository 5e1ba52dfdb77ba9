"""The rule of who may report what about whom. It computes from what it is given, and asks nobody."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access import explain, tasks
from bot.access.types import Decision, Scope, Standing
from bot.knowledge.schema import Solution


def needed_tasks(solution: Solution) -> list[str]:
    """Tasks of which one lets a person report for others."""
    own = solution.report.parties.others_need if solution.report else []
    return list(own) or [tasks.report(solution.area)]


def decide(
    standing: Standing,
    solution: Solution,
    subject_id: str | None,
    subject_paths: Sequence[str],
    unit_path: str | None,
    unit_id: str | None,
) -> Decision:
    """May the person of `standing` send the report? `subject_paths` are where the subject is employed today."""
    assert solution.report is not None
    parties = solution.report.parties
    needed = needed_tasks(solution)
    if parties.subject == "none" or parties.subject == "external":
        if parties.subject == "none" and not parties.others_need:
            return explain.OPEN
        places = [unit_path] if unit_path else [None]
        return _by_task(standing, needed, [] if unit_id and unit_path is None else places)
    if subject_id == standing.person_id or (subject_id is None and parties.subject.startswith("self")):
        return explain.NOT_SELF if parties.subject == "employee" else explain.SELF
    if parties.subject == "self":
        return explain.ONLY_SELF
    if subject_id is None:
        return _by_task(standing, needed, [None])
    if unit_path:
        # A named unit must be the subject's own (or lie above it), or a permission there would reach anyone.
        subject_paths = [path for path in subject_paths if path.startswith(unit_path)]
    return _by_task(standing, needed, subject_paths)


def _by_task(standing: Standing, needed: Sequence[str], places: Sequence[str | None]) -> Decision:
    """Holds one of the tasks at one of the places; None stands for "anywhere"."""
    lent: Scope | None = None
    for place in places:
        for task in needed:
            scopes = [s for s in standing.scopes if s.task == task] if place is None else []
            scope = scopes[0] if scopes else (standing.find(task, place) if place else None)
            if scope and scope.for_person is None:
                return explain.granted(scope)
            lent = lent or scope
    return explain.granted(lent) if lent else explain.refused(needed)
