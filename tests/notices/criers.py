"""The small municipality with its life event, and someone who tells people of things."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.clock import today
from bot.database.engine import session_factory
from bot.dialogue.rendering import notices as wording
from bot.notices.cases import CaseNews
from bot.notices.drafts import DraftNews
from bot.notices.parts import PartNews
from bot.notices.service import NoticeService
from bot.notices.types import DraftFact, Words
from tests.courses.village import Village


class Criers(Village):
    """A town in which news is cried; each `notices` is as in a process of its own."""

    def __init__(self, engine: sa.Engine, folder: Path) -> None:
        super().__init__(engine, folder)
        self.notices = self.another()

    def another(self) -> NoticeService:
        sessions = session_factory(self.engine)  # with locks of its own: only the database keeps them in order
        return NoticeService(
            sessions,
            self.clock,
            sources=[
                CaseNews(sessions, self.clock, self.access, wording.case),
                DraftNews(sessions, self.clock, self._draft),
                PartNews(self.courses.due_parts, lambda part: wording.part(part, today(self.clock))),
            ],
        )

    def _draft(self, fact: DraftFact) -> Words:
        return wording.draft(fact, self.known.get(fact.solution_id), today(self.clock))

    def cry(self) -> int:
        """All that there is to tell is written; how much of it is new."""
        return sum(self.notices.tell_of(kind) for kind in (CaseNews.kind, DraftNews.kind, PartNews.kind))

    def told(self, person: str) -> list[str]:
        """What waits to be shown to the person."""
        return sorted(notice.text for notice in self.notices.unseen(person))

    def asked(self, question: str = "Hvilken uge?", solution_id: str = "ferie") -> str:
        """Anne's case, about which the case worker has asked."""
        number = self.send("anne", solution_id).number
        self.settle()
        self.desk.take("worker", number)
        self.desk.ask("worker", number, question)
        self.settle()
        return number
