"""The spectra behind a light curve, as they stand on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from colase.results import draw

MOST = 40


@dataclass(frozen=True, slots=True, eq=False)
class ShownSeries:
    """Spectra over ``pump`` and ``wavelength``; of more than `MOST` levels every so many are shown."""

    data: xr.Dataset

    @property
    def title(self) -> str:
        """Heading of its part of the page."""
        return "Spectra, corrected"

    @property
    def caption(self) -> str:
        """What the figure shows."""
        return "What the points of the curve were made from; dark removed, exposure and filters counted."

    @property
    def chosen(self) -> xr.DataArray:
        """Signal of the levels that are shown, by pump."""
        ordered = self.data.signal.isel(pump=np.argsort(self.data.pump.values, kind="stable"))
        size = ordered.sizes["pump"]
        few = np.unique(np.linspace(0, size - 1, min(size, MOST)).round().astype(int))
        return ordered.isel(pump=few)

    def plot(self, ax: Any = None) -> Any:
        """Draw the spectra one above the other, darker at lower pump."""
        return draw("measurement.series.spectra", self, ax=ax)
