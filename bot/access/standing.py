"""Reads what a person may do today: own roles, single tasks, units led, and what has been lent to them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import tasks
from bot.access.model import DelegationRow, EmploymentRow, GrantRow, RoleRow
from bot.access.organisation import Tree
from bot.access.types import Employment, Scope, Standing


def in_force(table: Any, day: Any) -> sa.ColumnElement[bool]:
    """The row's period contains the day; both ends are included."""
    return sa.and_(table.valid_from <= day, sa.or_(table.valid_to.is_(None), table.valid_to >= day))


# Read in every turn, so written once: making a statement costs SQLAlchemy more than running it on SQLite.
_DAY = sa.bindparam("day", type_=sa.Date)
_PEOPLE: sa.BindParameter[Any] = sa.bindparam("people", expanding=True)
_EMPLOYMENTS = sa.select(
    EmploymentRow.person_id,
    EmploymentRow.unit_id,
    EmploymentRow.position,
    EmploymentRow.weekly_hours,
    EmploymentRow.valid_from,
    EmploymentRow.valid_to,
).where(EmploymentRow.person_id.in_(_PEOPLE), in_force(EmploymentRow, _DAY))
_LENT = sa.select(
    DelegationRow.id,
    DelegationRow.from_person_id,
    DelegationRow.tasks,
    DelegationRow.unit_id,
    DelegationRow.cases_since,
).where(
    DelegationRow.to_person_id == sa.bindparam("person"),
    DelegationRow.accepted_at.is_not(None),
    DelegationRow.revoked_at.is_(None),
    in_force(DelegationRow, _DAY),
)
_ROLES = (
    sa.select(RoleRow.person_id, RoleRow.role, RoleRow.unit_id)
    .where(RoleRow.person_id.in_(_PEOPLE), in_force(RoleRow, _DAY))
    .order_by(RoleRow.id)
)
_GRANTS = (
    sa.select(GrantRow.person_id, GrantRow.task, GrantRow.unit_id)
    .where(GrantRow.person_id.in_(_PEOPLE), in_force(GrantRow, _DAY))
    .order_by(GrantRow.id)
)


def employments(session: Session, person_ids: set[str], day: date) -> dict[str, list[Employment]]:
    """Current employments, the largest first; a person without one has no access."""
    rows = session.execute(_EMPLOYMENTS, {"people": list(person_ids), "day": day}).all()
    found: dict[str, list[Employment]] = defaultdict(list)
    for person_id, unit_id, position, hours, first, last in rows:
        found[person_id].append(Employment(unit_id, position, hours, first, last))
    for several in found.values():
        several.sort(key=lambda e: (-(e.weekly_hours or 0), e.valid_from, e.unit_id))
    return found


def load(session: Session, tree: Tree, person_id: str, day: date) -> Standing | None:
    """All that the person may do on the day (four queries), or None without a current employment."""
    lent = session.execute(_LENT, {"person": person_id, "day": day}).all()
    everyone = {person_id} | {row.from_person_id for row in lent}
    employed = employments(session, everyone, day)
    if person_id not in employed:
        return None
    own, roles = _own_scopes(session, tree, everyone, day)
    scopes = list(own[person_id])
    for delegation_id, lender, lent_tasks, unit_id, since in lent:
        if lender in employed:
            scopes += _lent_scopes(own[lender], delegation_id, lender, set(lent_tasks), unit_id, since, tree)
    return Standing(person_id, tuple(employed[person_id]), tuple(scopes), ("medarbejder", *roles[person_id]))


def _own_scopes(
    session: Session, tree: Tree, people: set[str], day: date
) -> tuple[dict[str, list[Scope]], dict[str, list[str]]]:
    scopes: dict[str, list[Scope]] = defaultdict(list)
    roles: dict[str, list[str]] = defaultdict(list)

    def hold(person_id: str, role: str, path: str) -> None:
        if role not in roles[person_id]:
            roles[person_id].append(role)
        scopes[person_id] += [Scope(task, path, f"role:{role}") for task in sorted(tasks.ROLES[role])]

    for person_id in sorted(people):
        for unit in tree.led_by.get(person_id, []):
            hold(person_id, "leder", unit.path)
    assigned = session.execute(_ROLES, {"people": list(people), "day": day})
    for person_id, role, unit_id in assigned:
        if unit_id in tree.units and role in tasks.ROLES and role != "medarbejder":
            hold(person_id, role, tree.units[unit_id].path)
    granted = session.execute(_GRANTS, {"people": list(people), "day": day})
    for person_id, task, unit_id in granted:
        if unit_id in tree.units:
            scopes[person_id].append(Scope(task, tree.units[unit_id].path, "grant"))
    return scopes, roles


def _lent_scopes(
    lenders_own: list[Scope],
    delegation_id: str,
    lender: str,
    lent_tasks: set[str],
    unit_id: str | None,
    since: datetime | None,
    tree: Tree,
) -> list[Scope]:
    """The lender's own scopes cut down to what was lent; nobody can lend what they do not hold, nor lend on.

    A desk's tasks are lent for all cases or for none: its queue does not know when a case was sent.
    """
    limit = tree.units[unit_id].path if unit_id in tree.units else None
    if unit_id is not None and limit is None:
        return []
    scopes = []
    for scope in lenders_own:
        if scope.task not in lent_tasks or (since is not None and tasks.is_handling(scope.task)):
            continue
        if limit is None or scope.path.startswith(limit):
            path = scope.path
        elif limit.startswith(scope.path):
            path = limit
        else:
            continue
        scopes.append(Scope(scope.task, path, f"delegation:{delegation_id}", lender, since))
    return scopes
