"""Coupled disks: supermodes, rates against gap, pump maps, histograms, far fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.plot.style import BLUE, CYCLE, INK, MM, MUTED, NARROW, VERMILION, WIDE, drawing, log_axis
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UM, NM, GHZ = 1e6, 1e9, 1e-9
SIGNED = ("#0b3c5d", "#5c9fc9", "#ffffff", "#e8946a", "#7a2a0f")
_LIGHT = ("#ffffff", "#cfe3f0", "#56a3d0", "#0b5c94", "#071d33")


def supermode(modes: Any, mode: int = 0, ax: Axes | None = None, *, points: int = 241, **field: Any) -> Axes:
    """Draw E_z or H_z of a coupled mode to scale, with the rims of disks and holes.

    Parameters
    ----------
    modes : CoupledModes
        From `MultiDisk.modes`.
    mode : int
        Position in the table.
    **field
        ``half_width`` and ``centre`` of the square, as in `CoupledModes.field`.
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Circle

    grid = modes.field(mode, points=points, **field)
    value = grid.psi_real.values + 1j * grid.psi_imag.values
    brightest = value.ravel()[np.nanargmax(np.abs(value))]
    shown = np.real(value * np.conj(brightest) / abs(brightest))
    x, y = grid.x.values * UM, grid.y.values * UM
    disks = modes.disks.disks
    low = min(d.centre[1] - d.radius for d in disks) * UM
    high = max(d.centre[1] + d.radius for d in disks) * UM
    with drawing(ax, WIDE, 100 * MM) as axes:
        picture = axes.pcolormesh(
            x,
            y,
            shown,
            cmap=LinearSegmentedColormap.from_list("field", SIGNED),
            vmin=-1,
            vmax=1,
            shading="nearest",
        )
        picture.set_rasterized(True)
        for disk in disks:
            centre = (disk.centre[0] * UM, disk.centre[1] * UM)
            axes.add_patch(Circle(centre, disk.radius * UM, fill=False, edgecolor=INK, linewidth=0.5))
            for hole in disk.holes:
                inner = disk.hole_centre(hole)
                place = (centre[0] + inner[0] * UM, centre[1] + inner[1] * UM)
                axes.add_patch(Circle(place, hole.radius * UM, fill=False, edgecolor=INK, linewidth=0.5))
        axes.set_aspect("equal")
        if "half_width" not in field:
            margin = 0.08 * (high - low)
            axes.set_ylim(low - margin, high + margin)
        letter = "E_z" if modes.data.polarization.values[mode] == "TM" else "H_z"
        q = float(modes.data.q_factor.values[mode])
        said = "above threshold" if q < 0 else f"Q = {q:.3g}" if np.isfinite(q) else "Q beyond rounding"
        wavelength = float(modes.data.wavelength.values[mode]) * NM
        axes.set_title(f"${letter}$ of {modes.data.label.values[mode]}, {wavelength:.4f} nm, {said}")
        axes.set_xlabel(axis_label("x", "", "um"))
        axes.set_ylabel(axis_label("y", "", "um"))
    return axes


def rates_against_gap(
    rates: Any,
    ax: Axes | None = None,
    *,
    required: float | None = None,
    measured: float | None = None,
    color: str = BLUE,
) -> Axes:
    """Draw half the splitting of a pair against the gap, on a logarithmic scale.

    Parameters
    ----------
    rates : CouplingRates
        From `colase.coupling.coupling_rates`.
    required : float, optional
        Rate that an effect asks for, in Hz: drawn as a line.
    measured : float, optional
        Gap of a real pair in m: drawn as a line.
    """
    data = rates.data
    gap, kappa = data.gap.values * NM, data.half_splitting.values * GHZ
    with drawing(ax, NARROW, 65 * MM) as axes:
        clean = data.purity.values >= 0.9
        axes.plot(gap, data.first_order.values * GHZ, color=MUTED, linewidth=0.8, label="first order")
        axes.plot(gap[clean], kappa[clean], "o", color=color, label=f"exact, {rates.label}")
        if not clean.all():
            axes.plot(
                gap[~clean], kappa[~clean], "o", color=color, fillstyle="none", label="several families"
            )
        log_axis(axes.yaxis)
        if required is not None:
            axes.axhline(required * GHZ, color=VERMILION, linewidth=0.9, linestyle=(0, (4, 2)))
            axes.annotate("required", (gap.max(), required * GHZ), (0, 3), textcoords="offset points",
                          ha="right", color=VERMILION)  # fmt: skip
            axes.set_ylim(top=max(axes.get_ylim()[1], 3 * required * GHZ))
        if measured is not None:
            axes.axvline(measured * NM, color=MUTED, linewidth=0.7, linestyle=(0, (1, 2)))
        axes.set_xlabel(axis_label("", "gap", "nm"))
        axes.set_ylabel(axis_label("κ/2π", "half splitting", "GHz"))
        axes.legend(loc="lower left")
    return axes


def pump_map(spectra: xr.Dataset, ax: Axes | None = None, *, decades: float = 4.0) -> Axes:
    """Draw emission spectra against the offset of the pump, logarithmic in brightness.

    Parameters
    ----------
    spectra : Dataset
        From `colase.coupling.lasing.covariance.pump_map`.
    """
    from matplotlib.colors import LinearSegmentedColormap, LogNorm

    offset, frequency = spectra.offset.values * UM, spectra.frequency.values
    value = np.maximum(spectra.spectrum.values, spectra.spectrum.values.max() * 10**-decades)
    with drawing(ax, NARROW, 65 * MM) as axes:
        norm = LogNorm(value.max() * 10**-decades, value.max())
        picture = axes.pcolormesh(
            offset,
            frequency,
            value.T,
            cmap=LinearSegmentedColormap.from_list("light", _LIGHT),
            norm=norm,
            shading="nearest",
        )
        picture.set_rasterized(True)
        axes.set_xlabel(axis_label("", "offset of the pump", "um"))
        axes.set_ylabel("frequency, in units of the coupling")
    return axes


def splitting_histogram(statistics: xr.Dataset, ax: Axes | None = None, *, bins: int = 24) -> Axes:
    """Draw histograms of phi for the pump on the left disk, both, and the right one.

    Parameters
    ----------
    statistics : Dataset
        From `colase.coupling.lasing.disorder.splitting_statistics`.
    """
    edges = np.linspace(0, float(np.quantile(statistics.phi.values, 0.995)), bins + 1).tolist()
    with drawing(ax, NARROW, 60 * MM) as axes:
        for i, pumping in enumerate(statistics.pumping.values):
            phi = statistics.phi.values[i]
            mean = float(statistics.average[i])
            half = 0.5 * float(statistics.high[i] - statistics.low[i])
            axes.hist(phi, edges, histtype="step", color=CYCLE[i], linewidth=1.2,
                      label=f"{pumping}: {mean:.3f} ± {half:.3f}")  # fmt: skip
        axes.set_xlabel("splitting over half the free spectral range φ")
        axes.set_ylabel("pairs")
        axes.legend(loc="upper right", title="pumped, mean with its 95 % band")
    return axes


def far_field(pattern: xr.Dataset, ax: Axes | None = None, *, label: str = "", color: str = BLUE) -> Axes:
    """Draw the radiated power against direction on polar axes (given axes must be polar).

    Parameters
    ----------
    pattern : Dataset
        From `CoupledModes.far_field`.
    """
    with drawing(ax, NARROW, NARROW) as axes:
        if axes.name != "polar":
            figure = axes.figure
            place = axes.get_subplotspec()
            axes.remove()
            axes = figure.add_subplot(place, projection="polar")  # type: ignore[call-overload,union-attr]
        axes.plot(pattern.angle.values, pattern.power.values, color=color, linewidth=0.8, label=label or None)
        axes.set_rlabel_position(80)  # type: ignore[union-attr]
        axes.set_title("radiated power, mean 1")
    return axes
