"""Bands of a crystal slab near Gamma along x, with the light lines of its half-spaces out of the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from colase.plot.style import BLUE, MM, NARROW, VERMILION, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def crystal_bands_plot(
    bands: Sequence[tuple[float, np.ndarray]], ax: Axes | None = None, *, spot: float | None = None
) -> Axes:
    """Draw bands as points, as `colase.cavity.grating.film_scan.crystal_bands` gives them.

    Parameters
    ----------
    bands : sequence of (k_x, wavelengths)
        In 1/m and m.
    ax : Axes, optional
        Where to draw.
    spot : float, optional
        Width of a pump spot in m; its k_x = pi/width is marked.
    """
    with drawing(ax, NARROW, 72 * MM) as ax:
        for k, wavelengths in bands:
            for side in (-1, 1):
                ax.plot(
                    np.full(len(wavelengths), side * k * 1e-6),
                    np.asarray(wavelengths) * 1e9,
                    ".",
                    color=BLUE,
                    ms=2,
                )
        if spot is not None:
            for side in (-1, 1):
                ax.axvline(side * np.pi / spot * 1e-6, color=VERMILION, lw=0.7, ls=(0, (3, 2)))
        ax.set_xlabel(axis_label("k_x", "Bloch wavenumber", "1/um"))
        ax.set_ylabel(axis_label("λ", "band", "nm"))
    return ax
