"""What the rest of the house sees of hand-overs: who owns a conversation, why, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from bot.conversations.types import BOT

Owner = str  # BOT, QUEUE, or a supporter (`owned_by`): the one field `conversations.owner`
_AGENT = "agent:"
_ELSEWHERE = "desk/"

State = Literal["waiting", "talking", "ended"]
Reason = Literal["asked", "failures", "anger", "crisis", "rule"]
Kind = Literal[
    "asked", "taken", "given_back", "put_back", "moved", "invited", "stepped_out", "closed", "left", "timed_out",
    "silent", "called_back", "erased", "noted", "shared", "said",
]  # fmt: skip

# How a hand-over may end. Supporters choose among CHOSEN; the others follow from what happened.
Outcome = Literal[
    "solved", "guided", "reported", "case", "referred", "unsolved",
    "given_back", "left", "user_ended", "silent", "call_back", "erased",
]  # fmt: skip
CHOSEN: Mapping[Outcome, str] = {
    "solved": "Løst",
    "guided": "Vejledt, brugeren klarer resten selv",
    "reported": "Indberetning sendt",
    "case": "Sag oprettet eller fulgt op",
    "referred": "Henvist til et andet sted",
    "unsolved": "Kunne ikke løses",
}


def owned_by(supporter_id: str) -> Owner:
    """The owner that stands for a supporter."""
    return _AGENT + supporter_id


def supporter_of(owner: Owner) -> str | None:
    """The supporter who owns the conversation; None for the bot and the queue."""
    return owner.removeprefix(_AGENT) if owner.startswith(_AGENT) else None


def from_elsewhere(supporter_id: str) -> str:
    """The id of a supporter at another desk; ids of people hold no slash."""
    return f"{_ELSEWHERE}{supporter_id}"[:64]


def is_elsewhere(supporter_id: str) -> bool:
    return supporter_id.startswith(_ELSEWHERE)


@dataclass(frozen=True)
class Supporter:
    """Who talks for 1st line; at another desk the id is that desk's."""

    id: str
    name: str


@dataclass(frozen=True)
class Titled:
    """A solution by its id, with the title that people know."""

    id: str
    title: str


@dataclass(frozen=True)
class Suggested(Titled):
    """What the engine holds for likeliest; 0 to 1, calibrated."""

    confidence: float


@dataclass(frozen=True)
class Answered:
    """A question of a tree and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class DraftPart:
    """A report under way; what stands in it is read live, never copied (`DeskReading.draft`)."""

    id: str
    solution: str
    title: str
    sensitive: bool
    filled: int  # fields with an answer


@dataclass(frozen=True)
class Package:
    """What goes along, so that nobody has to tell their story twice. All texts have been through the CPR shield."""

    asked: str = ""  # the words that led here
    words: tuple[str, ...] = ()  # what the person typed last, the newest last
    way: tuple[Answered, ...] = ()
    shown: tuple[Titled, ...] = ()
    cases: tuple[str, ...] = ()  # numbers that were named; seen only as far as the supporter's own rights go
    topic: Titled | None = None
    area: str | None = None
    draft: DraftPart | None = None
    suggestion: Suggested | None = None
    language: str = "da"
    sensitive: bool = False  # the topic or draft is: withheld until the person shares it

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Package:
        """Reads what `as_json` wrote; missing parts stay empty."""
        if not data:
            return cls()
        return cls(
            asked=data["asked"],
            words=tuple(data["words"]),
            way=tuple(Answered(**step) for step in data["way"]),
            shown=tuple(Titled(**one) for one in data["shown"]),
            cases=tuple(data["cases"]),
            topic=Titled(**data["topic"]) if data["topic"] else None,
            area=data["area"],
            draft=DraftPart(**data["draft"]) if data["draft"] else None,
            suggestion=Suggested(**data["suggestion"]) if data["suggestion"] else None,
            language=data["language"],
            sensitive=data["sensitive"],
        )


@dataclass(frozen=True)
class Handover:
    """One hand-over as it stands now. `place`: in the queue, from 1; None when nobody waits."""

    id: str
    conversation_id: str
    person_id: str
    reason: Reason
    state: State
    owner: Owner
    asked_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome | None
    shared: bool
    case_number: str | None = None
    place: int | None = None

    @property
    def supporter_id(self) -> str | None:
        return supporter_of(self.owner) if self.state == "talking" else None


class NotYours(Exception):
    """The conversation is not (or no longer) the supporter's; `owner` is its owner now."""

    def __init__(self, owner: Owner = BOT, name: str | None = None) -> None:
        super().__init__(owner)
        self.owner, self.name = owner, name


class NotThere(Exception):
    """There is no such hand-over, or not for this person: the same answer for both."""


class NotPresent(Exception):
    """The colleague is not at the desk right now."""
