"""The worked example of the coupling page runs and prints what the page says."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "coupling.md"


def test_the_pair_of_the_page(capsys):
    block = next(b for b in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL) if "-pair" in b)
    names = {}
    exec(block, names)
    said = capsys.readouterr().out
    assert "kappa/2pi = 0.1548 GHz" in said
    assert "kappa/2pi = 0.4698 GHz" in said
    assert len(names["modes"]) == 8
