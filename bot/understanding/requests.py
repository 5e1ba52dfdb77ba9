"""What is asked for in so many words: courses, deputies, reminders, question trees. Rules: a handful of phrases say it.

They set an intent of their own and leave the decision about solutions untouched; what they catch wrongly the actions
hand on to the search for a solution. Matched with æ, ø and å folded, like bot/understanding/crisis.py.
"""

from __future__ import annotations

import re

from bot.understanding.text import plain
from bot.understanding.tree_words import tree_asked_by_name

_COURSE = r"(?:forlob(?:et|ene)?|tjekliste(?:n|r|rne)?)"
_REMINDER = r"(?:pamindelse(?:r|rne|n)?|reminder(?:e|s|ne)?|notifikation(?:er|erne)?|huskebesked(?:er|erne)?)"
_DEPUTY = r"stedfortreder(?:e|en|ne|skab|skaber)?"
_SHARED = r"(?:fellesskabets|den\sfelles|vores\sfelles)"
_FOR = r"(?:\sfor\s\S+(?:\s\S+){0,2})?\W*$"
_DEPUTIES = "|".join(
    (
        rf"^(?:hvem|hvilke|har\sjeg|vis|se|list)\b.{{0,30}}\b(?:mine?|mit|nogen|en)\s{_DEPUTY}(?:\slige)?(?:\snu)?\W*$",
        rf"^mine\s{_DEPUTY}\W*$",
        rf"^(?:hvem|hvor\smange)\ser\sjeg\s{_DEPUTY}\sfor\W*$",
        rf"^er\sjeg\s{_DEPUTY}{_FOR}",
        rf"^(?:jeg\svil|kan\sjeg|ma\sjeg)\s(?:gerne\s)?(?:udpege|velge|have|fa|oprette)\sen\s(?:ny\s)?{_DEPUTY}\W*$",
        r"^(?:jeg\svil\s(?:gerne\s)?|kan\sdu\s|vil\sdu\s)?(?:fjern|stop|slet|afslut)\w*\s.{0,40}\b"
        rf"{_DEPUTY}(?:\smed\sdet\ssamme|\snu)?{_FOR}",
        rf"^.{{0,40}}\bikke\slengere\s.{{0,20}}\b{_DEPUTY}{_FOR}",
    )
)
_OFF = (
    rf"(?:sla|sluk|stop|afmeld|fjern|drop|ingen|undga|frameld)\w*\b.{{0,30}}\b{_REMINDER}(?!.*\btil\W*$)"
    rf"|{_REMINDER}\b.{{0,20}}\b(?:fra|vek|af)\W*$|(?:ikke|ik)\s.{{0,20}}{_REMINDER}"
)
_ON = (
    rf"(?:tend|start|tilmeld|genoptag)\w*\b.{{0,30}}\b{_REMINDER}|sla\b.{{0,20}}{_REMINDER}\b.{{0,15}}\btil\W*$"
    rf"|(?:vil|kan|ma)\s.{{0,20}}\b(?:fa|have)\b.{{0,20}}{_REMINDER}"
)

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(pattern))
    for intent, pattern in (
        ("reminders_off", _OFF),
        ("reminders_on", _ON),
        (
            "my_courses",
            rf"^(?:\w+\s){{0,3}}(?:(?:mine?|mit|vores|alle)\s{_COURSE}|(?:fortset|vis|abn|se)\s(?:mig\s)?{_COURSE})(?!\w)"
            rf"|hvor\s(?:langt|meget)\s.{{0,30}}\b{_COURSE}|(?:status|overblik)\b.{{0,15}}\b{_COURSE}"
            rf"|hvad\s(?:mangler|er\sder\stilbage|er\sneste)\b.{{0,25}}\b{_COURSE}",
        ),
        ("my_deputies", _DEPUTIES),
        ("share_draft", rf"^(?:\w+\s){{0,3}}leg(?:ge)?\s(?:\w+\s){{0,2}}i\s{_SHARED}\sliste\W*$"),
        ("community_list", rf"^(?:\w+\s){{0,3}}{_SHARED}\s(?:liste|kladder)\W*$"),
        ("close_part", r"^(?:kan\sdu\s|vil\sdu\s)?sett?e?\s(?:et\s)?(?:flueben|hak|kryds)\s(?:ved|i|pa|ud\sfor)\s\S"),
        (
            "hand_part",
            r"^(?:kan\sdu\s|vil\sdu\s|jeg\svil\sgerne\s)?(?:giv|give|overdrag|overdrage|overlad|overlade|videregiv|send|sende)"
            r"\s.{2,60}\s(?:videre\s)?til\s\S+(?:\s\S+){0,3}$",
        ),
    )
)


def request_in(text: str) -> str | None:
    """The intent that the text asks for in so many words, if it does."""
    if tree_asked_by_name(text) is not None:
        return "enter_tree"
    folded = " ".join(plain(text).split())
    return next((intent for intent, pattern in _PATTERNS if pattern.search(folded)), None)
