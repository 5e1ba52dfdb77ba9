"""Courses: begun once, shared part by part, followed from drafts and cases."""

from __future__ import annotations

from datetime import date

import pytest

from bot.cases.errors import NotAllowed, NotFound
from bot.courses.types import Course, CoursePart
from bot.knowledge.life_event_schema import FORM_PREFIX
from tests.courses.village import Village, event


def part(course: Course | None, name: str) -> CoursePart:
    assert course is not None
    return next(one for one in course.parts if one.part.id == name)


def test_the_answers_decide_which_parts_there_are_and_when_they_are_due(village: Village) -> None:
    course = village.begin()
    assert [one.part.id for one in course.parts] == ["melde", "skilt"]
    assert part(course, "melde").due == date(2026, 4, 1)
    assert part(course, "skilt").due == date(2026, 4, 14)
    assert (part(course, "melde").binding, part(course, "skilt").binding) == (True, False)
    with_key = village.begin(noegle=True)
    assert [one.part.id for one in with_key.parts] == ["melde", "skilt", "noegle"]


def test_a_recommendation_falls_on_a_working_day_and_never_before_today(village: Village) -> None:
    monday = village.begin(dag="2026-03-30")  # the day before is a Sunday
    assert part(monday, "skilt").due == date(2026, 3, 27)
    late = village.begin(dag="2026-03-02")
    assert part(late, "skilt").due == date(2026, 3, 2)
    assert part(late, "melde").due == date(2026, 2, 16)  # a deadline stays where the rule puts it


def test_nothing_is_computed_from_a_figure_that_is_not_verified(village: Village) -> None:
    doubtful = village.plans.figures["frist"].model_copy(update={"verified": False, "check_with": "HR"})
    village.plans.figures["frist"] = doubtful
    assert part(village.begin(), "melde").due is None


def test_the_same_form_sent_twice_makes_one_course(village: Village) -> None:
    answers = {"subject": "anne", "dag": "2026-04-15"}
    draft = village.drafts.start("kim", FORM_PREFIX + "flytning", None, answers)
    first = village.courses.start("kim", draft.id)
    assert village.courses.start("kim", draft.id).id == first.id
    assert len(village.courses.mine("kim")) == 1


def test_only_who_may_report_about_the_person_can_begin(village: Village) -> None:
    with pytest.raises(NotAllowed):
        village.begin("soeren")
    assert village.courses.mine("soeren") == []


def test_to_anyone_else_the_course_does_not_exist(village: Village) -> None:
    course = village.begin()
    for stranger in ("anne", "lea", "jonas", "support"):
        assert village.courses.get(stranger, course.id) is None
        with pytest.raises(NotFound):
            village.courses.close(stranger, course.parts[0].id)
        with pytest.raises(NotFound):
            village.courses.hand(stranger, course.parts[0].id, stranger)
        with pytest.raises(NotFound):
            village.courses.cancel(stranger, course.id)


def test_a_part_begins_with_what_was_answered_once(village: Village) -> None:
    course = village.begin()
    form, answers = village.courses.beginning("kim", part(course, "melde").id)
    assert form.id == "melding"
    assert answers == {"subject": "anne", "fra": "2026-04-15", "note": "flytter"}
    with pytest.raises(NotFound):
        village.courses.beginning("kim", part(course, "skilt").id)


def test_a_person_goes_into_a_text_by_name_where_the_part_says_so(village: Village) -> None:
    melde = event().parts[0].model_copy(update={"carry": {"note": "subject"}, "values": {}})
    village.plans.life_events["flytning"] = event(parts=[melde, *event().parts[1:]])
    course = village.begin()
    _, answers = village.courses.beginning("kim", part(course, "melde").id)
    assert answers == {"subject": "anne", "note": "Anne Holm"}


def test_who_normally_does_a_part_is_named_where_another_has_it(village: Village) -> None:
    actors = zip(event().parts, ("subject", "leader", "administrative"), strict=True)
    parts = [one.model_copy(update={"who": who}) for one, who in actors]
    village.plans.life_events["flytning"] = event(parts=parts)
    course = village.begin(noegle=True)
    assert [one.usual_name for one in course.parts] == ["Anne Holm", "Lea Lund", None]
    village.courses.hand("kim", part(course, "skilt").id, "lea")
    after = village.courses.get("kim", course.id)
    assert part(after, "skilt").usual_id is None


def test_whoever_normally_does_a_part_and_has_given_it_away_is_not_named(village: Village) -> None:
    skilt = event().parts[1].model_copy(update={"who": "leader"})
    village.plans.life_events["flytning"] = event(parts=[event().parts[0], skilt, event().parts[2]])
    course = village.begin("lea")
    village.courses.hand("lea", part(course, "skilt").id, "kim")
    assert part(village.courses.get("kim", course.id), "skilt").usual_id is None


def test_what_another_part_waits_for_is_as_urgent_as_that_part(village: Village) -> None:
    melde, skilt, noegle = event().parts
    assert skilt.due is not None
    parts = [
        melde.model_copy(update={"due": None}),
        noegle.model_copy(update={"when": [], "due": skilt.due.model_copy(update={"offset": "+1d"})}),
        skilt,  # waits for melde, and is due before noegle
    ]
    village.plans.life_events["flytning"] = event(parts=parts)
    course = village.begin()
    assert [(one.part.id, one.due is None) for one in course.ready] == [("melde", True), ("noegle", False)]
    village.courses.close("kim", part(course, "melde").id)
    after = village.courses.get("kim", course.id)
    assert after is not None and [one.part.id for one in after.ready] == ["skilt", "noegle"]
    assert after.next_part is not None and after.next_part.part.id == "skilt"


def test_a_course_about_nobody_is_named_after_its_unit(village: Village) -> None:
    assert village.begin().about == "Anne Holm"
    groups = event().groups[0].model_dump()
    groups["fields"][0] = {"id": "enhed", "label": "Enhed", "question": "Hvilken?", "type": "unit"}
    parties = {"subject": "none", "others_need": ["report:personale"]}
    village.plans.life_events["flytning"] = event(groups=[groups], parties=parties)
    assert village.begin(enhed="skole-a").about == "Skole-a"


def test_a_part_follows_its_draft_and_its_case(village: Village) -> None:
    course = village.begin()
    melde = part(course, "melde")
    assert part(course, "skilt").state == "waiting"
    form, answers = village.courses.beginning("kim", melde.id)
    draft = village.drafts.start("kim", form.id, None, answers, course_part_id=melde.id)
    begun = village.courses.get("kim", course.id)
    assert (part(begun, "melde").state, part(begun, "melde").draft_id) == ("begun", draft.id)
    case = village.cases.submit("kim", draft.id)
    after = village.courses.get("kim", course.id)
    assert (part(after, "melde").state, part(after, "melde").case_number) == ("sent", case.number)
    assert part(after, "skilt").state == "open"
    assert after is not None and (after.ended, after.total) == (1, 2)
    assert after.next_part is not None and after.next_part.part.id == "skilt"
    of_case = village.courses.of_case("kim", case.number)
    assert of_case is not None and of_case.id == course.id


def test_a_case_that_is_withdrawn_leaves_its_part_open(village: Village) -> None:
    course = village.begin()
    melde = part(course, "melde")
    form, answers = village.courses.beginning("kim", melde.id)
    draft = village.drafts.start("kim", form.id, None, answers, course_part_id=melde.id)
    case = village.cases.submit("kim", draft.id)
    village.cases.withdraw("kim", case.number, "Det blev ikke til noget.")
    assert part(village.courses.get("kim", course.id), "melde").state == "open"


def test_parts_are_ticked_off_opened_again_and_noted_as_not_needed(village: Village) -> None:
    course = village.begin()
    village.courses.close("kim", part(course, "melde").id, needed=False)
    village.courses.close("kim", part(course, "skilt").id)
    done = village.courses.get("kim", course.id)
    assert (part(done, "melde").state, part(done, "skilt").state) == ("not_needed", "done")
    assert done is not None and done.finished
    village.courses.reopen("kim", part(course, "melde").id)
    assert part(village.courses.get("kim", course.id), "melde").state == "open"


def test_whoever_is_given_a_part_sees_it_and_no_other(village: Village) -> None:
    course = village.begin()
    village.courses.hand("kim", part(course, "melde").id, "lea")
    theirs = village.courses.get("lea", course.id)
    assert theirs is not None
    assert [one.part.id for one in theirs.parts] == ["melde"]
    assert (theirs.is_owner, theirs.total, theirs.parts[0].mine) == (False, 2, True)
    with pytest.raises(NotFound):
        village.courses.close("lea", part(course, "skilt").id)
    assert [one.id for one in village.courses.mine("lea")] == [course.id]
    ours = village.courses.get("kim", course.id)
    assert (part(ours, "melde").mine, part(ours, "melde").assignee_name) == (False, "Lea Lund")


def test_a_report_is_only_given_to_someone_who_may_send_it(village: Village) -> None:
    course = village.begin()
    with pytest.raises(NotAllowed, match="kan ikke tage delen"):
        village.courses.hand("kim", part(course, "melde").id, "jonas")
    with pytest.raises(NotAllowed, match="ikke ansat"):
        village.courses.hand("kim", part(course, "skilt").id, "ingen")
    village.courses.hand("kim", part(course, "skilt").id, "jonas")  # a sign can be made by anyone


def test_what_is_sensitive_is_only_given_to_someone_who_could_have_begun_it(village: Village) -> None:
    village.plans.life_events["flytning"] = event(
        sensitive=True,
        parties={"subject": "employee", "subject_sees": False, "others_need": ["report:personale"], "unit_sees": False},
    )
    course = village.begin()
    with pytest.raises(NotAllowed):
        village.courses.hand("kim", part(course, "skilt").id, "jonas")
    village.courses.hand("kim", part(course, "skilt").id, "lea")


def test_the_leader_and_the_one_it_is_about_are_suggested(village: Village) -> None:
    course = village.begin()
    suggested = village.courses.suggested("kim", part(course, "melde").id)
    assert [(role, person.id) for role, person in suggested] == [("leder", "lea"), ("den, det handler om", "anne")]


def test_a_case_of_a_part_is_named_only_to_those_who_may_see_it(village: Village) -> None:
    course = village.begin()
    melde = part(course, "melde")
    village.courses.hand("kim", melde.id, "boss")
    form, answers = village.courses.beginning("boss", melde.id)
    draft = village.drafts.start("boss", form.id, None, answers, course_part_id=melde.id)
    village.known["melding"] = form.model_copy(
        update={"report": form.report.model_copy(update={"sensitive": True})} if form.report else {}
    )
    case = village.cases.submit("boss", draft.id)
    ours = part(village.courses.get("kim", course.id), "melde")
    assert (ours.state, ours.case_number) == ("sent", None)
    assert part(village.courses.get("boss", course.id), "melde").case_number == case.number


def test_a_stopped_course_is_left_as_it_is(village: Village) -> None:
    course = village.begin()
    village.courses.cancel("kim", course.id)
    stopped = village.courses.get("kim", course.id)
    assert stopped is not None and stopped.cancelled
    with pytest.raises(NotAllowed, match="stoppet"):
        village.courses.close("kim", course.parts[0].id)
    village.clock.move(days=40)
    assert village.courses.due_parts() == []


def test_reminders_come_a_week_before_a_day_before_and_after(village: Village) -> None:
    village.begin()
    assert village.courses.due_parts() == []  # 2 March: due on 1 April
    village.clock.move(days=23)
    soon = village.courses.due_parts()
    assert [(one.stage, one.part_title, one.person_id) for one in soon] == [("soon", "Meld flytningen", "kim")]
    village.clock.move(days=6)
    tomorrow = village.courses.due_parts()
    assert [one.stage for one in tomorrow] == ["tomorrow"]
    village.clock.move(days=2)
    over = village.courses.due_parts()
    assert [one.stage for one in over] == ["over"]
    assert len({soon[0].key, tomorrow[0].key, over[0].key}) == 3


def test_what_is_done_or_sent_is_not_reminded_of(village: Village) -> None:
    course = village.begin()
    village.clock.move(days=23)
    melde = part(course, "melde")
    form, answers = village.courses.beginning("kim", melde.id)
    draft = village.drafts.start("kim", form.id, None, answers, course_part_id=melde.id)
    assert len(village.courses.due_parts()) == 1
    village.cases.submit("kim", draft.id)
    assert village.courses.due_parts() == []


def test_parts_that_waited_are_named_when_what_they_waited_for_is_done(village: Village) -> None:
    course = village.begin()
    village.courses.hand("kim", part(course, "skilt").id, "jonas")
    assert village.courses.freed_by(part(course, "melde").id) == []
    village.courses.close("kim", part(course, "melde").id)
    freed = village.courses.freed_by(part(course, "melde").id)
    assert [(one.part_title, one.person_id) for one in freed] == [("Lav et skilt", "jonas")]
