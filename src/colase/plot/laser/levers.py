"""What moves the threshold: the change of the threshold fluence for one per cent of each input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.columns import Column
from colase.plot.style import BLUE, INK, LASING, MM, MUTED, NARROW, WIDE, drawing, log_axis, number
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def lever_columns(levers: Any) -> tuple[Column, ...]:
    """Return each input with the sensitivity of the threshold to it, the strongest first."""
    data = levers.data
    return (
        Column("setting", "", data.setting.values.astype(str)),
        Column("meaning", "", data.meaning.values.astype(str)),
        Column("d ln(threshold fluence)/d ln(setting)", "1", data.sensitivity.values),
        Column("relative error", "1", data.error.values),
        Column("guess", "", np.where(data.guess.values, "guess", "")),
        Column("moves lines or modes", "", np.where(data.local.values, "local", "")),
    )


def lever_bars(levers: Any, ax: Axes | None = None, *, most: int = 10, smallest: float = 0.005) -> Axes:
    """Draw the strongest levers as bars: to the right what raises the threshold, to the left what lowers it.

    Parameters
    ----------
    levers : Levers
        Sensitivities, the strongest first.
    ax : Axes, optional
        Where to draw.
    most : int
        How many.
    smallest : float
        Levers weaker than this are not drawn; those that move lines or modes neither.
    """
    _, meaning, sensitivity, *_ = lever_columns(levers)
    strong = (np.abs(sensitivity.values) >= smallest) & ~levers.data.local.values.astype(bool)
    shown = np.flatnonzero(strong)[:most]
    rows = np.arange(shown.size)[::-1]
    values = sensitivity.values[shown]
    with drawing(ax, WIDE, (16 + 6 * max(shown.size, 1)) * MM) as ax:
        colours = np.where(values > 0, LASING, BLUE)
        guessed = levers.data.guess.values[shown].astype(bool)
        ax.barh(rows, values, height=0.6, color=np.where(guessed, "white", colours), edgecolor=colours)
        ax.axvline(0, color=INK, lw=0.6)
        for row, value in zip(rows, values, strict=True):
            side = 1 if value > 0 else -1
            ax.annotate(
                ("+" if value > 0 else "") + number(value, 2),
                (value, row),
                (3 * side, 0),
                textcoords="offset points",
                ha="left" if value > 0 else "right",
                va="center",
            )
        ax.set_yticks(rows, meaning.values[shown])
        ax.tick_params(axis="y", length=0)
        ax.spines.left.set_visible(False)
        low, high = min(values.min(initial=0), 0.0), max(values.max(initial=0), 0.0)
        room = 0.14 * (high - low or 1.0)
        ax.set_xlim(low - room, high + room)
        ax.set_ylim(-0.6, max(shown.size, 1) - 0.4)
        ax.set_xlabel("change of the threshold fluence for 1 % more of an input (%)")
    return ax


def budget_columns(levers: Any) -> tuple[Column, ...]:
    """Return where the energy of the pump ends, the largest share first."""
    names, shares = zip(*levers.pump_goes, strict=True)
    return (
        Column("channel", "", np.array(names)),
        Column("share of the absorbed energy", "1", np.array(shares)),
    )


def budget_bars(levers: Any, ax: Axes | None = None, *, smallest: float = 5e-4) -> Axes:
    """Draw where the energy of the absorbed pump ends in a pulse at threshold."""
    shown = [(name, share) for name, share in levers.pump_goes if abs(share) >= smallest]
    rows = np.arange(len(shown))[::-1]
    shares = np.array([100 * share for _, share in shown])
    colours = [LASING if "useful" in name else MUTED for name, _ in shown]
    with drawing(ax, NARROW, (14 + 6 * max(len(shown), 1)) * MM) as ax:
        ax.barh(rows, shares, height=0.6, color=colours)
        for row, share in zip(rows, shares, strict=True):
            ax.annotate(
                number(share, 2), (max(share, 0.0), row), (3, 0), textcoords="offset points", va="center"
            )
        ax.set_yticks(rows, [name for name, _ in shown])
        ax.tick_params(axis="y", length=0)
        ax.spines.left.set_visible(False)
        ax.set_xlim(min(0.0, shares.min()), 1.2 * shares.max())
        ax.set_xlabel("share of the absorbed energy (%)")
    return ax


def interval_columns(interval: Any) -> tuple[Column, ...]:
    """Return the threshold of every draw, increasing."""
    return (Column("threshold fluence", "uJ/cm^2", interval.fluence * 100),)


def interval_histogram(interval: Any, ax: Axes | None = None) -> Axes:
    """Draw how often each threshold came out, with the range that holds two thirds of all draws."""
    lasing = interval.fluence[np.isfinite(interval.fluence)] * 100
    edges = np.geomspace(lasing.min() * 0.99, lasing.max() * 1.01, 16)
    with drawing(ax, NARROW, 56 * MM) as ax:
        log_axis(ax.xaxis)
        low, high = (interval.quantile(q) * 100 for q in (0.16, 0.84))
        ax.axvspan(low, min(high, edges[-1]), color=BLUE, alpha=0.12, lw=0)
        ax.hist(lasing, edges, color=BLUE)
        ax.axvline(interval.quantile(0.5) * 100, color=LASING, lw=0.9, ls=(0, (4, 2)))
        ax.set_xlim(edges[0], edges[-1])
        ax.set_xlabel(axis_label("F", "threshold fluence", "uJ/cm^2"))
        ax.set_ylabel("draws")
    return ax
