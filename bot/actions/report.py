"""The generic report loop: one Rasa form whose validation reads the draft in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cases.types import Draft
from bot.container import Container
from bot.dialogue import course_news, report_loop, standing_in
from bot.dialogue.payloads import button
from bot.dialogue.rendering import cases as case_wording
from bot.dialogue.rendering import courses as course_wording
from bot.dialogue.rendering import solutions as wording
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.knowledge.schema import Solution
from bot.messages.cards import ChoicesCard
from bot.reports.formatting import danish_date


def start_report(services: Container, turn: Turn) -> Reply:
    """Begins the report that is named, or the one that is talked of."""
    solution = services.knowledge.form(turn.parameter("id") or turn.state.topic or "")
    if solution is None:
        return Reply().say("Hvad vil du indberette? Skriv det med dine egne ord, så finder jeg den rigtige løsning.")
    pending = turn.state.pending
    known = turn.payload or (pending.data if pending and pending.kind == "start_report" else {})
    carried = standing_in.carried(known) if solution.id == standing_in.REPORT else {}
    return start(services, turn, solution, fresh=turn.parameter("fresh") is not None, carried=carried)


def start(
    services: Container,
    turn: Turn,
    solution: Solution,
    *,
    fresh: bool,
    carried: Mapping[str, Any] | None = None,
) -> Reply:
    """Begins a report, or says why the user cannot; an open draft of the same solution is offered first."""
    turn.state.topic = solution.id
    if solution.report is None:
        return Reply(utterances=[wording.solution(services.knowledge, solution, may_start=False)])
    decision = services.access.may_report(turn.person.id, solution, None, None)
    if not decision.allowed:
        human = button("Tal med et menneske", "human")
        return Reply().say(decision.explanation, ChoicesCard(actions=[human]))
    drafts = services.drafts.open_for(turn.person.id)
    earlier = [draft for draft in drafts if draft.solution_id == solution.id and draft.course_part_id is None]
    if earlier and not fresh and earlier[0].id != turn.state.draft_id:
        return _offer_earlier(services, turn, earlier[0])
    parked = park_current(services, turn)
    draft = report_loop.begin(services, turn, solution, carried=carried, carried_from="indberetning")
    report_loop.enter(turn.state, draft)
    reply = Reply(start_flow="report_form")
    if parked:
        reply.say(f"Jeg har gemt din kladde til {parked} imens.")
    return reply


def _offer_earlier(services: Container, turn: Turn, draft: Draft) -> Reply:
    title = services.knowledge.title(draft.solution_id)
    turn.state.pending = Pending(kind="resume_draft", data={"draft": draft.id})
    actions = [
        button("Fortsæt kladden", "resume_draft", style="primary", draft=draft.id),
        button("Begynd forfra", "start_report", id=draft.solution_id, fresh="1"),
    ]
    return Reply().say(
        f"Du har en kladde til {title} fra {danish_date(services.local_day(draft.updated_at))}. Vil du fortsætte den?",
        ChoicesCard(actions=actions),
    )


def park_current(services: Container, turn: Turn) -> str | None:
    """Puts the report under way aside; returns its title, None where there is none."""
    if turn.state.flow != "report" or not turn.state.draft_id:
        return None
    draft = services.drafts.get(turn.person.id, turn.state.draft_id)
    if draft is None:
        return None
    services.drafts.park(turn.person.id, draft.id)
    return services.knowledge.title(draft.solution_id)


def validate(services: Container, turn: Turn) -> Reply:
    """Reads the turn as an answer; rejects what is something else, so that its own action takes it."""
    reply = report_loop.read(services, turn)
    return send_report(services, turn) if reply.send else reply


def ask(services: Container, turn: Turn) -> Reply:
    """Asks for the next field, or shows the summary when all is answered."""
    if turn.note.get("quiet"):
        return Reply()
    return Reply(utterances=[report_loop.current_question(services, turn)])


def send_report(services: Container, turn: Turn) -> Reply:
    """Sends the report once, and gives the receipt; errors found by the checks are asked about first."""
    draft_id = turn.parameter("draft") or turn.state.draft_id
    if draft_id is None:
        return Reply().say("Der er ingen indberetning i gang. Hvad vil du indberette?")
    outcome = report_loop.send(services, turn, draft_id)
    if outcome.problem is not None:
        if turn.state.flow != "report":
            return Reply(end_flow=True).say(outcome.problem)
        return Reply(start_flow="report_form", note={"notes": [outcome.problem]})
    turn.state.leave_flow()
    if outcome.course is not None:
        turn.state.topic = turn.state.topic_text = None
        return Reply(utterances=[course_wording.course(outcome.course, turn.today, "Forløbet er klar.")], end_flow=True)
    assert outcome.case is not None and outcome.solution is not None
    turn.state.last_case = outcome.case.number
    reply = Reply(utterances=[case_wording.receipt(outcome.solution, outcome.case)], end_flow=True)
    if outcome.part_id is not None:
        course, _ = services.courses.of_part(turn.person.id, outcome.part_id)
        course_news.part_ended(services, turn.person.id, outcome.part_id)
        reply.utterances.append(course_wording.following(course, turn.today))
    asked = standing_in.question(services, turn, outcome.case)
    if asked is not None:
        reply.utterances.append(asked)
    return _then_the_other(services, turn, reply)


def cancel(services: Container, turn: Turn) -> Reply:
    """Stops a report or a tree; a report's answers are deleted only after a yes."""
    state = turn.state
    if state.flow == "report" and state.draft_id:
        if (state.pending and state.pending.kind == "cancel_report") or turn.parameter("confirmed"):
            services.drafts.cancel(turn.person.id, state.draft_id)
            state.leave_flow()
            reply = Reply(end_flow=True).say(
                "Indberetningen er stoppet, og svarene er slettet. Hvad kan jeg ellers hjælpe med?"
            )
            return _then_the_other(services, turn, reply)
        state.pending = Pending(kind="cancel_report")
        actions = [
            button("Ja, slet den", "cancel", style="danger", confirmed="1"),
            button("Gem og fortsæt senere", "save_draft"),
            button("Nej, fortsæt", "deny", style="primary"),
        ]
        text = "Vil du stoppe indberetningen og slette dine svar?"
        return Reply(keep_quiet=True).say(text, ChoicesCard(actions=actions))
    if state.flow or state.pending:
        state.leave_flow()
        return Reply(end_flow=True).say("Det er i orden, vi stopper her. Hvad kan jeg ellers hjælpe med?")
    return Reply().say("Der er ikke noget i gang, som skal stoppes. Hvad kan jeg hjælpe med?")


def save_draft(services: Container, turn: Turn) -> Reply:
    """Puts the report aside; it can be taken up for 30 days, here or in another channel."""
    draft = services.drafts.get(turn.person.id, turn.state.draft_id) if turn.state.draft_id else None
    if turn.state.flow != "report" or draft is None:
        return Reply().say("Der er ikke nogen indberetning i gang at gemme. Dine svar bliver ellers gemt løbende.")
    services.drafts.park(turn.person.id, draft.id)
    turn.state.leave_flow()
    until = danish_date(services.local_day(draft.expires_at))
    title = services.knowledge.title(draft.solution_id)
    text = f"Jeg har gemt din kladde til {title}. Du kan fortsætte den til og med {until}: skriv bare “fortsæt”."
    actions = [button("Fortsæt kladden", "resume_draft", draft=draft.id)]
    if services.community.may_share(turn.person.id, draft.id):
        actions.append(button("Læg i fællesskabets liste", "share_draft", draft=draft.id))
    return _then_the_other(services, turn, Reply(end_flow=True).say(text, ChoicesCard(actions=actions)))


def resume_draft(services: Container, turn: Turn) -> Reply:
    """Takes a draft up again; asks which where there are several."""
    drafts = services.drafts.open_for(turn.person.id)
    wanted = turn.parameter("draft")
    if wanted is None and turn.state.pending and turn.state.pending.kind == "resume_draft":
        wanted = turn.state.pending.data.get("draft")
    chosen = [draft for draft in drafts if draft.id == wanted] if wanted else drafts
    if not chosen:
        return Reply().say("Du har ingen kladder liggende. Hvad vil du indberette?")
    if len(chosen) > 1:
        actions = [
            button(
                services.knowledge.title(draft.solution_id),
                "resume_draft",
                description=f"Gemt {danish_date(services.local_day(draft.updated_at))}",
                draft=draft.id,
            )
            for draft in chosen[:8]
        ]
        listing = "\n".join(f"- {action.title} ({action.description})" for action in actions)
        return Reply().say(f"Hvilken kladde vil du fortsætte?\n{listing}", ChoicesCard(actions=actions))
    return take_up(services, turn, chosen[0].id)


def take_up(services: Container, turn: Turn, draft_id: str) -> Reply:
    """Goes on with a draft; another report that is under way is put aside."""
    draft = services.drafts.resume(turn.person.id, draft_id)
    if turn.state.draft_id != draft.id:
        park_current(services, turn)
    report_loop.enter(turn.state, draft)
    title = services.knowledge.title(draft.solution_id)
    return Reply(start_flow="report_form").say(f"Godt, vi fortsætter med {title}.")


def stale_button(services: Container, turn: Turn) -> Reply:
    """A button of a report that is no longer under way."""
    return Reply().say("Den indberetning er ikke i gang længere. Skriv “fortsæt”, hvis du har gemt en kladde.")


def _then_the_other(services: Container, turn: Turn, reply: Reply) -> Reply:
    """Takes up the second need of a message that held two."""
    other = turn.state.second_need
    if other is None:
        return reply
    turn.state.second_need = None
    turn.state.pending = Pending(kind="second_need", data={"id": other})
    title = services.knowledge.title(other)
    action = button(title, "select_solution", style="primary", id=other)
    return reply.say(f"Du nævnte også noget andet: {title}. Skal vi tage det nu?", ChoicesCard(actions=[action]))


ACTIONS = {
    "action_start_report": start_report,
    "validate_report_form": validate,
    "action_send_report": send_report,
    "action_save_draft": save_draft,
    "action_resume_draft": resume_draft,
    "action_stale_button": stale_button,
}
