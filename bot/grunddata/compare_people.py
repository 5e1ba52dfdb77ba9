"""The people of a file beside those of the database. Nobody is ever taken away: cases name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.grunddata.plan import EmploymentPlan, PeoplePlan
from bot.grunddata.stored import StoredPerson
from bot.grunddata.types import Change, Difference, PersonLine


def compare_people(
    lines: Sequence[PersonLine], stored: Mapping[str, StoredPerson], employments: EmploymentPlan
) -> PeoplePlan:
    """What has to be done; who comes back or leaves follows from the employments."""
    plan = PeoplePlan()
    names = {person.id: person.name for person in stored.values()}
    for line in lines:
        names[line.id] = line.name
        before = stored.get(line.id)
        known = before.entra_id if before else None
        after = StoredPerson(line.id, line.name, line.email, known if line.entra_id is None else line.entra_id or None)
        if before is None:
            plan.new.append(after)
            plan.differences.append(Difference("people", "new", line.id, line.name))
        elif after != before:
            plan.changed.append(after)
            changes = [
                Change("navn", before.name, after.name),
                Change("email", before.email, after.email),
                Change("entra_id", before.entra_id or "", after.entra_id or ""),
            ]
            real = tuple(change for change in changes if change.before != change.after)
            plan.differences.append(Difference("people", "changed", line.id, line.name, real))
    for person_id in employments.employed_after - employments.employed_before:
        if person_id in stored:
            plan.differences.append(Difference("people", "back", person_id, names[person_id]))
    for person_id in employments.employed_before - employments.employed_after:
        last = Change("sidste dag", None, employments.last_days[person_id])
        plan.differences.append(Difference("people", "leaving", person_id, names[person_id], (last,)))
    plan.differences.sort(key=lambda difference: (difference.kind, difference.name, difference.id))
    return plan
