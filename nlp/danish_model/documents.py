"""From annotated sentences to spaCy documents, and documents as people type them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from pathlib import Path

from spacy.attrs import MORPH
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from nlp.danish_model.corpora import Sentence, Word

SENTENCES_TO_SCORE = 10  # a document, as in the official model's scores
MOST_SENTENCES = 10
_SEED = 7


def in_runs(sentences: Sequence[Sentence], most: int = MOST_SENTENCES) -> list[list[Sentence]]:
    """Runs of 1 to `most` sentences that follow each other; the same runs each time."""
    lengths = random.Random(_SEED)
    runs, start = [], 0
    while start < len(sentences):
        end = start + lengths.randint(1, most)
        runs.append(list(sentences[start:end]))
        start = end
    return runs


def in_tens(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Documents of ten sentences."""
    starts = range(0, len(sentences), SENTENCES_TO_SCORE)
    return [list(sentences[start : start + SENTENCES_TO_SCORE]) for start in starts]


def document(vocab: Vocab, sentences: Sequence[Sentence]) -> Doc:
    """One document with all that is known of its words."""
    words = list(chain.from_iterable(sentences))
    starts = {0, *accumulate(len(sentence) for sentence in sentences)}
    last_of_sentence = {start - 1 for start in starts}
    doc = Doc(
        vocab,
        words=[word.text for word in words],
        spaces=[(word.space_after or i in last_of_sentence) and i + 1 < len(words) for i, word in enumerate(words)],
        pos=[word.pos for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        ents=[word.entity for word in words],
        sent_starts=[i in starts for i in range(len(words))],
    )
    # Neither word class nor features: spaCy takes the annotation for missing, and "no features" for a class of its own.
    features = doc.to_array([MORPH])
    features[[i for i, word in enumerate(words) if not word.pos]] = 0
    return doc.from_array([MORPH], features)


def sentences_of(doc: Doc) -> list[Sentence]:
    """The annotated sentences that a document was made from."""
    return [
        [
            Word(
                text=token.text,
                lemma=token.lemma_,
                pos=token.pos_,
                morph=str(token.morph),
                entity=f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O",
                space_after=bool(token.whitespace_),
            )
            for token in sentence
        ]
        for sentence in doc.sents
    ]


def lower_cased(sentence: Sentence) -> Sentence:
    """Without capitals, as people type; a name's lemma is then without them too."""
    return [replace(word, text=word.text.lower(), lemma=word.lemma.lower()) for word in sentence]


def without_end(sentence: Sentence) -> Sentence:
    """Without the mark at its end, unless that is all there is."""
    ends = len(sentence) > 1 and sentence[-1].text in (".", "!", "?")
    return sentence[:-1] if ends else sentence


def begun_later(sentence: Sentence) -> Sentence:
    """From a random word in the middle on, with a capital there; never within a name."""
    starts = [
        start
        for start in range(1, len(sentence) - 2)
        if sentence[start].text[0].isalpha() and not sentence[start].entity.startswith("I-")
    ]
    if not starts:
        return sentence
    first, *others = sentence[random.choice(starts) :]
    return [replace(first, text=first.text[0].upper() + first.text[1:]), *others]


def write(path: Path, vocab: Vocab, documents: Iterator[Sequence[Sentence]] | Sequence[Sequence[Sentence]]) -> DocBin:
    """Stores the documents in spaCy's format."""
    store = DocBin(docs=[document(vocab, sentences) for sentences in documents])
    path.parent.mkdir(parents=True, exist_ok=True)
    store.to_disk(path)
    return store
