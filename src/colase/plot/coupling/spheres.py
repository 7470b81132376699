"""Pictures of two coated spheres: splitting against gap or m, combs, chance of one line, lasing lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.plot.columns import Column
from colase.plot.style import BLUE, CYCLE, INK, MM, MUTED, NARROW, VERMILION, WIDE, drawing, log_axis
from colase.units import axis_label

from .disks import SIGNED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UM, NM, GHZ = 1e6, 1e9, 1e-9


def splitting(coupling: Any, ax: Axes | None = None, *, label: str = "exact", color: str = BLUE) -> Axes:
    """Draw half the splitting of a `SphereCoupling` (or its data) against the gap, or over m."""
    data = getattr(coupling, "data", coupling)
    over = "gap" if "gap" in data.dims else "azimuthal"
    x = data[over].values * (NM if over == "gap" else 1)
    with drawing(ax) as axes:
        axes.plot(x, data.two_level.values * GHZ, color=MUTED, linewidth=0.8, label="two-level theory")
        axes.plot(x, data.half_splitting.values * GHZ, "o", color=color, label=label)
        log_axis(axes.yaxis)
        axes.set_xlabel(
            axis_label("", "gap", "nm") if over == "gap" else axis_label("m", "azimuthal number", "")
        )
        axes.set_ylabel(axis_label("κ/2π", "half splitting", "GHz"))
        axes.legend(loc="upper right")
    return axes


def splitting_columns(data: xr.Dataset) -> tuple[Column, ...]:
    """Return gap (or m), exact half splitting and that of two-level theory."""
    over = ("gap", "nm", NM) if "gap" in data.dims else ("azimuthal", "1", 1)
    return (
        Column(over[0], over[1], data[over[0]].values * over[2]),
        Column("half splitting", "GHz", data.half_splitting.values * GHZ),
        Column("two-level theory", "GHz", data.two_level.values * GHZ),
    )


def combs(data: xr.Dataset, band: tuple[float, float] | None = None, ax: Axes | None = None) -> Axes:
    """Draw the lines of each sphere in rows, TE and TM, and mark those both have in common.

    Parameters
    ----------
    data : Dataset
        Over ``line``: wavelength (m), body, polarization, common (bool).
    band : tuple of float, optional
        Shaded, in m.
    """
    kinds, bodies = ("TE", "TM"), np.unique(data.body.values)
    with drawing(ax, WIDE, 45 * MM) as axes:
        if band is not None:
            axes.axvspan(band[0] * NM, band[1] * NM, color=MUTED, alpha=0.12, linewidth=0)
        ticks, names = [], []
        for row, (kind, body) in enumerate((k, b) for k in kinds for b in bodies):
            mine = (data.body.values == body) & (data.polarization.values == kind)
            lam, met = data.wavelength.values[mine] * NM, data.common.values[mine]
            base = -row - 0.4 * (row // len(bodies))
            axes.vlines(lam[~met], base, base + 0.7, color=CYCLE[kinds.index(kind)], linewidth=0.8)
            axes.vlines(lam[met], base, base + 0.7, color=INK, linewidth=2.0)
            ticks.append(base + 0.35)
            names.append(f"{kind}, {'AB'[int(body)]}")
        axes.set_yticks(ticks, names)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(axis_label("λ", "wavelength", "nm"))
        axes.set_title("thick: common to both spheres")
    return axes


def count_histogram(statistics: xr.Dataset, ax: Axes | None = None) -> Axes:
    """Draw how many common lines fall into the band, with 95 % bands (from `meeting_statistics`)."""
    count, share = statistics["count"].values, statistics.probability.values
    error = np.abs(np.stack([share - statistics.low.values, statistics.high.values - share]))
    with drawing(ax) as axes:
        colors = [VERMILION if c == 1 else BLUE for c in count]
        axes.bar(count, share, 0.7, color=colors, yerr=error, error_kw={"linewidth": 0.7, "ecolor": INK})
        axes.set_xticks(count)
        axes.set_ylim(0, None)
        axes.set_xlabel("common lines in the gain band")
        axes.set_ylabel("share of pairs")
        axes.set_title(f"exactly one: {100 * float(statistics.attrs['single']):.0f} %")
    return axes


def chance_map(chance: xr.Dataset, ax: Axes | None = None) -> Axes:
    """Draw the chance of exactly one common line against both diameters (from `best_pair`)."""
    first, second = chance["first"].values * UM, chance["second"].values * UM
    with drawing(ax, NARROW, 75 * MM) as axes:
        picture = axes.pcolormesh(
            second, first, chance.single.values, cmap="Blues", shading="nearest", vmin=0
        )
        picture.set_rasterized(True)
        i, j = np.unravel_index(int(chance.single.values.argmax()), chance.single.shape)
        axes.plot([second[j]], [first[i]], "o", color=VERMILION)
        axes.figure.colorbar(picture, ax=axes, label="chance of exactly one common line")
        axes.set_aspect("equal")
        axes.set_xlabel(axis_label("D", "diameter of one sphere", "um"))
        axes.set_ylabel(axis_label("D", "diameter of the other", "um"))
    return axes


def supermode(field: xr.Dataset, ax: Axes | None = None) -> Axes:
    """Draw the field of a supermode around the gap, with all boundaries of both spheres.

    Parameters
    ----------
    field : Dataset
        From `colase.coupling.spheres.supermode.field_map`: its attributes (or variables) radii_0, radii_1 and
        centre_1 hold radii and the second centre in m.
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Circle

    with drawing(ax, NARROW, 75 * MM) as axes:
        signed = LinearSegmentedColormap.from_list("field", SIGNED)
        x, y = field.x.values * UM, field.y.values * UM
        picture = axes.pcolormesh(
            x, y, field.psi_real.values, cmap=signed, vmin=-1, vmax=1, shading="nearest"
        )
        picture.set_rasterized(True)
        circles = {**field.attrs, **{name: field[name].values for name in field.data_vars}}
        for i, centre in enumerate((0.0, float(circles["centre_1"]))):
            for radius in circles[f"radii_{i}"]:
                ring = Circle((centre * UM, 0), radius * UM, fill=False, edgecolor=INK, linewidth=0.5)
                axes.add_patch(ring)
        axes.set_aspect("equal")
        axes.set_xlim(x[0], x[-1])
        axes.set_ylim(y[0], y[-1])
        axes.set_xlabel(axis_label("x", "along the line of centres", "um"))
        axes.set_ylabel(axis_label("y", "across", "um"))
    return axes


def line_spectra(light: xr.Dataset, ax: Axes | None = None, *, floor: float = 1e-4) -> Axes:
    """Draw the energy of every line of the pair and of each sphere alone, at the highest pump.

    Parameters
    ----------
    light : Dataset
        Over ``line``: wavelength (m), energy (J), which (0 the pair, then each sphere alone).
    floor : float
        Faintest line drawn, relative to the brightest.
    """
    names = ("pair", "A alone", "B alone")
    with drawing(ax, WIDE, 55 * MM) as axes:
        for i, name in enumerate(names):
            mine = light.which.values == i
            energy = light.energy.values[mine] * 1e12
            if not energy.size:
                continue
            shown = energy >= floor * energy.max()
            lam = light.wavelength.values[mine][shown] * NM
            axes.vlines(lam + 0.06 * (i - 1), floor * energy.max(), energy[shown], color=CYCLE[i], label=name)
        log_axis(axes.yaxis)
        axes.set_xlabel(axis_label("λ", "wavelength", "nm"))
        axes.set_ylabel(axis_label("", "energy per pulse", "pJ"))
        axes.legend(loc="upper left")
    return axes
