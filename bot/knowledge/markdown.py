"""Markdown for channels that show plain text."""

from __future__ import annotations


def plain(markdown: str) -> str:
    """Markdown without its marks; list items keep lines of their own, other lines are joined to paragraphs."""
    paragraphs = []
    for block in markdown.split("\n\n"):
        lines: list[str] = []
        for line in block.splitlines():
            text = line.strip().replace("**", "").replace("*", "")
            if line.lstrip().startswith(("- ", "* ")) or not lines:
                lines.append(text)
            else:
                lines[-1] += f" {text}"
        paragraphs.append("\n".join(lines))
    return "\n".join(paragraphs)
