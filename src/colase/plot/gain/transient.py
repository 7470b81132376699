"""Transient absorption: absorbance after the pump against wavelength, and its bleach against delay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colase.errors import InputError
from colase.plot.columns import Column, stacked
from colase.plot.style import INK, LASING, MM, MUTED, NARROW, drawing, levels, log_axis
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def spectrum_columns(transient: Any, delay: float = 3e-12) -> tuple[Column, ...]:
    """Return wavelength, A_0 and A_0 + ΔA for every pump at the delay nearest to one asked for, in s."""
    at = transient.data.sel(delay=delay, method="nearest")
    names = [f"after {n:.4g} photons per nanocrystal" for n in at.photons_per_nanocrystal.values]
    return (
        Column("wavelength", "nm", at.wavelength.values * 1e9),
        Column("absorbance unpumped", "1", at.absorbance_unpumped.values),
        *stacked("absorbance", "1", at.absorbance.values.T, names),
    )


def spectra(transient: Any, ax: Axes | None = None, *, delay: float = 3e-12) -> Axes:
    """Draw A_0 + ΔA at one delay for every pump; below zero the film amplifies.

    Parameters
    ----------
    transient : TransientAbsorption
        The computed experiment.
    ax : Axes, optional
        Where to draw.
    delay : float
        In s; the nearest delay that was computed is shown.
    """
    wavelength, before, *pumped = spectrum_columns(transient, delay)
    pump = transient.data.photons_per_nanocrystal.values
    shown = float(transient.data.delay.sel(delay=delay, method="nearest"))
    with drawing(ax, NARROW, 64 * MM) as ax:
        low = min(float(c.values.min()) for c in pumped)
        ax.axhspan(min(1.15 * low, 0.0), 0.0, color=LASING, alpha=0.07, lw=0)
        ax.axhline(0, color=MUTED, lw=0.5)
        ax.plot(wavelength.values, before.values, color=INK, lw=0.9, ls=(0, (4, 2)), label="0")
        for column, level, colour in zip(pumped, pump, levels(len(pumped)), strict=True):
            ax.plot(wavelength.values, column.values, color=colour, label=f"{level:.3g}")
        ax.set_xlim(wavelength.values.min(), wavelength.values.max())
        ax.set_xlabel(axis_label("λ", "vacuum wavelength", "nm"))
        ax.set_ylabel(axis_label("A₀ + ΔA", "absorbance", ""))
        ax.set_title(f"{shown * 1e12:.3g} ps after the pump", color=INK)
        _legend(ax)
    return ax


def decay_columns(transient: Any, wavelength: float | None = None) -> tuple[Column, ...]:
    """Return delay and the bleach of every pump at one wavelength (in m; the strongest gain by default)."""
    data = transient.data
    if wavelength is None:
        strongest = data.material_gain.values.max(axis=(0, 1))
        wavelength = float(data.wavelength.values[strongest.argmax()])
    at = data.sel(wavelength=wavelength, method="nearest")
    names = [f"after {n:.4g} photons per nanocrystal" for n in data.photons_per_nanocrystal.values]
    return (
        Column("delay", "ps", data.delay.values * 1e12),
        *stacked("bleach", "1", at.bleach.values.T, names),
    )


def decay(transient: Any, ax: Axes | None = None, *, wavelength: float | None = None) -> Axes:
    """Draw -ΔA/A_0 at one wavelength against delay for every pump; above 1 the film amplifies.

    Parameters
    ----------
    transient : TransientAbsorption
        The computed experiment, with at least two delays.
    ax : Axes, optional
        Where to draw.
    wavelength : float, optional
        In m; by default the wavelength of the largest gain.
    """
    delay, *curves = decay_columns(transient, wavelength)
    if len(delay.values) < 2:
        raise InputError("transient absorption: a decay needs at least two delays.")
    pump = transient.data.photons_per_nanocrystal.values
    with drawing(ax, NARROW, 64 * MM) as ax:
        ax.axhline(1, color=LASING, lw=0.9, ls=(0, (4, 2)))
        for column, level, colour in zip(curves, pump, levels(len(curves)), strict=True):
            ax.plot(delay.values, column.values, color=colour, label=f"{level:.3g}")
        ax.annotate(
            "gain above", (0.02, 1), (0, 2), xycoords=("axes fraction", "data"),
            textcoords="offset points", color=LASING,
        )  # fmt: skip
        first, last = delay.values.min(), delay.values.max()
        after = delay.values[delay.values > 0]
        if first >= 0 and last > 50 * after.min():
            log_axis(ax.xaxis)
            first = after.min()
        ax.set_xlim(first, last)
        ax.set_xlabel(axis_label("t", "delay", "ps"))
        ax.set_ylabel(axis_label("-ΔA/A₀", "bleach", ""))
        _legend(ax)
    return ax


def band_columns(probe: Any) -> tuple[Column, ...]:
    """Return delay and the bleach of the band for every pump, with and without amplified emission."""
    data = probe.data
    names = [f"after {f * 100:.4g} uJ/cm^2" for f in data.fluence.values]
    alone = (
        stacked("bleach without amplified emission", "1", data.band_bleach_alone.values.T, names)
        if probe.followed
        else ()
    )
    return (
        Column("delay", "ps", data.delay.values * 1e12),
        *stacked("bleach", "1", data.band_bleach.values.T, names),
        *alone,
    )


def band_decay(probe: Any, ax: Axes | None = None) -> Axes:
    """Draw the bleach of the band against delay for every pump; dashed without amplified emission."""
    delay, *curves = band_columns(probe)
    count = probe.data.sizes["pump"]
    colours = levels(count)
    with drawing(ax, NARROW, 64 * MM) as ax:
        ax.axhline(1, color=LASING, lw=0.9, ls=(0, (4, 2)))
        for column, colour in zip(curves[count:], colours, strict=False):
            ax.plot(delay.values, column.values, color=colour, lw=0.8, ls=(0, (2, 2)))
        for column, level, colour in zip(curves, probe.data.fluence.values * 100, colours, strict=False):
            ax.plot(delay.values, column.values, color=colour, label=f"{level:.3g}")
        ax.annotate(
            "gain above", (0.02, 1), (0, 2), xycoords=("axes fraction", "data"),
            textcoords="offset points", color=LASING,
        )  # fmt: skip
        log_axis(ax.xaxis)
        ax.set_xlim(delay.values.min(), delay.values.max())
        ax.set_ylim(0, None)
        ax.set_xlabel(axis_label("t", "delay", "ps"))
        ax.set_ylabel(axis_label("-ΔA/A₀", "bleach of the band", ""))
        _legend(ax, "pump (µJ/cm²)")
    return ax


def _legend(ax: Axes, title: str = "photons absorbed\nper nanocrystal") -> None:
    ax.legend(
        title=title,
        title_fontsize=7,
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
        alignment="left",
    )
