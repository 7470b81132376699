"""Lines of a spectrum: their fits, and how far they lie from a comb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import BLUE, LASING, MM, MUTED, NARROW, drawing, number
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def lines(found: Any, ax: Axes | None = None) -> Axes:
    """Draw a spectrum, the fitted lines and what they are called."""
    d = found.data
    x = d.wavelength.values * 1e9
    with drawing(ax, NARROW, 60 * MM) as ax:
        ax.plot(x, d.counts.values, color=MUTED, lw=0.7)
        ax.plot(x, d.model.values, color=BLUE, lw=1.0)
        for one in (d.isel(line=i) for i in range(d.sizes["line"])):
            sign = "> " if bool(one.resolution_limited) else ""
            at = float(one.centre) * 1e9
            top = float(np.interp(at, x, d.counts.values))
            if d.sizes["line"] <= 6:
                text = f"Q {sign}{number(float(one.q_factor), 2)}"
                ax.annotate(
                    text, (at, top), (0, 3), textcoords="offset points", ha="center", color=LASING, fontsize=6
                )
        ax.set_xlim(x.min(), x.max())
        ax.set_ylim(top=1.12 * float(d.counts.max()))
        ax.set_xlabel(axis_label("λ", "wavelength", "nm"))
        ax.set_ylabel("counts")
    return ax


def comb(found: Any, ax: Axes | None = None) -> Axes:
    """Draw how far each line lies from the comb, against its wavelength."""
    d = found.data
    with drawing(ax, NARROW, 55 * MM) as ax:
        ax.axhline(0, color=MUTED, lw=0.5)
        ax.plot(d.wavelength_of_line.values * 1e9, d.residual.values * 1e12, "o", color=BLUE, ms=3)
        ax.set_xlabel(axis_label("λ", "wavelength", "nm"))
        ax.set_ylabel(axis_label("", "distance from the comb", "pm"))
        ax.set_title(
            f"free spectral range {number(float(d.fsr) * 1e9, 4)} nm, group path "
            f"{number(float(d.group_path) * 1e6, 4)} µm"
        )
    return ax
