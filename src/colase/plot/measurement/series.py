"""Series of spectra: the places of all lines along the pump or time, and a laser left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import BLUE, FAINT, LASING, MM, NARROW, drawing, log_axis
from colase.units import axis_label

from .pump import shown_pump

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def tracks(found: Any, ax: Axes | None = None) -> Axes:
    """Draw the places of all labels through a series; the strongest of each spectrum is marked."""
    d = found.data
    at, axis = _along(d)
    with drawing(ax, NARROW, 62 * MM) as ax:
        for label in range(d.sizes["label"]):
            ax.plot(at, d.centre.values[:, label] * 1e9, ".-", ms=2.5, lw=0.5)
        leader = d.leader.values
        seen = leader >= 0
        places = d.centre.values[np.flatnonzero(seen), leader[seen]] * 1e9
        ax.plot(at[seen], places, "o", mfc="none", mec=LASING, ms=4, lw=0, mew=0.6, label="strongest line")
        if "pump" in d.coords:
            log_axis(ax.xaxis)
        ax.set_xlabel(axis)
        ax.set_ylabel(axis_label("λ", "wavelength", "nm"))
        ax.legend(loc="best")
    return ax


def _along(d: Any) -> tuple[Any, str]:
    """Return what a series runs along, and the label of that axis: pump, time, or just the number."""
    if "pump" in d.coords:
        scale, pump = shown_pump(d.pump)
        return d.pump.values * scale, pump
    if "time" in d.coords:
        return d.time.values / 60, axis_label("t", "time", "min")
    return np.arange(d.sizes["spectrum"]), "spectrum"


def stability(found: Any, ax: Axes | None = None) -> Axes:
    """Draw the intensity of a laser left alone, its fit and where the mode hopped."""
    d = found.data
    minutes = d.time.values / 60
    with drawing(ax, NARROW, 58 * MM) as ax:
        for hop in found.hops:
            ax.axvline(minutes[hop], color=FAINT, lw=0.8)
        ax.plot(minutes, d.intensity.values, "o", color="black", ms=2.0)
        ax.plot(minutes, d.model.values, color=BLUE, lw=1.0)
        ax.set_xlabel(axis_label("t", "time", "min"))
        ax.set_ylabel("intensity")
    return ax
