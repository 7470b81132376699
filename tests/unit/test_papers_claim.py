"""A verdict follows from numbers alone."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colase.citations import keys
from colase.errors import InputError, PhysicsError
from colase.papers import (
    PAPERS,
    Bounds,
    Claim,
    NoNumber,
    Values,
    Verdict,
    judge,
    ledger,
    paper,
    summary,
    table,
    to_json,
)

COMMON = {"paper": "duan2022", "place": "Table 1", "quantity": "width", "unit": "nm", "method": "by hand"}
NUMBER = st.floats(-1e6, 1e6, allow_nan=False)
ROOM = st.floats(1e-6, 1e3)


def claim(printed, computed, **more):
    return Claim(printed=printed, compute=lambda: computed, **COMMON, **more)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(printed=NUMBER, within=ROOM, off=st.floats(-3.0, 3.0))
def test_a_value_is_reproduced_exactly_when_it_is_within_tolerance(printed, within, off):
    computed = printed + off * within
    verdict = judge(claim(Values((printed,), within, "why"), computed)).verdict
    inside = abs(computed - printed) <= within
    assert verdict is (Verdict.REPRODUCED if inside else Verdict.DIFFERS)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(low=NUMBER, width=ROOM, share=st.floats(-1.0, 2.0))
def test_a_bound_is_met_exactly_between_its_ends(low, width, share):
    computed, high = low + share * width, low + width
    verdict = judge(claim(Bounds("between", low, high, "why"), computed)).verdict
    assert verdict is (Verdict.REPRODUCED if low <= computed <= high else Verdict.DIFFERS)


@settings(max_examples=30, derandomize=True, deadline=None)
@given(printed=NUMBER, computed=NUMBER)
def test_a_claim_with_a_missing_input_is_never_reproduced(printed, computed):
    result = judge(claim(Values((printed,), 1.0, "why"), computed, missing="the film index"))
    assert result.verdict is Verdict.UNDECIDED
    assert "the film index" in result.sentence
    assert "With substitutes" in result.sentence
    assert ("would meet" in result.sentence) == (abs(printed - computed) <= 1.0)


def test_one_value_of_several_off_is_enough_to_differ():
    printed = Values((1.0, 2.0), 0.1, "why")
    assert judge(claim(printed, (1.0, 2.05))).verdict is Verdict.REPRODUCED
    assert judge(claim(printed, (1.0, 2.2))).verdict is Verdict.DIFFERS


def test_a_single_print_holds_for_every_computed_value():
    printed = Values((1.76,), 0.02, "why")
    assert judge(claim(printed, (1.754, 1.777))).verdict is Verdict.REPRODUCED
    assert judge(claim(printed, (1.754, 1.844))).verdict is Verdict.DIFFERS


def test_a_wrong_number_of_values_is_a_mistake_in_the_claim():
    with pytest.raises(ValueError, match="zip"):
        judge(claim(Values((1.0, 2.0), 0.1, "why"), 1.0))


def test_not_a_number_is_refused():
    with pytest.raises(PhysicsError, match="not a number"):
        judge(claim(Values((1.0,), 0.1, "why"), math.nan))


def test_a_computation_that_stops_leaves_the_claim_undecided():
    def stop():
        raise PhysicsError("Nothing lases.")

    result = judge(Claim(printed=Values((1.0,), 0.1, "why"), compute=stop, **COMMON))
    assert result.verdict is Verdict.UNDECIDED
    assert "Nothing lases" in result.sentence
    assert result.row()["computed"] == "-"


def test_a_claim_that_cannot_be_computed_says_so():
    result = judge(Claim(printed=Values((1.0,), 0.1, "why"), compute=None, **COMMON))
    assert result.verdict is Verdict.UNDECIDED
    assert "Missing: a way to compute it." in result.sentence


def test_without_a_printed_number_nothing_can_be_decided():
    result = judge(claim(NoNumber("a curve", "a figure only"), 3.0))
    assert result.verdict is Verdict.UNDECIDED
    assert "Missing: a printed number." in result.sentence
    assert "3 nm" in result.sentence
    assert "meet" not in result.sentence


def test_sentences_carry_hypothesis_reason_tolerance_and_ratio():
    printed = Values((10.0,), 0.5, "half a digit")
    met = judge(claim(printed, 10.2, hypothesis="labels exchanged", reason="unused"))
    assert "Hypothesis: labels exchanged." in met.sentence
    assert "within 0.5 nm (half a digit)" in met.sentence
    assert "unused" not in met.sentence
    missed = judge(claim(printed, 20.0, reason="A factor of two"))
    assert "2 times the print" in missed.sentence
    assert "A factor of two." in missed.sentence


@pytest.mark.parametrize("wrong", [((), 1.0), ((1.0,), -1.0), ((1.0,), math.nan), ((1.0,), math.inf)])
def test_a_tolerance_must_make_sense(wrong):
    with pytest.raises(ValueError, match="tolerance"):
        Values(*wrong, "why")


def test_bounds_in_the_wrong_order_are_a_mistake():
    with pytest.raises(ValueError, match="above the upper"):
        Bounds("words", 2.0, 1.0, "why")


def test_an_unknown_paper_names_the_nearest():
    with pytest.raises(InputError, match='Did you mean "duan2022"'):
        paper("duan202")
    with pytest.raises(InputError, match="no ledger"):
        ledger("")


def test_table_summary_and_json_agree(monkeypatch):
    results = (
        judge(claim(Values((1.0,), 0.1, "why"), 1.0)),
        judge(claim(Bounds("above", 0.0, math.inf, "why"), math.inf, missing="all")),
    )
    rows, records = table(results), json.loads(to_json(results))
    assert [r["verdict"] for r in rows] == ["reproduced", "cannot be decided"]
    assert [r["verdict"] for r in records] == [r["verdict"] for r in rows]
    assert records[1]["computed_values"] == [None]  # infinity is not JSON
    assert summary(results) == "2 claims: 1 reproduced, 0 differs, 1 cannot be decided"


def test_papers_are_keys_of_the_bibliography():
    assert set(PAPERS) <= set(keys())
