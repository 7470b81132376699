"""Heat in pictures: temperature over time, depth and surface, how long it lases, and what helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import Column, stacked
from .style import (
    BLUE,
    CYCLE,
    FAINT,
    INK,
    LASING,
    MM,
    MUTED,
    NARROW,
    WIDE,
    beside,
    drawing,
    levels,
    log_axis,
    number,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ZERO_CELSIUS = 273.15
KW_CM2 = 1e-7
_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"))


def history_columns(curves: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return time and one temperature a curve; all curves share their times."""
    first = next(iter(curves.values()))
    values = np.column_stack([c.temperature.values - ZERO_CELSIUS for c in curves.values()])
    return (
        Column("time", "s", first.time.values),
        *stacked("temperature", "degC", values, tuple(curves)),
    )


def temperature_history(
    curves: Mapping[str, Any], ax: Axes | None = None, *, marks: Mapping[str, float] | None = None
) -> Axes:
    """Draw temperature against time on a logarithmic axis, one curve a name.

    Parameters
    ----------
    curves : mapping
        From a name to a Dataset of `colase.heat.temperature`.
    ax : Axes, optional
        Where to draw.
    marks : mapping, optional
        Temperatures in K to mark with a line, by name.
    """
    with drawing(ax, NARROW, 62 * MM) as ax:
        labels = []
        for (name, data), colour in zip(curves.items(), _cycle(len(curves)), strict=True):
            t = data.time.values
            T = data.temperature.values - ZERO_CELSIUS
            ax.plot(t[t > 0], T[t > 0], color=colour)
            labels.append((float(T[-1]), name, colour))
        log_axis(ax.xaxis)
        _time_ticks(ax)
        for name, value in (marks or {}).items():
            ax.axhline(value - ZERO_CELSIUS, color=MUTED, lw=0.6, ls=(0, (4, 2)))
            ax.annotate(
                name, (0.02, value - ZERO_CELSIUS), (0, 2), xycoords=("axes fraction", "data"),
                textcoords="offset points", color=MUTED,
            )  # fmt: skip
        ax.margins(x=0)
        ax.set_xlabel("time t (s)")
        ax.set_ylabel("temperature T (°C)")
        beside(ax, labels)
    return ax


def profile_columns(profile: Any) -> tuple[Column, ...]:
    """Return depth and one temperature a time."""
    names = [f"at {_seconds(t)}" for t in profile.time.values]
    return (
        Column("depth", "nm", profile.depth.values * 1e9),
        *stacked("temperature", "degC", profile.temperature.values - ZERO_CELSIUS, names),
    )


def depth_profile(profile: Any, ax: Axes | None = None) -> Axes:
    """Draw temperature over depth at several times, with the layers named and their faces marked."""
    with drawing(ax, NARROW, 62 * MM) as ax:
        x = profile.depth.values * 1e9
        T = profile.temperature.values - ZERO_CELSIUS
        for i, colour in enumerate(levels(T.shape[1])):
            ax.plot(x, T[:, i], color=colour)
        ax.set_xlim(0, x[-1])
        ax.set_ylim(top=T.max() + 0.12 * np.ptp(T))
        layer = profile.layer.values
        starts = np.concatenate([[0], np.flatnonzero(np.diff(layer)) + 1])
        for start, name in zip(starts, profile.attrs["layers"], strict=False):
            if start:
                ax.axvline(x[start], color=FAINT, lw=0.8, zorder=0)
            ax.annotate(
                name, (x[start], 1), (3, -2), xycoords=("data", "axes fraction"),
                textcoords="offset points", va="top", color=MUTED,
            )  # fmt: skip
        ax.set_xlabel("depth z (nm)")
        ax.set_ylabel("temperature T (°C)")
        labels = [
            (T[-1, i], _seconds(t), c)
            for i, (t, c) in enumerate(zip(profile.time.values, levels(T.shape[1]), strict=True))
        ]
        beside(ax, labels)
    return ax


def map_columns(surface: Any) -> tuple[Column, ...]:
    """Return one row a point of the map."""
    y, x = np.meshgrid(surface.y.values, surface.x.values, indexing="ij")
    T = surface.temperature.values - ZERO_CELSIUS
    return (
        Column("x", "um", x.ravel() * 1e6),
        Column("y", "um", y.ravel() * 1e6),
        Column("temperature", "degC", T.ravel()),
    )


def surface_map(surface: Any, ax: Axes | None = None) -> Axes:
    """Draw temperature across the surface with contours."""
    with drawing(ax, NARROW, 72 * MM) as ax:
        x, y = surface.x.values * 1e6, surface.y.values * 1e6
        T = surface.temperature.values - ZERO_CELSIUS
        mesh = ax.pcolormesh(x, y, T, cmap="inferno", shading="gouraud", rasterized=True)
        ax.contour(x, y, T, levels=6, colors="white", linewidths=0.4, alpha=0.7)
        ax.set_aspect("equal")
        bar = ax.figure.colorbar(mesh, ax=ax, shrink=0.85)
        bar.set_label("temperature T (°C)")
        ax.set_xlabel("position x (µm)")
        ax.set_ylabel("position y (µm)")
    return ax


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
                found.choice.values, duration, _cycle(found.sizes["choice"]), strict=True
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
    bar.set_label("duration of lasing (µs)")
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
        if run.lases and not run.survived:
            ax.axvline(run.ended * 1e6, color=MUTED, lw=0.6, ls=(0, (4, 2)))
            ax.annotate(
                f"ends after {number(run.duration * 1e6, 3)} µs", (run.ended * 1e6, 0), (3, 3),
                textcoords="offset points", color=MUTED,
            )  # fmt: skip
        ax.set_xlabel("time t (µs)")
        ax.set_ylabel("pump irradiance I (kW/cm²)")
        beside(ax, [(float(pump[-1]), "pump", INK), (min(float(threshold[-1]), top), "threshold", LASING)])
    return ax


def phase_columns(fit: Any) -> tuple[Column, ...]:
    """Return frequency, measured and fitted phase."""
    data = fit.data
    return (
        Column("frequency", "Hz", data.frequency.values),
        Column("phase", "deg", np.degrees(data.phase.values)),
        Column("fitted phase", "deg", np.degrees(data.phase_fitted.values)),
    )


def phase_fit(fit: Any, ax: Axes | None = None) -> Axes:
    """Draw the phase of a thermoreflectance sweep and its fit against frequency."""
    frequency, measured, fitted = phase_columns(fit)
    with drawing(ax, NARROW, 58 * MM) as ax:
        ax.plot(frequency.values, measured.values, "o", color=BLUE, mew=0)
        ax.plot(frequency.values, fitted.values, color=INK, lw=1.0)
        log_axis(ax.xaxis)
        ax.set_xlabel("modulation frequency f (Hz)")
        ax.set_ylabel("phase φ (°)")
    return ax


def _cycle(count: int) -> tuple[Any, ...]:
    return CYCLE[:count] if count <= len(CYCLE) else tuple(levels(count))


def _time_ticks(ax: Axes) -> None:
    """Write decades of time with prefixes: 1 ns, 1 us."""
    from matplotlib.ticker import FuncFormatter

    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _seconds(value)))


def _seconds(value: float) -> str:
    for size, unit in _UNITS:
        if value >= 0.999 * size:
            return f"{value / size:.3g} {unit}".replace("us", "µs")
    return f"{value * 1e12:.3g} ps"


def _choice(value: Any, unit: str) -> str:
    return f"{float(value) * 1e9:g} nm" if unit == "m" else str(value)
