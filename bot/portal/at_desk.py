"""What becomes of a message while the bot does not have the conversation: it waits for, or talks with, 1st line.

In the queue typed words go along to whoever takes it, and the bot says so once; "fortryd" leaves the queue. Buttons
that only show something still work. While a supporter has it, everything goes to them and the bot is silent; only the
buttons of the desk's own cards do what they say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.conversations.types import QUEUE
from bot.dialogue.rendering import handover as wording
from bot.messages.message import Message, Utterance
from bot.portal.desk.after_handover import ask_how_it_went
from bot.portal.parts import PortalParts, SessionLike

LEAVE = "/leave_queue{}"
SHARE = "/share_with_desk"
CONFIRM_REPORT = "/confirm_helped_report"
DECLINE_REPORT = "/decline_helped_report"
_LEAVES = re.compile(
    r"(?:nej\s|ok\s|okay\s)?(?:fortryd|afbryd|annull?er|stop|cancel"
    r"|(?:jeg\s(?:vil\s(?:gerne\s)?)?)?(?:forlad|forlade|forlader|ud\saf)(?:\skøen)?"
    r"|(?:det\ser\s)?lige\smeget)(?:\s(?:køen|tak|alligevel|nu))*",
)
# What only shows something, or ends the wait, does no harm while one waits. Nothing here begins a loop that reads text.
_WHILE_WAITING = frozenset(
    {
        "/leave_queue", "/confirm_call_back", "/open_case", "/my_cases", "/awaiting_me", "/my_courses", "/open_course",
        "/show_topic", "/show_process", "/ask_facet", "/delete_conversation", "/rate", "/reminders_off",
    }
)  # fmt: skip


class AtDesk:
    """Decides for one message; `None` means that the engine is to answer, with the payload that is returned."""

    def __init__(self, parts: PortalParts) -> None:
        self._parts = parts
        self._buttons: Mapping[str, Callable[[SessionLike, dict[str, Any]], Utterance]] = {
            SHARE: self._share,
            CONFIRM_REPORT: self._confirm_report,
            DECLINE_REPORT: self._decline_report,
        }

    def is_ours(self, payload: str | None) -> bool:
        """Whether it is a button of the desk's own cards, which never go to the engine."""
        return intent_of(payload) in self._buttons

    def press(self, session: SessionLike, message: Message, payload: str, parameters: dict[str, Any]) -> list[Message]:
        """Does what a button of the desk's own cards says; repeating it does no harm."""
        told = self._buttons[intent_of(payload)](session, parameters)
        return self._parts.conversations.add_messages(session.conversation_id, [told], message.id, "system")

    def answer(
        self, session: SessionLike, message: Message, owner: str, text: str | None, payload: str | None
    ) -> list[Message] | str:
        """The replies; or, as a text, the payload that the engine is to answer although it is not the bot's turn."""
        if owner != QUEUE:
            return self._to_supporter(session, message, payload)
        if payload is None:
            if text is not None and leaves(text):
                return LEAVE
            return self._along(session, message)
        if intent_of(payload) in _WHILE_WAITING:
            return payload
        return self._say(session, message, wording.busy_waiting())

    def _to_supporter(self, session: SessionLike, message: Message, payload: str | None) -> list[Message]:
        if intent_of(payload) != "/leave_queue":
            return []
        ended = self._parts.handovers.leave(session.conversation_id)
        if ended is not None:
            ask_how_it_went(self._parts, ended, None)
        return self._parts.conversations.transcript(session.conversation_id, after=message.id)

    def _along(self, session: SessionLike, message: Message) -> list[Message]:
        current = self._parts.handovers.current(session.conversation_id)
        if current is None or not self._parts.handovers.tell_once(current.id):
            return []
        return self._say(session, message, wording.along(current))

    def _say(self, session: SessionLike, message: Message, told: Utterance) -> list[Message]:
        return self._parts.conversations.add_messages(session.conversation_id, [told], message.id)

    # --- buttons

    def _share(self, session: SessionLike, _: dict[str, Any]) -> Utterance:
        self._parts.handovers.share(session.conversation_id)
        return wording.shared()

    def _confirm_report(self, session: SessionLike, parameters: dict[str, Any]) -> Utterance:
        return self._parts.desk_reports.confirm(
            session.person_id, session.conversation_id, str(parameters.get("draft")), parameters.get("version")
        )

    def _decline_report(self, session: SessionLike, _: dict[str, Any]) -> Utterance:
        return wording.report_declined()


def leaves(text: str) -> bool:
    """Whether the words mean that one does not want to wait any more."""
    said = " ".join(re.findall(r"\w+", text.lower()))
    return _LEAVES.fullmatch(said) is not None


def intent_of(payload: str | None) -> str:
    """The intent that a payload names, with its slash."""
    return (payload or "").partition("{")[0]
