"""The product on a database of its own, into which one random organisation after the other is put."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bot.access.model import DelegationRow, EmploymentRow, GrantRow, PersonRow, RoleRow, UnitRow
from bot.access.names import fold
from bot.cases.backends.sql import WorkItemRow
from bot.cases.duplicates import DuplicateFinder
from bot.cases.model import AttachmentRow, CaseRow, DraftRow, FollowerRow, HistoryRow
from bot.courses.model import CoursePartRow, CourseRow
from bot.courses.service import CourseService
from bot.database.engine import writing
from bot.knowledge.schema import Solution
from tests.courses.village import Plans
from tests.courses.village import event as event_of_moving
from tests.properties.reference import CaseFact, Form, Organisation
from tests.town import MONDAY, Town, solution

NAMES = {"p": "Preben Pil", "pp": "Pia Palme", "q": "Quentin Krog", "r": "Rosa Ravn", "s": "Sofus Sø"}
# Children before those they refer to.
_TABLES = (
    WorkItemRow, AttachmentRow, HistoryRow, FollowerRow, CoursePartRow, CourseRow, CaseRow, DraftRow, DelegationRow,
    GrantRow, RoleRow, EmploymentRow, UnitRow, PersonRow,
)  # fmt: skip
_WRITTEN = {HistoryRow, CaseRow, DraftRow}


class Arena(Town):
    """A town that is emptied and settled anew for each example."""

    def __init__(self, engine: sa.Engine, folder: Path) -> None:
        super().__init__(engine, folder, inhabited=False)
        self.duplicates = DuplicateFinder(self.sessions, self.clock, self.access)
        self.plans = Plans(self, life_events={"flytning": event_of_moving()})
        self.courses = CourseService(self.sessions, self.clock, self.access, self.plans, audit=self.audit)
        self.statements: list[str] | None = None
        self._filled: list[Any] = list(_TABLES)

        @event.listens_for(engine, "connect")
        def _fast(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")  # nothing here has to outlive a power cut

        @event.listens_for(engine, "before_cursor_execute")
        def _note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if self.statements is not None:
                self.statements.append(statement)

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """The statements that are run inside, by all that is cached already."""
        self.statements = found = []
        yield found
        self.statements = None

    def settle_in(self, organisation: Organisation, *more: tuple[type, list[dict[str, Any]]]) -> None:
        """Replaces all that is there by the organisation, and rows of other tables beside it."""
        with writing(self.sessions) as session:
            connection = session.connection()
            for table in self._filled:
                connection.exec_driver_sql(f"DELETE FROM {table.__tablename__}")
            filled = set()
            for table, rows in [*self._rows(organisation), *more]:
                if rows:
                    connection.execute(sa.insert(table.__table__), rows)
                    filled.add(table)
        # Others are written by what a test does itself, such as sending a report.
        self._filled = [table for table in _TABLES if table in filled or table in _WRITTEN]
        self.access.forget()

    def _rows(self, made: Organisation) -> Iterator[tuple[type, list[dict[str, Any]]]]:
        yield PersonRow, [{"id": one, "name": NAMES[one], "email": f"{one}@by.example"} for one in made.people]
        units = [
            {"id": u.id, "name": u.id, "path": path(made, u.id), "parent_id": u.parent, "leader_id": u.leader}
            for u in made.units
        ]
        yield UnitRow, units
        yield (
            EmploymentRow,
            [
                {
                    "id": f"e{n}",
                    "person_id": job.person,
                    "unit_id": job.unit,
                    "position": "Medarbejder",
                    "weekly_hours": 37.0 - n,
                    "valid_from": job.period.first,
                    "valid_to": job.period.last,
                }
                for n, job in enumerate(made.jobs)
            ],
        )
        yield RoleRow, [{"id": f"r{n}", "role": one.role, **_held(one)} for n, one in enumerate(made.roles)]
        yield GrantRow, [{"id": f"g{n}", "task": one.task, **_held(one)} for n, one in enumerate(made.grants)]
        yield (
            DelegationRow,
            [
                {
                    "id": f"d{n}",
                    "from_person_id": one.lender,
                    "to_person_id": one.deputy,
                    "tasks": list(one.tasks),
                    "unit_id": one.unit,
                    "valid_from": one.period.first,
                    "valid_to": one.period.last,
                    "cases_since": one.cases_since,
                    "created_at": MONDAY,
                    "accepted_at": MONDAY if one.accepted else None,
                    "revoked_at": MONDAY if one.revoked else None,
                }
                for n, one in enumerate(made.lent)
            ],
        )
        yield CaseRow, [_case(made, case) for case in made.cases]
        yield HistoryRow, [_history(case) for case in made.cases]
        yield (
            FollowerRow,
            [
                {"person_id": one, "case_id": f"c{_serial(case)}", "since": MONDAY}
                for case in made.cases
                for one in case.followers
            ],
        )
        yield WorkItemRow, [_work_item(made, case) for case in made.cases if case.at_desk]


def path(made: Organisation, unit_id: str) -> str:
    """The materialised path of a unit."""
    unit = made.unit(unit_id)
    return f"{path(made, unit.parent) if unit.parent else '/'}{unit.id}/"


def known_solution(form: Form) -> Solution:
    return solution(form.id, form.area, subject=form.subject, others_need=list(form.needs))


def _held(one: Any) -> dict[str, Any]:
    return {
        "person_id": one.person,
        "unit_id": one.unit,
        "valid_from": one.period.first,
        "valid_to": one.period.last,
    }


def _serial(case: CaseFact) -> int:
    """Ids and times follow the number, so that a case is the same whichever others are there."""
    return int(case.number[-6:])


def _case(made: Organisation, case: CaseFact) -> dict[str, Any]:
    n = _serial(case)
    at = MONDAY - timedelta(days=1, minutes=n)
    words = [case.number, case.solution, NAMES.get(case.subject or "", ""), NAMES[case.reporter]]
    return {
        "id": f"c{n}",
        "number": case.number,
        "solution_id": case.solution,
        "title": case.solution.capitalize(),
        "area": case.area,
        "state": case.state,
        "return_state": None,
        "reporter_id": case.reporter,
        "on_behalf_of_id": case.on_behalf_of,
        "subject_id": case.subject,
        "subject_name": NAMES.get(case.subject or ""),
        "case_worker_id": None,
        "approver_id": case.approver,
        "assignee_id": case.assignee,
        "unit_id": case.unit,
        "unit_path": path(made, case.unit),
        "handler_task": case.handler_task,
        "at_desk": case.at_desk,
        "sensitive": case.sensitive,
        "subject_sees": case.subject_sees,
        "unit_sees": case.unit_sees,
        "answers": {"note": case.note},
        "search_text": f"{case.number} {fold(' '.join(words))}",
        "draft_id": None,
        "course_part_id": case.part,
        "conversation_id": None,
        "correlation_id": f"k{n}",
        "backend_ref": None,
        "version": 1,
        "created_at": at,
        "submitted_at": case.sent,
        "state_since": at,
        "updated_at": at,
    }


def _history(case: CaseFact) -> dict[str, Any]:
    n = _serial(case)
    return {
        "id": f"h{n}",
        "case_id": f"c{n}",
        "seq": 1,
        "at": MONDAY,
        "kind": "sent",
        "actor_kind": "reporter",
        "actor_id": case.reporter,
        "state": case.state,
        "text": "Indberetningen er sendt.",
        "client_id": None,
    }


def _work_item(made: Organisation, case: CaseFact) -> dict[str, Any]:
    n = _serial(case)
    return {
        "correlation_id": f"k{n}",
        "id": f"w{n}",
        "reference": f"OPG{n}",
        "number": case.number,
        "queue": case.handler_task,
        "unit_path": path(made, case.unit),
        "title": case.solution,
        "body": {
            "reporter_id": case.reporter,
            "on_behalf_of_id": case.on_behalf_of,
            "subject_id": case.subject,
        },
        "state": case.state,
        "worker_id": None,
        "created_at": MONDAY,
        "updated_at": MONDAY,
    }
