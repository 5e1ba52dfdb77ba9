"""Who may see a case: one expression, used by every query. What it leaves out does not exist for the person.

Parties see the case; colleagues of the unit only where it is neither sensitive nor closed to the unit. A subject who
may not see the case is kept out also where they are a colleague, an approver or a case worker; and so is their deputy,
as far as it is their tasks that let the deputy see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from bot.access import tasks
from bot.access.types import Scope, Standing
from bot.cases import states
from bot.cases.model import CaseRow, FollowerRow
from bot.cases.types import Relation
from bot.database.base import below

Condition = sa.ColumnElement[bool]


def visible_to(standing: Standing) -> Condition:
    """All that the person may see.

    SQLite tries the alternatives in this order, and a count that is limited ends early: the way by which most is seen
    of what it reads stands before the one that reads much and sees little (`python -m bench.cases`).
    """
    return sa.and_(
        not_kept_from(standing),
        sa.or_(
            mine(standing),
            *_named_approver(standing),
            *_unit(standing),
            *_handled(standing),
            *_approvals_below(standing),
        ),
    )


def not_kept_from(standing: Standing) -> Condition:
    """Not about the person behind their back."""
    return _not_kept_from(standing.person_id)


def _not_kept_from(person_id: str) -> Condition:
    return sa.not_(
        sa.and_(
            sa.func.coalesce(CaseRow.subject_id, "") == person_id,
            CaseRow.subject_sees.is_(False),
            CaseRow.reporter_id != person_id,
            sa.func.coalesce(CaseRow.on_behalf_of_id, "") != person_id,
        )
    )


def _lent(place: _Place) -> list[Condition]:
    """A lent task lets the deputy see no more than the one whose it is, and perhaps only what was sent since."""
    kept = [] if place.lender is None else [_not_kept_from(place.lender)]
    return kept if place.since is None else [*kept, CaseRow.submitted_at >= place.since]


def mine(standing: Standing) -> Condition:
    """One's own cases: sent, on one's behalf, about oneself, or waiting for one's approval.

    Each alternative begins with a column of its own index: only then does SQLite read by index and not everything.
    """
    me = standing.person_id
    return sa.or_(
        CaseRow.reporter_id == me,
        CaseRow.on_behalf_of_id == me,
        sa.and_(CaseRow.subject_id == me, CaseRow.subject_sees.is_(True)),
        *_assigned(standing),
        *_to_approve(standing),
    )


def by_unit(standing: Standing) -> Condition:
    """What colleagues of the unit have sent."""
    return sa.or_(sa.false(), *_unit(standing))


def by_desk(standing: Standing) -> Condition:
    """What one handles as a case worker or in 1st line."""
    return sa.or_(sa.false(), *_handled(standing))


def followed(standing: Standing) -> Condition:
    """What one follows, and may see at this moment."""
    follows = sa.select(FollowerRow.case_id).where(FollowerRow.person_id == standing.person_id)
    return sa.and_(CaseRow.id.in_(follows), visible_to(standing))


def awaiting(standing: Standing) -> Condition:
    """It is this person's move."""
    me = standing.person_id
    return sa.or_(
        sa.and_(CaseRow.reporter_id == me, CaseRow.state == states.AWAITS_REPORTER),
        sa.and_(CaseRow.on_behalf_of_id == me, CaseRow.state == states.AWAITS_REPORTER),
        *(sa.and_(assigned, CaseRow.state == states.AWAITS_REPORTER) for assigned in _assigned(standing)),
        *_to_approve(standing),
    )


def _to_approve(standing: Standing) -> Iterable[Condition]:
    for named in _named_approver(standing):
        yield sa.and_(CaseRow.state == states.AWAITS_APPROVAL, named)


def _named_approver(standing: Standing) -> Iterable[Condition]:
    """The approver, or their deputy, for as long as they hold the task there; never for a case of one's own."""
    me = standing.person_id
    for place, areas in _approving(standing).items():
        yield sa.and_(
            CaseRow.approver_id == (place.lender or me),
            CaseRow.area.in_(areas),
            below(CaseRow.unit_path, place.path),
            CaseRow.reporter_id != me,
            sa.func.coalesce(CaseRow.subject_id, "") != me,
            sa.func.coalesce(CaseRow.on_behalf_of_id, "") != me,
            *_lent(place),
        )


def _approvals_below(standing: Standing) -> Iterable[Condition]:
    """Leaders further up see what is approved below them, except what is sensitive."""
    for place, areas in _approving(standing).items():
        yield sa.and_(
            CaseRow.approver_id.is_not(None),
            CaseRow.area.in_(areas),
            below(CaseRow.unit_path, place.path),
            CaseRow.sensitive.is_(False),
            *_lent(place),
        )


def _approving(standing: Standing) -> dict[_Place, list[str]]:
    """The areas in which the person may approve, by where."""
    found = _grouped(standing, ("approve:",))
    return {place: [task.removeprefix("approve:") for task in held] for place, held in found.items()}


class _Place(NamedTuple):
    """Where tasks are held, for whom if they are lent, and from which cases on."""

    path: str
    lender: str | None
    since: datetime | None


def _grouped(standing: Standing, kinds: Iterable[str]) -> dict[_Place, list[str]]:
    """The tasks of the kinds, by where; a role gives many tasks in the same place."""
    grouped: dict[_Place, set[str]] = {}
    prefixes = tuple(kinds)
    for scope in standing.scopes:
        if scope.task.startswith(prefixes):
            grouped.setdefault(_Place(scope.path, scope.for_person, scope.since), set()).add(scope.task)
    return {place: sorted(found) for place, found in grouped.items()}


def _handled(standing: Standing) -> Iterable[Condition]:
    for place, found in _grouped(standing, ("handle:", tasks.SUPPORT)).items():
        yield sa.and_(
            CaseRow.handler_task.in_(found),
            below(CaseRow.unit_path, place.path),
            CaseRow.at_desk.is_(True),
            *_lent(place),
        )


def _unit(standing: Standing) -> Iterable[Condition]:
    for place, found in _grouped(standing, ("view_unit:",)).items():
        areas = [task.removeprefix("view_unit:") for task in found]
        yield sa.and_(
            below(CaseRow.unit_path, place.path),
            CaseRow.area.in_(areas),
            CaseRow.sensitive.is_(False),
            CaseRow.unit_sees.is_(True),
            *_lent(place),
        )


def _assigned(standing: Standing) -> Iterable[Condition]:
    """What a colleague has been given to see to, for as long as they are one: it lets nobody see more than `_unit`."""
    for path, areas in _communities(standing).items():
        yield sa.and_(
            CaseRow.assignee_id == standing.person_id,
            sa.func.coalesce(CaseRow.subject_id, "") != CaseRow.reporter_id,
            below(CaseRow.unit_path, path),
            CaseRow.area.in_(areas),
            CaseRow.sensitive.is_(False),
            CaseRow.unit_sees.is_(True),
        )


def _communities(standing: Standing) -> dict[str, list[str]]:
    """Path -> areas in which the person both reports and sees the unit's cases, by tasks of their own."""
    own = [scope for scope in standing.scopes if scope.for_person is None]
    found: dict[str, set[str]] = {}
    for scope in own:
        kind, _, area = scope.task.partition(":")
        if kind != "view_unit":
            continue
        for other in own:
            # Where both hold: in the lower one of the two units, if the one lies below the other.
            lower, upper = sorted((scope.path, other.path), key=len, reverse=True)
            if other.task == tasks.report(area) and lower.startswith(upper):
                found.setdefault(lower, set()).add(area)
    return {path: sorted(areas) for path, areas in found.items()}


def in_community(standing: Standing, case: CaseRow) -> bool:
    """Whether the person is one of the colleagues who share the work on the case; never what one sent about oneself."""
    me = standing.person_id
    kept_from = case.subject_id == me and not case.subject_sees
    shared = not case.sensitive and case.unit_sees and not kept_from and case.subject_id != case.reporter_id
    return shared and any(
        case.unit_path.startswith(path) and case.area in areas for path, areas in _communities(standing).items()
    )


def relations(standing: Standing, case: CaseRow) -> tuple[Relation, ...]:
    """What the person is to a case that they may see; for what is shown, never for whether it is shown."""
    me = standing.person_id
    found: list[Relation] = []
    if case.reporter_id == me:
        found.append("reporter")
    if case.on_behalf_of_id == me:
        found.append("on_behalf_of")
    if case.subject_id == me:
        found.append("subject")
    if case.assignee_id == me and in_community(standing, case):
        found.append("assignee")
    if approving_scope(standing, case):
        found.append("approver")
    if case.at_desk and standing.find_for_case(case.handler_task, case.unit_path, case.submitted_at):
        found.append("case_worker")
    return tuple(found) or ("colleague",)


def approving_scope(standing: Standing, case: CaseRow) -> Scope | None:
    """The permission by which the person approves the case: the approver's, or that of a leader further up.

    Nobody approves their own, neither by themself nor through a deputy.
    """
    own = {case.reporter_id, case.on_behalf_of_id, case.subject_id}
    if case.approver_id is None or standing.person_id in own:
        return None
    task = tasks.approve(case.area)
    holders = [
        scope
        for scope in standing.scopes
        if scope.task == task
        and scope.reaches(case.unit_path, case.submitted_at)
        and scope.for_person not in own - {None}
    ]
    named = [scope for scope in holders if (scope.for_person or standing.person_id) == case.approver_id]
    return next(iter(named or ([] if case.sensitive else holders)), None)


def awaits(standing: Standing, case: CaseRow) -> bool:
    """The same as `awaiting`, for a case that has been read."""
    me = standing.person_id
    if case.state == states.AWAITS_REPORTER:
        assigned = case.assignee_id == me and in_community(standing, case)
        return me in (case.reporter_id, case.on_behalf_of_id) or assigned
    if case.state != states.AWAITS_APPROVAL or me in (case.reporter_id, case.subject_id, case.on_behalf_of_id):
        return False
    task = tasks.approve(case.area)
    return any(
        s.task == task
        and s.reaches(case.unit_path, case.submitted_at)
        and (s.for_person or standing.person_id) == case.approver_id
        for s in standing.scopes
    )
