"""Which workbenches there are: each has its address and the tasks whose items lie on it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import tasks
from bot.access.explain import roles_with
from bot.access.tasks import Task


@dataclass(frozen=True)
class Workbench:
    """One desk's side of the pages."""

    path: str
    title: str
    lead: str
    tasks: frozenset[Task]

    @property
    def refusal(self) -> str:
        """What is said to those who hold none of its tasks."""
        return (
            f"Siden er for dem, der behandler sager: {roles_with(self.tasks)}. Du har ikke en af de roller. Skal du "
            "bruge den, så bed din leder om at sende “Rolle i Serviceplatformen” for dig. Dine egne sager finder du "
            "under Sager."
        )


HANDLING = Workbench(
    "/sagsbehandling",
    "Sagsbehandling",
    "Sager fra de områder, du behandler. De ældste står først.",
    frozenset(tasks.handle(area) for area in tasks.AREAS),
)
