"""Gives the intents `back` and `restart` to our rules.

Rasa keeps them for its own actions, which revert the tracker or wipe it; here they are dialogue acts with fixed names,
and "back" means the step before in a report or a tree. Imported by the graph component, so that it holds when rules
are checked in training as well as when messages are handled.
"""

from __future__ import annotations

from rasa.core.policies import rule_policy


def release() -> None:
    """Takes both out of RulePolicy's table of default actions; safe to call again."""
    for intent in ("back", "restart"):
        rule_policy.DEFAULT_ACTION_MAPPINGS.pop(intent, None)
