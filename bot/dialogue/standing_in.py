"""After a leader's absence has been reported: who stands in? Asked once for an absence, and only if it is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from bot.cases.types import Case
from bot.container import Container
from bot.dialogue.payloads import button
from bot.dialogue.state import ConversationState, Pending
from bot.dialogue.turn import Turn
from bot.messages.cards import ChoicesCard
from bot.messages.message import Utterance
from bot.reports.formatting import danish_date

REPORT = "stedfortraeder"
SOME_DAYS = 4  # shorter leave can wait for the leader
OPEN_ENDED = timedelta(days=30)  # how long an absence without an end counts as the same
MOST_REMEMBERED = 20


@dataclass(frozen=True)
class Absence:
    """Where a report says from when to when somebody is away: the first field that was answered counts."""

    first: tuple[str, ...]
    last: tuple[str, ...] = ()
    only: tuple[str, frozenset[str]] | None = None  # a field and the answers with which it is an absence
    at_least: int = 1  # days
    cause: str = "fravaer"  # the option of the field "aarsag" in the report of a deputy


ABSENCES: Mapping[str, Absence] = MappingProxyType(
    {
        "syge-og-raskmelding": Absence(("foerste_sygedag",), only=("melding", frozenset({"syg"}))),
        "afholdelse-af-ferie": Absence(
            ("periode",),
            ("periode",),
            only=("aerinde", frozenset({"holde", "rette"})),
            at_least=SOME_DAYS,
            cause="ferie",
        ),
        "flekstid-og-afspadsering": Absence(
            ("afspadsering_dage",),
            ("afspadsering_dage",),
            only=("timer_til", frozenset({"fri"})),
            at_least=SOME_DAYS,
            cause="ferie",
        ),
        "varsling-af-barsel": Absence(("orlov_start", "termin"), ("orlov_efter",)),
        "faedre-og-medmororlov": Absence(("ved_foedsel_fra", "foraeldreorlov", "forventet_dato"), ("foraeldreorlov",)),
        "adoption": Absence(("indkoering", "modtagelse"), ("foerste_uger",)),
        "plejeorlov-og-pasningsorlov": Absence(("orlov_begynder",), ("orlov_slutter",)),
        "tjenestefri-med-loen": Absence(("fri_dage",), ("fri_dage",), at_least=SOME_DAYS),
        "tjenestefri-uden-loen": Absence(("orlov_fra",), ("orlov_til",), at_least=SOME_DAYS),
    }
)


def period_of(solution_id: str, answers: Mapping[str, Any]) -> tuple[date, date | None] | None:
    """From when to when the report says that its subject is away; None where it tells of no absence that matters."""
    absence = ABSENCES.get(solution_id)
    if absence is None or (absence.only and answers.get(absence.only[0]) not in absence.only[1]):
        return None
    first = next((day for name in absence.first if (day := _day(answers.get(name), "from"))), None)
    last = next((day for name in absence.last if (day := _day(answers.get(name), "to"))), None)
    if first is None or (last is not None and (last - first).days + 1 < absence.at_least):
        return None
    return first, last if last is None or last >= first else None


def question(services: Container, turn: Turn, case: Case) -> Utterance | None:
    """Asks who stands in, where a leader is away and the sender may see to it; notes that it was asked."""
    away = period_of(case.solution_id, case.answers)
    leader = case.subject_id
    if away is None or leader is None or not services.access.is_leader(leader):
        return None
    first, last = away
    if (last or first + OPEN_ENDED) < turn.today or _asked_before(turn.state, leader, first, last):
        return None
    solution = services.knowledge.form(REPORT)
    units = services.access.tree().led_by.get(leader, [])
    if solution is None or not services.access.may_report(turn.person.id, solution, None, units[0].id).allowed:
        return None
    lent = [one for one in services.delegations.of(leader) if one.from_person_id == leader]
    if any(one.covers(max(first, turn.today), last) for one in lent):
        return None
    _note_asked(turn.state, leader, first, last)
    known = {"enhed": units[0].id, "fra": first.isoformat(), "aarsag": ABSENCES[case.solution_id].cause}
    if last is not None:
        known["til"] = last.isoformat()
    turn.state.pending = Pending(kind="start_report", data={"id": REPORT, **known})
    who = "dig" if leader == turn.person.id else case.subject_name or "lederen"
    until = f"til og med {danish_date(last)}" if last else "og frem"
    text = (
        f"Hvem træder til for {who} fra {danish_date(first)} {until}? En stedfortræder kan godkende og indberette "
        "imens, når den, du vælger, har sagt ja."
    )
    actions = [
        button("Udpeg en stedfortræder", "start_report", style="primary", id=REPORT, **known),
        button("Ikke nu", "deny"),
    ]
    return Utterance(text=text, cards=[ChoicesCard(actions=actions)])


def carried(known: Mapping[str, Any]) -> dict[str, Any]:
    """What the button's parameters answer in the report of a deputy; nothing for any other button."""
    if "fra" not in known:
        return {}
    answers: dict[str, Any] = {"handling": "udpege", "enhed": known.get("enhed"), "aarsag": known.get("aarsag")}
    if "til" in known:
        answers["periode"] = {"from": known["fra"], "to": known["til"]}
    return {name: value for name, value in answers.items() if value is not None}


def _asked_before(state: ConversationState, leader: str, first: date, last: date | None) -> bool:
    """Whether it was asked of an absence of the leader that overlaps: a correction is the same absence."""
    for earlier in state.asked_who_stands_in:
        who, begun, ended = earlier
        if (
            who == leader
            and date.fromisoformat(begun) <= (last or first + OPEN_ENDED)
            and (first <= date.fromisoformat(ended))
        ):
            return True
    return False


def _note_asked(state: ConversationState, leader: str, first: date, last: date | None) -> None:
    noted = (leader, first.isoformat(), (last or first + OPEN_ENDED).isoformat())
    state.asked_who_stands_in = [*state.asked_who_stands_in, noted][-MOST_REMEMBERED:]


def _day(value: Any, side: str) -> date | None:
    """A date, or that side of a period."""
    if isinstance(value, Mapping):
        value = value.get(side)
    return date.fromisoformat(value) if isinstance(value, str) and value else None
