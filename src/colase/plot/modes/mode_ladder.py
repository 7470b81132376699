"""Every resonance as a line at its wavelength: TE up, TM down, under the gain spectrum.

The length of a line is the share of the mode that feels gain (confinement under the "gain"
definition), its colour the radial order. The lasing mode is picked out, and the polar numbers of
the leading family (the radial order with the largest confinement) are written on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.plot.gain.spectra import gain_above
from colase.plot.style import CYCLE, LASING, MM, MUTED, WIDE, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOGETHER = 0.01  # of the width of the picture
_COLOURS = (CYCLE[0], CYCLE[2], CYCLE[4], CYCLE[3], CYCLE[5], MUTED)


def mode_ladder(
    modes: xr.Dataset,
    gain: Any = None,
    ax: Axes | None = None,
    *,
    lasing: int | None = None,
    photons: float | None = None,
) -> Axes:
    """Draw the modes of a cavity.

    Parameters
    ----------
    modes : Dataset
        As `colase.cavity` gives it, over ``mode``.
    gain : GainSpectrum, optional
        Drawn above the modes, at the pump level nearest to ``photons``.
    ax : Axes, optional
        Where to draw.
    lasing : int, optional
        Number of the mode that lases first.
    photons : float, optional
        Pump level of the gain shown, in photons absorbed per nanocrystal; the highest if not given.

    The guided modes of a film have no ladder; they are drawn along the wavelength (`guided_modes`).
    """
    if not modes.attrs.get("resonant", 1):
        from .guided import guided_modes

        return guided_modes(modes, gain, ax, lasing=lasing, photons=photons)
    with drawing(ax, WIDE, (88 if gain is not None else 62) * MM) as ax:
        lam = modes.wavelength.values * 1e9
        share = modes.gain_confinement.values
        te = modes.polarization.values == "TE"
        height = np.where(te, share, -share)
        most = 1.42 * max(share.max(initial=0.0), 1e-12)
        ax.set_ylim(-most, most if gain is None else 1.95 * most)
        _lines(ax, modes, lam, height, above=lasing is not None and height[lasing] < 0)
        ax.spines.left.set_bounds(-most, most)
        ax.set_yticks([y for y in ax.get_yticks() if abs(y) < most])
        ax.set_xlim(*_range(lam))
        ax.axhline(0, color="black", lw=0.6)
        _polar_numbers(ax, modes, lam, height, lasing)
        for y, name in ((0.98 * most, "TE"), (-0.98 * most, "TM")):
            ax.annotate(name, (ax.get_xlim()[0], y), (3, 0), textcoords="offset points",
                        va="top" if y > 0 else "bottom", weight="bold")  # fmt: skip
        ax.yaxis.set_major_formatter(lambda value, _: f"{abs(value):.3g}")
        ax.set_xlabel(axis_label("λ", "vacuum wavelength", "nm"))
        ax.set_ylabel(axis_label("Γ", "gain confinement", ""), y=0.5 if gain is None else 1 / 2.95)
        if lasing is not None:
            _pick_out(ax, modes, lasing, lam, height)
        if gain is not None:
            gain_above(ax, gain, photons, lam[lasing] if lasing is not None else None)
    return ax


def _range(lam: np.ndarray) -> tuple[float, float]:
    """Return the shown wavelengths in nm: those of the modes and a little more."""
    if lam.size == 0:
        return 0.0, 1.0
    margin = (0.02 if lam.size > 20 else 0.1) * (lam.max() - lam.min()) or 1.0
    return lam.min() - margin, lam.max() + margin


def _lines(ax: Axes, modes: xr.Dataset, lam: np.ndarray, height: np.ndarray, above: bool) -> None:
    """Draw one line a mode, and a legend of radial orders above or below them."""
    if "radial" not in modes:
        ax.vlines(lam, 0, height, color=_COLOURS[0], lw=1.1)
        return
    radial = modes.radial.values
    for order in np.unique(radial)[::-1]:
        own = radial == order
        colour = _COLOURS[min(int(order) - 1, len(_COLOURS) - 1)]
        ax.vlines(lam[own], 0, height[own], color=colour, lw=1.1, label=f"q = {order}")
    handles, names = ax.get_legend_handles_labels()
    bottom, top = ax.get_ylim()
    ax.legend(
        handles[::-1],
        names[::-1],
        loc="upper right" if above else "lower right",
        bbox_to_anchor=(1.0, -2 * bottom / (top - bottom) if above else 0.0),
        ncols=len(names),
        borderaxespad=0.0,
        columnspacing=1.2,
    )


def _polar_numbers(
    ax: Axes, modes: xr.Dataset, lam: np.ndarray, height: np.ndarray, lasing: int | None
) -> None:
    """Write l (or m) on the modes of the family that feels gain most, as many as fit."""
    if lam.size == 0:
        return
    if "polar" not in modes:
        _names(ax, modes, lam, height, lasing)
        return
    share = np.abs(height)
    radial = modes.radial.values
    numbers = modes["polar" if "polar" in modes else "azimuthal"].values
    family = radial == radial[np.argmax(share)]
    named = np.arange(lam.size) != (-1 if lasing is None else lasing)
    step = int(np.ceil(family.sum() / 2 / 30))
    for sign in (1, -1):
        own = family & named & (np.sign(height) == sign) & (numbers % step == 0)
        for x, y, polar in zip(lam[own], height[own], numbers[own], strict=True):
            ax.annotate(
                f"{polar}",
                (x, y),
                (0, 2.0 * sign),
                textcoords="offset points",
                ha="center",
                va="bottom" if sign > 0 else "top",
                fontsize=6.5,
                color=MUTED,
            )


def _names(ax: Axes, modes: xr.Dataset, lam: np.ndarray, height: np.ndarray, lasing: int | None) -> None:
    """Write the names of modes at the ends of their lines; lines too close to tell apart share one name."""
    if lam.size > 40:
        return
    low, high = ax.get_xlim()
    for up in (1, -1):
        own = [i for i in np.argsort(lam) if (1 if height[i] >= 0 else -1) == up]
        gaps = np.flatnonzero(np.diff(lam[own]) > _TOGETHER * (high - low)) + 1
        for close in np.split(np.array(own, dtype=int), gaps):
            if close.size == 0 or lasing in close:
                continue
            stems = {str(modes.label.values[i]).rsplit(" (", 1)[0] for i in close}
            name = str(modes.label.values[close[0]])
            if close.size > 1:
                name = f"{stems.pop()}, {close.size} lines" if len(stems) == 1 else f"{name} and others"
            ax.annotate(
                name,
                (lam[close].mean(), height[close][np.argmax(np.abs(height[close]))]),
                (0, 2.0 * up),
                textcoords="offset points",
                ha="center",
                va="bottom" if up > 0 else "top",
                fontsize=6.5,
                color=MUTED,
            )


def _pick_out(ax: Axes, modes: xr.Dataset, lasing: int, lam: np.ndarray, height: np.ndarray) -> None:
    """Draw the lasing mode heavier and name it."""
    x, y = lam[lasing], height[lasing]
    up = 1 if y >= 0 else -1
    ax.vlines(x, 0, y, color=LASING, lw=2.6, zorder=4)
    ax.annotate(
        f"{modes.label.values[lasing]}, {x:.1f} nm",
        (x, y),
        (0, 11 * up),
        textcoords="offset points",
        ha="center",
        va="bottom" if up > 0 else "top",
        color=LASING,
        weight="bold",
        arrowprops={"arrowstyle": "-", "color": LASING, "lw": 0.8, "shrinkA": 0, "shrinkB": 0},
    )
