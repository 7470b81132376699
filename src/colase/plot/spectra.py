"""Spectra of the laser against the pump: as lines one above the other, and as a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.units import axis_label

from .columns import Column, stacked
from .light import UJ_CM2, mark_threshold
from .style import MM, NARROW, drawing, levels, log_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NM = 1e9
PJ_PER_NM = 1e12 / 1e9  # pJ/nm per J/m
_MAP_DECADES = 6.0
_LIGHT = ("#ffffff", "#cfe3f0", "#56a3d0", "#0b5c94", "#071d33")


def spectra_columns(light: Any) -> tuple[Column, ...]:
    """Return the wavelength and the spectrum at every pump."""
    data = light.data
    names = [f"at {fluence * UJ_CM2:.4g} uJ/cm^2" for fluence in data.fluence.values]
    return (
        Column("wavelength", "nm", data.wavelength.values * NM),
        *stacked("spectral energy", "pJ/nm", data.spectrum.values.T * PJ_PER_NM, names),
    )


def spectra(light: Any, ax: Axes | None = None, *, threshold: float | None = None, most: int = 7) -> Axes:
    """Draw spectra at a few pumps one above the other, each scaled to its own highest point.

    Parameters
    ----------
    light : LightCurve
        Spectra at every pump.
    ax : Axes, optional
        Where to draw.
    threshold : float, optional
        Fluence at threshold in J/m^2; pumps are then also given relative to it.
    most : int
        How many spectra.
    """
    wavelength, *all_spectra = spectra_columns(light)
    fluence = light.data.fluence.values
    bright = [i for i, s in enumerate(all_spectra) if s.values.max() > 0]
    shown = np.unique(np.round(np.linspace(0, len(bright) - 1, min(most, len(bright)))).astype(int))
    with drawing(ax, NARROW, 86 * MM) as ax:
        for row, (which, colour) in enumerate(zip(shown, levels(shown.size), strict=True)):
            values = all_spectra[bright[which]].values
            base = 1.08 * row
            ax.plot(wavelength.values, base + values / values.max(), color=colour, lw=0.8)
            pump = fluence[bright[which]]
            text = f"{pump * UJ_CM2:.3g} µJ/cm²"
            if threshold is not None and np.isfinite(threshold):
                text = f"{pump / threshold:.3g} × threshold\n{text}"
            ax.annotate(
                text, (1.0, base + 0.04), (3, 0), xycoords=("axes fraction", "data"),
                textcoords="offset points", color=colour, va="bottom", fontsize=6.5, linespacing=1.1,
            )  # fmt: skip
        ax.set_xlim(wavelength.values.min(), wavelength.values.max())
        ax.set_ylim(-0.05, 1.08 * max(shown.size, 1) + 0.05)
        ax.set_yticks([])
        ax.spines.left.set_visible(False)
        ax.set_xlabel(axis_label("λ", "vacuum wavelength", "nm"))
        ax.set_ylabel("spectral energy (each to its maximum)")
    return ax


def spectra_map(light: Any, ax: Axes | None = None, *, threshold: float | None = None) -> Axes:
    """Draw the spectral energy over wavelength and pump, on a logarithmic scale of colour.

    Parameters
    ----------
    light : LightCurve
        Spectra at every pump.
    ax : Axes, optional
        Where to draw.
    threshold : float, optional
        Fluence at threshold in J/m^2, marked.
    """
    from matplotlib.colors import LinearSegmentedColormap, LogNorm

    data = light.data
    values = data.spectrum.values * PJ_PER_NM
    with drawing(ax, NARROW, 86 * MM) as ax:
        top = values.max() or 1.0
        scale = LogNorm(max(values[values > 0].min(initial=top), top / 10**_MAP_DECADES), top)
        image = ax.pcolormesh(
            data.wavelength.values * NM,
            data.fluence.values * UJ_CM2,
            np.clip(values, scale.vmin, None),
            norm=scale,
            cmap=LinearSegmentedColormap.from_list("light", _LIGHT),
            shading="nearest",
            rasterized=True,
        )
        log_axis(ax.yaxis)
        if threshold is not None and np.isfinite(threshold):
            mark_threshold(ax, threshold * UJ_CM2, across=True)
        bar = ax.figure.colorbar(image, ax=ax, pad=0.02, aspect=34)
        log_axis(bar.ax.yaxis)
        bar.ax.minorticks_off()
        bar.outline.set_linewidth(0.5)
        bar.set_label(axis_label("", "spectral energy", "pJ/nm"))
        ax.set_xlabel(axis_label("λ", "vacuum wavelength", "nm"))
        ax.set_ylabel(axis_label("F", "pump fluence", "uJ/cm^2"))
    return ax
