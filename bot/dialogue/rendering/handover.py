"""Hand-overs in words: what to expect, what has changed, and how it ended."""

from __future__ import annotations

from datetime import date, datetime

from bot.clock import local
from bot.dialogue.payloads import button
from bot.handover.expectation import Expectation
from bot.handover.opening import Opening
from bot.handover.types import Handover, Outcome, Package
from bot.knowledge.loader import Knowledge
from bot.messages.cards import Action, HandoverCard
from bot.messages.message import Utterance
from bot.reports.formatting import danish_date

DESK = "1.-linje"
WAIT = button("Vent på en medarbejder", "join_queue", style="primary")
CALL = button("Ring til mig i stedet", "confirm_call_back")
LEAVE = button("Forlad køen", "leave_queue", style="link")
END = button("Afslut samtalen", "leave_queue", style="link")
MENU = [button("Find en indberetning", "enter_tree"), button("Mine sager", "my_cases")]
_DONE: dict[Outcome, str] = {
    "solved": "Det er løst.",
    "guided": "Du er hjulpet på vej.",
    "reported": "Indberetningen er sendt.",
    "case": "Der er en sag på det.",
    "referred": "Du er henvist til det rette sted.",
    "unsolved": "Det kunne desværre ikke løses her.",
}


def expected(expectation: Expectation, now: datetime) -> str:
    """What is honest: open or not, how many wait, and how long it usually takes where that is known."""
    if not expectation.opening.open:
        return closed(expectation.opening, local(now).date())
    if expectation.present == 0:
        return f"{DESK} har åbent, men der er ingen ved chatten lige nu."
    if expectation.waiting == 0:
        wait = "Der er ingen i kø foran dig."
    elif expectation.waiting == 1:
        wait = "Der er én i kø foran dig."
    else:
        wait = f"Der er {expectation.waiting} i kø foran dig."
    usual = expectation.minutes
    if usual is not None:
        wait += f" {_usual(usual)}"
    return wait


def closed(opening: Opening, today: date) -> str:
    """That it is closed, why if that is a day's own name, and when it opens."""
    reason = f" ({opening.holiday})" if opening.holiday else ""
    text = f"{DESK} har lukket lige nu{reason}."
    if opening.opens_at is None:
        return text
    return f"{text} Der åbner igen {_moment(opening.opens_at, today)}."


def waiting(place: int | None, minutes: int | None) -> Utterance:
    """The receipt for those who have joined the queue."""
    place = place or 1
    text = "Du er næste i køen." if place == 1 else f"Du er nummer {place} i køen."
    if minutes is not None:
        text += (
            f" På denne tid af dagen er ventetiden normalt omkring {minutes} {'minut' if minutes == 1 else 'minutter'}."
        )
    text += (
        f" En medarbejder fra {DESK} skriver til dig her og kan se, hvad vi har talt om, så du slipper for at "
        "forklare det forfra. Du kan roligt lave noget andet imens. Skriv “fortryd”, hvis du vil ud af køen."
    )
    return _card(text, [CALL, LEAVE])


def sensitive() -> Utterance:
    """Asks whether what is sensitive may be seen."""
    text = (
        "Det, vi har talt om, hører til et følsomt emne. Medarbejderen kan kun se det, hvis du siger ja. "
        "Ellers ser de kun dit navn og området."
    )
    return _card(text, [button("Ja, de må se det", "share_with_desk", style="primary")])


def shared() -> Utterance:
    return Utterance(text=f"{DESK} kan nu se, hvad vi har talt om, og din kladde.")


def along(handover: Handover) -> Utterance:
    """Said once, when somebody writes while they wait."""
    place = handover.place or 1
    where = "Du er næste i køen" if place == 1 else f"Du er nummer {place} i køen"
    text = (
        f"Det er skrevet med til {DESK}. {where}, og jeg holder mig i ro imens. "
        "Skriv “fortryd”, hvis du hellere vil tale med mig."
    )
    return _card(text, [CALL, LEAVE])


def busy_waiting() -> Utterance:
    """A button of the bot's was pressed that cannot be followed while one waits."""
    text = (
        "Du venter på en medarbejder, så den knap kan jeg ikke bruge lige nu. Forlad køen, hvis du vil videre med mig."
    )
    return _card(text, [LEAVE])


def left() -> Utterance:
    return _card("Du er ude af køen. Vi fortsætter her.", [WAIT, *MENU])


def not_waiting() -> Utterance:
    return Utterance(text="Du står ikke i kø til en medarbejder.")


REPORT_CHANGED = "Indberetningen er ændret, siden du så den. Her er den, som den er nu."


def report_declined() -> Utterance:
    return Utterance(text="Den er ikke sendt. Sig til, hvad der skal ændres.")


def report_gone(reason: str | None = None) -> Utterance:
    """The report cannot be sent any more, or not yet."""
    return Utterance(text=reason or "Den indberetning er ikke åben længere. Den er måske sendt eller stoppet.")


class HandoverWords:
    """The words of bot/handover/words.py."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def taken(self, supporter: str) -> Utterance:
        text = f"{supporter} fra {DESK} er med nu. Det, du skriver, går til {_first(supporter)}."
        return _card(text, [END])

    def given_back(self, supporter: str, note: str, topic: str | None, under_way: bool) -> Utterance:
        parts = [f"Så er du hos mig, Serviceassistenten, igen. {supporter} har afsluttet sin del."]
        if note:
            parts.append(f"{_first(supporter)} skriver: “{note}”")
        actions: list[Action] = []
        if topic is not None:
            parts.append(f"Vi går videre med {self._knowledge.title(topic)}.")
            actions.append(button(self._knowledge.title(topic), "select_solution", style="primary", id=topic))
        if under_way:
            parts.append("Vi fortsætter, hvor vi slap.")
            actions.append(button("Fortsæt kladden", "resume_draft"))
        if not actions:
            parts.append("Hvad kan jeg hjælpe med?")
            actions = list(MENU)
        return Utterance(text="\n".join(parts), cards=[HandoverCard(text=parts[0], actions=actions)])

    def put_back(self, supporter: str) -> Utterance:
        text = (
            f"{supporter} har givet dig videre til den næste ledige medarbejder. Du står forrest i køen, "
            "og det, I har skrevet, følger med."
        )
        return _card(text, [CALL, LEAVE])

    def moved(self, supporter: str, to: str) -> Utterance:
        return _card(f"{supporter} har givet dig videre til {to}, som kan se det hele.", [END])

    def joined(self, guest: str) -> Utterance:
        return Utterance(text=f"{guest} er også med i samtalen nu.")

    def stepped_out(self, guest: str) -> Utterance:
        return Utterance(text=f"{guest} har forladt samtalen.")

    def closed(self, supporter: str, outcome: Outcome, text: str, handover_id: str) -> Utterance:
        parts = [f"{supporter} har afsluttet samtalen. {_DONE[outcome]}"]
        if text:
            parts.append(f"{_first(supporter)} skriver: “{text}”")
        return _ended(parts)

    def ended_by_user(self, supporter: str, handover_id: str) -> Utterance:
        return _ended([f"Du har afsluttet samtalen med {DESK}. Nu er det mig, Serviceassistenten, igen."])

    def timed_out(self, supporter: str) -> Utterance:
        text = (
            f"Forbindelsen til {supporter} er desværre røget. Det, I har skrevet, er gemt, og du står forrest i køen "
            "til den næste ledige."
        )
        return _card(text, [CALL, LEAVE])

    def silent(self, supporter: str, handover_id: str) -> Utterance:
        text = (
            f"Vi har ikke hørt fra dig i et stykke tid, så {_first(supporter)} har lukket samtalen. "
            "Intet er gået tabt. Skriv bare her, hvis der stadig er noget."
        )
        again = button("Tal med et menneske igen", "human", style="primary")
        return Utterance(text=text, cards=[HandoverCard(text=text, actions=[again])])

    def called_back(self, number: str) -> Utterance:
        hours = self._knowledge.org("support_tider")
        text = (
            f"Der er desværre ingen medarbejdere ved chatten længere, så du skal ikke vente her. {DESK} ringer til "
            f"dig i stedet, og det, du skrev, er givet videre. Din henvendelse har nummer {number}. {hours}"
        )
        see = button("Se henvendelsen", "open_case", number=number)
        return Utterance(text=text, cards=[HandoverCard(number=number, text=text, actions=[see])])


def _ended(parts: list[str]) -> Utterance:
    """How it went is asked apart from this, as all such questions are (bot/dialogue/asking.py)."""
    text = "\n".join(parts)
    return Utterance(text=text, cards=[HandoverCard(text=text, actions=list(MENU))])


def package_in_words(package: Package) -> str:
    """The package as the text of a case, for a call back."""
    parts = [package.asked or "Ønsker at tale med et menneske."]
    if package.way:
        parts.append("Svar undervejs: " + "; ".join(f"{step.question} {step.answer}" for step in package.way))
    if package.cases:
        parts.append("Nævnte sager: " + ", ".join(package.cases))
    return "\n".join(parts)


def ended_news(outcome: Outcome, text: str, case_number: str | None) -> tuple[str, list[Action]]:
    """What a person is told later of a hand-over that ended without them."""
    actions = [button("Tal med et menneske", "human")]
    if case_number:
        actions.insert(0, button("Se henvendelsen", "open_case", style="primary", number=case_number))
    if outcome == "call_back":
        return f"{DESK} ringer til dig om det, du skrev. Nummer {case_number}.", actions
    done = _DONE.get(outcome, "Samtalen blev lukket, da vi ikke hørte mere.")
    said = f" De skriver: “{text}”" if text else ""
    return f"Din samtale med {DESK} er slut. {done}{said}", actions


def _card(text: str, actions: list[Action]) -> Utterance:
    return Utterance(text=text, cards=[HandoverCard(text=text, actions=actions)])


def _usual(minutes: int) -> str:
    unit = "minut" if minutes == 1 else "minutter"
    return f"På denne tid af dagen er ventetiden normalt omkring {minutes} {unit}."


def _first(name: str) -> str:
    return name.split()[0] if name else "Medarbejderen"


def _moment(at: datetime, today: date) -> str:
    here = local(at)
    clock = f"kl. {here.hour}.{here.minute:02d}"
    days = (here.date() - today).days
    if days == 0:
        return f"i dag {clock}"
    if days == 1:
        return f"i morgen {clock}"
    return f"{danish_date(here.date(), weekday=True).removesuffix(f' {today.year}')} {clock}"
