"""The vault: encrypted, one reference per number and owner, opened for a case and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.privacy.model import SecretRow
from bot.privacy.vault import BadKey, CprVault, Rotation, make_key
from bot.settings import Settings
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


def with_keys(town: Town, *keys: str) -> CprVault:
    return CprVault(town.sessions, town.clock, ",".join(keys))


def test_with_the_new_and_the_old_key_everything_goes_on(town: Town) -> None:
    town.offer()
    ref = town.vault.keep("6101901234", "anne")
    case = town.send("anne", cpr=f"cpr:{ref}")
    both = with_keys(town, make_key(), KEY)
    assert both.reveal(f"cpr:{ref}", case_id=case.id) == "610190-1234"
    assert both.keep("6101901234", "anne") == ref
    assert both.keep("6201901234", "anne") != ref


def test_before_the_rotation_the_old_key_is_needed_and_after_it_is_not(town: Town) -> None:
    town.offer()
    value = "cpr:" + town.vault.keep("6101901234", "anne")
    case = town.send("anne", cpr=value)
    new = make_key()
    assert with_keys(town, new).reveal(value, case_id=case.id) is None
    assert with_keys(town, new, KEY).rotate() == Rotation(done=1, locked=0)
    alone = with_keys(town, new)
    assert alone.reveal(value, case_id=case.id) == "610190-1234"
    assert alone.keep("6101901234", "anne") == value.removeprefix("cpr:")  # and the same number is found again
    assert alone.key_counts() == {alone.current_key: 1}
    assert town.vault.reveal(value, case_id=case.id) is None


def test_a_rotation_that_is_interrupted_is_taken_up_where_it_stopped(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(61, 71):
        town.vault.keep(f"{day}01901234", "anne")
    both = with_keys(town, make_key(), KEY)
    encrypt, count = both._keys.encrypt, iter(range(100))

    def until_the_power_fails(number: str) -> str:
        if next(count) == 7:
            raise KeyboardInterrupt
        return encrypt(number)

    monkeypatch.setattr(both._keys, "encrypt", until_the_power_fails)
    with pytest.raises(KeyboardInterrupt):
        both.rotate(batch=3)
    assert both.key_counts()[both.current_key] == 6
    assert both.rotate(batch=3) == Rotation(done=4, locked=0)
    assert both.key_counts() == {both.current_key: 10}
    assert both.rotate() == Rotation(done=0, locked=0)


def test_what_is_stored_while_the_keys_are_rotated_is_not_lost(town: Town) -> None:
    """A process that has not been told of the new key yet writes the same number again with the old one."""
    town.offer()
    both = with_keys(town, make_key(), KEY)
    newer = both.keep("6101901234", "anne")
    older = town.vault.keep("6101901234", "anne")
    case = town.send("anne", cpr=f"cpr:{older}", igen=f"cpr:{newer}")
    assert both.rotate() == Rotation(done=1, locked=0)
    assert both.reveal(f"cpr:{older}", case_id=case.id) == both.reveal(f"cpr:{newer}", case_id=case.id) == "610190-1234"
    assert both.keep("6101901234", "anne") == newer


def test_a_number_of_a_lost_key_is_counted_and_stays_as_it_is(town: Town) -> None:
    lost = with_keys(town, make_key())
    lost.keep("6101901234", "anne")
    town.vault.keep("6201901234", "anne")
    both = with_keys(town, make_key(), KEY)
    assert both.rotate() == Rotation(done=1, locked=1)
    assert both.key_counts() == {both.current_key: 1, lost.current_key: 1}


def test_numbers_from_before_keys_had_ids_are_read_and_rotated(town: Town) -> None:
    town.offer()
    value = "cpr:" + town.vault.keep("6101901234", "anne")
    case = town.send("anne", cpr=value)
    with town.sessions() as session:
        row = session.get(SecretRow, value.removeprefix("cpr:"))
        assert row is not None
        row.ciphertext = Fernet(KEY).encrypt(b"6101901234").decode()
        session.commit()
    assert town.vault.reveal(value, case_id=case.id) == "610190-1234"
    assert town.vault.key_counts() == {"": 1}
    assert town.vault.rotate() == Rotation(done=1, locked=0)
    assert town.vault.key_counts() == {town.vault.current_key: 1}


def test_the_settings_put_the_current_key_first(tmp_path: Path) -> None:
    environment = {"DATA_DIR": str(tmp_path), "SERVICEASSISTENT_CPR_KEY": "new"}
    assert Settings.from_environment(environment).cpr_key == "new"
    environment["SERVICEASSISTENT_CPR_KEYS_OLD"] = "old,older"
    assert Settings.from_environment(environment).cpr_key == "new,old,older"


@pytest.mark.parametrize("key", ["", "short", "x" * 44, ","])
def test_a_bad_key_is_said_at_once(town: Town, key: str) -> None:
    with pytest.raises(BadKey, match="SERVICEASSISTENT_CPR_KEY"):
        CprVault(town.sessions, town.clock, key)
