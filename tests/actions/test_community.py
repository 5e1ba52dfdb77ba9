"""The community's list and the giving of cases, in the talk and from both sides."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.actions.registry import CAPABILITIES
from bot.clock import today
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn
from bot.messages.message import actions_of
from bot.notices.service import NoticeService
from tests.fixtures import engine  # noqa: F401
from tests.town import Town


@pytest.fixture
def town(engine: sa.Engine, tmp_path: Path) -> Town:  # noqa: F811
    town = Town(engine, tmp_path)
    town.role("ida", "indberetter_personale", "skole")
    town.offer()
    return town


@pytest.fixture
def services(town: Town) -> Any:
    return SimpleNamespace(
        access=town.access,
        cases=town.cases,
        drafts=town.drafts,
        community=town.community,
        clock=town.clock,
        notices=NoticeService(town.sessions, town.clock),
        local_day=lambda moment: moment.date(),
        knowledge=SimpleNamespace(title=str.capitalize),
    )


def act(services: Any, town: Town, name: str, person: str, state: Any = None, **parameters: Any) -> Reply:
    who = town.access.person(person)
    assert who is not None
    turn = Turn(who, "c", "", "", state or ConversationState(), today(town.clock), payload=parameters or None)
    return CAPABILITIES[f"action_{name}"](services, turn)


def said(reply: Reply) -> str:
    return "\n".join(one.text for one in reply.utterances)


def payloads(reply: Reply) -> list[str]:
    return [action.payload for one in reply.utterances for action in actions_of(list(one.cards))]


def begun(town: Town, owner: str = "kim") -> tuple[str, ConversationState]:
    draft = town.drafts.start(owner, "ferie", None, {"subject": "jonas"})
    return draft.id, ConversationState(flow="report", draft_id=draft.id)


def test_saving_a_draft_offers_the_list_to_those_who_have_colleagues_only(services: Any, town: Town) -> None:
    draft, state = begun(town)
    assert f'/share_draft{{"draft": "{draft}"}}' in payloads(act(services, town, "save_draft", "kim", state))
    own = town.drafts.start("kim", "ferie", None, {"subject": "kim"})
    reply = act(services, town, "save_draft", "kim", ConversationState(flow="report", draft_id=own.id))
    assert not any(payload.startswith("/share_draft") for payload in payloads(reply))


def test_what_is_under_way_is_put_into_the_list_and_a_colleague_goes_on_with_it(services: Any, town: Town) -> None:
    draft, state = begun(town)
    reply = act(services, town, "share_draft", "kim", state)
    assert "ligger nu i fællesskabets liste for Skole-b" in said(reply)
    assert (state.flow, state.draft_id, reply.end_flow) == (None, None, True)
    listed = act(services, town, "community_list", "ida")
    assert "- Ferie, Skole-b: lagt i listen af Kim Møller" in said(listed)
    assert "Jonas" not in said(listed)
    theirs = ConversationState()
    taken = act(services, town, "take_draft", "ida", theirs, draft=draft)
    assert taken.start_flow == "report_form"
    assert (theirs.flow, theirs.draft_id) == ("report", draft)
    late = act(services, town, "take_draft", "bo", draft=draft)
    assert "allerede taget" in said(late)
    assert "ingen kladder" in said(act(services, town, "community_list", "kim"))


def test_the_owner_sees_their_own_in_the_list_and_takes_it_back(services: Any, town: Town) -> None:
    draft, state = begun(town)
    act(services, town, "share_draft", "kim", state)
    assert "lagt i listen af dig" in said(act(services, town, "community_list", "kim"))
    assert act(services, town, "take_draft", "kim", draft=draft).start_flow == "report_form"
    assert town.drafts.get("ida", draft) is None


def test_a_draft_that_cannot_be_shared_stays_where_it_is(services: Any, town: Town) -> None:
    own = town.drafts.start("kim", "ferie", None, {"subject": "kim"})
    state = ConversationState(flow="report", draft_id=own.id)
    assert "om dig selv" in said(act(services, town, "share_draft", "kim", state))
    assert state.draft_id == own.id


def test_who_has_no_such_task_sees_an_empty_list(services: Any, town: Town) -> None:
    _, state = begun(town)
    act(services, town, "share_draft", "kim", state)
    assert "ingen kladder" in said(act(services, town, "community_list", "anne"))


def test_a_case_is_given_by_choosing_a_colleague_who_is_told(services: Any, town: Town) -> None:
    number = town.send("kim", "ferie", subject="jonas").number
    asked = act(services, town, "assign_case", "kim", number=number)
    assert f'/assign_case{{"number": "{number}", "to": "ida"}}' in payloads(asked)
    done = act(services, town, "assign_case", "kim", number=number, to="ida")
    assert said(done) == f"Sag {number} ligger nu hos Ida Østergaard."
    assert [n.text for n in services.notices.take("ida")] == [f"Kim Møller har givet dig sag {number}."]
    act(services, town, "assign_case", "kim", number=number, to="ida")
    assert services.notices.take("ida") == []


def test_a_colleague_takes_a_case_over(services: Any, town: Town) -> None:
    number = town.send("kim", "ferie", subject="jonas").number
    asked = act(services, town, "assign_case", "ida", number=number)
    assert payloads(asked)[0] == f'/assign_case{{"number": "{number}", "to": "me"}}'
    assert "ligger nu hos dig" in said(act(services, town, "assign_case", "ida", number=number, to="me"))
    seen = town.cases.get("kim", number)
    assert seen is not None
    assert seen.assignee_id == "ida"


def test_to_anyone_else_the_case_does_not_exist(services: Any, town: Town) -> None:
    number = town.send("kim", "ferie", subject="jonas").number
    theirs = act(services, town, "assign_case", "anne", number=number)
    none = act(services, town, "assign_case", "anne", number="2026-999999")
    assert said(theirs) == said(none)
    assert said(act(services, town, "assign_case", "anne", number=number, to="me")) == said(none)
