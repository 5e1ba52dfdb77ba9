"""Tells one side what the other has done about standing in: said yes, said no, or ended it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.access.types import Delegation
from bot.dialogue.payloads import button
from bot.messages.cards import Action


class Doer(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class Notices(Protocol):
    def tell(self, person_id: str, kind: str, subject_key: str, text: str, actions: Iterable[Action] = ()) -> bool: ...


class Delegations(Protocol):
    def get(self, person_id: str, delegation_id: str) -> Delegation | None: ...
    def accept(self, to_person_id: str, delegation_id: str) -> bool: ...
    def decline(self, to_person_id: str, delegation_id: str) -> bool: ...
    def revoke(self, person_id: str, delegation_id: str) -> bool: ...


class Services(Protocol):
    """What is needed; the conversation and the page both have it."""

    @property
    def delegations(self) -> Delegations: ...
    @property
    def notices(self) -> Notices: ...


_SEE = button("Mine stedfortrædere", "my_deputies")


def accept(services: Services, me: Doer, delegation_id: str) -> Delegation | None:
    """Says yes for the deputy and tells the lender; None where there was no such offer."""
    if not services.delegations.accept(me.id, delegation_id):
        return None
    lent = services.delegations.get(me.id, delegation_id)
    if lent is not None:
        _tell(services, lent.from_person_id, lent, "accepted", f"{me.name} har sagt ja til at være din stedfortræder.")
    return lent


def decline(services: Services, me: Doer, delegation_id: str) -> Delegation | None:
    """Says no for the deputy and tells the lender; None where nothing awaited an answer."""
    if not services.delegations.decline(me.id, delegation_id):
        return None
    lent = services.delegations.get(me.id, delegation_id)
    if lent is not None:
        text = f"{me.name} har sagt nej til at være din stedfortræder. Du kan spørge en anden."
        _tell(services, lent.from_person_id, lent, "declined", text)
    return lent


def revoke(services: Services, me: Doer, delegation_id: str) -> Delegation | None:
    """Ends it for either side and tells the other, who never hears of an offer that was taken back unanswered."""
    if not services.delegations.revoke(me.id, delegation_id):
        return None
    lent = services.delegations.get(me.id, delegation_id)
    if lent is not None and me.id == lent.to_person_id:
        _tell(services, lent.from_person_id, lent, "ended", f"{me.name} er ikke længere din stedfortræder.")
    elif lent is not None and lent.accepted_at is not None:
        _tell(services, lent.to_person_id, lent, "ended", f"Du er ikke længere stedfortræder for {me.name}.")
    return lent


def _tell(services: Services, person_id: str, lent: Delegation, what: str, text: str) -> None:
    services.notices.tell(person_id, "delegation_news", f"delegation:{lent.id}:{what}", text, [_SEE])
