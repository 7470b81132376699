"""Intensity behind an analyser against its angle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import BLUE, MM, NARROW, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
