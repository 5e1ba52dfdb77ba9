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
_MOST = 4
_LONG = 300  # characters
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")


_SECOND = re.compile(
    r"""\b(?:og\sså|og\ssaa|også|ogsaa|desuden|derudover|samtidig|i\søvrigt|iøvrigt|to\sting|dels|plus|samt|forresten
        |for\sdet\sandet|bagefter|derefter|oveni|ved\ssamme\slejlighed|nu\s(?:hvor\s)?jeg\s(?:har\s(?:dig|fat)|er\sher))\b""",
    re.I | re.X,
)


def announces_second(text: str) -> bool:
    """Whether a word such as "desuden" announces a second matter: in half of those that hold two, in 2 % of others."""
    return _SECOND.search(text) is not None


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _SENTENCE.split(text) if len(part.split()) >= 2]


def splits(text: str) -> list[tuple[str, str]]:
    """Ways to cut the message in two at a sentence end or a conjunction, each half of at least two words.

    At most four (two in a long message), spread over it: each costs a millisecond or two to understand.
    """
    halves: list[tuple[str, str]] = []
    for match in _CUT.finditer(text):
        left, right = text[: match.start()].strip(), text[match.start() :].strip(" ,;–—-")
        if len(left.split()) >= 2 and len(right.split()) >= 2:
            halves.append((left, right))
    most = _MOST if len(text) <= _LONG else _MOST // 2
    step = -(-len(halves) // most)
    return halves[::step] if step > 1 else halves
