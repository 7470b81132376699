"""One line through a series of spectra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colase.plot.style import BLUE, MM, MUTED, NARROW, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def centre(found: Any, ax: Axes | None = None) -> Axes:
    """Draw the centre of the line against the number of the spectrum, with its error.

    Parameters
    ----------
    found : Followed
        What `colase.study.measured.follow.follow_folder` returns.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    at, lam, error = d.spectrum.values, d.centre.values * 1e9, d.centre_error.values * 1e9
    with drawing(ax, NARROW, 58 * MM) as ax:
        ax.vlines(at, lam - error, lam + error, color=MUTED, lw=0.5)
        ax.plot(at, lam, ".", ms=2.5, color=BLUE)
        ax.set_xlabel("spectrum")
        ax.set_ylabel(axis_label("λ", "centre of the line", "nm"))
    return ax
