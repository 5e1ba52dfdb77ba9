"""docs/privacy.md says what holds: the periods of the rules, and tests that exist."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.privacy.retention_rules import RULES, Rule
from bot.settings import PROJECT
from tests.privacy.cpr_hidden import HIDDEN_GROUPS
from tests.privacy.cpr_open import OPEN_GROUPS
from tests.privacy.cpr_strings import measure

TEXT = (PROJECT / "docs" / "privacy.md").read_text()
TESTS = re.findall(r"\| (tests/[\w/]+\.py)::(\w+) \|", TEXT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_each_rule_stands_there_with_its_period(rule: Rule) -> None:
    (row,) = re.findall(rf"^\| `{rule.kind}` \|.*$", TEXT, re.M)
    kept = row.split("|")[3]
    if rule.kept is None:
        assert "not purged here" in kept
    elif rule.kept < timedelta(days=1):
        assert f"{rule.kept.seconds // 3600} hours" in kept
    else:
        assert re.search(rf"\b{rule.kept.days} days", kept)


def test_the_tests_that_it_names_exist() -> None:
    assert len(TESTS) > 20
    for file, name in TESTS:
        assert f"def {name}(" in (PROJECT / file).read_text(), (file, name)


def test_its_figures_are_those_of_the_shield() -> None:
    hidden, opened = (sum(map(len, groups.values())) for groups in (HIDDEN_GROUPS, OPEN_GROUPS))
    figures = f"{hidden} with numbers and {opened} without, written by hand in {len(HIDDEN_GROUPS) + len(OPEN_GROUPS)}"
    assert figures in " ".join(TEXT.split())
    assert f"precision {measure().precision * 100:.1f} %" in TEXT
