"""What a question tree looks like in `knowledge/trees/`: plain data, without wording in code or code in data."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

OutcomeKind = Literal["solution", "person", "tree", "event"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TreeOption(_Model):
    """One answer to a question, and where it leads: a node, a solution, another tree, a life event, or a person."""

    id: str
    label: str
    description: str | None = None
    words: list[str] = []  # how people say it; no two options of a node share one
    when: str | None = None  # a named predicate of bot/knowledge/trees.py: shown only if it holds
    node: str | None = None
    solution: str | None = None
    tree: str | None = None
    event: str | None = None
    person: bool = False

    @model_validator(mode="after")
    def _leads_to_one_place(self) -> TreeOption:
        if sum(map(bool, (self.node, self.solution, self.tree, self.event, self.person))) != 1:
            raise ValueError("et svar skal føre ét sted hen: node, solution, tree, event eller person")
        return self

    @property
    def synonyms(self) -> list[str]:
        """The words, under the name that bot.understanding.values.choices matches on."""
        return self.words

    @property
    def outcome(self) -> tuple[OutcomeKind, str | None] | None:
        """The end that the option leads to; None where it leads to another question."""
        if self.person:
            return "person", None
        if self.solution:
            return "solution", self.solution
        if self.event:
            return "event", self.event
        return ("tree", self.tree) if self.tree else None

    @property
    def place(self) -> tuple[str, str | None]:
        """Where the option leads, as something to compare: two options may lead to the same place."""
        return self.outcome or ("node", self.node)


class TreeNode(_Model):
    """A question."""

    id: str
    question: str
    help: str | None = None  # said at "ved ikke"
    # What "ved ikke" does: takes this option, or keeps these ways open; without it, the help is said and the question
    # is asked again.
    unsure: str | list[str] | None = None
    options: list[TreeOption] = Field(min_length=1)

    @property
    def kept_open(self) -> list[str]:
        """The options that "ved ikke" takes: none, one, or several whose ways are kept open."""
        if isinstance(self.unsure, str):
            return [self.unsure]
        return list(self.unsure or ())

    def option(self, option_id: str) -> TreeOption | None:
        return next((option for option in self.options if option.id == option_id), None)


class Tree(_Model):
    """The questions of an area, or the root tree that asks for the area; the first node is the start."""

    id: str
    title: str
    nodes: list[TreeNode] = Field(min_length=1)
    generated: bool = False

    @cached_property
    def by_id(self) -> dict[str, TreeNode]:
        return {node.id: node for node in self.nodes}

    @property
    def start(self) -> TreeNode:
        return self.nodes[0]
