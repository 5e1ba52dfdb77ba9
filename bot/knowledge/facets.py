"""Answers to questions about a solution: deadline, documents, law, who may, processing time, next step.

Everything said comes from the solution's file, its topic page or a figure; where none says it, the answer says so and
names who knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.knowledge.figures import usable
from bot.knowledge.loader import Knowledge
from bot.knowledge.markdown import plain
from bot.knowledge.schema import Condition, Deadline, Facet, Figure, PageSection, Report, Solution
from bot.reports.formatting import danish_date, listed
from bot.reports.limits import shift

Answers = Mapping[str, Any]

# Who knows, for each area: keys of organisation.yml.
AREA_OFFICES: Mapping[str, str] = {
    "loen": "loen_og_personale", "personale": "loen_og_personale", "fravaer": "loen_og_personale",
    "personalejura": "personalejura", "oekonomi": "oekonomi", "rejser": "loen_og_personale", "indkoeb": "indkoeb",
    "forsikring": "forsikring", "it": "it_service", "platform": "platform",
}  # fmt: skip
_NOT_STATED: Mapping[Facet, str] = {
    "deadline": "Der står ingen frist på siden om “{title}”. {office} ved, om der er en.",
    "documents": "Der står ikke på siden om “{title}”, hvad du skal vedhæfte. {office} ved det.",
    "law": "Der står ikke noget lovgrundlag på siden om “{title}” endnu. {office} ved det.",
    "who_may": "Der står ikke på siden om “{title}”, hvem der må indsende. {office} ved det.",
    "processing_time": "Der står ikke på siden om “{title}”, hvor lang tid det tager. {office} ved det.",
    "next_step": "Der står ikke på siden om “{title}”, hvad der sker bagefter. {office} ved det.",
}
_ASKERS: Mapping[str, str] = {
    "medarbejder": "medarbejdere", "indberetter": "indberettere", "leder": "ledere", "indkoeber": "indkøbere",
    "oekonomimedarbejder": "økonomimedarbejdere", "arbejdsmiljoerepraesentant": "arbejdsmiljørepræsentanter",
}  # fmt: skip
_SECTION: Mapping[Facet, str] = {
    "deadline": "regler-og-praksis", "documents": "saadan-goer-du", "law": "lovgrundlag",
    "who_may": "regler-og-praksis",
    "processing_time": "hvad-sker-der-saa", "next_step": "hvad-sker-der-saa",
}  # fmt: skip


@dataclass(frozen=True)
class FacetAnswer:
    """What the knowledge says; `stated` is False where it says nothing and the text names who knows."""

    text: str  # plain Danish; several points stand on lines of their own
    source: str  # where it stands, in Danish
    source_anchor: str | None = None  # the section of the topic page
    source_url: str | None = None  # the law or guidance that the figure was read in
    computed: bool = False  # a date was computed from an answer
    stated: bool = True


def facet_answer(
    knowledge: Knowledge, solution: Solution, facet: Facet, answers: Answers | None = None, *, today: date
) -> FacetAnswer:
    """Answers one facet of a solution; `answers` of the report under way let deadlines be computed."""
    match facet:
        case "deadline":
            found = _deadline(knowledge, solution, answers or {}, today)
        case "documents":
            found = _from_file(knowledge, solution, facet, solution.documents or _documents(solution.report))
        case "law":
            found = _law(knowledge, solution)
        case "who_may":
            found = _from_file(knowledge, solution, facet, solution.who_may)
        case "processing_time":
            found = _from_file(knowledge, solution, facet, solution.report.processing_text if solution.report else None)
        case "next_step":
            found = _next_step(knowledge, solution)
    return found or _not_stated(knowledge, solution, facet)


def office_of(knowledge: Knowledge, solution: Solution) -> str:
    """Who knows about a solution: the desk of its form, else the office of its area."""
    return solution.report.desk if solution.report else knowledge.org(AREA_OFFICES.get(solution.area, "support"))


def due_dates(
    solution: Solution, figures: Mapping[str, Figure], answers: Answers, today: date
) -> list[tuple[Deadline, date]]:
    """The deadlines whose date can be computed: from a verified figure in force and an answered field."""
    found: list[tuple[Deadline, date]] = []
    for deadline in solution.deadlines:
        if deadline.field is None or deadline.offset is None or not _may_hold(deadline.when, answers):
            continue
        day = _day(answers.get(deadline.field))
        if day is not None and usable(figures.get(deadline.figure or ""), today):
            found.append((deadline, shift(day, deadline.offset)))
    return found


def _deadline(knowledge: Knowledge, solution: Solution, answers: Answers, today: date) -> FacetAnswer | None:
    if not solution.deadlines:
        return _from_figures([figure for figure in _own_figures(knowledge, solution) if figure.deadline])
    computed = {id(deadline): day for deadline, day in due_dates(solution, knowledge.figures, answers, today)}
    lines: list[str] = []
    for deadline in solution.deadlines:
        if not _may_hold(deadline.when, answers):
            continue
        day = computed.get(id(deadline))
        lines.append(f"{deadline.text} {_computed(solution, deadline, day, answers, today)}" if day else deadline.text)
    figures = [knowledge.figures[d.figure] for d in solution.deadlines if d.figure and d.figure in knowledge.figures]
    return FacetAnswer(
        text="\n".join(lines),
        source=_source(knowledge, solution, "deadline", [f.basis for f in figures]),
        source_anchor=_anchor(knowledge, solution, "deadline"),
        source_url=next((figure.source for figure in figures if figure.source), None),
        computed=bool(computed),
    )


def _computed(solution: Solution, deadline: Deadline, day: date, answers: Answers, today: date) -> str:
    field = solution.report.field(deadline.field or "") if solution.report else None
    start = _day(answers.get(deadline.field or ""))
    because = f", fordi {field.label.lower()} er {danish_date(start)}" if field and start else ""
    verb = "var" if day < today else "er"
    return f"Her {verb} fristen {danish_date(day)}{because}."


def _documents(report: Report | None) -> str | None:
    """What the form's own file fields say, where the file has no text about documents."""
    files = [field for field in report.fields() if field.type == "file"] if report else []
    if report is None:
        return None
    if not files:
        return "Du skal ikke vedhæfte noget."
    needed = [field.label.lower() for field in files if field.required]
    optional = [field.label.lower() for field in files if not field.required]
    sentences = ([f"Du skal vedhæfte {listed(needed)}."] if needed else []) + (
        [f"Du kan vedhæfte {listed(optional)}."] if optional else []
    )
    return " ".join(sentences)


def _law(knowledge: Knowledge, solution: Solution) -> FacetAnswer | None:
    """The page's section on law; without a page the figures of the solution, each with its act."""
    figures = _own_figures(knowledge, solution)
    section = _page_section(knowledge, solution, "law")
    if section is None:
        return _from_figures(figures)
    url = next((figure.source for figure in figures if figure.source), None)
    return FacetAnswer(plain(section.text), _source(knowledge, solution, "law", []), section.anchor, url)


def _own_figures(knowledge: Knowledge, solution: Solution) -> list[Figure]:
    """The verified figures of a solution, those that belong most to it first: it stands early in their short list."""
    figures = [f for f in knowledge.figures.values() if solution.id in f.solutions and f.verified]
    return sorted(figures, key=lambda figure: (figure.solutions.index(solution.id), len(figure.solutions)))


def _from_figures(figures: Sequence[Figure], most: int = 4) -> FacetAnswer | None:
    """Figures told as they stand, each with its act."""
    if not figures:
        return None
    told = figures[:most]
    lines = [f"{figure.statement} ({figure.basis}{_caution(figure)})" for figure in told]
    url = next((figure.source for figure in told if figure.source), None)
    return FacetAnswer("\n".join(lines), listed(list(dict.fromkeys(figure.basis for figure in told))), None, url)


def _caution(figure: Figure) -> str:
    return f"; {figure.caution}" if figure.caution else ""


def _next_step(knowledge: Knowledge, solution: Solution) -> FacetAnswer | None:
    report = solution.report
    if report is None:
        section = _page_section(knowledge, solution, "next_step")
        if section is None:
            return None
        return FacetAnswer(plain(section.text), _source(knowledge, solution, "next_step", []), section.anchor)
    lines = []
    for number, step in enumerate(report.steps, start=1):
        time = f" ({step.usual_time})" if step.usual_time else ""
        lines.append(f"{number}. {step.title}{time}: {step.text}")
    return FacetAnswer(
        "\n".join(lines), _source(knowledge, solution, "next_step", []), _anchor(knowledge, solution, "next_step")
    )


def _from_file(knowledge: Knowledge, solution: Solution, facet: Facet, text: str | None) -> FacetAnswer | None:
    if not text:
        return None
    return FacetAnswer(text, _source(knowledge, solution, facet, []), _anchor(knowledge, solution, facet))


def _not_stated(knowledge: Knowledge, solution: Solution, facet: Facet) -> FacetAnswer:
    office = office_of(knowledge, solution)
    text = _NOT_STATED[facet].format(title=solution.title, office=office[:1].upper() + office[1:])
    if facet == "who_may" and solution.asked_by:
        text += f" Løsningen bliver mest brugt af {listed([_ASKERS[asker] for asker in solution.asked_by])}."
    return FacetAnswer(text, f"Siden om {solution.title}", stated=False)


def _source(knowledge: Knowledge, solution: Solution, facet: Facet, bases: Sequence[str]) -> str:
    section = _page_section(knowledge, solution, facet)
    place = f"Siden om {solution.title}" + (f", afsnittet {section.heading}" if section else "")
    unique = list(dict.fromkeys(bases))
    return f"{place} ({listed(unique)})" if unique else place


def _page_section(knowledge: Knowledge, solution: Solution, facet: Facet) -> PageSection | None:
    page = knowledge.topic(solution.id)
    return page.section(_SECTION[facet]) if page else None


def _anchor(knowledge: Knowledge, solution: Solution, facet: Facet) -> str | None:
    section = _page_section(knowledge, solution, facet)
    return section.anchor if section else None


def _may_hold(condition: Condition | None, answers: Answers) -> bool:
    """Unlike a field's condition, one that has no answer yet may still hold."""
    if condition is None or condition.field not in answers:
        return True
    answer = answers[condition.field]
    given = answer if isinstance(answer, list) else [answer]
    return any(value in condition.any_of for value in given)


def _day(value: Any) -> date | None:
    if isinstance(value, Mapping):
        value = value.get("from")
    return date.fromisoformat(value) if isinstance(value, str) and value else None
