"""Words that turn the pages of a list that was shown: "vis flere", "forrige side", "tilbage til listen"."""

from __future__ import annotations

import re
from typing import Literal

from bot.access.names import fold

Page = Literal["next", "previous", "same"]

# Read from the folded text: ae, oe and aa for the Danish letters, no signs.
_ASK = r"(?:(?:jeg vil |vil du |kan du |kan jeg |maa jeg |lad mig )(?:gerne )?|hvad med |og )?"
_SHOW = r"(?:(?:vise?|se|hente?|giv|faa|list|tag|skriv|abn|aabn|gaa til|ga til|hop til|bladr til)(?: (?:mig|os))?)"
_SMALL = r"(?:(?:lige|lidt|saa|nu|bare|ogsaa|gerne|endnu|nogle|nogen|dem|de|den|alle|naeste|\d{1,2}) )*"
_THINGS = r"(?: (?:af dem|af sagerne|sager|sagerne|af mine sager|kladder|linjer|resultater|paa listen|i listen|endnu))?"
_END = r"(?: (?:tak|nu|lige|please|igen))*$"
_LIST = r"(?:listen|oversigten|sagslisten|sagsoversigten|den liste|listen med sager(?:ne)?)"
_MORE = r"(?:flere|fler|mere|resten|andre|oevrige|sidste|naeste)(?: af)?"

_WORDINGS: tuple[tuple[Page, str], ...] = (
    ("previous", rf"(?:{_SHOW} )?{_SMALL}(?:forrige|foregaaende|tidligere)(?: (?:side|sider|sager|\d+))?"),
    ("previous", r"(?:bladr|gaa|ga|blad) (?:en side )?tilbage|en side tilbage|side tilbage"),
    (
        "same",
        r"(?:(?:gaa |ga |kom |hop )?tilbage til (?:sagerne|mine sager|alle sager(?:ne)?"
        rf"|{_LIST})|{_SHOW} {_LIST})(?: over sager(?:ne)?)?",
    ),
    ("same", r"(?:listen|oversigten) igen"),
    ("next", rf"{_SHOW} {_SMALL}{_MORE}(?: sider?| \d{{1,2}})?{_THINGS}"),
    (
        "next",
        r"(?:bladr|blad|rul|scroll) (?:videre|frem|ned|til naeste(?: side)?)|(?:fortsaet|videre) (?:med )?listen",
    ),
    ("next", rf"(?:den |de )?naeste (?:sider?|\d{{1,2}}|sager)|{_SMALL}resten{_THINGS}|{_SMALL}flere sager"),
    ("next", rf"(?:er|var) der (?:ikke )?(?:flere|mere|andre){_THINGS}"),
)
_SAID = tuple((page, re.compile(rf"^{_ASK}(?:{pattern}){_END}")) for page, pattern in _WORDINGS)
# These mean the list only right after it was shown; anywhere else they may mean anything.
_SHORT: tuple[tuple[Page, re.Pattern[str]], ...] = (
    ("next", re.compile(rf"^{_ASK}{_SMALL}(?:flere|fler|mere|naeste|videre|fortsaet|de andre|og saa){_END}")),
    ("previous", re.compile(r"^(?:tilbage|gaa tilbage|ga tilbage)$")),
)
_BACK = re.compile(r"^(?:(?:gaa|ga|kom) )?tilbage(?: igen)?$")

_SHARED = re.compile(
    r"^(?:(?:hva|hvad|vis|se|er|ligger|hvem|kan|jeg|maa|aabn)\b.{0,25} )"
    r"(?:faellesskabets|vores faelles|den faelles|jeres faelles) (?:liste|kladder)(?: (?:nu|lige nu|i dag|tak))*$"
)


def shared_list_wanted(text: str) -> bool:
    """Whether the community's list is asked for in a sentence: "hvad ligger der i vores fælles liste?"."""
    return _SHARED.match(fold(text)) is not None


def page_wanted(text: str, *, just_shown: bool) -> Page | None:
    """Which page the words ask for. `just_shown`: the list was the last thing that was said."""
    said = fold(text)
    found = next((page for page, pattern in _SAID if pattern.match(said)), None)
    if found is not None:
        return found
    if just_shown:
        return next((page for page, pattern in _SHORT if pattern.match(said)), None)
    return "same" if _BACK.match(said) else None
