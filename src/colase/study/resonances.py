"""The cold modes of a device: a table to read and a ladder to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from colase.results import draw
from colase.units import digits

from .guided import count, guided_table
from .table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Modes:
    """Every resonance of a cavity in a window of wavelengths.

    Attributes
    ----------
    data : xarray.Dataset
        Over ``mode``, sorted by wavelength, SI units, with at least the variables of
        `colase.cavity.MODE_VARIABLES`.
    start, stop : float
        The window, in m.
    """

    data: xr.Dataset
    start: float
    stop: float

    def __len__(self) -> int:
        return int(self.data.sizes["mode"])

    @property
    def required_gain(self) -> np.ndarray:
        """Power gain of the medium at which each mode lases, in 1/m, shape (mode,); inf without confinement.

        Gamma g = 2 pi n / (lambda Q) solved for g.
        """
        d = self.data
        loss = 2 * np.pi * d.gain_index.values / (d.wavelength.values * d.q_factor.values)
        felt = d.gain_confinement.values
        return np.divide(loss, felt, out=np.full_like(loss, np.inf), where=felt > 0)

    def count(self) -> str:
        """Say how many modes there are ("246 modes between 600 and 700 nm (TE 123, TM 123)")."""
        if not len(self):
            why = str(self.data.attrs.get("empty", ""))
            return f"no mode {self.window()}{f': {why}' if why else ''}"
        if not self.resonant:
            return f"{count(self.data)} {self.window()}"
        return f"{len(self)} mode{'' if len(self) == 1 else 's'} {self.window()} ({self.kinds()})"

    @property
    def resonant(self) -> bool:
        """Whether these are resonances, not samples of modes that a film guides."""
        return bool(self.data.attrs.get("resonant", 1))

    def window(self) -> str:
        """Say where modes were looked for."""
        return f"between {self.start * 1e9:g} and {self.stop * 1e9:g} nm"

    def kinds(self) -> str:
        """Say how many modes there are of each polarisation, and their highest orders."""
        kinds = self.data.polarization.values.astype(str)
        split = ", ".join(f"{p} {np.sum(kinds == p)}" for p in np.unique(kinds))
        orders = (f"{o} <= {int(self.data[o].max())}" for o in ("radial", "axial") if o in self.data)
        return "; ".join((split, *orders))

    def table(self, most: int | None = 10) -> Table:
        """Return the modes that need the least gain (all of them for None), by wavelength.

        Of a film: every guided mode at both ends and the middle of the window.
        """
        if not self.resonant:
            return guided_table(self.data, self.count(), whole=most is None)
        order = np.argsort(self.required_gain, kind="stable")[:most]
        rows = tuple(self._row(int(i)) for i in np.sort(order))
        heads = ("mode", "λ (nm)", "Q", "Q rad", "Γ gain", "V (um^3)", "FSR (nm)", "needs (1/cm)")
        left_out = len(self) - len(rows)
        note = f"{left_out} more need more gain." if left_out else ""
        return Table(heads, rows, self.count(), note)

    def describe(self) -> str:
        """Return the count and the ten modes that need the least gain."""
        return self.table().text()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the modes as a ladder, TE up and TM down, and return the axes."""
        return draw("modes.mode_ladder.mode_ladder", self.data, ax=ax)

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
        return self.table().html()

    def _row(self, i: int) -> tuple[str, ...]:
        mode = self.data.isel(mode=i)

        def number(name: str, scale: float = 1.0, count: int = 3) -> str:
            return digits(float(mode[name]) * scale, count) if name in mode else ""

        limited = "radiation_limited" not in mode or bool(mode.radiation_limited)
        return (
            str(mode.label.values),
            f"{float(mode.wavelength) * 1e9:.3f}",
            number("q_factor"),
            number("q_radiative") if limited else "> 1e13",
            number("gain_confinement"),
            number("mode_volume", 1e18),
            number("fsr", 1e9),
            digits(float(self.required_gain[i]) * 1e-2, 3),
        )
