"""A measured light curve: points, rate-equation fit and the threshold of every definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import BLUE, LASING, MM, MUTED, NARROW, drawing, log_axis

from .pump import shown_pump

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def light_curve(found: Any, ax: Axes | None = None) -> Axes:
    """Draw a light curve, its rate-equation fit and the thresholds of all definitions.

    Parameters
    ----------
    found : ThresholdFit
        What `colase.measurement.fit_threshold` returns.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    scale, pump = shown_pump(d.pump)
    x = d.pump.values * scale
    with drawing(ax, NARROW, 66 * MM) as ax:
        if found.found:
            _mark_definitions(ax, d, scale)
        fine = np.argsort(x)
        ax.plot(x[fine], d.model.values[fine], color=BLUE, lw=1.0, label="rate-equation fit")
        error = d.output_error.values
        low, high = d.output.values * np.exp(-error), d.output.values * np.exp(error)
        ax.vlines(x, low, high, color=MUTED, lw=0.6)
        ax.plot(x, d.output.values, "o", color="black", ms=2.5)
        log_axis(ax.xaxis)
        log_axis(ax.yaxis)
        bottom, top = float(low.min()), float(high.max())
        room = 0.75 if found.found else 0.05  # of the decades shown, for the bars of the definitions
        ax.set_ylim(bottom * (bottom / top) ** room, 1.5 * top)
        ax.set_xlabel(pump)
        ax.set_ylabel("output")
        ax.legend(loc="upper left")
    return ax


def _mark_definitions(ax: Axes, d: Any, scale: float) -> None:
    """Draw each definition as a bar over its interval, at heights of its own near the bottom."""
    names = [str(n) for n in d.definition.values]
    for i, name in enumerate(names):
        value, low, high = (float(d[v][i]) * scale for v in ("threshold", "threshold_low", "threshold_high"))
        height = 0.03 + 0.065 * (len(names) - 1 - i)
        colour = LASING if i == 0 else MUTED
        where = ax.get_xaxis_transform()
        if np.isfinite(high) and low > 0:
            ax.plot([low, high], [height, height], color=colour, lw=2.2, alpha=0.5, transform=where)
        ax.plot([value], [height], "|", color=colour, ms=6, transform=where)
        label = name.replace(" (not a threshold)", ": not a threshold")
        end = high if np.isfinite(high) else value
        ax.annotate(
            label,
            (end, height),
            (4, 0),
            xycoords=where,
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=6,
        )
    if len(names):
        ax.axvline(float(d.threshold[0]) * scale, color=LASING, lw=0.7, ls=(0, (4, 2)))
