"""Rasa's graph component around bot/understanding: sets the intent, its ranking and `understanding`."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import reserved_intents
from bot.engine.danish import names_in
from bot.engine.importer import LABEL
from bot.settings import PROJECT
from bot.understanding.calibration import Thresholds
from bot.understanding.classifier import Classifier
from bot.understanding.examples import CatalogueEntry, Example, load_catalogue, weak_examples
from bot.understanding.features import View
from bot.understanding.text import analysed, lemma_view, tokens_of
from bot.understanding.understander import Understander, Understanding

_FILE = "understanding.pickle"
_DOC = "text_spacy_doc"

reserved_intents.release()


def knowledge_dir() -> Path:
    """Where the solutions are described."""
    return Path(os.environ.get("KNOWLEDGE_DIR") or PROJECT / "knowledge")


def intent_of(understanding: Understanding) -> tuple[str, float]:
    """The intent that the rules see, with its confidence; a crisis comes first, then what is asked for by name."""
    if understanding.crisis:
        return "crisis", 1.0
    if understanding.request:
        return understanding.request, 1.0
    if understanding.decision == "dialogue" and understanding.dialogue_act:
        return understanding.dialogue_act, understanding.acts[0][1]
    if understanding.decision == "facet" and understanding.facet:
        return understanding.facet, understanding.acts[0][1]
    if understanding.decision == "out_of_scope":
        return "out_of_scope", round(1 - understanding.scope, 4)
    return "find_solution", understanding.ranking[0][1]


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True, model_from="DanishSpacy"
)
class DanishUnderstanding(IntentClassifier, GraphComponent):
    """Trains the classifier on the NLU data and the catalogue's words, and understands messages with it."""

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["sklearn", "scipy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`cost`: the SVM's C; `catalogue_weight`: what an example from the catalogue counts (a real one: 1)."""
        return {"cost": 0.4, "catalogue_weight": 0.5}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Makes Rasa train again where the catalogue's words have changed."""
        entries = sorted(load_catalogue(knowledge_dir()).items())
        return hashlib.sha256(repr(entries).encode()).hexdigest()

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: Classifier | None = None,
        catalogue: Mapping[str, CatalogueEntry] | None = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage, self._resource = storage, resource
        self._understander = Understander(model, Thresholds.load(), catalogue) if model and catalogue else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DanishUnderstanding:
        """A component that is yet to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DanishUnderstanding:
        """A component as it was trained; the model file is our own."""
        with model_storage.read_from(resource) as folder, (folder / _FILE).open("rb") as stream:
            model, catalogue = pickle.load(stream)  # noqa: S301
        return cls(config, model_storage, resource, model, catalogue)

    def train(self, training_data: TrainingData, model: Any) -> Resource:
        """Learns from the NLU examples (tagged already) and the catalogue's words (tagged here)."""
        catalogue = load_catalogue(knowledge_dir())
        examples: list[Example] = []
        views: list[View] = []
        for message in training_data.intent_examples:
            text = analysed(message.get(TEXT) or "")
            if text:
                examples.append(Example(text, message.get(LABEL) or message.get(INTENT)))
                views.append(View(text, lemma_view(tokens_of(message.get(_DOC)))))
        weak = list(weak_examples(catalogue, self._config["catalogue_weight"]))
        docs = model.model.pipe([example.text for example in weak], batch_size=64)
        views += [View(e.text, lemma_view(tokens_of(doc))) for e, doc in zip(weak, docs, strict=True)]
        classifier = Classifier(cost=self._config["cost"]).fit([*examples, *weak], views)
        with self._storage.write_to(self._resource) as folder, (folder / _FILE).open("wb") as stream:
            pickle.dump((classifier, catalogue), stream, protocol=pickle.HIGHEST_PROTOCOL)
        return self._resource

    def process(self, messages: list[Message], model: Any) -> list[Message]:
        """Understands each message; one that is a command already (a payload) is left alone."""
        for message in messages:
            if self._understander is None or message.get(INTENT):
                continue
            doc = message.get(_DOC)
            understanding = self._understander.understand(message.get(TEXT) or "", tokens_of(doc), names_in(doc))
            name, confidence = intent_of(understanding)
            intent = {"name": name, "confidence": confidence}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
            message.set("understanding", understanding.as_dict(), add_to_output=True)
        return messages
