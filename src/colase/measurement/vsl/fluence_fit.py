"""What stripes at several fluences gave: density, loss and saturation with intervals and correlations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from colase.measurement.shown import table, with_interval
from colase.results import draw

from .law import Law

NAMES = ("confinement", "density", "loss", "saturation_fluence")
_SIGNS = ("Γ", "n_t", "α", "F_s")
_SHOWN = {"confinement": ("", 1.0), "density": ("1/cm^3", 1e-6), "loss": ("1/cm", 1e-2)}
_SHOWN |= {"saturation_fluence": ("uJ/cm^2", 1e2)}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FluenceFit:
    """Parameters over ``parameter`` with their correlations, gains over ``fluence``.

    From whole curves ``data`` also holds ``output`` and ``output_model`` over ``point``.
    """

    data: xr.Dataset
    law: Law
    warnings: tuple[str, ...]

    def value(self, name: str) -> tuple[float, float]:
        """Return value and standard error of a parameter in SI units."""
        row = self.data.sel(parameter=name)
        return float(row.value), float(row.error)

    def interval(self, name: str) -> tuple[float, float]:
        """Return the 95 % interval of a parameter in SI units; infinite where the data set no end."""
        row = self.data.sel(parameter=name)
        return float(row.low), float(row.high)

    @property
    def joint(self) -> bool:
        """Whether whole curves were fitted, not gains."""
        return "point" in self.data.dims

    def describe(self) -> str:
        """Return parameters with 95 % intervals, their correlations and every warning."""
        rows = []
        for name in NAMES:
            together = [f"{float(c):+.2f}" for c in self.data.correlation.sel(parameter=name).values]
            rows.append((name.replace("_", " "), self._words(name), *together))
        head = ("parameter", "value", *(f"with {sign}" for sign in _SIGNS))
        said = f"{self.data.sizes['point']} points of all stripes" if self.joint else "gains"
        fluences = np.unique(self.data.fluence.values).size
        lead = ", ".join(f"{sign} = {self._words(n)}" for n, sign in zip(NAMES[1:], _SIGNS[1:], strict=True))
        text = f"Saturation {self.law}, fitted to {said} at {fluences} fluences; "
        text += f"-2 ln L is {float(self.data.chi2):.1f} above that of gains free at every fluence."
        return "\n".join([f"{lead}.", table(head, rows), text, *(f"Warning: {w}" for w in self.warnings)])

    def _words(self, name: str) -> str:
        (value, _), (low, high), (unit, factor) = self.value(name), self.interval(name), _SHOWN[name]
        if low <= 0 and not np.isfinite(high):
            return "not fixed by these gains"
        if not np.isfinite(high):
            return f"above {low * factor:.3g} {unit}".rstrip()
        if low <= 0:
            return f"below {high * factor:.3g} {unit}".rstrip()
        return with_interval(value, low, high, unit, factor)

    def plot(self, ax: Any = None) -> Any:
        """Draw all stripes with the joint fit; gain against fluence where only gains were given."""
        return draw(f"measurement.stripes.{'stripes' if self.joint else 'gains'}", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()
