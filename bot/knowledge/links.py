"""Links within the portal in the texts of knowledge/: to topic pages, and to places on them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

_MARKDOWN = re.compile(r"\[[^\]]*\]\(\s*([^)\s]*)[^)]*\)")
_BARE = re.compile(r"(?<![\w/.(])/emner/[a-z0-9-]+(?:#[a-z0-9-]+)?")
_OTHER_PAGES = frozenset({"/", "/assistent"})

Anchors = Mapping[str, Collection[str]]  # of each solution's page; empty where it has no page


def targets(text: str) -> Iterator[str]:
    """Where the text's Markdown links lead, and the topic pages that it names without one."""
    yield from (match[1] for match in _MARKDOWN.finditer(text))
    yield from _BARE.findall(_MARKDOWN.sub(" ", text))


def dead_link(target: str, anchors: Anchors, areas: Collection[str], page: str | None = None) -> str | None:
    """What is wrong with a link in the text of `page` (a solution's id), in Danish; None where it leads somewhere."""
    path, hash_, anchor = target.partition("#")
    if target.startswith(("https://", "http://", "mailto:", "tel:")) or path in _OTHER_PAGES:
        return None
    if path == "/emner":
        return f"området {anchor} findes ikke" if hash_ and anchor not in areas else None
    if not path and hash_:
        here = anchors.get(page or "", ())
        return None if anchor in here else f"stedet #{anchor} findes ikke på siden"
    name = path.removeprefix("/emner/")
    if name == path:
        return "skriv hele adressen med https://, eller /emner/ og løsningens id"
    if name not in anchors:
        return f"emnesiden {name} findes ikke"
    if hash_ and anchor not in anchors[name]:
        return f"emnesiden {name} har ikke stedet #{anchor}"
    return None
