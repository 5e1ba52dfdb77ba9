"""Understanding without Rasa: the trained classifier out of a model file, with spaCy. Runs on the engine's Python."""

from __future__ import annotations

import pickle
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import tee
from pathlib import Path
from typing import Any

from bot.understanding.calibration import Thresholds
from bot.understanding.classifier import Classifier
from bot.understanding.examples import CatalogueEntry
from bot.understanding.text import TAGGED_CHARACTERS, Token, analysed, tokens_of
from bot.understanding.understander import Understander, Understanding

_FILE = "understanding.pickle"


class NoUnderstanding(LookupError):
    """The model file holds no trained classifier of ours."""


def read_model(path: Path) -> tuple[Classifier, dict[str, CatalogueEntry]]:
    """Takes the classifier and the catalogue out of a model that Rasa packed. Raises NoUnderstanding."""
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith("/" + _FILE) else None
            if stream is not None:
                model, catalogue = pickle.load(stream)  # noqa: S301 - our own model
                return model, catalogue
    raise NoUnderstanding(f"{path.name} holds no {_FILE}")


def settle_on_cpu() -> None:
    """Names the backend of spaCy's models once: where none is set, each layer looks for one at every message (3 %)."""
    from thinc.api import get_ops, set_current_ops

    set_current_ops(get_ops("cpu"))


def load_language(names: bool = True) -> Any:
    """The Danish spaCy model; without names (faster) where only words are needed."""
    import spacy

    settle_on_cpu()
    return spacy.load("da_core_news_sm", exclude=["senter"] if names else ["senter", "ner"])


class Standalone:
    """Reads messages exactly as the engine does."""

    def __init__(self, model: Classifier, catalogue: dict[str, CatalogueEntry], thresholds: Thresholds) -> None:
        self.understander = Understander(model, thresholds, catalogue)
        self._language = load_language(names=False)

    def understand_all(self, texts: Iterable[str]) -> Iterator[Understanding]:
        """Understands texts one by one, lazily and in order."""
        originals, tagged = tee(texts)
        docs = self._language.pipe((analysed(text)[:TAGGED_CHARACTERS] for text in tagged), batch_size=1)
        for text, doc in zip(originals, docs):  # noqa: B905 - equal lengths; strict would read one text ahead
            yield self.understander.understand(text, tokens_of(doc))

    def weakest_need(self, text: str) -> float:
        """The confidence of the weaker of two needs that a message may hold, 0 where it can hold but one."""
        return self.understander.two_needs(text, tokens_of(self._language(analysed(text)[:TAGGED_CHARACTERS])))[0]

    def tag(self, texts: Sequence[str]) -> list[list[Token]]:
        """The tokens of many texts at once."""
        cut = [analysed(text)[:TAGGED_CHARACTERS] for text in texts]
        return [tokens_of(doc) for doc in self._language.pipe(cut, batch_size=64)]
