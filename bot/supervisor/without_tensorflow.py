"""Starts Rasa's server without TensorFlow, which none of our pipeline's components uses.

Rasa imports it only to define the components that are built on it (DIET, TED, …). Left out, the engine needs some
400 MB less memory and starts in half the time. Training and `rasa test` run with the real one, and so does the
server as soon as the configuration names a component that is not known to do without.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

# Rasa's components that are plain Python; all of bot.engine is.
PLAIN = {
    "RulePolicy",
    "MemoizationPolicy",
    "AugmentedMemoizationPolicy",
    "SpacyNLP",
    "SpacyTokenizer",
    "WhitespaceTokenizer",
}
OURS = "bot.engine."
LEFT_OUT = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")


class _StandIn(type):
    """A class that can be derived from, named in annotations and asked for any attribute, but never used."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__name__}.{name}")

    def __getitem__(cls, _: object) -> Any:
        return cls

    def __or__(cls, _: object) -> Any:
        return cls

    __ror__ = __or__

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        """Used as a decorator it leaves what it decorates as it is; anything else is a use of TensorFlow."""
        if len(arguments) == 1 and not named and callable(arguments[0]):
            return arguments[0]
        return _stand_in(cls.__name__)


def _stand_in(name: str) -> Any:
    return _StandIn(name, (), {})


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{self.__name__}.{name}")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in LEFT_OUT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        return None


def can_do_without(config: Path) -> bool:
    """Whether no component of the configuration is built on TensorFlow."""
    content = yaml.safe_load(config.read_text(encoding="utf-8"))
    names = [part["name"] for section in ("pipeline", "policies") for part in content.get(section) or []]
    return all(name in PLAIN or name.startswith(OURS) for name in names)


def leave_out_tensorflow() -> None:
    """From now on an import of TensorFlow gives a stand-in; must come before Rasa is imported."""
    already = [name for name in LEFT_OUT if name in sys.modules]
    if already:
        raise RuntimeError(f"{already[0]} is imported already")
    # spaCy's library looks whether TensorFlow is there, and does without it where it is not.
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    importlib.import_module("thinc.compat")
    del sys.modules["tensorflow"]
    sys.meta_path.insert(0, _Finder())
