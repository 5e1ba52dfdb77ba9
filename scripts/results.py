"""Reads pytest's reports of several runs and tells what passed, failed and was skipped, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass
class Results:
    """Test names over all runs: one that is skipped in a run (or Python) and passes in another was not skipped."""

    passed: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    skips: dict[str, str] = field(default_factory=dict)

    def add(self, report: Path) -> None:
        """Adds the JUnit report of a pytest run, if it wrote one."""
        if not report.is_file():
            return
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - our own file
            name = ".".join(part for part in (case.get("classname"), case.get("name")) if part)
            skipped = case.find("skipped")
            if case.find("failure") is not None or case.find("error") is not None:
                self.failed.add(name)
            elif skipped is None or skipped.get("type") == "pytest.xfail":
                self.passed.add(name)
            else:
                self.skips[name] = skipped.get("message") or "no reason given"

    @property
    def skipped(self) -> dict[str, str]:
        """What no run has carried out; a module that was skipped counts as carried out if any test of it passed."""
        return {
            name: reason
            for name, reason in self.skips.items()
            if name not in self.passed and not any(done.startswith(f"{name}.") for done in self.passed)
        }

    def lines(self) -> list[str]:
        """The skips by reason, then one closing line."""
        lines = [f"  skipped ({count}): {reason}" for reason, count in sorted(Counter(self.skipped.values()).items())]
        return [*lines, f"{len(self.passed)} passed, {len(self.failed)} failed, {len(self.skipped)} skipped"]
