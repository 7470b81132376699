"""Measured stripes: one with its fit; several fluences with their gains, the law behind them, all points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.gain.models.saturable import net_gain
from colase.plot.style import BLUE, FAINT, GREEN, MM, MUTED, NARROW, drawing, log_axis, number
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def stripe(found: Any, ax: Axes | None = None) -> Axes:
    """Draw edge emission against stripe length with the joint fit and the small-signal range.

    Parameters
    ----------
    found : StripeFit
        What `colase.measurement.fit_stripe` returns.
    ax : Axes, optional
        Where to draw.
    """
    from colase.measurement.vsl import stripe_output

    d = found.data
    x = d.stripe_length.values * 1e6
    base = float(d.background)
    fine = np.linspace(x.min(), x.max(), 300)
    naive = float(d.scale) * stripe_output(np.maximum(fine * 1e-6 - float(d.zero), 0), found.gain) + base
    with drawing(ax, NARROW, 62 * MM) as ax:
        limit = float(d.admissible_length) * 1e6
        if limit > 0:
            ax.axvspan(0, limit, color=FAINT, alpha=0.5, lw=0)
            ax.annotate(
                "small signal",
                (limit, 0.02),
                (-3, 0),
                ("data", "axes fraction"),
                "offset points",
                ha="right",
                color=MUTED,
            )
        ax.plot(fine, naive, color=GREEN, lw=0.9, ls=(0, (4, 2)), label="without saturation")
        ax.plot(x, d.model.values, color=BLUE, lw=1.0, label="joint fit")
        ax.plot(x, d.output.values, "o", color="black", ms=2.5)
        ax.set_xlim(0, 1.02 * x.max())
        positive = d.output.values[d.output.values > 0]
        log_axis(ax.yaxis)
        ax.set_ylim(0.5 * positive.min(), 4 * positive.max())
        ax.set_xlabel(axis_label("L", "stripe length", "um"))
        ax.set_ylabel("edge emission")
        low, high = (number(v * 1e-2) for v in found.interval)
        ax.set_title(f"g = {number(found.gain * 1e-2)} cm⁻¹ ({low} to {high})")
        ax.legend(loc="upper left")
    return ax


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
