"""The virus scanner: any command; what it does not call clean is not kept."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from bot.cases.attachments import AttachmentStore, BadFile
from bot.cases.scanner import CommandScanner, scanner_of
from tests.town import Town

# The harmless file that every scanner knows (eicar.org), in two parts: no scanner is to remove these tests.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FAKE = "import sys; sys.exit(1 if b'EICAR' in sys.stdin.buffer.read() else 0)"


def python(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


def store(town: Town, folder: Path, command: str) -> AttachmentStore:
    return AttachmentStore(town.sessions, folder / "scanned", town.clock, access=town.access, scan=scanner_of(command))


def test_what_the_scanner_finds_is_refused_and_nothing_is_left(town: Town, tmp_path: Path) -> None:
    files = store(town, tmp_path, python(FAKE))
    with pytest.raises(BadFile) as refused:
        files.add("anne", None, "a.txt", "text/plain", EICAR)
    assert refused.value.explanation == "Filen blev afvist af virusscanningen og er ikke gemt."
    assert not (tmp_path / "scanned").exists()
    assert files.add("anne", None, "b.txt", "text/plain", b"Hej").name == "b.txt"


@pytest.mark.parametrize("command", [python("import sys; sys.exit(2)"), "/there/is/no/scanner"])
def test_without_an_answer_of_the_scanner_the_file_is_not_kept(town: Town, tmp_path: Path, command: str) -> None:
    with pytest.raises(BadFile) as refused:
        store(town, tmp_path, command).add("anne", None, "a.txt", "text/plain", b"Hej")
    assert "kunne ikke virusscannes lige nu" in refused.value.explanation


def test_a_scanner_that_hangs_is_not_waited_for(town: Town, tmp_path: Path) -> None:
    slow = CommandScanner(
        python("import sys; sys.stdin.buffer.read(); sys.stdin.close(); import time; time.sleep(60)"), 0.5
    )
    files = AttachmentStore(town.sessions, tmp_path / "scanned", town.clock, access=town.access, scan=slow)
    with pytest.raises(BadFile):
        files.add("anne", None, "a.txt", "text/plain", b"Hej")


def test_without_a_setting_nothing_scans() -> None:
    assert scanner_of("  ") is None
