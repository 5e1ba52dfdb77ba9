"""The classifier to look at: out of the trained model, or trained here from the data (a minute less, for trials)."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.settings import PROJECT
from bot.supervisor.model import fitting_model
from bot.understanding.classifier import Classifier
from bot.understanding.examples import CatalogueEntry, load_catalogue, load_examples, weak_examples
from bot.understanding.features import View
from bot.understanding.standalone import load_language, read_model
from bot.understanding.text import TAGGED_CHARACTERS, analysed, lemma_view, tokens_of

CATALOGUE_WEIGHT = 0.5


def views_of(texts: list[str], language: object) -> list[View]:
    """Texts as the featurizer takes them."""
    cut = [analysed(text) for text in texts]
    docs = language.pipe([text[:TAGGED_CHARACTERS] for text in cut], batch_size=64)  # type: ignore[attr-defined]
    return [View(text, lemma_view(tokens_of(doc))) for text, doc in zip(cut, docs, strict=True)]


def train_here() -> tuple[Classifier, dict[str, CatalogueEntry]]:
    """Trains as the graph component does, without Rasa."""
    catalogue = load_catalogue(PROJECT / "knowledge")
    examples = [*load_examples(PROJECT / "data" / "nlu"), *weak_examples(catalogue, CATALOGUE_WEIGHT)]
    views = views_of([example.text for example in examples], load_language(names=False))
    return Classifier().fit(examples, views), catalogue


def classifier(arguments: list[str]) -> tuple[Classifier, dict[str, CatalogueEntry]]:
    """With --here trained from the data now, with --model PATH out of that file, else out of the model that fits."""
    if "--here" in arguments:
        return train_here()
    path = Path(arguments[arguments.index("--model") + 1]) if "--model" in arguments else fitting_model()
    if path is None:
        sys.exit("No trained model fits the data: run `make train` first, or use --here.")
    return read_model(path)
