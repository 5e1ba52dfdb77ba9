"""The linter of knowledge/: what an editor must correct before a change is safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.knowledge.check_life_events import life_event_problems
from bot.knowledge.check_pages import front_problems, section_problems
from bot.knowledge.check_solutions import solution_problems
from bot.knowledge.check_trees import tree_problems
from bot.knowledge.check_utterances import utterance_problems
from bot.knowledge.crisis import CRISIS_KINDS, CrisisAnswer
from bot.knowledge.desk_phrases import DESK_PHRASES, phrase_problems
from bot.knowledge.desk_phrases import FILE as PHRASES
from bot.knowledge.files import RawPage, UnreadableFile, read_page, read_yaml
from bot.knowledge.generated_trees import generate_tree
from bot.knowledge.life_event_schema import LifeEvent
from bot.knowledge.lines import index_file, index_front
from bot.knowledge.links import dead_link, targets
from bot.knowledge.lix import lix
from bot.knowledge.problems import Problem, ProblemLevel, schema_problems
from bot.knowledge.prose import paragraphs, repeated_figures
from bot.knowledge.references import names, resolve, texts, unreadable
from bot.knowledge.schema import Area, Figure, OrganisationEntry, Solution
from bot.knowledge.tree_proof import TreeProof, prove
from bot.knowledge.tree_schema import Tree

REVIEW_WARNING = timedelta(days=30)
LIX_LIMIT = 45
_NOT_PROSE = frozenset(
    {"example", "synonyms", "words", "usual_time", "id", "scope", "title", "not_this", "pattern", "unit"}
)
_T = TypeVar("_T")


@dataclass
class CheckReport:
    """What the check found and measured."""

    problems: list[Problem] = field(default_factory=list)
    lix: dict[str, float] = field(default_factory=dict)  # by solution id
    trees: dict[str, TreeProof] = field(default_factory=dict)
    placeholders: int = 0  # municipal names that are still stand-ins

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "fejl"]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "advarsel"]


def check_knowledge(path: Path, today: date) -> CheckReport:
    """Checks all of knowledge/; never raises for what stands in the files."""
    return _Check(path, today).run()


class _Check:
    def __init__(self, path: Path, today: date) -> None:
        self.path, self.today = path, today
        self.report = CheckReport()
        self.figures: dict[str, Figure] = {}
        self.organisation: dict[str, OrganisationEntry] = {}
        self.solutions: dict[str, Solution] = {}
        self.areas: set[str] = set()
        self.life_events: set[str] = set()
        self.anchors: dict[str, set[str]] = {}  # the sections of each solution's page

    def run(self) -> CheckReport:
        areas = self._file("areas.yml", TypeAdapter(list[Area]).validate_python) or []
        figures = self._file("figures.yml", TypeAdapter(list[Figure]).validate_python) or []
        self.organisation = (
            self._file("organisation.yml", TypeAdapter(dict[str, OrganisationEntry]).validate_python) or {}
        )
        self.figures = {figure.id: figure for figure in figures}
        self.areas = {area.id for area in areas}
        solution_files = self._solutions(self.areas)
        pages = self._pages()
        self._figure_list(figures)
        for file, (raw, solution) in solution_files.items():
            self._solution(file, raw, solution)
        for file, page in pages.items():
            self._page(file, page)
        for solution in self.solutions.values():
            if solution.report and not (self.path / "topics" / solution.area / f"{solution.id}.md").exists():
                file = self.path / "solutions" / solution.area / f"{solution.id}.yml"
                self._add(file, 1, "løsningen har en formular, men ingen emneside", "advarsel")
        self._crisis()
        self._phrases()
        self._life_events()
        self._trees(areas)
        self.report.problems += utterance_problems(self.path, self.solutions)
        self.report.placeholders = sum(entry.placeholder for entry in self.organisation.values())
        self.report.problems.sort()
        return self.report

    def _add(self, file: Path, line: int, text: str, level: ProblemLevel = "fejl") -> None:
        self.report.problems.append(Problem(file, line, text, level))

    def _file(self, file: str | Path, validate: Callable[[Any], _T]) -> _T | None:
        """Reads and validates one YAML file; what is wrong is noted, and None returned."""
        full = self.path / file
        try:
            raw = read_yaml(full)
        except UnreadableFile as error:
            self._add(full, error.line, error.message)
            return None
        except FileNotFoundError:
            self._add(full, 1, "filen mangler")
            return None
        try:
            return validate(raw)
        except ValidationError as error:
            index = index_file(full)
            for place, text in schema_problems(error):
                self._add(full, index.line(place), text)
            return None

    def _solutions(self, areas: set[str]) -> dict[Path, tuple[Any, Solution]]:
        files: dict[Path, tuple[Any, Solution]] = {}
        for file in sorted(self.path.glob("solutions/*/*.yml")):
            solution = self._file(file, Solution.model_validate)
            if solution is None:
                continue
            if solution.id in self.solutions:
                self._add(file, 1, f"id {solution.id} findes allerede i en anden fil")
            if solution.id != file.stem or solution.area != file.parent.name:
                self._add(file, 1, f"filen skal ligge i solutions/{solution.area}/{solution.id}.yml")
            if solution.area not in areas:
                self._add(file, 1, f"området {solution.area} findes ikke i areas.yml")
            self.solutions[solution.id] = solution
            files[file] = (read_yaml(file), solution)
        return files

    def _figure_list(self, figures: Sequence[Figure]) -> None:
        file = self.path / "figures.yml"
        index = index_file(file) if figures else None
        seen: set[str] = set()
        for number, figure in enumerate(figures):
            line = index.line((number,)) if index else 1
            if figure.id in seen:
                self._add(file, line, f"tallet {figure.id} står to gange")
            seen.add(figure.id)
            for solution in figure.solutions:
                if solution not in self.solutions:
                    self._add(file, line, f"tallet {figure.id} nævner løsningen {solution}, som ikke findes")
            if figure.valid_to:
                self._term(file, line, date.fromisoformat(figure.valid_to), f"tallet {figure.id}: gyldigheden udløb")

    def _term(self, file: Path, line: int, last: date, what: str) -> None:
        if last < self.today:
            self._add(file, line, f"{what} {last.isoformat()}")
        elif last <= self.today + REVIEW_WARNING:
            self._add(file, line, f"{what.replace('udløb', 'udløber')} {last.isoformat()}", "advarsel")

    def _solution(self, file: Path, raw: Any, solution: Solution) -> None:
        index = index_file(file)
        for place, text in solution_problems(solution, self.solutions, self.figures):
            self._add(file, index.line(place), text)
        linked = self._linked(solution.id, raw)
        for place, text in texts(raw):
            self._references(file, index.line(place), text)
            if not _NOT_PROSE.intersection(map(str, place)):
                self._prose(file, index.line(place), text, linked)

    def _linked(self, solution_id: str, raw: Any) -> list[Figure]:
        """The figures that belong to the solution or that the file refers to."""
        named = {name for _, text in texts(raw) for name in names(text, "figure")}
        return [figure for figure in self.figures.values() if solution_id in figure.solutions or figure.id in named]

    def _references(self, file: Path, line: int, text: str) -> None:
        """Whatever a text refers to is there: figures, municipal names, pages and places on them."""
        known: Mapping[str, Mapping[str, Any]] = {"figure": self.figures, "org": self.organisation}
        for kind, entries in known.items():
            for name in names(text, kind):
                if name not in entries:
                    self._add(file, line, f"{{{kind}:{name}}} findes ikke")
        for found in unreadable(text):
            self._add(file, line, f"{found} kan ikke læses: skriv {{figure:id}} eller {{org:nøgle}}")
        for target in targets(text):
            wrong = dead_link(target, self.anchors, self.areas, file.stem)
            if wrong:
                self._add(file, line, f"linket {target} fører ingen steder hen: {wrong}")

    def _prose(self, file: Path, line: int, text: str, figures: Sequence[Figure]) -> None:
        for figure, found in repeated_figures(text, figures):
            self._add(file, line, f"“{found}” gentager et tal: skriv {{figure:{figure.id}}}")

    def _pages(self) -> dict[Path, RawPage]:
        pages: dict[Path, RawPage] = {}
        self.anchors = {id_: set() for id_ in self.solutions}  # a solution without a page can be linked to all the same
        for file in sorted(self.path.glob("topics/*/*.md")):
            try:
                pages[file] = read_page(file)
            except UnreadableFile as error:
                self._add(file, error.line, error.message)
                continue
            self.anchors[file.stem] = {section.anchor for section in pages[file].sections}
        return pages

    def _page(self, file: Path, page: RawPage) -> None:
        if file.stem not in self.solutions:
            self._add(file, 1, f"der er ingen løsning med id {file.stem}")
        elif self.solutions[file.stem].area != file.parent.name:
            self._add(file, 1, f"siden skal ligge i topics/{self.solutions[file.stem].area}/")
        index = index_front(file)
        for place, text in front_problems(page.front):
            self._add(file, index.line(place), text)
        for place, text in texts(page.front):
            self._references(file, index.line(place), text)
        review = page.front.get("review_by")
        if isinstance(review, date):
            self._term(file, index.line(("review_by",)), review, "siden skulle være læst igennem: fristen udløb")
        for line, text in section_problems(page):
            self._add(file, line, text)
        self._page_texts(file, page)

    def _page_texts(self, file: Path, page: RawPage) -> None:
        linked = self._linked(file.stem, [section.text for section in page.sections])
        for section in page.sections:
            for offset, line_text in enumerate(section.text.splitlines()):
                self._references(file, section.line + 2 + offset, line_text)
            for offset, paragraph in paragraphs(section.text):
                self._prose(file, section.line + 2 + offset, paragraph, linked)
        text = "\n\n".join(section.text for section in page.sections)
        value = lix(resolve(text, self.figures, self.organisation))
        self.report.lix[file.stem] = value
        if value >= LIX_LIMIT:
            self._add(file, 1, f"siden er svær at læse: LIX {value:.0f} (skal være under {LIX_LIMIT})", "advarsel")

    def _crisis(self) -> None:
        file = self.path / "crisis.yml"
        answers = self._file(file, TypeAdapter(dict[str, CrisisAnswer]).validate_python)
        if answers is None:
            return
        index = index_file(file)
        for kind in CRISIS_KINDS:
            if kind not in answers:
                self._add(file, 1, f"svaret {kind} mangler")
        for kind, answer in answers.items():
            for solution in answer.solutions:
                if solution not in self.solutions:
                    self._add(file, index.line((kind, "solutions")), f"løsningen {solution} findes ikke")
        for place, text in texts(read_yaml(file)):
            self._references(file, index.line(place), text)

    def _phrases(self) -> None:
        file = self.path / PHRASES
        phrases = self._file(file, DESK_PHRASES.validate_python) if file.exists() else None
        if phrases is None:
            return
        index = index_file(file)
        for place, problem in phrase_problems(phrases):
            self._add(file, index.line(place), problem)
        for where, text in texts(read_yaml(file)):
            self._references(file, index.line(where), text)

    def _life_events(self) -> None:
        for file in sorted(self.path.glob("life_events/*.yml")):
            event = self._file(file, LifeEvent.model_validate)
            if event is None:
                continue
            if event.id != file.stem:
                self._add(file, 1, f"forløbets id er {event.id}, men filen hedder {file.name}")
            if event.area not in self.areas:
                self._add(file, 1, f"området {event.area} findes ikke i areas.yml")
            index = index_file(file)
            for place, text in life_event_problems(event, self.solutions, self.figures):
                self._add(file, index.line(place), text)
            for place, text in texts(read_yaml(file)):
                self._references(file, index.line(place), text)
            self.life_events.add(event.id)

    def _trees(self, areas: Sequence[Area]) -> None:
        own: dict[str, tuple[Path, Tree]] = {}
        for file in sorted(self.path.glob("trees/*.yml")):
            tree = self._file(file, Tree.model_validate)
            if tree is not None:
                own[tree.id] = (file, tree)
                index = index_file(file)
                for place, text in texts(read_yaml(file)):
                    self._references(file, index.line(place), text)
                if tree.id != file.stem:
                    self._add(file, 1, f"træets id er {tree.id}, men filen hedder {file.name}")
        if "root" not in own:
            self._add(self.path / "trees" / "root.yml", 1, "rodtræet mangler")
        known = {area.id for area in areas}
        for area in areas:
            of_area = [solution for solution in self.solutions.values() if solution.area == area.id]
            if area.id not in own and of_area:
                file = self.path / "solutions" / area.id
                own[area.id] = (file, generate_tree(area, of_area))
        for tree_id, (file, tree) in own.items():
            wanted = [solution.id for solution in self.solutions.values() if solution.area == tree_id]
            proof = prove(tree, wanted, sorted(known), sorted(self.life_events))
            self.report.trees[tree_id] = proof
            for text in tree_problems(tree_id, proof, self.solutions):
                self._add(file, 1, text)
