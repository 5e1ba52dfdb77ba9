"""What the model must reach on the test set, and the official model's published figures beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Scores = Mapping[str, float]

WORD_CLASS, MORPHOLOGY, LEMMA, SENTENCES, NAMES = "pos_acc", "morph_acc", "lemma_acc", "sents_f", "ents_f"
TITLES = {
    WORD_CLASS: "word class",
    MORPHOLOGY: "morphology",
    LEMMA: "lemma",
    SENTENCES: "sentence F",
    NAMES: "entity F",
}
GATES = {WORD_CLASS: 0.930, LEMMA: 0.925, SENTENCES: 0.88, NAMES: 0.60}
# da_core_news_sm 3.4.0, meta.json: on the dev set, as written.
OFFICIAL_DEV = {WORD_CLASS: 0.950, MORPHOLOGY: 0.934, LEMMA: 0.945, SENTENCES: 0.884, NAMES: 0.742}
LARGEST_WHEEL = 16_000_000  # bytes

DEV, DEV_LOWER, TEST, TEST_LOWER = "dev", "dev_lower", "test", "test_lower"
SETS = {DEV: "dev", DEV_LOWER: "dev, lower-cased", TEST: "test", TEST_LOWER: "test, lower-cased"}


def failures(test: Scores) -> list[str]:
    """What falls below its gate on the test set as written."""
    return [
        f"{TITLES[name]} on test is {test[name]:.3f}, and must be at least {gate:.3f}"
        for name, gate in GATES.items()
        if test[name] < gate
    ]


def table(scores: Mapping[str, Scores]) -> list[str]:
    """The figures of the sets that were scored, beside the official model's and the gates."""
    sets = [name for name in SETS if name in scores]
    rows: list[Sequence[str]] = [["", "official, dev", *(SETS[name] for name in sets), "gate (test)"]]
    for name, title in TITLES.items():
        gate = f"{GATES[name]:.3f}" if name in GATES else ""
        rows.append([title, f"{OFFICIAL_DEV[name]:.3f}", *(f"{scores[key][name]:.3f}" for key in sets), gate])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
