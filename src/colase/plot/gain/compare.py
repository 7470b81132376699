"""Rival gain models side by side: their gain spectra at one pump, and where each lases first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.columns import Column, stacked
from colase.plot.style import CYCLE, INK, MM, MUTED, WIDE, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PER_CM = 1e-2  # 1/cm per 1/m


def rival_columns(comparison: Any, photons: float = 1.0) -> tuple[Column, ...]:
    """Return wavelength and the gain of every model at the pump level nearest to one asked for."""
    data = comparison.data.isel(pump=_level(comparison, photons))
    names = [str(name) for name in data.model.values]
    return (
        Column("wavelength", "nm", data.wavelength.values * 1e9),
        *stacked("material gain", "1/cm", data.material_gain.values.T * PER_CM, names),
    )


def rival_gain(comparison: Any, ax: Axes | None = None, *, photons: float = 1.0) -> Axes:
    """Draw the gain spectra of all models at one pump level; a tick below marks where each lases first.

    Parameters
    ----------
    comparison : Comparison
        What `colase.study.compare` returned.
    ax : Axes, optional
        Where to draw.
    photons : float
        Photons absorbed per nanocrystal; the nearest level that was computed is shown.
    """
    wavelength, *spectra = rival_columns(comparison, photons)
    data = comparison.data
    shown = float(data.photons.values[_level(comparison, photons)])
    colours = [CYCLE[i % len(CYCLE)] for i in range(len(spectra))]
    with drawing(ax, WIDE, 70 * MM) as ax:
        ax.axhline(0, color=MUTED, lw=0.5)
        for i, (spectrum, colour) in enumerate(zip(spectra, colours, strict=True)):
            ax.plot(
                wavelength.values,
                spectrum.values,
                color=colour,
                ls="-" if i < len(CYCLE) else "--",
                label=str(data.model.values[i]),
            )
        stack = np.stack([s.values for s in spectra])
        top = max(float(np.nanmax(stack, initial=0.0)), 1e-9)
        ax.set_ylim(-1.2 * top, 1.12 * top)
        ax.set_xlim(wavelength.values.min(), wavelength.values.max())
        lines = data.lasing_wavelength.values * 1e9
        for i, (line, colour) in enumerate(zip(lines, colours, strict=True)):
            if np.isfinite(line):
                ax.plot([line], [-1.12 * top + 0.04 * i * top], "^", color=colour, ms=4, mec="white", mew=0.4)
        ax.annotate(
            "first lasing line", (0.005, 0.03), xycoords="axes fraction", color=MUTED, va="bottom", ha="left"
        )
        ax.set_xlabel(axis_label("λ", "vacuum wavelength", "nm"))
        ax.set_ylabel(axis_label("g", "material gain", "1/cm"))
        ax.set_title(f"photons absorbed per nanocrystal: {shown:g}", color=INK)
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return ax


def _level(comparison: Any, photons: float) -> int:
    return int(np.argmin(np.abs(comparison.data.photons.values - photons)))
