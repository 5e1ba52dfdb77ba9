"""The steps from the corpora to the carried wheel, each one command of spaCy or a function here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy

from nlp.danish_model import documents, scores
from nlp.danish_model.corpora import DEV, TEST, TRAIN, load
from nlp.danish_model.gates import LARGEST_WHEEL, failures, table
from nlp.danish_model.gates import TEST as ON_TEST
from nlp.danish_model.packaging import HERE, describe, unpacked
from scripts.console import PROJECT, Stop, say
from scripts.environments import CARRIED_MODEL, ENGINE, REQUIREMENTS, install, sha256_of_wheel

_MEGABYTE = 1_000_000
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
_SAME_BYTES = {"SOURCE_DATE_EPOCH": "1735689600"}  # A wheel is a zip with times in it: the same model, the same wheel.


class Workshop:
    """Works in one folder on one set of corpora."""

    def __init__(self, corpora: Path, work: Path) -> None:
        self.corpora = corpora
        self.work = work
        self.documents = work / "documents"

    def build(self) -> bool:
        """Corpora to wheel; the carried wheel is replaced only if all gates hold."""
        self.convert(TRAIN, DEV, TEST)
        self.command_line()
        self.train()
        found = self.scored(self.work / "trained" / "model-best")
        if not self.holds(found):
            return False
        wheel = self.package(found)
        size = wheel.stat().st_size
        if size > LARGEST_WHEEL:
            say(f"The wheel has {size / _MEGABYTE:.1f} MB, and may have {LARGEST_WHEEL / _MEGABYTE:.0f}.")
            return False
        for old in CARRIED_MODEL.parent.glob("da_core_news_sm-*.whl"):
            old.unlink()
        shutil.copyfile(wheel, CARRIED_MODEL)
        say(f"{CARRIED_MODEL.relative_to(PROJECT)}: {size / _MEGABYTE:.1f} MB, sha256 {sha256_of_wheel()}")
        say("The next command that needs the engine's environment installs it, and the next `make train` trains anew.")
        return True

    def check(self, model: Path) -> bool:
        """Whether a wheel or a model folder holds the gates."""
        if not model.exists():
            raise Stop(f"There is no model {model}.")
        self.convert(DEV, TEST)
        with TemporaryDirectory() as folder:
            return self.holds(self.scored(unpacked(model, Path(folder)) if model.suffix == ".whl" else model))

    def convert(self, *parts: str) -> None:
        """Corpora to spaCy's documents: training in runs of 1 to 10 sentences, the others in tens, in two writings."""
        vocab = spacy.blank("da").vocab
        for part in parts:
            sentences = load(self.corpora, part)
            say(f"{part}: {len(sentences)} sentences, {sum(map(len, sentences))} words")
            if part == TRAIN:
                documents.write(self.documents / "train.spacy", vocab, documents.in_runs(sentences))
                continue
            for name, said in (("written", sentences), ("lower", [documents.lower_cased(one) for one in sentences])):
                documents.write(self.documents / part / f"{name}.spacy", vocab, documents.in_tens(said))

    def command_line(self) -> None:
        """Lays the click that spaCy 3.4's command line can read its options with before the engine's own."""
        target = self.work / "command-line"
        shutil.rmtree(target, ignore_errors=True)
        lock = str(REQUIREMENTS / "danish.lock")
        install(ENGINE, "what spaCy's command line needs", "--no-deps", "--target", str(target), "-r", lock)

    def spacy(self, *arguments: str) -> None:
        """Runs spaCy's command line in the folder of work, with one thread."""
        path = os.pathsep.join([str(self.work / "command-line"), str(PROJECT)])
        environment = {**os.environ, **_ONE_THREAD, **_SAME_BYTES, "PYTHONPATH": path}
        done = subprocess.run([sys.executable, "-m", "spacy", *arguments], cwd=self.work, env=environment)
        if done.returncode:
            raise Stop(f"spacy {arguments[0]} has failed.")

    def train(self) -> None:
        """Trains by config.cfg; the best model on dev (both writings) is kept. Paths stay relative: they are packed."""
        code = ("--code", str(HERE / "training_code.py"))
        paths = ("--paths.train", "documents/train.spacy", "--paths.dev", "documents/dev")
        self.spacy("train", str(HERE / "config.cfg"), "--output", "trained", *code, *paths)

    def scored(self, model: Path) -> dict[str, dict[str, Any]]:
        """The scores of a model on all sets; its time is told, not kept."""
        nlp = spacy.load(model)
        found = scores.score(nlp, self.documents)
        say(f"\n{model.name}: {scores.milliseconds(nlp):.2f} ms for a text of twelve words\n")
        return found

    def holds(self, found: Mapping[str, Mapping[str, Any]]) -> bool:
        """Prints the scores, and what falls below its gate."""
        below = failures(found[ON_TEST])
        for line in (*table(found), "", *(below or ["All gates hold."])):
            say(line)
        return not below

    def package(self, found: Mapping[str, Any]) -> Path:
        """The wheel of the trained model."""
        describe(self.work / "trained" / "model-best", self.work / "described", found)
        shutil.rmtree(self.work / "wheel", ignore_errors=True)
        (self.work / "wheel").mkdir()
        self.spacy("package", "described", "wheel", "--build", "wheel", "--force")
        return next((self.work / "wheel").glob(f"*/dist/{CARRIED_MODEL.name}"))
