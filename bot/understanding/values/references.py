"""Case numbers: "2026-000123", "sag 123", "sagsnr. 2026-123", "#123"."""

from __future__ import annotations

import re

from bot.understanding.values.parsed import Parsed, parsed

_FULL = re.compile(r"(?<![\d-])(20\d\d)\s?[-–/]\s?(\d{1,6})(?![\d-])(?!\s?[-–/]\s?\d)")
_NAMED = re.compile(
    r"(?<!\w)(?:sag(?:en|s)?(?:\s?(?:nummer|nr\.?|id|no\.?))?|sags(?:nummer|nr\.?)|case|ticket|journalnummer|(?:nr\.?|nummer|#)(?=\s?\d{3}))"
    r"\s?[:#]?\s?(\d{1,6})(?![\d.,/-])",
    re.I,
)


def parse_case_number(text: str) -> Parsed[str] | None:
    """Reads a case number, written as "2026-000123"; without a year only its six digits ("000123").

    A full number needs six digits or the word "sag" before it, so that "2026-12" is not taken for one.
    """
    for match in _FULL.finditer(text):
        named = re.search(r"(?:sag\w*|nr\.?|nummer|case|#)[\s:#.]*$", text[: match.start()], re.I)
        if len(match[2]) == 6 or named or (len(match[2]) >= 3 and text.strip(" .!?#") == match.group()):
            start = named.start() if named else match.start()
            return parsed(f"{match[1]}-{int(match[2]):06d}", text, start, match.end())
    named_match = _NAMED.search(text)
    if named_match and int(named_match[1]) > 0:
        return parsed(f"{int(named_match[1]):06d}", text, named_match.start(), named_match.end())
    if (bare := re.fullmatch(r"\W*(\d{3,6})\W*", text)) and int(bare[1]) > 0:
        return parsed(f"{int(bare[1]):06d}", text, bare.start(1), bare.end(1))
    return None
