"""What a threshold says: which mode lases first and by how much, or what is missing and what would help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from colase.results import draw

from .absorption import PumpConversion
from .mode_gain import LOSSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NO_MIRRORS = "Without mirrors this is the onset of amplified spontaneous emission, not of lasing."
"""What the threshold of a guide means."""


@dataclass(frozen=True, slots=True, eq=False)
class Threshold:
    """Which mode lases first and at which pump, or by how much the gain falls short.

    Attributes
    ----------
    data : xarray.Dataset
        Over ``mode``: pump at threshold (inf for a mode that never lases), losses and gain.
    conversion : PumpConversion
        From fluence to photons absorbed per nanocrystal.
    verified_ratio : float or None
        Exact over first-order gain at threshold of the first mode; None when not computed.
    notes : tuple of str
        Remarks on what the numbers rest on.
    """

    data: xr.Dataset
    conversion: PumpConversion
    verified_ratio: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def lases(self) -> bool:
        """Whether any mode reaches threshold."""
        return bool(np.isfinite(self.data["photons_per_nanocrystal"].values).any())

    @property
    def resonant(self) -> bool:
        """Whether the cavity returns light; without, the threshold is the onset of net gain."""
        return bool(self.data.attrs.get("resonant", 1))

    @property
    def mode(self) -> int:
        """Index of the mode that lases first; without lasing, of the one that comes closest."""
        if self.lases:
            return int(self.data["photons_per_nanocrystal"].values.argmin())
        return int(self.data["gain_over_loss"].values.argmax())

    @property
    def photons_per_nanocrystal(self) -> float:
        """Photons absorbed per nanocrystal and pulse at threshold; inf if nothing lases."""
        return float(self.data["photons_per_nanocrystal"].values[self.mode])

    @property
    def fluence(self) -> float:
        """Pump fluence at threshold in J/m^2; inf if nothing lases."""
        return float(self.data["fluence"].values[self.mode])

    @property
    def irradiance(self) -> float | None:
        """Pump irradiance at threshold in W/m^2 under a continuous pump (inf if nothing lases), else None."""
        return float(self.data["irradiance"].values[self.mode]) if "irradiance" in self.data else None

    @property
    def runner_up(self) -> int | None:
        """Index of the next mode, None if no other lases; of a guide, the best of another guided mode."""
        pumps = self.data["photons_per_nanocrystal"].values
        order = np.argsort(pumps, kind="stable")
        if not self.resonant:
            guided = np.array([str(name).split()[0] for name in self.data["label"].values])
            others = order[guided[order] != guided[order[0]]]
            order = np.concatenate([order[:1], others])
        return int(order[1]) if len(order) > 1 and np.isfinite(pumps[order[1]]) else None

    @property
    def margin(self) -> float:
        """By which share the next mode needs more pump than the first; inf if no other lases."""
        if self.runner_up is None:
            return float("inf")
        pumps = self.data["photons_per_nanocrystal"].values
        return float(pumps[self.runner_up] / pumps[self.mode] - 1)

    @property
    def message(self) -> str:
        """One sentence: what lases first and where, or what is missing; a guide has a second one."""
        if self.resonant:
            return self._lases_first() if self.lases else self._falls_short()
        return f"{self._lases_first()} {NO_MIRRORS}" if self.lases else self._falls_short()

    def describe(self) -> str:
        """Return the result in a few lines, with units."""
        at = self.data.isel(mode=self.mode)
        total = float(at["modal_loss"])
        names = {} if self.resonant else {"radiation": "ends"}
        parts = {names.get(way, way): float(at[f"loss_{way}"]) for way in LOSSES}
        split = " + ".join(f"{way} {(x if x > 1e-6 * total else 0) / 100:.3g}" for way, x in parts.items())
        lines = [
            self.message,
            f"material gain needed {float(at['required_gain']) / 100:.4g} 1/cm, highest under this pulse "
            f"{float(at['peak_gain']) / 100:.4g} 1/cm",
            f"loss {total / 100:.4g} 1/cm = {split}; {self._balance} meets it",
            f"instant pump: {float(at['photons_per_nanocrystal_instant']):.4g} photons per nanocrystal",
        ]
        if self.verified_ratio is not None:
            lines.append(f"exact threshold gain is {self.verified_ratio:.5f} of the first-order value")
        return "\n".join([*lines, *self.notes])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw gain meeting loss and return the axes."""
        return draw("laser.threshold.gain_meets_loss", self, ax=ax)

    @property
    def _balance(self) -> str:
        return "modal gain 2 pi n/(lambda Q)" if self.resonant else "gain per length of film, dN/dn g,"

    def _name(self, mode: int) -> str:
        at = self.data.isel(mode=mode)
        if not self.resonant:
            return at["label"].item().replace(" ", " at ", 1)
        return f"{at['label'].item()} at {float(at['wavelength']) * 1e9:.1f} nm"

    def _lases_first(self) -> str:
        verb = "lases first" if self.resonant else "is first to have net gain"
        pump = f"{_short(self.fluence * 100)} uJ/cm2"
        if self.irradiance is not None:
            pump = f"and exciton lifetime, {_short(self.irradiance * 1e-7)} kW/cm2"
        text = (
            f"{self._name(self.mode)} {verb}, at {_short(self.photons_per_nanocrystal)} photons "
            f"absorbed per nanocrystal ({pump})"
        )
        if self.runner_up is None:
            return f"{text}; no other mode {'lases' if self.resonant else 'has'}."
        return f"{text}; next {self.data['label'].values[self.runner_up]}, {self.margin_said}."

    @property
    def margin_said(self) -> str:
        """How much more pump the next mode needs, in words."""
        percent = 100 * self.margin
        return f"{percent:.{0 if percent >= 10 else 1}f} % higher" if percent >= 0.05 else "at the same pump"

    def _falls_short(self) -> str:
        at = self.data.isel(mode=self.mode)
        peak, needed = float(at["peak_gain"]) / 100, float(at["required_gain"]) / 100
        nothing, what, better = (
            ("No mode lases", "lase", "Q x")
            if self.resonant
            else ("No mode has net gain", "have it", "loss /")
        )
        if peak <= 0:
            return (
                f"{nothing}: {self._name(self.mode)} comes closest, but its gain never exceeds {peak:.3g} "
                f"1/cm; the nanocrystals absorb there at every pump: neither {better.split()[0]} nor "
                "density helps. Look for modes further to the red or for a smaller sigma_high."
            )
        factor = needed / peak
        return (
            f"{nothing}: the best, {self._name(self.mode)}, reaches {peak:.3g} of the {needed:.3g} 1/cm "
            f"it needs ({100 / factor:.0f} %). It would {what} with {better}{factor:.3g}, or density "
            f"x{factor:.3g}, or cross sections x{factor:.3g}."
        )


def _short(value: float) -> str:
    """Return three digits without an exponent where that is short enough."""
    return f"{float(f'{value:.3g}'):g}"
