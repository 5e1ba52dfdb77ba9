"""What the person is told when their conversation is erased: what has gone, what remains, why, and where to ask."""

from __future__ import annotations

from typing import Protocol

_FEW = 5
ASK = (
    "Har du spørgsmål, eller vil du se alt, der er gemt om dig, så spørg kommunens databeskyttelsesrådgiver. "
    "Du kan også skrive “tal med et menneske” her."
)
_ALWAYS = (
    "Revisionssporet, der viser hvem der har gjort hvad (aldrig det, du har skrevet): det bliver i fem år, så misbrug "
    "kan opdages.",
    "Optællingen af svar i spørgetræerne: ingen kan se, at svarene var dine.",
)


class Outcome(Protocol):
    """The counts that the words are made of."""

    @property
    def messages(self) -> int: ...
    @property
    def drafts(self) -> int: ...
    @property
    def attachments(self) -> int: ...
    @property
    def numbers(self) -> int: ...
    @property
    def notices(self) -> int: ...
    @property
    def cases(self) -> tuple[str, ...]: ...
    @property
    def case_files(self) -> int: ...
    @property
    def case_numbers(self) -> int: ...
    @property
    def courses(self) -> int: ...


def told(outcome: Outcome) -> str:
    """The whole message, in plain Danish; it makes sense as text alone."""
    remains = [*filter(None, (_cases(outcome), _courses(outcome))), *_ALWAYS]
    listed = "\n".join(f"- {line}" for line in remains)
    return f"{_gone(outcome)}\n\nDet bliver, og derfor:\n{listed}\n\n{ASK}"


def _gone(outcome: Outcome) -> str:
    counts = (
        (outcome.messages, "besked", "beskeder"),
        (outcome.drafts, "kladde", "kladder"),
        (outcome.attachments, "fil, der ikke var sendt", "filer, der ikke var sendt"),
        (outcome.numbers, "CPR-nummer", "CPR-numre"),
        (outcome.notices, "påmindelse", "påmindelser"),
    )
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    if not parts:
        return "Der var ikke noget at slette i samtalen."
    return f"Samtalen er slettet: {_joined(parts)}. Det kan ikke hentes tilbage."


def _cases(outcome: Outcome) -> str | None:
    numbers = outcome.cases
    if not numbers:
        return None
    which = f"Din sag {numbers[0]}" if len(numbers) == 1 else f"Dine {len(numbers)} sager ({_some(numbers)})"
    files = f"{outcome.case_files} {'fil' if outcome.case_files == 1 else 'filer'}"
    secrets = f"{outcome.case_numbers} {'CPR-nummer' if outcome.case_numbers == 1 else 'CPR-numre'} (krypteret)"
    held = [text for count, text in ((outcome.case_files, files), (outcome.case_numbers, secrets)) if count]
    return (
        f"{which} med {_joined(['historik', *held])}: kommunen skal kunne dokumentere sine sager (offentlighedsloven "
        "§§ 13 og 15) og må kun kassere dem efter arkivloven."
    )


def _courses(outcome: Outcome) -> str | None:
    if not outcome.courses:
        return None
    which = "Det forløb" if outcome.courses == 1 else f"De {outcome.courses} forløb"
    return (
        f"{which}, du har begyndt: kolleger kan have opgaver i {'det' if outcome.courses == 1 else 'dem'}. "
        "Forløb slettes et år efter, at de er slut, og du kan stoppe dem på siden Forløb."
    )


def _some(numbers: tuple[str, ...]) -> str:
    shown = ", ".join(numbers[-_FEW:])
    return shown if len(numbers) <= _FEW else f"senest {shown}"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}"
