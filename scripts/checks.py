"""`make test` and `make test-quick`: all steps are run, then what failed and what was skipped is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.supervisor.model import fitting_model
from bot.supervisor.rasa_environment import ENGINE_PYTHON, rasa_environment
from bot.supervisor.train import TrainingFailed, train
from scripts.console import PROJECT, Stop, say, stops_with_one_message
from scripts.memory_folder import memory_folder
from scripts.playground import playground
from scripts.postgres import postgres_server
from scripts.results import Results
from scripts.system_packages import Unavailable, chromium

REPORTS = PROJECT / "var" / "reports"
PYTHON = sys.executable
UNIT = "not processes and not browser and not postgres"
QUICK = f"{UNIT} and not slow"
# Whole portals, towns and random organisations: as much processor time as all other units together.
NOT_QUICK = ("demo", "engine", "grunddata", "portal", "properties")


def _exit_code(command: Sequence[str], environment: Mapping[str, str]) -> int:
    code = subprocess.run(command, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL).returncode
    if code < 0:
        say(f"  ended from outside, by {signal.Signals(-code).name}")
    return code


@dataclass
class Run:
    """One run of the checks: what has failed, how long it took, and the tests' results."""

    environment: dict[str, str]
    results: Results = field(default_factory=Results)
    times: list[tuple[str, bool, float]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[list[bool]]:
        """A step that has failed unless its body puts True into the list."""
        say(f"\n== {name}")
        began, ok = time.monotonic(), [False]
        yield ok
        self.times.append((name, ok[0], time.monotonic() - began))
        if not ok[0]:
            say(f"!! {name} failed")

    def command(self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """A step that is one command."""
        with self.step(name) as ok:
            env = dict(self.environment if environment is None else environment)
            ok[0] = _exit_code(command, env) == 0

    def pytest(self, name: str, arguments: Sequence[str], python: str = PYTHON, **env: str) -> None:
        """A step that is a pytest run; no test at all is fine here, the closing line tells the sum."""
        with self.step(name) as ok:
            report = REPORTS / f"{name.replace(' ', '-')}.xml"
            report.unlink(missing_ok=True)
            # Tests of the same name in different folders need no packages this way.
            command = [python, "-m", "pytest", "-q", "--import-mode=importlib", f"--junitxml={report}", *arguments]
            ok[0] = _exit_code(command, {**self.environment, **env}) in (0, 5)
            self.results.add(report)


def lint_types_units(run: Run, marks: str = UNIT, *, leave_out: tuple[str, ...] = ("engine",)) -> None:
    """What can be told without processes and a browser."""
    run.command("lint", [PYTHON, "-m", "ruff", "check", "."])
    run.command("types", [PYTHON, "-m", "mypy", "-p", "bot", "-p", "scripts"])
    tests = [
        str(path) for path in sorted((PROJECT / "tests").iterdir()) if path.is_dir() and path.name not in leave_out
    ]
    run.pytest("unit tests", ["-n", "2", "-m", marks, *tests])


def rasa(run: Run, *arguments: str) -> list[str]:
    return [str(ENGINE_PYTHON), "-m", "rasa", *arguments]


def knowledge_and_rasa(run: Run) -> None:
    """The content is right, a model comes out of it, and the stories run as they are written."""
    run.command("knowledge", [str(Path(PYTHON).parent / "serviceassistent"), "check"])
    with run.step("training") as ok:
        try:
            train()
            ok[0] = True
        except TrainingFailed as failed:
            say(str(failed))
    run.command("rasa data validate", rasa(run, "data", "validate", "--data", "data"), rasa_environment())
    model = fitting_model()
    if model is not None:
        story_test = ["test", "core", "--model", str(model), "--stories", "data/stories", "--no-plot"]
        story_test += ["--fail-on-prediction-errors", "--out", str(REPORTS / "rasa")]
        run.command("rasa test", rasa(run, *story_test), rasa_environment())
        run.command("understanding", [str(ENGINE_PYTHON), "-m", "nlp.gate"], rasa_environment())
    run.pytest("engine tests", ["tests/engine", "tests/understanding"], str(ENGINE_PYTHON), **rasa_environment())


def conversations_and_browser(run: Run) -> None:
    """The three real processes, by HTTP and in a browser."""
    run.pytest("conversations", ["-m", "processes and not browser", "--ignore=tests/engine", "tests"])
    try:
        path = chromium()
    except Unavailable as reason:
        run.missing.append(f"browser tests: {reason}")
        return
    try:
        environment = {"CHROMIUM": path, "PLAYGROUND": playground()}
    except Unavailable as reason:
        run.missing.append(f"the test in Microsoft's playground: {reason}")
        environment = {"CHROMIUM": path}
    run.pytest("browser", ["-m", "browser", "--ignore=tests/engine", "tests"], **environment)


def everything(run: Run) -> None:
    """All checks, with a PostgreSQL server of our own for those tests that want one."""
    with ExitStack() as stack:
        marks = "not processes and not browser"
        if not run.environment.get("TEST_POSTGRES_URL"):
            try:
                run.environment["TEST_POSTGRES_URL"] = stack.enter_context(postgres_server())
            except Unavailable as reason:
                run.missing.append(f"PostgreSQL tests: {reason}")
                marks = UNIT
        lint_types_units(run, marks)
    run.environment.pop("TEST_POSTGRES_URL", None)
    knowledge_and_rasa(run)
    conversations_and_browser(run)


def tell(run: Run, ci: bool) -> bool:
    """Prints the summary; returns whether all is well."""
    say("\n== summary")
    for name, ok, seconds in run.times:
        say(f"  {'ok    ' if ok else 'FAILED'}  {name}  ({seconds:.0f} s)")
    for reason in run.missing:
        say(f"  skipped: {reason}")
    skipped = bool(run.missing or run.results.skipped)
    if skipped and ci:
        say("  In CI nothing may be skipped.")
    say("\n".join(run.results.lines()))
    return all(ok for _, ok, _ in run.times) and not (ci and skipped) and bool(run.results.passed)


def main(which: str) -> int:
    """Returns the exit code."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    run = Run({**os.environ, "PYTHONPATH": str(PROJECT), "HYPOTHESIS_STORAGE_DIRECTORY": str(REPORTS / "hypothesis")})
    if which not in ("quick", "all"):
        raise Stop(f"usage: python -m scripts.checks quick|all, not {which!r}")
    with memory_folder() as folder:
        run.environment["TMPDIR"] = folder
        if which == "quick":
            lint_types_units(run, QUICK, leave_out=NOT_QUICK)
        else:
            everything(run)
    return 0 if tell(run, ci=os.environ.get("CI", "").lower() == "true") else 1


if __name__ == "__main__":
    with stops_with_one_message():
        sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
