"""Amplified emission of a dispersion against its concentration, and the concentration below which none shows.

Each concentration is pumped along the same stripe of a cuvette (`cuvette`: two absorption lengths deep). The
threshold rises as the dispersion thins, until the line no longer narrows. Beside that stand two estimates of
where this happens,

    C_min = x/(σ L),   (e^x - 1)/x = Ω_coll/Ω_ASE,

with x = 1 (kersuzan2025) and with the x at which amplified light equals collected spontaneous light (its
eq. 1 with the missing length, `detection_exponent`); σ is the largest net cross section of the highest state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import pi

import numpy as np
import xarray as xr

from colase.constants import HC
from colase.errors import InputError
from colase.gain.medium import GainMedium
from colase.laser.mode_gain import Array
from colase.laser.pump import Pump
from colase.results import dataset, draw, variable

from .amplified_emission import amplified_emission, grid
from .stripe import cuvette, detection_exponent, minimum_concentration
from .stripe_settings import CuvetteSettings

_ACCURACY = 0.05  # of the populations: thresholds need no more
_PHOTONS = (0.1, 60.0, 18)  # absorbed per nanocrystal at the wall, where nobody names fluences


@dataclass(frozen=True, slots=True, eq=False)
class ConcentrationScan:
    """Amplified emission against concentration: ``data`` over ``concentration``."""

    data: xr.Dataset
    notes: tuple[str, ...] = ()

    @property
    def lowest(self) -> float:
        """Lowest concentration of the scan at which amplified emission shows, in 1/m^3; inf if none."""
        seen = np.isfinite(self.data.threshold.values)
        return float(self.data.concentration.values[seen].min()) if seen.any() else float("inf")

    def describe(self) -> str:
        """Return a line for every concentration, and where amplified emission ends."""
        d = self.data
        lines = [f"{'1/cm3':>9}  {'uJ/cm2':>8}  {'photons/NC':>10}  {'peak (nm)':>9}  {'shift (nm)':>10}"]
        for i, c in enumerate(d.concentration.values):
            at = d.isel(concentration=i)
            if np.isfinite(at.threshold):
                said = (at.threshold * 100, at.photons_per_nanocrystal)
                row = "  ".join(f"{float(x):{w}.3g}" for x, w in zip(said, (8, 10), strict=True))
                place = f"{float(at.peak_wavelength) * 1e9:9.2f}  {float(at['shift']) * 1e9:+10.2f}"
                lines.append(f"{c * 1e-6:9.3g}  {row}  {place}")
            else:
                lines.append(f"{c * 1e-6:9.3g}  no amplified emission")
        lowest = f"{self.lowest * 1e-6:.3g} 1/cm3" if np.isfinite(self.lowest) else "none of these"
        lines += [
            f"lowest that shows amplified emission: {lowest}",
            f"estimates 1/(sigma L) {d.attrs['simple_minimum'] * 1e-6:.3g} 1/cm3, with the exponent "
            f"{d.attrs['exponent']:.3g} at which it outshines spontaneous light "
            f"{d.attrs['minimum'] * 1e-6:.3g} 1/cm3",
        ]
        return "\n".join([*lines, *self.notes])

    def plot(self, ax=None):
        """Draw the threshold against the concentration and return the axes."""
        return draw("laser.stripe.concentration_curve", self, ax=ax)


def concentration_scan(
    medium: GainMedium,
    settings: CuvetteSettings,
    pump: Pump,
    progress: Callable[[int, int], None] | None = None,
) -> ConcentrationScan:
    """Return threshold, wavelength and shift of amplified emission against concentration.

    Parameters
    ----------
    medium : GainMedium
        Its nanocrystals and model; the density is replaced.
    settings : CuvetteSettings
        Cuvette, concentrations, and the fluences if it names them.
    pump : Pump
        Wavelength and pulse.
    progress : callable, optional
        Called with (concentrations done, concentrations in all).

    Raises
    ------
    InputError
        If the model has no lifetimes or the pump is continuous.
    """
    if medium.static:
        raise InputError(
            f'cuvette: gain model "{medium.model.name}" has no lifetimes; take "stokes-shifted" or a ladder.'
        )
    sigma_pump = medium.nanocrystal.sigma_pump
    if settings.fluence is None:
        levels = np.geomspace(*_PHOTONS) * HC / pump.wavelength / sigma_pump
    else:
        levels = settings.fluence.values()
    rows, notes, count = [], [], settings.concentration.points
    for done, density in enumerate(settings.concentration.values()):
        thin = replace(medium, number_density=float(density), packing_fraction=None, spacing=None)
        rows.append(_one(thin, settings, pump, levels, notes))
        if progress is not None:
            progress(done + 1, count)
    columns = np.array(rows).T
    names = {
        "threshold": ("J/m^2", "fluence at which the line has narrowed halfway (inf: it does not)"),
        "photons_per_nanocrystal": ("", "photons absorbed per nanocrystal there, on average"),
        "peak_wavelength": ("m", "wavelength of most light there"),
        "shift": ("m", "how far that lies to the red of spontaneous emission"),
        "modal_gain": ("1/m", "net gain right after a flash of that fluence"),
    }
    variables = {n: variable("concentration", v, *names[n]) for n, v in zip(names, columns, strict=True)}
    coords = {
        "concentration": variable(
            "concentration", settings.concentration.values(), "1/m^3", "nanocrystals per volume"
        )
    }
    return ConcentrationScan(
        dataset(variables, coords, **_estimates(medium, settings)), tuple(dict.fromkeys(notes))
    )


def _one(
    medium: GainMedium, settings: CuvetteSettings, pump: Pump, levels: Array, notes: list[str]
) -> tuple[float, ...]:
    """Return threshold, photons, peak, shift and gain of one concentration; NaN without a threshold."""
    stripe = cuvette(medium, settings.length, settings.width, settings.index, settings.numerical_aperture)
    found = amplified_emission(medium, stripe, pump, levels, accuracy=_ACCURACY)
    notes.extend(found.notes)
    at, nothing = found.threshold, float("nan")
    if not np.isfinite(at):
        return at, nothing, nothing, nothing, nothing
    where = np.log(found.data.fluence.values)

    def there(name: str) -> float:
        return float(np.interp(np.log(at), where, found.data[name].values))

    peak = there("peak_wavelength")
    own = found.data.attrs["spontaneous_peak"]
    return at, there("photons_per_nanocrystal"), peak, peak - own, there("modal_gain")


def _estimates(medium: GainMedium, settings: CuvetteSettings) -> dict[str, float]:
    """Return the two estimates of the lowest concentration in 1/m^3, and the exponent of the second."""
    lam = grid(medium, None)
    sigma = float((medium.emission(lam) - medium.absorption(lam))[-1].max())
    simple = float(minimum_concentration(sigma, settings.length))
    at = replace(medium, number_density=simple, packing_fraction=None, spacing=None)
    stripe = cuvette(at, settings.length, settings.width, settings.index, settings.numerical_aperture)
    beam = stripe.width * min(stripe.thickness, stripe.width) / stripe.length**2
    exponent = float(detection_exponent(max(4 * pi * stripe.collected / beam, 1.0)))
    return {"sigma": sigma, "exponent": exponent, "simple_minimum": simple, "minimum": exponent * simple}
