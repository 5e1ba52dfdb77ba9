"""Text as the CPR shield reads it: digits of all scripts as 0-9, one kind of dash and space, and nothing invisible."""

from __future__ import annotations

import unicodedata

from bot.privacy import cpr_patterns as patterns

_DASHES = "\u2212\u2043"  # minus and hyphen bullet, which are no dashes by their category
_ALSO_ASCII = {"\u0130": "I", "\u0131": "i", "\u017f": "s", "\u212a": "K"}  # by their small or capital letter
_UNSEEN = {"Cf", "Mn", "Me", "Cc"}
_AS_DIGITS = str.maketrans("oOlI", "0011")
_MOST_LETTERS = 4  # of ten signs; more would be a word


def plain(text: str) -> tuple[str, list[int], list[int]]:
    """The text in plain characters, and for each where it began and ended in the text as it was."""
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    encoded = {hit.start(): hit for hit in patterns.ENCODED.finditer(text)} if "%" in text or "&" in text else {}
    index = 0
    while index < len(text):
        hit = encoded.get(index)
        end = hit.end() if hit else index + 1
        char = _decoded(hit[0].lower()) if hit else _simple(text[index])
        if char:
            kept.append(char)
            starts.append(index)
            ends.append(end)
        index = end
    return _with_digits_for_letters("".join(kept)), starts, ends


def _simple(char: str) -> str:
    if " " <= char < "\x7f" or char in "\n\t\r":
        return char
    category = unicodedata.category(char)
    if category in _UNSEEN:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd" or char in _DASHES:
        return "-"
    return " " if char.isspace() else _ALSO_ASCII.get(char, char)


def _decoded(code: str) -> str:
    """A sign as it is written in addresses and in HTML."""
    if code == "&shy;":
        return ""
    return " " if code in ("%20", "&nbsp;", "&#160;") else "-"


def _with_digits_for_letters(text: str) -> str:
    """O and l for 0 and 1, where a number was meant: among digits, in the form of a CPR number."""
    for hit in reversed(list(patterns.LETTERS_FOR_DIGITS.finditer(text))):
        letters = sum(char in "oOlI" for char in hit[0])
        if 0 < letters <= _MOST_LETTERS:
            text = text[: hit.start()] + hit[0].translate(_AS_DIGITS) + text[hit.end() :]
    return text
