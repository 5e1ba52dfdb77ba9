"""What can be told of the carried Danish model without corpora and without spaCy. Its words: tests/engine."""

from __future__ import annotations

import zipfile

import yaml

from nlp.danish_model import gates, packaging
from scripts.console import PROJECT
from scripts.environments import CARRIED_MODEL


def read(name: str) -> str:
    """A file of the model inside the carried wheel."""
    with zipfile.ZipFile(CARRIED_MODEL) as archive:
        return archive.read(f"{packaging.PACKAGE}/{packaging.PACKAGE}-{packaging.VERSION}/{name}").decode()


def test_it_is_the_only_wheel_and_small_enough() -> None:
    assert list(CARRIED_MODEL.parent.glob("*.whl")) == [CARRIED_MODEL]
    assert CARRIED_MODEL.stat().st_size <= gates.LARGEST_WHEEL == 16_000_000


def test_it_is_the_model_that_the_pipeline_names() -> None:
    meta = packaging.meta_of(CARRIED_MODEL)
    spacy_step = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))["pipeline"][0]
    assert f"{meta['lang']}_{meta['name']}" == packaging.PACKAGE == spacy_step["model"]
    assert meta["version"] == packaging.VERSION
    assert meta["spacy_version"] == ">=3.4.4,<3.5.0"


def test_it_has_the_components_of_the_official_model_but_the_parser() -> None:
    components = ["tok2vec", "morphologizer", "lemmatizer", "senter", "attribute_ruler", "ner"]
    meta = packaging.meta_of(CARRIED_MODEL)
    assert meta["components"] == meta["pipeline"] == components
    assert meta["labels"]["ner"] == ["LOC", "MISC", "ORG", "PER"]


def test_licence_and_sources_go_with_it() -> None:
    meta = packaging.meta_of(CARRIED_MODEL)
    assert meta["license"] == "CC BY-SA 4.0"
    assert [source["license"] for source in meta["sources"]] == ["CC BY-SA 4.0", "CC BY-SA 4.0", "MIT"]
    assert "creativecommons.org/licenses/by-sa/4.0" in read("LICENSE")
    sources, vendor = read("LICENSES_SOURCES"), (CARRIED_MODEL.parent / "README.md").read_text(encoding="utf-8")
    for said in ("UD_Danish-DDT", "PAROLE-DK", "DaN+", "CC BY-SA 4.0", "MIT"):
        assert said in sources, said
        assert said in vendor, said
    assert "Copyright (c) 2020 The DaN+ authors" in sources
    assert packaging.VERSION in vendor


def test_its_recorded_scores_hold_the_gates() -> None:
    scores = packaging.meta_of(CARRIED_MODEL)["scores"]
    assert set(scores) == set(gates.SETS)
    assert gates.failures(scores[gates.TEST]) == []


def test_it_was_trained_with_the_configuration_of_the_project_and_tells_no_paths() -> None:
    carried = read("config.cfg")
    own = (packaging.HERE / "config.cfg").read_text(encoding="utf-8")
    for setting in ("width", "depth", "rows", "attrs", "maxout_pieces", "lower", "max_steps", "dropout"):
        mine = [line.replace(" ", "") for line in own.splitlines() if line.startswith(f"{setting} =")]
        assert mine, setting
        assert set(mine) <= {line.replace(" ", "") for line in carried.splitlines()}
    assert 'train = "documents/train.spacy"' in carried
    assert str(PROJECT) not in carried


def test_a_score_below_its_gate_is_told() -> None:
    good = {name: gate + 0.01 for name, gate in gates.GATES.items()}
    assert gates.failures(good) == []
    assert gates.failures({**good, gates.LEMMA: 0.9249}) == ["lemma on test is 0.925, and must be at least 0.925"]


def test_the_gates_are_those_that_were_agreed() -> None:
    assert gates.GATES == {"pos_acc": 0.93, "lemma_acc": 0.925, "sents_f": 0.88, "ents_f": 0.6}


def test_the_table_shows_the_official_figures_beside_ours() -> None:
    figures = dict.fromkeys(gates.TITLES, 0.9)
    header, *rows = gates.table({gates.TEST: figures, gates.DEV: figures})
    assert header.split("  ")[0] == "" and header.index("dev") < header.index("test")
    assert rows[0].split() == ["word", "class", "0.950", "0.900", "0.900", "0.930"]
