"""Light out against light in, with the linewidth, and where the absorbed photons go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.errors import InputError, nearest
from colase.plot.columns import Column, stacked
from colase.plot.style import (
    CYCLE,
    INK,
    LASING,
    MM,
    MUTED,
    NARROW,
    WIDE,
    beside,
    drawing,
    log_axis,
    pump_axis,
)
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UJ_CM2 = 100.0  # uJ/cm^2 per J/m^2
PICO = 1e12
NM = 1e9
_MOST_DECADES = 9.0
_SMALL_SHARE = 2e-3
_CHANNEL_COLOURS = ("#D55E00", "#E69F00", "#AA4499", "#66727f", "#56B4E9", "#9aa5b1", "#0072B2", "#009E73")
_WORDS = {
    "scattering": "modes, by\nscattering",
    "radiation": "modes, by\nradiation",
    "absorption": "absorbed by\nthe cavity",
    "absorption by higher states": "absorbed by\nhigher states",
    "spontaneous elsewhere": "spontaneous\nelsewhere",
    "lost above the last state": "above the\nlast state",
}
_QUANTITIES = {
    "energy": (PICO, "E", "emitted energy per pulse", "pJ"),
    "photons": (1.0, "n", "photons emitted per pulse", ""),
    "counts": (1.0, "n", "counts of the instrument", ""),
}
_ROOM = 2.6  # room for labels right of the last pump, as a factor
_COLOURS = (LASING, *(c for c in CYCLE if c != LASING))


def brightest(light: Any, most: int = 5) -> np.ndarray:
    """Return the numbers of the modes that emit most at any pump, brightest first."""
    energy = light.data.emitted_energy.values
    return np.argsort(-energy.max(axis=0), kind="stable")[:most]


def light_columns(light: Any) -> tuple[Column, ...]:
    """Return pump, light of all modes together, and light and linewidth of the brightest modes."""
    data = light.data
    which = brightest(light)
    names = [str(name) for name in data.label.values[which]]
    energy = data.emitted_energy.values
    return (
        Column("pump fluence", "uJ/cm^2", data.fluence.values * UJ_CM2),
        Column("photons absorbed per nanocrystal", "1", data.photons_per_nanocrystal.values),
        Column("emitted energy all modes", "pJ", energy.sum(axis=1) * PICO),
        Column("emitted photons all modes", "1", data.emitted_photons.values.sum(axis=1)),
        Column("counts of the instrument", "1", data.emitted_counts.values.sum(axis=1)),
        *stacked("emitted energy", "pJ", energy[:, which] * PICO, names),
        *stacked("width at the instrument", "nm", data.fwhm.values[:, which] * NM, names),
    )


def light_curve(
    light: Any, ax: Axes | None = None, *, threshold: float | None = None, quantity: str = "energy"
) -> Axes:
    """Draw emitted light against pump fluence, with the width of the brightest line on the right.

    Parameters
    ----------
    light : LightCurve
        Light of every mode at every pump.
    ax : Axes, optional
        Where to draw.
    threshold : float, optional
        Fluence at threshold in J/m^2, marked.
    quantity : str
        What is drawn: "energy", "photons" or "counts".

    Raises
    ------
    InputError
        If there is no such quantity.
    """
    if quantity not in _QUANTITIES:
        known = ", ".join(_QUANTITIES)
        raise InputError(
            f'light curve: no "{quantity}" to draw.{nearest(quantity, _QUANTITIES)} There is {known}.'
        )
    data = light.data
    fluence = data.fluence.values * UJ_CM2
    scale, letter, meaning, unit = _QUANTITIES[quantity]
    energy = data[f"emitted_{quantity}"].values * scale
    which = brightest(light)
    with drawing(ax, WIDE, 82 * MM) as ax:
        pump_axis(ax.xaxis, fluence, _ROOM)
        log_axis(ax.yaxis)
        total = energy.sum(axis=1)
        first = energy[:, which[0]]
        ax.set_ylim(*_decades(first, total))
        ax.plot(fluence, _positive(total), color=INK, lw=0.9, ls=(0, (4, 2)), zorder=1.5)
        ends = [(total[-1], "all modes", INK)]
        for colour, mode in zip(_COLOURS, which, strict=False):
            ax.plot(fluence, _positive(energy[:, mode]), "o-", color=colour, ms=2.2, lw=1.0)
            ends.append((energy[-1, mode], str(data.label.values[mode]), colour))
        _widths(ax, fluence, data.fwhm.values[:, which[0]] * NM, str(data.label.values[which[0]]))
        if threshold is not None and np.isfinite(threshold):
            mark_threshold(ax, threshold * UJ_CM2)
        beside(ax, [end for end in ends if end[0] > 0], x=_edge(ax, fluence[-1]))
        ax.set_xlabel(axis_label("F", "pump fluence", "uJ/cm^2"))
        ax.set_ylabel(axis_label(letter, meaning, unit))
    return ax


def _edge(ax: Axes, fluence: float) -> float:
    """Return where on the axis, as a share of its length, the labels of the curves begin."""
    if fluence <= 0:
        return 0.9
    low, high = np.log(ax.get_xlim())
    return (np.log(fluence) - low) / (high - low) + 0.012


def _positive(values: np.ndarray) -> np.ndarray:
    """Return values with those a logarithmic axis cannot show masked."""
    return np.ma.masked_less_equal(values, 0.0)


def _decades(first: np.ndarray, total: np.ndarray) -> tuple[float, float]:
    """Return a range that holds the curve of the brightest mode, at most nine decades."""
    if not (first > 0).any():
        return 1e-6, 1.0
    top = 3 * total.max()
    return max(0.3 * first[first > 0].min(), top / 10**_MOST_DECADES), top


def _widths(ax: Axes, fluence: np.ndarray, width: np.ndarray, name: str) -> None:
    """Draw the width of the brightest line on an axis of its own at the right."""
    right = ax.twinx()
    right.spines.right.set_visible(True)
    for part in (right.spines.right, right.yaxis.label):
        part.set_color(MUTED)
    right.tick_params(axis="y", colors=MUTED)
    right.plot(fluence, width, color=MUTED, lw=0.9, marker="s", ms=1.8, zorder=1)
    right.set_ylim(0, 1.25 * np.nanmax(width))
    right.set_ylabel(axis_label("Δλ", f"width of {name}", "nm"), color=MUTED)


def mark_threshold(ax: Axes, fluence: float, across: bool = False) -> None:
    """Draw a line at the threshold, upright or (for maps with the pump upwards) across.

    A run stopped early may hold no pump near the threshold; then nothing is drawn.
    """
    low, high = sorted(ax.get_ylim() if across else ax.get_xlim())
    if not low <= fluence <= high:
        return
    style = {"color": LASING, "lw": 0.9, "ls": (0, (4, 2)), "zorder": 3}
    if across:
        ax.axhline(fluence, **style)
        return
    ax.axvline(fluence, **style)
    ax.annotate(
        "threshold", (fluence, 1), (3, -2), xycoords=("data", "axes fraction"), textcoords="offset points",
        color=LASING, va="top",
    )  # fmt: skip


def budget_columns(light: Any) -> tuple[Column, ...]:
    """Return the pump and the share of the absorbed photons that ends in each channel."""
    data = light.data
    names = [str(name) for name in data.channel.values]
    return (
        Column("pump fluence", "uJ/cm^2", data.fluence.values * UJ_CM2),
        *stacked("share of absorbed photons", "1", data.budget.values, names),
    )


def photon_budget(light: Any, ax: Axes | None = None, *, threshold: float | None = None) -> Axes:
    """Draw where the absorbed photons end, as shares stacked to one, against the pump.

    Parameters
    ----------
    light : LightCurve
        Its budget over pump and channel.
    ax : Axes, optional
        Where to draw.
    threshold : float, optional
        Fluence at threshold in J/m^2, marked.
    """
    pump, *shares = budget_columns(light)
    names = [str(name) for name in light.data.channel.values]
    shown = [i for i, share in enumerate(shares) if share.values.max() > _SMALL_SHARE]
    with drawing(ax, NARROW, 64 * MM) as ax:
        pump_axis(ax.xaxis, pump.values)
        ax.set_ylim(0, 1)
        base = np.zeros(len(pump.values))
        ends = []
        for i in shown:
            top = base + shares[i].values
            colour = _CHANNEL_COLOURS[i % len(_CHANNEL_COLOURS)]
            ax.fill_between(pump.values, base, top, color=colour, lw=0, alpha=0.85)
            ends.append(((base[-1] + top[-1]) / 2, _WORDS.get(names[i], names[i]), colour))
            base = top
        if threshold is not None and np.isfinite(threshold):
            ax.axvline(threshold * UJ_CM2, color=INK, lw=0.9, ls=(0, (4, 2)))
        beside(ax, ends, lines=2)
        ax.set_xlabel(axis_label("F", "pump fluence", "uJ/cm^2"))
        ax.set_ylabel("share of the absorbed photons")
    return ax


def peak_columns(light: Any) -> tuple[Column, ...]:
    """Return the pump and the populations at the moment of most light."""
    data = light.data
    names = [str(name) for name in data.state.values]
    return (
        Column("pump fluence", "uJ/cm^2", data.fluence.values * UJ_CM2),
        *stacked("share in state", "1", data.populations_peak.values, names),
    )


def populations_at_peak(light: Any, ax: Axes | None = None, *, threshold: float | None = None) -> Axes:
    """Draw the share of the nanocrystals in each state when the light is strongest.

    Parameters
    ----------
    light : LightCurve
        Its populations over pump and state.
    ax : Axes, optional
        Where to draw.
    threshold : float, optional
        Fluence at threshold in J/m^2, marked.
    """
    pump, *shares = peak_columns(light)
    with drawing(ax, NARROW, 64 * MM) as ax:
        pump_axis(ax.xaxis, pump.values)
        ax.set_ylim(0, 1.02)
        ends = []
        for share, name, colour in zip(shares, light.data.state.values, (MUTED, *CYCLE), strict=False):
            ax.plot(pump.values, share.values, color=colour)
            ends.append((share.values[-1], str(name), colour))
        if threshold is not None and np.isfinite(threshold):
            mark_threshold(ax, threshold * UJ_CM2)
        beside(ax, ends)
        ax.set_xlabel(axis_label("F", "pump fluence", "uJ/cm^2"))
        ax.set_ylabel(axis_label("P", "share of the nanocrystals", ""))
    return ax
