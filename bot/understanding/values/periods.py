"""Periods in Danish text: "fra 1. marts til 15. april", "uge 29-31", "hele juli", "1.-5. maj"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from bot.understanding.values.calendar_words import (
    COUNT,
    MONTH_WORD,
    SPAN_UNIT,
    WEEKDAY,
    Context,
    Prefer,
    add_months,
    count,
    first_of_week,
    full_year,
    last_of_month,
    month_number,
    shift,
)
from bot.understanding.values.parsed import Parsed, parsed
from bot.understanding.values.single_dates import Found, find_expressions, lowered

Period = tuple[date, "date | None"]
_Result = Parsed[Period]

_TO = r"(?:-|–|—|til(?:\sog\smed)?|t\.?o\.?m\.?|indtil|frem\stil|og|\+|&)"
_BETWEEN = re.compile(
    rf"\s*,?\s*(?:(?:og\s)?(?:frem\s)?{_TO}|(?:kl\.?\s?[\d.:]+\s)?(?:og\s|,\s?)?(?:\w+\s){{0,3}}?"
    r"(?:til(?:\sog\smed)?|indtil|slutter?|sluttede|sidste(?:\sdag)?|slutdato|hjem(?:rejse)?|retur|tilbage|færdig)(?:\ser|\sden|\sigen)?)\s*:?\s*"
    r"(?:og\smed\s)?(?:den|d\.?)?\s*"
)
_FROM = re.compile(
    r"(?:(?:gælder|perioden|periode)\s)?(?:fra\sog\smed|fra|f\.o\.m\.|fom|med\svirkning\sfra|pr\.|per|startende|start(?:er)?|begynder|mellem|fra\sog\smed\sden)\s*(?:den|d\.?)?\s*$"
)
_UNTIL = re.compile(r"(?:(?:frem\s)?til(?:\sog\smed)?|t\.?o\.?m\.?|indtil)\s*(?:den|d\.?)?\s*$")
_OPEN_END = re.compile(
    r"\s*,?\s*(?:og\s(?:frem(?:ad|efter)?|indtil\svidere|uden\sslutdato|ingen\sslutdato)|og\ser\suden\sslutdato|indtil\svidere|og\s?frem|fremover|uden\sslutdato|permanent|fast|-\s*$|→)"
)
_NUMBER_BEFORE = re.compile(rf"(?<![\w.,/])(?:den\s|d\.?\s?)?(\d{{1,2}})\.?\s?{_TO}\s*(?:den\s?|d\.?\s?)?$")
_DURATION_AFTER = re.compile(
    rf"\s*,?\s*(?:og\s|\+\s?|i\s|for\s|varer\s)(?:de\snæste\s|i\salt\s|ca\.?\s|cirka\s)?(?P<count>{COUNT})\s(?P<unit>{SPAN_UNIT})"
    r"(?:\s(?:tid|frem(?:ad|over)?|herefter|derefter))?(?!\w|\ssiden)"
)
_DURATION_BEFORE = re.compile(
    rf"(?<!\w)(?:i\s)?(?P<count>{COUNT})\s(?P<unit>{SPAN_UNIT})(?:s\speriode|\stid)?,?\s(?:fra(?:\sog\smed)?|startende|med\sstart|regnet\sfra)\s*(?:den|d\.?)?\s*$"
)
_WEEKS = re.compile(
    r"(?<!\w)(?:i\s|hele\s)?(?:uge(?:rne|r)?|u\.)\s?(?P<a>\d{1,2})"
    rf"(?P<more>(?:\s?,\s?\d{{1,2}})*)(?:\s?(?P<link>{_TO})\s?(?:uge\s)?(?P<b>\d{{1,2}}))?(?:,?\s?(?:i\s|-\s)?(?P<y>20\d\d))?(?![\d/])(?!\.\d)"
)
_MONTHS = re.compile(
    rf"(?<!\w)(?P<from>fra(?:\sog\smed)?\s)?(?:(?:i\s)?(?:hele|til|i)\s)?(?P<a>{MONTH_WORD})\.?(?:\småned)?(?:\s(?P<ya>20\d\d))?"
    rf"(?:\s?,?\s?(?P<link>{_TO})\s?(?P<b>{MONTH_WORD})\.?(?:\småned)?)?(?:\s(?P<y>20\d\d))?(?!\w)"
)
_NEXT_SPAN = re.compile(
    rf"(?<!\w)(?:i\s)?de\s(?P<way>næste|kommende|sidste|seneste)\s(?P<count>{COUNT})\s(?P<unit>{SPAN_UNIT})(?!\w)"
)
_FORWARD = re.compile(rf"(?<!\w)(?:i\s)?(?P<count>{COUNT})\s(?P<unit>{SPAN_UNIT})\sfrem(?:ad|over)?(?!\w)")


def _ordered(text: str, start: int, end: int, first: date, last: date | None, assumed: bool) -> _Result:
    if last is not None and last < first:
        return parsed(None, text, start, end, reason="Slutdatoen ligger før startdatoen.")
    return parsed((first, last), text, start, end, assumed=assumed)


def _bad(text: str, start: int, end: int, reason: str | None) -> _Result:
    return parsed(None, text, start, end, reason=reason)


def _include_from(low: str, start: int) -> tuple[int, bool]:
    match = _FROM.search(low, 0, start)
    return (match.start(), True) if match else (start, False)


def _two_dates(text: str, low: str, found: list[Found], context: Context) -> _Result | None:
    days = [one for one in found if not one.month_only]
    for first, last in pairwise(days):
        between = low[first.end : last.start]
        if not _BETWEEN.fullmatch(between):
            continue
        joined = between.strip() in ("og", "&", "+", ", og")
        start, _ = _include_from(low, first.start)
        a = first.resolve(context)
        if a is None or a.value is None:
            return _bad(text, start, last.end, a.reason if a else None)
        b = last.resolve(Context(context.today, context.prefer, not_before=a.value))
        if b is None or b.value is None:
            b = last.resolve(context)
        if b is None or b.value is None:
            return _bad(text, start, last.end, b.reason if b else None)
        same_week = re.fullmatch(WEEKDAY, low[first.start : first.end]) and re.match(
            WEEKDAY, low[last.start : last.end]
        )
        if a.assumed and not b.assumed and (b.value < a.value or (b.value - a.value).days > (6 if same_week else 366)):
            a = first.resolve(Context(context.today, context.prefer, not_after=b.value)) or a
        if a.value is None:
            continue
        if joined and (b.value - a.value).days > 3 and not low[: first.start].rstrip().endswith("mellem"):
            continue  # "den 3. maj og den 20. juni" are two days, no period
        return _ordered(text, start, last.end, a.value, b.value, a.assumed or b.assumed)
    return None


def _has_month(low: str, one: Found) -> bool:
    """Says whether the expression is more than a day ("den 3.")."""
    return not re.fullmatch(r"(?:den\s|d\.?\s?)?\d{1,2}\.?", low[one.start : one.end])


def _shared_month(text: str, low: str, found: list[Found], context: Context) -> _Result | None:
    """ "1.-5. maj", "fra den 28. til den 3. marts": the first day takes its month from the last."""
    for last in found:
        match = _NUMBER_BEFORE.search(low, 0, last.start)
        if last.month_only or not match or any(f.start < match.start(1) < f.end and _has_month(low, f) for f in found):
            continue
        b = last.resolve(context)
        start, _ = _include_from(low, match.start())
        if b is None or b.value is None:
            return _bad(text, start, last.end, b.reason if b else None)
        day = int(match[1])
        month = b.value if day <= b.value.day else add_months(b.value.replace(day=1), -1)
        if not 1 <= day <= last_of_month(month.year, month.month).day:
            return _bad(text, start, last.end, f"Der er ingen dag nummer {day} i den måned.")
        return _ordered(text, start, last.end, month.replace(day=day), b.value, b.assumed)
    return None


def _with_duration(text: str, low: str, found: list[Found], context: Context) -> _Result | None:
    """ "fra mandag og to uger frem", "14 dage fra 3/4": the last day is the one before the same weekday."""
    for one in found:
        after, before = _DURATION_AFTER.match(low, one.end), _DURATION_BEFORE.search(low, 0, one.start)
        match = after or before
        if one.month_only or match is None or (number := count(match["count"])) is None:
            continue
        resolved = one.resolve(context)
        start = before.start() if before else _include_from(low, one.start)[0]
        end = after.end() if after else one.end
        if resolved is None or resolved.value is None:
            return _bad(text, start, end, resolved.reason if resolved else None)
        last = shift(resolved.value, number, match["unit"]) - timedelta(1)
        return _ordered(text, start, end, resolved.value, last, True)
    return None


def _weeks(text: str, low: str, found: list[Found], context: Context) -> _Result | None:
    match = _WEEKS.search(low)
    if not match or any(not f.month_only and f.start < match.end() and match.start() < f.end for f in found):
        return None
    middle = [int(n) for n in re.findall(r"\d{1,2}", match["more"] or "")]
    first, last = int(match["a"]), int(match["b"] or (middle[-1] if middle else match["a"]))
    named = [first, *middle, last]
    listed = bool(middle) or match["link"] in ("og", "+", "&")
    if listed and any(b - a > 1 for a, b in pairwise(named)):
        return _bad(text, *match.span(), "Ugerne hænger ikke sammen. Skriv én periode ad gangen.")
    years = [int(match["y"])] if match["y"] else list(range(context.today.year - 1, context.today.year + 3))
    mondays = [monday for y in years if (monday := first_of_week(y, first))]
    start = context.pick(mondays)
    if start is None:
        return _bad(text, *match.span(), f"Der er ingen uge {first}.")
    end_year = start.isocalendar()[0] + (1 if last < first else 0)
    monday = first_of_week(end_year, last)
    if monday is None:
        return _bad(text, *match.span(), f"Der er ingen uge {last} i {end_year}.")
    return _ordered(text, *match.span(), start, monday + timedelta(6), not match["y"])


def _months(text: str, low: str, found: list[Found], context: Context) -> _Result | None:
    for match in _MONTHS.finditer(low):
        first = month_number(match["a"])
        last = month_number(match["b"]) if match["b"] else None
        if first is None or (match["b"] and last is None and not match["ya"]):
            if first is None:
                continue
            match = _MONTHS.fullmatch(low, match.start(), match.start("link")) or match
            last = None
        if any(not f.month_only and f.start < match.end("a") and match.start("a") < f.end for f in found):
            continue
        if match["ya"] and last and match["y"]:
            start, end = date(int(match["ya"]), first, 1), last_of_month(int(match["y"]), last)
            return _ordered(text, *match.span(), start, end, False)
        year = match["y"] or match["ya"]
        years = [int(year)] if year else list(range(context.today.year - 1, context.today.year + 2))
        if year and last and last < first:
            years = [int(year) - 1] if not match["ya"] else [int(year)]
        # A month that is running counts as near; otherwise the nearest first day does.
        running = context.today.replace(day=1)
        starts = [date(y, first, 1) for y in years]
        chosen = running if not year and running.month == first and context.prefer != "past" else context.pick(starts)
        if chosen is None:
            continue
        if match["from"] and last is None:
            return parsed((chosen, None), text, *match.span(), assumed=not year)
        final = last or first
        finish = last_of_month(chosen.year + (1 if final < first else 0), final)
        return _ordered(text, *match.span(), chosen, finish, not year)
    return None


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _month(day: date) -> Period:
    return day.replace(day=1), last_of_month(day.year, day.month)


def _quarter(year: int, number: int) -> Period:
    return date(year, 3 * number - 2, 1), last_of_month(year, 3 * number)


_NAMED: tuple[tuple[str, Callable[[date], Period]], ...] = (
    (r"(?:hele\s|i\s)*(?:næste|kommende)\suge", lambda t: (_monday(t) + timedelta(7), _monday(t) + timedelta(13))),
    (r"(?:hele\s|i\s)*(?:sidste|forrige)\suge", lambda t: (_monday(t) - timedelta(7), _monday(t) - timedelta(1))),
    (r"resten\saf\s(?:ugen|denne\suge)", lambda t: (t, _monday(t) + timedelta(6))),
    (r"(?:hele\s|i\s)*(?:denne\suge|ugen)", lambda t: (_monday(t), _monday(t) + timedelta(6))),
    (r"(?:hele\s|i\s)*(?:næste|kommende)\s(?:måned|md)", lambda t: _month(add_months(t, 1))),
    (r"(?:hele\s|i\s)*(?:sidste|forrige)\s(?:måned|md)", lambda t: _month(add_months(t, -1))),
    (r"resten\saf\s(?:denne\s)?måneden?", lambda t: (t, last_of_month(t.year, t.month))),
    (r"(?:hele\s|i\s)*(?:denne\s(?:måned|md)|måneden)", _month),
    (r"(?:hele\s|i\s)*næste\sår", lambda t: (date(t.year + 1, 1, 1), date(t.year + 1, 12, 31))),
    (r"(?:hele\s|i\s)*sidste\sår", lambda t: (date(t.year - 1, 1, 1), date(t.year - 1, 12, 31))),
    (r"(?:hele\såret|i\sår|dette\sår)", lambda t: (date(t.year, 1, 1), date(t.year, 12, 31))),
    (r"resten\saf\såret", lambda t: (t, date(t.year, 12, 31))),
    (r"(?:i\s)?næste\sweekend", lambda t: (_monday(t) + timedelta(12), _monday(t) + timedelta(13))),
    (r"(?:i\s)?sidste\sweekend|i\sweekenden\sder\svar", lambda t: (_monday(t) - timedelta(2), _monday(t) - timedelta(1))),
    (r"(?:i\s|hele\s|denne\s)?weekend(?:en)?", lambda t: (_monday(t) + timedelta(5), _monday(t) + timedelta(6))),
)  # fmt: skip
_NAMED_RE = tuple((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), build) for pattern, build in _NAMED)
_QUARTER = re.compile(r"(?<!\w)(?:(?:i\s)?(?P<q>[1-4])\.?\s(?:kvartal|kv\.)|q(?P<q2>[1-4]))(?:\s(?P<y>20\d\d))?(?!\w)")
_HALF = re.compile(r"(?<!\w)(?:i\s)?(?P<h>første|andet|[12]\.)\shalv(?:år|del)(?:\s(?:af\s)?(?P<y>20\d\d))?(?!\w)")
_YEAR = re.compile(r"(?<![\w./-])(?:hele\s|i\s|året\s|kalenderåret\s)+(?P<y>20\d\d)(?![\w./-])")


def _named(text: str, low: str, context: Context) -> _Result | None:
    for pattern, build in _NAMED_RE:
        if match := pattern.search(low):
            return parsed(build(context.today), text, *match.span())
    if match := _QUARTER.search(low):
        year = int(match["y"] or context.today.year)
        return parsed(_quarter(year, int(match["q"] or match["q2"])), text, *match.span(), assumed=not match["y"])
    if match := _HALF.search(low):
        year = int(match["y"] or context.today.year)
        half = 1 if match["h"] in ("første", "1.") else 2
        span = (date(year, 6 * half - 5, 1), last_of_month(year, 6 * half))
        return parsed(span, text, *match.span(), assumed=not match["y"])
    if match := _YEAR.search(low):
        year = full_year(match["y"], context.today)
        return parsed((date(year, 1, 1), date(year, 12, 31)), text, *match.span())
    return None


def _from_today(text: str, low: str, context: Context) -> _Result | None:
    if match := _NEXT_SPAN.search(low):
        number = count(match["count"])
        if number is not None:
            if match["way"] in ("næste", "kommende"):
                last = shift(context.today, number, match["unit"]) - timedelta(1)
                return _ordered(text, *match.span(), context.today, last, True)
            return _ordered(text, *match.span(), shift(context.today, number, match["unit"], -1), context.today, True)
    if (match := _FORWARD.search(low)) and (number := count(match["count"])) is not None:
        return _ordered(
            text, *match.span(), context.today, shift(context.today, number, match["unit"]) - timedelta(1), True
        )
    return None


def _one_date(text: str, low: str, found: list[Found], context: Context) -> _Result | None:
    for one in found:
        if one.month_only:
            continue
        resolved = one.resolve(context)
        start, from_here = _include_from(low, one.start)
        if resolved is None or resolved.value is None:
            return _bad(text, start, one.end, resolved.reason if resolved else None)
        open_end = _OPEN_END.match(low, one.end)
        if open_end or from_here:
            end = open_end.end() if open_end else one.end
            return parsed((resolved.value, None), text, start, end, assumed=resolved.assumed)
        if until := _UNTIL.search(low, 0, one.start):
            last = one.resolve(Context(context.today, context.prefer, not_before=context.today)) or resolved
            return _ordered(text, until.start(), one.end, context.today, last.value, True)
        return parsed((resolved.value, resolved.value), text, one.start, one.end, assumed=resolved.assumed)
    return None


def parse_period(text: str, today: date, prefer: Prefer = "near") -> Parsed[Period] | None:
    """Reads a period; its end is None where it is left open ("fra 1. marts").

    A single day is a period of one day. `reason` is set where the dates are impossible or in the wrong order.
    """
    low, context = lowered(text), Context(today, prefer)
    found = find_expressions(text, context)
    for reader in (_shared_month, _two_dates, _with_duration, _weeks):
        if result := reader(text, low, found, context):
            return result
    if result := _from_today(text, low, context):
        return result
    if any(not one.month_only for one in found):
        return _one_date(text, low, found, context)
    return _months(text, low, found, context) or _named(text, low, context)
