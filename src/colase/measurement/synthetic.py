"""Measurements with known truth: forward models seen by an instrument, from a seed.

The instrument blurs, adds background, counts photons (shot noise), adds read noise and saturates; the pump
jitters from point to point and its calibration is off by one factor for all. Nothing here is a measurement;
everything says so in ``attrs["synthetic"]`` and carries its truth in ``attrs["truth_..."]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import HC
from colase.errors import InputError
from colase.quantity import Quantity, check_bounds
from colase.results import dataset, variable

from .lines.shapes import pixel_lines
from .threshold.s_curve import photon_number
from .vsl.model import stripe_output

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticInstrument:
    """What stands between a laser and its numbers."""

    relative: Annotated[float, Quantity("", "m", "relative noise of every output", ge=0, lt=1)] = 0.05
    shot: Annotated[float, Quantity("", "s", "variance a count (0: none, 1: photons)", ge=0)] = 0.0
    read: Annotated[float, Quantity("", "b", "read noise", ge=0)] = 0.0
    background: Annotated[float, Quantity("", "B", "constant background", ge=0)] = 0.0
    saturation: Annotated[float, Quantity("", "S", "largest reading (infinite: none)", gt=0)] = 1e300
    pump_jitter: Annotated[float, Quantity("", "j", "relative error of each pump value", ge=0, lt=1)] = 0.0
    pump_scale: Annotated[float, Quantity("", "c", "factor of the pump calibration", gt=0)] = 1.0
    resolution: Annotated[float, Quantity("m", "Δλ", "full width of the response", "nm", ge=0, lt=1e-6)] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)

    def reading(self, truth: Array, rng: np.random.Generator) -> Array:
        """Return what the detector shows for a true signal."""
        seen = truth * np.exp(self.relative * rng.standard_normal(truth.shape)) + self.background
        spread = np.sqrt(self.shot * np.maximum(seen, 0) + self.read**2)
        return np.minimum(seen + spread * rng.standard_normal(truth.shape), self.saturation)


def light_curve(
    pump: ArrayLike,
    threshold: float,
    beta: float,
    scale: float = 1.0,
    seed: int = 0,
    instrument: SyntheticInstrument | None = None,
    other_light: float = 0.0,
) -> xr.Dataset:
    """Return output against pump of a laser with a known threshold.

    Parameters
    ----------
    pump : array, shape (pump,)
        Pump as the experimenter believes it, in SI units.
    threshold, beta, scale : float
        Kink, share of the spontaneous emission in the mode, output a photon.
    other_light : float
        Light from elsewhere, as a share of the mode's own at low pump.
    """
    instrument, rng = instrument or SyntheticInstrument(), np.random.default_rng(seed)
    shown = np.asarray(pump, dtype=float)
    real = shown * instrument.pump_scale * np.exp(instrument.pump_jitter * rng.standard_normal(shown.shape))
    truth = scale * (photon_number(real / threshold, beta) + other_light * real / threshold)
    rows = {
        "output": variable("pump", instrument.reading(truth, rng), "1", "output"),
        "true_output": variable("pump", truth, "1", "true output"),
    }
    marks = {"truth_threshold": threshold, "truth_beta": beta, "synthetic": True, "seed": seed}
    return dataset(rows, {"pump": variable("pump", shown, "J/m^2", "pump fluence")}, **marks)


def stripe(
    length: ArrayLike,
    gain: float,
    saturation: float = np.inf,
    seed: int = 0,
    instrument: SyntheticInstrument | None = None,
    zero: float = 0.0,
) -> xr.Dataset:
    """Return output against stripe length: gain (1/m), saturation over A (m), true zero (m)."""
    instrument, rng = instrument or SyntheticInstrument(), np.random.default_rng(seed)
    shown = np.asarray(length, dtype=float)
    truth = stripe_output(np.maximum(shown - zero, 0.0), gain, saturation)
    rows = {"output": variable("stripe_length", instrument.reading(truth, rng), "1", "edge emission")}
    marks = {
        "truth_gain": gain,
        "truth_saturation": saturation,
        "truth_zero": zero,
        "synthetic": True,
        "seed": seed,
    }
    coords = {"stripe_length": variable("stripe_length", shown, "m", "stripe length")}
    return dataset(rows, coords, **marks)


def spectrum(
    wavelength: ArrayLike,
    centres: ArrayLike,
    lorentz: ArrayLike,
    heights: ArrayLike,
    seed: int = 0,
    instrument: SyntheticInstrument | None = None,
) -> xr.Dataset:
    """Return counts of Lorentzian lines through an instrument; lengths in m, heights in counts."""
    instrument, rng = instrument or SyntheticInstrument(relative=0.0, shot=1.0), np.random.default_rng(seed)
    x = np.asarray(wavelength, dtype=float)
    centres, lorentz, heights = np.broadcast_arrays(*(np.atleast_1d(a) for a in (centres, lorentz, heights)))
    if np.any(np.diff(x) <= 0):
        raise InputError("a synthetic spectrum needs wavelengths in ascending order.")
    shapes = pixel_lines(x, centres, lorentz, np.full(centres.shape, instrument.resolution))
    peak = shapes.max(axis=1, keepdims=True)
    truth = np.asarray(heights, dtype=float) @ (shapes / np.where(peak > 0, peak, 1.0))
    rows = {
        "counts": variable(("spectrum", "wavelength"), instrument.reading(truth, rng)[None], "1", "counts")
    }
    coords = {
        "wavelength": variable("wavelength", x, "m", "vacuum wavelength"),
        "photon_energy": variable("wavelength", HC / x, "J", "photon energy"),
    }
    known = {"resolution": instrument.resolution} if instrument.resolution else {}
    return dataset(rows, coords, synthetic=True, seed=seed, **known)
