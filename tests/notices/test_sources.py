"""What people are told of: cases, drafts and parts of courses, and nobody of what is not theirs to know."""

from __future__ import annotations

import pytest

from bot.access.model import EmploymentRow
from bot.courses.types import Course
from bot.notices.model import NoticeRow
from tests.courses.village import event
from tests.notices.criers import Criers
from tests.town import PEOPLE

EVERYONE = [person for person, _, _ in PEOPLE]


def _who_was_told(town: Criers) -> set[str]:
    return {person for person in EVERYONE if town.told(person)}


def _part(course: Course, name: str) -> str:
    return next(part.id for part in course.parts if part.part.id == name)


# --- cases


def test_a_case_that_came_back_is_told_to_its_sender_alone_with_the_question(town: Criers) -> None:
    number = town.asked("Hvilken uge?")
    assert town.cry() == 1
    assert town.told("anne") == [f"Sagen Ferie ({number}) venter på dig: “Hvilken uge?”"]
    (action,) = town.notices.take("anne")[0].actions
    assert action.payload == f'/open_case{{"number": "{number}"}}'
    assert _who_was_told(town) == set()


def test_the_same_question_is_told_once_and_a_new_one_anew(town: Criers) -> None:
    number = town.asked("Hvilken uge?")
    town.cry()
    assert len(town.notices.take("anne")) == 1
    assert town.cry() == 0
    town.cases.comment("anne", number, "Det ser jeg på i morgen")
    assert town.cry() == 0  # a comment changes nothing about whose move it is
    town.cases.answer("anne", number, "Uge 30")
    town.settle()
    assert town.cry() == 0
    town.desk.ask("worker", number, "Hele ugen?")
    town.settle()
    assert town.cry() == 1
    assert town.told("anne") == [f"Sagen Ferie ({number}) venter på dig: “Hele ugen?”"]


def test_two_processes_that_look_at_once_tell_it_once(town: Criers) -> None:
    town.asked()
    other = town.another()
    assert (town.cry(), other.tell_of("case_news")) == (1, 0)
    assert len(town.told("anne")) == 1


def test_of_a_sensitive_case_not_a_word_is_said(town: Criers) -> None:
    town.offer(solution_id="advarsel", sensitive=True)
    number = town.asked("Hvad gør Jonas?", "advarsel")
    town.cry()
    (notice,) = town.notices.take("anne")
    assert notice.text == "En af dine sager venter på dig."
    assert [action.title for action in notice.actions] == [f"Se sag {number}"]
    town.cases.answer("anne", number, "Intet")
    town.settle()
    town.desk.solve("worker", number, "Advarslen er givet.")
    town.settle()
    town.cry()
    assert town.told("anne") == ["En af dine sager er løst."]


def test_a_case_to_approve_is_told_to_the_approver_and_their_deputy_only(town: Criers) -> None:
    town.offer(approval="reporter_is_not_leader")
    town.lend("lea", "dot", "approve:fravaer")
    town.lend("lea", "soeren", "report:fravaer")
    number = town.send("anne").number
    town.cry()
    for approver in ("lea", "dot"):
        assert town.told(approver) == [f"Sagen Ferie ({number}) venter på din godkendelse."]
    assert _who_was_told(town) == {"lea", "dot"}


def test_whoever_may_see_a_case_but_not_approve_it_is_told_nothing(town: Criers) -> None:
    town.offer(approval="reporter_is_not_leader")
    town.lend("lea", "dot", "approve:fravaer", unit="skole-b")  # a deputy, but not there
    town.grant("dot", "view_unit:fravaer", "skole-a")
    number = town.send("anne").number
    assert "dot" in town.sees(number)
    town.cry()
    assert _who_was_told(town) == {"lea"}


def test_a_deputy_who_is_no_longer_one_is_not_shown_what_was_written_for_them(town: Criers) -> None:
    town.offer(approval="reporter_is_not_leader")
    lent = town.lend("lea", "dot", "approve:fravaer")
    town.send("anne")
    town.cry()
    assert town.notices.waiting_people() == ["dot", "lea"]
    town.delegations.revoke("lea", lent)
    assert town.told("dot") == []
    assert town.notices.take("dot") == []
    assert town.notices.waiting_people() == ["lea"]


def test_what_was_done_before_it_was_shown_is_not_shown(town: Criers) -> None:
    number = town.asked()
    town.cry()
    town.cases.answer("anne", number, "Uge 30")
    assert town.told("anne") == []
    assert town.notices.take("anne") == []


def test_nobody_is_told_of_a_case_that_is_kept_from_them(town: Criers) -> None:
    """The approver has become the one it is about, and may not see it."""
    town.offer(approval="always", subject_sees=False, subject="self_or_employee")
    town.send("kim", subject="bo")
    town.lend("lea", "bo", "approve:fravaer")
    town.cry()
    assert _who_was_told(town) == {"lea"}


def test_whoever_has_left_is_told_nothing(town: Criers) -> None:
    town.asked()
    with town.sessions() as session:
        for row in session.query(EmploymentRow).filter_by(person_id="anne"):
            row.valid_to = row.valid_from
        session.commit()
    assert town.cry() == 0


def test_a_solved_case_and_a_refused_one_are_told_once_with_what_was_written(town: Criers) -> None:
    solved, refused = town.asked(), town.asked()
    for number in (solved, refused):
        town.cases.answer("anne", number, "Uge 30")
    town.settle()
    town.desk.solve("worker", solved, "Ferien er registreret.")
    town.desk.reject("worker", refused, "Den er allerede indberettet.")
    town.settle()
    assert town.cry() == 2
    assert town.told("anne") == [
        f"Sagen Ferie ({solved}) er løst: “Ferien er registreret.”",
        f"Sagen Ferie ({refused}) er afvist: “Den er allerede indberettet.”",
    ]
    town.notices.take("anne")
    assert town.cry() == 0
    assert _who_was_told(town) == set()


def test_a_long_question_is_cut_between_words_and_holds_no_cpr_number(town: Criers) -> None:
    town.asked("Er det 610190-1234, det drejer sig om?\n" + "Skriv gerne lidt mere. " * 20)
    town.cry()
    (text,) = town.told("anne")
    assert "010190" not in text
    assert "1234" not in text
    assert text.endswith(" …”")
    assert "\n" not in text
    assert len(text) < 220


def test_what_has_stood_for_a_month_is_no_news(town: Criers) -> None:
    town.asked()
    town.clock.move(days=31)
    assert town.cry() == 0


def test_switched_on_again_one_is_told_of_what_still_waits(town: Criers) -> None:
    town.notices.set_reminders("anne", False)
    number = town.asked()
    assert town.cry() == 0
    town.notices.set_reminders("anne", True)
    assert town.cry() == 1
    assert number in town.told("anne")[0]


# --- drafts


def test_a_draft_is_told_of_five_days_before_it_goes(town: Criers) -> None:
    draft = town.drafts.start("anne", "ferie", None)
    town.clock.move(days=24)
    assert town.cry() == 0
    town.clock.move(days=1)
    assert town.cry() == 1
    (notice,) = town.notices.take("anne")
    assert notice.text == "Kladden til Ferie bliver slettet onsdag den 1. april, hvis du ikke arbejder videre på den."
    assert [action.payload for action in notice.actions] == [f'/resume_draft{{"draft": "{draft.id}"}}']
    town.clock.move(days=1)
    assert town.cry() == 0
    assert _who_was_told(town) == set()


def test_a_draft_that_was_worked_on_is_told_of_again_before_its_new_day(town: Criers) -> None:
    draft = town.drafts.start("anne", "ferie", None)
    town.clock.move(days=26)
    town.cry()
    town.drafts.save("anne", draft.id, {"note": "x"}, expected_version=draft.version)
    assert town.told("anne") == []  # it is in no danger any more
    town.clock.move(days=26)
    assert town.cry() == 1
    assert "27. april" in town.told("anne")[0]


@pytest.mark.parametrize("end", ["cancel", "sent", "expired"])
def test_a_draft_that_is_no_more_is_not_told_of(town: Criers, end: str) -> None:
    draft = town.drafts.start("anne", "ferie", None)
    town.clock.move(days=26)
    if end == "cancel":
        town.drafts.cancel("anne", draft.id)
    elif end == "sent":
        town.cases.submit("anne", draft.id)
    else:
        town.clock.move(days=5)
    assert town.cry() == 0


def test_the_draft_of_a_sensitive_report_is_not_named(town: Criers) -> None:
    town.offer(solution_id="advarsel", sensitive=True)
    town.drafts.start("anne", "advarsel", None)
    town.clock.move(days=26)
    town.cry()
    (notice,) = town.notices.take("anne")
    assert "Advarsel" not in notice.text + notice.actions[0].title
    assert notice.text.startswith("En af dine kladder bliver slettet")


# --- parts of courses


def test_a_part_is_reminded_of_a_week_and_a_day_before_and_the_day_after(town: Criers) -> None:
    course = town.begin()  # "melde" is due on 1 April, today is 2 March
    assert town.cry() == 0
    for days, expected in [
        (23, "“Meld flytningen” skal være klaret senest onsdag den 1. april – en del af forløbet Flytning."),
        (6, "“Meld flytningen” skal være klaret senest onsdag den 1. april – en del af forløbet Flytning."),
        (2, "“Meld flytningen” skulle være klaret onsdag den 1. april – en del af forløbet Flytning."),
    ]:
        town.clock.move(days=days)
        town.notices.tell_of("part_due")
        (notice,) = town.notices.take("kim")
        assert notice.text == expected
        assert [action.payload for action in notice.actions] == [f'/start_part{{"part": "{_part(course, "melde")}"}}']
        assert town.notices.tell_of("part_due") == 0


def test_a_recommendation_is_not_put_as_a_deadline(town: Criers) -> None:
    course = town.begin()
    town.courses.close("kim", _part(course, "melde"))
    town.clock.move(days=37)
    town.notices.tell_of("part_due")
    assert town.told("kim") == [
        "“Lav et skilt” bør være klaret senest tirsdag den 14. april – en del af forløbet Flytning."
    ]


def test_whoever_was_given_a_part_is_reminded_and_not_the_giver(town: Criers) -> None:
    course = town.begin()
    town.courses.hand("kim", _part(course, "melde"), "lea")
    town.clock.move(days=23)
    town.cry()
    assert _who_was_told(town) == {"lea"}


def test_a_part_that_was_done_or_handed_on_before_it_was_shown_is_not_shown(town: Criers) -> None:
    course = town.begin()
    town.clock.move(days=23)
    town.notices.tell_of("part_due")
    town.courses.hand("kim", _part(course, "melde"), "lea")
    assert town.notices.take("kim") == []
    town.notices.tell_of("part_due")
    town.courses.close("lea", _part(course, "melde"))
    assert town.notices.take("lea") == []


def test_of_a_sensitive_course_only_the_day_is_told(town: Criers) -> None:
    town.plans.life_events["flytning"] = event(
        sensitive=True,
        parties={"subject": "employee", "subject_sees": True, "others_need": ["report:personale"], "unit_sees": False},
    )
    course = town.begin()
    town.clock.move(days=23)
    town.notices.tell_of("part_due")
    (notice,) = town.notices.take("kim")
    assert notice.text == "En del af et af dine forløb skal være klaret senest onsdag den 1. april."
    assert [(a.title, a.payload) for a in notice.actions] == [
        ("Se forløbet", f'/open_course{{"course": "{course.id}"}}')
    ]


# --- erasing


def test_erasing_the_conversation_erases_what_was_told_and_it_is_not_told_again(town: Criers) -> None:
    number = town.asked()
    town.drafts.start("anne", "ferie", None)
    town.clock.move(days=26)
    assert town.cry() == 2
    town.notices.take("anne")
    town.notices.tell("anne", "part_handed", "handed:1", "Kim har bedt dig om noget")
    town.notices.tell("soeren", "part_handed", "handed:1", "Kim har bedt dig om noget")

    told = town.talks.erase(town.talks.for_person("anne").id)

    assert told["erased"]["notices"] == 3
    with town.sessions() as session:
        left = session.query(NoticeRow).filter_by(person_id="anne").all()
    assert [(row.kind, row.text, row.actions) for row in left] == [("case_news", "", [])]
    assert number in left[0].subject_key
    assert town.cry() == 0
    assert town.notices.take("anne") == []
    assert town.told("soeren") == ["Kim har bedt dig om noget"]


def test_what_was_erased_unseen_and_still_holds_is_told_afterwards(town: Criers) -> None:
    town.asked()
    town.cry()
    town.talks.erase(town.talks.for_person("anne").id)
    assert town.told("anne") == []
    assert town.cry() == 1
