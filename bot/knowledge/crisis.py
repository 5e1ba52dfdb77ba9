"""The fixed answers to someone in danger or distress, from knowledge/crisis.yml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.messages.cards import Contact


class CrisisAnswer(BaseModel):
    """Whom to call now, and the reports that may come afterwards."""

    model_config = ConfigDict(extra="forbid")

    title: str
    text: str
    contacts: list[Contact]
    solutions: list[str] = []


CRISIS_KINDS = ("violence", "threat", "suicide", "harassment_by_leader")
_ANSWERS = TypeAdapter(dict[str, CrisisAnswer])


def load_crisis_answers(path: Path) -> Mapping[str, CrisisAnswer]:
    """Reads knowledge/crisis.yml; raises ValueError where one of the kinds has no answer."""
    answers = _ANSWERS.validate_python(yaml.safe_load((path / "crisis.yml").read_text(encoding="utf-8")))
    missing = [kind for kind in CRISIS_KINDS if kind not in answers]
    if missing:
        raise ValueError(f"crisis.yml lacks an answer for {', '.join(missing)}")
    return answers
