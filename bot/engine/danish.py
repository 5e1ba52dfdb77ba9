"""The Danish spaCy model as a graph component that reads only the first part of a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyNLP
from spacy.language import Language
from spacy.tokens import Doc

from bot.understanding.text import TAGGED_CHARACTERS, analysed

_DISABLED_IN_TRAINING = ("ner", "senter")


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="DanishSpacy",
)
class DanishSpacy(SpacyNLP):
    """Rasa's SpacyNLP, case-sensitive, on the analysed part of the text (spaCy's time grows with the length)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The model's name and case sensitivity: names are recognised by their capitals."""
        return {"model": "da_core_news_sm", "case_sensitive": True}

    def _doc_for_text(self, model: Language, text: str) -> Doc:
        """Tags a message, and looks for names where it may hold one.

        Sentence ends are not needed. Most messages need neither.
        """
        doc = model.make_doc(self._preprocess_text(text))
        for name, component in model.pipeline:
            if name != "senter" and (name != "ner" or _may_hold_a_name(doc)):
                doc = component(doc)
        return doc

    def _preprocess_text(self, text: str | None) -> str:
        return analysed(text or "")[:TAGGED_CHARACTERS]

    @staticmethod
    def _process_content_bearing_samples(
        model: Any, samples_to_pipe: Sequence[tuple[int, str]]
    ) -> list[tuple[int, Any]]:
        """Training needs lemmas and tags only: names and sentence ends would cost half the time."""
        with model.select_pipes(disable=[name for name in _DISABLED_IN_TRAINING if name in model.pipe_names]):
            docs = model.pipe([text for _, text in samples_to_pipe], batch_size=64)
            return [(index, doc) for (index, _), doc in zip(samples_to_pipe, docs, strict=True)]


def _may_hold_a_name(doc: Doc) -> bool:
    """Whether a word is tagged as a proper noun, or has a capital that no sentence begins with."""
    after_stop = True
    for token in doc:
        if token.pos_ == "PROPN" or (token.is_title and not after_stop):
            return True
        after_stop = token.is_punct
    return False


def names_in(doc: Any) -> list[dict[str, Any]]:
    """The persons, places and organisations that the model found."""
    if doc is None:
        return []
    return [
        {"text": name.text, "label": name.label_, "start": name.start_char, "end": name.end_char} for name in doc.ents
    ]
