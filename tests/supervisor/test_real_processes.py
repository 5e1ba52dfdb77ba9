"""The three real processes: what dies comes back, and nothing that was written stands in a log."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.client import call
from tests.processes import Running

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("name", ["engine", "actions", "portal"])
def test_what_is_killed_comes_back_and_the_talk_goes_on(running: Running, name: str) -> None:
    employee = running.employee(running.people()[0]["id"])
    assert employee.say("hvad er fristen for at søge barsel?").text
    running.wait_for_restart(name, running.kill(name))
    assert employee.say("hej igen").text
    said = [message["text"] for message in employee.transcript() if message["from"] == "user"]
    assert said[-2:] == ["hvad er fristen for at søge barsel?", "hej igen"]


def test_a_message_sent_while_the_engine_is_down_is_kept_and_answered_or_told(running: Running) -> None:
    employee = running.employee(running.people()[1]["id"])
    killed = running.kill("engine")
    answer = employee.send(text="jeg har kørt i egen bil", client_id="while-down")
    assert answer.status == 200 or "problem+json" in answer.headers["content-type"], answer
    running.wait_for_restart("engine", killed)
    again = employee.send(text="jeg har kørt i egen bil", client_id="while-down")
    assert again.status == 200
    said = [message["text"] for message in employee.transcript() if message["from"] == "user"]
    assert said.count("jeg har kørt i egen bil") == 1


def test_no_log_holds_what_was_written(running: Running) -> None:
    employee = running.employee(running.people()[2]["id"])
    employee.say("xylofonstativ mangler i min lønseddel")
    for name in ("engine", "actions", "portal"):
        assert "xylofonstativ" not in running.log(name)
    assert "xylofonstativ" not in (running.data_dir / "supervisor.log").read_text()


def test_the_processes_inside_refuse_whoever_does_not_know_the_secret(running: Running) -> None:
    pids = running.status()["children"]
    turn = json.dumps({"thread": "somebody-else", "text": "hej"}).encode()
    refused = 0
    for name in ("engine", "actions"):
        for port in listening_ports(int(pids[name])):
            address = f"http://127.0.0.1:{port}"
            assert call(address, "POST", "/webhooks/portal/messages", turn).status in (401, 403, 404)
            assert call(address, "POST", "/webhook", turn).status in (401, 403, 404, 405)
            for path in ("/model/parse", "/conversations/x/tracker", "/webhooks/rest/webhook"):
                assert call(address, "GET", path).status in (401, 403, 404)
            refused += 1
    assert refused >= 2


def test_all_processes_listen_on_loopback_only(running: Running) -> None:
    for pid in running.status()["children"].values():
        assert {address for address, _ in listening(int(pid))} == {"127.0.0.1"}


def test_the_keys_and_the_folders_with_personal_data_are_the_users_alone(running: Running) -> None:
    for key in ("demo-cpr.key", "demo-audit.key"):
        assert stat.S_IMODE((running.data_dir / key).stat().st_mode) == 0o600
    for folder in ("logs", "files"):
        assert stat.S_IMODE((running.data_dir / folder).stat().st_mode) == 0o700


def listening_ports(pid: int) -> list[int]:
    return [port for _, port in listening(pid)]


def listening(pid: int) -> list[tuple[str, int]]:
    """Addresses and ports that the process listens on, from /proc (IPv4; an IPv6 one is given as "::")."""
    sockets = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(descriptor.readlink())
        except OSError:
            continue
        if target.startswith("socket:["):
            sockets.add(target[8:-1])
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == "0A" and columns[9] in sockets:
                host, port = columns[1].split(":")
                octets = [str(int(host[i : i + 2], 16)) for i in (6, 4, 2, 0)]
                found.append((".".join(octets) if table == "tcp" else "::", int(port, 16)))
    return found
