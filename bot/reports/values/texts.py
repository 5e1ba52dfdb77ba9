"""Free text, CPR numbers by their reference, and files."""

from __future__ import annotations

import re
from typing import Any

from bot.knowledge.schema import ReportField
from bot.reports.values.types import Accepted, Reading, ReadingContext, Rejected

CPR_REFERENCE = re.compile(r"⟦cpr:([\w-]+)⟧")


def text_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    if not text:
        return None
    if len(text) > field.max_length:
        return Rejected(f"Teksten er for lang: {len(text)} tegn. Der er plads til {field.max_length}.")
    if field.pattern and not re.fullmatch(field.pattern, text):
        return Rejected(f"Det ligner ikke det, der skal stå her. Skriv det fx som {field.example or 'vist i hjælpen'}.")
    return Accepted(text)


def text_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    return text_from_text(field, str(raw).strip(), context)


def cpr_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    match = CPR_REFERENCE.search(text)
    if match:
        return Accepted(f"cpr:{match[1]}", whole=match[0] == text)
    if re.search(r"\d{6}", text):
        return Rejected("Det ligner ikke et CPR-nummer. Skriv ti cifre: fødselsdatoen og de fire sidste.")
    return None


def cpr_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    return cpr_from_text(field, str(raw), context) or Rejected("Skriv CPR-nummeret med ti cifre.")


def file_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    return None


def file_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    files = [raw] if isinstance(raw, str) else list(raw)
    if len(files) > field.max_files:
        return Rejected(f"Du kan højst vedhæfte {field.max_files} filer her.")
    if all(isinstance(item, str) and context.directory.file_label(item) is not None for item in files):
        return Accepted(files)
    return Rejected("Filen blev ikke fundet. Prøv at vedhæfte den igen.")
