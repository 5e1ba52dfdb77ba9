"""`python -m bench.cpr`: how well and how fast the CPR shield does, on its tests' texts and on the project's own."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from bot.privacy import cpr
from bot.settings import PROJECT
from tests.privacy.cpr_hidden import HIDDEN_GROUPS
from tests.privacy.cpr_open import OPEN_GROUPS
from tests.privacy.cpr_strings import HARD, HIDDEN, OPEN, measure

MESSAGE = "Hej, jeg vil gerne sygemelde mig fra i dag. Ring til mig på 20 12 34 56, hvis der er noget."


def groups(title: str, found: Iterable[tuple[str, int]]) -> None:
    print(f"{title}: " + ", ".join(f"{name} {count}" for name, count in found))


def own_lines() -> Iterator[str]:
    """What the project trains on and shows: none of it holds a CPR number."""
    for folder in ("data", "knowledge"):
        for file in sorted((PROJECT / folder).rglob("*")):
            if file.suffix in (".yml", ".md"):
                yield from file.read_text().splitlines()


def main() -> None:
    groups("numbers", ((name, len(texts)) for name, texts in HIDDEN_GROUPS.items()))
    groups("no numbers", ((name, len(texts)) for name, texts in OPEN_GROUPS.items()))
    measured = measure()
    print(f"with their twins: {len(HIDDEN)} texts with numbers, {len(OPEN)} without, {len(HARD)} that nobody can tell")
    print(f"recall    {measured.recall:8.2%}   missed: {measured.missed}")
    print(f"precision {measured.precision:8.2%}   harmed: {measured.harmed}")
    lines = list(own_lines())
    harmed = [line for line in lines if cpr.find(line)]
    print(f"of {len(lines)} lines in data/ and knowledge/ {len(harmed)} would lose something")
    began = time.perf_counter()
    for _ in range(2000):
        cpr.find(MESSAGE)
    print(f"a message takes {(time.perf_counter() - began) / 2000 * 1e6:.0f} µs")


if __name__ == "__main__":
    main()
