"""Measurements of films: amplified emission against pump."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.units import axis_label, convert

from .style import BLUE, LASING, MM, MUTED, NARROW, drawing, log_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHOWN = {"J/m^2": "uJ/cm^2", "W/m^2": "kW/cm^2", "J": "nJ", "W": "mW", "": ""}


def amplified(found: Any, ax: Axes | None = None) -> Axes:
    """Draw output against pump with the two lines, the linewidth and the onsets.

    Parameters
    ----------
    found : AmplifiedOnset
        What `colase.measurement.films.fit_amplified` returns.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    unit = str(d.pump.attrs["units"])
    shown = _SHOWN.get(unit, unit)
    scale = convert(1.0, unit, shown) if unit else 1.0
    x = d.pump.values * scale
    with drawing(ax, NARROW, 62 * MM) as ax:
        ax.plot(x, d.model.values, color=BLUE, lw=1.0)
        ax.plot(x, d.output.values, "o", color="black", ms=2.5)
        log_axis(ax.xaxis)
        log_axis(ax.yaxis)
        if found.found:
            for i in range(d.sizes["definition"]):
                low, high = (float(d[v][i]) * scale for v in ("onset_low", "onset_high"))
                if np.isfinite(high) and low > 0:
                    ax.axvspan(low, high, color=LASING, alpha=0.15, lw=0)
                ax.axvline(float(d.onset[i]) * scale, color=LASING, lw=0.8, ls=(0, (4, 2)))
        ax.set_xlabel(axis_label("", "pump", shown))
        ax.set_ylabel("output")
        other = ax.twinx()
        other.plot(x, d.linewidth.values * 1e9, ".-", color=MUTED, ms=3, lw=0.6)
        other.set_ylabel(axis_label("", "linewidth", "nm"))
    return ax


def budget(found: Any, ax: Axes | None = None) -> Axes:
    """Draw what every factor brings to the variance of a product."""
    shares = sorted(found.budget.items(), key=lambda one: one[1])
    with drawing(ax, NARROW, (14 + 6 * len(shares)) * MM) as ax:
        ax.barh([name for name, _ in shares], [100 * share for _, share in shares], color=BLUE, height=0.6)
        ax.set_xlabel("share of the variance (%)")
    return ax
