"""Spectra of the laser against the pump: as lines one above the other, and as a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.columns import Column, stacked
from colase.plot.style import MM, NARROW, drawing, levels, log_axis
from colase.units import axis_label

from .light import UJ_CM2, mark_threshold

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NM = 1e9
PJ_PER_NM = 1e12 / 1e9  # pJ/nm per J/m
_MAP_DECADES = 6.0
_LIGHT = ("#ffffff", "#cfe3f0", "#56a3d0", "#0b5c94", "#071d33")


def spectra_columns(light: Any, which: np.ndarray | None = None) -> tuple[Column, ...]:
    """Return the wavelength and the spectrum at every pump, or at the pumps ``which``."""
    data = light.data if which is None else light.data.isel(pump=which)
    names = [f"at {fluence * UJ_CM2:.4g} uJ/cm^2" for fluence in data.fluence.values]
    return (
        Column("wavelength", "nm", data.wavelength.values * NM),
        *stacked("spectral energy", "pJ/nm", data.spectrum.values.T * PJ_PER_NM, names),
    )


def map_columns(light: Any, most: int = 2000) -> tuple[Column, ...]:
    """Return the spectrum at every pump, the highest value in each of at most ``most`` bins.

    A line narrower than a bin keeps its height, as it would not in an average.
    """
    data = light.data
    step = -(-data.sizes["wavelength"] // most)
    start = np.arange(0, data.sizes["wavelength"], step)
    values = np.maximum.reduceat(data.spectrum.values, start, axis=1)
    wavelength = np.add.reduceat(data.wavelength.values, start) / np.diff([*start, data.sizes["wavelength"]])
    names = [f"at {fluence * UJ_CM2:.4g} uJ/cm^2" for fluence in data.fluence.values]
    return (
        Column("wavelength", "nm", wavelength * NM),
        *stacked("highest spectral energy", "pJ/nm", values.T * PJ_PER_NM, names),
    )


def chosen(light: Any, most: int = 7) -> np.ndarray:
    """Return the numbers of a few pump levels that emit, evenly spread over all of them."""
    bright = np.flatnonzero(light.data.spectrum.values.max(axis=1) > 0)
    return bright[np.unique(np.round(np.linspace(0, bright.size - 1, min(most, bright.size))).astype(int))]


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
    which = chosen(light, most)
    wavelength, *shown = spectra_columns(light, which)
    fluence = light.data.fluence.values[which]
    with drawing(ax, NARROW, 86 * MM) as ax:
        for row, (spectrum, pump, colour) in enumerate(zip(shown, fluence, levels(len(shown)), strict=True)):
            values = spectrum.values
            base = 1.08 * row
            ax.plot(wavelength.values, base + values / values.max(), color=colour, lw=0.8)
            text = f"{pump * UJ_CM2:.3g} µJ/cm²"
            if threshold is not None and np.isfinite(threshold):
                text = f"{pump / threshold:.3g} × threshold\n{text}"
            ax.annotate(
                text, (1.0, base + 0.04), (3, 0), xycoords=("axes fraction", "data"),
                textcoords="offset points", color=colour, va="bottom", fontsize=6.5, linespacing=1.1,
            )  # fmt: skip
        ax.set_xlim(wavelength.values.min(), wavelength.values.max())
        ax.set_ylim(-0.05, 1.08 * max(len(shown), 1) + 0.05)
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

    wavelength, *all_spectra = map_columns(light)
    fluence = light.data.fluence.values * UJ_CM2
    values = np.stack([s.values for s in all_spectra])
    fluence, values = _pumped(fluence, values)
    with drawing(ax, NARROW, 86 * MM) as ax:
        top = values.max() or 1.0
        scale = LogNorm(max(values[values > 0].min(initial=top), top / 10**_MAP_DECADES), top)
        image = ax.pcolormesh(
            _edges(wavelength.values),
            _edges(fluence),
            np.clip(values, scale.vmin, None),
            norm=scale,
            cmap=LinearSegmentedColormap.from_list("light", _LIGHT),
            shading="flat",
            rasterized=True,
        )
        log_axis(ax.yaxis)
        ax.set_ylim(*_edges(fluence)[[0, -1]])
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


def _pumped(fluence: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return only the levels with a pump, which a logarithmic axis can show; one dark level if none."""
    on = fluence > 0
    return (fluence[on], values[on]) if on.any() else (np.ones(1), np.zeros((1, values.shape[1])))


def _edges(centres: np.ndarray) -> np.ndarray:
    """Return the borders of cells around increasing positive centres, midway on a logarithmic axis."""
    if centres.size == 1:
        return centres[0] * np.array([1 / 1.5, 1.5])
    middle = np.sqrt(centres[1:] * centres[:-1])
    return np.concatenate([[centres[0] ** 2 / middle[0]], middle, [centres[-1] ** 2 / middle[-1]]])
