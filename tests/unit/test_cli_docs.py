"""The two pages about using colase say what is true."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from colase.cli.app import app

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = re.findall(r"^\$ (colase .*)$", (DOCS / "command-line.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("line", SHOWN)
def test_every_shown_command_exists_with_its_options(line):
    words = shlex.split(line.split(" > ")[0].split(" | ")[0])
    command = get_command(app).commands[words[1]]
    command = command.commands[words[2]] if words[1] == "fit" else command
    known = {opt for p in command.params for opt in p.opts}
    assert {w.partition("=")[0] for w in words[2:] if w.startswith("--")} <= known


def test_every_command_stands_in_the_table():
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")
    for name in get_command(app).commands:
        assert re.search(rf"^\| `colase {name}\b", text, re.MULTILINE), name


def test_the_python_page_runs_from_top_to_bottom(tmp_path, monkeypatch, capsys):
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 5
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks):
        exec(compile(block, f"docs/python.md, block {number}", "exec"), names)
    printed = capsys.readouterr().out
    assert "lases first" in printed
    assert "@article" in printed
    assert 'Did you mean "cavity.coating_thickness"' in printed or "coating_thickness" in printed
