"""The ledgers of all papers run, hold together, and stand in the documentation."""

import json
from pathlib import Path

import pytest

from colase.errors import InputError
from colase.papers import PAPERS, NoNumber, Values, Verdict, ledger, paper, table, to_json
from colase.papers.page import END, START, fill

PAGE = Path(__file__).parents[2] / "docs" / "papers.md"


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def results(told):
    return ledger(progress=lambda done, total: told.append((done, total)))


def test_every_claim_is_judged_in_order_with_progress(results, told):
    claims = [c for name in PAPERS for c in paper(name).claims]
    assert [r.claim for r in results] == claims
    assert told == [(i, len(claims)) for i in range(len(claims) + 1)]


def test_one_paper_is_a_part_of_all(results):
    own = [r for r in results if r.claim.paper == "kersuzan2025"]
    assert table(ledger("kersuzan2025")) == table(own)


def test_every_claim_says_where_how_and_why(results):
    for claim in (r.claim for r in results):
        assert claim.paper in PAPERS
        assert claim.place
        assert claim.quantity
        assert claim.method
        assert claim.printed.why, claim.quantity
        assert claim.printed.allowance(claim.unit)
        assert claim.missing or claim.compute, claim.quantity


def test_rows_are_distinct(results):
    assert len({(r.claim.paper, r.claim.place, r.claim.quantity) for r in results}) == len(results)


def test_verdicts_follow_from_numbers(results):
    for r in results:
        agrees = bool(r.computed) and r.claim.printed.agrees(r.computed)
        if r.verdict is Verdict.UNDECIDED:
            assert r.claim.missing or isinstance(r.claim.printed, NoNumber), r.sentence
        else:
            assert agrees is (r.verdict is Verdict.REPRODUCED)
            assert not r.claim.missing


def test_every_difference_has_a_reason(results):
    assert all(r.claim.reason for r in results if r.verdict is Verdict.DIFFERS)


def test_substitutes_are_never_reproduced(results):
    for r in results:
        if "substitut" in r.claim.inputs or "guess" in r.claim.inputs:
            assert r.verdict is Verdict.UNDECIDED, r.claim.quantity


def test_no_computation_stopped(results):
    assert not [r.sentence for r in results if "colase stopped" in r.sentence]


def test_both_papers_have_all_three_verdicts(results):
    for name in PAPERS:
        assert {r.verdict for r in results if r.claim.paper == name} == set(Verdict)


def test_ratios_stand_beside_the_print(results):
    row = next(r for r in results if r.claim.quantity == "threshold of a 20 um sphere, Q = 4200")
    assert isinstance(row.claim.printed, Values)
    assert "times the print" in row.sentence


def test_json_round_trip(results):
    records = json.loads(to_json(results))
    assert len(records) == len(results)
    assert all(r["tolerance"] and r["method"] for r in records)
    assert [len(r["computed_values"]) for r in records] == [len(r.computed) for r in results]


def test_the_page_is_in_step(results):
    """Rows and verdicts; digits may move with the platform. `python -m colase.papers docs/papers.md`."""

    def outline(text):
        rows = text[text.index(START) : text.index(END)].replace("\\|", "¦").splitlines()
        cells = [[c.strip() for c in row.strip("|").split("|")] for row in rows if row.startswith("|")]
        return [(c[0], c[1], c[2], c[4]) for c in cells]

    page = PAGE.read_text(encoding="utf-8")
    assert outline(page) == outline(fill(page, results))
    assert len(outline(page)) > len(results)


def test_a_page_without_marks_is_refused(results):
    with pytest.raises(InputError, match="needs the lines"):
        fill("# Papers\n", results)
