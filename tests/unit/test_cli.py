"""The command line as such: help, mistakes in the words, failures, pipes, layout. No physics here."""

import json
import os
import re
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

import colase
from colase.cli import guard, terminal
from colase.cli.app import app
from colase.cli.fit import Reductions, fit
from colase.errors import InputError

COMMANDS = ("run", "check", "modes", "gain", "threshold", "ll", "cite")
COMMANDS += ("read", "fit")
COMMANDS += ("init", "presets", "materials", "schema", "papers")


def colase_says(*words, **more):
    return CliRunner().invoke(app, list(words), **more)


def in_a_process(*words, **more):
    return subprocess.run([sys.executable, "-m", "colase", *words], capture_output=True, text=True, **more)


def fails_with(error, *words):
    """Run a small app whose one command raises, under the same guard."""
    small = typer.Typer(cls=guard.Commands, rich_markup_mode=None, pretty_exceptions_enable=False)

    @small.callback()
    def main():
        """Stand in."""

    @small.command("fail")
    def fail():
        raise error

    return CliRunner().invoke(small, ["fail", *words])


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help_lists_every_command_and_fits_the_page(words):
    said = colase_says(*words)
    assert said.exit_code == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S", said.output, re.MULTILINE), name
    assert max(map(len, said.output.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_fits_the_page(name):
    said = colase_says(name, "--help")
    assert said.exit_code == 0
    assert said.output.startswith(f"Usage: colase {name}")
    assert max(map(len, said.output.splitlines())) <= 80


@pytest.mark.parametrize(("group", "listing"), [(app, guard.Commands), (fit, Reductions)])
def test_every_command_is_listed_under_a_purpose(group, listing):
    listed = [name for names in listing.sections.values() for name in names]
    registered = [command.name for command in (*group.registered_commands, *group.registered_groups)]
    assert sorted(listed) == sorted(registered)


def test_the_list_of_reductions_has_whole_sentences():
    said = colase_says("fit", "--help").output
    assert "..." not in said.partition("Options:")[2]
    assert max(map(len, said.splitlines())) <= 80


def test_version():
    said = colase_says("--version")
    assert (said.exit_code, said.output) == (0, f"colase {colase.__version__}\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("rn x", 'colase: there is no command "rn". Did you mean "run"? See colase --help.'),
        ("run", "colase run: DEVICE is missing. See colase run --help."),
        ("run --ot x", 'colase run: there is no option "--ot". Did you mean "--out"? See colase run --help.'),
        ("run --out", "colase run: --out needs a value after it. See colase run --help."),
        ("run --json=3 x", "colase run: --json takes no value. See colase run --help."),
        ("check x y", 'colase check: "y" is one word too many. See colase check --help.'),
        (
            "gain x --photons many",
            "colase gain: --photons cannot be read. It is: Photons absorbed per nanocrystal; "
            "may be repeated. See colase gain --help.",
        ),
        ("--nope", 'colase: there is no option "--nope". See colase --help.'),
    ],
)
def test_a_mistake_in_the_words_is_one_sentence(words, sentence):
    said = colase_says(*words.split())
    assert (said.exit_code, said.stdout, said.stderr) == (2, "", sentence + "\n")


def test_a_group_without_a_word_says_what_there_is():
    said = colase_says("fit")
    assert said.exit_code == 2
    assert said.stderr.startswith("colase fit: name what to fit: threshold, ")


def test_every_problem_of_a_file_stands_on_its_own_line():
    said = fails_with(InputError("one thing.", "another thing."))
    assert (said.exit_code, said.stdout, said.stderr) == (2, "", "one thing.\nanother thing.\n")


def test_a_full_disk_is_a_sentence():
    said = fails_with(OSError(28, "No space left on device", "runs/x/report.html"))
    assert (said.exit_code, said.stderr) == (2, "runs/x/report.html: No space left on device.\n")


def test_an_unexpected_error_is_a_sentence_and_status_one():
    said = fails_with(ZeroDivisionError("float division by zero\nmore"))
    assert said.exit_code == 1
    assert said.stderr == (
        "Unexpected: ZeroDivisionError: float division by zero. "
        "This is a fault of colase; the same command with --debug shows where.\n"
    )


def test_debug_lets_the_error_through():
    assert isinstance(fails_with(ZeroDivisionError("x"), "--debug").exception, ZeroDivisionError)


def test_ctrl_c_is_a_word_and_status_130():
    said = fails_with(KeyboardInterrupt())
    assert (said.exit_code, said.stderr) == (130, "Stopped.\n")


def test_a_reader_that_leaves_gets_no_traceback():
    command = f"{sys.executable} -m colase schema --list | head -n 1"
    said = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert said.stderr == ""
    assert len(said.stdout.splitlines()) <= 1


def test_the_module_is_the_command():
    said = in_a_process("--version")
    assert (said.returncode, said.stdout) == (0, f"colase {colase.__version__}\n")


def test_a_real_process_ends_with_the_status_and_no_traceback():
    said = in_a_process("check", "duan2022-microspere")
    assert (said.returncode, said.stdout) == (2, "")
    assert 'Did you mean "duan2022-microsphere"?' in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("seconds", [None, 0.04, 12.3, 4000])
def test_a_step_fits_80_columns_with_its_time_at_the_edge(capsys, seconds):
    said = "244 between 600 and 700 nm (TE 122, TM 122; radial order <= 5) and many words that go on " * 2
    terminal.step_lines("modes", [said, "a second paragraph"], seconds)
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].startswith("  modes      244 between")
    assert all(line.startswith(" " * 13) for line in lines[1:])
    assert lines[-1].strip() == "a second paragraph"
    if seconds is not None:
        assert len(lines[0]) == 80
        assert lines[0].endswith(terminal.duration(seconds))
    words = " ".join(line[13:] for line in lines[:-1]).split()
    spent = terminal.duration(seconds).split() if seconds is not None else []
    assert [w for w in words if w not in spent] == said.split()


def test_durations():
    assert [terminal.duration(s) for s in (0.04, 99.94, 99.96, 125.9)] == [
        "0.0 s",
        "99.9 s",
        "1 min 39 s",
        "2 min 05 s",
    ]


def test_a_long_title_is_shortened(capsys):
    terminal.title_line("T" * 100, "duan2022")
    line = capsys.readouterr().out.rstrip("\n")
    assert len(line) == 80
    assert line.endswith("… duan2022")


class _Terminal:
    @staticmethod
    def isatty():
        return True


@pytest.mark.parametrize(
    ("environment", "wanted"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_is_for_terminals_that_want_it(monkeypatch, environment, wanted):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal.colourful() is False
    monkeypatch.setattr(sys, "stdout", _Terminal)
    assert terminal.colourful() is wanted
    assert ("\x1b[" in terminal.style("x", bold=True)) is wanted


def test_json_has_words_for_what_json_cannot_say(capsys):
    import numpy as np

    terminal.print_json(
        {"q": np.float64("inf"), "k": 1 - 2j, "n": np.arange(2), "ok": np.bool_(True), "s": "λ"}
    )
    out = capsys.readouterr().out
    assert json.loads(out) == {"q": "inf", "k": [1.0, -2.0], "n": [0, 1], "ok": True, "s": "λ"}
    assert "λ" in out


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_a_terminal_sees_colour_and_a_pipe_does_not():
    master, slave = os.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    subprocess.run(
        [sys.executable, "-m", "colase", "presets"], stdout=slave, stderr=slave, check=True, env=environment
    )
    os.close(slave)
    seen = os.read(master, 65536).decode()
    os.close(master)
    assert "\x1b[" in seen
    assert "\x1b[" not in in_a_process("presets").stdout
