"""How varied the training utterances are; both figures are watched, since paraphrases teach nothing."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.understanding.examples import SOLUTION, Example

# Cosine of character 4-grams from which two utterances of a class count as near-duplicates: "hvor er min løn?" and
# "hvor er min løn" do, two different sentences about the same thing do not.
NEAR = 0.7
_WORD = re.compile(r"\w+")


def bigrams_per_hundred(texts: Sequence[str]) -> float:
    """Distinct word bigrams for each 100 utterances."""
    seen = set()
    for text in texts:
        words = _WORD.findall(text.lower())
        seen |= set(itertools.pairwise(words))
    return 100 * len(seen) / len(texts)


def near_duplicates(texts: Sequence[str]) -> float:
    """The share of utterances with a near-duplicate among the others."""
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), lowercase=True).fit_transform(texts)
    likeness = (rows @ rows.T).toarray()
    np.fill_diagonal(likeness, 0)
    return float((likeness.max(axis=1) >= NEAR).mean())


def diversity(examples: Sequence[Example]) -> dict[str, Any]:
    """Both figures over the classes of solutions, with the worst ones."""
    by_class: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        if example.label.startswith(SOLUTION):
            by_class[example.label[len(SOLUTION) :]].append(example.text)
    near = {name: near_duplicates(texts) for name, texts in by_class.items()}
    varied = {name: bigrams_per_hundred(texts) for name, texts in by_class.items()}
    worst_near = sorted(near, key=lambda name: -near[name])[:5]
    worst_varied = sorted(varied, key=lambda name: varied[name])[:5]
    return {
        "utterances": sum(map(len, by_class.values())),
        "fewest_of_a_solution": min(map(len, by_class.values())),
        "near_duplicates": round(float(np.mean(list(near.values()))), 4),
        "most_near_duplicates": [f"{name} {near[name]:.3f}" for name in worst_near],
        "bigrams_per_hundred": round(median(varied.values())),
        "fewest_bigrams": [f"{name} {varied[name]:.0f}" for name in worst_varied],
    }
