"""Why something may not be done here, who may, and how to get to do it; roles are named, people never are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.access import tasks
from bot.access.explain import roles_with
from bot.dialogue.payloads import button
from bot.knowledge.schema import Solution
from bot.messages.cards import Action, ChoicesCard
from bot.messages.message import Utterance

ROLE, DEPUTY = "rolle-i-serviceplatformen", "stedfortraeder"
_HOW = (
    "Skal du bruge rollen fast, så bed din leder om at sende “Rolle i Serviceplatformen” for dig. "
    "Er det kun for en periode, kan den, der har rollen, udpege dig som stedfortræder."
)
_HOW_YOURSELF = (
    "Skal en af dine medarbejdere have rollen, kan du selv sende “Rolle i Serviceplatformen”. Er det dig, så er det "
    "din egen leder, der sender den. Er det kun for en periode, kan den, der har rollen, udpege dig som stedfortræder."
)
_WHOSE = (
    "Du kan se de sager, du selv har sendt, dem, der er sendt for dig, og som regel dem, der handler om dig. Er du "
    "leder, godkender, indberetter eller sagsbehandler, kan du også se de sager, som rollen giver adgang til. "
    "Følsomme sager bliver aldrig delt med enheden."
)
_ACTS: Mapping[str, str] = {
    "withdraw": "Kun den, der har sendt sagen, eller som den er sendt for, kan trække den tilbage, mens den er åben.",
    "answer": "Man kan svare, når sagen venter på et svar, og kun den, der har sendt den, eller som den er sendt for.",
    "comment": "Sagens parter kan skrive til den, så længe den er åben. Den, der kun ser den som kollega, kan ikke.",
    "reopen": "Den, der har sendt en sag, kan genåbne den i 14 dage, efter at den er løst.",
}


def ways(*first: Action) -> ChoicesCard:
    """How to get the permission, as buttons."""
    return ChoicesCard(
        actions=[
            *first,
            button("Få en rolle", "select_solution", id=ROLE),
            button("Bliv stedfortræder", "select_solution", id=DEPUTY),
            button("Tal med et menneske", "human", style="link"),
        ]
    )


def refused(title: str, explanation: str, *, may_ask_for_roles: bool) -> Utterance:
    """A no with its reason, and how to come to do it; the same for whoever it is about."""
    how = _HOW_YOURSELF if may_ask_for_roles else _HOW
    return Utterance(text=f"{title}: {explanation}\n\n{how}", cards=[ways()])


def never(solution: Solution, explanation: str) -> Utterance:
    """A no that no role changes: the report is for oneself only, or never about oneself, or has no form here."""
    read = button("Læs mere", "show_topic", id=solution.id)
    human = button("Tal med et menneske", "human", style="link")
    return Utterance(text=f"{solution.title}: {explanation}", cards=[ChoicesCard(actions=[read, human])])


def for_others(solution: Solution, needed: Sequence[str], *, may_ask_for_roles: bool) -> Utterance:
    """For oneself it may be sent, for others not."""
    explanation = (
        f"Du kan altid indberette for dig selv. For andre kræver det rollen {roles_with(needed)} for deres enhed."
    )
    how = _HOW_YOURSELF if may_ask_for_roles else _HOW
    start = button("Start for dig selv", "start_report", style="primary", id=solution.id)
    return Utterance(text=f"{solution.title}: {explanation}\n\n{how}", cards=[ways(start)])


def allowed(solution: Solution, *, for_whom: str = "") -> Utterance:
    """It may be done after all; what else may be in the way."""
    text = f"{solution.title}: Den må du godt sende{for_whom}. Virker det ikke, så er det en fejl, som du kan melde."
    actions = [
        button("Start indberetning", "start_report", style="primary", id=solution.id),
        button("Meld en fejl i portalen", "select_solution", id="fejl-i-portalen"),
    ]
    return Utterance(text=text, cards=[ChoicesCard(actions=actions)])


def area(title: str, area_id: str, *, holds: bool, named: bool, may_ask_for_roles: bool) -> Utterance:
    """Reporting for others in an area; `holds`: the user may in some units, `named`: but not for the one named."""
    roles = roles_with([tasks.report(area_id)])
    if holds and not named:
        text = (
            f"{title}: Du må indberette for medarbejdere i de enheder, hvor du har rollen. Kan du ikke finde en, så er "
            "vedkommende ikke ansat i en af dem i dag."
        )
    else:
        text = (
            f"{title}: Du kan altid indberette for dig selv, hvor løsningen er til det. For andre kræver det som regel "
            f"rollen {roles} for deres enhed."
        )
    how = _HOW_YOURSELF if may_ask_for_roles else _HOW
    return Utterance(text=f"{text}\n\n{how}", cards=[ways()])


def approving(area_id: str | None, *, may_ask_for_roles: bool) -> Utterance:
    """Who approves, where no case is named."""
    needed = [tasks.approve(area_id)] if area_id else [tasks.approve(one) for one in tasks.AREAS]
    text = (
        f"At godkende kræver rollen {roles_with(needed)} for den enhed, sagen hører til, eller at du er stedfortræder "
        "for den, der skal godkende. Ingen kan godkende det, de selv har sendt, eller som handler om dem selv: det gør "
        "den næste leder opad."
    )
    how = _HOW_YOURSELF if may_ask_for_roles else _HOW
    return Utterance(text=f"{text}\n\n{how}", cards=[ways(button("Hvad venter på mig?", "awaiting_me"))])


def seeing_unit(area_id: str | None, *, may_ask_for_roles: bool) -> Utterance:
    """Who sees the cases of a unit."""
    needed = [tasks.view_unit(area_id)] if area_id else [tasks.view_unit(one) for one in tasks.AREAS]
    text = f"At se enhedens sager kræver rollen {roles_with(needed)} for enheden. {_WHOSE}"
    how = _HOW_YOURSELF if may_ask_for_roles else _HOW
    return Utterance(text=f"{text}\n\n{how}", cards=[ways()])


def takes(title: str, needed: Sequence[str], *, may_ask_for_roles: bool) -> Utterance:
    """The role that reporting for others takes."""
    how = _HOW_YOURSELF if may_ask_for_roles else _HOW
    text = f"{title}: At indberette for andre kræver rollen {roles_with(needed)} for deres enhed."
    return Utterance(text=f"{text}\n\n{how}", cards=[ways()])


def about_others(found: Utterance) -> Utterance:
    """The same for whoever was asked about."""
    lead = "Jeg kan ikke slå op, hvad andre må, men sådan er reglerne."
    return Utterance(text=f"{lead}\n\n{found.text}", cards=found.cards)


def locked() -> Utterance:
    """Something is locked, and it was not said what."""
    text = (
        "En løsning er låst, når den kræver en rolle, som du ikke har. Hvilken indberetning drejer det sig om? Skriv "
        "det med et par ord, så siger jeg, hvad der skal til. Er det en knap på siden, der ikke virker, er det en fejl."
    )
    actions = [
        button("Find den sammen med mig", "enter_tree"),
        button("Meld en fejl i portalen", "select_solution", id="fejl-i-portalen"),
    ]
    return Utterance(text=text, cards=[ChoicesCard(actions=actions)])


def no_case(found_nothing: Utterance) -> Utterance:
    """The case that was named is not there for the user; the same whether there is one or not."""
    return Utterance(text=f"{found_nothing.text}\n\n{_WHOSE}", cards=found_nothing.cards)


def seeing() -> Utterance:
    """Which cases one sees, where none is named."""
    text = f"{_WHOSE} Skriv sagens nummer, så ser jeg efter, om jeg kan finde den blandt dine."
    return Utterance(text=text, cards=[ChoicesCard(actions=[button("Vis mine sager", "my_cases")])])


def own_case(number: str) -> str:
    return (
        f"Sag {number} har du selv sendt, eller den handler om dig, og ingen kan godkende deres egen. Det gør den "
        "næste leder opad."
    )


def other_approves(number: str, area_id: str, *, sensitive: bool) -> str:
    if sensitive:
        return f"Sag {number} er følsom, så kun den leder, der er sat på den, og dennes stedfortræder kan godkende den."
    roles = roles_with([tasks.approve(area_id)])
    return (
        f"Sag {number} kan du se, men at godkende den kræver rollen {roles} for enheden, eller at du er stedfortræder "
        "for den, der skal godkende."
    )


def not_awaiting(number: str, label: str) -> str:
    return f"Sag {number} venter ikke på en godkendelse: den er {label.lower()}."


def not_now(act: str) -> str:
    """Who may do something with a case, and when."""
    return _ACTS[act]


def which() -> Utterance:
    """It was not said which report is meant."""
    text = "Hvilken indberetning drejer det sig om? Skriv det med et par ord, så siger jeg, hvem der må sende den."
    return Utterance(text=text, cards=[ChoicesCard(actions=[button("Find den sammen med mig", "enter_tree")])])
