"""What the thickness of the film does: confinement and cut-off of a film, band edges of a pillar array."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.cavity import DfbArray, Film
from colase.cavity.grating.film_scan import film_scan, heights_for
from colase.device.describe import tag
from colase.errors import InputError
from colase.results import draw
from colase.units import digits

from .table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from colase.device import Device

Progress = Callable[[int, int], None]
_CURVE, _EDGES, _SHOWN = 300, 7, 8
_SHORT = {"electric": "|E|²", "poynting": "flow", "gain": "dN/dn"}


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class ThicknessScan:
    """A scan over the thickness of the film of a device.

    Attributes
    ----------
    data : Dataset
        Of a film: `confinement_against_thickness`; of a pillar array: `film_scan`.
    wavelength : float
        Vacuum wavelength in m that the question is about.
    device : Device
        Whose film it is.
    """

    data: xr.Dataset
    wavelength: float
    device: Device

    @property
    def answers(self) -> xr.Dataset:
        """Of a pillar array: the films that put each band edge on the wavelength (`heights_for`)."""
        return heights_for(self.data, self.wavelength)

    def table(self) -> Table:
        """Return what the scan says about the wavelength."""
        return self._edges() if "family" in self.data.dims else self._confinement()

    def describe(self) -> str:
        """Return the table as text."""
        return self.table().text()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the scan and return the axes."""
        if "family" in self.data.dims:
            return draw("modes.film_scan.film_scan_plot", self.data, self.wavelength, ax=ax)
        return draw("modes.guided.confinement_curves", self.data, self.device.cavity.gain_thickness, ax=ax)

    def columns(self) -> Any:
        """Return the numbers behind the picture."""
        name = (
            "modes.film_scan.film_scan_columns"
            if "family" in self.data.dims
            else "modes.guided.thickness_columns"
        )
        module, function = name.rsplit(".", 1)
        return getattr(import_module(f"colase.plot.{module}"), function)(self.data)

    def __repr__(self) -> str:
        return self.describe()

    def _confinement(self) -> Table:
        film, data = self.device.cavity, self.data
        assert isinstance(film, Film)
        shown = np.unique(np.linspace(0, data.sizes["thickness"] - 1, _SHOWN).round().astype(int))
        picked = [(p, d) for p in ("TE", "TM") for d in ("electric", "poynting", "gain")]
        rows = tuple(
            (
                f"{float(data.thickness[i]) * 1e9:.4g}",
                *(f"{float(data.confinement.sel(polarization=p, definition=d)[i]):.4f}" for p, d in picked),
            )
            for i in shown
        )
        heads = ("t (nm)", *(f"{p} {_SHORT[d]}" for p, d in picked))
        least = ", ".join(
            f"{p}0 above {digits(film.cutoff(self.wavelength, p) * 1e9)} nm" for p in ("TE", "TM")
        )
        title = f"Confinement of the fundamental modes at {self.wavelength * 1e9:.6g} nm"
        return Table(heads, rows, title, f"Guided: {least}. Only dN/dn multiplies material gain.")

    def _edges(self) -> Table:
        found = self.answers
        rows = tuple(
            (
                str(family),
                digits(float(one.height) * 1e9),
                digits(float(one.flat_thickness) * 1e9),
                f"{float(one.gain_confinement):.3f}",
                digits(float(one.q_radiative), 3),
            )
            for family, one in ((f, found.isel(family=i)) for i, f in enumerate(found.family.values))
        )
        heads = ("band edge", "film height (nm)", "flat film (nm)", "Γ gain", "Q rad")
        title = f"Films that put a band edge at {self.wavelength * 1e9:.6g} nm"
        low, high = (float(v) * 1e9 for v in self.data.height.values[[0, -1]])
        note = (
            f"Film heights from {low:.4g} to {high:.4g} nm were tried; E edges are bright, the others dark."
        )
        return Table(heads, rows, title, note)


def thickness_scan(
    device: Device,
    wavelength: float | None = None,
    low: float | None = None,
    high: float | None = None,
    points: int | None = None,
    progress: Progress | None = None,
) -> ThicknessScan:
    """Return what the thickness of the film of a device does.

    Parameters
    ----------
    device : Device
        With a film or a pillar array.
    wavelength : float, optional
        Vacuum wavelength in m; the middle of the window if left out.
    low, high : float, optional
        Thinnest and thickest film in m (of an array: height over the substrate).
    points : int, optional
        How many films.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Raises
    ------
    InputError
        If the cavity has no film of its own, or the range is none.
    """
    cavity, window = device.cavity, device.modes
    at = 0.5 * (window.start + window.stop) if wavelength is None else wavelength
    if isinstance(cavity, Film):
        low, high = low or 1e-9, high or max(2 * cavity.thickness, 300e-9)
        films = _films(low, high, points or _CURVE)
        return ThicknessScan(cavity.confinement_curve(at, films), at, device)
    if isinstance(cavity, DfbArray):
        low, high = low or 0.5 * cavity.film_height, high or 1.2 * cavity.film_height
        around = (min(window.start, 0.95 * at), max(window.stop, 1.05 * at))
        films = _films(low, high, points or _EDGES)
        return ThicknessScan(film_scan(cavity, films, around, most=1, progress=progress), at, device)
    raise InputError(
        f"cavity: a {tag(type(cavity))} has no film whose thickness could be scanned; film and dfb-2d have."
    )


def _films(low: float, high: float, points: int) -> np.ndarray:
    if not (0 < low < high < 1e-4 and 2 <= points <= 100_000):
        raise InputError(
            f"thickness: {points} films from {low * 1e9:g} to {high * 1e9:g} nm; give two or more, the "
            "thinner one first, below 100 um."
        )
    return np.linspace(low, high, points)
