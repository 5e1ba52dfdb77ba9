""" "Hvorfor kan jeg ikke …?": which task it takes, who may, and how to come to; in general words that name nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.access import tasks
from bot.access.names import fold
from bot.access.reporting import needed_tasks
from bot.actions import case_work
from bot.actions.guidance import SURE_TOPIC
from bot.cases.states import AWAITS_APPROVAL, LABELS
from bot.cases.types import CaseView
from bot.container import Container
from bot.dialogue.rendering import why_not as wording
from bot.dialogue.turn import Reply, Turn
from bot.dialogue.why_not import WhyNot, why_not
from bot.knowledge.naming import named_solution
from bot.knowledge.schema import Solution
from bot.messages.message import Utterance

Capability = Callable[[Container, Turn], Reply]

# What must be heard before anything else, whatever the words.
_NEVER = frozenset({"action_crisis"})
# What reads free texts, in which such a question may be what one wants to write (bot/dialogue/report_loop.py looks).
_READERS = frozenset({"validate_prompt_form", "validate_report_form"})
_TREE = "validate_tree_form"


def answering(actions: Mapping[str, Capability]) -> dict[str, Capability]:
    """All capabilities, each of which first looks whether the text asks why something may not be done."""
    wrapped = {name: unless_asked(one) for name, one in actions.items() if name not in _NEVER | _READERS}
    return {**actions, **wrapped, _TREE: _left_to_its_answer(actions[_TREE])}


def _left_to_its_answer(capability: Capability) -> Capability:
    """A tree's reading, which is no place for such a question: the action of its intent answers it."""

    def run(services: Container, turn: Turn) -> Reply:
        asked = turn.payload is None and why_not(turn.text) is not None
        return Reply(rejected=True) if asked else capability(services, turn)

    return run


def unless_asked(capability: Capability) -> Capability:
    """The capability, except where the text asks why the user may not do something."""

    def run(services: Container, turn: Turn) -> Reply:
        asked = why_not(turn.text) if turn.payload is None and turn.intent != "crisis" else None
        answer = explain(services, turn, asked) if asked is not None else None
        return Reply(utterances=[answer]) if answer is not None else capability(services, turn)

    return run


def explain(services: Container, turn: Turn, asked: WhyNot) -> Utterance | None:
    """The answer; None where the text is about something else after all."""
    if asked.someone:
        return _for_someone(services, turn, asked)
    number = case_work.number_in(turn)
    if number and asked.wish in ("case", "approve", "this"):
        return _case(services, turn, asked, number)
    if asked.wish == "approve":
        if turn.state.last_case and (case := services.cases.get(turn.person.id, turn.state.last_case)):
            return _approving(services, turn, case)
        return wording.approving(asked.area, may_ask_for_roles=_may_ask_for_roles(services, turn))
    if asked.wish == "see_unit":
        return wording.seeing_unit(asked.area, may_ask_for_roles=_may_ask_for_roles(services, turn))
    if asked.wish == "case":
        return _case(services, turn, asked, turn.state.last_case) if turn.state.last_case else wording.seeing()
    return _locked(services, turn) if asked.wish == "locked" else _report(services, turn, asked)


def _for_someone(services: Container, turn: Turn, asked: WhyNot) -> Utterance | None:
    """What it takes, whoever is asked about: what others may is told to nobody."""
    may_ask = _may_ask_for_roles(services, turn)
    if asked.wish == "approve":
        found = wording.approving(asked.area, may_ask_for_roles=may_ask)
    elif asked.wish == "see_unit":
        found = wording.seeing_unit(asked.area, may_ask_for_roles=may_ask)
    elif asked.wish == "case":
        found = wording.seeing()
    elif asked.area is not None:
        found = _area(services, turn, WhyNot("report", area=asked.area, others=True), asked.area, general=True)
    else:
        solution = _meant(services, turn, asked)
        if solution is None:
            return None
        if solution.report is None or not _by_role(solution):
            decision = services.access.may_report(turn.person.id, solution, "", None)
            found = wording.never(solution, decision.explanation)
        else:
            found = wording.takes(solution.title, needed_tasks(solution), may_ask_for_roles=may_ask)
    return wording.about_others(found)


def _locked(services: Container, turn: Turn) -> Utterance | None:
    """Something is grey or has a lock: what is being talked of, if a role decides it."""
    solution = services.knowledge.solution(turn.state.topic or turn.page or "")
    if turn.state.talks_of_case and turn.state.last_case:
        return _case(services, turn, WhyNot("case"), turn.state.last_case)
    if solution is None:
        return wording.locked()
    decision = services.access.may_report(turn.person.id, solution, None, None)
    if decision.allowed:
        return wording.allowed(solution)
    return _refused(solution, decision.explanation, _may_ask_for_roles(services, turn))


# --- cases


def _case(services: Container, turn: Turn, asked: WhyNot, number: str) -> Utterance:
    case = services.cases.get(turn.person.id, number)
    if case is None:
        return wording.no_case(case_work.not_found(number))
    if asked.wish == "approve":
        return _approving(services, turn, case)
    shown = case_work.show(services, turn, case).utterances[0]
    if asked.act is None or asked.act in case.permitted:
        return shown
    return Utterance(text=f"Sag {case.number}: {wording.not_now(asked.act)}", cards=shown.cards)


def _approving(services: Container, turn: Turn, case: CaseView) -> Utterance:
    """Why a case that the user sees cannot be approved by them; the case itself where it can."""
    shown = case_work.show(services, turn, case).utterances[0]
    if "approve" in case.permitted:
        return shown
    if case.state != AWAITS_APPROVAL:
        reason = wording.not_awaiting(case.number, LABELS[case.state])
    elif {"reporter", "on_behalf_of", "subject"} & set(case.relations):
        reason = wording.own_case(case.number)
    else:
        reason = wording.other_approves(case.number, case.area, sensitive=case.sensitive)
    return Utterance(text=reason, cards=shown.cards)


# --- reports


def _report(services: Container, turn: Turn, asked: WhyNot) -> Utterance | None:
    if asked.area is not None:
        return _area(services, turn, asked, asked.area)
    solution = _meant(services, turn, asked)
    if solution is None:
        # "Hvorfor ikke?" with nothing that it could be about is for others to answer.
        return wording.which() if asked.wish == "report" else None
    if asked.others:
        return _for_others(services, turn, asked, solution)
    decision = services.access.may_report(turn.person.id, solution, None, None)
    may_ask = _may_ask_for_roles(services, turn)
    if not decision.allowed:
        return _refused(solution, decision.explanation, may_ask)
    if asked.wish == "this":
        return None  # nothing is in the way: whatever "hvorfor ikke" is about, it is not this
    if _can_be_about_others(solution) and not services.may_report_for_others(turn.person.id, solution):
        return wording.for_others(solution, needed_tasks(solution), may_ask_for_roles=may_ask)
    return wording.allowed(solution)


def _for_others(services: Container, turn: Turn, asked: WhyNot, solution: Solution) -> Utterance:
    """About someone else: one who may be named is found; for all others the answer is one and the same."""
    me, may_ask = turn.person.id, _may_ask_for_roles(services, turn)
    if not _can_be_about_others(solution):
        # A person that nobody has: whoever is asked about, known or not, the answer is the same.
        decision = services.access.may_report(me, solution, "", None)
        return wording.allowed(solution) if decision.allowed else _refused(solution, decision.explanation, may_ask)
    needed = needed_tasks(solution)
    if asked.name is None:
        held = services.may_report_for_others(me, solution)
        return (
            wording.allowed(solution, for_whom=" for medarbejdere i de enheder, hvor du har rollen")
            if held
            else wording.refused(
                solution.title,
                services.access.may_report(me, solution, "", None).explanation,
                may_ask_for_roles=may_ask,
            )
        )
    if _finds(services, turn, asked.name, solution.area, needed):
        return wording.allowed(solution, for_whom=" for den person")
    decision = services.access.may_report(me, solution, "", None)
    return wording.refused(solution.title, decision.explanation, may_ask_for_roles=may_ask)


def _area(services: Container, turn: Turn, asked: WhyNot, area: str, *, general: bool = False) -> Utterance:
    standing = None if general else services.access.standing(turn.person.id)
    holds = standing is not None and bool(standing.paths(tasks.report(area)))
    named = asked.name is not None and not _finds(services, turn, asked.name, area, [tasks.report(area)])
    return wording.area(
        services.knowledge.areas[area].title,
        area,
        holds=holds,
        named=named,
        may_ask_for_roles=_may_ask_for_roles(services, turn),
    )


def _refused(solution: Solution, explanation: str, may_ask: bool) -> Utterance:
    if solution.report is None or not _by_role(solution):
        return wording.never(solution, explanation)
    return wording.refused(solution.title, explanation, may_ask_for_roles=may_ask)


def _by_role(solution: Solution) -> bool:
    """Whether a role would help: not where a report is for oneself only."""
    return solution.report is not None and solution.report.parties.subject != "self"


def _can_be_about_others(solution: Solution) -> bool:
    return solution.report is not None and solution.report.parties.subject in ("self_or_employee", "employee")


def _finds(services: Container, turn: Turn, name: str, area: str, needed: list[str]) -> bool:
    """Whether someone whom the user may report about is called that; others are not looked for at all."""
    wanted = fold(name).split()
    people = services.access.search_people(turn.person.id, name, area, needed=needed)
    return any(
        person.id != turn.person.id
        and all(any(word.startswith(part) for word in fold(person.name).split()) for part in wanted)
        for person in people
    )


def _meant(services: Container, turn: Turn, asked: WhyNot) -> Solution | None:
    """The report that the text names, else (for "hvorfor kan jeg ikke sende den?") the one that is talked of."""
    solutions = services.knowledge.solutions
    if asked.wish == "this":
        return solutions.get(turn.state.topic or "")
    ranking = turn.understanding.ranking
    if ranking and ranking[0][1] >= SURE_TOPIC:
        return solutions.get(ranking[0][0])
    text = turn.text if asked.name is None else turn.text.replace(asked.name, " ")
    return solutions.get(named_solution(text, solutions, ranking) or turn.state.topic or "")


def _may_ask_for_roles(services: Container, turn: Turn) -> bool:
    """Whether the user may send the report that gives a role to others."""
    solution = services.knowledge.solutions.get(wording.ROLE)
    return solution is not None and services.access.may_report(turn.person.id, solution, None, None).allowed
