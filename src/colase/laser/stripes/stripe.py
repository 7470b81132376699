"""A pumped stripe in which spontaneous emission is amplified: its geometry, and when amplified light shows.

A stripe of width w and length L keeps w² n/(λ L) lateral modes, at least one. In a cuvette the depth that
the pump reaches takes the place of a film, and light has both polarisations.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from colase.constants import SPEED_OF_LIGHT
from colase.errors import InputError
from colase.gain.medium import GainMedium
from colase.laser.mode_gain import Array
from colase.quantity import Quantity, check_bounds

_LENGTH = {"unit": "m", "gt": 1e-9, "lt": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripe:
    """Where amplified light runs: a stripe of a film, or the pumped edge of a cuvette."""

    length: Annotated[float, Quantity(symbol="L", meaning="length", shown="um", example="500 um", **_LENGTH)]
    width: Annotated[float, Quantity(symbol="w", meaning="width", shown="um", example="10 um", **_LENGTH)]
    thickness: Annotated[
        float,
        Quantity(
            symbol="d", meaning="depth that holds nanocrystals", shown="nm", example="120 nm", **_LENGTH
        ),
    ]
    index: Annotated[
        float, Quantity("", "n", "refractive index that the beam sees", example="1.8", gt=0.5, lt=10.0)
    ]
    confinement: Annotated[
        float, Quantity("", "Γ", "share of the beam in the nanocrystals", example="0.5", gt=0.0, le=2.0)
    ] = 1.0
    loss: Annotated[float, Quantity("1/m", "α", "loss of the guide", "1/cm", "20 1/cm", ge=0.0, lt=1e8)] = 0.0
    edge: Annotated[
        float,
        Quantity("m", "", "length over which the pump fades at both ends", "um", "10 um", ge=0.0, lt=1.0),
    ] = 0.0
    layers: Annotated[int, Quantity("", "", "depths with a pump of their own", example="4", ge=1, le=64)] = 1
    numerical_aperture: Annotated[
        float, Quantity("", "NA", "aperture that collects light at the end", example="0.2", gt=0.0, lt=1.5)
    ] = 0.2
    pump_factor: Annotated[
        float,
        Quantity("", "", "absorbed pump over that of a bare film", example="1", gt=0.0, lt=1e6),
    ] = 1.0
    transverse_modes: Annotated[
        float | None, Quantity("", "M", "transverse modes of the beam", example="3", gt=0.0, lt=1e12)
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def collected(self) -> float:
        """Share of light into all directions that the aperture takes."""
        return 0.5 * (1 - cos(asin(min(self.numerical_aperture / self.index, 1.0))))

    @property
    def transit(self) -> float:
        """Time that light takes from end to end, in s."""
        return self.length * self.index / SPEED_OF_LIGHT

    def modes(self, wavelength: float) -> float:
        """Return the number M of transverse modes."""
        if self.transverse_modes is not None:
            return self.transverse_modes
        fresnel = self.width**2 * self.index / (wavelength * self.length)
        return max(1.0, fresnel)


def cuvette(
    medium: GainMedium,
    length: float,
    width: float,
    index: float,
    numerical_aperture: float = 0.2,
    layers: int = 6,
) -> Stripe:
    """Return the stripe that a pump makes behind the wall of a cuvette, two absorption lengths deep.

    The beam is not guided: Γ is one, and its transverse modes are those of width and depth, of both
    polarisations.
    """
    depth = 2 / (medium.density * medium.nanocrystal.sigma_pump)
    lam = medium.crystal.emission_wavelength
    each = [max(1.0, side**2 * index / (lam * length)) for side in (width, depth)]
    return Stripe(
        length=length, width=width, thickness=depth, index=index, layers=layers,
        numerical_aperture=numerical_aperture, transverse_modes=2 * each[0] * each[1],
    )  # fmt: skip


def detection_exponent(ratio: ArrayLike) -> Array:
    """Return the gain times length x at which amplified light equals collected spontaneous light.

    (e^x - 1)/x = Omega_coll/Omega_ASE: kersuzan2025 eq. 1 with the length restored in its first term, which
    is printed without.

    Parameters
    ----------
    ratio : array_like
        Solid angle of the collection over that of the amplified beam, at least one.
    """
    wanted = np.asarray(ratio, dtype=float)
    if not np.isfinite(wanted).all() or (wanted < 1).any():
        raise InputError(
            "stripe: the collected solid angle must be at least that of the beam, so the ratio >= 1."
        )
    x = np.log(np.maximum(wanted, 1.0)) + 1.0
    for _ in range(60):
        x = np.maximum(x - (np.expm1(x) - wanted * x) / (np.exp(x) - wanted + 1e-300), 1e-9)
    return x


def minimum_concentration(
    sigma: ArrayLike, length: ArrayLike, exponent: ArrayLike = 1.0, inversion: ArrayLike = 1.0
) -> Array:
    """Return C_min = x/(σ ΔN L) in 1/m^3, below which no amplified emission shows.

    kersuzan2025 uses x = 1; `detection_exponent` gives the x at which it really stands out.

    Parameters
    ----------
    sigma, length : array_like
        Stimulated-emission cross section in m^2 and length of the stripe in m.
    exponent, inversion : array_like
        Gain times length that is seen, and the inversion it is reached with.
    """
    return np.asarray(exponent) / (np.asarray(sigma) * np.asarray(inversion) * np.asarray(length))
