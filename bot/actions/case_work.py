"""Working on a case: writing to it, answering, withdrawing, approving, sending back, opening again, following."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.actions import report
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.questions import choices_in
from bot.cases.states import LABELS, OPEN, SOLVED
from bot.cases.types import CaseFilter, CaseSummary, CaseView
from bot.container import Container
from bot.dialogue import case_words, report_loop
from bot.dialogue.payloads import button
from bot.dialogue.rendering import cases as wording
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import Action, ChoicesCard
from bot.messages.message import Utterance
from bot.understanding.values.references import parse_case_number

MOST_OFFERED = 8
MAX_COMMENT = 4000
GONE = "Den sag kan jeg ikke finde blandt dine. Tjek nummeret, eller se dine sager."


def show(services: Container, turn: Turn, case: CaseView) -> Reply:
    """One case with all that can be done about it."""
    turn.state.last_case = case.number
    solution = services.knowledge.solutions.get(case.solution_id)
    directory = services.directory(turn.person.id, solution) if solution else None
    return Reply(utterances=[wording.case(solution, case, directory)])


def comment_case(services: Container, turn: Turn) -> Reply:
    """Asks what is to be written to a case, or for the file that is to be attached."""
    if turn.payload is None and case_words.asked_to(turn.text) == "attach_file":
        return attach_file(services, turn)

    def ask(services: Container, turn: Turn, case: CaseView) -> Reply:
        if "comment" not in case.permitted:
            return Reply().say(f"Sag {case.number} er {LABELS[case.state].lower()}, så der kan ikke skrives til den.")
        return _prompt(turn, "comment_case", case, f"Hvad vil du skrive til sag {case.number} ({case.title})?")

    return with_case(services, turn, "comment_case", "Hvilken sag vil du skrive til?", ask)


def answer_case(services: Container, turn: Turn) -> Reply:
    """Asks for the answer to the case worker's question."""

    def ask(services: Container, turn: Turn, case: CaseView) -> Reply:
        if "answer" not in case.permitted:
            return show(services, turn, case)
        question, choices = choices_in(case.question)
        chosen = turn.parameter("choice")
        if chosen is not None and chosen in choices:
            return _answer(services, turn, case, chosen)
        asked = f"Sagsbehandleren spørger: “{question}”\n" if question else ""
        actions = [button(choice, "answer_case", number=case.number, choice=choice) for choice in choices]
        actions.append(button("Svar med en fil", "attach_file", number=case.number, answer="1"))
        return _prompt(turn, "answer_case", case, f"{asked}Hvad vil du svare?", actions)

    return with_case(services, turn, "answer_case", "Hvilken sag vil du svare på?", ask)


def _answer(services: Container, turn: Turn, case: CaseView, text: str, files: Sequence[str] = ()) -> Reply:
    """Sends an answer that was chosen, or is a file; the case is the one that was found."""
    if turn.state.flow == "prompt":
        turn.state.leave_flow()
    services.cases.answer(turn.person.id, case.number, text, turn.message_id, files)
    return _done(f"Tak. Dit svar er sendt til sag {case.number}, og sagsbehandleren går videre.", case.number)


def _done(text: str, number: str) -> Reply:
    return Reply(end_flow=True).say(text, ChoicesCard(actions=[button("Se sagen", "open_case", number=number)]))


def attach_file(services: Container, turn: Turn) -> Reply:
    """Shows a field for files, or makes those that were chosen part of the case."""

    def attach(services: Container, turn: Turn, case: CaseView) -> Reply:
        answering = turn.parameter("answer") is not None and "answer" in case.permitted
        if not answering and "comment" not in case.permitted:
            return Reply().say(f"Sag {case.number} er {LABELS[case.state].lower()}, så der kan ikke lægges filer på.")
        files = [one for one in (turn.values or {}).get("files") or [] if isinstance(one, str)]
        text = str((turn.values or {}).get("text") or "")[:MAX_COMMENT]
        if not files:
            return Reply(utterances=[wording.file_form(case, answering=answering, empty=turn.values is not None)])
        try:
            if answering:
                return _answer(services, turn, case, text, files)
            services.cases.comment(turn.person.id, case.number, text, turn.message_id, files)
        except NotAllowed as refused:
            return Reply().say(refused.explanation)
        count = "Filen er" if len(files) == 1 else f"{len(files)} filer er"
        return _done(f"{count} lagt på sag {case.number}. Sagsbehandleren kan se det.", case.number)

    return with_case(services, turn, "attach_file", "Hvilken sag vil du lægge en fil på?", attach)


def reopen_case(services: Container, turn: Turn) -> Reply:
    """Asks why a solved case is to be opened again."""

    def ask(services: Container, turn: Turn, case: CaseView) -> Reply:
        if "reopen" not in case.permitted:
            return Reply(utterances=[wording.cannot_reopen(case)])
        return _prompt(turn, "reopen_case", case, f"Hvad er der stadig galt i sag {case.number} ({case.title})?")

    return with_case(services, turn, "reopen_case", "Hvilken sag vil du genåbne?", ask, states=_REOPENABLE)


def follow_case(services: Container, turn: Turn) -> Reply:
    """Follows a colleague's case."""

    def follow(services: Container, turn: Turn, case: CaseView) -> Reply:
        try:
            services.followers.follow(turn.person.id, case.number)
        except NotAllowed as refused:
            return Reply().say(refused.explanation)
        turn.state.last_case = case.number
        text = f"Du følger nu sag {case.number} ({case.title}). Jeg siger til, når der er nyt."
        if not services.notices.reminders_on(turn.person.id):
            text += " Dine påmindelser er slået fra, så slå dem til, hvis jeg skal skrive af mig selv."
        stop = button("Følg den ikke længere", "unfollow_case", style="link", number=case.number)
        return Reply().say(text, ChoicesCard(actions=[stop]))

    return with_case(services, turn, "follow_case", "Hvilken sag vil du følge? Skriv sagsnummeret.", follow)


def unfollow_case(services: Container, turn: Turn) -> Reply:
    """Ends following; also of a case that may not be seen any more."""
    number = turn.parameter("number") or number_in(turn) or turn.state.last_case
    if number is None:
        followed = button("Vis sager, jeg følger", "my_cases", hvis="followed")
        return Reply().say("Hvilken sag vil du ikke følge længere?", ChoicesCard(actions=[followed]))
    services.followers.unfollow(turn.person.id, number)
    return Reply().say(f"Du følger ikke længere sag {number}.")


def refile_case(services: Container, turn: Turn) -> Reply:
    """Begins a rejected report anew as the right one, with the answers that fit."""
    number = turn.parameter("number") or ""
    try:
        plan = services.refiling.plan(turn.person.id, number)
    except NotAllowed as refused:
        return Reply().say(refused.explanation)
    except NotFound:
        return Reply().say(GONE)
    if plan.draft_id is not None:
        return report.take_up(services, turn, plan.draft_id)
    decision = services.access.may_report(turn.person.id, plan.solution, None, None)
    if not decision.allowed:
        return Reply().say(decision.explanation, ChoicesCard(actions=[button("Tal med et menneske", "human")]))
    parked = report.park_current(services, turn)
    turn.state.topic_text = None  # what was said is in the answers
    draft = report_loop.begin(
        services, turn, plan.solution, carried=plan.answers, carried_from="sag", refiled_from=number
    )
    report_loop.enter(turn.state, draft)
    kept = (
        "Jeg har taget de svar med, der passer."
        if plan.answers
        else "Svarene passer ikke til den, så vi begynder forfra."
    )
    text = f"Vi sender det som {plan.solution.title} i stedet. {kept}"
    if parked:
        text += f" Din kladde til {parked} er gemt imens."
    return Reply(start_flow="report_form").say(text)


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

    return with_case(services, turn, "withdraw_case", "Hvilken sag vil du trække tilbage?", confirm)


def withdraw(services: Container, turn: Turn, number: str) -> Reply:
    """Withdraws the case now."""
    turn.state.pending = None
    try:
        case = services.cases.withdraw(turn.person.id, number, "")
    except NotAllowed as refused:
        return Reply().say(str(refused))
    except NotFound:
        return Reply().say(GONE)
    return Reply().say(f"Sag {case.number} er trukket tilbage. Den bliver ikke behandlet.")


def approve_case(services: Container, turn: Turn) -> Reply:
    """Approves a case that awaits the user's approval."""
    return _decide(services, turn, lambda number: services.cases.approve(turn.person.id, number, ""), "er godkendt")


def approve(services: Container, turn: Turn, number: str) -> Reply:
    """Approves the case now, after a yes."""
    turn.state.pending = None
    return approve_case(services, replace(turn, payload={"number": number}))


def send_back_case(services: Container, turn: Turn) -> Reply:
    """Asks why a case is sent back to the reporter."""

    def ask(services: Container, turn: Turn, case: CaseView) -> Reply:
        if "approve" not in case.permitted:
            return show(services, turn, case)
        turn.state.flow = "prompt"
        turn.state.pending = Pending(kind="answer_case", data={"number": case.number, "do": "send_back"})
        return Reply(start_flow="prompt_form", keep_quiet=True).say(
            f"Hvad skal rettes i sag {case.number}, før du kan godkende den? Det kan den, der har indberettet, læse."
        )

    return with_case(services, turn, "send_back_case", "Hvilken sag vil du sende retur?", ask)


def _decide(services: Container, turn: Turn, act: Callable[[str], object], done: str) -> Reply:
    number = turn.parameter("number") or ""
    try:
        act(number)
    except NotAllowed as refused:
        return Reply().say(str(refused))
    except NotFound:
        return Reply().say(GONE)
    left = services.cases.awaiting_count(turn.person.id)
    actions = [button("Vis hvad der venter på mig", "awaiting_me")] if left else []
    text = f"Sag {number} {done}." + (f" {wording.waiting(left)}" if left else "")
    return Reply().say(text, *([ChoicesCard(actions=actions)] if actions else []))


def _prompt(turn: Turn, kind: str, case: CaseView, question: str, ways: Sequence[Action] = ()) -> Reply:
    turn.state.flow = "prompt"
    turn.state.pending = Pending(kind=kind, data={"number": case.number})  # type: ignore[arg-type]
    actions = [*ways, button("Fortryd", "cancel", style="link")]
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
        elif pending.kind == "reopen_case":
            services.cases.reopen(turn.person.id, number, turn.text)
            done = f"Sag {number} er åbnet igen, og sagsbehandleren ser på den."
        else:
            services.cases.comment(turn.person.id, number, turn.text, turn.message_id)
            done = f"Det er skrevet til sag {number}. Sagsbehandleren kan se det."
    except NotAllowed as refused:
        return Reply(end_flow=True).say(str(refused))
    except NotFound:
        return Reply(end_flow=True).say(GONE)
    return Reply(end_flow=True).say(done, ChoicesCard(actions=[button("Se sagen", "open_case", number=number)]))


Step = Callable[[Container, Turn, CaseView], Reply]


_REOPENABLE = frozenset({SOLVED})


def with_case(
    services: Container, turn: Turn, intent: str, question: str, then: Step, *, states: frozenset[str] = OPEN
) -> Reply:
    """Finds the case that is meant and goes on with it; asks where several can be meant."""
    number = turn.parameter("number") or number_in(turn)
    if number:
        case = services.cases.get(turn.person.id, number)
        return then(services, turn, case) if case else Reply(utterances=[not_found(number)])
    if turn.payload is None and turn.state.last_case:
        case = services.cases.get(turn.person.id, turn.state.last_case)
        if case is not None:
            return then(services, turn, case)
    page = services.cases.list(turn.person.id, CaseFilter(states=states, limit=MOST_OFFERED))
    if page.total == 1:
        case = services.cases.get(turn.person.id, page.items[0].number)
        if case is not None:
            return then(services, turn, case)
    if not page.total:
        none = "Du har ingen åbne sager." if states == OPEN else "Du har ingen sager, det kan gøres ved."
        return Reply().say(none, ChoicesCard(actions=[button("Vis alle mine sager", "my_cases")]))
    return which_of(page.items, question, intent)


def number_in(turn: Turn) -> str | None:
    """The case number that the text names; one without a year is of this year."""
    found = parse_case_number(turn.text)
    if found is None or found.value is None:
        return None
    return found.value if "-" in found.value else f"{turn.today.year}-{found.value}"


def which_of(items: Sequence[CaseSummary], question: str, intent: str) -> Reply:
    """Asks which of several cases is meant; each is a button of the intent."""
    listing = "\n".join(f"- {item.number}, {item.title}: {LABELS[item.state]}" for item in items)
    actions = wording.which_case(items, intent)
    return Reply().say(f"{question}\n{listing}", ChoicesCard(actions=actions))


def not_found(number: str) -> Utterance:
    return Utterance(
        text=f"Jeg kan ikke finde sag {number} blandt dine sager. Tjek nummeret, eller se listen.",
        cards=[ChoicesCard(actions=[button("Vis mine sager", "my_cases")])],
    )


ACTIONS = {
    "action_comment_case": comment_case,
    "action_answer_case": answer_case,
    "action_withdraw_case": withdraw_case,
    "action_approve_case": approve_case,
    "action_send_back_case": send_back_case,
    "action_attach_file": attach_file,
    "action_reopen_case": reopen_case,
    "action_follow_case": follow_case,
    "action_unfollow_case": unfollow_case,
    "action_refile_case": refile_case,
}
