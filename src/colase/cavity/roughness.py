"""Rough faces: how their height is spread over distances, and what a curved one takes from a resonance.

Spectra, from their autocorrelations sigma^2 exp(-r/L) and sigma^2 exp(-r^2/L^2):

    exponential  W(q) = 2 pi sigma^2 L^2/(1 + q^2 L^2)^(3/2),
    gaussian     W(q) = pi sigma^2 L^2 exp(-q^2 L^2/4).

A curved face that is smooth on the scale of a wavelength, with L far below it, radiates like
independent dipoles in the surroundings (gorodetsky2000); with the response of the resonance to a growth h of
that face in the place of field integrals,

    1/Q = (k^3/(3 pi)) n_0 (n^2 - n_0^2) W(0) (-d ln k/dh),      n_0 outside, n inside the face:

3 lambda^3 R/(8 pi^2 (n^2 - 1) W(0)) for a uniform sphere in air. Right for TE; the field across the face,
which TM has, is counted n^2/n_0^2 times too strongly, so that Q of TM is a lower bound. Plane faces:
`slab.scattering`.

Valid while k0 n sigma << 1 (refused above 0.3) and slopes sigma/L stay below about one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError

MOST_ROUGH = 0.3
"""Largest k0 n sigma for which the first order is used."""


@final
@dataclass(frozen=True, slots=True)
class Roughness:
    """A rough face: rms height and correlation length in m, and the law of its autocorrelation."""

    rms: float
    correlation_length: float
    law: Literal["exponential", "gaussian"] = "exponential"

    def __post_init__(self) -> None:
        if not (0 <= self.rms < 1e-6 and 0 < self.correlation_length < 1e-3):
            raise InputError(
                f"roughness: {self.rms * 1e9:g} nm rms with a correlation length of "
                f"{self.correlation_length * 1e9:g} nm; give an rms below 1 um and a length above zero."
            )

    @classmethod
    def given(cls, rms: float | None, correlation_length: float | None) -> Roughness | None:
        """Return the roughness of a device file, None where it gives none."""
        return None if rms is None or correlation_length is None else cls(rms, correlation_length)

    def spectrum(self, q: ArrayLike) -> NDArray[np.float64]:
        """Return W(q), the Fourier transform of the autocorrelation, in m^4 at q in 1/m."""
        reach = np.asarray(q, dtype=float) * self.correlation_length
        whole = pi * (self.rms * self.correlation_length) ** 2
        if self.law == "gaussian":
            return whole * np.exp(-(reach**2) / 4)
        return 2 * whole / (1 + reach**2) ** 1.5

    def check(self, wavelength: float, index: float) -> None:
        """Refuse a roughness that is too high for the first order."""
        if 2 * pi / wavelength * index * self.rms > MOST_ROUGH:
            limit = MOST_ROUGH * wavelength / (2 * pi * index)
            raise InputError(
                f"roughness: {self.rms * 1e9:g} nm rms is too rough for first-order scattering at "
                f"{wavelength * 1e9:.4g} nm; the limit is {limit * 1e9:.3g} nm. "
                "Give the measured loss instead."
            )

    def require_dipoles(self, wavelength: float, index: float) -> None:
        """Refuse a roughness that is too high, or too long to radiate like independent dipoles.

        Raises
        ------
        InputError
            With the limit.
        """
        self.check(wavelength, index)
        if self.correlation_length > wavelength / 4:
            raise InputError(
                f"roughness: a correlation length of {self.correlation_length * 1e9:g} nm is not short "
                f"against the wavelength {wavelength * 1e9:.4g} nm, as the dipole formula needs; give "
                "q_scattering instead."
            )


def surface_q(
    wavelength: ArrayLike, growth: ArrayLike, inside: ArrayLike, outside: ArrayLike, roughness: Roughness
) -> NDArray[np.float64]:
    """Return the quality factor that the roughness of a curved outer face leaves.

    Parameters
    ----------
    wavelength : array_like
        Vacuum wavelengths in m.
    growth : array_like
        -d ln k/dh in 1/m, h a uniform outward growth of the face; 1/R for a uniform sphere.
    inside, outside : array_like
        Real refractive index on both sides of the face.
    roughness : Roughness
        With a correlation length far below the wavelength.

    Raises
    ------
    InputError
        If the correlation length is not short against the wavelength, or the face is too rough.
    """
    lam, n, n0 = (np.asarray(a, dtype=float) for a in (wavelength, inside, outside))
    roughness.require_dipoles(float(lam.min()), float(n.max()))
    rate = (2 * pi / lam) ** 3 / (3 * pi) * n0 * (n**2 - n0**2) * roughness.spectrum(0.0) * np.asarray(growth)
    with np.errstate(divide="ignore"):
        return np.where(rate > 0, 1 / rate, np.inf)
