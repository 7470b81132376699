"""Do the spectra of a medium obey thermodynamics? Two checks that need no fit.

**Detailed balance** (Kennard, Stepanov, McCumber). When X relaxes within itself before it emits,

    σ_em,X(E) / σ_abs,0(E) ∝ exp(-E / kT)                                              (mccumber1964)

so the log of the ratio falls with slope 1/kT. For two equal Gaussians of standard deviation s in
energy, Δ_S apart, that slope is Δ_S/s²: the Stokes shift must be s²/kT. It speaks of the homogeneous
line; an ensemble width is an upper bound for s, hence the expected shift an upper bound too.

**Emission rate** (Einstein; Füchtbauer and Ladenburg). Stimulated cross section and spontaneous rate
of the same line are bound together in a medium of index n:

    1/τ_rad = 8 π n² c ∫ σ_em,X(λ) λ⁻⁴ dλ                                              (einstein1917)

Dark states and a valence band with more than two states at the edge make the measured lifetime longer.

References: mccumber1964, einstein1917, kersuzan2025.
"""

from __future__ import annotations

from math import pi
from typing import NamedTuple

import numpy as np

from colase.constants import BOLTZMANN, ELEMENTARY_CHARGE, HC, SPEED_OF_LIGHT
from colase.errors import PhysicsError
from colase.nanocrystals import energy_sigma
from colase.nanocrystals.bands import FWHM_PER_SIGMA

from .medium import GainMedium

TOLERATED = 1.5
"""Factor either way by which the Stokes shift may miss s²/kT before anyone is warned."""

_NO_SHIFT = 1e-6
_SPAN = 6  # standard deviations on either side of a line that carry all of it


class StokesBalance(NamedTuple):
    """Stokes shift of a model beside the one that detailed balance demands, in J."""

    given: float
    demanded: float
    homogeneous: bool

    @property
    def ratio(self) -> float:
        """Given over demanded; 1 is balance."""
        return self.given / self.demanded


def stokes_balance(medium: GainMedium) -> StokesBalance:
    """Return the Stokes shift that the model's spectra amount to and s²/kT.

    The shift is read off the spectra themselves, s² times the slope of ln(σ_em,X/σ_abs,0) across the
    emission line, so that it holds for any model; for Gaussians in energy it is the shift of the lines.
    """
    n = medium.crystal
    sigma = energy_sigma(n.emission_wavelength, n.fwhm)
    energy = HC / n.emission_wavelength + sigma * np.array([-0.5, 0.5])
    emission = medium.emission(HC / energy)[1]
    absorption = medium.absorption(HC / energy)[0] - n.sigma_high
    if not (emission > 0).all() or not (absorption > 0).all():
        raise PhysicsError(
            f"{n.name}: absorption and emission do not overlap at {n.emission_wavelength * 1e9:.4g} nm, "
            "so detailed balance cannot be checked; are both lines right?"
        )
    slope = -float(np.diff(np.log(emission / absorption))[0]) / sigma
    width = energy_sigma(n.emission_wavelength, n.homogeneous_fwhm or n.fwhm)
    return StokesBalance(
        given=slope * sigma**2,
        demanded=width**2 / (BOLTZMANN * medium.temperature),
        homogeneous=n.homogeneous_fwhm is not None,
    )


def balance_warning(medium: GainMedium) -> str | None:
    """Return a sentence when Stokes shift, width and temperature contradict each other, else None."""
    if not (medium.absorption(medium.crystal.absorption_wavelength)[0] > medium.crystal.sigma_high).any():
        return None  # a model without absorption at the band edge has nothing to compare
    balance = stokes_balance(medium)
    if 1 / TOLERATED <= balance.ratio <= TOLERATED:
        return None
    n, mev = medium.crystal, 1e-3 * ELEMENTARY_CHARGE
    nanometres = (n.homogeneous_fwhm or n.fwhm) * 1e9
    width = "homogeneous width" if balance.homogeneous else "line width (taken as homogeneous)"
    demand = (
        f"{balance.demanded / mev:.3g} meV for a {width} of {nanometres:.3g} nm at {medium.temperature:.4g} K"
    )
    if balance.ratio < _NO_SHIFT:
        return (
            f"{n.name}: the gain model has no Stokes shift, but detailed balance demands {demand}; "
            "absorption and emission on one line agree with no width at all."
        )
    factor = balance.ratio if balance.ratio > 1 else 1 / balance.ratio
    sentence = (
        f"{n.name}: the Stokes shift of the gain model is {balance.given / mev:.3g} meV, but detailed "
        f"balance demands {demand}, {factor:.3g} times {'less' if balance.ratio > 1 else 'more'}"
    )
    if balance.ratio < 1 and not balance.homogeneous:
        narrow = balance.ratio**0.5 * nanometres
        return f"{sentence}; the two agree if the homogeneous width is {narrow:.3g} nm."
    return f"{sentence}."


def radiative_lifetime(medium: GainMedium, index: float) -> float:
    """Return the radiative lifetime of X in s that its emission cross section implies.

    Parameters
    ----------
    medium : GainMedium
        Gives σ_em,X(λ); the density plays no part.
    index : float
        Refractive index of the film around the nanocrystals.
    """
    n = medium.crystal
    half = min(2 * _SPAN * n.fwhm / FWHM_PER_SIGMA, 0.8 * n.emission_wavelength)
    lam = np.linspace(n.emission_wavelength - half, n.emission_wavelength + half, 2001)
    sigma = medium.emission(lam)[1]
    integral = float(np.trapezoid(sigma / lam**4, lam))
    if integral <= 0:
        raise PhysicsError(f"{n.name}: the exciton does not emit, so no radiative lifetime follows.")
    return 1 / (8 * pi * index**2 * SPEED_OF_LIGHT * integral)


def lifetime_balance(medium: GainMedium, index: float) -> tuple[float, str]:
    """Compare the radiative lifetime τ_X/η_X with the one that σ_em implies.

    Returns
    -------
    ratio : float
        Given over implied; 1 is balance, inf for a quantum yield of zero.
    sentence : str
        The comparison in words.
    """
    n = medium.crystal
    implied = radiative_lifetime(medium, index)
    given = n.tau_x / n.quantum_yield_x if n.quantum_yield_x else float("inf")
    ratio = given / implied
    if 1 / TOLERATED <= ratio <= TOLERATED:
        verdict = "and the two agree"
    elif ratio > 1:
        verdict = (
            f"{ratio:.3g} times shorter: σ_0 is too large by that, or most of an exciton's time is spent in "
            "states that emit weakly"
        )
    else:
        verdict = f"{1 / ratio:.3g} times longer: σ_0 is too small by that, or not all decay is counted"
    return ratio, (
        f"{n.name}: τ_X/η_X is {given * 1e9:.3g} ns; the emission cross section in a film of index "
        f"{index:.3g} implies a radiative lifetime of {implied * 1e9:.3g} ns, {verdict}."
    )
