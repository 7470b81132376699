"""The threshold gain of one mode from Maxwell's equations, without perturbation theory.

The first-order threshold (c/n) Γ g = omega/Q is checked by solving the cavity again with the complex
index n - i g lambda/(4 pi) of the pumped region, looking for the g at which the resonance loses only
what it must: scattering by roughness is not in Maxwell's equations of a smooth cavity, so Im k
has to climb to +k/(2 Q_scat) instead of zero. Radiation and absorption are in the equations. The gain is
counted from the index the region has without pump, which is found first from its Q.
"""

from __future__ import annotations

from math import isinf, pi

import xarray as xr

from colase.cavity.base import Cavity
from colase.errors import ConvergenceError

_TOLERANCE = 1e-9
_RESOLVED = 1e-6  # a solver whose resonance is no finer than this (finite elements) may settle here
_MOST_ROUNDS = 30


def exact_gain(modes: xr.Dataset, cavity: Cavity, mode: int, first_guess: float) -> float:
    """Return the material gain in 1/m at which the exact resonance reaches threshold.

    Parameters
    ----------
    modes : xarray.Dataset
        Modes of ``cavity``.
    mode : int
        Which of them.
    first_guess : float
        First-order gain in 1/m.

    Raises
    ------
    ConvergenceError
        If the secant does not settle.
    """
    at = modes.isel(mode=mode)
    wavelength, index = float(at["wavelength"]), float(at["gain_index"])
    q_radiative, q_absorption = float(at["q_radiative"]), float(at["q_absorption"])
    q_scattering = float(at["q_scattering"])
    extinction = first_guess * wavelength / (4 * pi)

    def half_inverse_q(kappa: float) -> float:
        k = complex(cavity.resonance(modes, mode, complex(index, kappa)))
        return -k.imag / k.real

    loss = 0.5 / float(at["q_factor"])
    passive = 0.0
    if not isinf(q_absorption):
        target = 0.5 / q_radiative + 0.5 / q_absorption
        passive = _secant(half_inverse_q, target, 0.0, 0.1 * extinction, loss)
    gained = _secant(
        half_inverse_q, -0.5 / q_scattering, passive - extinction, passive - 0.99 * extinction, loss
    )
    return (passive - gained) * 4 * pi / wavelength


def _secant(function, target: float, x0: float, x1: float, scale: float) -> float:
    """Return x with function(x) = target to `_TOLERANCE` of ``scale``, or `_RESOLVED` once stalled."""
    f0, f1 = function(x0) - target, function(x1) - target
    for _ in range(_MOST_ROUNDS):
        if abs(f1) <= _TOLERANCE * scale:
            return x1
        if abs(f0) / 2 <= abs(f1) <= _RESOLVED * scale:
            return x1
        if f1 == f0:
            break
        x0, x1, f0 = x1, x1 - f1 * (x1 - x0) / (f1 - f0), f1
        f1 = function(x1) - target
    raise ConvergenceError(
        f"threshold: the exact resonance did not reach its threshold index (off by {f1 / scale:.1e} of the "
        f"loss after {_MOST_ROUNDS} steps); use verify=False to see the first-order threshold."
    )
