"""Who holds a task somewhere: the colleagues among whom work can be given on."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import tasks
from bot.access.model import GrantRow, RoleRow
from bot.access.organisation import Tree
from bot.access.standing import in_force


def holders(session: Session, tree: Tree, task: tasks.Task, path: str, day: date) -> set[str]:
    """Everyone with the task at the path on the day by a role or a grant; not those to whom it is lent."""
    roles = sorted(role for role, bundle in tasks.ROLES.items() if task in bundle)
    by_role = sa.select(RoleRow.person_id, RoleRow.unit_id).where(RoleRow.role.in_(roles), in_force(RoleRow, day))
    by_grant = sa.select(GrantRow.person_id, GrantRow.unit_id).where(GrantRow.task == task, in_force(GrantRow, day))
    found = {
        person_id
        for statement in (by_role, by_grant)
        for person_id, unit_id in session.execute(statement)
        if unit_id in tree.units and path.startswith(tree.units[unit_id].path)
    }
    if "leder" in roles:
        found |= {unit.leader_id for unit in tree.units.values() if unit.leader_id and path.startswith(unit.path)}
    return found
