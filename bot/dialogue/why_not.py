"""Hears "hvorfor kan jeg ikke …?": what it is that the user cannot do, with which report, for whom, on which case.

Only what roles decide is heard here. "Hvorfor kan jeg ikke logge på?" is a matter for it, and is left to the search.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Wish = Literal["report", "approve", "see_unit", "case", "this", "locked"]

# Who it is that may not: the user ("man" is the user too), or somebody else, whom names or words of people tell.
_ME = r"(?:jeg|vi|man)"
_THINGS = (
    r"(?:du|i|den|det|der|dette|denne|her|nogen|noget|ikke|ik|systemet|portalen|siden|platformen|serviceplatformen|assistenten|botten|robotten"
    r"|knappen|feltet|skemaet|formularen|løsningen|computeren|pc'?en|skærmen|printeren|telefonen|programmet|appen|filen"
    r"|mailen|netværket|mit|vores\s+(?:it|system)\w*|min\s+(?:pc|computer|telefon|mail|mobil|skærm|printer|løn)\w*)\b"
)
_SOMEBODY = rf"(?!{_ME}\b)(?!{_THINGS})[^\W\d_][^\W\d_'’-]*(?:\s+(?!ikke?\b)[^\W\d_][^\W\d_'’-]*){{0,2}}?"
_DOER = rf"(?:{_ME}|(?P<someone>{_SOMEBODY}))"
_NOT = r"(?:ikke|ikk|ik|aldrig)"
_CAN = r"(?:kan|må|får|kunne|måtte)"
_REASON = (
    r"(?:h?vorfor|hvofor|hvorfår|hvor\s+for|hvordan\s+kan\s+det\s+(?:være|passe)"
    r"|hva(?:d|)\s+er\s+(?:grunden|årsagen)\s+til)"
)
# "Hvorfor kan/må jeg ikke …", "hvordan kan det være, at jeg ikke kan …", "hvad skal der til, for at jeg må …"
_WHY = (
    rf"(?:{_REASON}\b[, ]*(?:i\s+alverden\s+)?(?:at\s+)?"
    rf"(?:{_CAN}\s+{_DOER}\s+(?:så\s+|nu\s+|overhovedet\s+|egentlig\s+)*{_NOT}"
    rf"|{_ME}\s+{_NOT}\s+{_CAN}"
    rf"|har\s+{_ME}\s+{_NOT}\s+(?:adgang|lov|ret|rettigheder|tilladelse|mulighed)\s+(?:til|for)(?:\s+at)?"
    rf"|er\s+det\s+kun\s+(?P<only>\S+(?:\s+\S+){{0,2}}?),?\s+(?:der|som)\s+{_CAN})"
    rf"|hva(?:d|)\s+skal\s+der\s+til,?\s+(?:for\s*,?\s+)?at\s+{_ME}\s+{_CAN}"
    rf"|hva(?:d|)\s+forhindrer\s+(?:mig|os|en)\s+i(?:\s+at)?"
    rf"|(?:^|[.!?,]\s*)må\s+{_ME}\s+(?:slet\s+|overhovedet\s+|da\s+)*{_NOT})"
)
_AFTERWARDS = re.compile(rf"^(?P<what>{_ME}\s+(?:kan|må)\s+{_NOT}\s+.+?)[,.!]?\s+{_REASON}(?:\s+{_NOT})?\W*$", re.I)
_LOCK = r"(?:låst|låste|grå|gråt|gråtonet|spærret|inaktiv\w*|deaktiveret|utilgængelig\w*|blokeret|slået\s+fra|hængelås)"
_LOCKED = re.compile(
    rf"\b(?:{_REASON}\s+er\s+(?:den|det|knappen|\w+-?knappen|feltet|løsningen|skemaet|formularen|indberetningen|sagen|der)"
    rf"(?:\s+(?!ikke?\b)\w+){{0,3}}?\s+{_LOCK}\b|(?:den|det|knappen|\w+-?knappen|feltet|løsningen|skemaet|sagen)\s+er"
    rf"\s+(?:jo\s+|helt\s+)?{_LOCK}\b.{{0,20}}\b{_REASON})",
    re.I,
)
_MAY = r",?(?:\s+(?:at\b|lov\s+til\s+at|længere|selv|bare|så|nu|få\s+lov\s+til\s+at))*\s+"
_FORM = r"(?:indberetning\w*|indberette\w*|anmeldelse\w*|ansøgning\w*|anmodning\w*|skema\w*|formular\w*|løsning\w*)"
_CASE = r"(?:sag(?:en|er|erne|s)?|\w+sag(?:en|er|erne)?)\b"
_THIS = r"(?:den|det|dem|denne|dette)(?:\s+her)?"
_OTHERS_CASES = (
    r"(?:(?:min\s+|hele\s+)?(?:enhed|afdeling|institution|skole|leder)\w*s|(?:andres|de\s+andres|(?:mine?\s+|vores\s+)?(?:\w*kolleg|medarbejder|ansat)\w*"
    r"|mine\s+ansattes|personalets))\s+(?:åbne\s+)?(?:sager|indberetninger)"
    r"|(?:sager(?:ne)?|indberetninger(?:ne)?)\s+(?:i|for|fra)\s+(?:min\s+|hele\s+)?(?:enhed|afdeling|institution|skole|team)"
)
_PEOPLE = (
    r"(?:en\s+|min(?:e)?\s+|mit\s+|vores\s+|de\s+)?(?:\w*kolleg\w*|medarbejder\w*|ansat\w*|personale\w*|andre\b"
    r"|vikar\w*|leder\w*)"
)
_DO = r"(?:sende|lave|oprette|starte|begynde|udfylde|vælge|bruge)"
_WISHES: tuple[tuple[Wish, str], ...] = (
    ("see_unit", rf"(?:se|finde|åbne|få\s+vist)\s+(?:{_OTHERS_CASES})"),
    ("approve", r"(?:godkende|sende\b.{0,40}\b(?:retur|tilbage))\b"),
    ("see_unit", rf"(?:{_OTHERS_CASES})"),
    (
        "case",
        rf"(?:se|åbne|finde|læse|få\s+vist|svare|skrive|kommentere|trække|genåbne|annullere|slette|følge|behandle"
        rf"|komme\s+ind)\b.{{0,40}}?(?:{_CASE}|\b20\d\d-\d{{3,6}})",
    ),
    ("report", rf"(?:indberette|indsende|{_DO}\b.{{0,30}}?{_FORM})"),
    ("report", rf"(?:sende|søge|bestille|melde|oprette|lave)\s+(?:\w+\s+){{0,3}}?(?:for|på\s+vegne\s+af)\s+{_PEOPLE}"),
    ("this", rf"(?:{_DO}|gøre)\s+{_THIS}\b"),
    ("this", rf"{_THIS}\W*$"),
)
_PATTERNS = tuple((wish, re.compile(rf"{_WHY}{_MAY}{rest}", re.I)) for wish, rest in _WISHES)
_ONLY_WHY = re.compile(r"^\W*(?:hvorfor\s+(?:ikke|ikk|ik|må\s+jeg\s+ikke|kan\s+jeg\s+ikke))\W*$", re.I)

_SOMEONE = re.compile(
    r"\b(?P<how>for|om|på\s+vegne\s+af)\s+(?P<who>[^\W\d_][^\W\d_'’-]*(?:[\s-]+[^\W\d_][^\W\d_'’-]*){0,3})", re.I
)
_OTHERS = re.compile(
    r"^(?:en\s+|min(?:e)?\s+|mit\s+|vores\s+|de\s+)?(?:andre?\b|anden\b|\w*kolleg\w*|medarbejder\w*|ansat\w*|leder\w*"
    r"|chef\w*|personale\w*|folk\b|nogen\b|hende\b|ham\b|dem\b|vikar\w*|team\w*|hold\b)",
    re.I,
)
_NOBODY = re.compile(
    r"^(?:mig|os|min|mit|mine|vores|en|et|den|det|at|i|på|sidste|næste|denne|hele|alle|resten|flere|to|tre|uge\w*|måned\w*"
    r"|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|ferie\w*|kørs\w*|overarbejde)\b",
    re.I,
)
_NAME_ENDS = re.compile(
    r"\b(?:og|i|på|med|til|fra|for|om|som|der|når|hvis|nu|længere|mere|her|igen|endnu|selv|uden)\b.*$", re.I
)
# What people call the areas; longer names of single things are left to the solutions.
_AREAS: Mapping[str, re.Pattern[str]] = {
    area: re.compile(rf"^(?:{words})$", re.I)
    for area, words in {
        "loen": r"løn(?:nen|sager|forhold)?",
        "personale": r"personale(?:sager|forhold|området)?|ansættelses?(?:er|sager|forhold)?",
        "fravaer": r"fravær(?:et|ssager)?",
        "personalejura": r"personalejura",
        "oekonomi": r"økonomi(?:en|sager)?|regnskab",
        "rejser": r"rejser(?:ne)?",
        "indkoeb": r"indkøb(?:ene)?",
        "forsikring": r"forsikring(?:er|ssager)?|arbejdsskader",
        "it": r"it(?:-sager|-ting)?",
        "platform": r"serviceplatformen|portalen",
    }.items()
}
_FILLING = re.compile(
    r"no(?:get|gen|gle)|mi[nt]e?|vores|den|det|en|et|på|vegne|af|i|som|leder|for|om|sager|indberetninger|her", re.I
)
# What one wants to do with a case, beside seeing it.
_ACTS: Mapping[str, re.Pattern[str]] = {
    act: re.compile(rf"\b(?:{words})\b", re.I)
    for act, words in {
        "withdraw": "trække|annullere|slette",
        "answer": "svare",
        "comment": "skrive|kommentere",
        "reopen": "genåbne",
    }.items()
}


@dataclass(frozen=True)
class WhyNot:
    """What was asked: `others` where it is about someone else, `name` where the text says whom."""

    wish: Wish
    others: bool = False
    name: str | None = None
    area: str | None = None
    act: str | None = None  # with a case: withdraw, answer, comment, reopen; otherwise to see it
    someone: bool = False  # it is somebody else who may not: answered in general, for whoever it is


def why_not(text: str) -> WhyNot | None:
    """The question, where the text asks why the user may not do something that roles decide."""
    said = " ".join(text.split())
    if _ONLY_WHY.match(said):
        return WhyNot("this")
    if afterwards := _AFTERWARDS.match(said):
        said = f"hvorfor {_turned(afterwards['what'])}"
    if _LOCKED.search(said):
        return WhyNot("case" if re.search(r"\bsagen\b", said, re.I) else "locked")
    for wish, pattern in _PATTERNS:
        found = pattern.search(said)
        if found:
            others, name = _whom(said[found.start() :])
            act = next((act for act, words in _ACTS.items() if words.search(found.group())), None)
            someone = bool(found["someone"] or found["only"])
            area = _area(said[found.end() :])
            return WhyNot(wish, others, name, area, act if wish == "case" else None, someone)
    return None


def _turned(statement: str) -> str:
    """ "Jeg kan ikke …" as it stands in a question: "kan jeg ikke …"."""
    who, can, rest = statement.split(maxsplit=2)
    return f"{can} {who} {rest}"


def _whom(text: str) -> tuple[bool, str | None]:
    """Whether it is about someone else, and whom: "for Karen", "for en kollega"."""
    at = 0
    while found := _SOMEONE.search(text, at):
        at = found.start("who")  # "om ferie for Karen": what follows may begin inside
        who = _NAME_ENDS.sub("", found["who"]).strip(" .,!?")
        if _OTHERS.match(who):
            return True, None
        # "Om ferie" says what, "om Karen" whom.
        if who and not _NOBODY.match(who) and (found["how"].lower() != "om" or who[0].isupper()):
            return True, who
    return False, None


def _area(rest: str) -> str | None:
    """The area, where what is left of the text names that and no single report: "løn", "løn for Karen"."""
    about = _SOMEONE.sub(" ", rest)
    words = [word for word in re.findall(r"[^\W\d_][\w-]*", about.lower()) if not _FILLING.fullmatch(word)]
    if len(words) != 1:
        return None
    return next((area for area, pattern in _AREAS.items() if pattern.match(words[0])), None)
