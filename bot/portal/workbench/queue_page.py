"""The queue of a workbench: by area and state, searched by number or person, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.access.tasks import Task
from bot.cases import states
from bot.cases.backends.queue import PAGE, Item, QueueFilter, QueuePage
from bot.cases.backends.views import VIEWS, View
from bot.clock import today
from bot.knowledge.loader import Knowledge
from bot.portal.context import Context
from bot.portal.intake import clean
from bot.portal.pages.render import page
from bot.portal.sign_on.page_session import Visitor
from bot.portal.workbench.kinds import Workbench
from bot.portal.workbench.marks import watched_queue
from bot.portal.workbench.waiting import waiting

MOST_QUERY = 100
MOST_PAGES = 1000

# What the views are called in addresses and on the page.
NAMES: Mapping[View, tuple[str, str]] = {
    "new": ("nye", "Nye"),
    "mine": ("mine", "Mine"),
    "waiting": ("venter", "Venter på indberetter"),
    "in_progress": ("i-gang", "I gang"),
    "solved": ("loest", "Løst"),
}
_EMPTY: Mapping[View, str] = {
    "new": "Der er ingen nye sager.",
    "mine": "Du har ingen sager lige nu. Tag en af de nye.",
    "waiting": "Ingen sager venter på svar.",
    "in_progress": "Ingen sager er i gang.",
    "solved": "Ingen sager er løst inden for de sidste 14 dage.",
}


async def show(bench: Workbench, request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """The page; a wrong filter shows what there is without it."""
    parts, wanted = context.parts, Wanted(bench, visitor, request.query)
    await context.db(parts.knowledge.reload_if_changed)
    found = await context.db(parts.desk_queue.page, visitor.person.id, wanted.criteria())
    pages = max(1, -(-found.total // PAGE))
    day = today(parts.clock)
    return page(
        request,
        "workbench_queue.html",
        visitor=visitor,
        here=bench.path,
        bench=bench,
        text=wanted.text,
        hidden=[(name, value) for name, value in wanted.parameters().items() if name not in ("soeg", "side")],
        clear=wanted.address(soeg=""),
        areas=_areas(wanted, found, parts.knowledge),
        views=[
            {
                "title": NAMES[view][1],
                "count": found.by_view[view],
                "here": view == wanted.view,
                "url": wanted.address(vis="" if view == "new" else NAMES[view][0]),
            }
            for view in VIEWS
        ],
        title=NAMES[wanted.view][1],
        total=found.total,
        empty="Ingen sager passer til det, du har søgt efter." if wanted.text else _EMPTY[wanted.view],
        items=[line_of(item, parts.knowledge, day, visitor.person.id) for item in found.items],
        number=wanted.side,
        pages=pages,
        before=wanted.address(side=str(min(wanted.side - 1, pages))) if wanted.side > 1 else None,
        after=wanted.address(side=str(wanted.side + 1)) if wanted.side < pages else None,
        nonce=parts.ids(),
        watched=watched_queue(bench.path, wanted.here, found),
    )


class Wanted:
    """What the address asks for."""

    def __init__(self, bench: Workbench, visitor: Visitor, query: Mapping[str, str]) -> None:
        self.bench = bench
        self.held = bench.tasks & visitor.tasks
        self.view: View = next((view for view, (name, _) in NAMES.items() if name == query.get("vis")), "new")
        task = f"handle:{query.get('omraade', '')}"
        self.task: Task | None = task if task in self.held else None
        self.text = " ".join(clean(query.get("soeg", ""))[:MOST_QUERY].split())
        side = query.get("side", "")
        self.side = min(int(side), MOST_PAGES) if side.isascii() and side.isdigit() and int(side) else 1

    def criteria(self) -> QueueFilter:
        return QueueFilter(self.held, self.view, self.task, self.text, (self.side - 1) * PAGE, PAGE)

    def parameters(self) -> dict[str, str]:
        """The filter as an address has it; what is usual is left out."""
        given = {
            "omraade": self.task.removeprefix("handle:") if self.task else "",
            "vis": NAMES[self.view][0] if self.view != "new" else "",
            "soeg": self.text,
        }
        return {name: value for name, value in given.items() if value}

    def address(self, **changes: str) -> str:
        """The first page with something changed in the filter; an empty value takes it away."""
        wanted = {name: value for name, value in {**self.parameters(), **changes}.items() if value}
        return f"{self.bench.path}?{urlencode(wanted)}" if wanted else self.bench.path

    @property
    def here(self) -> str:
        return self.address(side=str(self.side) if self.side > 1 else "")


def _areas(wanted: Wanted, found: QueuePage, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The areas that the visitor handles, with how many there are in the view; none where there is only one."""
    held = [area for area in knowledge.areas.values() if f"handle:{area.id}" in wanted.held]
    if len(held) < 2:
        return []
    everything = {"title": "Alle områder", "count": sum(found.by_task.values()), "url": wanted.address(omraade="")}
    each = [
        {
            "title": area.title,
            "count": found.by_task.get(f"handle:{area.id}", 0),
            "url": wanted.address(omraade=area.id),
            "here": wanted.task == f"handle:{area.id}",
        }
        for area in held
    ]
    return [{**everything, "here": wanted.task is None}, *each]


def _holder(item: Item, me: str) -> str | None:
    if item.worker_id == me:
        return "Du har sagen"
    return f"{item.worker_name} har sagen" if item.worker_id else None


def line_of(item: Item, knowledge: Knowledge, day: date, me: str) -> dict[str, Any]:
    """One line of the queue."""
    waited = waiting(item, knowledge.solution(item.solution_id), day)
    about = f"om {item.subject_name}" if item.subject_name else None
    return {
        "number": item.number,
        "title": item.title,
        "version": item.version,
        "facts": [fact for fact in (item.number, f"fra {item.reporter_name}", about, item.unit_name) if fact],
        "state": states.LABELS[item.state],
        "sensitive": item.sensitive,
        "waited": waited.text,
        "late": waited.late,
        "worker": _holder(item, me),
        "free": item.worker_id is None,
    }
