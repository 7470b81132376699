"""Measurements of films: amplified emission against pump, transient absorption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import BLUE, LASING, MM, MUTED, NARROW, drawing, log_axis
from colase.units import axis_label, convert

from .pump import shown_pump

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def amplified(found: Any, ax: Axes | None = None) -> Axes:
    """Draw output against pump with the two lines, the linewidth and the onsets.

    Parameters
    ----------
    found : AmplifiedOnset
        What `colase.measurement.films.fit_amplified` returns.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    scale, pump = shown_pump(d.pump)
    x = d.pump.values * scale
    with drawing(ax, NARROW, 62 * MM) as ax:
        ax.plot(x, d.model.values, color=BLUE, lw=1.0)
        ax.plot(x, d.output.values, "o", color="black", ms=2.5)
        log_axis(ax.xaxis)
        log_axis(ax.yaxis)
        if found.found:
            for i in range(d.sizes["definition"]):
                low, high = (float(d[v][i]) * scale for v in ("onset_low", "onset_high"))
                if np.isfinite(high) and low > 0:
                    ax.axvspan(low, high, color=LASING, alpha=0.15, lw=0)
                ax.axvline(float(d.onset[i]) * scale, color=LASING, lw=0.8, ls=(0, (4, 2)))
        ax.set_xlabel(pump)
        ax.set_ylabel("output")
        other = ax.twinx()
        other.plot(x, d.linewidth.values * 1e9, ".-", color=MUTED, ms=3, lw=0.6)
        other.set_ylabel(axis_label("", "linewidth", "nm"))
    return ax


def band(found: Any, ax: Axes | None = None) -> Axes:
    """Draw a spectrum over photon energy with the fit of its line.

    Parameters
    ----------
    found : BandCurve
        Of `colase.measurement.films.fit_bands`.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    energy = convert(1.0, "J", "eV") * d.photon_energy.values
    with drawing(ax, NARROW, 58 * MM) as ax:
        ax.plot(energy, d.spectrum.values, ".", color="black", ms=1.5)
        ax.plot(energy, d.model.values, color=BLUE, lw=1.2)
        ax.set_xlabel(axis_label("E", "photon energy", "eV"))
        ax.set_ylabel(str(d.spectrum.attrs["long_name"]))
    return ax


def budget(found: Any, ax: Axes | None = None) -> Axes:
    """Draw what every factor brings to the variance of a product."""
    shares = sorted(found.budget.items(), key=lambda one: one[1])
    with drawing(ax, NARROW, (14 + 6 * len(shares)) * MM) as ax:
        ax.barh([name for name, _ in shares], [100 * share for _, share in shares], color=BLUE, height=0.6)
        ax.set_xlabel("share of the variance (%)")
    return ax


def time_zero(found: Any, ax: Axes | None = None) -> Axes:
    """Draw time zero against wavelength, the polynomial, and in grey what does not count."""
    d = found.data
    lam, used = d.wavelength.values * 1e9, d.used.values.astype(bool)
    with drawing(ax, NARROW, 58 * MM) as ax:
        ax.plot(lam[~used], d.time_zero.values[~used] * 1e12, "o", color=MUTED, ms=1.5, alpha=0.6)
        ax.plot(lam[used], d.time_zero.values[used] * 1e12, "o", color="black", ms=1.8)
        ax.plot(lam, d.model.values * 1e12, color=BLUE, lw=1.0)
        room = 0.3 * max(float(np.ptp(d.model.values)), 1e-15) * 1e12
        ax.set_ylim(float(d.model.min()) * 1e12 - room, float(d.model.max()) * 1e12 + room)
        ax.set_xlabel(axis_label("λ", "wavelength", "nm"))
        ax.set_ylabel(axis_label("t_0", "time zero", "ps"))
    return ax


def gain_region(found: Any, ax: Axes | None = None) -> Axes:
    """Draw A_0 and A_0 + dA at its deepest delay; below zero by two errors the film amplifies."""
    d = found.data
    lam, low, error = d.wavelength.values * 1e9, d.deepest.values, d.deepest_error.values
    with drawing(ax, NARROW, 60 * MM) as ax:
        ax.axhline(0, color=MUTED, lw=0.6)
        ax.plot(lam, d.absorbance.values, color=MUTED, lw=1.0, label="A₀")
        ax.fill_between(lam, low - 2 * error, low + 2 * error, color=BLUE, alpha=0.2, lw=0)
        delay = float(d.attrs["deepest_delay"]) * 1e12
        ax.plot(lam, low, color=BLUE, lw=1.0, label=f"A₀ + ΔA at {delay:.3g} ps, two errors")
        sure = low < -2 * error
        ax.fill_between(lam, low, 0, where=sure, color=LASING, alpha=0.4, lw=0)
        ax.set_xlim(lam.min(), lam.max())
        ax.set_xlabel(axis_label("λ", "wavelength", "nm"))
        ax.set_ylabel("absorbance")
        ax.legend(loc="best")
    return ax


def decay(found: Any, ax: Axes | None = None) -> Axes:
    """Draw the bleach of a band against delay with its fitted decay."""
    d = found.data
    t = d.band_delay.values * 1e12
    low, high = (v * 1e9 for v in d.attrs["band"])
    with drawing(ax, NARROW, 58 * MM) as ax:
        ax.plot(t, d.band_bleach.values, "o", color="black", ms=2)
        ax.plot(t, d.band_model.values, color=BLUE, lw=1.2)
        ax.set_xscale("symlog", linthresh=max(float(np.median(np.abs(t))) / 30, 1e-3))
        ax.set_xlabel(axis_label("t", "delay", "ps"))
        ax.set_ylabel(f"bleach from {low:.0f} to {high:.0f} nm")
    return ax


def gain_threshold(found: Any, ax: Axes | None = None) -> Axes:
    """Draw A_0 + dA of a band against fluence, and where it crosses zero with its interval."""
    d = found.data
    x = d.fluence.values * 1e2
    with drawing(ax, NARROW, 58 * MM) as ax:
        ax.axhline(0, color=MUTED, lw=0.6)
        ax.errorbar(x, d.lowest.values, d.lowest_error.values, fmt="o", color="black", ms=2.5, lw=0.6)
        low, high = (v * 1e2 for v in found.interval)
        if np.isfinite(found.threshold):
            ax.axvline(found.threshold * 1e2, color=LASING, lw=0.8, ls=(0, (4, 2)))
        if np.isfinite(high) and low > 0:
            ax.axvspan(low, high, color=LASING, alpha=0.15, lw=0)
        log_axis(ax.xaxis)
        ax.set_xlabel(axis_label("F", "pump fluence", "uJ/cm^2"))
        ax.set_ylabel("A₀ + ΔA")
    return ax
