"""Loads the training data so that Rasa sees one intent for all solutions.

`find_solution/<id>` is what Rasa calls a retrieval intent, and expects a response text and a response selector for;
ours stand in `knowledge/`, and the classifier ranks the ids itself. The id travels beside the intent instead.
"""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

LABEL = "label"


def _with_label(message: Message) -> Message:
    full = message.get(INTENT_RESPONSE_KEY)
    if full is None:
        return message
    data = {key: value for key, value in message.data.items() if key != INTENT_RESPONSE_KEY}
    return Message({**data, LABEL: full})


class SolutionImporter(RasaFileImporter):
    """Rasa's file importer with the solution's id as a label of our own."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The NLU data; see the module."""
        data = super().get_nlu_data(language)
        return TrainingData(
            [_with_label(message) for message in data.training_examples],
            data.entity_synonyms,
            data.regex_features,
            data.lookup_tables,
            data.responses,
        )
