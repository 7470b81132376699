"""kersuzan2025: what the threshold hangs on in good and in poor cavities (abstract and conclusion)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from math import inf

from colase.gain import StokesShifted, first_threshold
from colase.laser import threshold
from colase.nanocrystals import Nanocrystal
from colase.papers.claim import Claim
from colase.papers.printed import Bounds

from .substitutes import SAID, WITHHELD, merits, quantum_shell, sphere

_STEP = 1e-9  # m
_POOR_Q = 500.0
_claim = partial(Claim, paper="kersuzan2025", inputs=SAID, missing=WITHHELD)


def splitting_over_stokes() -> float:
    """Return |change of ln N| by 1 nm more X-XX shift over that by 1 nm more Stokes shift, at low K."""
    crystal = quantum_shell()
    more_split = replace(crystal, biexciton_wavelength=crystal.biexciton_wavelength - _STEP)
    more_stokes = replace(crystal, absorption_wavelength=crystal.absorption_wavelength - _STEP)
    start, split, stokes = (_onset(c) for c in (crystal, more_split, more_stokes))
    return abs(split / start - 1) / abs(stokes / start - 1)


@cache
def recombination_factor(q_factor: float) -> float:
    """Return the threshold of the substitute laser with ten times faster XX decay over that without."""
    device = sphere()
    cavity = replace(device.cavity, q_scattering=q_factor)  # type: ignore[call-arg]
    modes = cavity.modes(device.modes)
    crystal = device.gain.nanocrystal
    fast = replace(device.gain, nanocrystal=replace(crystal, tau_xx=crystal.tau_xx / 10))
    slow_pump, fast_pump = (
        threshold(modes, medium, cavity, device.pump, verify=False).photons_per_nanocrystal
        for medium in (device.gain, fast)
    )
    return fast_pump / slow_pump


def _onset(crystal: Nanocrystal) -> float:
    return float(first_threshold(StokesShifted(), crystal, merits()[0])[0])


CLAIMS = (
    _claim(
        place="Abstract",
        quantity="change of the threshold by 1 nm of X-XX shift over that by 1 nm of Stokes shift, K = 39",
        printed=Bounds("Stokes shift, not splitting, decides", 0.0, 0.5, "our reading: half as much or less"),
        unit="",
        compute=splitting_over_stokes,
        method="max gain of eq. 5 = loss",
    ),
    _claim(
        place="Abstract",
        quantity="threshold with ten times faster XX decay over that without, Q = 6000",
        printed=Bounds("not biexciton recombination", 0.8, 1.2, "our reading: less than 20 %"),
        unit="",
        compute=lambda: recombination_factor(6000.0),
        method="exact modes of a coated sphere, pulse of 1 ns",
    ),
    _claim(
        place="Conclusion",
        quantity="threshold with ten times faster XX decay over that without, Q = 500",
        printed=Bounds("Auger decay is crucial at low Q", 1.2, inf, "our reading: more than 20 %"),
        unit="",
        compute=lambda: recombination_factor(_POOR_Q),
        method="exact modes of a coated sphere, pulse of 1 ns",
    ),
)
