"""A file that is whole in form may still be half in content. What would end too much at once is refused."""

from __future__ import annotations

from collections.abc import Iterator

from bot.grunddata.plan import Plan
from bot.grunddata.stored import Stored

MOST_SHARE = 0.05  # of what there is: more than that in one day is more likely a mistake than the truth
ALWAYS = 10  # so few are never refused, or a small municipality could not change


def refusals(plan: Plan, stored: Stored) -> list[str]:
    """Why the file is not believed, in Danish; empty where it is."""
    return list(_refusals(plan, stored))


def _refusals(plan: Plan, stored: Stored) -> Iterator[str]:
    leaving = len(plan.employments.employed_before - plan.employments.employed_after)
    yield from _too_many(leaving, len(plan.employments.employed_before), "medarbejdere ville miste deres adgang")
    open_units = [unit for unit in stored.units.values() if unit.closed_on is None]
    closing = sum(plan.units.after[unit.id].closed_on is not None for unit in open_units)
    yield from _too_many(closing, len(open_units), "enheder ville lukke")
    led = [unit for unit in open_units if unit.leader_id]
    vacant = sum(not plan.units.after[unit.id].leader_id for unit in led)
    yield from _too_many(vacant, len(led), "enheder ville miste deres leder")


def _too_many(count: int, of: int, what: str) -> Iterator[str]:
    if count > max(ALWAYS, MOST_SHARE * of):
        share = f"{100 * count / of:.1f}".replace(".", ",")
        yield f"{count} af {of} {what} ({share} %). Det ligner en fil, der ikke er hel."
