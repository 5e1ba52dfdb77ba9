"""Notices: what each tells, and several of them as one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.cases import states
from bot.courses.types import DuePart
from bot.dialogue.payloads import button
from bot.knowledge.schema import Solution
from bot.messages.cards import Action, NoticeCard
from bot.messages.message import Utterance
from bot.notices.types import CaseFact, DraftFact, FollowedFact, Notice, Words
from bot.reports.formatting import danish_date

MOST_SHOWN = 5
TITLE = "Nyt til dig"
_LONGEST_QUOTE = 140

_OPEN = {
    states.AWAITS_REPORTER: "venter på dig",
    states.AWAITS_APPROVAL: "venter på din godkendelse",
    states.SOLVED: "er løst",
    states.REJECTED: "er afvist",
}
_NEUTRAL = {
    states.AWAITS_REPORTER: "En af dine sager venter på dig.",
    states.AWAITS_APPROVAL: "En sag venter på din godkendelse.",
    states.SOLVED: "En af dine sager er løst.",
    states.REJECTED: "En af dine sager er afvist.",
}
# Who has sent a case knows what it says; what was written last tells something new in these states only.
_QUOTED = frozenset({states.AWAITS_REPORTER, states.SOLVED, states.REJECTED})


def case(fact: CaseFact) -> Words:
    """What has become of a case; of a sensitive one not even its title."""
    see = button(f"Se sag {fact.number}", "open_case", style="primary", number=fact.number)
    if fact.sensitive:
        return _NEUTRAL[fact.state], [see]
    text = f"Sagen {fact.title} ({fact.number}) {_OPEN[fact.state]}"
    if fact.state in _QUOTED and fact.said.strip():
        return f"{text}: {_shortened(fact.said)}", [see]
    return f"{text}.", [see]


def followed(fact: FollowedFact) -> Words:
    """What has become of a colleague's case that one follows."""
    actions = [
        button(f"Se sag {fact.number}", "open_case", style="primary", number=fact.number),
        button("Følg den ikke længere", "unfollow_case", style="link", number=fact.number),
    ]
    if fact.sensitive:
        return "Der er nyt i en sag, du følger.", actions
    state = states.LABELS[fact.state].lower()
    return f"Der er nyt i sagen {fact.title} ({fact.number}), som du følger: {state}.", actions


def draft(fact: DraftFact, form: Solution | None, today: date) -> Words:
    """A draft that will be deleted; its title is left out where the report is sensitive, or not known any more."""
    named = form is not None and not (form.report is not None and form.report.sensitive)
    which = f"Kladden til {form.title}" if form is not None and named else "En af dine kladder"
    text = f"{which} bliver slettet {_day(fact.day, today)}, hvis du ikke arbejder videre på den."
    title = f"Fortsæt {form.title}" if form is not None and named else "Fortsæt kladden"
    return text, [button(title, "resume_draft", style="primary", draft=fact.draft_id)]


def part(fact: DuePart, today: date) -> Words:
    """A part of a course that is or was due; of a sensitive course only that there is one."""
    what = "En del af et af dine forløb" if fact.sensitive else f"“{fact.part_title}”"
    day = _day(fact.due, today)
    if fact.stage == "over":
        text = f"{what} skulle være klaret {day}"
    else:
        text = f"{what} skal være klaret senest {day}" if fact.binding else f"{what} bør være klaret senest {day}"
    if fact.sensitive:
        return f"{text}.", [button("Se forløbet", "open_course", style="primary", course=fact.course_id)]
    text += f" – en del af forløbet {fact.course_title}."
    return text, [button(fact.part_title, "start_part", style="primary", part=fact.part_id)]


def message(notices: Sequence[Notice]) -> Utterance:
    """One or more notices as a message of their own."""
    card = summary(notices)
    return Utterance(text=card.text if len(notices) == 1 else f"{TITLE}:\n{card.text}", cards=[card])


def summary(notices: Sequence[Notice]) -> NoticeCard:
    """The notices as a card: the first of them, how many more there are, and how one gets rid of them."""
    shown = notices[:MOST_SHOWN]
    lines = [notice.text for notice in shown]
    if len(notices) > 1:
        lines = [f"- {_one_line(line)}" for line in lines]
    offered = [action for notice in shown for action in notice.actions]
    if len(shown) > 1:  # of several none comes first
        offered = [action.model_copy(update={"style": "secondary"}) for action in offered]
    more = len(notices) - len(shown)
    if more:
        lines.append(f"\nog {more} mere. Du finder det hele under dine sager og dine forløb.")
        offered += [button("Mine sager", "my_cases"), button("Mine forløb", "my_courses")]
    offered.append(button("Slå påmindelser fra", "reminders_off", style="link"))
    return NoticeCard(level="info", title=TITLE, text="\n".join(lines), actions=_once(offered))


def _once(actions: Sequence[Action]) -> list[Action]:
    """Each payload once: two notices may lead to the same place."""
    return list({action.payload: action for action in reversed(actions)}.values())[::-1]


def _shortened(text: str) -> str:
    """The beginning of a text as a quotation that ends between two words."""
    line = _one_line(text)
    if len(line) > _LONGEST_QUOTE:
        line = line[:_LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
    return f"“{line}”"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _day(day: date, today: date) -> str:
    """ "fredag den 4. december", with the year where it is another than today's."""
    text = danish_date(day, weekday=True)
    return text.removesuffix(f" {day.year}") if day.year == today.year else text
