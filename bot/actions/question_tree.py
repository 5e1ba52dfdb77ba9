"""Question trees: entered from an area, from "Ingen af dem" or a vague question; led by buttons or words."""

from __future__ import annotations

from bot.actions import find_solution, handover
from bot.container import Container
from bot.dialogue.rendering import trees as wording
from bot.dialogue.state import TreeProgress
from bot.dialogue.turn import Reply, Turn
from bot.knowledge import trees
from bot.knowledge.trees import TreeContext, TreeState
from bot.messages.message import Utterance
from bot.reports.turns import SURE_ACT
from bot.understanding.values import answers as said
from bot.understanding.values import choices

ROOT = "root"
# A solution counts as likely from this share of the first one's confidence.
LIKELY = 0.4
# From so many words on, a text that names a solution for sure leaves the tree instead of answering its question.
FULL_SENTENCE = 4
LONG_SENTENCE = 8  # below it, words that name one of the options ("det er noget med fravær") choose that option


def enter_tree(services: Container, turn: Turn) -> Reply:
    """Enters the tree that a button names, or goes on in the one under way."""
    if turn.intent == "tree_answer" and turn.state.tree is None:
        turn.state.tree = TreeProgress(tree=turn.parameter("tree") or ROOT)
        turn.state.flow = "tree"
        return _answer(services, turn, turn.parameter("option") or "", starting=True)
    turn.state.topic_text = None  # what was written before led elsewhere
    return enter(services, turn, turn.parameter("area"))


def enter(services: Container, turn: Turn, area: str | None) -> Reply:
    """Begins the area's tree, or the root tree that asks for the area."""
    if turn.state.flow == "report":
        return Reply().say(
            "Det ved jeg ikke lige, hvad er. Vi er midt i en indberetning: gem eller stop den, hvis du vil noget andet."
        )
    name = area if area and area in services.knowledge.trees else ROOT
    turn.state.pending = None
    turn.state.tree = TreeProgress(tree=name)
    turn.state.flow = "tree"
    return Reply(start_flow="tree_form", note=_as_deep_as_was_said(services, turn))


def _as_deep_as_was_said(services: Container, turn: Turn) -> dict[str, list[str]] | None:
    """Answers the questions on which the likeliest solutions agree, and says so; *back* undoes it."""
    assert turn.state.tree is not None
    ranking = turn.understanding.ranking
    if turn.payload is not None or not ranking:
        return None
    tree = services.knowledge.trees[turn.state.tree.tree]
    likely = [name for name, confidence in ranking[:4] if confidence >= ranking[0][1] * LIKELY]
    ways = [way for way in (trees.way_to(tree, name) for name in likely) if way is not None]
    shared = list(ways[0]) if len(ways) > 1 else ways[0][:-1] if ways else []
    for way in ways[1:]:
        shared = [mine for mine, other in zip(shared, way, strict=False) if mine == other]
    turn.state.tree.answers = shared
    state = _state(services, turn)
    if state.node is None or state.error is not None or not shared:
        turn.state.tree.answers = []
        return None
    said = [step.option.label for step in state.path if not step.known]
    about = ", ".join(said).lower()
    return {"notes": [f"Jeg går ud fra, at det handler om {about}. Skriv “tilbage”, hvis det er forkert."]}


def validate(services: Container, turn: Turn) -> Reply:
    """Reads the turn as an answer to the node's question; rejects what is something else."""
    if turn.state.tree is None:
        turn.state.leave_flow()
        return Reply(rejected=True)
    if turn.payload is not None:
        if turn.intent == "dont_know":
            return _unsure(services, turn, _state(services, turn))
        if turn.intent != "tree_answer":
            return Reply(rejected=True)
        return _answer(services, turn, turn.parameter("option") or "", node=turn.parameter("node"))
    if turn.intent == "crisis":
        return Reply(rejected=True)
    state = _state(services, turn)
    if state.node is None:
        turn.state.leave_flow()
        return Reply(rejected=True)
    options = [choices.Option(option.id, option.label, tuple(option.words)) for option in state.options]
    match = choices.match(turn.text, options, turn.understanding.lemmas)
    words = len(turn.text.split())
    names_one = match is not None and len(match.ids) == 1 and words < LONG_SENTENCE
    if turn.understanding.decision == "answer" and words >= FULL_SENTENCE and not names_one:
        return Reply(rejected=True)  # said in full what it is about: the tree is not needed any more
    act, confidence = next(iter(turn.understanding.acts), ("", 0.0))
    if act not in {"affirm", "deny", "dont_know"} and confidence >= SURE_ACT:
        return Reply(rejected=True)
    if said.is_dont_know(turn.text) or (act == "dont_know" and confidence >= SURE_ACT):
        return _unsure(services, turn, state)
    if match is not None and len(match.ids) == 1:
        return _answer(services, turn, match.ids[0])
    if match is None and turn.understanding.decision in {"answer", "choose", "facet"}:
        return Reply(rejected=True)
    turn.state.misunderstood += 1
    return Reply(note={"notes": ["Det forstod jeg ikke. Vælg en af mulighederne, eller skriv “ved ikke”."]})


def _unsure(services: Container, turn: Turn, state: TreeState) -> Reply:
    taken = trees.unsure(state)
    if taken is not None:
        return _answer(services, turn, taken.id)
    help_text = state.node.help if state.node else None
    return Reply(note={"notes": [help_text or "Det er i orden. Vælg det, der ligner mest – du kan altid gå tilbage."]})


def _answer(services: Container, turn: Turn, option: str, *, node: str | None = None, starting: bool = False) -> Reply:
    assert turn.state.tree is not None
    before = _state(services, turn)
    answers = before.answers
    if node is not None and before.node is not None and node != before.node.id:
        answers = trees.change(before, node)  # a button of an earlier question: that answer is given anew
    turn.state.tree.answers = [*answers, option]
    state = _state(services, turn)
    if state.error is not None:
        turn.state.tree.answers = answers
        return Reply(note={"notes": ["Den mulighed findes ikke mere."]}, start_flow="tree_form" if starting else None)
    turn.state.misunderstood = 0
    if state.outcome is None:
        return Reply(start_flow="tree_form" if starting else None)
    match state.outcome.kind:
        case "tree":
            turn.state.tree = TreeProgress(tree=state.outcome.id or ROOT)
            return Reply(start_flow="tree_form" if starting else None)
        case "solution":
            turn.state.leave_flow()
            return find_solution.show(services, turn, state.outcome.id or "")
        case _:
            turn.state.leave_flow()
            return handover.offer(services, turn)


def go_back(services: Container, turn: Turn) -> Reply:
    """Takes the last answer back; from the first question of an area to the root tree."""
    assert turn.state.tree is not None
    state = _state(services, turn)
    if state.answers:
        turn.state.tree.answers = trees.back(state.answers)
    elif turn.state.tree.tree != ROOT:
        turn.state.tree = TreeProgress(tree=ROOT)
    else:
        return Reply().say("Vi er ved det første spørgsmål. Skriv “stop”, hvis du vil noget andet.")
    return Reply()


def ask(services: Container, turn: Turn) -> Reply:
    """Asks the question that the tree stands at."""
    question = None if turn.note.get("quiet") else current_question(services, turn)
    return Reply(utterances=[question] if question else [])


def current_question(services: Container, turn: Turn) -> Utterance | None:
    """The question of the tree under way, with what the last reading noted."""
    if turn.state.tree is None:
        return None
    return wording.question(_state(services, turn), turn.note.get("notes", ()))


def _state(services: Container, turn: Turn) -> TreeState:
    assert turn.state.tree is not None
    tree = services.knowledge.trees.get(turn.state.tree.tree) or services.knowledge.trees[ROOT]
    is_leader = services.access.is_leader(turn.person.id)
    roles = services.access.roles(turn.person.id)
    context = TreeContext(is_leader=is_leader, reports_for_others=any(role != "medarbejder" for role in roles))
    return trees.resolve(tree, turn.state.tree.answers, context)


ACTIONS = {
    "action_enter_tree": enter_tree,
    "validate_tree_form": validate,
}
