"""Words about the answers so far in a question tree: to see them, and to give one of them anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.tree_way import WayStep
from bot.understanding.values import choices
from bot.understanding.values.numerals import ORDINALS, word_value

_SHOW = re.compile(
    r"""hvad\s(?:er\sdet\s|var\sdet\s)?(?:har|havde)?\s?(?:jeg|vi)\s(?:har\s)?(?:egentlig\s|nu\s)?
        (?:svaret|svarede|sagt|sagde|valgt|valgte|tastet)(?:\s(?:på|indtil\snu|til\snu|hidtil|før|tidligere))*
    |hvad\s(?:svarede|sagde|valgte)\s(?:jeg|vi)(?:\s(?:før|tidligere|indtil\snu|hidtil))?
    |(?:må\sjeg\s|kan\sjeg\s|lad\smig\s)?(?:vis|se|hvad\ser|hvad\svar)(?:\smig)?(?:\slige)?
        \s(?:alle\s)?(?:mine|de)(?:\stidligere)?\ssvar(?:\s(?:indtil\snu|hidtil|til\snu))?
    |(?:mine|alle)\ssvar|(?:vis\s(?:mig\s)?)?vejen\s(?:indtil\snu|hertil|hidtil)|vis\svejen
    |hvilke\ssvar\shar\sjeg\sgivet|opsummer|opsummering|hvor\ser\svi|hvor\slangt\ser\svi""",
    re.X,
)
_WRONG = re.compile(
    r"""(?:nej\s|hov\s|ups\s|øv\s)*(?:
        (?:jeg\s)?(?:har\s|fik\s|kom\stil\sat\s|må\shave\s)*(?:svaret|svarede|svare|valgt|valgte|vælge|trykket|trykkede|trykke|tastet|taste|sagt|sagde)
            \s(?:noget\s|det\s|helt\s|vist\s)*forkerte?(?:\s(?:svar|knap|ting|mulighed))?
        |(?:det\s(?:var|er)\s)?(?:et\s|mit\s|den\s|det\s)?forkerte?\s(?:svar|knap|valg)
        |(?:jeg\s)?(?:tog|har\staget)\sfejl|det\svar\sen\sfejl
        |(?:jeg\svil\s(?:gerne\s)?|kan\sjeg\s|må\sjeg\s|hvordan\s)?(?:ret|rette|ændr|ændre|retter\sjeg|ændrer\sjeg|fortryd|fortryde|lave?)(?:\sjeg)?
            \s(?:et|mit|mine|et\saf\smine|det)\ssvar(?:\som)?
    )""",
    re.X,
)
_CHANGE = re.compile(
    r"""(?:nej\s|hov\s|ups\s)*(?:jeg\svil\s(?:gerne\s)?|kan\sjeg\s|må\sjeg\s|kan\svi\s|lad\smig\s|lad\sos\s)?
        (?P<verb>ret|rette|ændr|ændre|skift|skifte|fortryd|fortryde|lav|lave|gå\stilbage\stil|tilbage\stil|svar\sigen\spå|forkert)
        \s(?:lige\s|på\s)?(?P<rest>.+?)(?:\s(?:om|igen|tak))*""",
    re.X,
)
_OF_ANSWER = re.compile(
    r"^(?:det|svaret|mit\ssvar|spørgsmålet|valget|det\ssvar|hvad\sjeg\ssvarede)\s(?:om|på|med|til)\s(?P<about>.+)$"
)
_PLACE = re.compile(
    r"""^(?:mit\s|det\s|den\s)?(?P<led>(?:svar(?:et)?\s|spørgsmål(?:et)?\s|nr\s|nummer\s|trin\s|punkt\s)*)
        (?:(?P<digit>\d{1,2})|(?P<word>[a-zæøå]+))(?:\s(?:svar|spørgsmål|trin|punkt|valg))?$""",
    re.X,
)
_LAST = frozenset({"sidste", "seneste", "forrige", "nederste"})
_FIRST = frozenset({"start", "starten", "begyndelsen", "øverste"})


@dataclass(frozen=True)
class WayWish:
    """What is wished: to see the answers, or to change one: by its place (from 1; -1 is the last) or what it is about.

    `certain` where the words can only mean an earlier answer ("ret det om ferie"; "rette ferie" may be an answer).
    """

    kind: Literal["show", "change"]
    place: int | None = None
    about: str | None = None
    certain: bool = True


def read_wish(text: str) -> WayWish | None:
    """Reads a text as a wish about the answers so far; None where it is none."""
    said = " ".join(re.findall(r"[\wæøå§-]+", text.lower()))
    if _SHOW.fullmatch(said):
        return WayWish("show")
    if _WRONG.fullmatch(said):
        return WayWish("change")
    match = _CHANGE.fullmatch(said)
    if match is None:
        return None
    rest = match["rest"]
    about = _OF_ANSWER.match(rest)
    place = _PLACE.match(rest)
    number = _number(place) if place else None
    if number is not None:
        return WayWish("change", place=number)
    if about:
        return WayWish("change", about=about["about"])
    if len(rest.split()) > 6:
        return None
    return WayWish("change", about=rest, certain=False)


def _number(place: re.Match[str]) -> int | None:
    word = place["word"] or ""
    if place["digit"]:
        return int(place["digit"]) or None
    if word in _LAST:
        return -1
    if word in _FIRST:
        return 1
    return ORDINALS.get(word) or (word_value(word) if place["led"] else None)


def wished_step(wish: WayWish, steps: Sequence[WayStep]) -> WayStep | None:
    """The answer that is to be changed; None where it is not said clearly which."""
    if wish.place is not None:
        place = wish.place - 1 if wish.place > 0 else len(steps) - 1
        return steps[place] if 0 <= place < len(steps) else None
    if wish.about is None:
        return steps[0] if len(steps) == 1 else None
    # The later answer is the narrower one: "det om ferie" is "Ferie", not "Fravær, ferie og barsel".
    return next((step for step in reversed(steps) if _is_about(step, wish.about)), None)


def _is_about(step: WayStep, about: str) -> bool:
    said = choices.Option("svar", step.option.label, (step.node.question, *step.option.words))
    match = choices.match(about, [said])
    return match is not None and match.sure
