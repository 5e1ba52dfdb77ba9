"""Reports that a supporter fills in with the user: the user's own draft, read by the same loop, sent by them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cases.drafts import OPEN
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.types import Draft
from bot.clock import today
from bot.container import Container
from bot.dialogue import report_loop
from bot.dialogue.payloads import button
from bot.dialogue.rendering import cases as case_wording
from bot.dialogue.rendering import handover as wording
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Turn
from bot.handover.types import DraftPart, NotYours, Supporter
from bot.handover.views import HandoverView
from bot.knowledge.schema import Solution
from bot.messages.cards import FormCard, QuestionCard, SummaryCard
from bot.messages.message import Message, Utterance


class DeskReports:
    """One report at a time in one hand-over. What the user may not report, nobody reports for them."""

    def __init__(self, services: Container) -> None:
        self._services = services

    def start(self, me: str, handover_id: str, solution_id: str) -> Utterance:
        """Begins the report for the user, or goes on with their draft of it; raises NotAllowed."""
        view = self._mine(me, handover_id)
        turn = self._turn(view)
        solution = self._services.knowledge.solution(solution_id)
        if solution is None or solution.report is None:
            raise NotAllowed("Den løsning har ingen indberetning.")
        if solution.report.sensitive and not view.handover.shared:
            raise NotAllowed("Indberetningen er følsom. Bed først brugeren om at dele det følsomme med dig.")
        decision = self._services.access.may_report(turn.person.id, solution, None, None)
        if not decision.allowed:
            raise NotAllowed(f"Brugeren må ikke selv sende den. {decision.explanation}")
        drafts = self._services.drafts.open_for(turn.person.id)
        draft = next((one for one in drafts if one.solution_id == solution_id and one.course_part_id is None), None)
        draft = draft or report_loop.begin(self._services, turn, solution)
        self._note(me, handover_id, solution, draft, ())
        return self._question(turn, draft)

    def current(self, me: str, handover_id: str) -> Utterance | None:
        """Where the report under way stands: the next question, or the summary; None where there is none to see."""
        view = self._mine(me, handover_id)
        draft = self._draft(view, view.draft.id) if view.draft and not view.draft.withheld else None
        return self._question(self._turn(view), draft) if draft and draft.state in OPEN else None

    def answer(
        self, me: str, handover_id: str, draft_id: str, fields: Sequence[str], values: Mapping[str, Any]
    ) -> Utterance:
        """Reads the supporter's answers into the draft; returns the next question, with what is wrong."""
        view = self._mine(me, handover_id)
        draft = self._visible(view, draft_id)
        solution = self._solution(draft)
        form = solution.report
        assert form is not None
        known = [name for name in fields if form.field(name) is not None]
        clean = self._services.shield_value(dict(values), view.handover.person_id)
        reopened = [name for name in draft.confirmed if name not in known]
        if len(reopened) != len(draft.confirmed):  # the supporter gives an answer anew
            draft = self._services.drafts.save(
                draft.owner_id, draft.id, draft.answers, sources=draft.sources, confirmed=reopened,
                expected_version=draft.version,
            )  # fmt: skip
        turn = self._turn(view, draft.id)
        turn.intent, turn.payload, turn.values = "submit_values", {"draft": draft.id, "fields": known}, clean
        reply = report_loop.read(self._services, turn)
        self._note(me, handover_id, solution, self._visible(view, draft_id), known)
        turn.note = reply.note or {}
        return report_loop.current_question(self._services, turn)

    def ask_to_send(self, me: str, handover_id: str, client_id: str) -> Message:
        """Shows the user the whole report and asks for their yes; raises NotAllowed where something is missing."""
        view = self._mine(me, handover_id)
        draft = self._visible(view, view.draft.id if view.draft else "")
        summary = self._summary(self._turn(view, draft.id), draft)
        return self._services.supporters.say(me, handover_id, summary, client_id)

    def confirm(self, person_id: str, conversation_id: str, draft_id: str, version: object) -> Utterance:
        """The user's own yes: sends what they were shown, once; what was changed since is shown again."""
        person = self._services.access.person(person_id)
        draft = self._services.drafts.get(person_id, draft_id)
        if person is None or draft is None:
            return wording.report_gone()
        turn = Turn(
            person, conversation_id, "", "send_report",
            ConversationState(flow="report", draft_id=draft.id), today(self._services.clock),
        )  # fmt: skip
        if draft.case_number is None and draft.version != version:
            again = self._summary(turn, draft)
            return again.model_copy(update={"text": f"{wording.REPORT_CHANGED}\n{again.text}"})
        sent = report_loop.send(self._services, turn, draft.id)
        if sent.case is None or sent.solution is None:
            return wording.report_gone(sent.problem)
        return case_wording.receipt(sent.solution, sent.case)

    # --- inside

    def _mine(self, me: str, handover_id: str) -> HandoverView:
        """The hand-over, if the supporter owns it; raises NotThere or NotYours."""
        view = self._services.desk_reading.view(me, handover_id)
        if not view.mine:
            raise NotYours(view.handover.owner)
        return view

    def _turn(self, view: HandoverView, draft_id: str | None = None) -> Turn:
        """A turn of the user's, as the report's loop reads it."""
        person = self._services.access.person(view.handover.person_id)
        if person is None:
            raise NotFound(view.handover.person_id)
        state = ConversationState(flow="report", draft_id=draft_id)
        return Turn(person, view.handover.conversation_id, "", "", state, today(self._services.clock))

    def _draft(self, view: HandoverView, draft_id: str) -> Draft | None:
        return self._services.drafts.get(view.handover.person_id, draft_id)

    def _visible(self, view: HandoverView, draft_id: str) -> Draft:
        draft = self._draft(view, draft_id) if view.draft and view.draft.id == draft_id else None
        if draft is None or draft.state not in OPEN or (view.draft and view.draft.withheld):
            raise NotFound(draft_id)
        return draft

    def _solution(self, draft: Draft) -> Solution:
        solution = self._services.knowledge.form(draft.solution_id)
        if solution is None:
            raise NotFound(draft.solution_id)
        return solution

    def _question(self, turn: Turn, draft: Draft) -> Utterance:
        turn.state.draft_id = draft.id
        return report_loop.current_question(self._services, turn)

    def _summary(self, turn: Turn, draft: Draft) -> Utterance:
        """The loop's summary with the user's yes and no in place of its own buttons."""
        utterance = report_loop.current_question(self._services, turn)
        card = next((card for card in utterance.cards if isinstance(card, SummaryCard)), None)
        fresh = self._services.drafts.get(turn.person.id, draft.id)
        if card is None or fresh is None:
            missing = [card.title if isinstance(card, FormCard) else card.label for card in utterance.cards
                       if isinstance(card, FormCard | QuestionCard)]  # fmt: skip
            raise NotAllowed(f"Der mangler svar, før den kan sendes: {', '.join(missing)}.")
        yes = button("Ja, send den", "confirm_helped_report", style="primary", draft=fresh.id, version=fresh.version)
        no = button("Nej, vent", "decline_helped_report", draft=fresh.id)
        rows = [row.model_copy(update={"edit": None}) for row in card.rows]
        shown = card.model_copy(update={"rows": rows, "actions": [yes, no]})
        lines = "\n".join(f"{row.label}: {row.value}" for row in rows)
        text = f"Her er indberetningen {card.title}, som vi har udfyldt sammen:\n{lines}\nSkal den sendes?"
        return Utterance(text=text, cards=[shown])

    def _note(self, me: str, handover_id: str, solution: Solution, draft: Draft, fields: Sequence[str]) -> None:
        person = self._services.access.person(me)
        sensitive = solution.report is not None and solution.report.sensitive
        part = DraftPart(draft.id, solution.id, solution.title, sensitive, len(draft.answers))
        by = Supporter(me, person.name if person else "")
        self._services.transitions.helped(handover_id, by, part, fields)
