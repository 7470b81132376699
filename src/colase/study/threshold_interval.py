"""How far the threshold is known: uncertain inputs drawn many times, the threshold found each time.

Every number of the device that was given as ``value +/- error`` is drawn from a normal distribution of that
standard deviation; a number that cannot be negative and is uncertain by more than a quarter is drawn on a
logarithmic scale (median the value), which a normal one would take below zero. Draws are independent:
errors of one origin (all cross sections from one calibration) widen the interval more than is shown here.
The seed is fixed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase import device as devices
from colase import laser
from colase.device import Device
from colase.device.describe import Setting, leaves
from colase.device.spoken import spoken
from colase.errors import ColaseError, InputError
from colase.laser.side_by_side import side_by_side
from colase.materials import ConstantIndex

from .elasticities import near

SEED = 20_240_229
_LOGARITHMIC = 0.25
_MOST = 100_000
_CONTENDS = 1.5  # factor of material gain


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdInterval:
    """Thresholds of a device with uncertain inputs.

    Attributes
    ----------
    fluence : ndarray
        Threshold of every draw in J/m^2, increasing; inf where nothing lases.
    uncertain : tuple of str
        Paths of the inputs that were drawn.
    refused : int
        Draws that made no device (a value out of its bounds) and were left out.
    held : tuple of str
        Paths of uncertain inputs of the cavity that were not drawn.
    """

    fluence: NDArray[np.float64]
    uncertain: tuple[str, ...]
    refused: int = 0
    held: tuple[str, ...] = ()

    @property
    def lasing(self) -> float:
        """Share of the draws that lase."""
        return float(np.isfinite(self.fluence).mean()) if self.fluence.size else 0.0

    def quantile(self, share: float) -> float:
        """Return the fluence in J/m^2 below which a share of all draws lases; inf if fewer do."""
        if not self.fluence.size:
            return float("inf")
        place = min(int(share * self.fluence.size), self.fluence.size - 1)
        return float(self.fluence[place])

    def describe(self) -> str:
        """Return the interval in a sentence or two."""
        if not self.uncertain:
            return "No input was given with an error, so the threshold has no interval."
        low, mid, high = (self.quantile(q) * 100 for q in (0.16, 0.5, 0.84))
        text = (
            f"{self.fluence.size} draws of {len(self.uncertain)} uncertain inputs: threshold {mid:.3g} "
            f"uJ/cm2, "
            f"two thirds between {low:.3g} and {high:.3g}, nine tenths between "
            f"{self.quantile(0.05) * 100:.3g} and {self.quantile(0.95) * 100:.3g} uJ/cm2."
        )
        if self.lasing < 1:
            text += f" {100 * (1 - self.lasing):.2g} % never lase."
        if self.refused:
            text += f" {self.refused} draws were no possible device and are left out."
        if self.held:
            names = ", ".join(spoken(path) for path in self.held)
            text += f" Held, since each draw would solve the cavity again: {names}."
        return text


def threshold_interval(
    device: Device,
    draws: int = 200,
    progress: Callable[[int, int], None] | None = None,
    seed: int = SEED,
    first: xr.Dataset | None = None,
    solve: bool = True,
) -> ThresholdInterval:
    """Return thresholds of a device whose uncertain inputs are drawn at random.

    Parameters
    ----------
    device : Device
        The device; its file says which values have an error.
    draws : int
        How often to draw.
    progress : callable, optional
        Called as ``progress(done, total)``.
    seed : int
        Start of the random numbers.
    first : Dataset, optional
        Modes of the device, if they are known already. Of a film, only wavelengths around ``attrs["first"]``
        are solved again where its layers are uncertain.
    solve : bool
        Whether to draw inputs of a resonator, which has to be solved again each time.

    Raises
    ------
    InputError
        If the number of draws makes no sense.
    """
    if not 1 <= draws <= _MOST:
        raise InputError(f"levers: {draws} draws; take between 1 and {_MOST}.")
    known = [x for x in uncertain_inputs(device) if x[0].startswith(("cavity.", "gain.", "pump."))]
    held: tuple[str, ...] = ()
    if not solve:
        held = tuple(path for path, *_ in known if path.startswith("cavity."))
        known = [x for x in known if x[0] not in held]
    paths = tuple(path for path, *_ in known)
    if not paths:
        return ThresholdInterval(np.array([]), (), held=held)
    random = np.random.default_rng(seed)
    changes = [
        {path: _drawn(random, setting, value, error) for path, setting, value, error in known}
        for _ in range(draws)
    ]
    shared = None
    if not any(p.startswith("cavity.") for p in paths):
        shared = _contenders(device.cavity.modes(device.modes) if first is None else first)
    elif first is not None and not device.cavity.resonant:
        device = near(device, first)

    def one(change: dict[str, float | complex]) -> float:
        try:
            drawn = devices.replace(device, change)
            modes = _contenders(drawn.cavity.modes(drawn.modes)) if shared is None else shared
            return laser.threshold(modes, drawn.gain, drawn.cavity, drawn.pump, verify=False).fluence
        except ColaseError:
            return float("nan")

    found = np.full(draws, np.nan)
    for done, (number, fluence) in enumerate(side_by_side(one, changes)):
        found[number] = fluence
        if progress is not None:
            progress(done + 1, draws)
    good = ~np.isnan(found)
    return ThresholdInterval(np.sort(found[good]), paths, int((~good).sum()), held)


def _contenders(modes: xr.Dataset) -> xr.Dataset:
    """Return the modes that need little more material gain than the best: no other one comes first."""
    with np.errstate(divide="ignore"):
        felt = modes.gain_confinement * modes.q_factor * modes.wavelength / modes.gain_index
    return modes.isel(mode=np.flatnonzero(felt.values * _CONTENDS >= felt.values.max()))


def uncertain_inputs(device: Device) -> list[tuple[str, Setting, float | complex, float]]:
    """Return path, description, value and error of every number and constant index given with an error."""
    found: list[tuple[str, Setting, float | complex, float]] = []
    for path, setting, value in leaves(device):
        birth = device.provenance.get(path)
        if birth is None or not birth.error:
            continue
        if setting.sort == "number" and isinstance(value, float):
            found.append((path, setting, value, birth.error))
        elif isinstance(value, ConstantIndex):
            found.append((path, setting, value.value, birth.error))
    return found


def _drawn(
    random: np.random.Generator, setting: Setting, value: float | complex, error: float
) -> float | complex:
    """Return one value at random; of an index the real part."""
    quantity = setting.quantity
    draw = random.standard_normal()
    if setting.sort == "material":
        drawn = complex(value) + error * draw
        return drawn if drawn.imag else drawn.real
    assert not isinstance(value, complex)
    positive = quantity is not None and (quantity.gt == 0 or quantity.ge == 0) and value > 0
    if positive and error > _LOGARITHMIC * value:
        return float(value * np.exp(np.log1p(error / value) * draw))
    return float(value + error * draw)
