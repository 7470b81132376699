"""Numbers multiplied with all their errors: density, cross section at the pump, photons per nanocrystal.

The pump fluence at the centre of a Gaussian spot of 1/e^2 radius w holding the energy E is F = 2 E/(pi w^2).
A film of absorption coefficient alpha = N sigma (1/m) and thickness d takes, averaged over its depth,

    <N> = F lambda/(h c) (1 - R) sigma [1 - exp(-alpha d)]/(alpha d)

photons per nanocrystal. Every factor carries an error; a result is drawn many times from lognormal factors
and its budget says which factor the variance comes from. The factors of fluence and cross section, not the
noise of a spectrum, are as a rule what a threshold in photons per nanocrystal is uncertain by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log, pi
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.constants import HC
from colase.errors import InputError
from colase.materials.packing import packing_fraction
from colase.measurement.shown import fixed, places_for, table
from colase.results import dataset, draw, variable

Array = NDArray[np.float64]

_DRAWS = 20_000
_SHOWN = {"1/m": ("1/cm", 1e-2), "1/m3": ("1/cm3", 1e-6), "m2": ("cm2", 1e4)}


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its standard error, in SI units."""

    value: float
    error: float = 0.0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.value) and np.isfinite(self.error) and self.error >= 0):
            raise InputError(
                f"{self.value:g} +/- {self.error:g}: finite numbers are wanted, the error not below 0."
            )

    def drawn(self, rng: np.random.Generator) -> Array:
        """Return random values: lognormal (median the value) if it is above zero, else normal."""
        if self.value > 0:
            return self.value * np.exp(np.log1p(self.error / self.value) * rng.standard_normal(_DRAWS))
        return self.value + self.error * rng.standard_normal(_DRAWS)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Counted:
    """A result with its interval and the share of its variance that every factor brings."""

    name: str
    unit: str
    value: float
    error: float
    low: float
    high: float
    budget: Mapping[str, float]
    notes: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the number does not count."""
        return self.notes

    @property
    def data(self) -> xr.Dataset:
        """Value with its interval, and the budget over ``factor``."""
        unit = self.unit or "1"
        rows = {
            "share": variable("factor", list(self.budget.values()), "1", "share of the variance"),
            "value": variable((), self.value, unit, self.name),
            "error": variable((), self.error, unit, "standard error"),
            "low": variable((), self.low, unit, "lower end of the 95 % interval"),
            "high": variable((), self.high, unit, "upper end of the 95 % interval"),
        }
        return dataset(rows, {"factor": variable("factor", list(self.budget), "1", "factor")})

    def plot(self, ax: Any = None) -> Any:
        """Draw what every factor brings to the variance."""
        return draw("measurement.films.budget", self, ax=ax)

    def describe(self) -> str:
        """Return value, interval and budget."""
        unit, scale = _SHOWN.get(self.unit, (self.unit, 1.0))
        value, low, high = (v * scale for v in (self.value, self.low, self.high))
        places = places_for(self.error * scale, value)
        number = f"{fixed(value, places)} ({fixed(low, places)} to {fixed(high, places)})"
        rows = [(k, f"{v:.0%}") for k, v in sorted(self.budget.items(), key=lambda kv: -kv[1])]
        text = [
            f"{self.name} {number} {unit}".rstrip() + "; 95 % interval.",
            table(("factor", "of the variance"), rows),
        ]
        return "\n".join([*text, *(f"Warning: {n}" for n in self.notes)])

    def __repr__(self) -> str:
        return self.describe()


def counted(
    name: str,
    unit: str,
    function: Callable[..., Array],
    factors: Mapping[str, Measured],
    notes: tuple[str, ...] = (),
    seed: int = 0,
) -> Counted:
    """Return a function of measured factors with its interval and the budget of its variance.

    Parameters
    ----------
    function : callable
        Of arrays, one a factor.
    factors : mapping
        Name to Measured.
    """
    rng = np.random.default_rng(seed)
    drawn = {k: v.drawn(rng) for k, v in factors.items()}
    every = np.asarray(function(**drawn))
    if not np.all(np.isfinite(every)):
        raise InputError(f"{name}: some factor is so uncertain that no number follows; narrow its error.")
    value = float(function(**{k: np.asarray(v.value) for k, v in factors.items()}))
    alone = {
        k: float(
            np.var(function(**{n: (drawn[n] if n == k else np.asarray(v.value)) for n, v in factors.items()}))
        )
        for k in factors
    }
    total = sum(alone.values()) or 1.0
    low, high = np.quantile(every, [0.025, 0.975])
    budget = {k.replace("_", " "): v / total for k, v in alone.items()}
    return Counted(name, unit, value, float(every.std()), float(low), float(high), budget, notes)


def _above_zero(**values: Measured) -> None:
    for name, v in values.items():
        if v.value <= 0:
            raise InputError(
                f"{name.replace('_', ' ')} = {v.value:g}: a number above zero is wanted, in SI units."
            )


def absorbed_photons(
    *,
    energy: Measured | None = None,
    spot_radius: Measured | None = None,
    fluence: Measured | None = None,
    calibration: Measured = Measured(1.0),
    wavelength: float,
    cross_section: Measured,
    density: Measured | None = None,
    thickness: Measured | None = None,
    reflectance: Measured = Measured(0.0),
) -> Counted:
    """Return photons absorbed per nanocrystal and pulse.

    Parameters
    ----------
    energy, spot_radius : Measured, optional
        Energy of a pulse in J and 1/e^2 radius of its Gaussian spot in m (fluence at the centre).
    fluence : Measured, optional
        Instead of these, in J/m^2.
    calibration : Measured
        Factor of the power meter and filters, 1 with its error.
    wavelength : float
        Of the pump, in m.
    cross_section : Measured
        At the pump, in m^2.
    density, thickness : Measured, optional
        Nanocrystals per m^3 and film thickness in m, for the mean over the depth; a thin film if left out.
    reflectance : Measured
        Share of the light that does not enter.
    """
    if (fluence is None) == (energy is None or spot_radius is None):
        raise InputError("absorbed photons: give the fluence, or energy and spot_radius, one of the two.")
    if (density is None) != (thickness is None):
        raise InputError("absorbed photons: density and thickness go together, for the mean over the depth.")
    if not 1e-8 < wavelength < 1e-4:
        raise InputError(f"wavelength = {wavelength:g} m: write it in metres, for example 532e-9.")
    if not 0 <= reflectance.value < 1:
        raise InputError(f"reflectance = {reflectance.value:g}: a share below 1 is wanted.")
    factors = {"calibration": calibration, "cross_section": cross_section, "reflectance": reflectance}
    if fluence is not None:
        factors["fluence"] = fluence
    else:
        assert energy is not None
        assert spot_radius is not None
        factors |= {"energy": energy, "spot_radius": spot_radius}
    if density is not None and thickness is not None:
        factors |= {"density": density, "thickness": thickness}
    _above_zero(**{k: v for k, v in factors.items() if k != "reflectance"})

    def mean(**f: Array) -> Array:
        pump = f["fluence"] if "fluence" in f else 2 * f["energy"] / (pi * f["spot_radius"] ** 2)
        depth = f["density"] * f["cross_section"] * f["thickness"] if "density" in f else np.asarray(0.0)
        share = np.where(depth > 1e-9, -np.expm1(-depth) / np.where(depth > 1e-9, depth, 1.0), 1.0)
        entered = np.clip(1 - f["reflectance"], 0.0, 1.0)
        return f["calibration"] * pump * wavelength / HC * entered * f["cross_section"] * share

    notes = (
        ()
        if reflectance.value or reflectance.error
        else ("reflection is not counted: the number is an upper bound.",)
    )
    return counted("Photons absorbed per nanocrystal", "", mean, factors, notes)


def density_from_absorbance(absorbance: Measured, thickness: Measured, cross_section: Measured) -> Counted:
    """Return nanocrystals per m^3 from the decadic absorbance of a film: N = A ln 10/(sigma d)."""
    _above_zero(absorbance=absorbance, thickness=thickness, cross_section=cross_section)
    factors = {"absorbance": absorbance, "thickness": thickness, "cross_section": cross_section}
    return counted(
        "Density",
        "1/m3",
        lambda absorbance, thickness, cross_section: absorbance * log(10) / (cross_section * thickness),
        factors,
    )


def pump_cross_section(at_pump: Measured, at_line: Measured, line_cross_section: Measured) -> Counted:
    """Return the cross section at the pump in m^2: that of a line times the ratio of the absorbances.

    Of one spectrum: scattering and reflection that differ between the two wavelengths go into it.
    """
    _above_zero(
        absorbance_at_the_pump=at_pump, absorbance_of_the_line=at_line, cross_section=line_cross_section
    )
    factors = {"at_pump": at_pump, "at_line": at_line, "line_cross_section": line_cross_section}
    return counted(
        "Cross section at the pump",
        "m2",
        lambda at_pump, at_line, line_cross_section: line_cross_section * at_pump / at_line,
        factors,
    )


def packing(density: Measured, volume: Measured) -> Counted:
    """Return the share of the volume that nanocrystals of a volume (m^3) fill.

    Raises
    ------
    InputError
        If they would fill more than all of it.
    """
    _above_zero(density=density, volume=volume)
    share = packing_fraction(density.value, volume.value)
    notes = (
        (f"a packing of {share:.2f} is above 0.74 of the densest crystal of spheres.",)
        if share > 0.74
        else ()
    )
    factors = {"density": density, "volume": volume}
    return counted("Packing", "", lambda density, volume: density * volume, factors, notes)
