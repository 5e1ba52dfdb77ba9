"""The child process of `serviceassistent route`: a question a line in, an answer a line out, in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.understanding.calibration import Thresholds
from bot.understanding.standalone import Standalone, read_model
from bot.understanding.understander import Understanding


def _lines() -> Iterator[str]:
    # Bytes, because a text may hold what Python would take for a line's end; what is no UTF-8 is replaced.
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def as_json(text: str, understanding: Understanding) -> dict[str, Any]:
    """The contract of DESIGN 9."""
    return {
        "text": text,
        "decision": understanding.decision,
        "dialogue_act": understanding.dialogue_act,
        "facet": understanding.facet,
        "scope": understanding.scope,
        "ranking": [list(pair) for pair in understanding.ranking],
    }


def as_text(text: str, understanding: Understanding) -> str:
    """One line for people."""
    meant = understanding.dialogue_act or understanding.facet
    ranked = ", ".join(f"{name} {chance:.2f}" for name, chance in understanding.ranking[:3])
    crisis = f" · krise: {understanding.crisis}" if understanding.crisis else ""
    what = f"{understanding.decision} ({meant})" if meant else understanding.decision
    return f"{text}\n    {what} · scope {understanding.scope:.2f}{crisis} · {ranked}"


def main() -> None:
    """`python -m bot.understanding.lines MODEL [--json]`."""
    model, catalogue = read_model(Path(sys.argv[1]))
    reader = Standalone(model, catalogue, Thresholds.load())
    texts: list[str] = []

    def remembered() -> Iterator[str]:
        for line in _lines():
            texts.append(line)
            yield line

    out = sys.stdout
    for understanding in reader.understand_all(remembered()):
        text = texts.pop(0)
        if "--json" in sys.argv[2:]:
            out.write(json.dumps(as_json(text, understanding), ensure_ascii=False) + "\n")
        else:
            out.write(as_text(text, understanding) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
