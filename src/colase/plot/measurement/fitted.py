"""Inputs of a device before and after a fit, in units of what was known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import BLUE, FAINT, LASING, MM, NARROW, drawing

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
        ax.set_xlabel("change, in errors beforehand (grey: known)")
    return ax
