"""What in a text looks like the name of a person or a unit: the words to search for, not the person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.values.parsed import Parsed, parsed

_NAME_WORD = r"[A-ZÆØÅÉÜÖÄ][\wæøåéüöä'’-]*\.?"
_NAME = re.compile(rf"(?<!\w){_NAME_WORD}(?:\s(?:(?:af|de|von|van|el|al|le)\s)?{_NAME_WORD})*")
_LEAD = re.compile(
    r"""^\W*(?:(?:hej|ja|jo|nej|ok|altså|øh)[\s,!.]+)*
    (?:(?:det\s(?:er|drejer\ssig\som|handler\som|gælder|omhandler)|jeg\s(?:vil|skal)\s\w+\s(?:for|om)|på\svegne\saf|vedrørende|vedr\.?|ang\.?|
       (?:han|hun|vedkommende|medarbejderen|kollegaen|den\sansatte)\s(?:hedder|er)|navnet\ser|for|til|om|med)\s+)*
    (?:(?:min|vores|en|den|hendes|hans)\s+)?
    (?:(?:nye\s)?(?:medarbejder(?:en)?|kollega(?:en)?|leder|ansatte?|vikar(?:en)?|pædagog(?:en)?|lærer(?:en)?|assistent(?:en)?|elev(?:en)?)\s+)?
    (?:hedder\s+|ved\snavn\s+)?""",
    re.I | re.X,
)
_TAIL = re.compile(r"(?:[\s,]+(?:tak|tror\sjeg|det\ser|som\ssagt|fra\s.+|på\s.+|i\s.+|der\s.+|,.*))?[\s.!,?]*$", re.I)
_SELF = re.compile(
    r"^\W*(?:(?:det\ser|det\sgælder|for|til|om|kun|bare|ja)\s+)*(?:mig(?:\sselv)?|jeg(?:\sselv)?|min\segen|undertegnede|mig,\s?mig\sselv)(?:\sselv)?"
    r"(?:\s(?:det\s(?:drejer|handler)\ssig\som|det\ser))?\W*$",
    re.I,
)
_NUMBER = re.compile(r"(?<!\w)(?:(?:medarbejder|tjeneste|løn)(?:nummer|nr\.?)\s?:?\s?)(\w{3,10})", re.I)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_UNIT_LEAD = re.compile(
    r"""^\W*(?:(?:hej|ja|jo|ok|altså)[\s,!.]+)*(?:(?:det\s(?:er|gælder|drejer\ssig\som)|vi\ser|jeg\s(?:er|arbejder|sidder)|enheden\s(?:er|hedder)|
    afdelingen\s(?:er|hedder)|hos|ved|i|på|fra|for|til|inde|ude|nede|oppe|henne|min\sarbejdsplads\ser|vores\safdeling\ser)\s+)*""",
    re.I | re.X,
)
_SENTENCE_WORDS = frozenset(
    [
        "jeg",
        "vi",
        "hvad",
        "hvordan",
        "hvor",
        "hvorfor",
        "hvornår",
        "kan",
        "skal",
        "vil",
        "ikke",
        "har",
        "er",
        "det",
        "der",
        "som",
        "når",
    ]
)


def is_self(text: str) -> bool:
    """Says whether the user means themselves ("mig selv")."""
    return bool(_SELF.match(text))


def parse_person_name(text: str, entities: Sequence[tuple[str, int, int]] = ()) -> Parsed[str] | None:
    """The words of a text that look like a person's name, number or e-mail, to search with.

    `entities` are the persons that the language model found, as (text, start, end); they count where they stand in a
    longer text. A short text without capital letters is taken as it is ("mette hansen").
    """
    for pattern, group in ((_EMAIL, 0), (_NUMBER, 1)):
        if match := pattern.search(text):
            return parsed(match[group], text, match.start(group), match.end(group))
    if not text.strip() or is_self(text):
        return None
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    rest = text[start:]
    capital = _NAME.match(rest)
    if capital and (" " in capital.group() or len(rest.split()) <= 3):
        name = re.sub(r"(?<=\w)['’]?s$", "", capital.group()) if rest[capital.end() :].strip() else capital.group()
        name = name.rstrip(".,")
        rest_words = rest[capital.end() :].strip(" .,!'’s")
        return Parsed(name, start, start + len(name), name, not rest_words)
    for name, begin, end in entities:
        return parsed(name, text, begin, end)
    in_text = [m for m in _NAME.finditer(text) if m.start() > 0 and " " in m.group()]
    if in_text:
        return parsed(in_text[0].group().rstrip(".,"), text, in_text[0].start(), in_text[0].end())
    tail = _TAIL.search(rest)
    core = rest[: tail.start()] if tail else rest
    words = core.split()
    if (
        1 <= len(words) <= 4
        and not _SENTENCE_WORDS & {w.lower() for w in words}
        and all(re.fullmatch(r"[^\W\d_][\w'’.-]*", w) for w in words)
    ):
        return Parsed(core, start, start + len(core), core, True)
    return None


def parse_unit_name(text: str) -> Parsed[str] | None:
    """The words of a text that look like the name of a unit, to search with."""
    lead = _UNIT_LEAD.match(text)
    start = lead.end() if lead else 0
    core = text[start:].strip(" .,!?\n")
    words = core.split()
    if not 1 <= len(words) <= 7 or len(_SENTENCE_WORDS & {w.lower() for w in words}) > 0:
        capital = [m for m in _NAME.finditer(text) if m.start() > 0]
        return parsed(capital[-1].group(), text, capital[-1].start(), capital[-1].end()) if capital else None
    begin = text.index(core, start)
    return Parsed(core, begin, begin + len(core), core, True)
