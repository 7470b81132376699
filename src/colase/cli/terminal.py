"""How the command line writes: 80 columns, colour only on a terminal, JSON without surprises."""

from __future__ import annotations

import json
import math
import os
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import xarray as xr

WIDTH = 80
INDENT = 13


def colourful() -> bool:
    """Whether standard output is a terminal that wants colour (NO_COLOR is respected)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def style(text: str, **how: Any) -> str:
    """Return text in a colour or weight where colour is wanted, as it is otherwise."""
    return typer.style(text, **how) if colourful() else text


def echo(text: str = "") -> None:
    """Write a line to standard output."""
    typer.echo(text, color=colourful())


def title_line(title: str, right: str = "") -> None:
    """Write a title with a short remark at the right edge."""
    room = WIDTH - len(right) - (1 if right else 0)
    left = title if len(title) <= room else f"{title[: room - 1]}…"
    gap = " " * (WIDTH - len(left) - len(right)) if right else ""
    echo(style(left, bold=True) + gap + style(right, dim=True))


def step_lines(name: str, paragraphs: Sequence[str], seconds: float | None = None) -> None:
    """Write a named paragraph as in the summary of a run; the time stands at the right edge."""
    spent = duration(seconds) if seconds is not None else ""
    lines = _wrapped(paragraphs, len(spent) + 1 if spent else 0)
    first = lines[0] + (spent.rjust(WIDTH - INDENT - len(lines[0])) if spent else "")
    first = first.removesuffix(spent) + style(spent, dim=True) if spent else first
    echo("  " + style(name.ljust(INDENT - 2), fg="cyan") + first)
    for line in lines[1:]:
        echo(" " * INDENT + line)


def _wrapped(paragraphs: Sequence[str], kept: int) -> list[str]:
    """Break paragraphs into lines; the first line keeps some columns free for a time."""
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        room = WIDTH - INDENT
        if number == 0 and kept:
            head = textwrap.wrap(paragraph, room - kept) or [""]
            lines.append(head[0])
            paragraph = paragraph[len(head[0]) :].strip()
        lines += textwrap.wrap(paragraph, room)
    return [line.replace("\u00a0", " ") for line in lines] or [""]


def duration(seconds: float) -> str:
    """Return a time as "0.1 s" or "2 min 05 s"."""
    if seconds < 99.95:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


def wrapped(text: str, indent: str = "") -> None:
    """Write a sentence broken at 80 columns."""
    lines = textwrap.wrap(text, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    echo("\n".join(indent + line for line in lines))


@contextmanager
def bar(name: str, show: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield a ``progress(done, total)`` that draws a bar on a terminal and nothing elsewhere.

    The bar appears with the first call and goes away with the last, so that lines can be written
    before and after.
    """
    if not (show and sys.stdout.isatty()):
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    head = TextColumn(f"  {name:<{INDENT - 3}}")
    columns = (head, BarColumn(36), MofNCompleteColumn(), TimeElapsedColumn())
    drawn = Progress(*columns, transient=True, console=Console(no_color=not colourful()))
    task = drawn.add_task(name)

    def progress(done: int, total: int) -> None:
        drawn.start()
        drawn.update(task, completed=done, total=total)
        if done >= total:
            drawn.stop()

    try:
        yield progress
    finally:
        drawn.stop()


def print_json(value: Any) -> None:
    """Write JSON; numbers that are not finite become the words "inf", "-inf"."""
    typer.echo(json.dumps(plain(value), indent=2, ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """Return nested values as JSON holds them; a complex number becomes [re, im]."""
    import numpy as np

    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, complex):
        return [plain(value.real), plain(value.imag)]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def columns(data: xr.Dataset) -> dict[str, Any]:
    """Return a dataset as JSON-ready columns: unit, meaning, dimensions, values in SI units."""
    return {
        str(name): {
            "unit": v.attrs.get("units", ""),
            "meaning": v.attrs.get("long_name", ""),
            "dimensions": list(v.dims),
            "values": v.values.tolist(),
        }
        for name, v in data.variables.items()
    }
