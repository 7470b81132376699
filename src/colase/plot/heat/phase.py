"""Phase of thermoreflectance against frequency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.columns import Column
from colase.plot.style import (
    BLUE,
    INK,
    MM,
    NARROW,
    drawing,
    log_axis,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
