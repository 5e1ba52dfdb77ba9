"""Puts understanding together: from a message to an Understanding, in plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.understanding.calibration import Thresholds, lead, ranking, scope_score, softmax
from bot.understanding.classifier import Array, Classifier
from bot.understanding.crisis import crisis_in
from bot.understanding.examples import DIALOGUE_ACTS, FACETS, LAST_RESORT, CatalogueEntry
from bot.understanding.features import View
from bot.understanding.language import language_of
from bot.understanding.needs import announces_second, splits
from bot.understanding.requests import request_in
from bot.understanding.text import Token, analysed, lemma_view

RANKED = 8
_NEAR = 6  # both needs must be among so many first solutions of the whole message
_HALF = 240  # characters on each side of a cut: a need is said near it, and the whole of a long message costs time
_CLEARLY_ONE = 0.97  # no second need is looked for where the first is as sure as this and no word announces one


@dataclass(frozen=True)
class Understanding:
    """What a message was taken to mean; the keys of `as_dict` are a contract with the actions."""

    decision: str
    dialogue_act: str | None
    facet: str | None
    scope: float
    ranking: list[tuple[str, float]]
    acts: list[tuple[str, float]]
    needs: list[str]
    area: str | None
    area_confidence: float
    language: str
    crisis: str | None
    request: str | None = None  # an intent that was asked for in so many words
    tokens: list[tuple[str, str, str]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {
            "decision": self.decision,
            "dialogue_act": self.dialogue_act,
            "facet": self.facet,
            "scope": self.scope,
            "ranking": [list(pair) for pair in self.ranking],
            "acts": [list(pair) for pair in self.acts],
            "needs": self.needs,
            "area": self.area,
            "area_confidence": self.area_confidence,
            "language": self.language,
            "crisis": self.crisis,
            "request": self.request,
            "tokens": [list(token) for token in self.tokens],
            "entities": self.entities,
        }


class Understander:
    """Classifies messages and decides what is to be done with them."""

    def __init__(self, model: Classifier, thresholds: Thresholds, catalogue: Mapping[str, CatalogueEntry]) -> None:
        self.model = model
        self.thresholds = thresholds
        self._areas = {entry.id: entry.area for entry in catalogue.values()}
        self._last_resort = LAST_RESORT if LAST_RESORT in catalogue else None

    def understand(
        self, text: str, tokens: Sequence[Token], entities: Sequence[Mapping[str, Any]] = ()
    ) -> Understanding:
        """Understands a message; `tokens` are the words of its analysed part."""
        text = analysed(text)
        scores = self.model.score(View(text, lemma_view(tokens)))
        kinds = softmax(scores.kinds / self.thresholds.kind_temperature)
        solutions = softmax(scores.solutions / self.thresholds.temperature)
        ranked = ranking(self.model.solutions, solutions, RANKED)
        if self._last_resort:
            ranked = [*ranked[: RANKED - 1], (self._last_resort, min(0.0001, ranked[-1][1]))]
        acts = self._acts(kinds)
        area, area_confidence = self._area(solutions)
        scope = scope_score(self.model, scores, self.thresholds.scope_weights) if text else 0.0
        crisis = crisis_in(text)
        weakest, needs = self._needs(text, tokens, ranked)
        if weakest < (self.thresholds.need_announced if announces_second(text) else self.thresholds.need):
            needs = []
        act, by = lead(self.model.kinds, scores.kinds)
        decision = self._decision(text, scope, ranked, act, by, needs)
        return Understanding(
            decision=decision,
            dialogue_act=act if decision == "dialogue" else None,
            facet=act if decision == "facet" else None,
            scope=round(scope, 4),
            ranking=ranked,
            acts=acts,
            needs=needs if decision == "choose" else [],
            area=area if area_confidence >= self.thresholds.area else None,
            area_confidence=round(area_confidence, 4),
            language=language_of(text),
            crisis=crisis,
            request=request_in(text),
            tokens=[(token.text, token.lemma, token.pos) for token in tokens],
            entities=[dict(entity) for entity in entities],
        )

    def _acts(self, kinds: Array) -> list[tuple[str, float]]:
        named = ranking(self.model.kinds, kinds, 5)
        return [(name, chance) for name, chance in named if name in DIALOGUE_ACTS + FACETS][:3]

    def _area(self, solutions: Array) -> tuple[str | None, float]:
        sums: dict[str, float] = {}
        for name, chance in zip(self.model.solutions, solutions, strict=True):
            area = self._areas.get(name)
            if area:
                sums[area] = sums.get(area, 0.0) + float(chance)
        best = max(sums, key=lambda area: sums[area], default=None)
        return best, sums[best] if best else 0.0

    def _decision(
        self, text: str, scope: float, ranked: Sequence[tuple[str, float]], act: str, by: float, needs: Sequence[str]
    ) -> str:
        limits = self.thresholds
        if not text or not any(c.isalnum() for c in text):
            return "out_of_scope"
        if act in FACETS and by >= limits.facet:
            return "facet"
        if act in DIALOGUE_ACTS and by >= limits.act:
            return "dialogue"
        if scope < limits.scope:
            return "out_of_scope"
        if needs:
            return "choose"
        if ranked[0][1] >= limits.answer:
            return "answer"
        if sum(chance for _, chance in ranked[:3]) >= limits.choose:
            return "choose"
        return "tree"

    def first_solution(self, text: str, tokens: Sequence[Token]) -> tuple[str, float]:
        """The best solution of a part of a message, with its confidence."""
        decisions = self.model.solutions_of(View(text, lemma_view(tokens)))
        chances = softmax(decisions / self.thresholds.temperature)
        best = int(np.argmax(chances))
        return self.model.solutions[best], float(chances[best])

    def two_needs(self, text: str, tokens: Sequence[Token]) -> tuple[float, list[str]]:
        """The two different solutions that two parts of a message are about, and the weaker one's confidence.

        Each is the first of its part, and both are among the first of the whole message.
        """
        text = analysed(text)
        whole = softmax(self.model.solutions_of(View(text, lemma_view(tokens))) / self.thresholds.temperature)
        ranked = ranking(self.model.solutions, whole, _NEAR)
        return self._needs(text, tokens, ranked)

    def _needs(
        self, text: str, tokens: Sequence[Token], ranked: Sequence[tuple[str, float]]
    ) -> tuple[float, list[str]]:
        best: tuple[float, list[str]] = (0.0, [])
        if ranked[0][1] >= _CLEARLY_ONE and not announces_second(text):
            return best
        near = {name for name, _ in ranked[:_NEAR]}
        for left, right in splits(text):
            left_tokens, right_tokens = _cut(tokens, left)
            left, right = left[-_HALF:], right[:_HALF]
            first, first_chance = self.first_solution(left, left_tokens)
            second, second_chance = self.first_solution(right, right_tokens)
            weakest = min(first_chance, second_chance)
            if first != second and {first, second} <= near and weakest > best[0]:
                best = (weakest, [first, second])
        return best


def _cut(tokens: Sequence[Token], left: str) -> tuple[Sequence[Token], Sequence[Token]]:
    """Shares the tokens between the two parts by the length of the left one."""
    length = 0
    target = len("".join(left.split()))
    for index, token in enumerate(tokens):
        if length >= target:
            return tokens[:index], tokens[index:]
        length += len("".join(token.text.split()))
    return tokens, ()
