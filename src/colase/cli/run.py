"""``colase run``: from a device file to modes, gain, threshold, light curve and report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from colase.errors import InputError

from .guard import INTERRUPTED
from .options import DeviceName, Json, Settings, load
from .terminal import bar, echo, print_json, step_lines, title_line

if TYPE_CHECKING:
    from colase.device import Device
    from colase.study import Run

RUNS = Path("runs")
_RIVALS_SHOWN = 3


def run(
    device: DeviceName,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder of the results [runs/NAME]."),
    ] = None,
    settings: Settings = None,
    rivals: Annotated[bool, typer.Option("--rivals", help="Compare rival gain models, too.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the path of the report alone.")] = False,
    as_json: Json = False,
) -> None:
    """Compute everything, print a summary, write a report and the data."""
    loaded = load(device, settings)
    folder = writable_folder(out or RUNS / folder_name(device))
    finished = _compute(loaded, folder, not (quiet or as_json), rivals)
    report = _report(finished, folder)
    if as_json:
        from colase.study.summary import numbers

        print_json({**numbers(finished), "report": str(report or ""), "result": str(folder / "result.nc")})
    elif finished.stopped:
        typer.echo(_kept(finished, folder), err=True)
    if report is not None and not as_json:
        echo(str(report))
    if finished.stopped:
        raise typer.Exit(INTERRUPTED)


def writable_folder(folder: Path) -> Path:
    """Make a folder and prove that files can be written in it, before any work is done.

    Raises
    ------
    InputError
        If the folder, or one above it, is a file or cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".colase-write-test"
        probe.touch()
        probe.unlink()
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"--out {folder}: a file is in the way; give the name of a folder.") from None
    except OSError as error:
        why = error.strerror or "not possible"
        raise InputError(f"--out {folder}: cannot be written to ({why}); give another folder.") from None
    return folder


def folder_name(device: str) -> str:
    """Return a name for the folder of results: that of the preset or of the file."""
    name = Path(device).stem if device.endswith(".toml") else Path(device).name
    return re.sub(r"[^\w.+-]+", "-", name) or "run"


def _compute(device: Device, folder: Path, show: bool, rivals: bool) -> Run:
    from colase import study
    from colase.study.paragraphs import paragraphs
    from colase.study.summary import after

    if show:
        title_line(device.title, device.reference)
    with bar("running", show) as progress:

        def each(step: str, so_far: Run) -> None:
            if show:
                step_lines(step, paragraphs(step, so_far), so_far.timings[step])

        finished = study.run(device, progress, folder, each, rivals)
    if show:
        if finished.comparison is not None:
            step_lines("rivals", list(finished.comparison.sentences[:_RIVALS_SHOWN]))
        for name, text in after(finished):
            step_lines(name, text)
    return finished


def _report(finished: Run, folder: Path) -> Path | None:
    if finished.modes is None:
        return None
    from colase.report import write

    return write(finished, folder)


def _kept(finished: Run, folder: Path) -> str:
    from colase.study import STEPS

    steps = [name for name in STEPS if getattr(finished, name) is not None]
    if not steps:
        return f"Stopped during {finished.stopped}; nothing was finished."
    levels = f" ({finished.light.data.sizes['pump']} pump levels)" if finished.light is not None else ""
    return f"Stopped during {finished.stopped}; kept {', '.join(steps)}{levels} in {folder / 'result.nc'}"
