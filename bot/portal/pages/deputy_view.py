"""What the page of deputies shows: both lists, and the form for asking somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.access import task_words
from bot.access.types import Delegation
from bot.dialogue.rendering.deputies import STATES, period, which_cases

MOST_PAST = 5
_GOOD = frozenset({"holds"})


@dataclass(frozen=True)
class Wanted:
    """What was filled in; kept when it has to be put right."""

    deputy_id: str = ""
    tasks: tuple[str, ...] = ()
    unit_id: str = ""
    first: str = ""
    last: str = ""
    older_cases: bool = True


def lists(
    me: str,
    delegations: Sequence[Delegation],
    names: Mapping[str, str],
    units: Mapping[str, str],
    today: date,
) -> list[dict[str, Any]]:
    """Who stands in for me, for whom I do, and the latest of what is over."""
    open_ones = [one for one in delegations if one.open(today)]
    past = [one for one in delegations if not one.open(today)][:MOST_PAST]

    def item(one: Delegation) -> dict[str, Any]:
        mine = one.from_person_id == me
        other = names.get(one.to_person_id if mine else one.from_person_id, "En tidligere kollega")
        state = one.state(today)
        return {
            "id": one.id,
            "who": other,
            "side": "mine" if mine else "theirs",
            "direction": f"{other} for dig" if mine else f"Dig for {other}",
            "state": STATES[state],
            "badge": "good" if state in _GOOD else "plain",
            "what": task_words.in_words(one.tasks),
            "where": units.get(one.unit_id or "") or "Alle de enheder, hvor opgaverne er givet",
            "when": _capitalised(period(one)),
            "which": which_cases(one),
            "answer": state == "waiting" and not mine,
            "stop": one.open(today) and not (state == "waiting" and not mine),
            "stop_title": "Træk tilbage" if state == "waiting" else "Stop nu",
        }

    groups = [
        ("mine", "Dine stedfortrædere", [item(one) for one in open_ones if one.from_person_id == me]),
        ("andre", "Du træder til for", [item(one) for one in open_ones if one.to_person_id == me]),
        ("slut", "Slut", [item(one) for one in past]),
    ]
    return [{"id": id_, "title": title, "items": items} for id_, title, items in groups if items]


def choices(lendable: Sequence[str], chosen: Sequence[str]) -> list[dict[str, Any]]:
    """The tasks as groups of checkboxes; each has a name of its own, so that a plain form can carry several."""
    return [
        {
            "title": title,
            "tasks": [
                {
                    "name": f"opgave:{task}",
                    "id": f"opgave-{task.replace(':', '-')}",
                    "title": words,
                    "on": task in chosen,
                }
                for task, words in found
            ],
        }
        for title, found in task_words.grouped(lendable)
    ]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
