"""What a light curve says: which mode leads, where one is alone, where the curve itself rises.

A mode is alone where it is ten times brighter than the next. The threshold that a measured curve would show
is where the light of the brightest mode rises most steeply on logarithmic axes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.results import draw

from .light_table import CHANNELS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SINGLE_MODE = 10.0
"""How many times brighter than the next a mode must be to count as the only one."""


@dataclass(frozen=True, slots=True, eq=False)
class LightCurve:
    """Emission at every pump level.

    Attributes
    ----------
    data : xarray.Dataset
        Over ``pump``, ``mode``, ``wavelength``, ``channel`` and ``state``.
    complete : bool
        False when the run was stopped before all levels were done.
    notes : tuple of str
        Remarks on what the numbers rest on.
    """

    data: xr.Dataset
    complete: bool = True
    notes: tuple[str, ...] = ()

    @property
    def dominant_mode(self) -> int:
        """Index of the mode that emits most at the highest pump."""
        return int(self.data["dominant_mode"].values[-1])

    @property
    def balance(self) -> float:
        """Largest gap in the photon books, as a share of the absorbed photons."""
        return float(self.data["balance"].values.max())

    @property
    def threshold_seen(self) -> float:
        """Fluence in J/m^2 at the steepest rise of the dominant mode on log axes; inf if none is seen."""
        energy = self.data["emitted_energy"].values[:, self.dominant_mode]
        fluence = self.data["fluence"].values
        on = (energy > 0) & (fluence > 0)
        if on.sum() < 4:
            return float("inf")
        x, y = np.log(fluence[on]), np.log(energy[on])
        slope = np.diff(y) / np.diff(x)
        i = int(slope.argmax())
        return float(np.exp(0.5 * (x[i] + x[i + 1]))) if slope[i] > 1.5 else float("inf")

    @property
    def single_mode_range(self) -> tuple[float, float] | None:
        """Lowest and highest fluence in J/m^2 of the longest run of levels with one mode alone; None if none.

        Alone means ten times brighter than the next, with more photons out of the modes than spontaneous
        ones elsewhere or not: the light of one mode dominates the others. Between levels nothing is known.
        """
        energy = np.sort(self.data["emitted_energy"].values, axis=1)
        second = energy[:, -2] if energy.shape[1] > 1 else np.zeros(len(energy))
        alone = (energy[:, -1] > 0) & (energy[:, -1] >= SINGLE_MODE * second)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], alone, [0]]).astype(int)))
        if not edges.size:
            return None
        runs = edges.reshape(-1, 2)
        first, end = runs[(runs[:, 1] - runs[:, 0]).argmax()]
        fluence = self.data["fluence"].values
        return float(fluence[first]), float(fluence[end - 1])

    @property
    def purity(self) -> str:
        """Where one mode is alone and how polarised the light is, as a sentence."""
        degree = float(self.data["polarization_degree"].values[-1])
        alone = self.single_mode_range
        said = "at no pump level is one mode ten times brighter than all others"
        if alone is not None:
            low, high = (f"{100 * fluence:.3g}" for fluence in alone)
            where = f"at {low}" if low == high else f"from {low} to {high}"
            said = f"one mode is ten times brighter than the next {where} uJ/cm2"
        return f"{said}; (TE - TM)/(TE + TM) is {degree:+.2f} at the highest pump"

    @property
    def energy_balance(self) -> float:
        """Largest gap in the energy books, as a share of the absorbed energy."""
        return float(self.data["energy_balance"].values.max())

    def describe(self) -> str:
        """Return the result in a few lines, with units."""
        data, m = self.data, self.dominant_mode
        fluence, last = data["fluence"].values * 100, data.isel(pump=-1)
        widths = data["fwhm"].values[:, m] * 1e9
        budget = ", ".join(
            f"{name} {100 * share:.3g} %"
            for name, share in zip(CHANNELS, last["budget"].values, strict=True)
            if share > 5e-4
        )
        lines = [
            f"{len(fluence)} pump levels from {fluence[0]:.3g} to {fluence[-1]:.3g} uJ/cm2"
            + ("" if self.complete else " (stopped early: the finished ones)"),
            f"{data['label'].values[m]} is the brightest at the highest pump: "
            f"{float(last['emitted_energy'].values[m]) * 1e12:.3g} of "
            f"{float(last['emitted_energy'].sum()) * 1e12:.3g} pJ per "
            f"{'lifetime' if data.attrs['window'] else 'pulse'}",
            f"{float(last['emitted_photons'].sum()):.3g} photons leave all modes there, "
            f"{float(last['emitted_counts'].sum()):.3g} counts in {data.attrs['counted']}",
            f"its width at the instrument goes from {widths.max():.3g} to {widths.min():.3g} nm",
            f"photons at the highest pump: {budget}",
            f"books close to {self.balance:.0e}; {data.attrs['degeneracy']}",
            self.purity,
        ]
        return "\n".join([*lines, *self.notes])

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes:
        """Draw light out against light in (``quantity``: energy, photons or counts) and return the axes."""
        return draw("laser.light.light_curve", self, ax=ax, **options)

    def plot_spectra(self, ax: Axes | None = None) -> Axes:
        """Draw the spectra at several pump levels and return the axes."""
        return draw("laser.spectra.spectra", self, ax=ax)
