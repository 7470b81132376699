"""Stripes at several fluences: their gains and the law behind them, and all their points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.gain.saturable import net_gain
from colase.units import axis_label

from .style import BLUE, MM, MUTED, NARROW, drawing, log_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def gains(found: Any, ax: Axes | None = None) -> Axes:
    """Draw net modal gain against fluence with the law that was fitted.

    Parameters
    ----------
    found : FluenceFit
        What `colase.measurement.fit_fluences` or `fit_stripes` returns.
    ax : Axes, optional
        Where to draw.
    """
    d, (gamma, density, loss, saturated) = found.data, (float(v) for v in found.data.value.values)
    f = d.fluence.values
    fine = np.geomspace(0.5 * f.min(), 1.5 * f.max(), 200)
    law = net_gain(
        fine, confinement=gamma, sigma_e=float(d.sigma_e), density=density, saturation_fluence=saturated,
        loss=loss, law=found.law,
    )  # fmt: skip
    with drawing(ax, NARROW, 58 * MM) as ax:
        ax.axhline(0, color=MUTED, lw=0.5)
        ax.plot(fine * 100, law * 1e-2, color=BLUE, lw=1.0)
        ax.errorbar(
            f * 100, d.gain.values * 1e-2, d.gain_error.values * 1e-2, fmt="o", color="black", ms=2.5, lw=0.6
        )
        low, high = (fun(law * 1e-2) for fun in (np.min, np.max))
        ax.set_ylim(low - 0.3 * (high - low), high + 0.3 * (high - low))
        log_axis(ax.xaxis)
        ax.set_xlabel(axis_label("F", "pump fluence", "uJ/cm^2"))
        ax.set_ylabel(axis_label("g", "net modal gain", "1/cm"))
    return ax


def stripes(found: Any, ax: Axes | None = None) -> Axes:
    """Draw edge emission against stripe length at every fluence with the joint fit."""
    import matplotlib as mpl

    d = found.data
    levels = np.unique(d.point_fluence.values)
    colours = mpl.colormaps["viridis"](np.linspace(0, 0.85, levels.size))
    with drawing(ax, NARROW, 75 * MM) as ax:
        for level, colour in zip(levels, colours, strict=True):
            one = d.sel(point=d.point_fluence == level)
            x = one.stripe_length.values * 1e6
            ax.plot(x, one.output.values, "o", color=colour, ms=2.0)
            ax.plot(x, one.output_model.values, color=colour, lw=1.0, label=f"{level * 100:.3g}")
        log_axis(ax.yaxis)
        positive = d.output.values[d.output.values > 0]
        ax.set_ylim(0.5 * positive.min(), 3 * positive.max())
        ax.set_xlabel(axis_label("L", "stripe length", "um"))
        ax.set_ylabel("edge emission")
        ax.legend(title="µJ/cm²", loc="best", ncols=2)
    return ax
