"""Words that ask for a question tree by its name, or say no more than what area a matter belongs to."""

from __future__ import annotations

import re

_BY_NAME = re.compile(
    r"""(?:(?:vis|start|åbn|giv|tag|find|begynd|brug)(?:\s+mig)?\s+|jeg\s+vil\s+(?:gerne\s+)?(?:have|se|bruge)\s+)?
    sp(?:ø|oe|o)rge?[\s-]?tr(?:æ|ae)(?:et|er|erne)?(?!\w)
    |stil(?:le)?\s+mig\s+(?:et\s+par\s+|nogle\s+|lidt\s+)?sp(?:ø|oe|o)rgsm(?:å|aa)l(?:ene)?
    |sp(?:ø|oe|o)rg\s+mig\s+(?:frem|ud|ad)|lede?\s+mig\s+(?:frem|igennem|på\s+vej)""",
    re.I | re.X,
)
_VAGUE = re.compile(
    r"""(?:hej[,!.]?\s+)?(?:(?:jeg|vi)\s+(?:har|skal\s+bruge|skal\s+have|vil\s+gerne\s+have|søger|leder\s+efter)\s+
        |(?:det|den|sagen)\s+(?:er|handler|drejer\s+sig)(?:\s+vist|\s+nok)?\s+|hvad\s+)?
    (?:(?:lidt\s+|noget\s+)?(?:hjælp|info|information)\s+|(?:et|nogle|et\s+par)\s+spørgsmål\s+|spørgsmål\s+|noget\s+)?
    (?:med|om|til|vedrørende|vedr\.?|angående|ang\.?|omkring)\s+(?:det\s+med\s+)?(?:min|mit|mine|en|et|noget|vores)?\s*
    (?P<about>[\wæøå-]+)(?:\s+at\s+gøre)?\W*""",
    re.I | re.X,
)
_BARE = re.compile(r"(?P<about>[\wæøå-]+)\W*", re.I)


def tree_asked_by_name(text: str) -> str | None:
    """What a text that asks for a question tree says besides ("om løn"); None where it asks for none."""
    found = _BY_NAME.search(text)
    return f"{text[: found.start()]} {text[found.end() :]}".strip() if found else None


def only_about(text: str) -> str | None:
    """The one word that a text is about and says nothing more of ("noget med løn", "løn")."""
    found = _VAGUE.fullmatch(text.strip()) or _BARE.fullmatch(text.strip())
    return found["about"] if found else None
