"""``colase init``: a commented device file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from colase.errors import InputError

from .terminal import echo


def init(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="File to write.")] = Path("device.toml"),
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="KIND", help="The cavity: microsphere, film, dfb-1d, microdisk, ..."),
    ] = "microsphere",
) -> None:
    """Write a commented starter file; an existing file is left alone."""
    from colase import device

    text = device.template(kind)
    if path.is_dir():
        path = path / "device.toml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{path}: exists already and is left as it is; give another name.") from None
    except FileNotFoundError:
        raise InputError(f"{path}: there is no folder {path.parent}; make it first.") from None
    echo(f"Wrote {path}. Fill it in, then: colase check {path}")
