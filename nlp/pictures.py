"""Draws how calibrated the confidences are, and which solutions are taken for each other, into reports/."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import itertools

import matplotlib.pyplot as plt
import numpy as np

BINS = 10


def reliability(confidence: Any, right: Any, path: Path) -> None:
    """Share of right answers against confidence, in ten bins of equal mass."""
    parts = np.array_split(np.argsort(confidence), BINS)
    said = [confidence[part].mean() for part in parts]
    true = [right[part].mean() for part in parts]
    spread = [1.96 * np.sqrt(t * (1 - t) / len(part)) for t, part in zip(true, parts, strict=True)]
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, label="perfect")
    axes.errorbar(said, true, yerr=spread, fmt="o-", color="#00578a", capsize=3, label="validation, 95 %")
    axes.set(xlabel="confidence of the first solution", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1.02))
    axes.set_title("Reliability of the confidences")
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=120, bbox_inches="tight")
    plt.close(figure)


def confusion(wanted: list[str], got: list[str], areas: dict[str, str], path: Path) -> None:
    """Solutions asked for against solutions ranked first, in the order of their areas; a dot for each mistake."""
    names = sorted(set(wanted) | set(got), key=lambda name: (areas.get(name, ""), name))
    at = {name: i for i, name in enumerate(names)}
    wrong = Counter((at[w], at[g]) for w, g in zip(wanted, got, strict=True) if w != g)
    figure, axes = plt.subplots(figsize=(9, 9))
    edges = [i for i in range(1, len(names)) if areas.get(names[i]) != areas.get(names[i - 1])]
    for edge in edges:
        axes.axhline(edge - 0.5, color="#dddddd", linewidth=0.8)
        axes.axvline(edge - 0.5, color="#dddddd", linewidth=0.8)
    axes.plot([0, len(names) - 1], [0, len(names) - 1], color="#bbbbbb", linewidth=0.8)
    if wrong:
        rows, columns = zip(*wrong, strict=True)
        axes.scatter(columns, rows, s=[28 * n for n in wrong.values()], color="#b3261e", alpha=0.75)
    starts = [0, *edges, len(names)]
    middles = [(a + b - 1) / 2 for a, b in itertools.pairwise(starts)]
    labels = [areas.get(names[start], "") for start in starts[:-1]]
    axes.set_xticks(middles, labels, rotation=45, ha="right")
    axes.set_yticks(middles, labels)
    axes.set(xlabel="ranked first", ylabel="asked for", xlim=(-0.5, len(names) - 0.5), ylim=(len(names) - 0.5, -0.5))
    axes.set_title(f"{sum(wrong.values())} of {len(wanted)} questions got another solution first")
    figure.savefig(path, dpi=120, bbox_inches="tight")
    plt.close(figure)
