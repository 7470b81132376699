"""The thresholds of one light curve, side by side, in words and as a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from colase.measurement.shown import table, unit_of, with_interval
from colase.results import draw

TRAP = "log-log break (not a threshold)"
MEANING = {
    "rate equation": "kink where carriers clamp, fit of the whole S-curve in log space",
    "one photon": "pump at which the mode holds one photon, (1 + beta)/2 of the kink",
    "lin-lin kink": "two straight lines in linear axes",
    "steepest log slope": "largest d ln(out)/d ln(in)",
    "linewidth collapse": "linewidth at the geometric mean of its two branches",
    "ASE onset": "bend of the output by relative errors, where the line narrows",
    TRAP: "two straight lines in logarithmic axes; moves with how far one pumped",
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ThresholdFit:
    """Thresholds of one light curve; ``data`` holds them over ``definition``, and the curve over ``pump``."""

    data: xr.Dataset
    warnings: tuple[str, ...]

    @property
    def threshold(self) -> float:
        """Threshold of the rate-equation fit in SI units; infinite if the data show none."""
        return float(self.data.threshold.sel(definition="rate equation")) if self.found else np.inf

    @property
    def interval(self) -> tuple[float, float]:
        """Interval of `threshold`."""
        row = self.data.sel(definition="rate equation")
        return (
            (float(row.threshold_low), float(row.threshold_high))
            if self.found
            else (float(self.data.pump.max()), np.inf)
        )

    @property
    def beta(self) -> float:
        """Share of the spontaneous emission in the mode."""
        return float(self.data.beta)

    @property
    def log_evidence(self) -> float:
        """Natural logarithm of the Bayes factor of a threshold against a power law."""
        return float(self.data.log_evidence)

    @property
    def found(self) -> bool:
        """Whether the data speak for a threshold at all."""
        return self.log_evidence > 1.0

    def describe(self) -> str:
        """Return the table of definitions, beta, the evidence and every warning."""
        d = self.data
        unit, factor = unit_of(d.pump.attrs["units"])
        lines = []
        if self.found:
            rows = [
                (
                    str(row.definition.item()),
                    with_interval(*_triple(row), factor=factor),
                    MEANING[str(row.definition.item())],
                )
                for row in (d.isel(definition=i) for i in range(d.sizes["definition"]))
            ]
            lines.append(
                table(("definition", f"threshold ({unit})" if unit else "threshold", "what it is"), rows)
            )
            beta = with_interval(float(d.beta), float(d.beta_low), float(d.beta_high))
            lines.append(
                f"beta {beta}; relative noise {float(d.noise):.1%}; evidence for a threshold ln K = "
                f"{self.log_evidence:.1f}."
            )
            lines.append(f"Intervals hold {d.attrs['level']:.0%}.")
        else:
            lines.append(
                f"No threshold: a power law of slope {float(d.power_slope):.2f} describes the data as well "
                f"(ln K = {self.log_evidence:.1f})."
            )
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw the curve, the fit and the thresholds."""
        return draw("measurement.threshold.light_curve", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def _triple(row: xr.Dataset) -> tuple[float, float, float]:
    return float(row.threshold), float(row.threshold_low), float(row.threshold_high)
