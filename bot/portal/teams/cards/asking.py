"""Cards that ask: a single question, a form, and the summary before sending."""

from __future__ import annotations

from bot.messages.cards import Action, FormCard, Progress, QuestionCard, SummaryCard
from bot.portal.teams.cards.inputs import inputs
from bot.portal.teams.cards.parts import (
    MOST_BUTTONS,
    Element,
    Shown,
    actions,
    button,
    heading,
    named,
    pick_one,
    quiet,
    row,
    said,
    wrong,
)

SUBMIT = "/submit_values{"


def question(card: QuestionCard, shown: Shown) -> list[Element]:
    """What was answered before, the question, and the ways to answer it."""
    made = [*_progress(card.progress)]
    for earlier in card.so_far:
        made += named(earlier.label, earlier.value)
    made += heading(card.label)
    if shown.answer is not None:
        return made
    submit = next((action for action in card.actions if action.payload.startswith(SUBMIT)), None)
    answers = [one for one in card.actions if one is not submit and one.style not in ("link", "danger")]
    ways = [one for one in card.actions if one is not submit and one not in answers]
    if submit is not None:
        made += inputs(card, bare=True)
        made += row([button(submit, shown, inputs=True), *(button(one, shown) for one in answers)])
    else:
        if card.help:
            made += said(card.help, isSubtle=True)
        if card.error:
            made += wrong(card.error)
        made += pick_one(answers, shown) if len(answers) > MOST_BUTTONS else actions(answers, shown)
    ways += [earlier.edit for earlier in card.so_far if earlier.edit is not None]
    return made + _ways_out(ways, shown)


def form(card: FormCard, shown: Shown) -> list[Element]:
    """Questions that belong together."""
    made = [*_progress(card.progress), *heading(card.title)]
    if shown.answer is not None:
        return made
    for field in card.fields:
        made += inputs(field)
    submit = [button(card.submit, shown, inputs=True)]
    return made + row(submit) + _ways_out(card.actions, shown)


def summary(card: SummaryCard, shown: Shown) -> list[Element]:
    """All answers, each with a way to correct it."""
    made = heading(card.title)
    for line in card.rows:
        made += named(line.label, line.value, line.source)
    for warning in card.warnings:
        made += said(warning, color="Warning")
    if shown.answer is not None:
        return made
    made += actions(card.actions, shown)
    edits = [line.edit for line in card.rows if line.edit is not None]
    if edits:
        shut = {"type": "Container", "id": "ret", "isVisible": False, "items": pick_one(edits, shown)}
        opened = {"type": "Action.ToggleVisibility", "title": "Ret et svar", "targetElements": ["ret"]}
        made += [*row([opened]), shut]
    return made


def _progress(progress: Progress | None) -> list[Element]:
    return quiet(f"Trin {progress.step} af {progress.of}") if progress else []


def _ways_out(ways: list[Action], shown: Shown) -> list[Element]:
    return row([button(way, shown) for way in ways])
