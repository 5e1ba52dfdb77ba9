"""What a conversation remembers between turns; kept in the database, so that it outlives the engine's tracker."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Flow = Literal["report", "tree", "prompt"]


class _Model(BaseModel):
    # A state written by an older version may hold keys that are gone; it must still load.
    model_config = ConfigDict(extra="ignore")


class Pending(_Model):
    """A question of the bot that the next message may answer with yes, no or free text."""

    kind: Literal[
        "start_report", "choose", "withdraw_case", "comment_case", "answer_case", "call_back", "cancel_report",
        "delete_conversation", "resume_draft", "second_need", "start_course", "hand_part", "reopen_case", "stop_course",
        "revoke_delegation",
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
    asked_who_stands_in: list[tuple[str, str, str]] = []  # leader, first and last day of an absence
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

    def leave_flow(self) -> None:
        """Ends whatever loop is under way; drafts stay where they are."""
        self.flow, self.draft_id, self.tree, self.pending = None, None, None, None
