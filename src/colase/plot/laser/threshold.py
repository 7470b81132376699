"""Where gain meets loss, and what the loss is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.plot.columns import Column, stacked
from colase.plot.style import CYCLE, INK, LASING, MM, MUTED, NARROW, beside, drawing, number
from colase.results import dataset, variable
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PER_CM = 1e-2  # 1/cm per 1/m
LOSSES = ("scattering", "radiation", "absorption")
_LOSS_COLOURS = ("#4477AA", "#E69F00", "#AA4499")


def leading(threshold: Any, most: int = 4) -> np.ndarray:
    """Return the numbers of the modes that need the least pump; without lasing, those that come closest.

    Of a guide without mirrors, each guided mode comes once, at its best wavelength.
    """
    data = threshold.data
    order = np.lexsort((-data.gain_over_loss.values, data.photons_per_nanocrystal.values))
    if not data.attrs.get("resonant", 1):
        guided = [str(name).split()[0] for name in data.label.values[order]]
        order = order[[guided.index(name) for name in dict.fromkeys(guided)]]
    return order[:most]


def gain_curves(
    threshold: Any, modes: xr.Dataset, device: Any, most: int = 4, points: int = 121
) -> xr.Dataset:
    """Return the highest modal gain of the leading modes under the pulse of a device, against its pump.

    Parameters
    ----------
    threshold : Threshold
        Says which modes lead and where they lase.
    modes : Dataset
        Modes of the device.
    device : Device
        Gives medium, cavity and pulse.
    most, points : int
        How many modes, and how many pump levels.

    Returns
    -------
    Dataset
        ``modal_gain`` (pump, mode) and ``modal_loss`` (mode), in 1/m.
    """
    from colase.laser.mode_gain import mode_gain
    from colase.laser.pumped_gain import PulsedGain, populations_in_time

    which = leading(threshold, most)
    own = modes.isel(mode=which)
    data = threshold.data.isel(mode=which)
    found = mode_gain(own, device.gain, device.cavity)

    def highest(photons: np.ndarray) -> np.ndarray:
        return PulsedGain(found, populations_in_time(device.gain, device.pump.pulse, photons)).table(photons)

    pump = data.photons_per_nanocrystal.values
    last = 1.6 * pump[np.isfinite(pump)].max(initial=0.0) or _saturated(highest, data.peak_photons.values[0])
    photons = np.linspace(0.0, last, points)[1:]
    gain = highest(photons)
    return dataset(
        {
            "modal_gain": variable(("pump", "mode"), gain * found.confinement, "1/m", "highest modal gain"),
            "modal_loss": variable("mode", found.modal_loss, "1/m", "loss per length"),
            "threshold_photons": variable(
                "mode", data.photons_per_nanocrystal.values, "", "photons per nanocrystal at threshold"
            ),
            "label": variable("mode", np.array(found.label), "", "name of the mode"),
        },
        {"photons_per_nanocrystal": variable("pump", photons, "", "photons absorbed per nanocrystal")},
    )


def _saturated(highest: Callable[[np.ndarray], np.ndarray], most: float) -> float:
    """Return twice the pump at which the gain of the first mode is near its highest."""
    photons = most * np.geomspace(1e-5, 1.0, 61)
    gain = highest(photons)[:, 0]
    near = gain >= gain[0] + 0.97 * (gain.max() - gain[0])
    return float(min(2 * photons[near.argmax()], most))


def meeting_columns(curves: xr.Dataset) -> tuple[Column, ...]:
    """Return the pump and the modal gain and loss of each mode."""
    names = [str(name) for name in curves.label.values]
    loss = np.broadcast_to(curves.modal_loss.values, curves.modal_gain.shape)
    return (
        Column("photons absorbed per nanocrystal", "1", curves.photons_per_nanocrystal.values),
        *stacked("modal gain", "1/cm", curves.modal_gain.values * PER_CM, names),
        *stacked("modal loss", "1/cm", loss * PER_CM, names),
    )


def gain_meets_loss(threshold: Any, ax: Axes | None = None, *, curves: xr.Dataset | None = None) -> Axes:
    """Draw the modal gain of the leading modes against the pump, and the loss that each must meet.

    Parameters
    ----------
    threshold : Threshold
        Gives thresholds and losses; without ``curves`` only the meeting points are drawn.
    ax : Axes, optional
        Where to draw.
    curves : Dataset, optional
        As `gain_curves` returns it.
    """
    which = leading(threshold)
    data = threshold.data.isel(mode=which)
    colours = (LASING, CYCLE[0], CYCLE[2], CYCLE[3])
    loss = data.modal_loss.values * PER_CM
    with drawing(ax, NARROW, 64 * MM) as ax:
        ends = []
        if curves is not None:
            pump = curves.photons_per_nanocrystal.values
            for mode in reversed(range(which.size)):
                gain = curves.modal_gain.values[:, mode] * PER_CM
                ax.plot(pump, gain, color=colours[mode], lw=1.6 if mode == 0 else 1.0)
                ends.append((gain[-1], str(curves.label.values[mode]), colours[mode]))
            ax.set_xlim(0, pump[-1])
            ax.axhline(0, color=MUTED, lw=0.5)
        else:
            _only_points(ax, data, loss, colours)
        _losses(ax, data, loss, colours)
        beside(ax, ends)
        ax.set_xlabel(axis_label("N", "photons absorbed per nanocrystal", ""))
        ax.set_ylabel(axis_label("Γg", "modal gain", "1/cm"))
    return ax


def _only_points(ax: Axes, data: xr.Dataset, loss: np.ndarray, colours: tuple[str, ...]) -> None:
    """Set limits around the meeting points and list their names, where there are no curves to name."""
    from matplotlib.lines import Line2D

    pump = data.photons_per_nanocrystal.values
    ax.set_ylim(0, 1.8 * loss.max())
    if not np.isfinite(pump).any():
        return
    ax.set_xlim(0, 1.25 * pump[np.isfinite(pump)].max())
    names = [
        f"{name} from {number(x)}" for name, x in zip(data.label.values, pump, strict=True) if np.isfinite(x)
    ]
    dots = [Line2D([], [], marker="o", ls="", color=c) for c in colours[: len(names)]]
    ax.legend(dots, names, loc="lower left", title="starts to lase", title_fontsize=7, alignment="left")


def _losses(ax: Axes, data: xr.Dataset, loss: np.ndarray, colours: tuple[str, ...]) -> None:
    """Draw the loss of each mode as a level, and where gain meets it."""
    photons = data.photons_per_nanocrystal.values
    same = np.ptp(loss) < 0.03 * loss.max()
    for level, colour in [(loss[0], INK)] if same else zip(loss, colours, strict=False):
        ax.axhline(level, color=colour, lw=0.8, ls=(0, (4, 2)))
    ax.annotate(
        "loss",
        (0.02, loss.max()),
        (0, 2),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="bottom",
    )
    for x, y, colour in zip(photons, loss, colours, strict=False):
        if np.isfinite(x):
            ax.plot(x, y, "o", color=colour, ms=4, mec="white", mew=0.5, zorder=5)


def loss_columns(threshold: Any, most: int = 6) -> tuple[Column, ...]:
    """Return the leading modes and their loss by each way, in 1/cm."""
    data = threshold.data.isel(mode=leading(threshold, most))
    names = {} if data.attrs.get("resonant", 1) else {"radiation": "ends"}
    ways = [
        Column(f"loss by {names.get(way, way)}", "1/cm", data[f"loss_{way}"].values * PER_CM)
        for way in LOSSES
    ]
    return (Column("mode", "", data.label.values.astype(str)), *ways)


def loss_budget(threshold: Any, ax: Axes | None = None, *, most: int = 6) -> Axes:
    """Draw the loss of the leading modes as bars made of scattering, radiation and absorption.

    Parameters
    ----------
    threshold : Threshold
        Gives the losses.
    ax : Axes, optional
        Where to draw.
    most : int
        How many modes.
    """
    names, *ways = loss_columns(threshold, most)
    rows = np.arange(len(names.values))[::-1]
    with drawing(ax, NARROW, 64 * MM) as ax:
        left = np.zeros(rows.size)
        for way, colour in zip(ways, _LOSS_COLOURS, strict=True):
            ax.barh(
                rows,
                way.values,
                left=left,
                height=0.62,
                color=colour,
                label=way.name.removeprefix("loss by "),
            )
            left += way.values
        for row, total in zip(rows, left, strict=True):
            ax.annotate(number(total), (total, row), (3, 0), textcoords="offset points", va="center")
        ax.set_yticks(rows, names.values)
        ax.tick_params(axis="y", length=0)
        ax.set_xlim(0, 1.15 * left.max())
        ax.set_ylim(-0.6, rows.size - 0.4)
        symbol = "2πn/λQ" if threshold.data.attrs.get("resonant", 1) else "α"
        ax.set_xlabel(axis_label(symbol, "loss per length", "1/cm"))
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2)
    return ax
