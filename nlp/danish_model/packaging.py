"""Makes the wheel that the project carries: the model with its licence, sources and scores, by `spacy package`."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nlp.danish_model.gates import DEV
from scripts.environments import CARRIED_MODEL

HERE = Path(__file__).resolve().parent
PACKAGE, VERSION, *_ = CARRIED_MODEL.stem.split("-")
LICENCES = ("LICENSE", "LICENSES_SOURCES")
SOURCES = [
    {
        "name": "UD Danish DDT",
        "url": "https://github.com/UniversalDependencies/UD_Danish-DDT",
        "license": "CC BY-SA 4.0",
        "author": "Johannsen, Anders; Martínez Alonso, Héctor; Plank, Barbara",
    },
    {
        "name": "PAROLE-DK in the Copenhagen Dependency Treebanks (only the sentences of UD Danish DDT)",
        "url": "https://github.com/mbkromann/copenhagen-dependency-treebank",
        "license": "CC BY-SA 4.0",
        "author": "Keson, Britt; Norling-Christensen, Ole (DSL); Buch-Kromann, Matthias",
    },
    {
        "name": "DaN+ (news)",
        "url": "https://github.com/bplank/DaNplus",
        "license": "MIT",
        "author": "Plank, Barbara; Jensen, Kristian Nørgaard; van der Goot, Rob",
    },
]


def describe(trained: Path, target: Path, scores: Mapping[str, Any]) -> Path:
    """Copies the trained model; adds name, licence, sources and scores (`performance` is dev, as spaCy has it)."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(trained, target)
    for name in LICENCES:
        shutil.copy(HERE / name, target / name)
    meta_path = target / "meta.json"
    meta = json.loads(meta_path.read_text(encoding="utf-8"))
    meta.update(
        name=PACKAGE.removeprefix("da_"),
        version=VERSION,
        description="Danish pipeline for CPU, without a parser: tok2vec, morphologizer, lemmatizer, senter, "
        "attribute_ruler, ner. Not the official model of this name.",
        author="Serviceassistenten",
        license="CC BY-SA 4.0",
        sources=SOURCES,
        performance=scores[DEV],
        scores=scores,
    )
    meta_path.write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def unpacked(wheel: Path, folder: Path) -> Path:
    """The model inside a wheel, laid out in the folder so that spaCy can load it."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    package, version, *_ = wheel.stem.split("-")
    return folder / package / f"{package}-{version}"


def meta_of(wheel: Path) -> dict[str, Any]:
    """What the wheel says of its model."""
    package = wheel.stem.split("-")[0]
    with zipfile.ZipFile(wheel) as archive:
        meta: dict[str, Any] = json.loads(archive.read(f"{package}/meta.json"))
        return meta
