"""Every example runs and its own assertion on a number holds."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_example_runs_and_ends_in_an_assertion(path, monkeypatch):
    last = path.read_text(encoding="utf-8").rstrip().splitlines()[-1]
    assert last.startswith("assert "), f"{path.name} must end in an asserted number"
    monkeypatch.syspath_prepend(str(path.parent))  # as for a script
    runpy.run_path(str(path), run_name="__main__")


def test_there_are_examples():
    assert EXAMPLES
