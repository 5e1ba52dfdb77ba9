"""What courses are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.knowledge.life_event_schema import LifeEvent
from bot.knowledge.schema import Figure, Solution


class Plans(Protocol):
    """The part of the knowledge that courses are made from."""

    @property
    def life_events(self) -> Mapping[str, LifeEvent]: ...
    @property
    def figures(self) -> Mapping[str, Figure]: ...
    def event_of_form(self, form_id: str) -> LifeEvent | None: ...
    def solution(self, solution_id: str) -> Solution | None: ...
