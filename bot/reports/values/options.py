"""Yes and no, and the options of a choice."""

from __future__ import annotations

from typing import Any

from bot.knowledge.schema import ReportField
from bot.reports.formatting import listed
from bot.reports.values.types import Accepted, Found, Reading, ReadingContext, Rejected
from bot.understanding.values import answers, choices


def yesno_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = answers.parse_yesno(text)
    return None if parsed is None or parsed.value is None else Accepted(parsed.value, parsed.whole)


def yesno_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    if str(raw).lower() in {"true", "false"}:
        return Accepted(str(raw).lower() == "true")
    return yesno_from_text(field, str(raw), context) or Rejected("Svar ja eller nej.")


def _options(field: ReportField) -> list[choices.Option]:
    return [choices.Option(option.id, option.label, tuple(option.synonyms)) for option in field.options]


def choice_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    match = choices.match(text, _options(field), context.lemmas)
    if match is None:
        return None
    labels = {option.id: option.label for option in field.options}
    if field.type == "multi":
        return Accepted(list(match.ids))
    if len(match.ids) > 1:
        found = [Found(option_id, labels[option_id]) for option_id in match.ids]
        return Rejected(f"Mener du {listed([item.label for item in found], 'eller')}?", found)
    return Accepted(match.ids[0])


def choice_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    known = {option.id for option in field.options}
    if field.type == "multi":
        chosen = [raw] if isinstance(raw, str) else list(raw)
        if chosen and all(isinstance(item, str) and item in known for item in chosen):
            return Accepted([option.id for option in field.options if option.id in chosen])
    elif isinstance(raw, str) and raw in known:
        return Accepted(raw)
    return Rejected("Vælg en af mulighederne på listen.")
