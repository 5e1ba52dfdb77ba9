""" "Genåbn den", "godkend nummer 2", "jeg skal svare på den om løn": done, whatever the engine made of the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.actions.case_work import number_in, which_of
from bot.cases.types import Permitted
from bot.container import Container
from bot.dialogue import case_words
from bot.dialogue.case_commands import CaseCommand, command_in
from bot.dialogue.payloads import button
from bot.dialogue.state import Pending, ShownThing
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard

Capability = Callable[[Container, Turn], Reply]

_NEVER = frozenset({"action_crisis", "action_session_start"})
# After these "den" is the case that was shown or acted on last.
_OF_A_CASE = frozenset(
    {
        "action_open_case", "action_case_status", "action_comment_case", "action_answer_case", "action_withdraw_case",
        "action_attach_file", "action_reopen_case", "action_follow_case", "action_unfollow_case", "action_approve_case",
        "action_assign_case", "action_send_report", "validate_prompt_form",
    }
)  # fmt: skip
# After these it is what it was.
_ASIDE = frozenset({"action_cancel", "action_go_back", "action_deny", "action_thank"})
# What is done with nothing but cases: where none is talked of, it is asked which.
_OF_CASES_ONLY = frozenset({"follow_case", "unfollow_case", "reopen_case", "approve_case", "send_back_case"})
_ANSWERS = frozenset({"action_affirm", "action_deny"})
# What must be possible with a case for it to be the one that is meant.
_NEEDED: Mapping[str, Permitted] = {
    "approve_case": "approve",
    "send_back_case": "send_back",
    "answer_case": "answer",
    "withdraw_case": "withdraw",
    "reopen_case": "reopen",
}
_MOST_FOUND = 8


def hearing(actions: Mapping[str, Capability]) -> dict[str, Capability]:
    """All capabilities, each of which first looks whether the text asks for something to be done with a case."""
    return {name: one if name in _NEVER else _unless_asked(name, one, actions) for name, one in actions.items()}


def _unless_asked(name: str, capability: Capability, actions: Mapping[str, Capability]) -> Capability:
    def run(services: Container, turn: Turn) -> Reply:
        # A text that a form reads is its own; so are buttons.
        free = turn.payload is None and turn.intent != "crisis" and turn.state.flow is None
        command = command_in(turn.text) if free else None
        asked = turn.state.pending
        if asked is not None and asked.kind == "approve_case" and (command or name not in _ANSWERS):
            turn.state.pending = None  # a later yes is to something else
        reply = _done(services, turn, command, actions) if command is not None else None
        if reply is not None:
            turn.state.talks_of_case = True
            return reply
        reply = capability(services, turn)
        if not reply.rejected and name not in _ASIDE:
            turn.state.talks_of_case = name in _OF_A_CASE and turn.state.last_case is not None
        return reply

    return run


def _done(services: Container, turn: Turn, command: CaseCommand, actions: Mapping[str, Capability]) -> Reply | None:
    """The answer; None where nothing is on the screen that could be meant."""
    numbers = _meant(services, turn, command)
    if numbers is None:
        return None
    turn.state.pending = None
    if len(numbers) > 1:
        numbers = _possible(services, turn, command, numbers)
    if not numbers:
        intent = "awaiting_me" if command.act == "approve_case" else command.act
        return actions[f"action_{intent}"](services, replace(turn, intent=intent, payload={}))
    if len(numbers) > 1:
        return _ask_which(services, turn, command, numbers)
    (number,) = numbers
    if services.cases.get(turn.person.id, number) is not None:
        turn.state.last_case = number
    if command.act == "approve_case":
        return _ask_first(services, turn, number)
    asked = replace(turn, intent=command.act, payload={"number": number})
    reply = actions[f"action_{command.act}"](services, asked)
    reply.unforeseen = reply.start_flow is not None
    return reply


def _meant(services: Container, turn: Turn, command: CaseCommand) -> list[str] | None:
    """The numbers of the cases that may be meant; None where the words are about something else."""
    if command.numbered:
        number = number_in(turn)
        return [number] if number is not None else None
    shown = [thing.parameters["number"] for thing in _cases_on_screen(turn)]
    if command.place is not None:
        return [shown[command.place - (command.place > 0)]] if command.place <= len(shown) and shown else None
    if command.words is not None:
        return _described(services, turn, command, shown)
    if turn.state.talks_of_case and turn.state.last_case is not None:
        return [turn.state.last_case]
    return list(shown) or ([] if command.act in _OF_CASES_ONLY else None)


def _cases_on_screen(turn: Turn) -> list[ShownThing]:
    things = turn.state.shown.things if turn.state.shown is not None else []
    return [thing for thing in things if thing.intent == "open_case" and "number" in thing.parameters]


def _described(services: Container, turn: Turn, command: CaseCommand, shown: list[str]) -> list[str] | None:
    """Those that the words fit: of the list on the screen, or else of all that the person may see.

    To see "den om kørsel" may mean the solution: without a list it is left to the search.
    """
    if command.act == "open_case" and not (shown or turn.state.talks_of_case or command.progress):
        return None
    query = replace(case_words.read(f"sagen om {command.words}", turn.today, services.knowledge).query, whose="all")
    if not query.text and not query.area and not query.dated:
        return None
    page = services.cases.list(turn.person.id, query.criteria(services.knowledge, 100))
    found = [item.number for item in page.items]
    among = [number for number in found if number in shown] or found
    return among[:_MOST_FOUND] or None


def _possible(services: Container, turn: Turn, command: CaseCommand, numbers: list[str]) -> list[str]:
    """Those with which it can be done, if there are any."""
    needed = _NEEDED.get(command.act)
    found = (services.cases.get(turn.person.id, number) for number in numbers)
    return [case.number for case in found if case and needed in case.permitted] or numbers


def _ask_which(services: Container, turn: Turn, command: CaseCommand, numbers: list[str]) -> Reply:
    # A case that was only chosen among several is not approved yet.
    intent = "open_case" if command.act == "approve_case" else command.act
    cases = (services.cases.get(turn.person.id, number) for number in numbers)
    return which_of([case for case in cases if case is not None], "Hvilken sag mener du?", intent)


def _ask_first(services: Container, turn: Turn, number: str) -> Reply:
    """To approve cannot be taken back, and words can be misheard: the case is shown with its buttons."""
    case = services.cases.get(turn.person.id, number)
    see = button("Se sagen", "open_case", number=number)
    if case is None or "approve" not in case.permitted:
        return Reply().say(f"Sag {number} venter ikke på, at du godkender den.", ChoicesCard(actions=[see]))
    turn.state.pending = Pending(kind="approve_case", data={"number": number})
    about = f", {case.subject_name}" if case.subject_name else ""
    actions = [
        button("Ja, godkend", "approve_case", style="primary", number=number),
        button("Send retur", "send_back_case", number=number),
        see,
    ]
    return Reply().say(f"Vil du godkende sag {number} ({case.title}{about})?", ChoicesCard(actions=actions))
