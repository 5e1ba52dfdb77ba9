"""A report under way: begins it, reads a turn into its draft, asks for the next field, and sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.cases.drafts import OPEN
from bot.cases.errors import DraftChanged, NotFound
from bot.cases.types import Case, Draft
from bot.container import Container
from bot.courses.types import Course
from bot.dialogue.rendering import reports as wording
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import ASKED_BY_NAME, Reply, Turn
from bot.dialogue.why_not import why_not
from bot.knowledge.schema import Report, Solution
from bot.messages.message import Utterance
from bot.reports import flow
from bot.reports.checks import CheckContext, Finding, run_checks
from bot.reports.prefill import from_master_data, from_text
from bot.reports.turns import Progress, Said, TurnResult, answers_otherwise, apply_text, apply_values
from bot.reports.values import Accepted, Found, ReadingContext, Rejected, read_value

# From so many words on, a text that may be about two or three solutions counts as a question and not as an answer.
SENTENCE = 6
# Said in so many words (bot/understanding/requests.py), these are never an answer.
_ASKED_IN_WORDS = frozenset({"my_deputies", "community_list", "share_draft"})


def _form(services: Container, draft: Draft) -> tuple[Solution, Report]:
    solution = services.knowledge.form(draft.solution_id)
    assert solution is not None and solution.report is not None
    return solution, solution.report


def reading_context(services: Container, turn: Turn, solution: Solution) -> ReadingContext:
    """What reading a value needs: today, and the people, units and files that this user may name."""
    return ReadingContext(
        today=turn.today,
        directory=services.directory(turn.person.id, solution),
        lemmas=turn.understanding.lemmas,
        names=turn.understanding.names,
    )


def begin(
    services: Container,
    turn: Turn,
    solution: Solution,
    *,
    carried: Mapping[str, Any] | None = None,
    carried_from: str = "forloeb",
    course_part_id: str | None = None,
    refiled_from: str | None = None,
) -> Draft:
    """Makes the draft, with what a life event carries into it, what grunddata knows and what was already said."""
    assert solution.report is not None
    reports_for_others = services.may_report_for_others(turn.person.id, solution)
    answers, doubtful = _carried(services, turn, solution, carried or {})
    known = list(answers)
    facts = _facts(services, turn, solution, answers, keep_subject_open=reports_for_others)
    answers.update(facts)
    proposals: dict[str, object] = {}
    if turn.state.topic_text:
        context = reading_context(services, turn, solution)
        proposals = {
            k: v for k, v in from_text(solution.report, turn.state.topic_text, context).items() if k not in answers
        }
    sources = {name: "grunddata" for name in facts} | {name: "text" for name in proposals}
    sources |= {name: carried_from for name in (*known, *doubtful)}
    return services.drafts.start(
        turn.person.id,
        solution.id,
        turn.conversation_id,
        {**proposals, **doubtful, **answers},
        sources=sources,
        confirmed=[*known, *facts],
        course_part_id=course_part_id,
        refiled_from=refiled_from,
    )


def _carried(
    services: Container, turn: Turn, solution: Solution, carried: Mapping[str, Any]
) -> tuple[dict[str, object], dict[str, object]]:
    """What the form takes as answered, and what it would not take today: that is proposed and asked about."""
    assert solution.report is not None
    context = reading_context(services, turn, solution)
    taken: dict[str, object] = {}
    doubtful: dict[str, object] = {}
    for name, value in carried.items():
        field = solution.report.field(name)
        if field is not None:
            fits = isinstance(read_value(field, value, context), Accepted)
            (taken if fits else doubtful)[name] = value
    return taken, doubtful


def _facts(
    services: Container, turn: Turn, solution: Solution, answers: dict[str, object], *, keep_subject_open: bool
) -> dict[str, object]:
    assert solution.report is not None
    facts = from_master_data(solution.report, answers, turn.person.id, turn.today, services.master_data)
    if keep_subject_open and "subject" in facts and "subject" not in answers:
        # Whoever may report for others is asked whom it is about; what hangs on that comes with the answer.
        return {
            name: value
            for name, value in facts.items()
            if name != "subject" and not _hangs_on_subject(solution.report, name)
        }
    return facts


def _hangs_on_subject(form: Report, field_id: str) -> bool:
    field = form.field(field_id)
    return field is not None and bool(field.prefill) and str(field.prefill).startswith("subject")


def enter(state: ConversationState, draft: Draft) -> None:
    """Makes the draft the loop that reads the next messages."""
    state.flow, state.draft_id, state.tree, state.pending = "report", draft.id, None, None
    state.topic = draft.solution_id


def read(services: Container, turn: Turn) -> Reply:
    """Reads a turn into the draft, and tells what was stored or why not."""
    draft = services.drafts.get(turn.person.id, turn.state.draft_id or "")
    if draft is None or draft.state not in OPEN:
        # Sent, cancelled or expired elsewhere (another tab, another channel): the loop ends, nothing is guessed.
        turn.state.leave_flow()
        return Reply(end_flow=True, rejected=turn.payload is None, keep_quiet=True).say(
            "Den indberetning er ikke åben længere. Måske er den sendt eller stoppet et andet sted."
        )
    if turn.payload is None and turn.intent in _ASKED_IN_WORDS:
        return Reply(rejected=True)
    if turn.payload is None and turn.intent in ASKED_BY_NAME:
        return Reply(rejected=True)
    if turn.state.pending and turn.payload is None and turn.intent in {"affirm", "deny"}:
        return Reply(rejected=True)
    try:
        return _read_into(services, turn, draft)
    except DraftChanged:
        fresh = services.drafts.get(turn.person.id, draft.id)
        return _read_into(services, turn, fresh) if fresh else Reply(rejected=True)


def _read_into(services: Container, turn: Turn, draft: Draft) -> Reply:
    solution, form = _form(services, draft)
    context = reading_context(services, turn, solution)
    progress = Progress(dict(draft.answers), list(draft.confirmed), dict(draft.sources))
    result = _apply(form, progress, turn, context)
    if result.interruption:
        return Reply(rejected=True)
    turn.state.pending = None
    if result.send:
        return Reply(send=True)
    if result.stored or result.skipped or result.reopened or progress.settled != draft.confirmed:
        _take_over_facts(services, turn, solution, progress, result)
        draft = services.drafts.save(
            turn.person.id,
            draft.id,
            progress.answers,
            sources=progress.sources,
            confirmed=progress.settled,
            expected_version=draft.version,
        )
    notes = _notes(form, draft, context, result)
    turn.state.misunderstood = turn.state.misunderstood + 1 if result.not_understood or result.errors else 0
    errors = {field: asdict(error) for field, error in result.errors.items()}
    return Reply(note={"notes": notes, "errors": errors})


def _apply(form: Report, progress: Progress, turn: Turn, context: ReadingContext) -> TurnResult:
    if turn.payload is not None:
        return _apply_payload(form, progress, turn, context)
    heard = turn.understanding
    act, confidence = heard.likeliest_act
    said = Said(
        text=turn.text,
        act=act or None,
        act_confidence=confidence,
        other_topic=_is_other_topic(turn) or why_not(turn.text) is not None,
        crisis=turn.intent == "crisis",
    )
    return apply_text(form, progress, said, context)


def _is_other_topic(turn: Turn) -> bool:
    """Says whether the text is a question of its own: surely about one solution, or a sentence about a few."""
    decision = turn.understanding.decision if turn.intent == "find_solution" else ""
    return decision == "answer" or (decision == "choose" and len(turn.text.split()) >= SENTENCE)


def _apply_payload(form: Report, progress: Progress, turn: Turn, context: ReadingContext) -> TurnResult:
    result = TurnResult()
    assert turn.payload is not None
    if turn.intent not in {"submit_values", "answer_field", "edit_field", "back", "deny"}:
        result.interruption = True
    elif turn.parameter("draft") not in {None, turn.state.draft_id}:
        result.interruption = True  # a button of an older report
    elif turn.intent == "submit_values":
        asked = turn.payload.get("fields") or []
        return apply_values(form, progress, turn.values or {}, list(asked), context)
    elif turn.intent == "edit_field":
        result.reopened = turn.parameter("field")
        progress.reopen(result.reopened or "")
    elif turn.intent == "answer_field":
        field = form.field(turn.parameter("field") or "")
        if field is None:
            result.interruption = True
            return result
        reading = read_value(field, turn.parameter("value"), context)
        if field.id in progress.settled:  # the button is older than the answer
            result.kept += [field.id] if answers_otherwise(progress, field.id, reading) else []
        elif isinstance(reading, Accepted):
            progress.give(field.id, reading.value)
            result.stored.append(field.id)
        elif isinstance(reading, Rejected):
            result.errors[field.id] = reading
        elif not flow.is_required(field, progress.answers):
            progress.answers.pop(field.id, None)
            progress.settle(field.id)
            result.skipped.append(field.id)
    else:
        result.interruption = True
    return result


def _take_over_facts(
    services: Container, turn: Turn, solution: Solution, progress: Progress, result: TurnResult
) -> None:
    """Fills in what grunddata knows about a subject that has just been named, or was changed."""
    form = solution.report
    assert form is not None
    if "subject" in result.stored:
        for field in form.fields():
            if (
                _hangs_on_subject(form, field.id)
                and progress.sources.get(field.id) == "grunddata"
                and field.id != "subject"
            ):
                progress.answers.pop(field.id, None)
    facts = from_master_data(form, progress.answers, turn.person.id, turn.today, services.master_data)
    for name, value in facts.items():
        waits_for_subject = _hangs_on_subject(form, name) and "subject" not in progress.answers
        if not waits_for_subject and name != "subject" and name not in progress.settled:
            progress.give(name, value, "grunddata")


def _notes(form: Report, draft: Draft, context: ReadingContext, result: TurnResult) -> list[str]:
    stored = [field for field in form.fields() if field.id in result.stored]
    notes = wording.noted(stored, draft, context) if len(stored) <= 2 else []
    if result.needs_help:
        place = flow.position(form, draft.answers, draft.confirmed)
        field = place.open_fields[0]
        help_text = field.help or "Det skal jeg bruge for at kunne sende indberetningen."
        notes.append(f"{help_text}\nVed du det ikke nu, kan du gemme og fortsætte senere.")
    for field in form.fields():
        if field.id in result.kept:
            notes.append(
                f"“{field.label}” er allerede besvaret, måske i et andet vindue, og det svar står. "
                f"Skriv “ret {field.label.lower()}”, hvis det skal være anderledes."
            )
    if result.incomplete:
        notes.append("Der mangler lidt, før den kan sendes.")
    if result.not_understood:
        notes.append("Det kunne jeg ikke bruge som svar på spørgsmålet.")
    return notes


def current_question(services: Container, turn: Turn) -> Utterance:
    """The question that the report waits for, or its summary."""
    draft = services.drafts.get(turn.person.id, turn.state.draft_id or "")
    if draft is None:
        return Utterance(text="Den indberetning er ikke åben længere.")
    errors = {
        field: Rejected(error["message"], [Found(**found) for found in error["suggestions"]])
        for field, error in turn.note.get("errors", {}).items()
    }
    return _question(services, turn, draft, turn.note.get("notes", ()), errors)


def _question(
    services: Container, turn: Turn, draft: Draft, notes: Sequence[str], errors: dict[str, Rejected]
) -> Utterance:
    solution, form = _form(services, draft)
    context = reading_context(services, turn, solution)
    if flow.position(form, draft.answers, draft.confirmed).complete:
        findings = _findings(services, turn, solution, draft)
        blocking = [finding for finding in findings if finding.level == "error"]
        if blocking:
            return _ask_about(services, turn, draft, blocking, notes)
        warnings = [finding.text for finding in findings]
        return wording.summary(solution, draft, context.directory, warnings, notes)
    given = [field for field in draft.confirmed if draft.sources.get(field) != "grunddata"]
    return wording.question(solution, draft, context, notes=notes, errors=errors, may_go_back=bool(given))


def _findings(services: Container, turn: Turn, solution: Solution, draft: Draft) -> list[Finding]:
    assert solution.report is not None
    context = CheckContext(
        today=turn.today,
        reporter_id=turn.person.id,
        figures=services.knowledge.figures,
        duplicates=lambda answers: services.duplicates.find(turn.person.id, solution.id, answers),
        organisation=services.knowledge.organisation,
    )
    found = run_checks(solution.report, flow.relevant_answers(solution.report, draft.answers), context)
    at_hand = _at_hand(services, turn, draft)
    return [one for one in found if one.level == "error" or one.solution not in at_hand]


def _at_hand(services: Container, turn: Turn, draft: Draft) -> set[str]:
    """The other reports of the draft's course that are on the user's list: nobody need be told to think of them."""
    if draft.course_part_id is None:
        return set()
    try:
        course, part = services.courses.of_part(turn.person.id, draft.course_part_id)
    except NotFound:
        return set()
    return {one.part.solution for one in course.parts if one.part.solution and one.id != part.id}


def _ask_about(
    services: Container, turn: Turn, draft: Draft, findings: Sequence[Finding], notes: Sequence[str]
) -> Utterance:
    """Reopens the fields that the checks object to, with the reason."""
    objected = {
        field: Rejected(finding.text) for finding in findings for field in finding.fields if field in draft.confirmed
    }
    if not objected:
        # The objection names no field: all that can be done is to say it and offer the ways out.
        solution, _ = _form(services, draft)
        context = reading_context(services, turn, solution)
        return wording.summary(solution, draft, context.directory, [finding.text for finding in findings], notes)
    reopened = services.drafts.save(
        turn.person.id,
        draft.id,
        draft.answers,
        sources=draft.sources,
        confirmed=[field for field in draft.confirmed if field not in objected],
        expected_version=draft.version,
    )
    return _question(services, turn, reopened, notes, objected)


@dataclass(frozen=True)
class Sent:
    """A sent case; without one the reason why not, and whether the loop takes it from here."""

    case: Case | None = None
    solution: Solution | None = None
    problem: str | None = None
    course: Course | None = None  # the opening questions of a life event make a course and no case
    part_id: str | None = None  # the part of a course that the case is


def send(services: Container, turn: Turn, draft_id: str) -> Sent:
    """Sends a draft once; the same draft sent again gives the same case."""
    draft = services.drafts.get(turn.person.id, draft_id)
    if draft is None:
        turn.state.leave_flow()
        return Sent(problem="Den indberetning findes ikke længere. Skal vi begynde på en ny?")
    solution, form = _form(services, draft)
    if draft.case_number is None:
        complete = flow.position(form, draft.answers, draft.confirmed).complete
        if not complete or any(finding.level == "error" for finding in _findings(services, turn, solution, draft)):
            enter(turn.state, draft)
            return Sent(problem="Der er noget, vi skal have på plads, før jeg kan sende den.")
    if services.knowledge.event_of_form(draft.solution_id) is not None:
        return Sent(course=services.courses.start(turn.person.id, draft_id))
    case = services.cases.submit(turn.person.id, draft_id)
    return Sent(case=case, solution=solution, part_id=draft.course_part_id)


def go_back(services: Container, turn: Turn) -> Reply:
    """Reopens the answer that the user gave last."""
    draft = services.drafts.get(turn.person.id, turn.state.draft_id or "")
    if draft is None:
        return Reply(rejected=True)
    _, form = _form(services, draft)
    given = [field for field in draft.confirmed if draft.sources.get(field) != "grunddata"]
    last = flow.previous_settled(form, draft.answers, draft.confirmed, given) or (given[-1] if given else None)
    if last is None:
        text = "Vi er ved det første spørgsmål. Skriv “stop”, hvis du vil stoppe indberetningen."
        return Reply().say(text)
    settled = [field for field in draft.confirmed if field != last]
    services.drafts.save(
        turn.person.id,
        draft.id,
        draft.answers,
        sources=draft.sources,
        confirmed=settled,
        expected_version=draft.version,
    )
    turn.state.pending = None
    return Reply()
