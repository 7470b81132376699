"""Amplified emission of a stripe: light against pump or length, and spectra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.columns import Column, stacked
from colase.plot.style import INK, LASING, MM, MUTED, NARROW, drawing, levels, log_axis
from colase.units import axis_label

from .light import NM, UJ_CM2, mark_threshold

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PICO, _UM = 1e12, 1e6
_PJ_PER_NM = 1e12 / 1e9
_UNITS = {"uJ/cm^2": "µJ/cm²", "um": "µm"}


def _axis(found: Any) -> tuple[np.ndarray, str, str, str]:
    """Return the values of what was varied, its symbol, name and unit."""
    if found.axis == "pump":
        return found.data.fluence.values * UJ_CM2, "F", "pump fluence", "uJ/cm^2"
    return found.data.length.values * _UM, "L", "length of the stripe", "um"


def stripe_columns(found: Any) -> tuple[Column, ...]:
    """Return pump or length, energy of the beam and of all collected light, and line width."""
    at, _, name, unit = _axis(found)
    return (
        Column(name, unit, at),
        Column("energy of the beam", "pJ", found.data.emitted_energy.values * _PICO),
        Column("collected energy", "pJ", found.data.collected_energy.values * _PICO),
        Column("line width", "nm", found.data.fwhm.values * NM),
    )


def stripe_curve(found: Any, ax: Axes | None = None) -> Axes:
    """Draw the energy of the beam and of all collected light, and the line width on the right."""
    at, symbol, name, unit = _axis(found)
    with drawing(ax, NARROW, 66 * MM) as ax:
        log_axis(ax.xaxis)
        log_axis(ax.yaxis)
        ax.plot(at, found.data.emitted_energy.values * _PICO, "o-", color=INK, ms=2.2, lw=1.0, label="beam")
        ax.plot(
            at,
            found.data.collected_energy.values * _PICO,
            color=INK,
            lw=0.9,
            ls=(0, (4, 2)),
            label="all collected",
        )
        right = ax.twinx()
        right.plot(at, found.data.fwhm.values * NM, color=MUTED, lw=0.9, marker="s", ms=1.8)
        right.set_ylim(0, None)
        right.spines.right.set_visible(True)
        right.set_ylabel(axis_label("w", "line width", "nm"), color=MUTED)
        if np.isfinite(found.threshold):
            mark_threshold(ax, found.threshold * (UJ_CM2 if found.axis == "pump" else _UM))
        ax.legend(loc="lower right", frameon=False, fontsize=6)
        ax.set_xlabel(axis_label(symbol, name, unit))
        ax.set_ylabel(axis_label("E", "energy per pulse", "pJ"))
    return ax


def spectra_columns(found: Any) -> tuple[Column, ...]:
    """Return the wavelength and the collected spectrum at every pump or length."""
    at, _, _, unit = _axis(found)
    names = [f"at {x:.4g} {unit}" for x in at]
    return (
        Column("wavelength", "nm", found.data.wavelength.values * NM),
        *stacked("spectral energy", "pJ/nm", found.data.spectrum.values.T * _PJ_PER_NM, names),
    )


def stripe_spectra(found: Any, ax: Axes | None = None, *, most: int = 6) -> Axes:
    """Draw a few collected spectra, each scaled to its own highest point."""
    at, _, _, unit = _axis(found)
    which = np.unique(np.round(np.linspace(0, at.size - 1, min(most, at.size))).astype(int))
    lam = found.data.wavelength.values * NM
    with drawing(ax, NARROW, 60 * MM) as ax:
        for i, colour in zip(which, levels(len(which)), strict=True):
            spectrum = found.data.spectrum.values[i]
            ax.plot(lam, spectrum / spectrum.max(), color=colour, lw=1.0, label=f"{at[i]:.3g} {_UNITS[unit]}")
        ax.axvline(found.data.attrs["spontaneous_peak"] * NM, color=MUTED, lw=0.7, ls=(0, (2, 2)))
        ax.legend(loc="upper left", frameon=False, fontsize=6)
        ax.set_ylim(0, 1.08)
        ax.set_xlabel(axis_label("λ", "wavelength", "nm"))
        ax.set_ylabel("energy per wavelength, scaled")
    return ax


def concentration_columns(found: Any) -> tuple[Column, ...]:
    """Return concentration, threshold, and the wavelength of most light there."""
    data = found.data
    return (
        Column("concentration", "1/cm^3", data.concentration.values * 1e-6),
        Column("threshold", "uJ/cm^2", data.threshold.values * UJ_CM2),
        Column("wavelength of most light", "nm", data.peak_wavelength.values * NM),
    )


def concentration_curve(found: Any, ax: Axes | None = None) -> Axes:
    """Draw threshold and wavelength against concentration, with the estimates of the lowest one."""
    concentration, threshold, peak = (c.values for c in concentration_columns(found))
    seen = np.isfinite(threshold)
    with drawing(ax, NARROW, 66 * MM) as ax:
        log_axis(ax.xaxis)
        log_axis(ax.yaxis)
        ax.set_xlim(concentration.min() / 1.3, concentration.max() * 1.3)
        ax.plot(concentration[seen], threshold[seen], "o-", color=INK, ms=2.4, lw=1.0)
        for name, words in (("simple_minimum", "1/(σL)"), ("minimum", "outshines")):
            at = found.data.attrs[name] * 1e-6
            ax.axvline(at, color=LASING, lw=0.8, ls=(0, (3, 2)))
            ax.annotate(
                words, (at, 0.98), (2, 0), xycoords=("data", "axes fraction"), textcoords="offset points",
                rotation=90, va="top", color=LASING, fontsize=6,
            )  # fmt: skip
        right = ax.twinx()
        right.plot(concentration[seen], peak[seen], color=MUTED, marker="s", ms=2.0, lw=0.8)
        right.set_ylabel(axis_label("λ", "wavelength of most light", "nm"), color=MUTED)
        right.spines.right.set_visible(True)
        ax.set_xlabel(axis_label("C", "concentration", "1/cm^3"))
        ax.set_ylabel(axis_label("F", "threshold", "uJ/cm^2"))
    return ax
