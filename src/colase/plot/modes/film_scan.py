"""Wavelength of every band edge against the film over the array, with the wavelength that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from colase.plot.columns import Column
from colase.plot.style import BLUE, INK, LASING, MM, MUTED, NARROW, beside, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DASHES = {"E": (), "A1": (4, 1.5), "A2": (4, 1.5), "B1": (1.2, 1.2), "B2": (1.2, 1.2)}


def film_scan_plot(scan: xr.Dataset, wavelength: float | None = None, ax: Axes | None = None) -> Axes:
    """Draw the result of `colase.cavity.grating.film_scan.film_scan`.

    Bright edges are full lines, dark ones dashed; TE blue, TM dark.

    Parameters
    ----------
    scan : Dataset
        The scan.
    wavelength : float, optional
        Drawn as a line, in m.
    ax : Axes, optional
        Where to draw.
    """
    thickness = scan.flat_thickness.values * 1e9
    with drawing(ax, NARROW, 72 * MM) as ax:
        labels = []
        for family in scan.family.values:
            lam = scan.wavelength.sel(family=family).values * 1e9
            if not np.isfinite(lam).any():
                continue
            colour = BLUE if str(family).startswith("TE") else INK
            symmetry = str(family).split()[1]
            ax.plot(thickness, lam, color=colour, lw=1.2, dashes=_DASHES.get(symmetry, ()) or (1, 0))
            labels.append((float(lam[np.isfinite(lam)][-1]), str(family), colour))
        ax.set_xlim(thickness[0], thickness[-1])
        if wavelength is not None:
            ax.axhline(wavelength * 1e9, color=LASING, lw=0.9)
            ax.annotate(f"{wavelength * 1e9:g} nm", (thickness[0], wavelength * 1e9), (3, 2),
                        textcoords="offset points", color=LASING, va="bottom")  # fmt: skip
        ax.set_xlabel(axis_label("t", "flat film of the same volume", "nm"))
        ax.set_ylabel(axis_label("λ", "band edge", "nm"))
        beside(ax, labels)
        ax.text(0.98, 0.03, "full: bright, broken: dark", transform=ax.transAxes, ha="right", color=MUTED)
    return ax


def film_scan_columns(scan: xr.Dataset) -> tuple[Column, ...]:
    """Return film height, flat thickness, and wavelength of every family."""
    first = (
        Column("film height", "nm", scan.height.values * 1e9),
        Column("flat thickness", "nm", scan.flat_thickness.values * 1e9),
    )
    return (
        *first,
        *(Column(str(f), "nm", scan.wavelength.sel(family=f).values * 1e9) for f in scan.family.values),
    )
