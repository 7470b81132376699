"""The README is true: its Python runs, its commands exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_ten_lines_of_python_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    changes = {"modes.from": "664 nm", "modes.to": "672 nm", "pump.fluence.points": 3}
    few = code[1].replace("run = cl.run(device)", f"run = cl.run(cl.replace(device, {changes}))")
    assert few != code[1]
    exec(compile(few, "README.md", "exec"), {})
    assert (tmp_path / "report" / "report.html").stat().st_size > 10_000


def test_make_targets_of_the_readme_exist():
    targets = re.findall(r"^make (\w+)|`make (\w+)`", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    names = {a or b for a, b in targets}
    assert {"demo", "test"} <= names
    for name in names:
        assert re.search(rf"^{name}:", makefile, re.M), name
