"""Deputies in words: one delegation, the lists of both sides, and what can be done about each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.access import task_words
from bot.access.types import Delegation, DelegationState
from bot.clock import local
from bot.dialogue.payloads import button
from bot.messages.cards import Action, ChoicesCard
from bot.messages.message import Utterance
from bot.notices.types import Words
from bot.reports.formatting import danish_date, danish_moment

STATES: Mapping[DelegationState, str] = {
    "waiting": "Venter på accept",
    "holds": "Gælder",
    "coming": "Begynder senere",
    "declined": "Ikke accepteret",
    "ended": "Slut",
}
MOST_SHOWN = 10


def period(lent: Delegation) -> str:
    """ "fra 2. marts 2026 til og med 6. marts 2026", or until further notice."""
    until = f"til og med {danish_date(lent.valid_to)}" if lent.valid_to else "indtil videre"
    return f"fra {danish_date(lent.valid_from)} {until}"


def covers(lent: Delegation, unit_name: str | None) -> str:
    """What may be done, where and when, in a line."""
    where = unit_name or "alle de enheder, hvor opgaverne er givet"
    line = f"{task_words.in_words(lent.tasks)}. Hvor: {where}. Hvornår: {period(lent)}"
    return f"{line}. Hvilke sager: {which_cases(lent)}" if lent.cases_since else line


def which_cases(lent: Delegation) -> str | None:
    """ "kun dem, der er sendt siden 2. marts 2026 kl. 9.00"; None where it is all of them."""
    return f"kun dem, der er sendt siden {danish_moment(local(lent.cases_since))}" if lent.cases_since else None


def listing(
    person_id: str,
    delegations: Sequence[Delegation],
    names: Mapping[str, str],
    units: Mapping[str, str],
    today: date,
    *,
    may_lend: bool,
    first: str = "",
) -> Utterance:
    """Those who stand in for the person, and those for whom the person does; what is over is left out."""
    open_ones = [one for one in delegations if one.open(today)]
    mine = [one for one in open_ones if one.from_person_id == person_id][:MOST_SHOWN]
    others = [one for one in open_ones if one.to_person_id == person_id][:MOST_SHOWN]
    parts = [first] if first else []
    if mine:
        parts.append("Dine stedfortrædere:\n" + _lines(mine, lambda one: one.to_person_id, names, units, today))
    else:
        parts.append("Du har ingen stedfortræder lige nu.")
    if others:
        parts.append("Du er stedfortræder for:\n" + _lines(others, lambda one: one.from_person_id, names, units, today))
    else:
        parts.append("Du er ikke stedfortræder for nogen.")
    if not may_lend and not mine:
        parts.append("Du har ingen opgaver for andre, som du kan låne ud. Det har ledere og indberettere.")
    actions: list[Action] = []
    for one in others:
        actions += answers(one, names) if one.state(today) == "waiting" else [stop(one, names, person_id)]
    actions += [stop(one, names, person_id) for one in mine]
    if may_lend:
        actions.append(button("Udpeg en stedfortræder", "start_report", style="primary", id="stedfortraeder"))
    return Utterance(text="\n\n".join(parts), cards=[ChoicesCard(actions=actions)] if actions else [])


def _lines(
    delegations: Sequence[Delegation],
    whom: Callable[[Delegation], str],
    names: Mapping[str, str],
    units: Mapping[str, str],
    today: date,
) -> str:
    return "\n".join(
        f"- {names.get(whom(one), 'En tidligere kollega')} ({STATES[one.state(today)].lower()}). "
        f"{covers(one, units.get(one.unit_id or ''))}."
        for one in delegations
    )


def answers(lent: Delegation, names: Mapping[str, str]) -> list[Action]:
    """Yes and no to an offer."""
    who = names.get(lent.from_person_id, "")
    return [
        button(f"Ja, træd til for {who}", "accept_delegation", style="primary", delegation=lent.id),
        button(f"Nej tak til {who}", "decline_delegation", delegation=lent.id),
    ]


def stop(lent: Delegation, names: Mapping[str, str], person_id: str) -> Action:
    """Ends it; the title says whose."""
    if lent.to_person_id == person_id:
        title = f"Stop med at træde til for {names.get(lent.from_person_id, 'en tidligere kollega')}"
    elif lent.accepted_at is None:
        title = f"Træk forslaget til {names.get(lent.to_person_id, 'en tidligere kollega')} tilbage"
    else:
        title = f"Fjern {names.get(lent.to_person_id, 'en tidligere kollega')} som stedfortræder"
    return button(title, "revoke_delegation", style="danger", delegation=lent.id)


def asked(lent: Delegation, lender: str, unit_name: str | None) -> Words:
    """The notice that asks the deputy."""
    text = (
        f"{lender} spørger, om du vil være stedfortræder. {covers(lent, unit_name)}. "
        "Det gælder først, når du siger ja, og du kan altid stoppe igen."
    )
    return text, answers(lent, {lent.from_person_id: lender})
