"""The user's own cases: lists, one case, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.cases.errors import NotAllowed, NotFound
from bot.cases.states import LABELS, OPEN
from bot.cases.types import CaseFilter, CaseSummary, CaseView
from bot.container import Container
from bot.dialogue.payloads import button
from bot.dialogue.rendering import cases as wording
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard
from bot.messages.message import Utterance
from bot.understanding.values.references import parse_case_number

PAGE = 8
MAX_COMMENT = 4000
_GONE = "Den sag kan jeg ikke finde blandt dine. Tjek nummeret, eller se dine sager."


def my_cases(services: Container, turn: Turn) -> Reply:
    """Lists the user's cases, those that await them first; "åbne" leaves the finished ones out."""
    only_open = "åbn" in turn.text.casefold() or "igang" in turn.text.casefold().replace(" ", "")
    chosen = CaseFilter(states=OPEN if only_open else frozenset(), limit=PAGE)
    page = services.cases.list(turn.person.id, chosen)
    if not page.total:
        drafts = services.drafts.open_for(turn.person.id)
        actions = [button("Fortsæt kladde", "resume_draft")] if drafts else []
        kind = "åbne sager" if only_open else "sager"
        return Reply().say(f"Du har ingen {kind}.", *([ChoicesCard(actions=actions)] if actions else []))
    waiting = services.cases.awaiting_count(turn.person.id)
    lead = "Her er dine sager." if not waiting else f"Her er dine sager. {_waiting(waiting)}"
    return Reply(utterances=[wording.case_list(page, lead)])


def _waiting(count: int) -> str:
    return "1 sag venter på dig." if count == 1 else f"{count} sager venter på dig."


def awaiting_me(services: Container, turn: Turn) -> Reply:
    """Lists the cases where it is the user's move."""
    page = services.cases.list(turn.person.id, CaseFilter(awaiting_me=True, limit=PAGE))
    if not page.total:
        actions = [button("Vis mine sager", "my_cases")]
        return Reply().say("Der er ingen sager, der venter på dig lige nu.", ChoicesCard(actions=actions))
    return Reply(utterances=[wording.case_list(page, f"{_waiting(page.total)}")])


def case_status(services: Container, turn: Turn) -> Reply:
    """Shows the case that is meant: by number, the one talked of, or the only open one."""
    return _with_case(services, turn, "open_case", "Hvilken sag tænker du på?", _show)


def open_case(services: Container, turn: Turn) -> Reply:
    """Shows the case whose button was pressed."""
    return _with_case(services, turn, "open_case", "Hvilken sag?", _show)


def _show(services: Container, turn: Turn, case: CaseView) -> Reply:
    turn.state.last_case = case.number
    solution = services.knowledge.solutions[case.solution_id]
    return Reply(utterances=[wording.case(solution, case, services.directory(turn.person.id, solution))])


def comment_case(services: Container, turn: Turn) -> Reply:
    """Asks what is to be written to a case."""

    def ask(services: Container, turn: Turn, case: CaseView) -> Reply:
        if "comment" not in case.permitted:
            return Reply().say(f"Sag {case.number} er {LABELS[case.state].lower()}, så der kan ikke skrives til den.")
        return _prompt(turn, "comment_case", case, f"Hvad vil du skrive til sag {case.number} ({case.title})?")

    return _with_case(services, turn, "comment_case", "Hvilken sag vil du skrive til?", ask)


def answer_case(services: Container, turn: Turn) -> Reply:
    """Asks for the answer to the case worker's question."""

    def ask(services: Container, turn: Turn, case: CaseView) -> Reply:
        if "answer" not in case.permitted:
            return _show(services, turn, case)
        question = f"Sagsbehandleren spørger: “{case.question}”\n" if case.question else ""
        return _prompt(turn, "answer_case", case, f"{question}Hvad vil du svare?")

    return _with_case(services, turn, "answer_case", "Hvilken sag vil du svare på?", ask)


def withdraw_case(services: Container, turn: Turn) -> Reply:
    """Withdraws a case after a yes."""

    def confirm(services: Container, turn: Turn, case: CaseView) -> Reply:
        if "withdraw" not in case.permitted:
            return Reply().say(f"Sag {case.number} er {LABELS[case.state].lower()} og kan ikke trækkes tilbage.")
        if turn.parameter("confirmed"):
            return withdraw(services, turn, case.number)
        turn.state.pending = Pending(kind="withdraw_case", data={"number": case.number})
        actions = [
            button("Ja, træk den tilbage", "withdraw_case", style="danger", number=case.number, confirmed="1"),
            button("Nej, behold den", "deny", style="primary"),
        ]
        return Reply().say(
            f"Vil du trække sag {case.number} ({case.title}) tilbage? Så bliver den ikke behandlet.",
            ChoicesCard(actions=actions),
        )

    return _with_case(services, turn, "withdraw_case", "Hvilken sag vil du trække tilbage?", confirm)


def withdraw(services: Container, turn: Turn, number: str) -> Reply:
    """Withdraws the case now."""
    turn.state.pending = None
    try:
        case = services.cases.withdraw(turn.person.id, number, "")
    except NotAllowed as refused:
        return Reply().say(str(refused))
    except NotFound:
        return Reply().say(_GONE)
    return Reply().say(f"Sag {case.number} er trukket tilbage. Den bliver ikke behandlet.")


def approve_case(services: Container, turn: Turn) -> Reply:
    """Approves a case that awaits the user's approval."""
    return _decide(services, turn, lambda number: services.cases.approve(turn.person.id, number, ""), "er godkendt")


def send_back_case(services: Container, turn: Turn) -> Reply:
    """Asks why a case is sent back to the reporter."""

    def ask(services: Container, turn: Turn, case: CaseView) -> Reply:
        if "approve" not in case.permitted:
            return _show(services, turn, case)
        turn.state.flow = "prompt"
        turn.state.pending = Pending(kind="answer_case", data={"number": case.number, "do": "send_back"})
        return Reply(start_flow="prompt_form", keep_quiet=True).say(
            f"Hvad skal rettes i sag {case.number}, før du kan godkende den? Det kan den, der har indberettet, læse."
        )

    return _with_case(services, turn, "send_back_case", "Hvilken sag vil du sende retur?", ask)


def _decide(services: Container, turn: Turn, act: Callable[[str], object], done: str) -> Reply:
    number = turn.parameter("number") or ""
    try:
        act(number)
    except NotAllowed as refused:
        return Reply().say(str(refused))
    except NotFound:
        return Reply().say(_GONE)
    left = services.cases.awaiting_count(turn.person.id)
    actions = [button("Vis hvad der venter på mig", "awaiting_me")] if left else []
    text = f"Sag {number} {done}." + (f" {_waiting(left)}" if left else "")
    return Reply().say(text, *([ChoicesCard(actions=actions)] if actions else []))


def _prompt(turn: Turn, kind: str, case: CaseView, question: str) -> Reply:
    turn.state.flow = "prompt"
    turn.state.pending = Pending(kind=kind, data={"number": case.number})  # type: ignore[arg-type]
    actions = [button("Fortryd", "cancel", style="link")]
    return Reply(start_flow="prompt_form", keep_quiet=True).say(question, ChoicesCard(actions=actions))


def take_text(services: Container, turn: Turn, pending: Pending) -> Reply:
    """Stores the text that a comment, an answer or a reason was asked for."""
    number = pending.data["number"]
    if len(turn.text) > MAX_COMMENT:
        return Reply().say(f"Teksten er for lang: {len(turn.text)} tegn. Der er plads til {MAX_COMMENT}.")
    turn.state.leave_flow()
    try:
        if pending.data.get("do") == "send_back":
            services.cases.send_back(turn.person.id, number, turn.text)
            done = f"Sag {number} er sendt retur med din begrundelse."
        elif pending.kind == "answer_case":
            services.cases.answer(turn.person.id, number, turn.text, turn.message_id)
            done = f"Tak. Dit svar er sendt til sag {number}, og sagsbehandleren går videre."
        else:
            services.cases.comment(turn.person.id, number, turn.text, turn.message_id)
            done = f"Det er skrevet til sag {number}. Sagsbehandleren kan se det."
    except NotAllowed as refused:
        return Reply(end_flow=True).say(str(refused))
    except NotFound:
        return Reply(end_flow=True).say(_GONE)
    return Reply(end_flow=True).say(done, ChoicesCard(actions=[button("Se sagen", "open_case", number=number)]))


Step = Callable[[Container, Turn, CaseView], Reply]


def _with_case(services: Container, turn: Turn, intent: str, question: str, then: Step) -> Reply:
    """Finds the case that is meant and goes on with it; asks where several can be meant."""
    number = turn.parameter("number") or _number_in(turn)
    if number:
        case = services.cases.get(turn.person.id, number)
        return then(services, turn, case) if case else Reply(utterances=[_not_found(number)])
    if turn.payload is None and turn.state.last_case:
        case = services.cases.get(turn.person.id, turn.state.last_case)
        if case is not None:
            return then(services, turn, case)
    page = services.cases.list(turn.person.id, CaseFilter(states=OPEN, limit=PAGE))
    if page.total == 1:
        case = services.cases.get(turn.person.id, page.items[0].number)
        if case is not None:
            return then(services, turn, case)
    if not page.total:
        return Reply().say("Du har ingen åbne sager.", ChoicesCard(actions=[button("Vis alle mine sager", "my_cases")]))
    return _which(page.items, question, intent)


def _number_in(turn: Turn) -> str | None:
    """The case number that the text names; one without a year is of this year."""
    found = parse_case_number(turn.text)
    if found is None or found.value is None:
        return None
    return found.value if "-" in found.value else f"{turn.today.year}-{found.value}"


def _which(items: Sequence[CaseSummary], question: str, intent: str) -> Reply:
    listing = "\n".join(f"- {item.number}, {item.title}: {LABELS[item.state]}" for item in items)
    actions = wording.which_case(items, question, intent)
    return Reply().say(f"{question}\n{listing}", ChoicesCard(actions=actions))


def _not_found(number: str) -> Utterance:
    return Utterance(
        text=f"Jeg kan ikke finde sag {number} blandt dine sager. Tjek nummeret, eller se listen.",
        cards=[ChoicesCard(actions=[button("Vis mine sager", "my_cases")])],
    )


ACTIONS = {
    "action_my_cases": my_cases,
    "action_awaiting_me": awaiting_me,
    "action_case_status": case_status,
    "action_open_case": open_case,
    "action_comment_case": comment_case,
    "action_answer_case": answer_case,
    "action_withdraw_case": withdraw_case,
    "action_approve_case": approve_case,
    "action_send_back_case": send_back_case,
}
