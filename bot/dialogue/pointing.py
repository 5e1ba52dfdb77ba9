"""Words that point at something that was just shown: "den anden", "nummer 3", "den med ferie", "den nederste"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.access.names import fold
from bot.dialogue.payloads import read_payload
from bot.dialogue.state import Shown, ShownThing
from bot.messages.cards import CaseCard, CaseListCard, ChoicesCard
from bot.messages.message import Utterance

# What one chooses among by looking; nothing that changes anything. Offered solutions: actions/find_solution.py.
_CHOSEN = frozenset({"open_case", "open_course", "resume_draft"})

# Read from the folded text: ae, oe and aa for the Danish letters, no signs.
_LEAD = (
    r"(?:(?:nej|ja|ok|okay|hm|naa|aah|men|altsaa|nej nej) )*"
    r"(?:(?:jeg )?(?:mener|mente|taenker paa|taenkte paa|tager|tar|vaelger|vil (?:gerne )?(?:have|se|ha))(?: gerne)? "
    r"|(?:vis|aabn|se|tag|vaelg)(?: mig)? |det (?:er|var) |hvad (?:med|saa med) |(?:prov|proev) )?"
)
_THE = r"(?:(?:den|det|sag|sagen|nr|nummer|no|mulighed|valg) )"
_END = r"(?: (?:der|sag|sagen|paa listen|i listen|ene|en|tak|mulighed|af dem|fra toppen|oppefra))*$"
_PLACES: tuple[tuple[int, str], ...] = (
    (0, "foerste|oeverste|1|en|et|eet"),
    (1, "anden|andet|2|to"),
    (2, "tredje|tredie|3|tre"),
    (3, "fjerde|4|fire"),
    (4, "femte|5|fem"),
    (5, "sjette|6|seks"),
    (6, "syvende|7|syv"),
    (7, "ottende|8|otte"),
    (-1, "sidste|nederste|bagerste"),
    (-2, "naestsidste|naestnederste"),
)
_BY_PLACE = tuple((place, re.compile(rf"^{_LEAD}{_THE}(?:{words}){_END}")) for place, words in _PLACES)
_MIDDLE = re.compile(rf"^{_LEAD}den (?:midterste|i midten){_END}")
_OTHER = re.compile(rf"^{_LEAD}den anden{_END}")
_NUMBER = re.compile(r"^(\d)(?: ?er| ?eren)?$")
_BY_WORDS = re.compile(rf"^{_LEAD}(?:den|det|sagen|ham|hende)(?: der)? (?:med|om|til|for|fra|paa|der handler om) (.+)$")
_SMALL = frozenset({"den", "det", "der", "min", "mit", "mine", "en", "et", "om", "med", "og"})


def look_at(utterances: Sequence[Utterance]) -> Shown | None:
    """What may be pointed at in a reply: things of one kind in its last list, and the one case that it shows."""
    cards = [card for utterance in utterances for card in utterance.cards]
    things: list[ShownThing] = []
    for card in cards:
        if isinstance(card, CaseListCard):
            listed = [(f"{item.title} {item.about or ''} {item.number}", item.open.payload) for item in card.cases]
        elif isinstance(card, ChoicesCard):
            listed = [(f"{action.title} {action.description or ''}", action.payload) for action in card.actions]
        else:
            continue
        found = [_thing(title, payload) for title, payload in listed]
        kept = [thing for thing in found if thing is not None]
        things = [thing for thing in kept if thing.intent == kept[0].intent] if kept else things
    cases = [card.number for card in cards if isinstance(card, CaseCard)]
    case = cases[0] if len(cases) == 1 else None
    return Shown(things=things, case=case) if things or case else None


def _thing(title: str, payload: str) -> ShownThing | None:
    intent, parameters = read_payload(payload)
    return ShownThing(title=title, intent=intent, parameters=parameters) if intent in _CHOSEN else None


def pointed_at(text: str, shown: Shown) -> ShownThing | None:
    """The thing that the words point at; None where they do not, or not at one thing only."""
    said, things = fold(text), shown.things
    if not things:
        return None
    if len(things) == 1:
        return things[0] if shown.case and _OTHER.match(said) else _by_words(said, things)
    if (number := _NUMBER.match(said)) and 1 <= int(number[1]) <= len(things):
        return things[int(number[1]) - 1]
    if len(things) == 3 and _MIDDLE.match(said):
        return things[1]
    for place, pattern in _BY_PLACE:
        if pattern.match(said):
            return things[place] if -len(things) <= place < len(things) else None
    return _by_words(said, things)


def named_among(titles: Mapping[str, str], text: str) -> str | None:
    """The title's key that the words name: a title's first word counts most; None where none or two are named."""
    said = [word for word in fold(text).split() if len(word) > 3 and word not in _SMALL]
    scores: dict[str, int] = {}
    for key, title in titles.items():
        words = fold(title).split()
        scores[key] = 2 * any(_holds(words[:1], word) for word in said) + any(_holds(words[1:], word) for word in said)
    best = max(scores.values(), default=0)
    named = [key for key, score in scores.items() if score == best]
    return named[0] if best and len(named) == 1 else None


def _by_words(said: str, things: Sequence[ShownThing]) -> ShownThing | None:
    """The only thing whose title holds all the words that are said of it."""
    match = _BY_WORDS.match(said)
    wanted = [word for word in match[1].split() if word not in _SMALL] if match else []
    if not wanted:
        return None
    fitting = [thing for thing in things if all(_holds(fold(thing.title).split(), word) for word in wanted)]
    return fitting[0] if len(fitting) == 1 else None


def _holds(words: Sequence[str], wanted: str) -> bool:
    """Says whether a word begins as the wanted one does, its ending aside."""
    stem = wanted[: max(4, len(wanted) - 2)]
    return any(word.startswith(stem) or (len(word) > 4 and wanted.startswith(word)) for word in words)
