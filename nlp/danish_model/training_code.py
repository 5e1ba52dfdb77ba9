"""What config.cfg names and spaCy does not have: texts as people type them, and tags. Only needed for training."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from spacy.language import Language
from spacy.training import Example
from spacy.util import registry

from nlp.danish_model.documents import begun_later, document, lower_cased, sentences_of, without_end

_WORD_CLASSES = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X"


def as_typed(
    lower: float, later: float, endless: float, within: float
) -> Callable[[Language, Example], Iterator[Example]]:
    """Texts as people type them, chosen anew in each pass; a share of 0 to 1 of each.

    lower: documents without capitals (spaCy's own augmenter leaves the lemmas: "hansen" would have to become "Hansen").
    later: sentences that begin at a later word ("Mangler timer"): news hardly begins with a verb, messages often do.
    endless: documents without the last mark, and of their other sentences the share `within`.
    """

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        *others, last = sentences_of(example.reference)
        if random.random() < endless:
            others = [without_end(sentence) if random.random() < within else sentence for sentence in others]
            last = without_end(last)
        sentences = [begun_later(one) if random.random() < later else one for one in (*others, last)]
        if random.random() < lower:
            sentences = [lower_cased(sentence) for sentence in sentences]
        reference = document(nlp.vocab, sentences)
        yield Example(nlp.make_doc(reference.text), reference)

    return augment


def word_classes_as_tags() -> list[dict[str, Any]]:
    """The fine-grained tag repeats the word class, as in the official model; a run of spaces is a space."""
    space = {"patterns": [[{"IS_SPACE": True}]], "attrs": {"POS": "SPACE", "TAG": "_SP"}}
    classes = [
        {"patterns": [[{"POS": name, "IS_SPACE": False}]], "attrs": {"TAG": name}} for name in _WORD_CLASSES.split()
    ]
    return [space, *classes]


registry.augmenters.register("danish.as_typed.v1", func=as_typed)
registry.readers.register("danish.word_classes_as_tags.v1", func=word_classes_as_tags)
