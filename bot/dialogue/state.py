"""What a conversation remembers between turns; kept in the database, so that it outlives the engine's tracker."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Flow = Literal["report", "tree", "prompt"]


# After this many messages in a row that were not understood, a person is offered first of all (issue 2, item 6).
MISUNDERSTOOD_BEFORE_HUMAN = 2


class _Model(BaseModel):
    # A state written by an older version may hold keys that are gone; it must still load.
    model_config = ConfigDict(extra="ignore")


class Pending(_Model):
    """A question of the bot that the next message may answer with yes, no or free text."""

    kind: Literal[
        "start_report", "choose", "withdraw_case", "comment_case", "answer_case", "call_back", "cancel_report",
        "delete_conversation", "resume_draft", "second_need", "start_course", "hand_part", "reopen_case", "stop_course",
        "revoke_delegation", "approve_case", "join_queue",
    ]  # fmt: skip
    data: dict[str, Any] = {}


class TreePart(_Model):
    """The answers (option ids) in a tree; where one stands is recomputed from them (bot/knowledge/trees.py)."""

    tree: str  # "root" or an area
    answers: list[str] = []
    run: str | None = None  # what is counted of this run (bot/insight/tree_runs.py)


class TreeProgress(TreePart):
    """The tree that one stands in, and those that led into it, the first one first."""

    earlier: list[TreePart] = []


class Listing(_Model):
    """A list of which a page was shown, and how to show another: the intent's parameters and "side"."""

    intent: str
    parameters: dict[str, Any] = {}
    page: int = 1
    pages: int = 1
    just_shown: bool = True  # nothing else has been said since


class ShownThing(_Model):
    """Something in a list that can be chosen: its button's intent and parameters."""

    title: str
    intent: str
    parameters: dict[str, Any] = {}


class Shown(_Model):
    """What the last reply showed, as far as words may point at it."""

    things: list[ShownThing] = []
    case: str | None = None  # the one case that it showed


class OpenQuestion(_Model):
    """The question how it went that was said last, so that a typed answer counts."""

    id: str  # of the row of bot/feedback
    case: str | None = None


class Helped(_Model):
    """Guidance that was given and not asked about yet."""

    moment: Literal["facet", "topic", "solution", "tree"]
    solution: str
    day: str


class FeedbackState(_Model):
    """What is known of questions how it went, so that nobody is asked twice; days are ISO dates."""

    last_asked: str | None = None
    quiet_until: str | None = None  # after a crisis
    asked: dict[str, str] = {}  # "solved:case:2026-000012" -> when
    helped: Helped | None = None
    open: OpenQuestion | None = None
    commented: list[str] = []  # questions to which something was written: erased with the conversation


class ConversationState(_Model):
    """Where the talk stands. `flow` says which loop reads the next text first."""

    flow: Flow | None = None
    topic: str | None = None
    topic_text: str | None = None  # the (shielded) text that led to the topic: source of proposals
    page_topic: str | None = None  # the topic page that the user stood on at their last message
    draft_id: str | None = None
    tree: TreeProgress | None = None
    pending: Pending | None = None
    second_need: str | None = None
    misunderstood: int = 0
    last_case: str | None = None
    likeliest: tuple[str, float] | None = None  # the solution that the last question was held for, and how surely
    desk_note: str | None = None  # what 1st line wrote when it gave the conversation back
    listing: Listing | None = None
    talks_of_case: bool = False  # so "den" is `last_case`
    shown: Shown | None = None
    asked_who_stands_in: list[tuple[str, str, str]] = []  # leader, first and last day of an absence
    feedback: FeedbackState = FeedbackState()
    last_turn: str | None = None  # the message that a loop read last: a repeat after a failure is not read again

    def stand_on(self, page: str | None) -> None:
        """Notes the topic page that the user stands on; one they have just come to becomes the topic of the talk.

        What has been talked of since they came there stays the topic, and so does what is under way.
        """
        if page == self.page_topic:
            return
        self.page_topic = page
        if page is not None and page != self.topic and self.flow is None:
            self.topic, self.topic_text = page, None

    def begin_anew(self) -> None:
        """Ends whatever is under way and forgets what has been talked of."""
        self.leave_flow()
        self.topic = self.topic_text = self.page_topic = self.second_need = None
        self.listing = self.shown = None
        self.talks_of_case = False
        self.likeliest = self.desk_note = None

    def leave_flow(self) -> None:
        """Ends whatever loop is under way; drafts stay where they are."""
        self.flow, self.draft_id, self.tree, self.pending = None, None, None, None
