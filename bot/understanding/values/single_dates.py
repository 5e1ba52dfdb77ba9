"""Single dates in Danish text. dateparser 1.x was tried: it reads 9 of 24 of the common forms, so this is our own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding.values.calendar_words import (
    COUNT,
    FEASTS,
    MONTH_WORD,
    MONTHS,
    ORDINAL_WORD,
    SPAN_UNIT,
    WEEKDAY,
    WEEKDAY_SHORT,
    Context,
    Prefer,
    Resolved,
    add_months,
    count,
    first_of_week,
    full_year,
    last_of_month,
    month_number,
    resolve_date,
    shift,
    weekday_number,
)
from bot.understanding.values.numerals import ORDINALS
from bot.understanding.values.parsed import Parsed, parsed

Resolver = Callable[[Context], "Resolved | None"]


@dataclass(frozen=True)
class Found:
    """A date expression in the text, not yet completed from its context."""

    start: int
    end: int
    resolve: Resolver
    month_only: bool = False
    weight: int = 0  # where two have the same extent, the heavier one counts


_DAY = r"(?:(?P<day>\d{1,2})\.?|(?P<word>" + ORDINAL_WORD + r"))"
_LEAD = rf"(?:(?:(?:nu\s)?på\s)?(?P<weekday>{WEEKDAY}|{WEEKDAY_SHORT}\.?)\s?,?\s?)?(?:(?:den|d\.?)\s?)?"
_YEAR = r"(?:[\s,.]{0,2}(?:(?P<year>(?:19|20)\d\d|'?\d\d(?![\d.:,/]|\s?(?:kr|timer|dage|%)))|(?P<rel>i\s(?:år|aar)|næste\sår|sidste\sår))(?!\w))?"
_MONTH = rf"(?P<month>{MONTH_WORD})\.?"
_REL_MONTH = r"(?P<relmonth>(?:næste|denne|sidste|forrige|indeværende|kommende)\s(?:måned|md)|måneden|dennes)"


def _year(match: re.Match[str], context: Context) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return full_year(groups["year"].lstrip("'"), context.today)
    relative = groups.get("rel")
    if relative:
        return context.today.year + (1 if relative.startswith("næste") else -1 if relative.startswith("sidste") else 0)
    return None


def _day(match: re.Match[str]) -> int:
    return int(match["day"]) if match["day"] else ORDINALS[match["word"]]


def _weekday(match: re.Match[str]) -> int | None:
    return weekday_number(match["weekday"]) if match["weekday"] else None


def _month_of(match: re.Match[str], context: Context) -> tuple[int | None, int]:
    """Year (None: to be guessed) and month (0: none) of the groups month, relmonth, year."""
    relative = match.groupdict().get("relmonth")
    if relative:
        step = (
            1 if relative.startswith(("næste", "kommende")) else -1 if relative.startswith(("sidste", "forrige")) else 0
        )
        day = add_months(context.today, step)
        return day.year, day.month
    return _year(match, context), month_number(match["month"]) or 0


def _iso(match: re.Match[str], context: Context) -> Resolved | None:
    return resolve_date(int(match["d"]), int(match["m"]), int(match["y"]), None, context)


def _numeric(match: re.Match[str], context: Context) -> Resolved | None:
    day, month = int(match["day"]), int(match["mon"])
    year = full_year(match["year"], context.today) if match["year"] else None
    dotted = match["sep"] == "."
    led = match.group().startswith("d") or match["weekday"]
    if (day > 31 or month > 12 or day == 0 or month == 0) and not year and (dotted or not led) and (day > 31 or dotted):
        return None  # a time of day or a plain number
    return resolve_date(day, month, year, _weekday(match), context)


def _named_month(match: re.Match[str], context: Context) -> Resolved | None:
    month = month_number(match["month"])
    return resolve_date(_day(match), month, _year(match, context), _weekday(match), context) if month else None


def _day_in_number_month(match: re.Match[str], context: Context) -> Resolved | None:
    month = int(match["mon"]) if match["mon"] else ORDINALS[match["monword"]]
    return resolve_date(_day(match), month, _year(match, context), _weekday(match), context) if month <= 12 else None


def _day_of_relative_month(match: re.Match[str], context: Context) -> Resolved | None:
    year, month = _month_of(match, context)
    return resolve_date(_day(match), month, year, _weekday(match), context)


def _day_only(match: re.Match[str], context: Context) -> Resolved | None:
    day, weekday = _day(match), _weekday(match)
    if not 1 <= day <= 31:
        return Resolved(None, f"Der er ingen dag nummer {day} i en måned.")
    base = context.not_before or context.not_after or context.today
    months = [add_months(base.replace(day=1), step) for step in range(-2, 4)]
    days = [m.replace(day=day) for m in months if day <= last_of_month(m.year, m.month).day]
    if weekday is not None:
        days = [d for d in days if d.weekday() == weekday]
        if not days:
            return Resolved(None, "Ugedag og dato passer ikke sammen. Hvilken måned mener du?")
    return Resolved(context.pick(days), assumed=True)


def _weekday_in_month(match: re.Match[str], context: Context) -> Resolved | None:
    year, month = _month_of(match, context)
    if not month:
        return None
    kind, order = match["nth"], match["wd"]

    def nth(in_year: int) -> date | None:
        last = last_of_month(in_year, month)
        days = [last.replace(day=d) for d in range(1, last.day + 1)]
        if order.startswith("arbejdsdag") or order.startswith("hverdag"):
            days = [d for d in days if d.weekday() < 5]
        elif order != "dag":
            days = [d for d in days if d.weekday() == weekday_number(order)]
        index = -1 if kind.startswith("sidste") else (ORDINALS.get(kind) or int(kind.rstrip("."))) - 1
        return days[index] if index < len(days) else None

    if year:
        value = nth(year)
        return Resolved(value, None if value else "Så mange er der ikke i den måned.")
    around = [nth(y) for y in range(context.today.year - 1, context.today.year + 2)]
    return Resolved(context.pick([day for day in around if day]), assumed=True)


def _part_of_month(match: re.Match[str], context: Context) -> Resolved | None:
    year, month = _month_of(match, context)
    if not month:
        return None
    part = match["part"]

    def at(in_year: int) -> date:
        last = last_of_month(in_year, month)
        return last.replace(day=1) if part.startswith("primo") else last.replace(day=15) if part == "medio" else last

    if year:
        return Resolved(at(year), assumed=part in ("primo", "medio"))
    years = range(context.today.year - 1, context.today.year + 2)
    return Resolved(context.pick([at(y) for y in years]), assumed=True)


_FIXED_DAYS = (
    (r"i?\s?forg(?:å|aa)rs", -2),
    (r"i\s?over\s?morgen|overmorgen", 2),
    (r"i\s?morgen(?:\stidlig)?(?!\w)|imorgn|i\s?mor(?:ge|eg)n|imrg", 1),
    (r"i\s?g(?:å|aa)r(?:\saftes)?|i\saftes|i\sg(?:å|aa)rs", -1),
    (r"i\s?dag|dags\sdato|d\.d\.|i\smorges|i\sformiddags?|i\seftermiddags?|i\saften|i\snat|her\stil\smorgen|dd\.", 0),
)


def _weekday_alone(match: re.Match[str], context: Context) -> Resolved | None:
    today, target = context.today, weekday_number(match["wd"])
    ahead = (target - today.weekday()) % 7
    lead = (match["lead"] or "").strip()
    week = match["week"]
    if week:
        step = 7 if week.startswith(("næste", "kommende")) else -7 if week.startswith(("sidste", "forrige")) else 0
        return Resolved(today - timedelta(today.weekday()) + timedelta(step + target))
    if lead.startswith(("sidste", "forrige", "i ")):
        return Resolved(today - timedelta((today.weekday() - target) % 7 or 7))
    if lead.startswith("næste"):
        # On a Monday "næste fredag" is Friday of next week; Danes differ, so it is shown.
        return Resolved(today - timedelta(today.weekday()) + timedelta(7 + target), assumed=True)
    if lead.startswith("denne"):
        return Resolved(today - timedelta(today.weekday()) + timedelta(target))
    if match["ahead"] and (number := count(match["count"])) is not None:
        coming = today + timedelta(ahead or 7)
        days = 7 if number == 8 and match["unit"].startswith("dag") else number  # "fredag otte dage" is a week
        return Resolved(shift(coming, days, match["unit"]), assumed=True)
    if lead.startswith(("på", "nu på", "først", "kommende", "fra på")):
        return Resolved(today + timedelta(ahead or 7))
    if context.not_before:
        return Resolved(context.not_before + timedelta((target - context.not_before.weekday()) % 7))
    if context.not_after:
        return Resolved(context.not_after - timedelta((context.not_after.weekday() - target) % 7))
    if context.prefer == "past":
        return Resolved(today - timedelta((today.weekday() - target) % 7), assumed=True)
    return Resolved(today + timedelta(ahead), assumed=True)


def _past_weekday(match: re.Match[str], context: Context) -> Resolved | None:
    target = weekday_number(match["wd"])
    return Resolved(context.today - timedelta((context.today.weekday() - target) % 7 or 7))


def _weekday_of_week(match: re.Match[str], context: Context) -> Resolved | None:
    target, week = weekday_number(match["wd"]), int(match["no"])
    years = [int(match["y"])] if match["y"] else list(range(context.today.year - 1, context.today.year + 2))
    mondays = [monday for y in years if (monday := first_of_week(y, week))]
    if not mondays:
        return Resolved(None, f"Der er ingen uge {week}.")
    chosen = context.pick([monday + timedelta(target) for monday in mondays])
    return Resolved(chosen, assumed=not match["y"])


def _ahead(match: re.Match[str], context: Context) -> Resolved | None:
    number = count(match["count"])
    if number is None:
        return None
    vague = "par" in match["count"] or bool(match["tid"])
    return Resolved(shift(context.today, number, match["unit"]), assumed=vague)


def _ago(match: re.Match[str], context: Context) -> Resolved | None:
    number = count(match["count"])
    vague = number is not None and ("par" in match["count"] or bool(match["tid"]))
    return Resolved(shift(context.today, number, match["unit"], -1), assumed=vague) if number is not None else None


def _compact(match: re.Match[str], context: Context) -> Resolved | None:
    return resolve_date(int(match["d"]), int(match["m"]), full_year(match["y"], context.today), None, context)


def _month_alone(match: re.Match[str], context: Context) -> Resolved | None:
    month = month_number(match["month"])
    if month is None:
        return None
    year = _year(match, context)
    return Resolved(None, f"Hvilken dag i {MONTHS[month - 1]}{f' {year}' if year else ''}?")


def _vague(match: re.Match[str], context: Context) -> Resolved | None:
    return Resolved(None, f"Hvilken dag {match['what']}?")


def _feast(of_year: Callable[[int], date]) -> Callable[[re.Match[str], Context], Resolved | None]:
    def resolve(match: re.Match[str], context: Context) -> Resolved | None:
        year = _year(match, context)
        if year:
            return Resolved(of_year(year))
        years = range(context.today.year - 1, context.today.year + 2)
        return Resolved(context.pick([of_year(y) for y in years]), assumed=True)

    return resolve


def _fixed(days: int) -> Callable[[re.Match[str], Context], Resolved | None]:
    return lambda match, context: Resolved(context.today + timedelta(days))


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Context], "Resolved | None"], bool]
_NOT_QUANTITY = r"(?!\s?(?:timer?\b|t\b|kr\b|%|km\b|kg\b|dage?\b|stk|minut|år\b|stilling))"


def _rule(
    pattern: str, resolver: Callable[[re.Match[str], Context], Resolved | None], month_only: bool = False
) -> _Rule:
    return re.compile(rf"(?<![\w])(?:{pattern})(?!\w)"), resolver, month_only


_NTH = rf"(?P<nth>{ORDINAL_WORD}|sidste|\d\.)\s(?P<wd>{WEEKDAY}|dag|hverdag|arbejdsdag)"
_RULES: tuple[_Rule, ...] = (
    _rule(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", _iso),
    _rule(
        r"(?<![\d.,/])" + _LEAD + r"(?P<day>\d{1,2})\s?(?P<sep>[./-])\s?(?P<mon>\d{1,2})\.?(?:(?:\s?[./-]\s?|\s)(?P<year>(?:19|20)\d\d)"
        r"|\s?[./-]\s?(?P<year2>\d\d))(?![\d/])", lambda m, c: _numeric(_Aliased(m), c)),  # type: ignore[arg-type]
    _rule(r"(?<![\d.,/:])" + _LEAD + r"(?P<day>\d{1,2})\s?(?P<sep>[/.])\s?(?P<mon>\d{1,2})\.?(?P<year>)(?![\d/,:])" + _NOT_QUANTITY, _numeric),
    _rule(r"(?<![\d.,/])" + _LEAD + _DAY + r"\s?(?:dag\s)?(?:i\s)?" + _MONTH + _YEAR, _named_month),
    _rule(_LEAD + _DAY + rf"\si\s(?:(?P<mon>\d{{1,2}})\.|(?P<monword>{ORDINAL_WORD}))(?:\småned)?" + _YEAR, _day_in_number_month),
    _rule(_LEAD + _DAY + r"\s(?:dag\s)?(?:i\s)?" + _REL_MONTH, _day_of_relative_month),
    _rule(rf"(?:(?P<weekday>{WEEKDAY})\s)?(?:den|d\.?)\s?(?P<day>\d{{1,2}})\.?(?P<word>)(?![\d/])(?!\.\d)" + _NOT_QUANTITY, _day_only),
    _rule(rf"(?:den\s)?{_NTH}\si\s(?:{_REL_MONTH}|{_MONTH}){_YEAR}", _weekday_in_month),
    _rule(
        r"(?:(?:ved|med|til|i)\s)?(?:d(?:en|\.)\s)?(?P<part>primo|medio|ultimo|udgangen\saf|slutningen\saf|(?:den\s)?sidste\s(?:dag\s)?i)\s"
        rf"(?:{_REL_MONTH}|{_MONTH}){_YEAR}", _part_of_month),
    *(_rule(pattern, _fixed(days)) for pattern, days in _FIXED_DAYS),
    _rule(rf"i\s(?P<wd>{WEEKDAY})s", _past_weekday),
    _rule(rf"(?P<wd>{WEEKDAY})\s?,?\s(?:i\s)?uge\s(?P<no>\d{{1,2}})(?:\s(?:i\s)?(?P<y>20\d\d))?", _weekday_of_week),
    _rule(rf"(?P<lead>)(?P<week>næste|denne|sidste|forrige)\suges\s(?P<wd>{WEEKDAY})(?P<ahead>)(?P<count>)(?P<unit>)", _weekday_alone),
    _rule(
        rf"(?P<lead>(?:fra\s)?(?:nu\s)?på\s|(?:på\s)?(?:først)?kommende\s|(?:på\s)?næste\s|denne\s|(?:i\s)?sidste\s|forrige\s)?"
        rf"(?P<wd>{WEEKDAY})(?:\s(?:i\s)?(?P<week>(?:næste|denne|sidste|forrige|kommende)\suge)"
        rf"|(?P<ahead>\s(?:om\s)?(?P<count>{COUNT})\s(?P<unit>dage?|uger?)))?", _weekday_alone),
    _rule(rf"(?P<lead>på\s)(?P<wd>{WEEKDAY_SHORT})\.?(?P<week>)(?P<ahead>)(?P<count>)(?P<unit>)", _weekday_alone),
    _rule(rf"om\s(?:ca\.?\s|cirka\s)?(?P<count>{COUNT})\s(?P<unit>{SPAN_UNIT})(?P<tid>\stid)?", _ahead),
    _rule(rf"(?P<count>{COUNT})\s(?P<unit>{SPAN_UNIT})(?P<tid>)\sfra\snu", _ahead),
    _rule(rf"(?:for\s)?(?:ca\.?\s|cirka\s)?(?P<count>{COUNT})\s(?P<unit>{SPAN_UNIT})(?P<tid>\stid)?\ssiden", _ago),
    *(_rule(pattern + _YEAR, _feast(of_year)) for pattern, of_year in FEASTS),
    _rule(rf"(?:(?:til|i|hen\si|først\si|sidst\si|starten\saf|midten\saf)\s)?{_MONTH}(?:\småned)?{_YEAR}", _month_alone, True),
    _rule(r"(?P<what>(?:i\s)?(?:næste|denne|sidste)\s(?:uge|måned|år)|(?:i\s)?uge\s\d{1,2})", _vague, True),
)  # fmt: skip
_COMPACT = re.compile(r"\s*(?P<d>[0-3]\d)(?P<m>[01]\d)(?P<y>(?:19|20)?\d\d)\s*[.!]?\s*")
_HABIT = re.compile(r"(?:hver|hver\sanden|om|alle)\s$")


class _Aliased:
    """Lets `year2` stand in for `year`: a group name can be used only once in a pattern."""

    def __init__(self, match: re.Match[str]) -> None:
        self._match = match
        self.group = match.group

    def __getitem__(self, name: str) -> str | None:
        if name == "year":
            return self._match["year"] or self._match["year2"]
        return self._match[name]


def lowered(text: str) -> str:
    """Lower-cases without changing the length, so that positions stay valid."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find_expressions(text: str, context: Context) -> list[Found]:
    """All date expressions of the text, left to right, none inside another."""
    low = lowered(text)
    found: list[Found] = []
    for weight, (pattern, resolver, month_only) in enumerate(reversed(_RULES)):
        for match in pattern.finditer(low):
            if _HABIT.search(low[: match.start()]) or low[max(0, match.start() - 4) : match.start()].rstrip(
                " ."
            ).endswith("kl"):
                continue
            if resolver(match, context) is None:
                continue
            found.append(
                Found(match.start(), match.end(), lambda c, m=match, r=resolver: r(m, c), month_only, weight)  # type: ignore[misc]
            )
    if compact := _COMPACT.fullmatch(low):
        found.append(Found(compact.start("d"), compact.end("y"), lambda c: _compact(compact, c)))
    found.sort(key=lambda f: (f.month_only, f.start - f.end, -f.weight, f.start))
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def find_dates(text: str, today: date, prefer: Prefer = "near") -> list[Parsed[date]]:
    """All dates of a text, left to right; those that are incomplete or impossible carry a reason instead of a value."""
    context = Context(today, prefer)
    results = []
    for one in find_expressions(text, context):
        resolved = one.resolve(context)
        if resolved:
            results.append(
                parsed(resolved.value, text, one.start, one.end, reason=resolved.reason, assumed=resolved.assumed)
            )
    return results


def parse_date(text: str, today: date, prefer: Prefer = "near") -> Parsed[date] | None:
    """Reads the first date of a text.

    `prefer` says which way an incomplete date ("3/4", "den 15.", "fredag") is completed; "near" takes the nearest, a
    bare weekday the coming one. `reason` is set where the date is impossible or its day is missing ("til marts").
    """
    found = find_dates(text, today, prefer)
    return next((one for one in found if one.usable), found[0] if found else None)
