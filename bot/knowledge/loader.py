"""Loads knowledge/ and keeps it fresh: a changed page is live without training or restart."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import structlog
from pydantic import TypeAdapter, ValidationError

from bot.knowledge.files import FileCache, RawPage, Signature, UnreadableFile, signature_of
from bot.knowledge.generated_trees import generate_tree
from bot.knowledge.life_event_schema import FORM_PREFIX, LifeEvent
from bot.knowledge.references import resolve, resolve_all
from bot.knowledge.schema import Area, Figure, OrganisationEntry, PageSection, Solution, TopicPage
from bot.knowledge.tree_schema import Tree

log = structlog.get_logger(__name__)
T = TypeVar("T")

# A reference that begins a line goes on with the line before: "1. september" at a line's beginning would be a list.
_REFERENCE_FIRST = re.compile(r"^((?!#).*\S)\n *(?=\{)", re.MULTILINE)

_AREAS = TypeAdapter(list[Area])
_FIGURES = TypeAdapter(list[Figure])
_ORGANISATION = TypeAdapter(dict[str, OrganisationEntry])


class BrokenKnowledge(ValueError):
    """knowledge/ cannot be loaded; the text names the file and what is wrong. `serviceassistent check` says more."""


@dataclass(frozen=True)
class Neighbour:
    """A neighbouring solution with its title, and when the matter belongs there instead."""

    id: str
    title: str
    when: str


@dataclass(frozen=True)
class Content:
    """All of knowledge/ at one moment, with figures and municipal names put into the texts."""

    areas: Mapping[str, Area] = field(default_factory=dict)
    solutions: Mapping[str, Solution] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    organisation: Mapping[str, OrganisationEntry] = field(default_factory=dict)
    topics: Mapping[str, TopicPage] = field(default_factory=dict)
    trees: Mapping[str, Tree] = field(default_factory=dict)
    life_events: Mapping[str, LifeEvent] = field(default_factory=dict)


class Knowledge:
    """Solutions, areas, figures, pages, trees, life events and municipal names; safe to share between requests."""

    def __init__(self, path: Path, monotonic: Callable[[], float] = time.monotonic, interval: float = 1.0) -> None:
        self.path = path
        self._cache = FileCache()
        self._monotonic, self._interval = monotonic, interval
        self._signatures = _signatures(path)
        self._content = _read(path, self._cache)
        self._looked_at = monotonic()

    def reload_if_changed(self) -> bool:
        """Reads changed files again, at most once per interval; what cannot be loaded leaves the old content live."""
        now = self._monotonic()
        if now - self._looked_at < self._interval:
            return False
        self._looked_at = now
        signatures = _signatures(self.path)
        if signatures == self._signatures:
            return False
        self._signatures = signatures
        try:
            self._content = _read(self.path, self._cache)
        except BrokenKnowledge as error:
            log.warning("knowledge_not_reloaded", reason=str(error))
            return False
        log.info("knowledge_reloaded", solutions=len(self._content.solutions))
        return True

    @property
    def version(self) -> object:
        """Another object after each change: what is derived from the content is then made anew."""
        return self._content

    @property
    def areas(self) -> Mapping[str, Area]:
        return self._content.areas

    @property
    def solutions(self) -> Mapping[str, Solution]:
        return self._content.solutions

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self._content.figures

    @property
    def organisation(self) -> Mapping[str, OrganisationEntry]:
        return self._content.organisation

    @property
    def trees(self) -> Mapping[str, Tree]:
        """The root tree ("root") and one tree for each area."""
        return self._content.trees

    @property
    def life_events(self) -> Mapping[str, LifeEvent]:
        return self._content.life_events

    def solution(self, solution_id: str) -> Solution | None:
        return self._content.solutions.get(solution_id)

    def form(self, form_id: str) -> Solution | None:
        """What a draft is filled in for: a solution, or the opening questions of a life event."""
        event = self.event_of_form(form_id)
        return event.form if event else self.solution(form_id)

    def event_of_form(self, form_id: str) -> LifeEvent | None:
        """The life event whose opening questions the form holds."""
        if not form_id.startswith(FORM_PREFIX):
            return None
        return self._content.life_events.get(form_id.removeprefix(FORM_PREFIX))

    def topic(self, solution_id: str) -> TopicPage | None:
        return self._content.topics.get(solution_id)

    def title(self, solution_id: str) -> str:
        """The solution's title; the id itself where it is unknown."""
        solution = self.form(solution_id)
        return solution.title if solution else solution_id

    def neighbours(self, solution_id: str) -> list[Neighbour]:
        solution = self.solution(solution_id)
        return [Neighbour(b.id, self.title(b.id), b.when) for b in solution.not_this] if solution else []

    def in_area(self, area_id: str) -> list[Solution]:
        """The area's solutions in the order of the files."""
        return [solution for solution in self.solutions.values() if solution.area == area_id]

    def groups(self, area_id: str) -> dict[str, list[Solution]]:
        """The area's solutions by group title."""
        groups: dict[str, list[Solution]] = {}
        for solution in self.in_area(area_id):
            groups.setdefault(solution.group or "Andet", []).append(solution)
        return groups

    def org(self, key: str) -> str:
        """A municipal name or number; the key itself where it is unknown."""
        entry = self.organisation.get(key)
        return entry.value if entry else key

    def text(self, text: str) -> str:
        """Puts figures and municipal names into a text."""
        return resolve(text, self.figures, self.organisation)


def load_knowledge(path: Path) -> Knowledge:
    """Loads knowledge/ from a folder; raises BrokenKnowledge."""
    return Knowledge(path)


def _files(path: Path) -> Iterator[Path]:
    for pattern in ("*.yml", "solutions/*/*.yml", "topics/*/*.md", "trees/*.yml", "life_events/*.yml"):
        yield from path.glob(pattern)


def _signatures(path: Path) -> dict[Path, Signature]:
    return {file: signature_of(file) for file in _files(path)}


def _read(path: Path, cache: FileCache) -> Content:
    try:
        return _content(path, cache)
    except (UnreadableFile, OSError) as error:
        raise BrokenKnowledge(str(error)) from error


def _valid(file: Path, make: Callable[[], T]) -> T:
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BrokenKnowledge(f"{file}: {place}: {first['msg']}") from error


def _content(path: Path, cache: FileCache) -> Content:
    areas_file, figures_file, organisation_file = (
        path / f"{name}.yml" for name in ("areas", "figures", "organisation")
    )
    organisation = _valid(organisation_file, lambda: _ORGANISATION.validate_python(cache.yaml(organisation_file)))
    figures_list = _valid(figures_file, lambda: _FIGURES.validate_python(cache.yaml(figures_file)))
    figures = {figure.id: figure for figure in figures_list}
    areas = {area.id: area for area in _valid(areas_file, lambda: _AREAS.validate_python(cache.yaml(areas_file)))}

    def resolved(data: Any) -> Any:
        return resolve_all(data, figures, organisation)

    solutions: dict[str, Solution] = {}
    for file in _ordered(path, areas):
        solution = _valid(file, lambda file=file: Solution.model_validate(resolved(cache.yaml(file))))  # type: ignore[misc]
        solutions[solution.id] = solution
    topics = {
        file.stem: _valid(file, lambda file=file: _topic(file, cache.page(file), resolved))  # type: ignore[misc]
        for file in sorted(path.glob("topics/*/*.md"))
    }
    trees: dict[str, Tree] = {}
    for file in sorted(path.glob("trees/*.yml")):
        tree = _valid(file, lambda file=file: Tree.model_validate(resolved(cache.yaml(file))))  # type: ignore[misc]
        trees[tree.id] = tree
    for area in areas.values():
        if area.id not in trees:
            of_area = [solution for solution in solutions.values() if solution.area == area.id]
            if of_area:
                trees[area.id] = generate_tree(area, of_area)
    events: dict[str, LifeEvent] = {}
    for file in sorted(path.glob("life_events/*.yml")):
        event = _valid(file, lambda file=file: LifeEvent.model_validate(resolved(cache.yaml(file))))  # type: ignore[misc]
        events[event.id] = event
    return Content(areas, solutions, figures, organisation, topics, trees, events)


def _ordered(path: Path, areas: Mapping[str, Area]) -> list[Path]:
    order = {area: number for number, area in enumerate(areas)}
    files = path.glob("solutions/*/*.yml")
    return sorted(files, key=lambda file: (order.get(file.parent.name, len(order)), file.stem))


def _topic(file: Path, page: RawPage, resolved: Callable[[Any], Any]) -> TopicPage:
    front = {key: value.isoformat() if isinstance(value, date) else value for key, value in page.front.items()}
    sections = [
        PageSection(
            heading=section.heading,
            anchor=section.anchor,
            text=resolved(_REFERENCE_FIRST.sub(r"\1 ", section.text)),
        )
        for section in page.sections
    ]
    return TopicPage(**resolved(front), id=file.stem, sections=sections, path=f"{file.parent.name}/{file.name}")
