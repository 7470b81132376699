"""Benchmarks are run by hand; what they take from the package and from the tests must still be there."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
HELPERS = {"dynamics_problem", "ode_peers", "plain_equations", "timing"}
NAMES = sorted(path.stem for path in FOLDER.glob("*.py"))


@pytest.fixture(autouse=True)
def found(monkeypatch):
    """Let benchmarks import each other, and leave the search path as it was."""
    monkeypatch.setattr(sys, "path", [str(FOLDER), *sys.path])
    yield
    for name in NAMES:
        sys.modules.pop(name, None)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_loads_without_running(name, capsys):
    module = import_module(name)
    assert Path(str(module.__file__)).parent == FOLDER
    assert capsys.readouterr().out == ""
    words = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert ('if __name__ == "__main__":' in words) == (name not in HELPERS)


def test_the_shortest_time_of_some_calls_comes_with_the_result():
    ticks = iter([0.0, 3.0, 10.0, 11.0, 20.0, 25.0])
    answers = iter("abc")
    assert import_module("timing").timed(lambda: next(answers), 3, lambda: next(ticks)) == ("c", 1.0)
