"""How long a laser lasts under its own heat, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.columns import Column, stacked
from colase.plot.style import (
    BLUE,
    FAINT,
    INK,
    LASING,
    MM,
    MUTED,
    NARROW,
    WIDE,
    beside,
    drawing,
    log_axis,
    number,
)

from .scales import KW_CM2, ZERO_CELSIUS, cycle, seconds

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_NOTHING = 1e-6  # share of the widest change below which a change is rounding
_EARLY = 0.1  # share of the pulse below which the end of lasing needs a logarithmic axis


def duration_columns(found: Any) -> tuple[Column, ...]:
    """Return pump and one duration a choice."""
    names = [_choice(v, found.choice.attrs["units"]) for v in found.choice.values]
    return (
        Column("pump", "kW/cm^2", found.pump.values * KW_CM2),
        *stacked("duration", "us", found.duration.values.T * 1e6, names),
    )


def duration_map(found: Any, ax: Axes | None = None) -> Axes:
    """Draw how long it lases: a map where the choice is a number, curves where it is a name.

    Parameters
    ----------
    found : Dataset
        From `colase.laser.self_heating.duration_map.duration_map`.
    ax : Axes, optional
        Where to draw.
    """
    numeric = np.issubdtype(found.choice.dtype, np.number)
    with drawing(ax, NARROW, 66 * MM) as ax:
        pump, duration = found.pump.values * KW_CM2, found.duration.values * 1e6
        if numeric:
            _map(found, ax, pump, duration)
        else:
            labels = []
            for name, row, colour in zip(
                found.choice.values, duration, cycle(found.sizes["choice"]), strict=True
            ):
                shown = np.where(row > 0, row, np.nan)
                ax.plot(pump, shown, color=colour)
                if np.isfinite(shown).any():
                    labels.append((float(shown[np.isfinite(shown)][-1]), str(name), colour))
            log_axis(ax.yaxis)
            ax.axhline(found.attrs["pulse"] * 1e6, color=MUTED, lw=0.6, ls=(0, (4, 2)))
            ax.set_ylabel("duration of lasing (µs)")
            ax.margins(x=0)
            beside(ax, labels)
        ax.set_xlabel("pump irradiance I (kW/cm²)")
    return ax


def _map(found: Any, ax: Axes, pump: np.ndarray, duration: np.ndarray) -> None:
    from matplotlib.colors import LogNorm

    unit = found.choice.attrs["units"]
    factor, shown = {"m": (1e9, "nm"), "W/m^2": (KW_CM2, "kW/cm²")}.get(unit, (1.0, unit))
    values = np.ma.masked_less_equal(duration, 1e-3)
    top = found.attrs["pulse"] * 1e6
    mesh = ax.pcolormesh(
        pump, found.choice.values * factor, values, cmap="viridis", norm=LogNorm(top / 1e3, top),
        shading="nearest", rasterized=True,
    )  # fmt: skip
    ax.set_facecolor(FAINT)
    bar = ax.figure.colorbar(mesh, ax=ax)
    none = "; grey: none" if np.ma.is_masked(values) else ""
    bar.set_label(f"duration of lasing (µs){none}")
    ax.set_ylabel(f"{found.choice.attrs['long_name']} ({shown})")


def heat_lever_columns(levers: Any) -> tuple[Column, ...]:
    """Return every lever with what doubling and halving does."""
    data = levers.data
    duration, rise = data.duration.values, data.temperature.values - ZERO_CELSIUS
    return (
        Column("lever", "", data.lever.values.astype(str)),
        Column("duration, doubled", "us", duration[:, 0] * 1e6),
        Column("duration, halved", "us", duration[:, 1] * 1e6),
        Column("steady temperature, doubled", "degC", rise[:, 0]),
        Column("steady temperature, halved", "degC", rise[:, 1]),
    )


def heat_lever_bars(levers: Any, ax: Axes | None = None) -> Axes:
    """Draw the steady temperature after doubling (filled) and halving (open) every input."""
    data = levers.data
    base = float(data.base_temperature) - ZERO_CELSIUS
    rows = np.arange(data.sizes["lever"])[::-1]
    T = data.temperature.values - ZERO_CELSIUS
    with drawing(ax, WIDE, (18 + 8 * rows.size) * MM) as ax:
        for shift, column, fill in ((0.19, 0, True), (-0.19, 1, False)):
            change = T[:, column] - base
            colour = np.where(change > 0, LASING, BLUE)
            ax.barh(
                rows + shift,
                change,
                height=0.34,
                color=colour if fill else "white",
                edgecolor=colour,
                left=base,
            )
            for row, value in zip(rows, change, strict=True):
                value = 0.0 if abs(value) < _NOTHING * np.ptp(T) else value
                side = 1 if value > 0 else -1
                text = ("+" if value > 0 else "") + number(float(value), 2)
                ax.annotate(
                    text, (base + value, row + shift), (3 * side, 0), textcoords="offset points", va="center",
                    ha="left" if value > 0 else "right", fontsize=6.5,
                )  # fmt: skip
        ax.axvline(base, color=INK, lw=0.6)
        ax.set_yticks(rows, [str(name) for name in data.lever.values])
        ax.tick_params(axis="y", length=0)
        ax.spines.left.set_visible(False)
        room = 0.12 * np.ptp(T) if T.size else 1.0
        ax.set_xlim(min(T.min(), base) - room, max(T.max(), base) + room)
        ax.set_xlabel("steady temperature at threshold pumping; filled: doubled, open: halved (°C)")
    return ax


def run_columns(run: Any) -> tuple[Column, ...]:
    """Return time, temperature, pump, threshold and output."""
    data = run.data
    threshold = np.minimum(data.threshold.values, 1e300)
    return (
        Column("time", "us", data.time.values * 1e6),
        Column("temperature", "degC", data.temperature.values - ZERO_CELSIUS),
        Column("pump", "kW/cm^2", data.pump.values * KW_CM2),
        Column("threshold", "kW/cm^2", threshold * KW_CM2),
        Column("laser light", "kW/cm^2", data.output.values * KW_CM2),
    )


def lasing_under_heat(run: Any, ax: Axes | None = None) -> Axes:
    """Draw pump and threshold against time; where they meet, lasing ends."""
    data = run.data
    with drawing(ax, NARROW, 62 * MM) as ax:
        t = data.time.values * 1e6
        pump, threshold = data.pump.values * KW_CM2, data.threshold.values * KW_CM2
        ax.fill_between(t, threshold, pump, where=(pump > threshold).tolist(), color=LASING, alpha=0.15, lw=0)
        ax.plot(t, pump, color=INK)
        ax.plot(t, threshold, color=LASING)
        top = 1.25 * max(pump.max(), float(np.min(threshold)))
        ax.set_ylim(0, top)
        ax.set_xlim(t[0], t[-1])
        if run.lases and run.duration * 1e6 < _EARLY * t[-1]:
            ax.set_xscale("log")
            ax.set_xlim(t[t > 0][0], t[-1])
        if run.lases and not run.survived:
            ax.axvline(run.ended * 1e6, color=MUTED, lw=0.6, ls=(0, (4, 2)))
            ax.annotate(
                f"ends after {seconds(run.duration)}", (run.ended * 1e6, 0), (3, 3),
                textcoords="offset points", color=MUTED,
            )  # fmt: skip
        ax.set_xlabel("time t (µs)")
        ax.set_ylabel("pump irradiance I (kW/cm²)")
        beside(ax, [(float(pump[-1]), "pump", INK), (min(float(threshold[-1]), top), "threshold", LASING)])
    return ax


def _choice(value: Any, unit: str) -> str:
    return f"{float(value) * 1e9:g} nm" if unit == "m" else str(value)
