"""Cuts a message into the parts that may each hold a need of their own."""

from __future__ import annotations

import re

_CUT = re.compile(
    r"""(?<=[.!?;])\s+(?=\S)
    |\s+[–—-]\s+
    |\s*[,;:]?\s+(?:og\s(?:så|saa|også|ogsaa|desuden|derudover|samtidig(?:t)?|hvordan|hvor|hvad|hvem|hvornår|kan|skal|jeg|vi|min|mit)
        |samt|desuden|derudover|dernæst|i\søvrigt|iøvrigt|ellers|samtidig(?:t)?\s(?:vil|skal|mangler)|plus|men\sogså)\s
    |,\s+(?=(?:og|samt)\s)
    |\s+(?:og|\+|&|/)\s+""",
    re.I | re.X,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _SENTENCE.split(text) if len(part.split()) >= 2]


def splits(text: str) -> list[tuple[str, str]]:
    """Ways to cut the message in two at a sentence end or a conjunction, each half of at least two words.

    At most four, spread over the message: each costs about a millisecond to understand.
    """
    halves: list[tuple[str, str]] = []
    for match in _CUT.finditer(text):
        left, right = text[: match.start()].strip(), text[match.start() :].strip(" ,;–—-")
        if len(left.split()) >= 2 and len(right.split()) >= 2:
            halves.append((left, right))
    step = -(-len(halves) // 4)
    return halves[::step] if step > 1 else halves
