"""Measured peaks beside the modes of the assignments that explain them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colase.plot.style import BLUE, LASING, MM, MUTED, NARROW, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 8


def assignments(found: Any, ax: Axes | None = None) -> Axes:
    """Draw one row an assignment, the most probable at the top, with the distance of every peak.

    Parameters
    ----------
    found : Assignments
        What `colase.measurement.assign_modes` returns.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    count = min(_MOST, d.sizes["assignment"])
    lam = d.wavelength.values * 1e9
    sigma = d.sigma.values * 1e9
    with drawing(ax, NARROW, (24 + 9 * count) * MM) as ax:
        for i in range(count):
            one = d.isel(assignment=i)
            misfit = one.distance.values / d.sigma.values
            ax.axhline(-i, color=MUTED, lw=0.4)
            ax.vlines(lam, -i, -i + 0.12 * misfit, color=LASING, lw=1.0)
            for x, order, pol in zip(lam, one.order.values, one.polarization.values, strict=True):
                colour = BLUE if pol == "TE" else "black"
                ax.plot([x], [-i], "o", ms=2.5, color=colour)
                if len(lam) <= 12:
                    at = ax.annotate(str(order), (x, -i), (0, 3), textcoords="offset points", ha="center")
                    at.set_fontsize(6)
                    at.set_color(colour)
        ax.set_yticks([-i for i in range(count)], [f"{float(d.weight[i]):.2f}" for i in range(count)])
        ax.set_ylim(-count + 0.4, 0.8)
        room = 0.03 * (lam.max() - lam.min()) + sigma.max()
        ax.set_xlim(lam.min() - room, lam.max() + room)
        ax.set_xlabel(axis_label("λ", "wavelength of the peak", "nm"))
        ax.set_ylabel("weight of the assignment")
        ax.set_title("TE blue, TM black; red bars: peak minus mode, 1 row = 8 errors")
    return ax
