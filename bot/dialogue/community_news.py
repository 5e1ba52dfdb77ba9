"""Gives a case to a colleague of the community and tells them; the talk and the page do it alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from bot.cases.community import Community
from bot.dialogue.payloads import button
from bot.messages.cards import Action


class Doer(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class Notices(Protocol):
    def tell(self, person_id: str, kind: str, subject_key: str, text: str, actions: Iterable[Action] = ()) -> bool: ...


class Services(Protocol):
    """What is needed; the conversation and the page both have it."""

    @property
    def community(self) -> Community: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...


def assign(services: Services, me: Doer, number: str, to: str) -> bool:
    """Notes who sees to the case; False where it is so already. Raises NotFound or NotAllowed."""
    changed = services.community.assign(me.id, number, to)
    if changed and to != me.id:
        services.notices.tell(
            to,
            "case_assigned",
            f"assigned:{number}:{services.clock().isoformat()}",
            f"{me.name} har givet dig sag {number}.",
            [button(f"Se sag {number}", "open_case", style="primary", number=number)],
        )
    return changed
