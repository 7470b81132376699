"""What a transient-absorption experiment would show: a table over pump, delay and wavelength."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import xarray as xr

from colase.errors import InputError
from colase.results import draw


@dataclass(frozen=True, slots=True)
class TransientAbsorption:
    """A computed experiment: ``data`` over ``pump``, ``delay`` and ``wavelength``, and remarks."""

    data: xr.Dataset
    notes: tuple[str, ...] = ()

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw A_0 + ΔA against wavelength at one delay for every pump; return the matplotlib Axes."""
        return draw("gain.transient.spectra", self, ax=ax, **options)

    def plot_decay(self, ax: Any = None, **options: Any) -> Any:
        """Draw the bleach at one wavelength against delay for every pump; return the matplotlib Axes."""
        return draw("gain.transient.decay", self, ax=ax, **options)

    def averaged(self, start: float, stop: float) -> xr.DataArray:
        """Return -ΔA/A_0 averaged over a band of wavelengths in m, over pump and delay.

        Absorbances are averaged before they are divided, as a spectrometer with wide slits does.
        """
        band = self.data.sel(wavelength=slice(start, stop))
        if not band.sizes["wavelength"]:
            raise InputError(
                f"transient absorption: no wavelength between {start * 1e9:g} and {stop * 1e9:g} nm was "
                "computed."
            )
        bleach = 1 - band.absorbance.mean("wavelength") / band.absorbance_unpumped.mean("wavelength")
        return bleach.assign_attrs(units="", long_name="bleach -ΔA/A_0, averaged")

    def describe(self) -> str:
        """Return a line for every pump: the largest bleach at the first delay, and where."""
        at = self.data.isel(delay=0)
        lines = [
            f"{'photons per':>12}  {'bleach':>8}  {'at':>8}",
            f"{'nanocrystal':>12}  {'-dA/A0':>8}  {'nm':>8}",
        ]
        for level in range(at.sizes["pump"]):
            row = at.isel(pump=level)
            best = int(row.bleach.values.argmax())
            lines.append(
                f"{float(row.photons_per_nanocrystal):12.4g}  {float(row.bleach[best]):8.3f}  "
                f"{float(row.wavelength[best]) * 1e9:8.2f}"
            )
        return "\n".join([*lines, *self.notes])

    def __str__(self) -> str:
        return self.describe()
