"""Drafts: saved after every answer, never overwritten unseen, gone after 30 days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cases.errors import DraftChanged, NotAllowed, NotFound
from tests.town import Town


def test_a_draft_keeps_what_was_answered(town: Town) -> None:
    draft = town.drafts.start("anne", "ferie", "talk", {"a": 1}, sources={"a": "grunddata"}, confirmed=["a"])
    saved = town.drafts.save(
        "anne",
        draft.id,
        {"a": 1, "b": "x"},
        expected_version=1,
        sources={"a": "grunddata", "b": "user"},
        confirmed=["b"],
    )
    assert saved.version == 2
    assert town.drafts.get("anne", draft.id) == saved
    assert (saved.answers, saved.sources, saved.confirmed) == (
        {"a": 1, "b": "x"},
        {"a": "grunddata", "b": "user"},
        ["b"],
    )


def test_two_tabs_do_not_overwrite_one_another(town: Town) -> None:
    draft = town.drafts.start("anne", "ferie", "talk")
    town.drafts.save("anne", draft.id, {"a": "first"}, expected_version=draft.version)
    with pytest.raises(DraftChanged):
        town.drafts.save("anne", draft.id, {"a": "second"}, expected_version=draft.version)
    assert town.drafts.get("anne", draft.id).answers == {"a": "first"}


def test_to_anyone_else_a_draft_does_not_exist(town: Town) -> None:
    draft = town.drafts.start("anne", "ferie", "talk")
    assert town.drafts.get("boss", draft.id) is None
    assert town.drafts.open_for("boss") == []
    for attempt in (
        lambda: town.drafts.save("boss", draft.id, {}, expected_version=1),
        lambda: town.drafts.park("boss", draft.id),
        lambda: town.drafts.cancel("boss", draft.id),
        lambda: town.cases.submit("boss", draft.id),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_parked_drafts_can_be_taken_up_and_cancelled_ones_cannot(town: Town) -> None:
    draft = town.drafts.start("anne", "ferie", "talk", {"a": 1})
    assert town.drafts.park("anne", draft.id).state == "parked"
    assert [d.id for d in town.drafts.open_for("anne")] == [draft.id]
    assert town.drafts.resume("anne", draft.id).state == "active"
    assert town.drafts.cancel("anne", draft.id).answers == {}
    assert town.drafts.open_for("anne") == []
    with pytest.raises(NotFound):
        town.drafts.resume("anne", draft.id)


def test_a_draft_lives_thirty_days_from_the_last_answer(town: Town) -> None:
    draft = town.drafts.start("anne", "ferie", "talk")
    town.clock.move(days=20)
    draft = town.drafts.save("anne", draft.id, {"a": 1}, expected_version=draft.version)
    assert draft.expires_at == town.clock() + timedelta(days=30)
    town.clock.move(days=29, hours=23)
    assert town.drafts.get("anne", draft.id) is not None
    assert town.drafts.purge_expired() == 0
    town.clock.move(hours=1)
    assert town.drafts.get("anne", draft.id) is None
    assert town.drafts.open_for("anne") == []
    with pytest.raises(NotFound):
        town.drafts.save("anne", draft.id, {}, expected_version=draft.version)
    town.offer()
    with pytest.raises(NotFound):
        town.cases.submit("anne", draft.id)
    assert town.drafts.purge_expired() == 1


def test_the_latest_draft_comes_first(town: Town) -> None:
    first = town.drafts.start("anne", "ferie", "talk")
    town.clock.move(minutes=1)
    second = town.drafts.start("anne", "sygdom", "talk")
    assert [d.id for d in town.drafts.open_for("anne")] == [second.id, first.id]
    town.clock.move(minutes=1)
    town.drafts.save("anne", first.id, {}, expected_version=1)
    assert [d.id for d in town.drafts.open_for("anne")] == [first.id, second.id]


def test_a_draft_can_be_handed_to_a_colleague_who_may_send_it(town: Town) -> None:
    town.offer()
    draft = town.drafts.start("kim", "ferie", "talk", {"subject": "jonas"})
    with pytest.raises(NotAllowed):
        town.drafts.hand_over("kim", draft.id, "anne")
    with pytest.raises(NotFound):
        town.drafts.hand_over("kim", draft.id, "ingen")
    given = town.drafts.hand_over("kim", draft.id, "lea")
    assert given.owner_id == "lea"
    assert town.drafts.get("kim", draft.id) is None
    assert town.cases.submit("lea", draft.id).reporter_id == "lea"


def test_cpr_numbers_are_not_stored_in_a_draft(town: Town) -> None:
    draft = town.drafts.start("anne", "ferie", "talk", {"note": "cpr 610190-1234", "list": ["6202901234"]})
    saved = town.drafts.save("anne", draft.id, {"note": "også 630390-1234"}, expected_version=1)
    for stored in (draft.answers, saved.answers):
        assert "1234" not in str(stored)
        assert "⟦cpr:" in str(stored)
