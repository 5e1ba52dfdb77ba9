"""What the page of one work item shows: the report, what has happened, and the guidance for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.cases import states
from bot.cases.attachments import Attachment
from bot.cases.backends.queue import Doings, OpenItem
from bot.cases.questions import choices_in
from bot.cases.types import CaseView, HistoryLine
from bot.clock import local
from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Solution
from bot.portal.pages.display import masked_deeply
from bot.portal.workbench.guidance import guidance_of
from bot.portal.workbench.waiting import waiting
from bot.reports import flow
from bot.reports.formatting import danish_date, danish_moment
from bot.reports.values import Directory, display

_KINDS = {states.SOLVED: "good", states.REJECTED: "bad", states.REOPENED: "bad"}
_STATE, _ASSIGNED, _NOTE = "Sagsbehandler", "Internt", "Internt notat"


def page_of(
    opened: OpenItem,
    case: CaseView | None,
    knowledge: Knowledge,
    directory: Directory | None,
    files: Sequence[Attachment],
    me: str,
    today: date,
    number: Mapping[str, str],
) -> dict[str, Any]:
    """One item; `number` holds the CPR number of a field that has just been opened."""
    item, solution = opened.item, knowledge.solution(opened.item.solution_id)
    waited = waiting(item, solution, today)
    return {
        "number": item.number,
        "title": item.title,
        "version": item.version,
        "state": states.LABELS[item.state],
        "kind": _KINDS.get(item.state, "plain"),
        "sensitive": item.sensitive,
        "waited": waited.text,
        "late": waited.late,
        "mine": item.worker_id == me,
        "worker": item.worker_name,
        "facts": _facts(opened, case),
        "rows": _rows(opened, solution, directory, number),
        "files": [{"id": file.id, "name": file.name} for file in files],
        "history": _history(opened, case, knowledge),
        "guidance": guidance_of(knowledge, solution, opened.answers, today),
        "elsewhere": _elsewhere(knowledge, solution),
        "colleagues": opened.colleagues,
        "may": opened.may,
        "question": _last_question(opened) if item.state == states.AWAITS_REPORTER else None,
    }


def _facts(opened: OpenItem, case: CaseView | None) -> list[tuple[str, str]]:
    item = opened.item
    sender = item.reporter_name
    if case is not None and case.on_behalf_of_name:
        sender += f" for {case.on_behalf_of_name}"
    approved = [line for line in case.history if line.kind == "approved"] if case is not None else []
    about = case.subject_name if case is not None and case.subject_id != case.reporter_id else item.subject_name
    given = {
        "Indsendt af": sender,
        "Handler om": about,
        "Enhed": item.unit_name,
        "Sendt": danish_date(local(case.submitted_at).date()) if case is not None else None,
        "Modtaget": danish_moment(local(item.arrived)),
        "Godkendt af": f"{approved[-1].actor}, {danish_moment(local(approved[-1].at))}" if approved else None,
    }
    return [(name, value) for name, value in given.items() if value]


def _rows(
    opened: OpenItem, solution: Solution | None, directory: Directory | None, number: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The answers as they were sent; a CPR number only where it has just been opened."""
    if solution is None or solution.report is None or directory is None:
        return [
            {"field": name, "label": name.capitalize(), "value": str(masked_deeply(value)), "cpr": False}
            for name, value in opened.answers.items()
        ]
    return [
        {
            "field": field.id,
            "label": field.label,
            "value": number.get(field.id) or masked_deeply(display(field, opened.answers[field.id], directory)),
            "cpr": field.type == "cpr" and field.id not in number,
        }
        for field in flow.visible_fields(solution.report, opened.answers)
        if field.id in opened.answers
    ]


def _history(opened: OpenItem, case: CaseView | None, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The newest first: what the parties have done from the case, what the desk has done from the desk itself.

    So what has just been done stands here at once, before the case has been told of it.
    """
    lines = [_party_line(line) for line in case.history if not _by_the_desk(line)] if case is not None else []
    lines += [_desk_line(line, knowledge) for line in opened.doings]
    return sorted(lines, key=lambda line: line["moment"])[::-1]  # of two at one instant the later one first


def _by_the_desk(line: HistoryLine) -> bool:
    return line.actor_kind == "case_worker" and line.kind in ("state", "question")


def _party_line(line: HistoryLine) -> dict[str, Any]:
    return {
        "moment": line.at,
        "at": danish_moment(local(line.at)),
        "actor": line.actor,
        "what": states.LABELS[line.state],
        "text": masked_deeply(line.text),
        "internal": False,
    }


def _desk_line(line: Doings, knowledge: Knowledge) -> dict[str, Any]:
    what = {"note": _NOTE, "assigned": _ASSIGNED}.get(line.kind) or states.LABELS[line.state or ""]
    text = line.text
    if line.suggested_solution:
        text += f"\nHenvist til: {knowledge.title(line.suggested_solution)}"
    return {
        "moment": line.at,
        "at": danish_moment(local(line.at)),
        "actor": None if line.kind == "assigned" else line.actor,  # the text names them
        "what": what,
        "text": text,
        "internal": line.kind == "note",
    }


def _last_question(opened: OpenItem) -> str | None:
    asked = [line.text for line in opened.doings if line.state == states.AWAITS_REPORTER and line.kind == "state"]
    return choices_in(asked[-1])[0] if asked else None


def _elsewhere(knowledge: Knowledge, solution: Solution | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a report can belong instead, the neighbours first; only what can be reported here."""
    own = solution.id if solution else ""
    near = [one.id for one in knowledge.neighbours(own)] if solution else []
    groups = [("Nærmest", near)]
    groups += [(area.title, [one.id for one in knowledge.in_area(area.id)]) for area in knowledge.areas.values()]
    found = []
    for title, ids in groups:
        known = [knowledge.solutions[one] for one in ids if one in knowledge.solutions and one != own]
        choices = [(one.id, one.title) for one in known if one.can_report]
        if choices:
            found.append((title, choices))
    return found
