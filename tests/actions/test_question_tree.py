"""Question trees in a talk: entered as deep as was said, answered by buttons and words, and walked back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.actions import agreement, find_solution, question_tree, smalltalk
from bot.container import Container
from bot.dialogue.state import ConversationState, TreeProgress
from bot.dialogue.turn import Reply, Turn, Understanding
from bot.insight.model import TreeRunRow
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.messages.cards import QuestionCard
from bot.messages.message import Utterance, actions_of
from bot.settings import PROJECT, Settings
from tests.knowledge.conftest import TODAY, rewrite
from tests.stores import SQLITE, database_url
from tests.town import KEY, Hands, Town


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def services(tmp_path: Path, knowledge: Knowledge) -> Container:
    environment = {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url(SQLITE, tmp_path),
        "SERVICEASSISTENT_CPR_KEY": KEY,
    }
    made = Container(Settings.from_environment(environment), clock=Hands())
    made.__dict__["knowledge"] = knowledge  # read once for all tests
    Town(made.engine, tmp_path)
    return made


_ACTS = frozenset({"back", "restart", "deny", "affirm", "dont_know", "my_cases"})


class Talk:
    """A person's talk: each turn is read as the action server would read it."""

    def __init__(self, services: Container, person: str = "anne") -> None:
        self.services, self.state = services, ConversationState()
        known = services.access.person(person)
        assert known is not None
        self.person = known
        self.reply = Reply()

    def turn(self, text: str, intent: str, payload: dict[str, Any] | None = None, **heard: Any) -> Turn:
        understanding = Understanding(**heard)
        return Turn(self.person, "c", text, intent, self.state, TODAY, payload=payload, understanding=understanding)

    def say(self, text: str, intent: str = "find_solution", **heard: Any) -> Reply:
        """A typed text; what the tree does not read goes to the action of its intent."""
        heard.setdefault("decision", "tree")
        if intent in _ACTS:
            heard.setdefault("acts", [(intent, 0.95)])
        turn = self.turn(text, intent, **heard)
        if self.state.flow == "tree":
            reply = question_tree.validate(self.services, turn)
            if not reply.rejected:
                return self._taken(reply, turn)
        actions = {**find_solution.ACTIONS, **agreement.ACTIONS, **question_tree.ACTIONS}
        names = {"back": "action_go_back", "restart": "action_start_over", "deny": "action_deny"}
        return self._taken(actions[names.get(intent, f"action_{intent}")](self.services, turn), turn)

    def press(self, payload: str) -> Reply:
        """A button that was offered."""
        intent, _, parameters = payload.removeprefix("/").partition("{")
        turn = self.turn("", intent, json.loads("{" + parameters))
        if intent == "back":
            return self._taken(agreement.back(self.services, turn), turn)
        read = question_tree.validate if self.state.flow == "tree" else question_tree.enter_tree
        return self._taken(read(self.services, turn), turn)

    def choose(self, *labels: str) -> Reply:
        """Presses the answers with these labels, one question after the other."""
        for label in labels:
            self.press(next(action.payload for action in actions_of([self.card]) if action.title == label))
        return self.reply

    def _taken(self, reply: Reply, turn: Turn) -> Reply:
        in_loop = self.state.flow == "tree"
        if in_loop:
            turn.note = reply.note or {}
            reply.utterances += question_tree.ask(self.services, turn).utterances
        self.reply = reply
        return reply

    @property
    def utterance(self) -> Utterance:
        return self.reply.utterances[-1]

    @property
    def card(self) -> QuestionCard:
        (card,) = self.utterance.cards
        assert isinstance(card, QuestionCard)
        return card

    @property
    def note(self) -> str:
        """What is said before the question."""
        return self.utterance.text.partition(self.card.label)[0].strip()

    @property
    def so_far(self) -> list[str]:
        return [row.value for row in self.card.so_far]


@pytest.fixture
def anne(services: Container) -> Talk:
    talk = Talk(services)
    talk.press("/enter_tree{}")
    return talk


def solution_shown(talk: Talk) -> str:
    return str(talk.utterance.cards[0].id)  # type: ignore[union-attr]


# --- the way so far


def test_the_first_question_has_no_way_and_each_answer_adds_to_it(anne: Talk) -> None:
    assert anne.card.so_far == []
    anne.choose("Fravær, ferie og barsel", "Ferie")
    assert anne.so_far == ["Fravær, ferie og barsel", "Ferie"]
    assert next(row.label for row in anne.card.so_far) == "Hvad handler det om?"


def test_an_answer_of_the_way_is_given_anew_and_what_came_before_stays(anne: Talk) -> None:
    anne.choose("Fravær, ferie og barsel", "Ferie")
    edit = anne.card.so_far[1].edit
    assert edit is not None
    anne.press(edit.payload)
    assert anne.so_far == ["Fravær, ferie og barsel"]
    assert anne.card.field.startswith("fravaer.")


def test_the_answer_in_the_first_tree_can_be_changed_from_inside_an_area(anne: Talk) -> None:
    anne.choose("Fravær, ferie og barsel", "Ferie")
    edit = anne.card.so_far[0].edit
    assert edit is not None
    anne.press(edit.payload)
    assert (anne.card.field, anne.so_far) == ("root.omraade", [])
    anne.choose("Løn")
    assert (anne.state.tree.tree, anne.so_far) == ("loen", ["Løn"])  # type: ignore[union-attr]


def test_a_button_of_an_earlier_question_answers_that_one(anne: Talk) -> None:
    root = {action.title: action.payload for action in actions_of([anne.card])}
    anne.choose("Fravær, ferie og barsel", "Ferie")
    anne.press(root["It"])
    assert anne.so_far == ["It"]


def test_back_goes_through_the_area_to_the_first_question_of_all(anne: Talk) -> None:
    anne.choose("Fravær, ferie og barsel", "Ferie")
    anne.say("tilbage", "back")
    assert anne.so_far == ["Fravær, ferie og barsel"]
    anne.say("tilbage", "back")
    assert anne.card.field == "root.omraade"
    anne.say("tilbage", "back")
    assert "første spørgsmål" in anne.reply.utterances[0].text


def test_back_from_an_area_that_was_entered_directly_asks_for_the_area(services: Container) -> None:
    talk = Talk(services)
    talk.press('/enter_tree{"area": "loen"}')
    assert talk.card.field.startswith("loen.")
    talk.press("/back{}")
    assert talk.card.field == "root.omraade"


def test_after_the_end_back_asks_the_last_question_again(anne: Talk) -> None:
    anne.choose("Fravær, ferie og barsel", "Ferie")
    label = next(o for o in anne.services.knowledge.trees["fravaer"].by_id["ferie"].options if o.solution)
    anne.choose(label.label)
    assert solution_shown(anne) == label.solution and anne.state.flow is None
    anne.say("tilbage", "back")
    assert anne.reply.start_flow == "tree_form"
    assert anne.card.field == "fravaer.ferie"


def test_another_solution_shown_later_is_not_left_by_back_into_an_old_tree(anne: Talk) -> None:
    anne.choose("Fravær, ferie og barsel", "Ferie")
    anne.say("jeg har brug for en ny skærm til pc'en", decision="answer", ranking=[("bestil-it-udstyr", 0.9)])
    assert solution_shown(anne) == "bestil-it-udstyr"
    assert (anne.state.flow, anne.state.tree) == (None, None)


@pytest.mark.parametrize("text", ["hvad har jeg svaret", "vis mine svar", "jeg svarede forkert"])
def test_the_way_is_told_in_words(anne: Talk, text: str) -> None:
    anne.choose("Fravær, ferie og barsel", "Ferie")
    anne.say(text, "my_cases", decision="dialogue")
    assert "1. Hvad handler det om? Fravær, ferie og barsel" in anne.note
    assert "ret det første" in anne.note
    assert len(anne.so_far) == 2


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ret det første", "root.omraade"),
        ("ret det sidste svar", "fravaer.anledning"),
        ("jeg vil gerne ændre svar 2", "fravaer.anledning"),
        ("ret det om ferie", "fravaer.anledning"),
    ],
)
def test_an_answer_is_asked_again_when_it_is_said_which(anne: Talk, text: str, asked: str) -> None:
    anne.choose("Fravær, ferie og barsel")
    fri = next(o.label for o in anne.services.knowledge.trees["fravaer"].start.options if o.node == "ferie")
    anne.choose(fri)
    anne.say(text, "affirm", decision="dialogue")
    assert anne.card.field == asked
    assert anne.note.startswith("Du svarede “")


def test_the_only_answer_is_asked_again_without_saying_which(anne: Talk) -> None:
    anne.choose("Løn")
    anne.say("jeg svarede forkert", "back", decision="dialogue")
    assert anne.card.field == "root.omraade"


# --- "ved ikke", and answers that fit several


def test_dont_know_explains_where_nothing_can_be_assumed(anne: Talk) -> None:
    anne.say("ved ikke", "dont_know")
    help_text = anne.services.knowledge.trees["root"].start.help
    assert anne.note == f"Det er helt i orden. {help_text}"
    assert anne.card.field == "root.omraade"


def test_dont_know_takes_the_marked_answer_and_says_so(anne: Talk) -> None:
    tree = anne.services.knowledge.trees["rejser"]
    node = next(node for node in tree.nodes if isinstance(node.unsure, str))
    state = TreeProgress(tree="rejser", answers=[])
    anne.state.tree = question_tree._way(anne.services, anne.turn("", "")).reopen(state, "rejser", node.id)
    anne.say("aner det ikke", "dont_know")
    taken = node.option(str(node.unsure))
    assert taken is not None
    assert f"Så går jeg ud fra: {taken.label}" in anne.reply.utterances[0].text


def test_dont_know_keeps_several_ways_open_and_says_so(services: Container) -> None:
    talk = Talk(services)
    talk.press('/enter_tree{"area": "rejser"}')
    tree = services.knowledge.trees["rejser"]
    assert isinstance(tree.start.unsure, list)
    talk.press("/dont_know{}")
    assert talk.note.startswith("Så holder jeg begge muligheder åbne")
    assert talk.so_far[0].count("“") == 2
    destinations = {o.place for id_ in tree.start.unsure for o in _after(tree, id_) if not o.person}
    shown = {option.value for option in talk.card.options}
    assert len(shown) == len(destinations) + 1


def _after(tree: Any, option_id: str) -> list[Any]:
    option = tree.start.option(option_id)
    return list(tree.by_id[option.node].options) if option.node else [option]


def test_an_answer_that_fits_two_keeps_both_open_and_back_takes_that_back(anne: Talk) -> None:
    anne.choose("Fravær, ferie og barsel")
    anne.say("både sygdom og ferie", decision="answer", ranking=[("sygdom-under-ferie", 0.99)])
    assert "holder begge muligheder åbne" in anne.note or "jeg holder begge" in anne.note
    assert anne.so_far[1].startswith("“") and " eller “" in anne.so_far[1]
    anne.say("tilbage", "back")
    assert anne.so_far == ["Fravær, ferie og barsel"]


def test_where_both_would_only_be_asked_again_one_is_to_be_chosen(anne: Talk) -> None:
    anne.choose("Fravær, ferie og barsel")
    anne.say("både sygdom og ferie")
    asked = anne.card.field
    first, second = (option.label for option in anne.card.options[:2])
    for _ in range(4):
        anne.say(f"både {first} og {second}")
        if anne.card.field == asked:
            break
        asked = anne.card.field
    assert "Det passer på" in anne.note and "vil begynde med" in anne.note


# --- entering as deep as was said


def test_a_vague_need_is_taken_up_below_what_was_said_and_back_undoes_it(services: Container) -> None:
    talk = Talk(services)
    talk.say("noget med barsel", area=None, ranking=[("omsorgsdage", 0.1)])
    assert talk.state.tree.tree == "fravaer"  # type: ignore[union-attr]
    assert len(talk.so_far) == 2 and "barsel" in talk.so_far[1].lower()
    assert talk.note.startswith("Jeg går ud fra") and "“tilbage”" in talk.note
    talk.say("tilbage", "back")
    assert talk.so_far == ["Fravær, ferie og barsel"]


def test_where_words_say_nothing_the_likeliest_solutions_lead(services: Container) -> None:
    talk = Talk(services)
    ranking = [("varsling-af-barsel", 0.3), ("faedre-og-medmororlov", 0.28), ("adoption", 0.2)]
    talk.say("vi venter os noget dejligt til sommer", area="fravaer", ranking=ranking)
    assert talk.so_far[0] == "Fravær, ferie og barsel" and talk.card.field.startswith("fravaer.")
    assert all(
        question_tree.trees.way_to(services.knowledge.trees["fravaer"], name)[: len(talk.so_far) - 1]  # type: ignore[index]
        == talk.state.tree.answers  # type: ignore[union-attr]
        for name, _ in ranking
    )


def test_an_area_that_is_only_likely_is_said_to_be_assumed_and_undone_by_back(services: Container) -> None:
    talk = Talk(services)
    talk.say("det er svært at forklare", area="loen", ranking=[("loenforskud", 0.1)])
    assert (talk.card.field.partition(".")[0], talk.so_far) == ("loen", ["Løn"])
    assert talk.note.startswith("Jeg går ud fra, at det handler om: Løn")
    talk.say("tilbage", "back")
    assert talk.card.field == "root.omraade"


def test_words_and_likelihood_that_differ_leave_the_question_to_the_person(services: Container) -> None:
    talk = Talk(services)
    talk.say("noget i forbindelse med ferie", area="fravaer", ranking=[("omsorgsdage", 0.4)])
    assert talk.card.field == "fravaer.anledning"


def test_the_last_question_is_never_answered_for_the_person(services: Container) -> None:
    talk = Talk(services)
    for solution in services.knowledge.in_area("fravaer"):
        talk.state = ConversationState()
        talk.say("jeg er i tvivl", area="fravaer", ranking=[(solution.id, 0.4)])
        assert talk.state.flow == "tree", solution.id


@pytest.mark.parametrize("text", ["løn", "noget med løn", "jeg har et spørgsmål om løn"])
def test_a_bare_area_is_asked_on_in_its_tree_whatever_else_it_looks_like(services: Container, text: str) -> None:
    talk = Talk(services)
    talk.say(text, decision="answer", ranking=[("loenforskud", 0.94)])
    assert (talk.state.tree.tree, talk.so_far) == ("loen", ["Løn"])  # type: ignore[union-attr]
    assert Talk(services).say(text, "out_of_scope", decision="out_of_scope").start_flow == "tree_form"


def test_a_need_that_is_told_is_answered_and_not_asked_about(services: Container) -> None:
    talk = Talk(services)
    talk.say("jeg har fået for lidt i løn", decision="answer", ranking=[("manglende-eller-forkert-loen", 0.9)])
    assert solution_shown(talk) == "manglende-eller-forkert-loen"


@pytest.mark.parametrize(
    ("text", "tree"), [("spørgetræet om løn", "loen"), ("vis mig spørgetræet", "root"), ("spørgetræ for it tak", "it")]
)
def test_a_tree_is_entered_by_its_name(services: Container, text: str, tree: str) -> None:
    talk = Talk(services)
    talk.say(text, "enter_tree", decision="answer", ranking=[("doedsfald", 0.97)])
    assert talk.state.tree is not None and talk.state.tree.tree == tree
    talk.say(text, "enter_tree", decision="answer", ranking=[("doedsfald", 0.97)])  # also from within a tree
    assert talk.state.tree is not None and talk.state.tree.tree == tree


def test_saying_no_to_what_was_offered_assumes_nothing(services: Container) -> None:
    talk = Talk(services)
    talk.say("løn eller fravær", decision="choose", ranking=[("loenforskud", 0.4), ("kursus", 0.3)])
    talk.say("nej", "deny", decision="dialogue", ranking=[("loenforskud", 0.4)])
    assert (talk.card.field, talk.so_far) == ("root.omraade", [])


# --- what the person is not asked


def test_a_leader_is_shown_what_an_employee_is_not(services: Container) -> None:
    def options(person: str) -> set[str]:
        talk = Talk(services, person)
        talk.press('/enter_tree{"area": "personalejura"}')
        return {option.value for option in talk.card.options}

    assert "medarbejder" in options("lea") and "medarbejder" not in options("anne")


# --- resumed, counted


def test_a_greeting_tells_that_a_search_goes_on(anne: Talk) -> None:
    anne.choose("Løn")
    told = smalltalk.greeting(anne.services, anne.turn("", "greeting"))
    assert "finde den rigtige indberetning: Løn" in told.utterances[0].text
    assert "“forfra”" in told.utterances[0].text
    assert not told.keep_quiet  # the question comes again
    anne.say("forfra", "restart")
    assert "finde den rigtige" not in smalltalk.greeting(anne.services, anne.turn("", "greeting")).utterances[0].text


def test_a_state_from_before_an_update_goes_on(anne: Talk) -> None:
    anne.state = ConversationState.model_validate({"flow": "tree", "tree": {"tree": "fravaer", "answers": ["gone"]}})
    anne.say("ved ikke", "dont_know")
    assert anne.card.field == "fravaer.anledning"


def test_each_run_is_one_row_of_the_way_that_stands(anne: Talk) -> None:
    anne.choose("Fravær, ferie og barsel", "Ferie")
    anne.say("tilbage", "back")
    with anne.services.engine.connect() as connection:
        found = connection.execute(sa.select(TreeRunRow.__table__).order_by(TreeRunRow.started_at)).mappings().all()
    rows = {row["tree"]: row for row in found}
    assert len(found) == 2
    assert (rows["root"]["steps"], rows["root"]["outcome"]) == ([["omraade", "fravaer"]], "tree:fravaer")
    assert (rows["fravaer"]["steps"], rows["fravaer"]["node"]) == ([], "anledning")


def test_an_end_is_counted_and_no_longer_tied_to_the_talk(anne: Talk) -> None:
    anne.choose("Ingen af dem")
    assert anne.state.tree is not None and anne.state.tree.run is None
    with anne.services.engine.connect() as connection:
        assert connection.execute(sa.select(TreeRunRow.outcome)).scalars().all() == ["person"]


def test_what_was_written_first_is_kept_for_the_report(services: Container) -> None:
    talk = Talk(services)
    talk.say("noget med ferie")
    said = talk.state.topic_text
    ending = next(o for o in services.knowledge.trees["fravaer"].by_id["ferie"].options if o.solution)
    talk.say(ending.label)
    assert solution_shown(talk) == ending.solution
    assert talk.state.topic_text == said == "noget med ferie"


def test_a_tree_may_end_in_a_life_event(services: Container, tmp_path: Path) -> None:
    folder = shutil.copytree(PROJECT / "knowledge", tmp_path / "knowledge")
    event = sorted(services.knowledge.life_events)[0]
    rewrite(folder / "trees" / "root.yml", "tree: loen\n", f"event: {event}\n")
    services.__dict__["knowledge"] = load_knowledge(folder)
    talk = Talk(services, "lea")
    talk.press("/enter_tree{}")
    talk.choose("Løn")
    assert services.knowledge.life_events[event].title in talk.utterance.text
    assert talk.state.flow is None
    with services.engine.connect() as connection:
        assert connection.execute(sa.select(TreeRunRow.outcome)).scalars().all() == [f"event:{event}"]
    talk.say("tilbage", "back")
    assert talk.card.field == "root.omraade"
