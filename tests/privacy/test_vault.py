"""The vault: encrypted, one reference per number and owner, opened for a case and nothing else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.privacy.model import SecretRow
from bot.privacy.vault import BadKey, CprVault, make_key
from tests.town import KEY, Town


def test_the_same_number_of_the_same_owner_has_one_reference(town: Town) -> None:
    first = town.vault.keep("6101901234", "anne")
    assert town.vault.keep("6101901234", "anne") == first
    assert town.vault.keep("6101901234", "soeren") != first
    assert town.vault.keep("6201901234", "anne") != first
    assert town.vault.knows(first, "anne")
    assert not town.vault.knows(first, "soeren")


def test_the_database_does_not_hold_the_number(town: Town) -> None:
    town.vault.keep("6101901234", "anne")
    with town.sessions() as session:
        assert "6101901234" not in str(session.execute(sa.select(SecretRow.__table__)).all())


def test_a_number_comes_out_for_its_case_only(town: Town) -> None:
    town.offer()
    value = "cpr:" + town.vault.keep("6101901234", "anne")
    first, second = town.send("anne", cpr=value), town.send("anne", cpr=value)
    other = town.send("soeren", cpr=value)  # not his: a reference that was seen opens nothing
    assert town.vault.reveal(value, case_id=first.id) == town.vault.reveal(value, case_id=second.id) == "610190-1234"
    assert town.vault.reveal(value, case_id=other.id) is None
    assert town.vault.reveal(value, case_id="none") is None
    assert town.vault.reveal("cpr:unknown", case_id=first.id) is None


def test_keys_can_be_changed(town: Town) -> None:
    town.offer()
    value = "cpr:" + town.vault.keep("6101901234", "anne")
    case = town.send("anne", cpr=value)
    new = make_key()
    both = CprVault(town.sessions, town.clock, f"{new}, {KEY}")
    assert both.reveal(value, case_id=case.id) == "610190-1234"
    assert both.keep("6101901234", "anne") == value.removeprefix("cpr:")
    assert CprVault(town.sessions, town.clock, new).reveal(value, case_id=case.id) is None
    assert both.rotate() == 1
    assert CprVault(town.sessions, town.clock, new).reveal(value, case_id=case.id) == "610190-1234"


@pytest.mark.parametrize("key", ["", "short", "x" * 44, ","])
def test_a_bad_key_is_said_at_once(town: Town, key: str) -> None:
    with pytest.raises(BadKey, match="SERVICEASSISTENT_CPR_KEY"):
        CprVault(town.sessions, town.clock, key)
