"""Short answers: yes and no, "ved ikke", "spring over", "ingen af dem"."""

from __future__ import annotations

import re

from bot.understanding.values.parsed import Parsed, is_whole, parsed

_YES = (
    r"ja+h?|jo+|jep+|jeps?|yes+|yep|japs|jada|jamen ja|javel|javist|jotak|bestemt|helt sikkert|selvfølgelig|selvfoelgelig|"
    r"naturligvis|korrekt|rigtigt?|det er (?:helt )?(?:rigtigt|korrekt|sandt)|det (?:passer|stemmer)|passer|stemmer|"
    r"det gør (?:jeg|vi|den|det|han|hun)|det har (?:jeg|vi|han|hun)|det er (?:jeg|vi|den|det|han|hun)|"
    r"det (?:vil|kan|må|skal) (?:jeg|vi|du|han|hun) gerne|det må du gerne|"
    r"gerne|meget gerne|ok|oki|okay|okej|fint|super|perfekt|sådan er det|lige præcis|præcis|enig|godkendt|bekræft(?:er|et)?"
)
_NO = (
    r"nej+|næ+h?|niks|nope|nix|no|nej tak|ikke endnu|aldrig|på ingen måde|overhovedet ikke|slet ikke|ikke rigtigt?|"
    r"det (?:passer|stemmer) ikke|(?:det er )?(?:ikke rigtigt?|ikke korrekt|forkert|ikke sandt)|"
    r"det (?:gør|har|er|vil|kan|skal) (?:jeg|vi|den|det|han|hun) (?:desværre )?ikke|det har (?:jeg|vi) aldrig|"
    r"(?:det )?mangler|ikke"
)
_YES_RE = re.compile(rf"(?<!\w)(?:{_YES})(?!\w)", re.I)
_NO_RE = re.compile(rf"(?<!\w)(?:{_NO})(?!\w)", re.I)
_FIRST = re.compile(r"\W*(ja+h?|jo+|jep|yes|nej+|næ+h?)(?!\w)", re.I)
_EMOJI = {"👍": True, "✅": True, "👌": True, "👎": False, "❌": False}
_DONT_KNOW = re.compile(
    r"""(?<!\w)(?:(?:det\s)?ved\s(?:jeg\s)?(?:det\s)?(?:ikke|ik|sgu\sikke|desværre\sikke|faktisk\sikke)
    |aner\s(?:det\s)?(?:ikke|ik)|(?:har\s)?ingen\s(?:anelse|ide|idé|idè)|anede?\sikke
    |(?:kan\s)?(?:jeg\s)?(?:ikke|ik)\shuske(?:r)?(?:\sdet)?|husker\s(?:jeg\s)?(?:det\s)?ikke
    |(?:er\s)?ikke\s(?:helt\s)?sikker|usikker|er\si\stvivl|i\stvivl|tvivler|det\sved\sjeg\sik|no\sidea|idk)(?!\w)""",
    re.I | re.X,
)
_SKIP = re.compile(
    r"^\W*(?:spring(?:er)?(?:\s(?:den|det|dette|denne))?\sover|skip|overspring|udelad|ikke\srelevant|irrelevant|næste\sspørgsmål|"
    r"ingen\s(?:bemærkninger|kommentarer?)|intet\s(?:at\s)?tilføje|ikke\snoget|[-–]+)\W*$",
    re.I,
)
_NONE_OF_THEM = re.compile(
    r"(?<!\w)(?:ingen\s(?:af\s(?:dem|delene|de\s\w+))|hverken|intet\saf\s(?:det|dem)|ingen\saf\sdem|noget\s(?:helt\s)?andet|"
    r"ingen\sdele)(?!\w)",
    re.I,
)


def parse_yesno(text: str) -> Parsed[bool] | None:
    """Reads yes or no; None where neither or both stand there, or the user does not know."""
    if is_dont_know(text):
        return None
    for sign, value in _EMOJI.items():
        if sign in text:
            at = text.index(sign)
            return parsed(value, text, at, at + len(sign))
    first = _FIRST.match(text)
    if first and not (_opposite(first[1], text[first.end() :])):
        return _said(first[1].lower()[0] in "jy", text)
    no = _NO_RE.search(text)
    rest = text if no is None else text[: no.start()] + " " * len(no.group()) + text[no.end() :]
    yes = _YES_RE.search(rest)
    if (no is None) == (yes is None):
        return None
    word = (no or yes).group().lower()  # type: ignore[union-attr]
    if word in ("ikke", "mangler", "gerne", "fint", "super") and len(text.split()) > 3:
        return None  # "jeg kan ikke logge på" is no answer
    return _said(yes is not None, text)


def _opposite(first: str, rest: str) -> bool:
    """A plain yes and a plain no in one message: nothing is said."""
    plain = r"(?<!\w)(?:nej|nix|niks)(?!\w)" if first.lower()[0] in "jy" else r"(?<!\w)(?:ja|jo|jep)(?!\w)"
    return bool(re.search(plain, rest, re.I))


def _said(value: bool, text: str) -> Parsed[bool]:
    """From the first to the last word that says it; whole where nothing else is said."""
    matches = [*_YES_RE.finditer(text), *_NO_RE.finditer(text)]
    start, end = min(m.start() for m in matches), max(m.end() for m in matches)
    blank = text
    for match in matches:
        blank = blank[: match.start()] + " " * len(match.group()) + blank[match.end() :]
    return Parsed(value, start, end, text[start:end], is_whole(blank, start, start))


def is_dont_know(text: str) -> bool:
    """Says whether the message is "ved ikke" in one of its forms (a few words, not a whole story)."""
    stripped = text.strip()
    if stripped and set(stripped) <= {"?", "¿", " "}:
        return True
    return len(stripped.split()) <= 9 and bool(_DONT_KNOW.search(stripped))


def is_skip(text: str) -> bool:
    """Says whether the user wants to leave an optional field empty."""
    return bool(_SKIP.match(text))


def is_none_of_them(text: str) -> bool:
    """Says whether the user rejects all the choices offered."""
    return len(text.split()) <= 8 and bool(_NONE_OF_THEM.search(text))
