"""What is asked for in so many words: courses, reminders and question trees. Rules, since a handful of phrases say it.

They set an intent of their own and leave the decision about solutions untouched; what they catch wrongly the actions
hand on to the search for a solution. Matched with æ, ø and å folded, like bot/understanding/crisis.py.
"""

from __future__ import annotations

import re

from bot.understanding.text import plain
from bot.understanding.tree_words import tree_asked_by_name

_COURSE = r"(?:forlob(?:et|ene)?|tjekliste(?:n|r|rne)?)"
_REMINDER = r"(?:pamindelse(?:r|rne|n)?|reminder(?:e|s|ne)?|notifikation(?:er|erne)?|huskebesked(?:er|erne)?)"
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
