"""News of deputies: somebody has asked the person to stand in for them, and waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from bot.access.types import Delegation
from bot.clock import Clock, today
from bot.notices.types import Key, News, Words


class DelegationNews:
    """Asks the deputy once; what was answered, taken back or is past is not asked any more."""

    kind = "delegation_asked"

    def __init__(
        self,
        offers: Callable[[date], Sequence[Delegation]],
        clock: Clock,
        words: Callable[[Delegation], Words | None],
    ) -> None:
        self._offers = offers
        self._clock = clock
        self._words = words

    def candidates(self) -> set[Key]:
        return {(offer.to_person_id, _key(offer)) for offer in self._offers(today(self._clock))}

    def news(self, wanted: Mapping[str, Collection[str]]) -> list[News]:
        """The offers among the wanted that still await an answer, from lenders who are still employed."""
        if not wanted:
            return []
        found: list[News] = []
        for offer in self._offers(today(self._clock)):
            if _key(offer) not in wanted.get(offer.to_person_id, ()):
                continue
            words = self._words(offer)
            if words is not None:
                found.append(News(offer.to_person_id, _key(offer), words[0], tuple(words[1])))
        return found


def _key(offer: Delegation) -> str:
    return f"delegation:{offer.id}:asked"
