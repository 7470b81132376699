"""A measurement beside what the fitted device predicts of it, point by point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.results import dataset, draw, variable

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Compared:
    """Points of one measurement over ``point``: abscissa, ``measured``, ``model`` and ``error``.

    ``sort`` says what they are: "light", "spectra", "peaks", "path" or "emission".
    """

    sort: str
    title: str
    data: xr.Dataset

    @property
    def x(self) -> str:
        """Name of the abscissa: pump or wavelength."""
        return str(self.data.attrs["abscissa"])

    def describe(self) -> str:
        """Return how far measured and predicted lie apart, in errors."""
        d = self.data
        away = float(np.sqrt(np.mean(((d.measured - d.model) / d.error).values ** 2)))
        return f"{self.title}: {d.sizes['point']} points, {away:.2f} errors from the fit (rms)."

    def plot(self, ax: Any = None) -> Any:
        """Draw the points and the prediction."""
        return draw("measurement.fitted.compared", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def compared(
    sort: str,
    title: str,
    abscissa: dict[str, tuple[Array, str]],
    unit: str,
    measured: Array,
    model: Array,
    error: Array,
) -> Compared:
    """Return points of a measurement; ``abscissa`` holds its axis first, then what tells points apart."""
    rows = {name: variable("point", values, u, name) for name, (values, u) in abscissa.items()}
    rows["measured"] = variable("point", measured, unit, "measured")
    rows["model"] = variable("point", model, unit, "predicted by the fitted device")
    rows["error"] = variable("point", error, unit, "standard error of the measured")
    return Compared(sort, title, dataset(rows, abscissa=next(iter(abscissa))))
