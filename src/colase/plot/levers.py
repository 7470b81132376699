"""What moves the threshold: the change of the threshold fluence for one per cent of each input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import Column
from .style import BLUE, INK, LASING, MM, WIDE, drawing, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def lever_columns(levers: Any) -> tuple[Column, ...]:
    """Return each input with the sensitivity of the threshold to it, the strongest first."""
    data = levers.data
    return (
        Column("setting", "", data.setting.values.astype(str)),
        Column("meaning", "", data.meaning.values.astype(str)),
        Column("d ln(threshold fluence)/d ln(setting)", "1", data.sensitivity.values),
    )


def lever_bars(levers: Any, ax: Axes | None = None, *, most: int = 10, smallest: float = 0.005) -> Axes:
    """Draw the strongest levers as bars: to the right what raises the threshold, to the left what lowers it.

    Parameters
    ----------
    levers : Levers
        Sensitivities, the strongest first.
    ax : Axes, optional
        Where to draw.
    most : int
        How many.
    smallest : float
        Levers weaker than this are not drawn.
    """
    _, meaning, sensitivity = lever_columns(levers)
    shown = np.flatnonzero(np.abs(sensitivity.values) >= smallest)[:most]
    rows = np.arange(shown.size)[::-1]
    values = sensitivity.values[shown]
    with drawing(ax, WIDE, (16 + 6 * max(shown.size, 1)) * MM) as ax:
        ax.barh(rows, values, height=0.6, color=np.where(values > 0, LASING, BLUE))
        ax.axvline(0, color=INK, lw=0.6)
        for row, value in zip(rows, values, strict=True):
            side = 1 if value > 0 else -1
            ax.annotate(
                ("+" if value > 0 else "") + number(value, 2),
                (value, row),
                (3 * side, 0),
                textcoords="offset points",
                ha="left" if value > 0 else "right",
                va="center",
            )
        ax.set_yticks(rows, meaning.values[shown])
        ax.tick_params(axis="y", length=0)
        ax.spines.left.set_visible(False)
        low, high = min(values.min(initial=0), 0.0), max(values.max(initial=0), 0.0)
        room = 0.14 * (high - low or 1.0)
        ax.set_xlim(low - room, high + room)
        ax.set_ylim(-0.6, max(shown.size, 1) - 0.4)
        ax.set_xlabel("change of the threshold fluence for 1 % more of an input (%)")
    return ax
