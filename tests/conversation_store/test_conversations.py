"""Conversations: one per person, every message once, in order, and without CPR numbers."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from bot.conversations.model import MessageRow
from bot.conversations.types import StateChanged
from bot.messages.cards import Action, ChoicesCard, FormCard, NoticeCard
from bot.messages.message import Utterance
from tests.town import Town


def _offer(payload: str) -> Utterance:
    return Utterance(text="Vælg", cards=[ChoicesCard(actions=[Action(title="Ja", payload=payload)])])


def test_a_person_has_one_lasting_conversation(town: Town) -> None:
    talk = town.talks.for_person("anne")
    assert town.talks.for_person("anne") == talk
    assert town.talks.for_person("soeren").id != talk.id
    assert town.talks.get(talk.id) == talk
    assert town.talks.get("findes-ikke") is None


def test_the_same_person_twice_at_the_same_instant_has_one_conversation(town: Town) -> None:
    barrier, found = Barrier(6), []

    def ask() -> None:
        barrier.wait()
        found.append(town.talks.for_person("anne").id)

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_earlier_threads_stay_valid(town: Town) -> None:
    talk = town.talks.for_person("anne")
    threads = [town.talks.new_thread(talk.id) for _ in range(3)]
    assert {town.talks.by_thread(thread).id for thread in threads} == {talk.id}
    assert town.talks.by_thread("findes-ikke") is None


def test_the_same_message_twice_is_stored_once(town: Town) -> None:
    talk = town.talks.for_person("anne")
    first, new = town.talks.add_user_message(talk.id, "hej", "c1")
    again, repeated = town.talks.add_user_message(talk.id, "hej", "c1")
    assert (new, repeated) == (True, False)
    assert again.id == first.id
    assert len(town.talks.transcript(talk.id)) == 1
    _, other = town.talks.add_user_message(town.talks.for_person("soeren").id, "hej", "c1")
    assert other


def test_many_messages_at_the_same_instant_are_all_kept_in_one_order(town: Town) -> None:
    talk = town.talks.for_person("anne")
    barrier, results, errors = Barrier(10), [], []

    def say(number: int) -> None:
        barrier.wait()
        try:
            # Pairs share a client_id: half of them are repeats.
            results.append(town.talks.add_user_message(talk.id, f"{number // 2}", f"c{number // 2}"))
        except Exception as error:
            errors.append(error)

    threads = [Thread(target=say, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(new for _, new in results) == 5
    assert len(town.talks.transcript(talk.id)) == 5


def test_replies_are_found_by_the_message_they_answer(town: Town) -> None:
    talk = town.talks.for_person("anne")
    asked, _ = town.talks.add_user_message(talk.id, "hej", "c1")
    assert town.talks.replies_to(asked.id) is None
    said = town.talks.add_messages(talk.id, [Utterance(text="Hej"), _offer("/a")], asked.id)
    assert town.talks.replies_to(asked.id) == said
    assert [m.sender for m in town.talks.transcript(talk.id)] == ["user", "bot", "bot"]
    assert town.talks.add_messages(talk.id, []) == []


def test_a_transcript_is_the_newest_part_or_what_follows(town: Town) -> None:
    talk = town.talks.for_person("anne")
    said = [town.talks.add_messages(talk.id, [Utterance(text=str(n))])[0] for n in range(6)]
    assert [m.text for m in town.talks.transcript(talk.id, limit=2)] == ["4", "5"]
    assert [m.text for m in town.talks.transcript(talk.id, after=said[3].id)] == ["4", "5"]
    assert town.talks.transcript(talk.id, after=said[-1].id) == []
    other = town.talks.for_person("soeren")
    assert town.talks.transcript(other.id, after=said[0].id) == []


def test_only_what_was_offered_lately_counts(town: Town) -> None:
    talk = town.talks.for_person("anne")
    town.talks.add_messages(talk.id, [_offer('/choose{"id":"a"}')])
    assert town.talks.offered(talk.id, '/choose{"id":"a"}').title == "Ja"
    assert town.talks.offered(talk.id, '/choose{"id":"b"}') is None
    assert town.talks.offered(town.talks.for_person("soeren").id, '/choose{"id":"a"}') is None
    town.talks.add_user_message(talk.id, "/choose", None, '/choose{"id":"c"}')
    assert town.talks.offered(talk.id, '/choose{"id":"c"}') is None
    for number in range(60):
        town.talks.add_messages(talk.id, [Utterance(text=str(number))])
    assert town.talks.offered(talk.id, '/choose{"id":"a"}') is None


def test_actions_are_found_however_deep_they_stand(town: Town) -> None:
    talk = town.talks.for_person("anne")
    form = FormCard(title="F", fields=[], submit=Action(title="Gem", payload="/save"))
    town.talks.add_messages(talk.id, [Utterance(text="…", cards=[form])])
    assert town.talks.offered(talk.id, "/save") is not None


def test_cpr_numbers_are_not_stored_whoever_writes_them(town: Town) -> None:
    talk = town.talks.for_person("anne")
    said, _ = town.talks.add_user_message(talk.id, "cpr 610190-1234", "c1", '/save{"cpr":"6101901234"}')
    assert said.text.startswith("cpr ⟦cpr:")
    town.talks.add_messages(talk.id, [Utterance(text="Er det 620190-1234?")], sender="agent")
    with town.sessions() as session:
        for row in session.scalars(sa.select(MessageRow)):
            assert "190-1234" not in row.text
            assert "6101901234" not in str(row.payload)


def test_the_dialogues_state_is_not_overwritten_unseen(town: Town) -> None:
    talk = town.talks.for_person("anne")
    version = town.talks.save_state(talk.id, {"topic": "a"}, talk.version)
    assert version == talk.version + 1
    with pytest.raises(StateChanged):
        town.talks.save_state(talk.id, {"topic": "b"}, talk.version)
    assert town.talks.save_state(talk.id, {"topic": "c"}) == version + 1
    assert town.talks.get(talk.id).state == {"topic": "c"}


def test_cards_of_an_older_form_are_left_out_and_the_text_stays(town: Town) -> None:
    talk = town.talks.for_person("anne")
    card = NoticeCard(level="info", title="T", text="x")
    message = town.talks.add_messages(talk.id, [Utterance(text="Se her", cards=[card])])[0]
    assert town.talks.transcript(talk.id)[0].cards == [card]
    with town.sessions() as session:
        session.get_one(MessageRow, message.id).cards = [{"type": "forgotten"}]
        session.commit()
    assert town.talks.transcript(talk.id)[0].model_dump()["cards"] == []


@pytest.mark.parametrize(
    "text", ["", " ", "🙂" * 2000, "x" * 10_000, "<script>", "'; DROP TABLE messages; --", "/restart"]
)
def test_any_text_comes_back_as_it_was(town: Town, text: str) -> None:
    talk = town.talks.for_person("anne")
    town.talks.add_user_message(talk.id, text, None)
    assert town.talks.transcript(talk.id)[0].text == text


def test_a_zero_character_does_not_stop_a_message(town: Town) -> None:
    talk = town.talks.for_person("anne")
    town.talks.add_user_message(talk.id, "a\x00b", None)
    assert town.talks.transcript(talk.id)[0].text in ("a\x00b", "ab")
