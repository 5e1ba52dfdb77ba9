"""What is not said in Teams: all that is written there passes through Microsoft, so some things stay in the portal.

Where it cannot be told whether something is sensitive, it counts as that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.cases.types import CaseFilter
from bot.conversations.types import BOT
from bot.dialogue.state import ConversationState
from bot.messages.cards import (
    Action,
    CaseListCard,
    FormCard,
    NoticeCard,
    ProcessCard,
    SolutionCard,
    SummaryCard,
    TopicCard,
)
from bot.messages.message import Message, actions_of
from bot.portal.pages.display import asked_for, cpr_fields
from bot.portal.parts import PortalParts, SessionLike
from bot.portal.teams import words

_NUMBER = re.compile(r"\b\d{4}-\d{6}\b")
_RECENT = 60  # messages in which a question may still be open
_ABOUT = (SolutionCard, TopicCard, ProcessCard, SummaryCard)


class Discretion:
    """Knows what of a person's affairs belongs in the portal; reads the database."""

    def __init__(self, parts: PortalParts, portal_url: str) -> None:
        self._parts, self._portal_url = parts, portal_url

    def under_way(self, session: SessionLike) -> Action | None:
        """How to leave what is under way, where a text would be read as an answer that does not belong in Teams."""
        if self._parts.conversations.owner(session.conversation_id) != BOT:
            return None  # 1st line reads it, and no form
        state = self._state(session)
        if state.flow == "report" and state.draft_id and self._draft(session.person_id, state.draft_id):
            return words.SET_ASIDE
        if state.flow == "prompt" and state.pending is not None and self._named(session.person_id, state.pending.data):
            return words.DROP
        recent = self._parts.conversations.transcript(session.conversation_id, limit=_RECENT)
        if state.flow is not None and cpr_fields(asked_for(recent)):
            return words.SET_ASIDE if state.flow == "report" else words.DROP
        return None

    def shown(self, session: SessionLike, messages: Sequence[Message]) -> list[Message]:
        """The messages as Teams may have them: some are replaced by the way to the portal, once in a row."""
        held = self.under_way(session) is not None
        made: list[Message] = []
        for message in messages:
            kept = self._kept(session.person_id, message, held)
            hidden = kept is None
            if kept is None:
                kept = message.model_copy(update=dict(words.in_portal(self._portal_url)))
            if not (hidden and made and made[-1].text == kept.text):
                made.append(kept)
        return made

    def _kept(self, person_id: str, message: Message, held: bool) -> Message | None:
        """The message, possibly with fewer cases; None where it is not for Teams."""
        if any(isinstance(card, NoticeCard) and card.level == "crisis" for card in message.cards):
            return message
        if held:
            return None
        for card in message.cards:
            if isinstance(card, _ABOUT) and self._solution(card.id):
                return None
            if isinstance(card, FormCard) and cpr_fields(card):
                return None
            if getattr(card, "hint", None) == "cpr":
                return None
        message = self._fewer_cases(person_id, message)
        buttons = (parameters_of(action) for action in actions_of(list(message.cards)))
        named = {(name, str(value)) for parameters in buttons for name, value in parameters.items()}
        if any(self._named(person_id, {name: value}) for name, value in named):
            return message if self._is_neutral(message) else None
        return None if any(self._case(person_id, number) for number in set(_NUMBER.findall(message.text))) else message

    @staticmethod
    def _is_neutral(message: Message) -> bool:
        """Notices never tell what a sensitive case is about (bot/dialogue/rendering/notices.py)."""
        return bool(message.cards) and all(isinstance(card, NoticeCard) for card in message.cards)

    def _fewer_cases(self, person_id: str, message: Message) -> Message:
        """Lists without the sensitive cases, and a text that names none of them."""
        listed = [card for card in message.cards if isinstance(card, CaseListCard)]
        hidden = {item.number for card in listed for item in card.cases if self._case(person_id, item.number)}
        if not hidden:
            return message
        cards = [
            card.model_copy(
                update={
                    "cases": [item for item in card.cases if item.number not in hidden],
                    "url": card.url or "/sager",
                }
            )
            if isinstance(card, CaseListCard)
            else card
            for card in message.cards
        ]
        lines = [line for line in message.text.split("\n") if not any(number in line for number in hidden)]
        return message.model_copy(
            update={"cards": cards, "text": "\n".join([*lines, "Nogle sager vises kun i portalen."])}
        )

    def _state(self, session: SessionLike) -> ConversationState:
        conversation = self._parts.conversations.get(session.conversation_id)
        return ConversationState.model_validate((conversation.state if conversation else None) or {})

    def _named(self, person_id: str, parameters: Mapping[str, Any]) -> bool:
        """Whether a button or what is waited for is about something sensitive of somebody's."""
        sensitive: Mapping[str, Callable[[str, str], bool]] = {
            "draft": self._draft, "number": self._case, "course": self._course, "part": self._part,
        }  # fmt: skip
        return any(is_so(person_id, str(parameters[name])) for name, is_so in sensitive.items() if name in parameters)

    def _draft(self, person_id: str, draft_id: str) -> bool:
        draft = self._parts.drafts.get(person_id, draft_id)
        return draft is None or self._solution(draft.solution_id)

    def _solution(self, solution_id: str) -> bool:
        found = self._parts.knowledge.form(solution_id)
        return found is None or (found.report is not None and found.report.sensitive)

    def _case(self, person_id: str, number: str) -> bool:
        """Of a case that the person may not see, nothing can have been said."""
        page = self._parts.cases.list(person_id, CaseFilter(whose="all", text=number, limit=20))
        return any(case.sensitive for case in page.items if case.number == number)

    def _course(self, person_id: str, course_id: str) -> bool:
        course = self._parts.courses.get(person_id, course_id)
        return course is None or course.event.sensitive

    def _part(self, person_id: str, part_id: str) -> bool:
        try:
            course, _ = self._parts.courses.of_part(person_id, part_id)
        except LookupError:
            return True
        return course.event.sensitive


def parameters_of(action: Action) -> dict[str, Any]:
    """What a button's payload names; nothing where it names nothing."""
    _, brace, rest = action.payload.partition("{")
    try:
        read = json.loads(brace + rest) if brace else {}
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
