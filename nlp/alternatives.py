"""Other ways to rank the solutions, on the same split: `python -m nlp.alternatives [--each 40] [--diet]`.

All learn from the same utterances (so many of each solution, drawn with a fixed seed; all without --each) and answer
the same validation questions. `--diet` adds Rasa's DIETClassifier with its featurizers and 100 epochs.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nlp.engine_python import go_on_with_engine_python

if __name__ == "__main__":
    go_on_with_engine_python("nlp.alternatives")

import numpy as np
import yaml
from scipy.sparse import csr_matrix, vstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from bot.settings import PROJECT
from bot.understanding.examples import SOLUTION, Example, load_examples
from bot.understanding.features import Featurizer, View
from bot.understanding.standalone import load_language
from nlp.trained import views_of
from nlp.validation_data import Question, load, with_typos

DIET_EPOCHS = 100
Ranking = Callable[[Sequence[Question], Sequence[View]], list[list[str]]]  # the first three names of each question


def chosen(each: int | None) -> list[Example]:
    """So many utterances of each solution."""
    by_label: dict[str, list[Example]] = defaultdict(list)
    for example in load_examples(PROJECT / "data" / "nlu"):
        if example.label.startswith(SOLUTION):
            by_label[example.label].append(example)
    dice = random.Random(0)
    return [e for found in by_label.values() for e in (dice.sample(found, each) if each else found)]


def rows_of(featurizer: Featurizer, views: Sequence[View], width: int) -> csr_matrix:
    """The messages as rows of our features."""
    rows = []
    for view in views:
        parts = featurizer.row(view)
        index, values = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
        rows.append(csr_matrix((values, (np.zeros(len(index), dtype=int), index)), shape=(1, width)))
    return vstack(rows).tocsr()


def _by_scores(names: Any, scores: Any) -> list[list[str]]:
    return [[str(names[i]) for i in row] for row in np.argsort(-scores, axis=1)[:, :3]]


def on_our_features(machine: Any, featurizer: Featurizer, rows: csr_matrix, labels: Any) -> Ranking:
    """A scikit-learn classifier on the project's features."""
    machine.fit(rows, labels)

    def rank(_: Sequence[Question], views: Sequence[View]) -> list[list[str]]:
        asked = rows_of(featurizer, views, rows.shape[1])
        score = machine.decision_function if hasattr(machine, "decision_function") else machine.predict_proba
        return _by_scores(machine.classes_, score(asked))

    return rank


def on_words(machine: Any, texts: Sequence[str], labels: Any) -> Ranking:
    """A scikit-learn classifier on the words as written."""
    pipeline = make_pipeline(TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2), machine)
    pipeline.fit(texts, labels)

    def rank(questions: Sequence[Question], _: Sequence[View]) -> list[list[str]]:
        return _by_scores(pipeline.classes_, pipeline.decision_function([q.text for q in questions]))

    return rank


def diet(texts: Sequence[str], labels: Sequence[str]) -> Ranking:
    """Rasa's DIETClassifier with the featurizers of Rasa's default pipeline."""
    from rasa.core.agent import load_agent
    from rasa.model_training import train_nlu

    folder = Path(tempfile.mkdtemp(prefix="diet-"))
    by_label: dict[str, list[str]] = defaultdict(list)
    for text, label in zip(texts, labels, strict=True):
        by_label[label.replace("-", "_")].append(" ".join(text.split()))
    nlu = [{"intent": label, "examples": "".join(f"- {text}\n" for text in said)} for label, said in by_label.items()]
    pipeline = [
        {"name": "WhitespaceTokenizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {
            "name": "DIETClassifier",
            "epochs": DIET_EPOCHS,
            "constrain_similarities": True,
            "entity_recognition": False,
            "model_confidence": "softmax",
            "ranking_length": 3,
        },
    ]
    config = {"recipe": "default.v1", "language": "da", "assistant_id": "diet", "pipeline": pipeline, "policies": []}
    files = {"config.yml": config, "nlu.yml": {"version": "3.1", "nlu": nlu}}
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
    agent = asyncio.run(load_agent(model_path=str(model)))

    def rank(questions: Sequence[Question], _: Sequence[View]) -> list[list[str]]:
        async def ask() -> list[list[str]]:
            return [
                [item["name"].replace("_", "-") for item in (await agent.parse_message(q.text))["intent_ranking"][:3]]
                for q in questions
            ]

        return asyncio.run(ask())

    return rank


def main(arguments: list[str]) -> None:
    each = int(arguments[arguments.index("--each") + 1]) if "--each" in arguments else None
    examples = chosen(each)
    language = load_language(names=False)
    views = views_of([example.text for example in examples], language)
    labels = np.array([example.label[len(SOLUTION) :] for example in examples])
    questions = [q for q in load() if q.kind == "solution"]
    mistyped = with_typos(questions)
    asked, asked_mistyped = (views_of([q.text for q in side], language) for side in (questions, mistyped))
    featurizer = Featurizer()
    rows = featurizer.fit(views)
    texts = [view.text for view in views]
    ways: dict[str, Callable[[], Ranking]] = {
        "our features, linear SVM": lambda: on_our_features(LinearSVC(C=0.4, tol=0.01), featurizer, rows, labels),
        "our features, logistic regression": lambda: on_our_features(
            LogisticRegression(C=10, solver="liblinear", tol=0.01), featurizer, rows, labels
        ),
        "our features, complement naive Bayes": lambda: on_our_features(
            ComplementNB(alpha=0.3), featurizer, rows, labels
        ),
        "our features, 10 nearest examples": lambda: on_our_features(
            KNeighborsClassifier(10, metric="cosine", weights="distance"), featurizer, rows, labels
        ),
        "our features, LSA 300 + logistic regression": lambda: on_our_features(
            make_pipeline(TruncatedSVD(300, random_state=0), LogisticRegression(C=30, max_iter=500)),
            featurizer, rows, labels,
        ),
        "words only, linear SVM": lambda: on_words(LinearSVC(C=0.4), texts, labels),
    }  # fmt: skip
    if "--diet" in arguments:
        ways[f"Rasa's DIETClassifier, {DIET_EPOCHS} epochs"] = lambda: diet(texts, labels)
    print(f"{len(examples)} utterances, {len(questions)} questions")
    print(f"{'':44} {'top-1':>6} {'top-3':>6} {'typos':>6} {'training s':>10}")
    for name, make in ways.items():
        began = time.process_time()
        rank = make()
        seconds = time.process_time() - began
        first = [
            ([w.solution in g[:n] for w, g in zip(side, rank(side, side_views), strict=True)])
            for side, side_views, n in ((questions, asked, 1), (questions, asked, 3), (mistyped, asked_mistyped, 1))
        ]
        shares = " ".join(f"{100 * np.mean(hits):6.1f}" for hits in first)
        print(f"{name:44} {shares} {seconds:10.0f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
