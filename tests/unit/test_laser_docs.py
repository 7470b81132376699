"""The page about the laser runs."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "laser.md"


def test_the_laser_page_runs():
    names: dict = {}
    text = PAGE.read_text(encoding="utf-8").replace("light.plot()", "drawn = light.plot(quantity='counts')")
    for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        exec(compile(block, PAGE.name, "exec"), names)
    light = names["light"].data
    assert light.emitted_counts.shape == light.emitted_energy.shape
    assert names["drawn"].get_ylabel().startswith("counts of the instrument")
