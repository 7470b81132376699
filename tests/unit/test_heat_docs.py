"""The pages about heat run, and their numbers are those that colase computes."""

import re
from pathlib import Path

import pytest

from colase.device import loads, preset_text

DOCS = Path(__file__).parents[2] / "docs"


def run(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        exec(compile(block, page, "exec"), names)
    return text, names


def test_the_heat_page_runs(capsys):
    text, names = run("heat.md")
    printed = capsys.readouterr().out
    assert "38.1 K after 2 us" in printed
    assert "1.74 us" in str(names["run"].message)  # type: ignore[attr-defined]
    section = re.search(r"^```toml\n(\[heat\].*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert section
    device = loads(preset_text("duan2022-microsphere") + "\n" + section[1])
    assert device.heat is not None
    assert device.heat.duration == pytest.approx(2.5e-6)


def test_the_thermoreflectance_page_runs(capsys):
    run("thermoreflectance.md")
    assert "film.conductivity" in capsys.readouterr().out
