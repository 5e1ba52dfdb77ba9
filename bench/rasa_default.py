"""A bot as `rasa init` would have it, on our training data: default pipeline and policies, REST, custom actions.

Few epochs: its speed is compared, not its understanding. Its actions answer a fixed text at once and store nothing.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from bot.settings import PROJECT
from bot.supervisor.rasa_environment import ENGINE_PYTHON, RASA, rasa_environment
from bot.supervisor.train import rasa_train
from bot.understanding.examples import load_catalogue, load_examples, weak_examples
from tests.client import call
from tests.processes import free_ports, wait_until

EPOCHS = 1
MOST_EXAMPLES = 8  # of an intent: the number of intents decides how fast an answer is, that of examples the training
FACETS = ("deadline", "who_may", "documents", "processing_time")

CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "assistant_id": "bench-default",
    "language": "da",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": EPOCHS, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    "policies": [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": EPOCHS},
        {"name": "TEDPolicy", "max_history": 5, "epochs": EPOCHS, "constrain_similarities": True},
    ],
}
ACTIONS = """
from rasa_sdk import Action
{classes}
"""
ACTION = """
class Action_{number}(Action):
    def name(self):
        return "action_{intent}"
    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="{intent}")
        return []
"""


def _examples() -> dict[str, list[str]]:
    """Our examples, the label of a solution written as an intent of its own."""
    found: dict[str, list[str]] = defaultdict(list)
    written = load_examples(PROJECT / "data" / "nlu")
    for example in [*written, *weak_examples(load_catalogue(PROJECT / "knowledge"), 1.0)]:
        found[example.label.replace("/", "_").replace("-", "_")].append(" ".join(example.text.split()))
    return {
        intent: list(dict.fromkeys(texts))[:MOST_EXAMPLES] for intent, texts in found.items() if len(set(texts)) > 1
    }


def _steps(*intents: str) -> list[dict[str, str]]:
    return [step for intent in intents for step in ({"intent": intent}, {"action": f"action_{intent}"})]


def write_project(folder: Path) -> None:
    """Writes domain, configuration, data and actions of the default bot."""
    examples = _examples()
    intents = sorted(examples)
    facets = [facet for facet in FACETS if facet in examples]
    solutions = [intent for intent in intents if intent.startswith("find_solution")]
    stories = [
        {"story": intent, "steps": _steps(intent, facets[number % len(facets)], "affirm", "cancel")}
        for number, intent in enumerate(solutions)
    ]
    rules = [{"rule": intent, "steps": _steps(intent)} for intent in ("greet", "goodbye", "bot_challenge", "thank")]
    rules.append({"rule": "fallback", "steps": [{"intent": "nlu_fallback"}, {"action": "utter_again"}]})
    domain = {
        "version": "3.1",
        "intents": [*intents, "nlu_fallback"],
        "actions": [f"action_{intent}" for intent in intents],
        "responses": {"utter_again": [{"text": "Sig det igen."}]},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
    nlu = [{"intent": i, "examples": "".join(f"- {text}\n" for text in texts)} for i, texts in examples.items()]
    (folder / "data").mkdir(parents=True)
    for name, content in {
        "config.yml": CONFIG,
        "domain.yml": domain,
        "data/nlu.yml": {"version": "3.1", "nlu": nlu},
        "data/stories.yml": {"version": "3.1", "stories": stories, "rules": rules},
        "credentials.yml": {"rest": None},
    }.items():
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
    classes = "".join(ACTION.format(number=number, intent=intent) for number, intent in enumerate(intents))
    (folder / "actions.py").write_text(ACTIONS.format(classes=classes))


class DefaultBot:
    """The default bot while it runs."""

    def __init__(self, url: str, pid: int, trained: float, ready: float) -> None:
        self.url, self.pid, self.trained, self.ready = url, pid, trained, ready


@contextmanager
def default_bot(folder: Path) -> Iterator[DefaultBot]:
    """Trains and starts it; both take their time."""
    write_project(folder)
    began = time.monotonic()
    model = rasa_train(folder / "models", "default", project=folder)
    trained = time.monotonic() - began
    port, actions_port = free_ports(2)
    (folder / "endpoints.yml").write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    env = {**rasa_environment(), **RASA, "SANIC_HOST": "127.0.0.1"}
    log = (folder / "log").open("wb")

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [str(ENGINE_PYTHON), "-m", *arguments]
        return subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )

    began = time.monotonic()
    actions = start("rasa_sdk", "--actions", "actions", "--port", str(actions_port))
    server = start("rasa", "run", "--quiet", "-i", "127.0.0.1", "-p", str(port), "--model", str(model))
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _answers(url, "/webhooks/rest/"), "Rasa's default bot ready", 240)
        wait_until(lambda: _answers(f"http://127.0.0.1:{actions_port}", "/health"), "its actions ready", 60)
        yield DefaultBot(url, server.pid, trained, time.monotonic() - began)
    except AssertionError:
        sys.stderr.write((folder / "log").read_text()[-2000:])
        raise
    finally:
        for process in (server, actions):
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
        log.close()


def _answers(url: str, path: str) -> bool:
    try:
        return call(url, "GET", path).status == 200
    except OSError:
        return False
