"""Question trees: entered from an area, from "Ingen af dem" or a vague question; led by buttons or words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import courses, find_solution, handover
from bot.container import Container
from bot.dialogue import tree_entry
from bot.dialogue.rendering import trees as wording
from bot.dialogue.state import MISUNDERSTOOD_BEFORE_HUMAN, TreeProgress
from bot.dialogue.tree_way import ROOT, TreeWay
from bot.dialogue.turn import Reply, Turn, Understanding
from bot.dialogue.way_words import WayWish, read_wish, wished_step
from bot.knowledge import trees
from bot.knowledge.open_ways import joined
from bot.knowledge.trees import Outcome, TreeContext, TreeState
from bot.messages.message import Utterance
from bot.reports.turns import SURE_ACT
from bot.understanding.tree_words import tree_asked_by_name
from bot.understanding.values import choices
from bot.understanding.values.answers import is_dont_know

# From so many words on, a text that names a solution for sure leaves the tree instead of answering its question.
FULL_SENTENCE = 4
LONG_SENTENCE = 8  # below it, words that name one of the options ("det er noget med fravær") choose that option
# What these acts ask for is never an answer; of the others ("der mangler noget") the words of an option are.
COMMANDS = frozenset(
    {"back", "restart", "cancel", "help", "human", "greet", "thank", "goodbye", "save_draft", "resume_draft"}
    | {"delete_conversation", "bot_challenge", "complain"}
)
MOST_KEPT_OPEN = 3  # more than that is no answer


def enter_tree(services: Container, turn: Turn) -> Reply:
    """Enters the tree that a button or a text names, or goes on where an earlier question's button leads."""
    if turn.intent == "tree_answer":
        turn.state.flow = "tree"
        return _pressed(services, turn, starting=True)
    turn.state.topic_text = None  # what was written before led elsewhere
    if turn.payload is None:
        return enter_by_words(services, turn, tree_asked_by_name(turn.text) or "")
    return enter(services, turn, turn.parameter("area"))


def enter(services: Container, turn: Turn, area: str | None) -> Reply:
    """Begins the area's tree, or the root tree that asks for the area; as deep as what was said tells."""
    described = turn.payload is None and turn.intent in {"find_solution", "out_of_scope"}
    return _enter(services, turn, area, turn.text if described else "", turn.understanding if described else None)


def enter_by_words(services: Container, turn: Turn, text: str) -> Reply:
    """Begins the tree that the words name, however else the turn was understood."""
    return _enter(services, turn, None, text)


def _enter(services: Container, turn: Turn, area: str | None, text: str, heard: Understanding | None = None) -> Reply:
    if turn.state.flow == "report":
        return Reply().say(
            "Det ved jeg ikke lige, hvad er. Vi er midt i en indberetning: gem eller stop den, hvis du vil noget andet."
        )
    way = _way(services, turn)
    begun = TreeProgress(tree=ROOT)
    if area and area in services.knowledge.trees:
        begun = TreeProgress(tree=area) if heard is None else way.from_root(area)  # heard: assumed, so said and undone
    turn.state.pending = None
    turn.state.flow = "tree"
    turn.state.tree = tree_entry.as_deep_as_said(way, begun, text, heard)
    known = way.steps(turn.state.tree)
    _record(services, turn, way)
    return Reply(start_flow="tree_form", note={"notes": [wording.assumed(known)]} if known else None)


def validate(services: Container, turn: Turn) -> Reply:
    """Reads the turn as an answer to the node's question; rejects what is something else."""
    if turn.state.tree is None:
        turn.state.leave_flow()
        return Reply(rejected=True)
    if turn.payload is not None:
        if turn.intent == "dont_know":
            return _unsure(services, turn)
        return _pressed(services, turn) if turn.intent == "tree_answer" else Reply(rejected=True)
    if turn.intent == "crisis" or tree_asked_by_name(turn.text) is not None:
        return Reply(rejected=True)
    state = _way(services, turn).state(turn.state.tree)
    if state.node is None:
        turn.state.leave_flow()
        return Reply(rejected=True)
    return _read(services, turn, state)


def _read(services: Container, turn: Turn, state: TreeState) -> Reply:
    options = [choices.Option(option.id, option.label, tuple(option.words)) for option in state.options]
    match = choices.match(turn.text, options, turn.understanding.lemmas)
    heard = turn.understanding.decision
    words = len(turn.text.split())
    wish = read_wish(turn.text)
    if wish is not None and (wish.certain or match is None):
        reply = _grant(services, turn, wish)
        if reply is not None:
            return reply
    said_here = match is not None and words < LONG_SENTENCE and (len(match.ids) == 1 or match.sure)
    if heard == "answer" and words >= FULL_SENTENCE and not said_here:
        return Reply(rejected=True)  # said in full what it is about: the tree is not needed any more
    act, confidence = turn.understanding.likeliest_act
    named = match is not None and match.sure and len(match.ids) == 1 and act not in COMMANDS
    if act not in {"affirm", "deny", "dont_know"} and confidence >= SURE_ACT and not named:
        return Reply(rejected=True)
    if is_dont_know(turn.text) or (act == "dont_know" and confidence >= SURE_ACT):
        return _unsure(services, turn)
    if match is not None and len(match.ids) == 1:
        return _answer(services, turn, match.ids[0])
    if match is not None:
        return _several(services, turn, state, match.ids)
    if heard in {"answer", "choose", "facet"}:
        return Reply(rejected=True)
    turn.state.misunderstood += 1
    note = "Det forstod jeg ikke. Vælg en af mulighederne, eller skriv “ved ikke”."
    if turn.state.misunderstood >= MISUNDERSTOOD_BEFORE_HUMAN:
        note += " Du kan også skrive “menneske”, så hjælper 1.-linje dig."
    return Reply(note={"notes": [note]})


def _grant(services: Container, turn: Turn, wish: WayWish) -> Reply | None:
    """Shows the answers so far, or asks one of them again; None where the words were no such wish after all."""
    assert turn.state.tree is not None
    way = _way(services, turn)
    steps = way.steps(turn.state.tree)
    step = wished_step(wish, steps) if wish.kind == "change" else None
    if step is not None:
        turn.state.tree = way.reopen(turn.state.tree, step.tree, step.node.id)
        _record(services, turn, way)
        return Reply(note={"notes": [f"Du svarede “{step.option.label}”. Hvad er det rigtige?"]})
    return Reply(note={"notes": [wording.way(steps)]}) if wish.certain else None


def _several(services: Container, turn: Turn, state: TreeState, ids: Sequence[str]) -> Reply:
    """Keeps the ways open that a text names; where that would only ask the same again, one is to be chosen."""
    named = [option for option in state.options if option.id in ids and not option.person]
    if len(named) == 1:
        return _answer(services, turn, named[0].id)
    context = _way(services, turn).context
    opened = trees.keep_open(state, [option.id for option in named], context) if named else None
    if opened is None or len(named) > MOST_KEPT_OPEN:
        return Reply(note={"notes": [wording.several_fit(named or state.options)]})
    note = "" if opened.outcome else wording.kept_as_said(named)
    return _answer(services, turn, opened.answers[-1], note=note)


def _unsure(services: Container, turn: Turn) -> Reply:
    """ "Ved ikke": takes the marked answer, keeps several ways open, or explains the question."""
    assert turn.state.tree is not None
    state = _way(services, turn).state(turn.state.tree)
    taken = trees.unsure(state)
    if not taken:
        help_text = state.node.help if state.node else None
        help_text = help_text or "Vælg det, der ligner mest – du kan altid gå tilbage."
        return Reply(note={"notes": [f"Det er helt i orden. {help_text}"]})
    note = wording.taken_for_unsure(taken[0]) if len(taken) == 1 else wording.kept_for_unsure(taken)
    return _answer(services, turn, joined(taken), note=note)


def _pressed(services: Container, turn: Turn, *, starting: bool = False) -> Reply:
    """A button of the tree: an answer to its question, or without an option that question again."""
    way = _way(services, turn)
    tree, node = turn.parameter("tree"), turn.parameter("node")
    standing = turn.state.tree or TreeProgress(tree=tree or ROOT)
    if node is not None:
        standing = way.reopen(turn.state.tree, tree or standing.tree, node)
    elif tree is not None and tree != standing.tree:
        standing = TreeProgress(tree=tree)
    turn.state.tree = standing
    option = turn.parameter("option")
    if option is not None:
        return _answer(services, turn, option, starting=starting)
    _record(services, turn, way)
    return Reply(start_flow="tree_form" if starting else None)


def _answer(services: Container, turn: Turn, option: str, *, note: str = "", starting: bool = False) -> Reply:
    """Takes an answer to the question at which the tree stands, and follows it."""
    assert turn.state.tree is not None
    start_flow = "tree_form" if starting else None
    way = _way(services, turn)
    before = way.state(turn.state.tree)
    answered = turn.state.tree.model_copy(update={"answers": [*before.answers, option]})
    state = way.state(answered)
    if state.error is not None:
        return Reply(note={"notes": ["Den mulighed findes ikke mere."]}, start_flow=start_flow)
    turn.state.misunderstood = 0
    turn.state.tree = answered
    _record(services, turn, way)
    notes = {"notes": [note]} if note else None
    if state.outcome is None:
        return Reply(start_flow=start_flow, note=notes)
    if state.outcome.kind == "tree":
        turn.state.tree = way.into(answered, state.outcome.id or ROOT)
        _record(services, turn, way)
        return Reply(start_flow=start_flow, note=notes)
    reply = _end(services, turn, state.outcome)
    if note and reply.utterances:
        reply.utterances[0].text = f"{note}\n\n{reply.utterances[0].text}"
    # "Tilbage" takes the last answer back, also after the end; what is counted of the run is over.
    turn.state.tree = answered.model_copy(update={"run": None}) if turn.state.flow is None else None
    return reply


def _end(services: Container, turn: Turn, outcome: Outcome) -> Reply:
    """Shows where the tree has led; what was written before the tree says more than the last answer."""
    written = turn.state.topic_text
    turn.state.leave_flow()
    match outcome.kind:
        case "solution":
            reply = find_solution.show(services, turn, outcome.id or "")
        case "event":
            reply = courses.offer(services, turn, outcome.id or "")
        case _:
            reply = handover.offer(services, turn)
    turn.state.topic_text = written or turn.state.topic_text
    return reply


def go_back(services: Container, turn: Turn) -> Reply:
    """Takes the last answer back; from the first question of an area to the question before it."""
    assert turn.state.tree is not None
    way = _way(services, turn)
    ended = turn.state.flow is None
    earlier = way.back(turn.state.tree)
    if earlier is None:
        return Reply().say("Vi er ved det første spørgsmål. Skriv “stop”, hvis du vil noget andet.")
    if earlier.tree != turn.state.tree.tree:
        _record(services, turn, way, left_for=earlier.tree)
    turn.state.flow, turn.state.tree, turn.state.pending = "tree", earlier, None
    _record(services, turn, way)
    return Reply(start_flow="tree_form" if ended else None)


def ask(services: Container, turn: Turn) -> Reply:
    """Asks the question that the tree stands at."""
    question = None if turn.note.get("quiet") else current_question(services, turn)
    return Reply(utterances=[question] if question else [])


def current_question(services: Container, turn: Turn) -> Utterance | None:
    """The question of the tree under way, with what the last reading noted."""
    if turn.state.tree is None:
        return None
    way = _way(services, turn)
    state = way.state(turn.state.tree)
    if state.node is None:
        return None
    return wording.question(state, way.steps(turn.state.tree), turn.note.get("notes", ()))


def under_way(services: Container, turn: Turn) -> list[str]:
    """For a greeting: that a search goes on where it was left, and how to drop it; nothing where there is none."""
    if turn.state.flow != "tree" or turn.state.tree is None:
        return []
    return [wording.under_way(_way(services, turn).steps(turn.state.tree))]


def _record(services: Container, turn: Turn, way: TreeWay, *, left_for: str | None = None) -> None:
    """Counts where the run stands; nothing in it tells whose it is."""
    assert turn.state.tree is not None
    progress = turn.state.tree
    state = way.state(progress)
    outcome = f"tree:{left_for}" if left_for else None
    if state.outcome is not None:
        outcome = ":".join(filter(None, (state.outcome.kind, state.outcome.id)))
    steps = [(step.node.id, step.option.id) for step in state.asked]
    node = state.node.id if state.node else None
    progress.run = services.tree_runs.record(progress.run, progress.tree, steps, node, outcome)


def _way(services: Container, turn: Turn) -> TreeWay:
    is_leader = services.access.is_leader(turn.person.id)
    roles = services.access.roles(turn.person.id)
    context = TreeContext(is_leader=is_leader, reports_for_others=any(role != "medarbejder" for role in roles))
    return TreeWay(services.knowledge.trees, context)


ACTIONS = {
    "action_enter_tree": enter_tree,
    "validate_tree_form": validate,
}
