"""How understanding is measured: the gate, and the variety of the data. Needs the engine's Python."""

import pytest

pytest.importorskip("sklearn")

from bot.understanding.examples import Example
from nlp.diversity import bigrams_per_hundred, diversity, near_duplicates
from nlp.gate import fallen


def hits(*values):
    return {f"q{number}": value for number, value in enumerate(values)}


def test_a_clear_fall_is_found_and_named():
    before, now = {"top1": hits(*[1] * 200)}, {"top1": hits(*[1] * 180, *[0] * 20)}
    assert fallen(before, now)["top1"][:2] == (1.0, 0.9)


def test_a_fall_within_chance_is_not_held_against_a_change():
    before = {"top1": hits(*[1] * 100, *[0] * 100)}
    now = {"top1": hits(*[1] * 95, *[0] * 5, *[1] * 4, *[0] * 96)}
    assert fallen(before, now) == {}


def test_questions_are_compared_in_pairs_and_new_ones_left_out():
    before = {"top1": {"a": 1, "b": 1, "gone": 1}}
    now = {"top1": {"a": 1, "b": 1, "new": 0}}
    assert fallen(before, now) == {}


def test_a_figure_that_is_gone_does_not_break_the_gate():
    assert fallen({"old": hits(1, 1)}, {}) == {}


def test_near_duplicates_are_those_that_differ_in_little_more_than_a_sign():
    texts = ["Hvor er min løn?", "hvor er min løn", "Jeg har kørt til møde i egen bil", "Chefen siger nej til ferie"]
    assert near_duplicates(texts) == 0.5


def test_bigrams_are_counted_once():
    assert bigrams_per_hundred(["min løn mangler", "Min løn mangler"]) == 100.0


def test_only_solutions_are_counted():
    found = diversity([Example("min løn mangler", "find_solution/a"), Example("hej med dig", "greet")])
    assert found["utterances"] == found["fewest_of_a_solution"] == 1
