"""Sparse features of a message: words, characters, lemmas and folded characters, each as TF-IDF.

Lemmas and folded letters are *added*; the words as written always count too, because æ, ø and å carry meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.understanding.text import plain

Array = Any  # numpy is in the engine's environment only
_WORD = r"(?u)\b\w+\b"


@dataclass(frozen=True)
class View:
    """A message as the featurizer takes it: the text that is analysed, and its lemmas."""

    text: str
    lemmas: str


@dataclass(frozen=True)
class Block:
    """One kind of feature: which view of the message it reads, how it cuts it, and how much it counts."""

    view: str  # "text", "plain" or "lemmas"
    analyzer: str
    ngrams: tuple[int, int]
    weight: float = 1.0
    min_df: int = 1


# What occurs once or twice in all the data is left out: it tells nothing, and was three fifths of the features.
DEFAULT_BLOCKS = (
    Block("text", "word", (1, 2), min_df=2),
    Block("text", "char_wb", (1, 4), min_df=3),
    Block("lemmas", "word", (1, 2), min_df=2),
    Block("plain", "char_wb", (2, 5), min_df=3),
)


# Letters help where words are misspelt; a long message has words enough, and its letters cost most of the time.
_LETTERS_READ = 400


def _read(view: View, block: Block) -> str:
    if block.view == "lemmas":
        return view.lemmas
    text = view.text if block.analyzer == "word" else view.text[:_LETTERS_READ]
    return plain(text) if block.view == "plain" else text.lower()


class Featurizer:
    """Turns messages into sparse rows; the blocks stand side by side."""

    def __init__(self, blocks: Sequence[Block] = DEFAULT_BLOCKS) -> None:
        self.blocks = tuple(blocks)
        self.vectorizers: list[Any] = []
        self._readers: list[tuple[Block, Any, dict[str, int], Array, int]] = []

    def fit(self, views: Sequence[View]) -> csr_matrix:
        """Learns the vocabulary and gives the rows of the examples."""
        self.vectorizers = []
        parts = []
        for block in self.blocks:
            vectorizer = TfidfVectorizer(
                analyzer=block.analyzer,
                ngram_range=block.ngrams,
                sublinear_tf=True,
                min_df=block.min_df,
                lowercase=False,
                dtype=np.float32,
                **({"token_pattern": _WORD} if block.analyzer == "word" else {}),
            )
            part = vectorizer.fit_transform([_read(view, block) for view in views])
            vectorizer.stop_words_ = None  # what was cut off is not needed, and large
            self.vectorizers.append(vectorizer)
            parts.append(part * np.float32(block.weight))
        self._prepare()
        return hstack(parts, format="csr", dtype=np.float32)

    def _prepare(self) -> None:
        """What a single message needs, so that it does not pay for sklearn's generality (several ms a message)."""
        offset, self._readers = 0, []
        for block, vectorizer in zip(self.blocks, self.vectorizers, strict=True):
            self._readers.append(
                (block, vectorizer.build_analyzer(), vectorizer.vocabulary_, vectorizer.idf_.astype(np.float32), offset)
            )
            offset += len(vectorizer.vocabulary_)

    def row(self, view: View) -> list[tuple[Array, Array]]:
        """One message as (feature numbers, values) for each block."""
        parts = []
        for block, analyze, vocabulary, idf, offset in self._readers:
            counts = Counter(analyze(_read(view, block)))
            known = [(vocabulary[gram], count) for gram, count in counts.items() if gram in vocabulary]
            if not known:
                parts.append((np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)))
                continue
            index, count = np.array(known, dtype=np.int64).T
            values = (np.log(count) + 1).astype(np.float32) * idf[index]
            values *= np.float32(block.weight) / np.sqrt((values**2).sum())
            parts.append((index + offset, values))
        return parts

    def width(self, number: int) -> tuple[int, int]:
        """The first feature number of a block, and the one after its last."""
        _, _, vocabulary, _, offset = self._readers[number]
        return offset, offset + len(vocabulary)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_readers"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._prepare()
