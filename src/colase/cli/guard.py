"""What ends a command early, said in sentences: status 2 for a problem of the user's, 1 for ours.

No traceback and no library's own words reach the user unless ``--debug`` asks for them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, ClassVar, NoReturn

import typer
from typer.core import TyperGroup

from colase.errors import ColaseError, nearest

from .sections import Sections

USAGE_ERROR: Any = typer.BadParameter.__base__  # its module is private to typer and has moved
PROBLEM, BUG, INTERRUPTED = 2, 1, 130


class Commands(Sections):
    """The group of all commands; it words every failure."""

    sections: ClassVar[dict[str, tuple[str, ...]]] = {
        "From a device file": (
            "run",
            "check",
            "modes",
            "gain",
            "threshold",
            "ll",
            "compare",
            "levers",
            "thickness",
            "stripe",
            "transient",
            "heat",
            "pair",
            "cite",
        ),
        "From measured data": ("read", "fit", "simulate-measurement"),
        "Writing a device file": ("init", "presets", "materials", "schema"),
        "Trust": ("papers",),
    }

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run one command; ``--debug``, anywhere on the line, lets exceptions through."""
        words = list(sys.argv[1:] if args is None else args)
        debug = "--debug" in words
        words = [w for w in words if w != "--debug"]
        try:
            status = super().main(words, "colase", complete_var, False, windows_expand_args, **extra)
        except Exception as error:
            if debug:
                raise
            status = self._say(error, words)
        if standalone_mode:
            sys.exit(status or 0)
        return status

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and end quietly when its reader goes away or Ctrl-C is pressed."""
        try:
            value = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_pipe()
        except KeyboardInterrupt:
            typer.echo("Stopped.", err=True)
            raise typer.Exit(INTERRUPTED) from None
        return value

    def _say(self, error: Exception, words: list[str]) -> int:
        if isinstance(error, USAGE_ERROR):
            lines, status = [self._usage(error, words)], PROBLEM
        elif isinstance(error, ColaseError):
            lines, status = str(error).splitlines(), PROBLEM
        elif isinstance(error, OSError) and error.filename:
            lines, status = [f"{error.filename}: {error.strerror or error}."], PROBLEM
        else:
            kind = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
            hint = "This is a fault of colase; the same command with --debug shows where."
            lines, status = [f"Unexpected: {kind}. {hint}"], BUG
        for line in lines:
            typer.echo(line, err=True)
        return status

    def _usage(self, error: Any, words: list[str]) -> str:
        """Return a mistake on the command line as one sentence with the nearest name."""
        name = next((w for w in words if not w.startswith("-")), "")
        if name and name not in self.commands:
            return f'colase: there is no command "{name}".{nearest(name, self.commands)} See colase --help.'
        command, where = self.commands.get(name, self), f"colase {name}".strip()
        if isinstance(command, TyperGroup) and command is not self:
            below = next((w for w in words[words.index(name) + 1 :] if not w.startswith("-")), "")
            if not below:
                return f"{where}: name what to {name}: {', '.join(command.commands)}. See {where} --help."
            if below not in command.commands:
                hint = f"{nearest(below, command.commands)} Known: {', '.join(command.commands)}."
                return f'{where}: there is no "{below}".{hint}'
            command, where = command.commands[below], f"{where} {below}"
        return f"{where}: {_mistake(error, command)} See {where} --help."


def _mistake(error: Any, command: Any) -> str:
    """Say what is wrong with the words after a command, without the words of the parser."""
    said = str(error.format_message())
    param, option = getattr(error, "param", None), getattr(error, "option_name", None)
    if param is not None:
        name = param.opts[0] if param.opts[0].startswith("-") else str(param.metavar or param.name)
        missing = said.startswith("Missing")
        return f"{name} is missing." if missing else f"{name} cannot be read. It is: {param.help}"
    known = [opt for p in command.params for opt in p.opts if opt.startswith("-")]
    if option and option not in known:
        return f'there is no option "{option}".{nearest(option, known)}'
    if option:
        return f"{option} takes no value." if "not take" in said else f"{option} needs a value after it."
    if "extra argument" in said:
        return f'"{said.partition("(s) ")[2].strip("().")}" is one word too many.'
    return said


def _leave_pipe() -> NoReturn:
    """End without a word: whoever read our output (``| head``) has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(0)
