"""Reads a turn into the draft, and tells what was stored or why not."""

from __future__ import annotations

from dataclasses import asdict

from bot.cases.drafts import OPEN
from bot.cases.errors import DraftChanged
from bot.cases.types import Draft
from bot.container import Container
from bot.dialogue.rendering import reports as wording
from bot.dialogue.report_loop.form import form_of, hangs_on_subject, reading_context
from bot.dialogue.state import MISUNDERSTOOD_BEFORE_HUMAN
from bot.dialogue.turn import ASKED_BY_NAME, Reply, Turn
from bot.dialogue.why_not import why_not
from bot.knowledge.schema import Report, Solution
from bot.reports import flow
from bot.reports.prefill import from_master_data
from bot.reports.turns import Progress, Said, TurnResult, answers_otherwise, apply_text, apply_values
from bot.reports.values import Accepted, ReadingContext, Rejected, read_value

# From so many words on, a text that may be about two or three solutions counts as a question and not as an answer.
SENTENCE = 6
# Said in so many words (bot/understanding/requests.py), these are never an answer.
_ASKED_IN_WORDS = frozenset({"my_deputies", "community_list", "share_draft"})


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
    solution, form = form_of(services, draft)
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
    if turn.state.misunderstood >= MISUNDERSTOOD_BEFORE_HUMAN:
        notes.append("Skriv “menneske”, hvis du hellere vil have hjælp af en fra 1.-linje.")
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
                hangs_on_subject(form, field.id)
                and progress.sources.get(field.id) == "grunddata"
                and field.id != "subject"
            ):
                progress.answers.pop(field.id, None)
    facts = from_master_data(form, progress.answers, turn.person.id, turn.today, services.master_data)
    for name, value in facts.items():
        waits_for_subject = hangs_on_subject(form, name) and "subject" not in progress.answers
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


def go_back(services: Container, turn: Turn) -> Reply:
    """Reopens the answer that the user gave last."""
    draft = services.drafts.get(turn.person.id, turn.state.draft_id or "")
    if draft is None:
        return Reply(rejected=True)
    _, form = form_of(services, draft)
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
