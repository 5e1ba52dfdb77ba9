"""Yes, no, back and start over: what they mean depends on what was asked."""

from __future__ import annotations

import re

from bot.access.names import fold
from bot.actions import case_work, courses, deputies, handover, privacy, question_tree, report
from bot.actions import find_solution as finding
from bot.container import Container
from bot.dialogue import report_loop
from bot.dialogue.pointing import named_among
from bot.dialogue.turn import Reply, Turn

# What is said to begin with the topic that is talked of, also when nothing was asked last.
_BEGIN = re.compile(
    r"^(?:(?:ja|ok|okay|jo|saa|lad os|jeg vil (?:gerne )?|kan vi|kan du) )*"
    r"(?:starte?|begynde?|gaa i gang|kom(?:me)? i gang|i gang|oprette?|indberette?|sende? den|udfylde?)(?: .{0,30})?$"
)


def affirm(services: Container, turn: Turn) -> Reply:
    """Does what was offered last."""
    state, pending = turn.state, turn.state.pending
    if pending is not None:
        match pending.kind:
            case "start_report":
                state.topic = pending.data["id"]
                return report.start_report(services, turn)
            case "cancel_report":
                return report.cancel(services, turn)
            case "withdraw_case":
                return case_work.withdraw(services, turn, pending.data["number"])
            case "approve_case":
                return case_work.approve(services, turn, pending.data["number"])
            case "resume_draft":
                return report.resume_draft(services, turn)
            case "start_course":
                return courses.start_course(services, turn, pending.data["event"])
            case "stop_course":
                return courses.stop(services, turn, pending.data["course"])
            case "revoke_delegation":
                return deputies.revoke_delegation(services, turn)
            case "second_need":
                return finding.show(services, turn, pending.data["id"])
            case "delete_conversation":
                return privacy.erase(services, turn)
            case "join_queue":
                return handover.join_queue(services, turn)
            case "choose":
                return Reply().say("Hvilken af dem? Skriv nummeret, eller tryk på den.")
    if state.flow == "report":
        return report.send_report(services, turn)
    if state.topic is not None and state.flow is None and _BEGIN.match(fold(turn.text)):
        return report.start_report(services, turn)
    return Reply().say("Godt. Hvad kan jeg hjælpe med?")


def deny(services: Container, turn: Turn) -> Reply:
    """Drops what was offered last, and says what could be done instead."""
    state, pending = turn.state, turn.state.pending
    state.pending = None
    if pending is not None:
        match pending.kind:
            case "choose":
                return question_tree.enter(services, turn, None)
            case "start_report":
                meant = _neighbour_in(services, turn, pending.data["id"])
                if meant is not None:
                    return finding.show(services, turn, meant)
                return Reply().say(
                    "Det er i orden. Handler det om noget andet, så skriv det bare. "
                    "Ellers kan du spørge mig om frister, regler eller hvem der må indberette."
                )
            case "cancel_report":
                return Reply().say("Godt, så fortsætter vi.")
            case "resume_draft":
                return Reply().say("Så lader vi kladden ligge. Hvad kan jeg hjælpe med?")
            case "start_course":
                event = services.knowledge.life_events.get(pending.data["event"])
                return question_tree.enter(services, turn, event.area if event else None)
            case "withdraw_case":
                return Reply().say("Sagen bliver, som den er.")
            case _:
                return Reply().say("Det er i orden.")
    if state.flow == "report":
        return Reply().say("Skriv, hvad der skal ændres, fx “ret datoen”, eller gem og fortsæt senere.")
    return Reply().say("Det er i orden. Hvad kan jeg hjælpe med?")


def _neighbour_in(services: Container, turn: Turn, refused: str) -> str | None:
    """ "Nej, det er en fejl": the neighbour of the refused solution that the words name, if it is one only."""
    solution = services.knowledge.solutions.get(refused)
    borders = solution.not_this if solution is not None and turn.payload is None else []
    titles = {one.id: services.knowledge.title(one.id) for one in borders if one.id in services.knowledge.solutions}
    return named_among(titles, turn.text)


def back(services: Container, turn: Turn) -> Reply:
    """One step back, in a report or a tree."""
    if turn.state.flow == "report":
        if turn.state.pending and turn.state.pending.kind == "cancel_report":
            turn.state.pending = None
            return Reply()
        return report_loop.go_back(services, turn)
    if turn.state.flow == "tree" or (turn.state.flow is None and turn.state.tree is not None):
        return question_tree.go_back(services, turn)  # also from where a tree has ended
    if turn.state.flow == "prompt":
        turn.state.leave_flow()
        return Reply(end_flow=True).say("Det er i orden, det er fortrudt.")
    return Reply().say("Der er ikke noget at gå tilbage til. Skriv, hvad jeg kan hjælpe med.")


def restart(services: Container, turn: Turn) -> Reply:
    """Starts the talk over; a report under way is kept as a draft."""
    kept = turn.state.flow == "report" and turn.state.draft_id
    if kept:
        services.drafts.park(turn.person.id, str(turn.state.draft_id))
    turn.state.begin_anew()
    text = "Vi begynder forfra. Hvad kan jeg hjælpe med?"
    if kept:
        text = "Jeg har gemt din kladde, og vi begynder forfra. Hvad kan jeg hjælpe med?"
    return Reply(end_flow=True).say(text)


ACTIONS = {
    "action_affirm": finding.unless_chosen(affirm),  # "den første" is half a yes
    "action_deny": deny,
    "action_go_back": back,
    "action_start_over": restart,
}
