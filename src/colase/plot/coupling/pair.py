"""Pictures of a pair of a device file: supermode, rates, emission under a moving pump, combs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.plot.drawing.pair import UM
from colase.plot.style import BLUE, CYCLE, INK, MM, MUTED, NARROW, VERMILION, WIDE, drawing
from colase.units import axis_label

from . import disks as coupling

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def supermode_map(field: xr.Dataset, pair: Any, ax: Axes | None = None) -> Axes:
    """Draw psi of a supermode, as `CoupledModes.field` gives it, with the rims of the bodies."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Circle

    value = field.psi_real.values + 1j * field.psi_imag.values
    brightest = value.ravel()[np.nanargmax(np.abs(value))]
    shown = np.real(value * np.conj(brightest) / abs(brightest))
    with drawing(ax, NARROW, 75 * MM) as axes:
        picture = axes.pcolormesh(
            field.x.values * UM,
            field.y.values * UM,
            shown,
            cmap=LinearSegmentedColormap.from_list("field", coupling.SIGNED),
            vmin=-1,
            vmax=1,
            shading="nearest",
        )
        picture.set_rasterized(True)
        for body, x in zip(pair.bodies, pair.centres, strict=True):
            axes.add_patch(
                Circle((x * UM, 0), body.outer_radius * UM, fill=False, edgecolor=INK, linewidth=0.5)
            )
        axes.set_aspect("equal")
        axes.set_xlim(field.x.values[0] * UM, field.x.values[-1] * UM)
        axes.set_ylim(field.y.values[0] * UM, field.y.values[-1] * UM)
        axes.set_xlabel(axis_label("x", "", "um"))
        axes.set_ylabel(axis_label("y", "", "um"))
    return axes


def rates(data: xr.Dataset, ax: Axes | None = None) -> Axes:
    """Draw rates of both polarisations against the gap."""
    labels = str(data.attrs["labels"]).split("; ")
    required = float(data.attrs["required"]) or None
    for i, label in enumerate(labels):
        one = SimpleNamespace(data=data.isel(polarization=i), label=label)
        color = (BLUE, VERMILION)[i % 2]
        ax = coupling.rates_against_gap(
            one,
            ax,
            required=required if i == 0 else None,
            measured=float(data.attrs["gap"]) if i == 0 else None,
            color=color,
        )
    assert ax is not None
    return ax


def pump_map(data: xr.Dataset, ax: Axes | None = None) -> Axes:
    """Draw emission against the offset of the pump, frequency in GHz."""
    shown = data.assign_coords(frequency=data.frequency.values * 1e-9)
    ax = coupling.pump_map(shown, ax)
    ax.set_ylabel(axis_label("", "frequency minus the middle", "GHz"))
    return ax


def combs(data: xr.Dataset, window: tuple[float, float], ax: Axes | None = None) -> Axes:
    """Draw the lines of each body in a row of their own, TE upwards and TM downwards."""
    bodies = int(data.body.values.max()) + 1 if data.sizes["line"] else 1
    with drawing(ax, WIDE, (20 + 18 * bodies) * MM) as axes:
        axes.axvspan(window[0] * 1e9, window[1] * 1e9, color=MUTED, alpha=0.15, lw=0)
        for i in range(bodies):
            base = bodies - 1 - i
            axes.axhline(base, color=MUTED, linewidth=0.5)
            for kind, sign, color in (("TE", 0.4, CYCLE[0]), ("TM", -0.4, CYCLE[1])):
                mine = (data.body.values == i) & (data.polarization.values == kind)
                label = kind if i == 0 else ""
                axes.vlines(data.wavelength.values[mine] * 1e9, base, base + sign, color=color, label=label)
        axes.set_yticks(list(range(bodies)), [f"body {bodies - i}" for i in range(bodies)])
        axes.set_ylim(-0.6, bodies - 0.4)
        axes.set_xlabel(axis_label("λ", "wavelength", "nm"))
        axes.legend(loc="upper right")
    return axes
