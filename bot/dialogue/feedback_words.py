"""A typed answer to the question how it went: "ja tak, super", "nej det virkede ikke", "sådan da"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.feedback.types import Answer

_WORD = re.compile(r"[^\W\d_]+|👍|👎|🙂|😊|😀|🙁|☹|😞|😡")
LONGEST = 40  # words; who writes more has something else to say
SHORT = 6  # words up to which an answer need not begin with one of its words
SAYS_MORE = 4  # words from which on a text is worth keeping as a comment

_YES = frozenset(
    {"ja", "jep", "jeps", "jada", "jo", "jow", "yes", "tilfreds", "super", "perfekt", "👍", "🙂", "😊", "😀"}
)
_NO = frozenset({"nej", "næ", "næh", "nope", "nix", "utilfreds", "👎", "🙁", "☹", "😞", "😡"})
_PARTLY = frozenset({"delvist", "delvis", "nogenlunde", "næsten", "halvt"})
_PARTLY_SAID = ("ikke helt", "til dels", "både og", "sådan da", "så som så", "lidt af", "ja og nej", "nej og ja")
_GOOD = frozenset(
    {"fint", "godt", "god", "dejligt", "glimrende", "fremragende", "fantastisk", "løst", "virkede", "virker"}
)
_BAD = frozenset({"dårligt", "dårlig", "elendigt", "ubrugeligt", "ubrugelig", "håbløst", "værre"})
_UNSURE = ("ved ikke", "ved jeg ikke", "ved det ikke", "ikke endnu")
# Dialogue acts under which the whole text is the answer, and nothing else is asked for.
_ONLY_THAT = frozenset(
    {"affirm", "deny", "praise", "complain", "thank", "goodbye", "dont_know", "greet", "out_of_scope", ""}
)


@dataclass(frozen=True)
class Said:
    """What a text answers; `only`: nothing else stands in it that somebody has to take up."""

    answer: Answer | None  # None: they cannot tell
    only: bool
    comment: bool  # it says more than yes or no


def read(text: str, intent: str) -> Said | None:
    """Reads the text as an answer; None where it is none. `intent` is what the engine understood."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words or len(words) > LONGEST or intent == "crisis":
        return None
    said = " ".join(words)
    begins = words[0] in _YES or words[0] in _NO or words[0] in _PARTLY
    if "?" in text and not begins:
        return None
    if not begins and (len(words) > SHORT or intent not in _ONLY_THAT):
        return None
    if any(phrase in said for phrase in _UNSURE) and not begins:
        return Said(None, only=True, comment=False)
    answer = _answer(words, said, intent)
    if answer is None:
        return None
    only = intent in _ONLY_THAT and "?" not in text
    return Said(answer, only=only or len(words) == 1, comment=len(words) >= SAYS_MORE)


def _answer(words: list[str], said: str, intent: str) -> Answer | None:
    if words[0] in _PARTLY or any(said.startswith(phrase) or f" {phrase}" in said for phrase in _PARTLY_SAID):
        return "partly"
    if words[0] in _NO:
        return "no"
    if words[0] in _YES:
        return "partly" if "men" in words else "yes"
    negated = "ikke" in words or "intet" in words or "aldrig" in words
    if negated or not _BAD.isdisjoint(words) or intent in ("deny", "complain"):
        return "no"
    if not (_GOOD | _YES).isdisjoint(words) or intent in ("affirm", "praise"):
        return "yes"
    return None
