"""LIX: how hard a Danish text is to read (Björnsson 1968); below 45 is what readers of newspapers are used to."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d[\d.,]*")
_MARKS = re.compile(r"[*`#>|]|\[([^\]]*)\]\([^)]*\)")
_SENTENCE_END = re.compile(r"(?<=[^\W\d])[.:!?](?=\s|$)|[!?]")


def lix(text: str) -> float:
    """Words per sentence plus the share (%) of words of more than six letters; a list item ends a sentence."""
    plain = _MARKS.sub(lambda match: match[1] or "", text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    sentences = 0
    for block in re.split(r"\n\s*\n|\n\s*(?=[-\d])", plain):
        ends = len(_SENTENCE_END.findall(block.strip()))
        ended = re.search(r"[.:!?]\s*$", block) is not None
        sentences += ends + (0 if ended or not _WORD.search(block) else 1)
    long_words = sum(len(word) > 6 for word in words)
    return len(words) / max(sentences, 1) + 100 * long_words / len(words)
