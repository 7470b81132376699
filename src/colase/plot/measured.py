"""Reductions of measured data: points, fit, and the number read off, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.units import axis_label, convert

from .style import BLUE, FAINT, GREEN, LASING, MM, MUTED, NARROW, drawing, log_axis, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHOWN = {"J/m^2": "uJ/cm^2", "W/m^2": "kW/cm^2", "J": "nJ", "W": "mW", "": ""}
_WORDS = {"J/m^2": "pump fluence", "W/m^2": "pump irradiance", "J": "pump energy", "W": "pump power"}


def light_curve(found: Any, ax: Axes | None = None) -> Axes:
    """Draw a light curve, its rate-equation fit and the thresholds of all definitions.

    Parameters
    ----------
    found : ThresholdFit
        What `colase.measurement.fit_threshold` returns.
    ax : Axes, optional
        Where to draw.
    """
    d = found.data
    unit = str(d.pump.attrs["units"])
    shown = str(_SHOWN.get(unit, unit))
    scale = convert(1.0, unit, shown) if unit else 1.0
    x = d.pump.values * scale
    with drawing(ax, NARROW, 66 * MM) as ax:
        if found.found:
            _mark_definitions(ax, d, scale)
        fine = np.argsort(x)
        ax.plot(x[fine], d.model.values[fine], color=BLUE, lw=1.0, label="rate-equation fit")
        error = d.output_error.values
        low, high = d.output.values * np.exp(-error), d.output.values * np.exp(error)
        ax.vlines(x, low, high, color=MUTED, lw=0.6)
        ax.plot(x, d.output.values, "o", color="black", ms=2.5)
        log_axis(ax.xaxis)
        log_axis(ax.yaxis)
        bottom, top = float(low.min()), float(high.max())
        room = 0.75 if found.found else 0.05  # of the decades shown, for the bars of the definitions
        ax.set_ylim(bottom * (bottom / top) ** room, 1.5 * top)
        ax.set_xlabel(axis_label("", _WORDS.get(unit, "pump"), shown))
        ax.set_ylabel("output")
        ax.legend(loc="upper left")
    return ax


def _mark_definitions(ax: Axes, d: Any, scale: float) -> None:
    """Draw each definition as a bar over its interval, at heights of its own near the bottom."""
    names = [str(n) for n in d.definition.values]
    for i, name in enumerate(names):
        value, low, high = (float(d[v][i]) * scale for v in ("threshold", "threshold_low", "threshold_high"))
        height = 0.03 + 0.065 * (len(names) - 1 - i)
        colour = LASING if i == 0 else MUTED
        where = ax.get_xaxis_transform()
        if np.isfinite(high) and low > 0:
            ax.plot([low, high], [height, height], color=colour, lw=2.2, alpha=0.5, transform=where)
        ax.plot([value], [height], "|", color=colour, ms=6, transform=where)
        label = name.replace(" (not a threshold)", ": not a threshold")
        end = high if np.isfinite(high) else value
        ax.annotate(
            label,
            (end, height),
            (4, 0),
            xycoords=where,
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=6,
        )
    if len(names):
        ax.axvline(float(d.threshold[0]) * scale, color=LASING, lw=0.7, ls=(0, (4, 2)))


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


def lines(found: Any, ax: Axes | None = None) -> Axes:
    """Draw a spectrum, the fitted lines and what they are called."""
    d = found.data
    x = d.wavelength.values * 1e9
    with drawing(ax, NARROW, 60 * MM) as ax:
        ax.plot(x, d.counts.values, color=MUTED, lw=0.7)
        ax.plot(x, d.model.values, color=BLUE, lw=1.0)
        for one in (d.isel(line=i) for i in range(d.sizes["line"])):
            sign = "> " if bool(one.resolution_limited) else ""
            at = float(one.centre) * 1e9
            top = float(np.interp(at, x, d.counts.values))
            if d.sizes["line"] <= 6:
                text = f"Q {sign}{number(float(one.q_factor), 2)}"
                ax.annotate(
                    text, (at, top), (0, 3), textcoords="offset points", ha="center", color=LASING, fontsize=6
                )
        ax.set_xlim(x.min(), x.max())
        ax.set_ylim(top=1.12 * float(d.counts.max()))
        ax.set_xlabel(axis_label("λ", "wavelength", "nm"))
        ax.set_ylabel("counts")
    return ax


def comb(found: Any, ax: Axes | None = None) -> Axes:
    """Draw how far each line lies from the comb, against its wavelength."""
    d = found.data
    with drawing(ax, NARROW, 55 * MM) as ax:
        ax.axhline(0, color=MUTED, lw=0.5)
        ax.plot(d.wavelength_of_line.values * 1e9, d.residual.values * 1e12, "o", color=BLUE, ms=3)
        ax.set_xlabel(axis_label("λ", "wavelength", "nm"))
        ax.set_ylabel(axis_label("", "distance from the comb", "pm"))
        ax.set_title(
            f"free spectral range {number(float(d.fsr) * 1e9, 4)} nm, group path "
            f"{number(float(d.group_path) * 1e6, 4)} µm"
        )
    return ax


def tracks(found: Any, ax: Axes | None = None) -> Axes:
    """Draw the places of all labels through a series; the strongest of each spectrum is marked."""
    d = found.data
    at, axis = _along(d)
    with drawing(ax, NARROW, 62 * MM) as ax:
        for label in range(d.sizes["label"]):
            ax.plot(at, d.centre.values[:, label] * 1e9, ".-", ms=2.5, lw=0.5)
        leader = d.leader.values
        seen = leader >= 0
        places = d.centre.values[np.flatnonzero(seen), leader[seen]] * 1e9
        ax.plot(at[seen], places, "o", mfc="none", mec=LASING, ms=4, lw=0, mew=0.6, label="strongest line")
        if "pump" in d.coords:
            log_axis(ax.xaxis)
        ax.set_xlabel(axis)
        ax.set_ylabel(axis_label("λ", "wavelength", "nm"))
        ax.legend(loc="best")
    return ax


def _along(d: Any) -> tuple[Any, str]:
    """Return what a series runs along, and the label of that axis: pump, time, or just the number."""
    if "pump" in d.coords:
        unit = str(d.pump.attrs["units"])
        shown = str(_SHOWN.get(unit, unit))
        scale = convert(1.0, unit, shown) if unit else 1.0
        return d.pump.values * scale, axis_label("", _WORDS.get(unit, "pump"), shown)
    if "time" in d.coords:
        return d.time.values / 60, axis_label("t", "time", "min")
    return np.arange(d.sizes["spectrum"]), "spectrum"


def polarisation(found: Any, ax: Axes | None = None) -> Axes:
    """Draw intensity against analyser angle with the fit."""
    d = found.data
    angle = np.degrees(d.angle.values)
    mean = float(
        np.mean(
            d.model.values
            / (1 + float(d.cosine) * np.cos(2 * d.angle) + float(d.sine) * np.sin(2 * d.angle)).values
        )
    )
    fine = np.linspace(angle.min(), angle.max(), 200)
    turned = 2 * np.radians(fine)
    with drawing(ax, NARROW, 55 * MM) as ax:
        ax.plot(
            fine,
            mean * (1 + float(d.cosine) * np.cos(turned) + float(d.sine) * np.sin(turned)),
            color=BLUE,
            lw=1.0,
        )
        ax.plot(angle, d.intensity.values, "o", color="black", ms=2.5)
        ax.set_ylim(bottom=0)
        ax.set_xlabel(axis_label("", "analyser angle", "deg"))
        ax.set_ylabel("intensity")
        low, high = found.interval
        ax.set_title(f"R = {found.degree:.2f} ({low:.2f} to {high:.2f})")
    return ax


def stability(found: Any, ax: Axes | None = None) -> Axes:
    """Draw the intensity of a laser left alone, its fit and where the mode hopped."""
    d = found.data
    minutes = d.time.values / 60
    with drawing(ax, NARROW, 58 * MM) as ax:
        for hop in found.hops:
            ax.axvline(minutes[hop], color=FAINT, lw=0.8)
        ax.plot(minutes, d.intensity.values, "o", color="black", ms=2.0)
        ax.plot(minutes, d.model.values, color=BLUE, lw=1.0)
        ax.set_xlabel(axis_label("t", "time", "min"))
        ax.set_ylabel("intensity")
    return ax
