"""Nothing is kept longer than the table says, nothing goes sooner, and cases stay."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.access.model import DelegationRow
from bot.audit.trail import AuditFilter
from bot.cases.model import AttachmentRow, CaseRow, HistoryRow, OutboxRow
from bot.clock import local
from bot.conversations.model import ConversationRow, MessageRow, ThreadRow
from bot.courses.model import CoursePartRow
from bot.database.models import Base
from bot.feedback.service import FeedbackService
from bot.grunddata.model import MasterDataRunRow
from bot.handover.calls import CallLog
from bot.insight.tree_runs import TreeRuns
from bot.messages.message import Utterance
from bot.notices.service import NoticeService
from bot.notices.teams import TeamsContact, TeamsContacts
from bot.privacy.model import SecretRow
from bot.privacy.retention import BATCH, Retention
from bot.privacy.retention_rules import BY_KIND, RULES
from bot.privacy.retention_targets import targets
from tests.courses.village import Village
from tests.handover.floor import BO, RIKKE, Floor
from tests.town import MONDAY, Town

PDF = b"%PDF-1.7\n..."
PURGED = [rule.kind for rule in RULES if rule.kept is not None]


@pytest.fixture
def town(engine: sa.Engine, tmp_path: Path) -> Village:
    return Village(engine, tmp_path)


def retention(town: Town) -> Retention:
    return Retention(town.sessions, town.clock, town.files._folder, town.trail.purge, audit=town.audit)


def without_audit(town: Town) -> Retention:
    """For a clock that is put into the future: the database lets go of the audit by its own clock."""
    return Retention(town.sessions, town.clock, town.files._folder, lambda: 0, audit=town.audit)


def rows(town: Town, table: type) -> int:
    with town.sessions() as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


# --- the table is complete


def test_every_table_of_the_database_has_a_rule() -> None:
    ruled = {table for rule in RULES for table in rule.tables}
    assert ruled == {table.name for table in Base.metadata.sorted_tables}


def test_every_rule_says_how_long_why_and_on_which_basis() -> None:
    for rule in RULES:
        assert all((rule.title, rule.until, rule.why, rule.basis)), rule
    assert len(BY_KIND) == len(RULES)


# --- each kind: one thing made now, there to the last day, and gone afterwards


def messages(town: Village) -> None:
    town.talks.add_user_message(town.talks.for_person("anne").id, "hej", "c1")


def conversations(town: Village) -> None:
    town.talks.for_person("anne")


def drafts(town: Village) -> None:
    town.drafts.start("anne", "ferie", None, {"note": "…"})


def loose_files(town: Village) -> None:
    town.files.add("anne", None, "a.pdf", "", PDF)


def loose_cpr_numbers(town: Village) -> None:
    town.vault.keep("6101901234", "anne")


def notices(town: Village) -> None:
    NoticeService(town.sessions, town.clock).tell("anne", "part_done", "a", "Nyt")


def preferences(town: Village) -> None:
    NoticeService(town.sessions, town.clock).set_reminders("mik", False)
    town.hire("mik", "skole-a", until=local(town.clock()).date())


def courses(town: Village) -> None:
    town.begin(dag=local(town.clock()).date().isoformat())


def feedback(town: Village) -> None:
    FeedbackService(town.sessions, town.clock).asked("solved", "facet", "ferie", "fravaer")


def feedback_comments(town: Village) -> None:
    service = FeedbackService(town.sessions, town.clock)
    service.comment(service.asked("solved", "facet", "ferie", "fravaer"), "det virkede ikke")


def outbox(town: Village) -> None:
    town.send("anne")
    town.outbox.run_until_empty()


def sessions(town: Village) -> None:
    town.sign_on.create("anne", "c", "t")


def access(town: Village) -> None:
    day = local(town.clock()).date()
    town.role("anne", "leder", "skole-a", until=day)


def imports(town: Village) -> None:
    now = town.clock()
    town.add(
        MasterDataRunRow(
            id="r", at=now, run_by="drift", source="p.csv", sha256="0", day=now.date(), forced=False, counts={}
        )
    )


def audit(town: Village) -> None:
    town.talks.erase(town.talks.for_person("anne").id)
    town.clock.move(seconds=1)
    town.talks.erase(town.talks.for_person("anne").id)  # the newest entry always stays, the next is joined to it


def teams_contacts(town: Village) -> None:
    TeamsContacts(town.sessions, town.clock).note(TeamsContact("anne", "a:1", "https://smba.trafficmanager.net/", "t"))


def tree_runs(town: Village) -> None:
    TreeRuns(town.sessions, town.clock).record(None, "fravaer", [], "start", None)


def handovers(town: Village) -> None:
    floor = Floor(town)
    floor.presence.beat(RIKKE)
    floor.presence.beat(BO)
    handover = floor.taken()
    floor.desk.invite(RIKKE, handover.id, BO)
    floor.reading.mark_read(RIKKE, handover.id, floor.write("hej").id)
    floor.desk.close(RIKKE, handover.id, "solved")


def desk_presence(town: Village) -> None:
    Floor(town).presence.beat(RIKKE)


def desk_calls(town: Village) -> None:
    CallLog(town.sessions, town.clock).log(RIKKE, "ferie", "solved", "k")


MAKE: dict[str, Callable[[Village], None]] = {
    made.__name__: made
    for made in (
        messages, conversations, drafts, loose_files, loose_cpr_numbers, notices, preferences, teams_contacts, courses,
        outbox, sessions, access, imports, audit, tree_runs, feedback, feedback_comments,
        handovers, desk_presence, desk_calls,
    )
}  # fmt: skip


@pytest.mark.parametrize("kind", PURGED)
def test_it_stays_to_the_last_day_and_then_goes(town: Village, kind: str) -> None:
    kept = BY_KIND[kind].kept
    assert kept is not None
    if kind == "audit":
        town.clock.at -= timedelta(days=4000)  # so that all is past: its triggers go by the real clock
    house = retention(town) if kind == "audit" else without_audit(town)
    MAKE[kind](town)
    town.clock.at += kept - min(timedelta(days=1), kept / 2)
    assert house.purge()[kind] == 0
    town.clock.at += timedelta(days=3)
    foretold = house.purge(dry_run=True)[kind]
    assert house.purge(dry_run=True)[kind] == foretold > 0  # only told
    assert house.purge()[kind] == foretold
    assert house.purge()[kind] == 0


def test_cases_with_their_history_files_and_numbers_are_never_purged(town: Village) -> None:
    file = town.files.add("anne", None, "a.pdf", "", PDF)
    value = "cpr:" + town.vault.keep("6101901234", "anne")
    case = town.send("anne", cpr=value, bilag=[file.id])
    town.settle()
    town.clock.move(days=50 * 366)
    without_audit(town).purge()
    assert (rows(town, CaseRow), rows(town, AttachmentRow), rows(town, SecretRow)) == (1, 1, 1)
    assert rows(town, HistoryRow) > 0
    assert (town.files._folder / file.id).read_bytes() == PDF
    assert town.vault.reveal(value, case_id=case.id) == "610190-1234"


def test_a_case_can_still_not_be_sent_twice_when_its_draft_is_gone(town: Village) -> None:
    draft = town.drafts.start("anne", "ferie", None)
    number = town.cases.submit("anne", draft.id).number
    town.clock.move(days=40)
    assert retention(town).purge()["drafts"] == 1
    assert town.cases.submit("anne", draft.id).number == number


# --- what is needed stays, however old it is


def test_what_an_open_draft_holds_stays_with_it(town: Village) -> None:
    file = town.files.add("anne", None, "a.pdf", "", PDF)
    ref = town.vault.keep("6101901234", "anne")
    draft = town.drafts.start("anne", "ferie", None, {"cpr": f"cpr:{ref}", "bilag": [file.id]})
    for version in (1, 2, 3):  # somebody takes their time
        town.clock.move(days=25)
        draft = town.drafts.save("anne", draft.id, draft.answers, expected_version=version)
    assert retention(town).purge()["loose_files"] == retention(town).purge()["loose_cpr_numbers"] == 0
    town.clock.move(days=40)
    counts = retention(town).purge()
    assert (counts["drafts"], counts["loose_files"], counts["loose_cpr_numbers"]) == (1, 1, 1)
    assert not (town.files._folder / file.id).exists()


def test_a_number_that_is_given_again_counts_from_then(town: Village) -> None:
    ref = town.vault.keep("6101901234", "anne")
    town.clock.move(days=29)
    assert town.vault.keep("6101901234", "anne") == ref
    town.clock.move(days=20)
    assert retention(town).purge()["loose_cpr_numbers"] == 0


def test_a_number_in_a_talk_that_is_under_way_stays(town: Village) -> None:
    ref = town.vault.keep("6101901234", "anne")
    talk = town.talks.for_person("anne")
    town.talks.save_state(talk.id, {"topic_text": f"syg ⟦cpr:{ref}⟧"})
    town.clock.move(days=40)
    assert retention(town).purge()["loose_cpr_numbers"] == 0


def test_a_conversation_that_goes_on_keeps_what_is_younger(town: Village) -> None:
    talk = town.talks.for_person("anne")
    town.talks.add_user_message(talk.id, "gammel", "c1")
    town.clock.move(days=170)
    town.talks.add_messages(talk.id, [Utterance(text="ny")])
    town.clock.move(days=20)
    counts = retention(town).purge()
    assert (counts["messages"], counts["conversations"]) == (1, 0)
    assert [message.text for message in town.talks.transcript(talk.id)] == ["ny"]
    assert town.talks.for_person("anne").id == talk.id


def test_a_thread_that_somebody_is_signed_on_to_stays(town: Village) -> None:
    talk = town.talks.for_person("anne")
    thread = town.talks.new_thread(talk.id)
    town.talks.new_thread(talk.id)
    town.clock.move(days=60)
    token, _ = town.sign_on.create("anne", talk.id, thread)
    assert retention(town).purge()["conversations"] == 1
    assert town.talks.by_thread(thread) is not None
    assert town.sign_on.resolve(token) is not None


def test_after_half_a_year_of_silence_the_talk_begins_anew(town: Village) -> None:
    talk = town.talks.for_person("anne")
    town.talks.new_thread(talk.id)
    town.talks.add_user_message(talk.id, "hej", "c1")
    town.talks.save_state(talk.id, {"topic": "ferie"})
    town.clock.move(days=190)
    retention(town).purge()
    assert (rows(town, MessageRow), rows(town, ThreadRow), rows(town, ConversationRow)) == (0, 0, 0)
    assert town.talks.for_person("anne").state == {}


def test_a_course_at_which_somebody_works_stays(town: Village) -> None:
    town.begin(dag="2026-04-15")
    town.clock.move(days=500)
    with town.sessions() as session:
        part = session.scalars(sa.select(CoursePartRow)).first()
        assert part is not None
        part.updated_at = town.clock() - timedelta(days=30)
        session.commit()
    assert retention(town).purge()["courses"] == 0


def test_what_has_not_been_delivered_waits_however_long(town: Village) -> None:
    town.send("anne")
    town.clock.move(days=90)
    assert retention(town).purge()["outbox"] == 0
    assert rows(town, OutboxRow) == 1


def test_what_still_holds_is_no_past_right(town: Village) -> None:
    town.role("anne", "leder", "skole-a")
    lent = town.lend("lea", "anne", "report:personale", days=10)
    town.clock.move(days=4 * 365)
    assert without_audit(town).purge()["access"] == 0
    town.clock.move(days=2 * 366)
    assert without_audit(town).purge()["access"] == 1
    with town.sessions() as session:
        assert session.get(DelegationRow, lent) is None


# --- how it is done


def test_files_that_nothing_knows_are_swept_from_the_disk(town: Village) -> None:
    folder = town.files._folder
    kept = town.files.add("anne", None, "a.pdf", "", PDF)
    stray, fresh = folder / "stray", folder / "fresh"
    for file in (stray, fresh):
        file.write_bytes(PDF)
    now = town.clock().timestamp()
    os.utime(stray, (now - 90_000, now - 90_000))
    os.utime(fresh, (now, now))  # perhaps an upload whose row is being written
    assert retention(town).purge()["loose_files"] == 1
    assert not stray.exists()
    assert fresh.exists()
    assert (folder / kept.id).exists()


def test_more_than_one_batch_goes(town: Village) -> None:
    talk = town.talks.for_person("anne")
    town.talks.add_messages(talk.id, [Utterance(text=str(n)) for n in range(BATCH + 5)])
    town.clock.move(days=200)
    assert retention(town).purge()["messages"] == BATCH + 5
    assert rows(town, MessageRow) == 0


def test_a_purge_is_told_in_the_audit_and_leaves_its_chain_whole(town: Village) -> None:
    town.talks.add_user_message(town.talks.for_person("anne").id, "hej", "c1")
    town.clock.move(days=200)
    retention(town).purge()
    (entry,) = town.trail.find(AuditFilter(action="retention_purged"))
    assert entry.event.details["messages"] == 1
    assert town.trail.verify().broken_at is None


def test_what_is_not_purged_has_no_way_to_go() -> None:
    with pytest.raises(LookupError):
        targets("cases", MONDAY)
