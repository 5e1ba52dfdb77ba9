"""Markdown for channels that show plain text."""

from __future__ import annotations

import re

_HEADING = re.compile(r"#{1,6}\s+")
_ITEM = re.compile(r"\s*[-*]\s|\d{1,2}[.)]\s")  # an indented "1. januar" only goes on with the line before
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]+\)")


def plain(markdown: str) -> str:
    """Markdown without its marks; headings and list items keep lines of their own, others are joined to paragraphs."""
    paragraphs = []
    for block in markdown.split("\n\n"):
        lines: list[str] = []
        after_heading = False
        for line in block.splitlines():
            bare, heading = line.strip(), _HEADING.match(line.strip())
            text = _unmarked(bare[heading.end() :] if heading else bare)
            if heading or after_heading or _ITEM.match(line) or not lines:
                lines.append(text)
            else:
                lines[-1] += f" {text}"
            after_heading = heading is not None
        paragraphs.append("\n".join(lines))
    return "\n".join(paragraphs)


def _unmarked(text: str) -> str:
    """A line without marks for bold and italics, a link as its words; the mark of a list item stays."""
    bullet = text.startswith("* ")
    text = _LINK.sub(r"\1", text.replace("**", "").replace("*", ""))
    return f"-{text}" if bullet else text
