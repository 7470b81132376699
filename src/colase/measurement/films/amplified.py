"""Onset of amplified spontaneous emission: where output bends and the line narrows, with intervals.

A film without a resonator has no S-curve: output goes as a F below and as a F + b (F - F_th)^p above the
onset. Two definitions stand side by side, since they differ (milanese2022): the bend of two straight lines,
fitted with errors that grow with the output, its interval that of redrawn points; and the pump at which the
linewidth has fallen half-way (in the logarithm) between its branches, with its profile interval
(`colase.measurement.threshold.collapse_fit`). Without narrowing by more than 1.3 there is no onset.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.measurement.shown import table, unit_of, with_interval
from colase.measurement.threshold import kinks
from colase.measurement.threshold.collapse_fit import fit_collapse
from colase.results import dataset, draw, variable

Array = NDArray[np.float64]
_BOOTSTRAPS = 300


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AmplifiedOnset:
    """Onsets over ``definition`` with intervals; the curve over ``pump``."""

    data: xr.Dataset
    warnings: tuple[str, ...]

    @property
    def found(self) -> bool:
        """Whether the line narrows at all."""
        return float(self.data.narrowing) > kinks.NARROWS

    @property
    def onset(self) -> float:
        """Pump at the bend of the output, infinite if nothing narrows."""
        return float(self.data.onset.sel(definition="bend of the output")) if self.found else np.inf

    def describe(self) -> str:
        """Return the table of definitions and the narrowing."""
        d = self.data
        unit, factor = unit_of(d.pump.attrs["units"])
        if not self.found:
            return "\n".join(
                ["No onset: the line does not narrow.", *(f"Warning: {w}" for w in self.warnings)]
            )
        rows = [
            (
                str(n),
                with_interval(
                    float(d.onset[i]), float(d.onset_low[i]), float(d.onset_high[i]), factor=factor
                ),
            )
            for i, n in enumerate(d.definition.values)
        ]
        text = [
            table(("definition", f"onset ({unit})" if unit else "onset"), rows),
            f"The line narrows {d.narrowing:.1f} times, to {d.linewidth.min() * 1e9:.2f} nm; the output "
            f"rises {d.steepening:.1f} times steeper above.",
        ]
        return "\n".join([*text, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw output and linewidth."""
        return draw("measurement.films.amplified", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def fit_amplified(
    pump: ArrayLike, output: ArrayLike, linewidth: ArrayLike, *, pump_unit: str = "J/m^2", seed: int = 0
) -> AmplifiedOnset:
    """Find the onset of amplified spontaneous emission.

    Parameters
    ----------
    pump, output, linewidth : array, shape (pump,)
        Pump in SI units, output in any unit, full width in m.
    """
    x, y, w = (np.asarray(v, dtype=float) for v in (pump, output, linewidth))
    if x.ndim != 1 or not (x.shape == y.shape == w.shape) or x.size < 8:
        raise InputError("amplified emission: at least 8 pump levels with output and linewidth are wanted.")
    if not np.all(np.isfinite(x + y + w)) or np.any(x <= 0) or np.any(y <= 0) or np.any(w <= 0):
        raise InputError("amplified emission: pump, output and linewidth must be finite numbers above zero.")
    order = np.argsort(x, kind="stable")
    x, y, w = x[order], y[order], w[order]
    bend, slopes = kinks.relative_bend(x, y[None])
    model = _two_lines(x, y, float(bend[0]))
    spread = float(np.std(np.log(y / np.maximum(model, 1e-9 * y.max()))) * np.sqrt(x.size / (x.size - 4)))
    rng = np.random.default_rng(seed)
    drawn, _ = kinks.relative_bend(x, model * np.exp(spread * rng.standard_normal((_BOOTSTRAPS, x.size))))
    rows = [("bend of the output", float(bend[0]), *_interval(float(bend[0]), drawn))]
    half = fit_collapse(x, w)
    if half.found:
        rows.append(("half narrowed", half.threshold, half.low, half.high))
    steepening = float(slopes[0, 1] / max(slopes[0, 0], 1e-300))
    return _result(x, y, w, model, rows, kinks.narrowing(w), steepening, half.notes, pump_unit)


def _two_lines(x: Array, y: Array, at: float) -> Array:
    design = np.stack([np.ones_like(x), x, np.maximum(x - at, 0)], axis=-1)
    solution, *_ = np.linalg.lstsq(design / y[:, None], np.ones_like(y), rcond=None)
    return np.maximum(design @ solution, 1e-3 * y)


def _interval(value: float, drawn: Array) -> tuple[float, float]:
    low, middle, high = np.quantile(np.log(drawn), [0.025, 0.5, 0.975])
    return float(value * np.exp(low - middle)), float(value * np.exp(high - middle))


def _result(
    x: Array,
    y: Array,
    w: Array,
    model: Array,
    rows: list[tuple[str, float, float, float]],
    narrowing: float,
    steepening: float,
    doubts: tuple[str, ...],
    unit: str,
) -> AmplifiedOnset:
    names, values, lows, highs = (list(c) for c in zip(*rows, strict=True))
    notes = list(doubts) if narrowing > kinks.NARROWS else []
    if narrowing > kinks.NARROWS and values[0] > 0.7 * x[-1]:
        notes.append("the onset lies near the largest pump; pump further to be sure of it.")
    if len(values) > 1 and max(values) / min(values) > 1.5:
        notes.append(
            "the definitions lie far apart: say which one is meant (narrowing sets in before it dominates)."
        )
    data = dataset(
        {
            "onset": variable("definition", values, unit, "onset"),
            "onset_low": variable("definition", lows, unit, "lower end of its interval"),
            "onset_high": variable("definition", highs, unit, "upper end of its interval"),
            "output": variable("pump", y, "1", "output"),
            "model": variable("pump", model, "1", "two lines"),
            "linewidth": variable("pump", w, "m", "linewidth"),
            "narrowing": variable((), narrowing, "1", "first over last linewidth"),
            "steepening": variable((), steepening, "1", "slope above over slope below"),
        },
        {
            "definition": variable("definition", np.array(names), "1", "definition"),
            "pump": variable("pump", x, unit, "pump"),
        },
    )
    return AmplifiedOnset(data, tuple(notes))
