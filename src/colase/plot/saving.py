"""A picture as files: SVG whose text stays text, PNG, and the numbers behind it as CSV."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colase.errors import InputError

from .columns import Column, to_csv
from .svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DPI = 200


def png(figure: Any) -> bytes:
    """Return a figure as pixels, 200 per inch of its printed size."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


def save_picture(
    ax: Axes, columns: Sequence[Column], folder: Path, name: str, title: str
) -> tuple[Path, ...]:
    """Write NAME.svg, NAME.png and NAME.csv into a folder and return their paths.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    paths = tuple(folder / f"{name}.{ending}" for ending in ("svg", "png", "csv"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths[0].write_text(svg(ax.figure, name, title), encoding="utf-8")
        paths[1].write_bytes(png(ax.figure))
        paths[2].write_text(to_csv(columns), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}.") from error
    return paths
