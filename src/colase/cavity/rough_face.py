"""Light that the rough outer faces of a body scatter, from the field on these faces.

A face that bulges by f exchanges n_0^2 for n^2: a dipole eps_0 (n^2 - n_0^2) f E per area, E the field
just inside the face (both components: E_t is continuous, and for E_n the field in the bump is that
of the body). With a correlation length far below the wavelength the dipoles of one correlation area
radiate together into the surroundings and different areas independently (gorodetsky2000), so

    1/Q = (k^3/(3 pi)) n_0 W(0) S,
    S = sum of (n^2 - n_0^2)^2 int |E|^2 dA over faces / (2 int n^2 |E|^2 dV),

W(0) = 2 pi sigma^2 L^2 for an exponential autocorrelation (`roughness`). For TE of a sphere S is
(n^2 - n_0^2)/R. Valid for L below a quarter of the wavelength and k n sigma below 0.3 (both are
checked), and while no substrate or neighbour takes part in the radiation: next to one, n_0 is an
estimate. Long correlation along the wall (striations of etching) scatters less than this.
"""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError

from .roughness import Roughness

GIVE_ONE = "cavity: give q_scattering, or roughness together with correlation_length, one of the two."


def checked_roughness(q_scattering: float | None, rms: float | None, length: float | None) -> None:
    """Refuse a cavity that gives neither or both of a quality factor and a roughness.

    Raises
    ------
    InputError
        With what to give.
    """
    if (rms is None) != (length is None) or (rms is None) == (q_scattering is None):
        raise InputError(GIVE_ONE)


def face_q(
    wavelength: ArrayLike, exposure: ArrayLike, inside: float, outside: ArrayLike, roughness: Roughness
) -> NDArray[np.float64]:
    """Return the quality factor that the roughness of outer faces leaves.

    Parameters
    ----------
    wavelength : array_like
        Vacuum wavelengths in m.
    exposure : array_like
        S of each mode in 1/m, see the module.
    inside : float
        Largest index of the body, for the limit of first order.
    outside : array_like
        Index of the surroundings.
    roughness : Roughness
        Of every face.

    Raises
    ------
    InputError
        If the correlation length is not short against the wavelength, or the face is too rough.
    """
    lam = np.asarray(wavelength, dtype=float)
    if not lam.size:
        return np.empty(0)
    roughness.require_dipoles(float(lam.min()), inside)
    rate = (
        (2 * pi / lam) ** 3 / (3 * pi) * np.asarray(outside) * roughness.spectrum(0.0) * np.asarray(exposure)
    )
    with np.errstate(divide="ignore"):
        return np.where(rate > 0, 1 / rate, np.inf)
