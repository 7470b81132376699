"""What a variable-stripe-length measurement gave: the gain with its interval, in words and as a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import xarray as xr

from colase.measurement.shown import fixed, with_interval
from colase.results import draw


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StripeFit:
    """Gain of a stripe; ``data`` holds the curve over ``stripe_length`` and the gain of every cut-off."""

    data: xr.Dataset
    warnings: tuple[str, ...]

    @property
    def gain(self) -> float:
        """Net modal gain of the joint fit in 1/m."""
        return float(self.data.gain)

    @property
    def interval(self) -> tuple[float, float]:
        """Interval of the gain in 1/m."""
        return float(self.data.gain_low), float(self.data.gain_high)

    @property
    def saturates(self) -> bool:
        """Whether the data show saturation."""
        return bool(self.data.saturates)

    def describe(self) -> str:
        """Return the gain, what else was fitted, the small-signal value and every warning."""
        d = self.data
        gain = with_interval(self.gain, *self.interval, "1/cm", 1e-2)
        longest = float(d.stripe_length.max())
        lines = [f"Net modal gain {gain}, gL = {self.gain * longest:.1f} at the longest stripe."]
        evidence = float(d.log_evidence_saturation)
        if self.saturates:
            at = float(d.saturation_length)
            lines.append(
                f"The output saturates (ln K = {evidence:.1f}): the local gain is halved at "
                f"{at * 1e6:.0f} um, "
                f"gL = {self.gain * at:.1f}."
            )
        else:
            lines.append(f"No saturation is needed to describe the data (ln K = {evidence:.1f}).")
        limit = float(d.admissible_length)
        if limit > 0:
            small = float(d.small_signal_gain.sel(cutoff=limit)) * 1e-2
            spread = float(d.small_signal_error.sel(cutoff=limit)) * 1e-2
            value, low, high = (float(d[f"plateau_{name}"]) for name in ("gain", "low", "high"))
            plateau = with_interval(value, low, high, "1/cm", 1e-2)
            lines.append(
                f"Small-signal formula up to {limit * 1e6:.0f} um: {small:.0f} +/- {spread:.0f} 1/cm; "
                f"over all admissible cut-offs {plateau}."
            )
        else:
            lines.append("There is no range in which the small-signal formula is admissible.")
        naive = float(d.small_signal_gain.isel(cutoff=-1)) * 1e-2
        lines.append(f"The same formula over all lengths would give {naive:.0f} 1/cm.")
        lines.append(
            f"Stripe zero {float(d.zero) * 1e6:.1f} um, background "
            f"{fixed(float(d.background_share) * 100, 2)} % of the "
            f"largest output, relative noise {float(d.noise):.1%}."
        )
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw the curve, the joint fit and the small-signal formula."""
        return draw("measurement.stripes.stripe", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()
