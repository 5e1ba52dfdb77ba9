"""The classifier: linear support vector machines on one set of features.

One ranks the solutions (acts, facets and what is out of scope stand against them as classes of their own). One tells
the kind of message: an act, a facet, out of scope, or a need, whichever solution it is about. "Hvem kan oprette en
kreditor?" names a solution as clearly as a facet; only the second sees how it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.understanding.examples import OUT_OF_SCOPE, SOLUTION, Example
from bot.understanding.features import DEFAULT_BLOCKS, Block, Featurizer, View

Array = Any  # numpy is in the engine's environment only
NEED = "need"  # the kind of a message that is about a solution
# A need is a hundred times as common in the data as any other kind.
_WEIGHT_OF_NEEDS = 0.1
_TOLERANCE = 0.01  # of the solver; its usual 0.0001 takes a quarter longer and changes no answer
_REST = "~"  # all classes that are not wanted now
_COMMON = 1500  # examples: a word that stands in more says little of nearness, and would cost most of its time
_WORDS = 0  # the block of words: nearness counts words only (characters would touch every example)


@dataclass(frozen=True)
class Scores:
    """What the classifier says of one message: decision values in the order of its solutions and kinds."""

    solutions: Array
    kinds: Array
    nearest_in_scope: float  # cosine to the nearest training example that is the portal's business
    nearest_out_of_scope: float
    coverage: float  # share of the message's words (by weight) that the training examples know


class Classifier:
    """TF-IDF features and a linear SVM, with what the scope score needs beside the decision values."""

    def __init__(self, blocks: Sequence[Block] = DEFAULT_BLOCKS, cost: float = 0.4) -> None:
        self.featurizer = Featurizer(blocks)
        self.cost = cost
        self.solutions: list[str] = []
        self.kinds: list[str] = []

    def fit(self, examples: Sequence[Example], views: Sequence[View]) -> Classifier:
        """Learns from examples and their views, which are in the same order."""
        rows = self.featurizer.fit(views)
        names = np.array([example.label for example in examples])
        weights = np.array([example.weight for example in examples])
        about = np.array([name.startswith(SOLUTION) for name in names])
        kinds = np.where(about, NEED, names)
        self.solutions = sorted({name[len(SOLUTION) :] for name in names[about]})
        self.kinds = sorted(set(kinds))
        half = len(self.solutions) // 2
        # Each class is learned against all others, so the classes can be shared between two threads (liblinear lets
        # go of the interpreter): the same result in half the time on two cores.
        tasks = [
            (names, [SOLUTION + name for name in self.solutions[:half]], weights),
            (names, [SOLUTION + name for name in self.solutions[half:]], weights),
            (kinds, self.kinds, weights * np.where(about, _WEIGHT_OF_NEEDS, 1.0)),
        ]
        exact = rows.astype(np.float64)
        with ThreadPoolExecutor(2) as threads:
            learned = list(threads.map(lambda task: self._learn(exact, *task), tasks))
        self._coefficients = np.ascontiguousarray(np.concatenate([c for c, _ in learned]).T.astype(np.float16))
        self._intercept = np.concatenate([intercept for _, intercept in learned]).astype(np.float32)
        outside = names == OUT_OF_SCOPE
        words = rows[:, slice(*self.featurizer.width(_WORDS))]
        self._inside_rows = self._by_feature(words[~outside])
        self._outside_rows = self._by_feature(words[outside])
        self._index()
        return self

    def _learn(self, rows: csr_matrix, names: Array, wanted: Sequence[str], weights: Array) -> tuple[Array, Array]:
        """Coefficients and intercepts of the wanted classes, each against everything else."""
        labels = np.where(np.isin(names, wanted), names, _REST)
        machine = LinearSVC(C=self.cost, tol=_TOLERANCE).fit(rows, labels, sample_weight=weights)
        coefficients, intercept = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:  # one machine tells two classes apart: it is turned round for the first
            coefficients, intercept = np.vstack([-coefficients, coefficients]), np.append(-intercept, intercept)
        at = [list(machine.classes_).index(name) for name in wanted]
        return coefficients[at], intercept[at]

    @staticmethod
    def _by_feature(rows: csr_matrix) -> csr_matrix:
        norms = np.sqrt(rows.multiply(rows).sum(axis=1)).A.ravel()
        norms[norms == 0] = 1
        return (rows.multiply(1 / norms[:, None]).tocsr()).T.tocsr().astype(np.float32)

    def _index(self) -> None:
        words = self.featurizer.vectorizers[_WORDS]
        self._known = dict(zip(words.get_feature_names_out(), words.idf_.astype(float), strict=True))
        self._unknown = max(self._known.values(), default=1.0) + 1
        self._words = words.build_analyzer()

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k not in ("_words", "_known")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._index()

    def solutions_of(self, view: View) -> Array:
        """The decision values of the solutions alone, for a part of a message."""
        return self._decide(self.featurizer.row(view))[: len(self.solutions)]

    def _decide(self, row: Sequence[tuple[Array, Array]]) -> Array:
        index = np.concatenate([numbers for numbers, _ in row])
        values = np.concatenate([values for _, values in row])
        if not len(index):
            return self._intercept.copy()
        return self._intercept + values @ self._coefficients[index].astype(np.float32)

    def score(self, view: View) -> Scores:
        """Scores one message; an empty one scores as nothing known."""
        row = self.featurizer.row(view)
        words = row[_WORDS]
        decisions = self._decide(row)
        return Scores(
            decisions[: len(self.solutions)],
            decisions[len(self.solutions) :],
            self._nearest(self._inside_rows, *words),
            self._nearest(self._outside_rows, *words),
            self._coverage(view),
        )

    @staticmethod
    def _nearest(rows: csr_matrix, index: Array, values: Array) -> float:
        """The largest cosine between the message's words and an example's."""
        if not len(index) or rows.shape[1] == 0:
            return 0.0
        starts, ends = rows.indptr[index], rows.indptr[index + 1]
        rare = ends - starts <= _COMMON
        starts, ends, values = starts[rare], ends[rare], values[rare]
        if not len(starts):
            return 0.0
        lengths = ends - starts
        if not lengths.sum():
            return 0.0
        before = np.cumsum(lengths) - lengths
        places = np.repeat(starts - before, lengths) + np.arange(lengths.sum())  # each row's stretch, one after another
        weights = np.repeat(values, lengths) * rows.data[places]
        likeness = np.bincount(rows.indices[places], weights)
        return float(likeness.max())

    def _coverage(self, view: View) -> float:
        grams = self._words(view.text.lower())
        total = sum(self._known.get(gram, self._unknown) for gram in grams)
        return sum(self._known.get(gram, 0.0) for gram in grams) / total if total else 0.0
