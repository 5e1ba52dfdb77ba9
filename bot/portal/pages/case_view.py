"""What the pages show of cases: the overview with its filter, and one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from bot.access.organisation import Tree
from bot.access.types import Standing
from bot.cases import states
from bot.cases.attachments import Attachment
from bot.cases.questions import choices_in
from bot.cases.types import CasePage, CaseSummary, CaseView, Draft, Permitted
from bot.clock import local
from bot.dialogue.case_query import GROUPS, SORTS, WHOSE, CaseQuery
from bot.dialogue.rendering import cases as wording
from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Solution
from bot.messages.cards import CaseCard
from bot.reports.formatting import danish_date, danish_moment, danish_number
from bot.reports.values import Directory

PAGE = 20
_MOST_UNITS = 200
_KINDS = {states.SOLVED: "good", states.CLOSED: "plain", states.REJECTED: "bad", states.CANCELLED: "plain"}

# --- the overview


def overview(page: CasePage, query: CaseQuery, knowledge: Knowledge) -> dict[str, Any]:
    """The cases of a page in groups, how many there are, and the ways to the other pages."""
    cards = [(case.awaits_me, _line(case, knowledge)) for case in page.items]
    if query.sort == "awaiting":
        groups = [
            ("afventer", "Afventer dig", [card for waits, card in cards if waits]),
            ("andre", "Andre sager" if any(waits for waits, _ in cards) else "Sager", [c for w, c in cards if not w]),
        ]
    else:
        groups = [("sager", "Sager", [card for _, card in cards])]
    pages = max(1, -(-page.total // PAGE))
    return {
        "groups": [{"id": id_, "title": title, "cases": found} for id_, title, found in groups if found],
        "total": page.total,
        "counted": wording.counted(page),
        "cut": danish_number(str(page.total)) if page.more and query.page >= pages else None,
        "page": query.page,
        "pages": pages,
        "before": _address(query, query.page - 1) if 1 < query.page <= pages else None,
        "after": _address(query, query.page + 1) if query.page < pages else None,
    }


def _address(query: CaseQuery, page: int) -> str:
    return wording.link({**query.parameters(), "side": str(page)} if page > 1 else query.without().parameters())


def _line(case: CaseSummary, knowledge: Knowledge) -> dict[str, Any]:
    area = knowledge.areas.get(case.area)
    facts = [
        case.number,
        case.subject_name,
        area.title if area else None,
        f"{case.assignee_name} tager sig af den" if case.assignee_name else None,
        f"ændret {_day(case.updated_at)}",
    ]
    return {
        "number": case.number,
        "title": case.title,
        "facts": [fact for fact in facts if fact],
        "state": case.state_label,
        "kind": _KINDS.get(case.state, "plain"),
        "awaits": case.awaits_me,
        "next": wording.next_step(case) if case.awaits_me else None,
    }


def choices(query: CaseQuery, standing: Standing, tree: Tree, knowledge: Knowledge) -> dict[str, Any]:
    """What can be chosen in the filter; only what the visitor can have any of."""
    single = [(state, label) for state, label in states.LABELS.items() if state != states.DRAFT]
    tasks = {scope.task.partition(":")[0] for scope in standing.scopes}
    possible = {"mine", "followed"}
    possible |= {"unit"} if "view_unit" in tasks else set()
    possible |= {"desk"} if tasks & {"handle", "support"} else set()
    possible |= {"all"} if len(possible) > 2 else set()
    return {
        "states": [(key, title) for key, (title, _) in GROUPS.items()] + single,
        "areas": [(area.id, area.title) for area in knowledge.areas.values()],
        "units": _units(standing, tree),
        "whose": [(key, title) for key, title in WHOSE.items() if key in possible or key == query.whose],
        "sorts": list(SORTS.items()),
    }


def _units(standing: Standing, tree: Tree) -> list[tuple[str, str]]:
    """The units in which the visitor has anything to do with other people's cases, indented by depth."""
    paths = {scope.path for scope in standing.scopes}
    found = sorted(
        (unit for unit in tree.units.values() if any(unit.path.startswith(path) for path in paths)),
        key=lambda unit: unit.path,
    )[:_MOST_UNITS]
    least = min((unit.path.count("/") for unit in found), default=0)
    return [(unit.id, "\u2003" * (unit.path.count("/") - least) + unit.name) for unit in found]


def drafts_of(drafts: Sequence[Draft], knowledge: Knowledge) -> list[dict[str, Any]]:
    """One's drafts, each with the day until which it is kept."""
    return [
        {
            "id": draft.id,
            "title": knowledge.title(draft.solution_id),
            "saved": danish_moment(local(draft.updated_at)),
            "kept": _day(draft.expires_at),
        }
        for draft in drafts
    ]


# --- one case


def page_of(
    case: CaseView,
    solution: Solution | None,
    directory: Directory | None,
    files: Sequence[Attachment],
    right: str | None,
) -> dict[str, Any]:
    """One case with all that its visitor may see and do; `right` is the title of the solution where it belongs."""
    card = next(card for card in wording.case(solution, case, directory).cards if isinstance(card, CaseCard))
    question, answers = choices_in(case.question if "answer" in case.permitted else None)
    return {
        "number": case.number,
        "title": case.title,
        "solution": solution.id if solution else None,
        "state": case.state_label,
        "kind": _KINDS.get(case.state, "plain"),
        "awaits": case.awaits_me,
        "next": card.next_step,
        "facts": _facts(case, card),
        "steps": card.steps,
        "step_words": {"done": "klaret", "current": "nu", "todo": "mangler"},
        "rows": card.rows,
        "history": [_entry(line) for line in reversed(case.history)],
        "files": [{"id": file.id, "name": file.name, "size": _size(file.size)} for file in files],
        "question": question or None,
        "choices": answers,
        "may": {what: what in case.permitted for what in get_args(Permitted)},
        "followed": case.followed,
        "right": right,
        "refiled_as": case.refiled_as,
    }


def _facts(case: CaseView, card: CaseCard) -> list[tuple[str, str]]:
    sender = case.reporter_name + (f" for {case.on_behalf_of_name}" if case.on_behalf_of_name else "")
    given: Mapping[str, str | None] = {
        "Hos": card.ball,
        "Forventet tid": card.expected,
        "Sendt": _day(case.submitted_at),
        "Indsendt af": sender,
        "Tager sig af sagen": case.assignee_name,
        "Handler om": case.subject_name,
        "Enhed": case.unit_name,
        "Godkendes af": case.approver_name if case.state == states.AWAITS_APPROVAL else None,
    }
    return [(name, value) for name, value in given.items() if value]


def _entry(line: Any) -> dict[str, str | None]:
    return {
        "at": danish_moment(local(line.at)),
        "actor": line.actor,
        "text": line.text,
        "state": states.LABELS[line.state],
    }


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",") if size >= 1024 * 1024 else f"{max(1, size // 1024)} kB"


def _day(moment: Any) -> str:
    day: date = local(moment).date()
    return danish_date(day)
