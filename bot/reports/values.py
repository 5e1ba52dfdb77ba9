"""What a text or a form value means for a field: a value, a friendly reason why not, or nothing at all."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from dateutil.relativedelta import relativedelta

from bot.knowledge.schema import ReportField
from bot.reports.formatting import danish_amount, danish_date, danish_number, listed
from bot.reports.limits import date_limit, number_limit
from bot.understanding.values import amounts, answers, choices, dates, numbers

CPR_REFERENCE = re.compile(r"⟦cpr:([\w-]+)⟧")
CPR_SHOWN = "••••••-••••"


@dataclass(frozen=True)
class Found:
    """A person or unit that a search found: what is stored, and what is shown."""

    id: str
    label: str


class Directory(Protocol):
    """Looks people, units and files up, only among those that the user may name."""

    def people(self, query: str) -> Sequence[Found]: ...
    def units(self, query: str) -> Sequence[Found]: ...
    def may_name_person(self, person_id: str) -> bool: ...
    def may_name_unit(self, unit_id: str) -> bool: ...
    def person_label(self, person_id: str) -> str | None: ...
    def unit_label(self, unit_id: str) -> str | None: ...
    def file_label(self, file_id: str) -> str | None: ...


@dataclass(frozen=True)
class ReadingContext:
    today: date
    directory: Directory
    lemmas: Mapping[str, str] = dataclasses.field(default_factory=dict)  # word -> lemma, lower-cased
    names: Sequence[str] = ()  # person names that the language model found in the text


@dataclass(frozen=True)
class Accepted:
    """The value as it is stored (JSON), and whether the text held nothing else."""

    value: Any
    whole: bool = True


@dataclass(frozen=True)
class Rejected:
    """Why the value cannot be used, in Danish, and what it may have meant."""

    message: str
    suggestions: Sequence[Found] = ()


Reading = Accepted | Rejected | None


def read_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    """Reads a typed text as a value of the field; None means that it is not one."""
    return _TEXT_READERS[field.type](field, text.strip(), context)


def read_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    """Reads what a form control sent; an empty control gives None."""
    if raw is None or raw == "" or raw == [] or raw == {}:
        return None
    if isinstance(raw, dict) and not any(raw.values()):
        return None
    return _VALUE_READERS[field.type](field, raw, context)


def display(field: ReportField, value: Any, directory: Directory) -> str:
    """Writes a stored value as people read it."""
    match field.type:
        case "date":
            return danish_date(date.fromisoformat(value))
        case "period":
            start = danish_date(date.fromisoformat(value["from"]))
            return f"{start} til {danish_date(date.fromisoformat(value['to']))}" if value.get("to") else f"fra {start}"
        case "amount":
            return danish_amount(value)
        case "number":
            return f"{danish_number(value)} {field.unit}" if field.unit else danish_number(value)
        case "yesno":
            return "Ja" if value else "Nej"
        case "choice":
            return next((option.label for option in field.options if option.id == value), str(value))
        case "multi":
            return listed([option.label for option in field.options if option.id in value])
        case "person":
            return directory.person_label(value) or "(ukendt person)"
        case "unit":
            return directory.unit_label(value) or "(ukendt enhed)"
        case "cpr":
            return CPR_SHOWN
        case "file":
            return listed([directory.file_label(file_id) or "(fil)" for file_id in value])
        case _:
            return str(value)


# --- dates -----------------------------------------------------------------------------------------------------------


def _checked_date(field: ReportField, day: date, context: ReadingContext) -> Rejected | None:
    low, high = date_limit(field.minimum, context.today), date_limit(field.maximum, context.today)
    if low and day < low:
        if low == context.today:
            return Rejected(f"{danish_date(day)} er passeret. Datoen skal være i dag eller senere.")
        return Rejected(f"{danish_date(day)} er for tidligt. Datoen kan tidligst være {danish_date(low)}.")
    if high and day > high:
        if high == context.today:
            return Rejected(f"{danish_date(day)} er ude i fremtiden. Datoen kan senest være i dag.")
        return Rejected(f"{danish_date(day)} er for sent. Datoen kan senest være {danish_date(high)}.")
    return None


def _date_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = dates.parse_date(text, context.today)
    if parsed is None:
        return None
    if parsed.reason:
        return Rejected(parsed.reason)
    assert parsed.value is not None
    day = parsed.value
    if parsed.assumed and _checked_date(field, day, context) and not _checked_date(field, _year_before(day), context):
        day = _year_before(day)
    return _checked_date(field, day, context) or Accepted(day.isoformat(), parsed.whole)


def _year_before(day: date) -> date:
    """The same day a year earlier: what "15. januar" means in November, where only the past will do."""
    return day - relativedelta(years=1)


def _date_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    try:
        day = date.fromisoformat(str(raw))
    except ValueError:
        reading = _date_from_text(field, str(raw), context)
        return reading or Rejected("Det er ikke en dato, jeg kan læse. Skriv den fx som 12. marts eller 12-03-2026.")
    return _checked_date(field, day, context) or Accepted(day.isoformat())


def _checked_period(
    field: ReportField, start: date, end: date | None, context: ReadingContext, whole: bool = True
) -> Reading:
    if end is not None and end < start:
        return Rejected(f"Perioden slutter ({danish_date(end)}), før den begynder ({danish_date(start)}).")
    problem = _checked_date(field, start, context) or (_checked_date(field, end, context) if end else None)
    return problem or Accepted({"from": start.isoformat(), "to": end.isoformat() if end else None}, whole)


def _period_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = dates.parse_period(text, context.today)
    if parsed is None:
        single = _date_from_text(field, text, context)
        if isinstance(single, Accepted):
            return Rejected("Jeg mangler den ene dato. Skriv både start og slut, fx 1. marts til 15. april.")
        return single
    if parsed.reason:
        return Rejected(parsed.reason)
    assert parsed.value is not None
    start, end = parsed.value
    reading = _checked_period(field, start, end, context, parsed.whole)
    if parsed.assumed and isinstance(reading, Rejected):
        earlier = _checked_period(field, _year_before(start), _year_before(end) if end else None, context, parsed.whole)
        return earlier if isinstance(earlier, Accepted) else reading
    return reading


def _period_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    if not isinstance(raw, Mapping):
        return _period_from_text(field, str(raw), context) or Rejected("Skriv både start og slut for perioden.")
    if not raw.get("from"):
        return Rejected("Skriv, hvornår perioden begynder.")
    try:
        start = date.fromisoformat(str(raw["from"]))
        end = date.fromisoformat(str(raw["to"])) if raw.get("to") else None
    except ValueError:
        return Rejected("Det er ikke datoer, jeg kan læse. Skriv dem fx som 12-03-2026.")
    return _checked_period(field, start, end, context)


# --- amounts and numbers ---------------------------------------------------------------------------------------------


def _checked_number(
    field: ReportField, value: Decimal, show: Callable[[Decimal], str], whole: bool
) -> Accepted | Rejected:
    low, high = number_limit(field.minimum), number_limit(field.maximum)
    if low is not None and value < low:
        return Rejected(f"{show(value)} er for lidt. Det skal være mindst {show(low)}.")
    if high is not None and value > high:
        return Rejected(f"{show(value)} er for meget. Det kan højst være {show(high)}.")
    return Accepted(format(value, "f"), whole)


def _amount_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = amounts.parse_amount(text)
    if parsed is None or parsed.value is None:
        return None
    return _checked_number(field, parsed.value, danish_amount, parsed.whole)


def _number_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = numbers.parse_number(text)
    if parsed is None or parsed.value is None:
        return None

    def show(number: Decimal) -> str:
        return f"{danish_number(number)} {field.unit}" if field.unit else danish_number(number)

    return _checked_number(field, Decimal(parsed.value), show, parsed.whole)


def _amount_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    return _amount_from_text(field, str(raw), context) or Rejected("Skriv beløbet i tal, fx 1.250,50.")


def _number_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    return _number_from_text(field, str(raw), context) or Rejected("Skriv det som et tal, fx 37 eller 7,5.")


# --- choices ---------------------------------------------------------------------------------------------------------


def _yesno_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = answers.parse_yesno(text)
    return None if parsed is None or parsed.value is None else Accepted(parsed.value, parsed.whole)


def _yesno_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    if str(raw).lower() in {"true", "false"}:
        return Accepted(str(raw).lower() == "true")
    return _yesno_from_text(field, str(raw), context) or Rejected("Svar ja eller nej.")


def _options(field: ReportField) -> list[choices.Option]:
    return [choices.Option(option.id, option.label, tuple(option.synonyms)) for option in field.options]


def _choice_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
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


def _choice_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    known = {option.id for option in field.options}
    if field.type == "multi":
        chosen = [raw] if isinstance(raw, str) else list(raw)
        if chosen and all(isinstance(item, str) and item in known for item in chosen):
            return Accepted([option.id for option in field.options if option.id in chosen])
    elif isinstance(raw, str) and raw in known:
        return Accepted(raw)
    return Rejected("Vælg en af mulighederne på listen.")


# --- people, units, text, cpr, files ---------------------------------------------------------------------------------


def _found(kind: str, query: str, found: Sequence[Found]) -> Reading:
    exact = [item for item in found if item.label.casefold().split(" (")[0] == query.casefold()]
    if len(exact) == 1:
        return Accepted(exact[0].id)
    if len(found) == 1:
        return Accepted(found[0].id)
    if found:
        return Rejected(f"Jeg fandt flere. Hvilken {kind} mener du?", found[:6])
    return None


def _person_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    if re.fullmatch(r"(det er |det gælder |for )?(mig|mig selv|mig self|jeg selv|min egen)\W*", text.casefold()):
        mine = context.directory.people("")
        return Accepted(mine[0].id) if mine else None
    for query in (text, *context.names):
        reading = _found("person", query, context.directory.people(query))
        if reading is not None:
            return reading
    if len(text.split()) <= 4:
        return Rejected(
            f"Jeg kan ikke finde “{text}” blandt dem, du kan indberette for. Prøv med hele navnet. "
            "Er det en, du burde kunne indberette for, mangler du en rolle for personens enhed."
        )
    return None


def _person_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    if context.directory.may_name_person(str(raw)):
        return Accepted(str(raw))
    return _person_from_text(field, str(raw), context) or Rejected("Vælg en person på listen.")


def _unit_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    reading = _found("enhed", text, context.directory.units(text))
    if reading is None and len(text.split()) <= 5:
        return Rejected(f"Jeg kan ikke finde en enhed, der hedder “{text}”. Prøv med en del af navnet.")
    return reading


def _unit_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    if context.directory.may_name_unit(str(raw)):
        return Accepted(str(raw))
    return _unit_from_text(field, str(raw), context) or Rejected("Vælg en enhed på listen.")


def _text_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    if not text:
        return None
    if len(text) > field.max_length:
        return Rejected(f"Teksten er for lang: {len(text)} tegn. Der er plads til {field.max_length}.")
    if field.pattern and not re.fullmatch(field.pattern, text):
        return Rejected(f"Det ligner ikke det, der skal stå her. Skriv det fx som {field.example or 'vist i hjælpen'}.")
    return Accepted(text)


def _text_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    return _text_from_text(field, str(raw).strip(), context)


def _cpr_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    match = CPR_REFERENCE.search(text)
    if match:
        return Accepted(f"cpr:{match[1]}", whole=match[0] == text)
    if re.search(r"\d{6}", text):
        return Rejected("Det ligner ikke et CPR-nummer. Skriv ti cifre: fødselsdatoen og de fire sidste.")
    return None


def _cpr_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    return _cpr_from_text(field, str(raw), context) or Rejected("Skriv CPR-nummeret med ti cifre.")


def _file_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    return None


def _file_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    files = [raw] if isinstance(raw, str) else list(raw)
    if len(files) > field.max_files:
        return Rejected(f"Du kan højst vedhæfte {field.max_files} filer her.")
    if all(isinstance(item, str) and context.directory.file_label(item) is not None for item in files):
        return Accepted(files)
    return Rejected("Filen blev ikke fundet. Prøv at vedhæfte den igen.")


_Reader = Callable[[ReportField, Any, ReadingContext], Reading]
_TEXT_READERS: Mapping[str, _Reader] = {
    "date": _date_from_text, "period": _period_from_text, "amount": _amount_from_text, "number": _number_from_text,
    "yesno": _yesno_from_text, "choice": _choice_from_text, "multi": _choice_from_text, "person": _person_from_text,
    "unit": _unit_from_text, "text": _text_from_text, "cpr": _cpr_from_text, "file": _file_from_text,
}  # fmt: skip
_VALUE_READERS: Mapping[str, _Reader] = {
    "date": _date_from_value, "period": _period_from_value, "amount": _amount_from_value, "number": _number_from_value,
    "yesno": _yesno_from_value, "choice": _choice_from_value, "multi": _choice_from_value,
    "person": _person_from_value, "unit": _unit_from_value, "text": _text_from_value, "cpr": _cpr_from_value,
    "file": _file_from_value,
}  # fmt: skip
