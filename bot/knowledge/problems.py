"""What `serviceassistent check` finds, in Danish, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

ProblemLevel = Literal["fejl", "advarsel"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to correct (fejl) or to look at (advarsel)."""

    path: Path
    line: int
    text: str
    level: ProblemLevel = "fejl"

    def shown(self, root: Path) -> str:
        """The problem as one line of text, with the path from `root`."""
        path = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        return f"{path}:{self.line}: {self.level}: {self.text}"


def schema_problems(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The path and a readable Danish text for each thing that does not fit the schema."""
    for item in error.errors():
        place = item["loc"]
        name = ".".join(map(str, place)) or "filen"
        yield place, f"{name}: {_danish(item['type'], item.get('ctx') or {}, item['msg'])}"


def _danish(kind: str, context: dict[str, Any], message: str) -> str:
    match kind:
        case "missing":
            return "mangler"
        case "extra_forbidden":
            return "nøglen findes ikke (stavefejl?)"
        case "literal_error":
            return f"må kun være {context.get('expected', '').replace(' or ', ' eller ')}"
        case "string_type":
            return "skal være tekst"
        case "bool_parsing" | "bool_type":
            return "skal være true eller false"
        case "int_parsing" | "int_type" | "decimal_parsing" | "decimal_type":
            return "skal være et tal"
        case "list_type":
            return "skal være en liste"
        case "dict_type" | "model_type" | "model_attributes_type":
            return "skal være nøgler og værdier"
        case "too_long":
            return f"må højst have {context.get('max_length')} punkter"
        case "too_short":
            return f"skal have mindst {context.get('min_length')} punkter"
        case _:
            return message.removeprefix("Value error, ")
