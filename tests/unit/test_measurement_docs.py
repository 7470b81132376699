"""The page about measurement runs, and what it shows is there."""

import re
import shlex
from pathlib import Path

from typer.main import get_command

from colase.cli.app import app

PAGE = Path(__file__).parents[2] / "docs" / "measurement.md"


def test_the_page_runs(capsys):
    names: dict[str, object] = {}
    for block in re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        exec(compile(block, "docs/measurement.md", "exec"), names)
    said = capsys.readouterr().out
    assert "not a threshold" in said
    assert "Group index n_g" in said
    assert "Net modal gain" in said


def test_the_commands_exist():
    for line in re.findall(r"^\$ (colase .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        words = shlex.split(line)
        command = get_command(app).commands[words[1]]
        command = command.commands[words[2]] if words[1] == "fit" else command
        known = {opt for p in command.params for opt in p.opts}
        assert {w for w in words[2:] if w.startswith("--")} <= known
