"""The object ids of Entra: who an account belongs to, from one file to the next."""

from __future__ import annotations

import pytest

from bot.grunddata.parsing import COLUMNS
from bot.grunddata.types import PEOPLE
from tests.grunddata import office as offices
from tests.grunddata.office import Office

ONE, OTHER = "6c1f0a52-7d3e-4b8a-9c55-1e2f3a4b5c60", "0d9e8f7a-6b5c-4d3e-8f2a-1b0c9d8e7f6a"


def whose(office: Office, account: str) -> str | None:
    person = office.town.access.person_by_entra_id(account)
    return person.id if person else None


def account(office: Office, person: str, object_id: str) -> None:
    office.people[person][3] = object_id


def test_a_person_is_found_by_the_account_however_it_is_written(office: Office) -> None:
    account(office, "anne", ONE)
    outcome = office.bring_in()
    assert f"  ændret: Anne Holm (anne): id i Entra ingen → {ONE}" in office.lines(outcome)
    assert whose(office, ONE) == whose(office, ONE.upper()) == "anne"
    assert whose(office, OTHER) is whose(office, "") is None


def test_accounts_may_change_hands_in_one_file(office: Office) -> None:
    account(office, "anne", ONE)
    account(office, "per", OTHER)
    office.bring_in()
    account(office, "anne", OTHER)
    account(office, "per", ONE)
    office.bring_in()
    assert (whose(office, ONE), whose(office, OTHER)) == ("per", "anne")


def test_an_empty_cell_takes_the_account_away(office: Office) -> None:
    account(office, "anne", ONE)
    office.bring_in()
    account(office, "anne", "")
    office.bring_in()
    assert whose(office, ONE) is None


def test_a_file_without_the_column_leaves_accounts_as_they_are(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    account(office, "anne", ONE)
    office.bring_in()
    monkeypatch.setitem(offices.HEADINGS, PEOPLE, [column for column, _ in COLUMNS[PEOPLE]][:3])
    office.people = {person: line[:3] for person, line in office.people.items()}
    assert office.bring_in().differences == []
    assert whose(office, ONE) == "anne"


def test_whoever_has_left_is_not_found_and_a_new_number_takes_the_account_over(office: Office) -> None:
    account(office, "anne", ONE)
    office.bring_in()
    office.leaves("anne")
    office.bring_in()
    assert whose(office, ONE) is None
    office.hire("anne2", "skole-a")
    account(office, "anne2", ONE)
    office.bring_in()
    assert whose(office, ONE) == "anne2"


def test_an_account_that_points_at_two_people_of_today_points_at_nobody(office: Office) -> None:
    account(office, "anne", ONE)
    office.bring_in()
    office.town.account("per", ONE)
    assert whose(office, ONE) is None
