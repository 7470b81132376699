"""A fitted device: its inputs before and after, and each measurement beside what it predicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import BLUE, FAINT, LASING, MM, NARROW, drawing, log_axis
from colase.units import axis_label

from .pump import shown_pump

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def inputs(found: Any, ax: Axes | None = None) -> Axes:
    """Draw every fitted input with its interval, relative to its value and error in the file.

    Parameters
    ----------
    found : DeviceFit
        What `colase.study.measured.fit_device` returns.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    names = [str(n) for n in d.input.values]
    known = np.where(np.isfinite(d.error_before), d.error_before, np.maximum(10 * d.error, 1e-300))
    with drawing(ax, NARROW, (22 + 8 * len(names)) * MM) as ax:
        ax.axvspan(-1, 1, color=FAINT, alpha=0.5, lw=0)
        for i in range(len(names)):
            low, value, high = (float((d[v][i] - d.before[i]) / known[i]) for v in ("low", "value", "high"))
            ax.plot([low, high], [-i, -i], color=BLUE, lw=2.2, alpha=0.6)
            ax.plot([value], [-i], "o", ms=3, color=LASING)
        ax.set_yticks([-i for i in range(len(names))], [n.rpartition(".")[2] for n in names])
        ax.set_ylim(-len(names) + 0.4, 0.6)
        ax.set_xlabel("change over error before")
    return ax


def compared(found: Any, ax: Axes | None = None) -> Axes:
    """Draw a measurement beside its prediction: places as distances, everything else as it is.

    Parameters
    ----------
    found : Compared
        A part of what `colase.study.measured.fit_device` returns.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    with drawing(ax, NARROW, 58 * MM) as ax:
        if found.x == "pump":
            scale, label = shown_pump(d.pump)
            log_axis(ax.xaxis)
        else:
            scale, label = 1e9, axis_label("", "wavelength", "nm")
        x = d[found.x].values * scale
        if found.sort in ("peaks", "path"):
            away, error = (1e12 * v for v in ((d.measured - d.model).values, d.error.values))
            ax.axhline(0, color=BLUE, lw=0.8)
            ax.errorbar(x, away, yerr=error, fmt="o", color="black", ms=2.5, lw=0.7)
            ax.set_ylabel("measured minus fit (pm)")
        else:
            groups = d.pump.values if found.sort == "spectra" else np.zeros(x.size)
            for level in np.unique(groups):
                part = np.flatnonzero(groups == level)
                part = part[np.argsort(x[part], kind="stable")]
                ax.plot(x[part], d.model.values[part], color=BLUE, lw=0.8)
                ax.plot(x[part], d.measured.values[part], "o", color="black", ms=2.0)
            if found.sort != "emission":
                log_axis(ax.yaxis)
            ax.set_ylabel({"light": "output", "spectra": "light of a band"}.get(found.sort, "counts"))
        ax.set_xlabel(label)
    return ax
