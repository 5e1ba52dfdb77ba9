"""All services of the house write to the one audit, and the command line has words for all that they write."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from bot.audit.log import AuditLog
from bot.audit.types import Action
from bot.audit.words import DONE
from bot.cases.auditing import CaseAudit
from bot.container import Container
from bot.settings import Settings
from tests.stores import SQLITE, database_url
from tests.town import KEY


def test_every_service_writes_to_the_containers_audit(tmp_path: Path) -> None:
    environment = {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url(SQLITE, tmp_path),
        "SERVICEASSISTENT_CPR_KEY": KEY,
        "SERVICEASSISTENT_AUDIT_KEY": "a key",
    }
    house = Container(Settings.from_environment(environment), channel="portal")
    names = [name for name, value in vars(Container).items() if isinstance(value, cached_property)]
    logs = {name: log for name in names for log in _logs(getattr(house, name))}
    assert {"cases", "drafts", "courses", "conversations", "sessions", "attachments", "delegations"} <= logs.keys()
    assert {name for name, log in logs.items() if log is not house.audit} == set()


def _logs(service: Any) -> list[AuditLog]:
    found = getattr(service, "_audit", None)
    found = found.log if isinstance(found, CaseAudit) else found
    return [found] if isinstance(found, AuditLog) else []


def test_there_are_words_for_every_action() -> None:
    assert set(DONE) == set(get_args(Action))
