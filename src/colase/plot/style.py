"""One look for every figure: 89 or 183 mm wide, 7 to 8 pt type, colours that colour-blind eyes tell apart.

Figures are made without pyplot, so nothing global changes and nothing is shown by itself. Text
stays text in SVG. It is laid out in DejaVu Sans, which every matplotlib brings along, and shown
in a narrower face where one exists, so labels that do not touch here do not touch anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from .look import BLUE, CYCLE, FAINT, GREEN, INK, LASING, MUTED, ORANGE, PURPLE, RC, SKY, VERMILION
from .svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

__all__ = [
    "BLUE", "CYCLE", "FAINT", "GREEN", "INK", "LASING", "MM", "MUTED", "NARROW", "ORANGE", "PURPLE", "RC",
    "SKY", "SUPERSCRIPT", "VERMILION", "WIDE", "apart", "beside", "drawing", "levels", "log_axis", "number",
    "power", "pump_axis",
]  # fmt: skip

MM = 1 / 25.4  # inch
NARROW = 89 * MM
WIDE = 183 * MM


@contextmanager
def drawing(ax: Axes | None, width: float = NARROW, height: float = 60 * MM) -> Iterator[Axes]:
    """Give the Axes to draw on, in the shared style.

    Parameters
    ----------
    ax : Axes, optional
        Drawn on if given; otherwise a new figure of its own is made.
    width, height : float
        Size of a new figure, in inches.

    Yields
    ------
    Axes
        In a notebook it shows itself as the last value of a cell.
    """
    import matplotlib
    from cycler import cycler

    rc: dict[Any, Any] = {**RC, "axes.prop_cycle": cycler(color=CYCLE)}
    with matplotlib.rc_context(rc):
        yield _new_axes(width, height) if ax is None else ax


def _new_axes(width: float, height: float) -> Axes:
    """Return the only Axes of a new figure that no global list holds."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.03)  # type: ignore[union-attr]
    ax = figure.subplots()
    ax._repr_svg_ = partial(svg, figure)  # type: ignore[attr-defined]
    return ax


def levels(count: int) -> list[tuple[float, float, float, float]]:
    """Return colours from dark to light for an ordered family of curves."""
    import matplotlib

    cmap: Colormap = matplotlib.colormaps["viridis"]
    return [cmap(x) for x in np.linspace(0.05, 0.76, count)]


SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(value: float) -> str:
    """Return a decade as text: ``0.01``, ``1``, ``100``, ``10⁻⁶``; "" for values between decades."""
    if value <= 0:
        return ""
    exponent = round(np.log10(value))
    if abs(value / 10.0**exponent - 1) > 1e-6:
        return ""
    if -2 <= exponent <= 3:
        return f"{value:g}"
    return "10" + str(exponent).translate(SUPERSCRIPT)


def number(value: float, digits: int = 3) -> str:
    """Return a number with significant digits and, where needed, a power of ten written out."""
    if value == 0 or not np.isfinite(value):
        return "∞" if value == np.inf else "−∞" if value == -np.inf else f"{value:g}"
    mantissa, _, power_of_ten = f"{value:.{digits - 1}e}".partition("e")
    exponent = int(power_of_ten)
    if -3 <= exponent <= 4:
        shown = f"{value:.{max(digits - 1 - exponent, 0)}f}"
    else:
        shown = f"{mantissa} × 10{str(exponent).translate(SUPERSCRIPT)}"
    return shown.replace("-", "−")


def log_axis(axis: Any) -> None:
    """Make an axis logarithmic with decades written as plain text."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axis._set_axes_scale("log")
    axis.set_major_locator(LogLocator(numticks=8))
    axis.set_minor_locator(LogLocator(subs=tuple(range(2, 10)), numticks=8))
    axis.set_major_formatter(FuncFormatter(lambda value, _: power(value)))
    axis.set_minor_formatter(NullFormatter())


def pump_axis(axis: Any, pump: np.ndarray, room: float = 1.0) -> None:
    """Make an axis of pump levels logarithmic, from the first that is not zero to ``room`` times the last."""
    log_axis(axis)
    shown = pump[pump > 0]
    low, high = (shown.min(), shown.max()) if shown.size else (0.1, 1.0)
    wide = 1.5 if low == high else 1.0
    axis._set_lim(low / wide, high * wide * room, auto=False)


def beside(
    ax: Axes, items: list[tuple[float, str, Any]], x: float = 1.01, size: float = 7.0, lines: int = 1
) -> None:
    """Write labels of curves beside the right edge, moved apart where they would touch.

    Parameters
    ----------
    items : list of (y, text, colour)
        Heights are in data units.
    x : float
        Where the labels begin, as a share of the width of the axes.
    size : float
        Size of the letters in points.
    lines : int
        Lines of text in the highest label.
    """
    if not items:
        return
    height = ax.get_position().height * ax.figure.get_window_extent().height / ax.figure.dpi * 72
    gap = (0.1 + lines) * size / height
    to_axes = ax.transData + ax.transAxes.inverted()
    x_any = ax.get_xlim()[1]
    wanted = np.array([to_axes.transform((x_any, y))[1] for y, _, _ in items])
    for (_, text, colour), y in zip(items, apart(np.clip(wanted, 0, 1), gap), strict=True):
        ax.text(
            x,
            y,
            text,
            color=colour,
            fontsize=size,
            va="center",
            ha="left",
            linespacing=1.0,
            transform=ax.transAxes,
        )


def apart(wanted: Any, gap: float) -> np.ndarray:
    """Return positions at least ``gap`` apart, each as near as possible to where it was wanted.

    Clusters of neighbours that touch are spread about their common mean, as in isotonic
    regression; the order is kept.
    """
    y = np.asarray(wanted, dtype=float)
    order = np.argsort(y, kind="stable")
    shifted = y[order] - gap * np.arange(y.size)
    blocks: list[list[float]] = []
    for value in shifted:
        blocks.append([value, 1.0])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            value_b, count_b = blocks.pop()
            value_a, count_a = blocks.pop()
            total = count_a + count_b
            blocks.append([(value_a * count_a + value_b * count_b) / total, total])
    spread = np.repeat([b[0] for b in blocks], [int(b[1]) for b in blocks]) + gap * np.arange(y.size)
    out = np.empty_like(y)
    out[order] = spread
    return out
