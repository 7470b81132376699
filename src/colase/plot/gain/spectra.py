"""Gain of the medium: spectra at several pump levels, and the populations they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from colase.constants import ELEMENTARY_CHARGE
from colase.plot.columns import Column, stacked
from colase.plot.style import CYCLE, LASING, MM, MUTED, NARROW, drawing, levels, log_axis
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PER_CM = 1e-2  # 1/cm per 1/m


def gain_columns(gain: Any) -> tuple[Column, ...]:
    """Return wavelength, photon energy and the gain at every pump level."""
    data = gain.data
    names = [f"at {n:.4g} photons per nanocrystal" for n in data.photons_per_nanocrystal.values]
    return (
        Column("wavelength", "nm", data.wavelength.values * 1e9),
        Column("photon energy", "eV", data.photon_energy.values / ELEMENTARY_CHARGE),
        *stacked("material gain", "1/cm", data.material_gain.values.T * PER_CM, names),
    )


def gain_spectra(gain: Any, loss: float | ArrayLike | None = None, ax: Axes | None = None) -> Axes:
    """Draw gain spectra, each labelled with its pump level.

    Parameters
    ----------
    gain : GainSpectrum
        Gain over pump level and wavelength.
    loss : float or array, optional
        Gain that a mode needs, in 1/m: one number, or one per wavelength of the spectra.
    ax : Axes, optional
        Where to draw.
    """
    wavelength, _, *spectra = gain_columns(gain)
    pump = gain.data.photons_per_nanocrystal.values
    with drawing(ax, NARROW, 64 * MM) as ax:
        ax.axhline(0, color=MUTED, lw=0.5)
        for spectrum, colour in zip(spectra, levels(len(spectra)), strict=True):
            ax.plot(wavelength.values, spectrum.values, color=colour)
        ax.set_xlim(wavelength.values.min(), wavelength.values.max())
        ax.set_ylim(*_shown(np.stack([s.values for s in spectra]), loss))
        if loss is not None:
            level = np.broadcast_to(np.asarray(loss, dtype=float) * PER_CM, wavelength.values.shape)
            ax.plot(wavelength.values, level, color=LASING, lw=0.9, ls=(0, (4, 2)))
            at = 0.02 * wavelength.values.max() + 0.98 * wavelength.values.min()
            ax.annotate("needed to lase", (at, level[0]), (0, 2), textcoords="offset points", color=LASING)
        ax.set_xlabel(axis_label("λ", "vacuum wavelength", "nm"))
        ax.set_ylabel(axis_label("g", "material gain", "1/cm"))
        _name_levels(ax, pump, levels(len(spectra)))
    return ax


def _shown(spectra: np.ndarray, loss: Any) -> tuple[float, float]:
    """Return a range that shows all gain, and as much absorption as there is gain."""
    top = max(spectra.max(), 0.0, np.max(np.asarray(loss)) * PER_CM if loss is not None else 0.0)
    bottom = spectra.min()
    if top > 0:
        bottom = max(bottom, -1.1 * top)
    span = top - bottom or 1.0
    return bottom - 0.02 * span, top + 0.08 * span


def _name_levels(ax: Axes, pump: np.ndarray, colours: list[Any]) -> None:
    """List the pump levels as a coloured legend, from the highest down."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=c) for c in colours]
    ax.legend(
        handles[::-1],
        [f"{n:.3g}" for n in pump[::-1]],
        title="photons absorbed\nper nanocrystal",
        title_fontsize=7,
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
        alignment="left",
    )


def nearest_level(gain: Any, photons: float | None) -> tuple[float, np.ndarray, np.ndarray]:
    """Return pump level, wavelengths (nm) and gain (1/cm) of the level nearest to one asked for."""
    pump = gain.data.photons_per_nanocrystal.values
    which = int(np.argmax(pump) if photons is None else np.argmin(np.abs(pump - photons)))
    spectrum = gain.data.material_gain.values[which]
    return float(pump[which]), gain.data.wavelength.values * 1e9, spectrum * PER_CM


def population_columns(gain: Any) -> tuple[Column, ...]:
    """Return the pump level and the share of the nanocrystals in every state."""
    data = gain.data
    return (
        Column("photons absorbed per nanocrystal", "1", data.photons_per_nanocrystal.values),
        *stacked("share in state", "1", data.populations.values, [str(s) for s in data.state.values]),
    )


def populations(gain: Any, threshold: float | None = None, ax: Axes | None = None) -> Axes:
    """Draw the share of nanocrystals in each exciton state against the pump.

    Parameters
    ----------
    gain : GainSpectrum
        Its pump levels are the points of the curves.
    threshold : float, optional
        Photons absorbed per nanocrystal at which the device lases; marked.
    ax : Axes, optional
        Where to draw.
    """
    pump, *shares = population_columns(gain)
    with drawing(ax, NARROW, 64 * MM) as ax:
        shown = pump.values > 0
        for share, colour in zip(shares, (MUTED, *CYCLE), strict=False):
            ax.plot(pump.values[shown], share.values[shown], color=colour)
        log_axis(ax.xaxis)
        ax.set_xlim(pump.values[shown].min(), pump.values[shown].max())
        ax.set_ylim(0, 1.09)
        names = [str(s) for s in gain.data.state.values]
        names[-1] += " and more"
        for share, name, colour in zip(shares, names, (MUTED, *CYCLE), strict=False):
            _name_at_top(ax, pump.values[shown], share.values[shown], name, colour)
        if threshold is not None and np.isfinite(threshold):
            ax.axvline(threshold, color=LASING, lw=0.9, ls=(0, (4, 2)))
            ax.annotate(
                "threshold", (threshold, 1.0), (3, 0), textcoords="offset points", color=LASING, va="top"
            )
        ax.set_xlabel(axis_label("N", "photons absorbed per nanocrystal", ""))
        ax.set_ylabel(axis_label("P", "share of the nanocrystals", ""))
    return ax


def _name_at_top(ax: Axes, x: np.ndarray, y: np.ndarray, name: str, colour: Any) -> None:
    """Write a name above the highest point of a curve."""
    top = int(y.argmax())
    side = "left" if top == 0 else "right" if top == x.size - 1 else "center"
    ax.annotate(
        name,
        (x[top], y[top]),
        (4 if top == 0 else 0, 2),
        textcoords="offset points",
        ha=side,
        va="bottom",
        color=colour,
    )


def gain_above(ax: Axes, gain: Any, photons: float | None, lasing: float | None) -> None:
    """Draw the gain spectrum in a panel of its own above the modes, on the same wavelengths."""
    level, wavelength, spectrum = nearest_level(gain, photons)
    above = ax.inset_axes((0.0, 0.71, 1.0, 0.29), sharex=ax)
    above.axhline(0, color=MUTED, lw=0.6)
    above.fill_between(wavelength, spectrum, 0, where=spectrum > 0, color=LASING, alpha=0.18, lw=0)
    above.plot(wavelength, spectrum, color=LASING)
    above.tick_params(labelbottom=False)
    above.set_ylabel("material gain\ng (cm⁻¹)")
    shown = (wavelength >= ax.get_xlim()[0]) & (wavelength <= ax.get_xlim()[1])
    if shown.any():
        low, high = spectrum[shown].min(), max(spectrum[shown].max(), 0.0)
        low = max(low, -1.2 * max(high, 0.05 * abs(low)))
        above.set_ylim(1.05 * low - 0.05 * high, high + 0.2 * (high - low))
    text = f"gain at {level:.3g} photons absorbed per nanocrystal"
    above.text(0.01, 0.97, text, transform=above.transAxes, va="top", color=LASING)
    if lasing is not None:
        above.axvline(lasing, color=LASING, lw=0.8, ls=(0, (2, 2)))
