"""The same components on CLINC150, beside the published table: `python -m nlp.clinc [--folder PATH]`.

CLINC150 (Larson et al., EMNLP 2019, D19-1131; data CC BY 3.0) is English; spaCy's blank English tokenizer stands in
for the Danish model. As in the paper, out-of-scope examples are trained on, and a message that is refused counts as
wrong where it was in scope. The refusal threshold is set on the validation split.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from nlp.engine_python import go_on_with_engine_python

if __name__ == "__main__":
    go_on_with_engine_python("nlp.clinc")

import numpy as np
import spacy

from bot.settings import PROJECT
from bot.understanding.calibration import scope_features
from bot.understanding.classifier import Classifier
from bot.understanding.examples import OUT_OF_SCOPE, SOLUTION, Example
from bot.understanding.features import View
from bot.understanding.text import analysed
from nlp.readings import scope_scorer

# Larson et al. 2019, table 2, out-of-scope class trained: in-scope accuracy and out-of-scope recall.
PUBLISHED = {
    "full": {
        "FastText": (89.0, 9.7),
        "SVM": (91.0, 14.5),
        "CNN": (91.2, 18.9),
        "DialogFlow": (91.7, 14.0),
        "Rasa": (91.5, 45.3),
        "MLP": (93.5, 47.4),
        "BERT": (96.9, 40.3),
    },
    "small": {
        "FastText": (84.5, 23.2),
        "SVM": (89.6, 18.6),
        "CNN": (88.9, 22.2),
        "DialogFlow": (89.4, 14.1),
        "Rasa": (88.9, 55.0),
        "MLP": (91.5, 52.2),
        "BERT": (96.4, 40.9),
    },
}
IN_SCOPE_KEPT = 0.98  # of the validation split


def _split(data: dict[str, Any], name: str) -> tuple[list[str], np.ndarray]:
    rows = [*data[name], *data[f"oos_{name}"]]
    return [text for text, _ in rows], np.array([OUT_OF_SCOPE if label == "oos" else label for _, label in rows])


def _views(texts: list[str], language: Any) -> list[View]:
    cut = [analysed(text) for text in texts]
    return [View(text, " ".join(token.text.lower() for token in language(text))) for text in cut]


def _read(model: Classifier, views: list[View]) -> tuple[np.ndarray, np.ndarray]:
    """The solution ranked first, and the scope features, of each message."""
    scores = [model.score(view) for view in views]
    first = np.array([model.solutions[int(score.solutions.argmax())] for score in scores])
    return first, np.array([scope_features(model, score) for score in scores])


def measure(data: dict[str, Any]) -> tuple[float, float, float]:
    """In-scope accuracy and out-of-scope recall on the test split, and the seconds of training."""
    language = spacy.blank("en")
    texts, labels = _split(data, "train")
    examples = [
        Example(text, label if label == OUT_OF_SCOPE else SOLUTION + label)
        for text, label in zip(texts, labels, strict=True)
    ]
    began = time.perf_counter()
    model = Classifier(cost=1.0).fit(examples, _views(texts, language))
    seconds = time.perf_counter() - began
    texts, labels = _split(data, "val")
    _, features = _read(model, _views(texts, language))
    inside = labels != OUT_OF_SCOPE
    weights = scope_scorer(features, inside)
    limit = np.quantile(features[inside] @ weights, 1 - IN_SCOPE_KEPT)
    texts, labels = _split(data, "test")
    first, features = _read(model, _views(texts, language))
    said = np.where(features @ weights < limit, OUT_OF_SCOPE, first)
    inside = labels != OUT_OF_SCOPE
    right = said == labels
    return 100 * float(right[inside].mean()), 100 * float(right[~inside].mean()), seconds


def main(arguments: list[str]) -> int:
    """Returns the exit code: 1 where a row that is to be beaten is not."""
    given = arguments[arguments.index("--folder") + 1] if "--folder" in arguments else os.environ.get("CLINC150")
    folder = Path(given) if given else PROJECT.parent / "shared" / "benchmarks" / "clinc150"
    if not folder.is_dir():
        print("skipped: CLINC150 is not here. Name its folder: make bench-clinc CLINC150=<folder>")
        return 0
    beaten = True
    for name, published in PUBLISHED.items():
        with gzip.open(folder / f"data_{name}.json.gz", "rt", encoding="utf-8") as stream:
            accuracy, recall, seconds = measure(json.load(stream))
        print(f"\nCLINC150 {name:6} in-scope accuracy  out-of-scope recall")
        for system, (theirs, theirs_recall) in published.items():
            print(f"  {system:12} {theirs:17.1f} {theirs_recall:20.1f}")
        print(f"  {'this project':12} {accuracy:17.1f} {recall:20.1f}   (trained in {seconds:.0f} s)")
        if name == "full":
            rasa = published["Rasa"]
            beaten = accuracy > rasa[0] and recall > rasa[1]
            beaten = beaten and all(accuracy > published[system][0] for system in ("SVM", "FastText", "DialogFlow"))
    print("\nabove Rasa on both, above SVM, FastText and DialogFlow in scope:", "yes" if beaten else "NO")
    return 0 if beaten else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
