"""What is to be done with which case, in a few words about what is on the screen: "godkend nummer 2", "svar på den".

To see one of what is on the screen is bot/dialogue/pointing.py's. Only requests are heard, not questions about rules;
what "den" is must have been talked of (bot/actions/case_talk.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.access.names import fold

# The names of the intents that buttons have for it.
Act = Literal[
    "open_case", "answer_case", "comment_case", "attach_file", "withdraw_case", "reopen_case", "follow_case",
    "unfollow_case", "approve_case", "send_back_case", "assign_case",
]  # fmt: skip


@dataclass(frozen=True)
class CaseCommand:
    """What is to be done, and which case is meant: by its place in a list (-1: the last), by words, or just "den"."""

    act: Act
    place: int | None = None
    words: str | None = None
    numbered: bool = False  # the text says its number
    progress: bool = False  # how far it is, or who has it: about a case, whatever was talked of


# All is read from the folded text: ae, oe and aa for the Danish letters, no signs.
_ORDER = ("foerste", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende")
_PLACES = {word: place for place, word in enumerate(_ORDER, 1)} | {"oeverste": 1, "sidste": -1, "nederste": -1}
_PLACE = re.compile(
    rf"(?:(?:den |sag |sag nr |sag nummer )(?P<word>{'|'.join(_PLACES)})(?: (?:sag|af dem|paa listen|i listen))?"
    r"|(?:den |sag )?(?:nr|nummer|no) (?P<digit>[1-8])|(?P<short>[1-8]) ?(?:eren|er|ern))$"
)
_ABOUT = re.compile(
    r"(?:(?:den|sagen|denne)(?: der| som)?(?: er)? (?:om|med|vedr|vedroerende|ang|angaaende|fra|for|paa) "
    r"(?P<words>\w.{1,60})"
    r"|(?:min |vores )?(?P<topic>\w{2,}?)s?sagen)$"
)
_NUMBER = re.compile(r"(?:sag(?:en)? (?:nr |nummer )?)?20\d\d \d{3,6}$|sag(?:en)? (?:nr |nummer )?\d{2,6}$")
_IT = re.compile(r"(?:den|det|sagen|denne|den her|den sag|denne sag|den der|sagen her)$")
_POLITE = re.compile(
    r"^(?:(?:ok|okay|ja|saa|og|hej|nu|men) )*(?:(?:jeg (?:vil|skal|kan|maa)|kan (?:du|jeg|vi)"
    r"|vil du|maa jeg|vi skal|lad mig)"
    r"(?: (?:gerne|godt|lige|nu|have dig til at|have))* )?(?:lige )?"
)
_END = re.compile(r"(?: (?:tak|lige|nu|saa|for mig|please|alligevel|ogsaa|igen))+$")
_HAS_IT = r"(?:sidder|sider|arbejder|staar|behandler|ser|har|tager sig)"
_WORDINGS: tuple[tuple[Act, str], ...] = (
    (
        "unfollow_case",
        r"(?:(?:stop(?:pe)? med at|ikke) foelge|foelger? ikke(?: laengere)?) REF(?: mere| laengere)?",
    ),
    ("unfollow_case", r"foelge?r? REF ikke (?:laengere|mere)"),
    ("follow_case", r"foelge? (?:med i |med paa )?REF"),
    ("reopen_case", r"gen ?a?ab(?:ne?|en) REF"),
    ("reopen_case", r"aabne? REF igen"),
    ("send_back_case", r"sende? REF (?:retur|tilbage)"),
    ("send_back_case", r"(?:sende? retur|returnere?) REF"),
    ("withdraw_case", r"(?:traek(?:ke)?|slet(?:te)?|annullere?) REF tilbage"),
    ("withdraw_case", r"(?:slet(?:te)?|annullere?) REF"),
    ("approve_case", r"godkende? REF"),
    ("answer_case", r"(?:be)?svare?(?: (?:til|paa|i))? REF"),
    ("attach_file", r"(?:vedhaefte?|uploade?|laeg(?:ge)?|saet(?:te)?)(?: \w+){0,3}? (?:til|paa|i|med|ved) REF"),
    (
        "comment_case",
        r"(?:skrive?|kommentere?|tilfoeje?)(?: (?:noget|lidt|en (?:kommentar|besked)))?(?: (?:til|paa|i))? REF",
    ),
    ("assign_case", r"(?:overtage?|overdrage?|tildele?) REF"),
    ("assign_case", r"giv(?:e)? REF (?:videre )?til \w.*"),
    ("open_case", rf"hvem {_HAS_IT}(?: (?:med|paa|af|for))? REF"),
    ("open_case", r"(?:aabne?|abne?|vise?|se|laese?|klikke? paa|trykke? paa|vaelge?|tage?)(?: mig)? REF"),
)
_ACTS = tuple((act, re.compile(rf"^(?:{pattern})$".replace("REF", r"(?P<which>\w.*?)"))) for act, pattern in _WORDINGS)
# "Hvor langt er annes ferie?": whose, and what.
_OF_SOMEONE = re.compile(
    r"^hvor (?:langt|meget) (?:er|mangler) (?:(?:i|vi|der|naaet|med|paa) )*(?P<words>(?:\w+ )?\w{2,}s \w{3,})$"
)
_IT_IS = r"(?:den|det|sagen|denne)"
_NOW = r"(?: (?:nu|lige nu|egentlig|saa|snart|endelig|siden sidst|endnu|siden))*"
_ENDED = r"(?:faerdig|faerdi|loest|behandlet|klar|afsluttet|lukket)"
_DONE = r"(?:sendt|indsendt|lavet|oprettet|indberettet|skrevet)"
# Only where a case is being talked of: what the case itself tells.
_QUESTIONS = tuple(
    re.compile(rf"^(?:(?:og|men|ok) )*(?:{pattern}){_NOW}$")
    for pattern in (
        rf"hvem (?:har|er det der har) {_DONE} {_IT_IS}|hvem (?:sendte|lavede|oprettede|indberettede|skrev) {_IT_IS}",
        rf"hvem {_HAS_IT}(?: (?:med|paa|af|for))? {_IT_IS}",
        rf"hvornaar (?:bliver|er|kan|vil){_NOW} {_IT_IS}{_NOW}(?: (?:blive|vaere))? {_ENDED}",
        rf"hvornaar (?:faar|hoerer) (?:jeg|vi) (?:svar|noget|fra jer)(?: (?:paa|om|i) {_IT_IS})?",
        rf"hvad (?:er der )?(?:sker|sket)(?: der)? (?:med|i|paa) {_IT_IS}",
        rf"hvor (?:langt|meget) (?:er|mangler)(?: i| der)?(?: naaet)?(?: (?:med|i|paa))? {_IT_IS}",
        rf"hvorfor (?:er|bliver) {_IT_IS} (?:stadig )?(?:ikke|ikk|ik)(?: \w+)? {_ENDED}",
        rf"hvad (?:mangler|venter)(?: (?:i|der))? (?:i |paa )?{_IT_IS}",
    )
)


def command_in(text: str) -> CaseCommand | None:
    """The request, where the text is one about a single case."""
    said = fold(text)
    if any(pattern.match(said) for pattern in _QUESTIONS):
        return CaseCommand("open_case")
    if found := _OF_SOMEONE.match(_END.sub("", said)):
        return CaseCommand("open_case", words=found["words"], progress=True)
    asked = _POLITE.sub("", said, count=1)
    for wording in (asked, _END.sub("", asked)):
        for act, pattern in _ACTS:
            found = pattern.match(wording)
            which = _which(found["which"]) if found else None
            if which is not None:
                return replace(which, act=act, progress=act == "open_case" and wording.startswith("hvem"))
    return None


_JUST_IT = CaseCommand("open_case")


def _which(said: str) -> CaseCommand | None:
    """The case that the words name, with any act."""
    if _IT.match(said):
        return _JUST_IT
    if _NUMBER.match(said):
        return CaseCommand("open_case", numbered=True)
    if found := _PLACE.match(said):
        digit = found["digit"] or found["short"]
        return CaseCommand("open_case", place=int(digit) if digit else _PLACES[found["word"]])
    if found := _ABOUT.match(said):
        return CaseCommand("open_case", words=found["words"] or found["topic"])
    return None
