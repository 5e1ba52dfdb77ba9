"""When people are asked how it went: at the right moment, once about each matter, at most once a day, not in distress.

A question costs nothing to ignore. What is remembered of it (whom, when, about what) stands in the conversation's
state alone and goes with it; the answer is a row without a person (bot/feedback).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from bot.cases.states import SOLVED
from bot.cases.types import CaseView
from bot.clock import Clock, today
from bot.conversations.types import Conversation, StateChanged
from bot.dialogue.rendering import feedback as wording
from bot.dialogue.state import ConversationState, FeedbackState, Helped, OpenQuestion
from bot.feedback.types import Moment, Question
from bot.knowledge.schema import Solution
from bot.messages.cards import NoticeCard
from bot.messages.message import Utterance, actions_of

REMEMBERED = timedelta(days=60)  # a matter that comes up again later is another one
STILL_OF_INTEREST = timedelta(days=7)  # guidance that was given longer ago is not asked about any more
QUIET_AFTER_CRISIS = timedelta(days=14)
# Dismissal, warnings, harassment: nobody is asked whether they are satisfied with that, whatever the solution says.
SILENT_AREAS = frozenset({"personalejura"})
ANYTHING = "generelt-spoergsmaal"  # a case about no solution in particular


class Feedback(Protocol):
    def asked(self, question: Question, moment: Moment, solution_id: str | None, area: str | None) -> str: ...


class Conversations(Protocol):
    def for_person(self, person_id: str) -> Conversation: ...
    def get(self, conversation_id: str) -> Conversation | None: ...
    def save_state(
        self, conversation_id: str, state: dict[str, object], expected_version: int | None = None
    ) -> int: ...


class Cases(Protocol):
    def get(self, actor_id: str, number: str) -> CaseView | None: ...


class Knowledge(Protocol):
    def solution(self, solution_id: str) -> Solution | None: ...


class Asking:
    """Decides whether a question is asked now, notes it, and says it."""

    def __init__(
        self, feedback: Feedback, conversations: Conversations, cases: Cases, knowledge: Knowledge, clock: Clock
    ) -> None:
        self._feedback = feedback
        self._conversations = conversations
        self._cases = cases
        self._knowledge = knowledge
        self._clock = clock

    # --- in a turn, on the turn's own state

    def helped(self, state: ConversationState, moment: Moment, solution_id: str) -> None:
        """Remembers guidance that may be asked about when the user says thanks, leaves, or comes back."""
        if state.flow is None and not self._silent(solution_id) and moment in ("facet", "topic", "solution", "tree"):
            state.feedback.helped = Helped(moment=moment, solution=solution_id, day=self._day().isoformat())

    def after_guidance(self, state: ConversationState, *, on_return: bool = False) -> Utterance | None:
        """ "Fik du løst det?", where guidance was not asked about yet; `on_return`: of an earlier day only."""
        helped = state.feedback.helped
        if helped is None or (on_return and helped.day >= self._day().isoformat()):
            return None
        state.feedback.helped = None
        if date.fromisoformat(helped.day) < self._day() - STILL_OF_INTEREST:
            return None
        return self._ask(state, "solved", helped.moment, helped.solution, helped.solution, on_return=on_return)

    def after_receipt(self, state: ConversationState, case: CaseView) -> Utterance | None:
        """Whether they are satisfied with how it was to send it; what was asked on the way to it is settled by it."""
        state.feedback.helped = None
        if case.sensitive:
            return None
        return self._ask(state, "satisfied", "receipt", case.solution_id, f"case:{case.number}", case=case)

    def after_solved(self, state: ConversationState, person_id: str, told: Iterable[Utterance]) -> Utterance | None:
        """Whether a case of theirs that the news call solved is solved for them too; one, if there are several."""
        for number in _cases_in(told):
            case = self._cases.get(person_id, number)
            if case is None or case.state != SOLVED or case.sensitive:
                continue
            if not {"reporter", "on_behalf_of"} & set(case.relations):
                continue
            asked = self._ask(state, "solved", "case", case.solution_id, f"case:{number}", case=case)
            if asked is not None:
                return asked
        return None

    def hush(self, state: ConversationState) -> None:
        """After a crisis nothing is asked, not even about what was talked of before."""
        state.feedback.helped = state.feedback.open = None
        state.feedback.quiet_until = (self._day() + QUIET_AFTER_CRISIS).isoformat()

    # --- between turns, on the stored state

    def after_news(self, person_id: str, told: Iterable[Utterance]) -> Utterance | None:
        """The same as `after_solved`, where the news is told between turns."""
        talk = self._conversations.for_person(person_id)
        state = ConversationState.model_validate(talk.state or {})
        return self._between_turns(talk, state, self.after_solved(state, person_id, told))

    def ask_after_handover(
        self, conversation_id: str, handover_id: str, solution_id: str | None = None
    ) -> Utterance | None:
        """ "Fik du løst det?" after a person of 1st line has ended; None where it is no moment to ask.

        What is returned is to be said at once, by whoever ends the hand-over. `solution_id`: what it was about.
        """
        talk = self._conversations.get(conversation_id)
        if talk is None:
            return None
        state = ConversationState.model_validate(talk.state or {})
        about = None if solution_id == ANYTHING else solution_id
        state.feedback.helped = None  # what the assistant said before is not what helped
        return self._between_turns(
            talk, state, self._ask(state, "solved", "handover", about, f"handover:{handover_id}")
        )

    def _between_turns(self, talk: Conversation, state: ConversationState, asked: Utterance | None) -> Utterance | None:
        if asked is None:
            return None
        try:
            self._conversations.save_state(talk.id, state.model_dump(mode="json"), talk.version)
        except StateChanged:  # the user has gone on in the meantime
            return None
        return asked

    # --- inside

    def _ask(
        self,
        state: ConversationState,
        question: Question,
        moment: Moment,
        solution_id: str | None,
        matter: str,
        *,
        case: CaseView | None = None,
        on_return: bool = False,
    ) -> Utterance | None:
        memory, key = state.feedback, f"{question}:{matter}"
        if state.flow is not None or self._silent(solution_id) or not self._may(memory, key):
            return None
        solution = self._knowledge.solution(solution_id) if solution_id else None
        question_id = self._feedback.asked(question, moment, solution_id, solution.area if solution else None)
        number = case.number if case else None
        oldest = (self._day() - REMEMBERED).isoformat()
        memory.asked = {matter: day for matter, day in memory.asked.items() if day >= oldest}
        memory.asked[key] = memory.last_asked = self._day().isoformat()
        memory.open = OpenQuestion(id=question_id, case=number)
        title = case.title if case else solution.title if solution else None
        return wording.question(question, moment, question_id, title, number, on_return=on_return)

    def _may(self, memory: FeedbackState, key: str) -> bool:
        day = self._day().isoformat()
        quiet = memory.quiet_until is not None and day <= memory.quiet_until
        return not quiet and memory.last_asked != day and key not in memory.asked

    def _silent(self, solution_id: str | None) -> bool:
        """Matters about which nobody is asked: those that are sensitive."""
        solution = self._knowledge.solution(solution_id) if solution_id else None
        if solution is None:
            return False
        return solution.area in SILENT_AREAS or (solution.report is not None and solution.report.sensitive)

    def _day(self) -> date:
        return today(self._clock)


def _cases_in(told: Iterable[Utterance]) -> list[str]:
    """The numbers of the cases that notices lead to."""
    notices = [card for said in told for card in said.cards if isinstance(card, NoticeCard)]
    parts = [action.payload.partition("{") for action in actions_of(notices)]
    return [str(json.loads(brace + rest)["number"]) for intent, brace, rest in parts if intent == "/open_case"]
