"""Series of spectra: the places of all lines along the pump or time, and a laser left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import BLUE, FAINT, LASING, MM, NARROW, drawing, levels, log_axis
from colase.units import axis_label

from .pump import shown_pump

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_STEP = 0.6
"""Between one spectrum and the next, of its largest value."""


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


def spectra(found: Any, ax: Axes | None = None) -> Axes:
    """Draw the spectra of a series one above the other, by pump.

    Parameters
    ----------
    found : ShownSeries
        Of `colase.measurement`.
    ax : Axes, optional
        Where to draw.
    """
    signal = found.chosen
    scale, pump = shown_pump(signal.pump)
    at = signal.pump.values * scale
    with drawing(ax, NARROW, (42 + 2 * at.size) * MM) as ax:
        for i, colour in enumerate(levels(at.size)):
            row = signal.values[i] / max(float(np.nanmax(signal.values[i])), 1e-300)
            said = f"{at[i]:.3g}" if i in (0, at.size - 1) else None
            ax.plot(signal.wavelength.values * 1e9, row + _STEP * i, lw=0.5, color=colour, label=said)
        ax.set_xlabel(axis_label("λ", "wavelength", "nm"))
        ax.set_ylabel("signal, each over its largest")
        ax.set_yticks([])
        ax.legend(loc="upper left", title=pump)
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
