"""From a question to the reporting solution: answer, choose, or the honest "not here"."""

from __future__ import annotations

from collections.abc import Callable

from bot.actions import courses, handover, passages, question_tree
from bot.container import Container
from bot.dialogue import tree_entry
from bot.dialogue.payloads import button
from bot.dialogue.rendering import solutions as wording
from bot.dialogue.state import MISUNDERSTOOD_BEFORE_HUMAN, Pending
from bot.dialogue.tree_way import ROOT
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard, NoticeCard
from bot.understanding.values import choices


def find_solution(services: Container, turn: Turn) -> Reply:
    """Shows the solution, offers two or three, or leads into a question tree."""
    heard = turn.understanding
    turn.state.misunderstood = 0
    turn.state.likeliest = heard.ranking[0] if heard.ranking else None
    if heard.needs:
        return _offer(services, turn, list(heard.needs), "Jeg hører to ting. Hvilken tager vi først?", both=True)
    if heard.decision == "choose":
        near = [name for name, _ in heard.ranking[:3] if name in services.knowledge.solutions]
        return _offer(services, turn, near, "Mener du …?")
    if heard.decision == "tree" or not heard.ranking:
        if turn.state.flow != "report":
            turn.state.topic_text = turn.text
        reply = question_tree.enter(services, turn, heard.area)
        reply.utterances += courses.aside(services, turn)
        return reply
    return show(services, turn, heard.ranking[0][0])


def select_solution(services: Container, turn: Turn) -> Reply:
    """Shows the solution whose button was pressed."""
    pending = turn.state.pending
    solution_id = turn.parameter("id") or ""
    if pending and pending.kind == "choose" and pending.data.get("both"):
        turn.state.second_need = next((id_ for id_ in pending.data["ids"] if id_ != solution_id), None)
    return show(services, turn, solution_id)


def show(services: Container, turn: Turn, solution_id: str) -> Reply:
    """Makes the solution the topic of the talk and shows its card."""
    solution = services.knowledge.solutions[solution_id]
    if turn.payload is None:
        turn.state.topic_text = turn.text
    if turn.state.flow == "tree":
        turn.state.leave_flow()
    if turn.state.flow != "report":  # questions such as "hvad er fristen?" stay with the report under way
        turn.state.topic = solution_id
        turn.state.pending = turn.state.tree = None
    if solution_id == "find-sag":
        from bot.actions import my_cases

        return my_cases.my_cases(services, turn)
    may_start, explanation = _may_start(services, turn, solution_id)
    if may_start and turn.state.flow is None:
        turn.state.pending = Pending(kind="start_report", data={"id": solution_id})
    utterance = wording.solution(services.knowledge, solution, may_start=may_start, explanation=explanation)
    if turn.state.flow is None:
        utterance = courses.with_course(services, turn, solution_id, utterance)
    if turn.state.second_need:
        other = services.knowledge.solutions[turn.state.second_need].title
        utterance.text += f"\nBagefter tager vi {other}."
    reply = Reply(utterances=[utterance])
    if solution.person_first and turn.state.flow is None:
        return handover.with_person(services, turn, reply, solution.person_first, "rule")
    return reply


def may_start(services: Container, turn: Turn, solution_id: str) -> bool:
    """Says whether the user can begin this report here."""
    return _may_start(services, turn, solution_id)[0]


def _may_start(services: Container, turn: Turn, solution_id: str) -> tuple[bool, str]:
    solution = services.knowledge.solutions[solution_id]
    if solution.report is None:
        return False, ""
    decision = services.access.may_report(turn.person.id, solution, None, None)
    return decision.allowed, "" if decision.allowed else decision.explanation


def _offer(services: Container, turn: Turn, ids: list[str], lead: str, *, both: bool = False) -> Reply:
    if turn.state.flow is None:
        turn.state.pending = Pending(kind="choose", data={"ids": ids, "both": both})
        turn.state.topic_text = turn.text
    return Reply(utterances=[wording.choices(services.knowledge, ids, lead)])


def unless_chosen(capability: Callable[[Container, Turn], Reply]) -> Callable[[Container, Turn], Reply]:
    """The capability, except where the text picks one of the solutions that were offered ("den første")."""

    def run(services: Container, turn: Turn) -> Reply:
        chosen = _chosen_by_words(services, turn)
        return show(services, turn, chosen) if chosen else capability(services, turn)

    return run


def _chosen_by_words(services: Container, turn: Turn) -> str | None:
    """The offered solution that a typed text picks: "den første", "2", or words of its title."""
    pending = turn.state.pending
    if pending is None or pending.kind != "choose" or turn.payload is not None:
        return None
    ids: list[str] = pending.data["ids"]
    options = [choices.Option(id_, services.knowledge.solutions[id_].title, ()) for id_ in ids]
    match = choices.match(turn.text, options, turn.understanding.lemmas)
    if match is None or len(match.ids) != 1 or len(turn.text.split()) > 8:
        return None
    if pending.data.get("both"):
        turn.state.second_need = next((id_ for id_ in ids if id_ != match.ids[0]), None)
    return match.ids[0]


def _unless_area_only(capability: Callable[[Container, Turn], Reply]) -> Callable[[Container, Turn], Reply]:
    """The capability, except where the text only names an area ("noget med løn"): then its tree asks on."""

    def run(services: Container, turn: Turn) -> Reply:
        if turn.state.flow == "report" or not tree_entry.area_only(services.knowledge.trees[ROOT], turn.text):
            return capability(services, turn)
        turn.state.topic_text = turn.text
        return question_tree.enter_by_words(services, turn, turn.text)

    return run


def none_of_these(services: Container, turn: Turn) -> Reply:
    """After "Ingen af dem": the question tree of the likeliest area, or the root tree."""
    turn.state.pending = None
    return question_tree.enter(services, turn, turn.parameter("area"))


def out_of_scope(services: Container, turn: Turn) -> Reply:
    """Quotes what the topic pages say; otherwise says honestly that this is not the portal's business."""
    turn.state.misunderstood += 1
    ranking = turn.understanding.ranking
    turn.state.likeliest = ranking[0] if ranking else None
    human = button("Tal med et menneske", "human")
    if turn.understanding.language == "en":
        text = "I only speak Danish, but 1st-line support can help you in English. Shall I ask them to call you?"
        return Reply().say(text, ChoicesCard(actions=[button("Yes, please call me", "human", style="primary")]))
    tree = button("Find det sammen med mig", "enter_tree")
    reply = Reply(utterances=passages.offered(services, turn.text))
    if turn.state.misunderstood >= MISUNDERSTOOD_BEFORE_HUMAN:
        text, ask = "Jeg forstår dig vist ikke rigtigt.", "Skal en fra 1.-linje-support ringe til dig?"
        return handover.with_person(services, turn, reply, text, "failures", tree, otherwise=ask)
    if reply.utterances:
        text = "Er det ikke det, du leder efter, så finder vi det sammen, eller du taler med et menneske."
        return reply.say(text, ChoicesCard(actions=[tree, human]))
    text = (
        "Det kan jeg ikke hjælpe med. Jeg kender kun indberetninger og sager på Serviceplatformen: løn, ansættelse, "
        "fravær, personalejura, økonomi, rejser, indkøb, forsikring og it.\n"
        "Er det noget, du skal bruge som borger, så prøv borger.dk."
    )
    return Reply().say(text, ChoicesCard(actions=[tree, human]))


def crisis(services: Container, turn: Turn) -> Reply:
    """The fixed answer to someone in danger or distress: whom to call now, before any form."""
    answer = services.crisis_answer(turn.understanding.crisis or "violence")
    contacts = "\n".join(f"{contact.label}: {contact.value}" for contact in answer.contacts)
    card = NoticeCard(level="crisis", title=answer.title, text=answer.text, contacts=list(answer.contacts))
    card.actions = [handover.person_button(services, turn, "crisis")]
    card.actions += [
        button(services.knowledge.solutions[id_].title, "select_solution", id=id_)
        for id_ in answer.solutions
        if id_ in services.knowledge.solutions
    ]
    turn.state.topic = turn.state.topic_text = None  # a call back afterwards is not about what was talked of before
    reply = Reply(keep_quiet=True)
    return reply.say(f"{answer.title}\n{answer.text}\n{contacts}", card)


ACTIONS = {
    "action_find_solution": unless_chosen(courses.unless_event(_unless_area_only(find_solution))),
    "action_select_solution": select_solution,
    "action_none_of_these": none_of_these,
    "action_out_of_scope": unless_chosen(courses.unless_event(_unless_area_only(out_of_scope))),
    "action_crisis": crisis,
}
