"""From large matrices to some tens of decaying modes that answer for every time at once.

    M dT/dt + K T = f,     T(t) = sum_i phi_i c_i (1 - exp(-l_i t))/l_i

within the space spanned by  (K + s M)^-1 f, (K + s M)^-1 M (K + s M)^-1 f, ...  at shifts s one decade apart
and at s = 0 (rational Krylov space): the steady state is exact and the error falls exponentially with the
number of vectors a shift. One factorisation a shift; steps, ramps, flashes and modulation then cost nothing.
Method: druskin1998 for shifts of zero and infinity, here at many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from colase.errors import InputError
from colase.heat.conduction import Conduction, Floats

SHIFTS = 10.0 ** np.arange(-1, 12.0)  # 1/s: from a tenth of a nanosecond to ten seconds
VECTORS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Decays:
    """Modes: decay rates in 1/s, fields over the free unknowns (unknown, mode), heat of each."""

    rates: Floats
    fields: Floats
    heat: Floats

    def step(self, seen: Floats, time: ArrayLike) -> Floats:
        """Return sum o_i c_i (1 - exp(-l_i t))/l_i for the views of the modes ``seen``, shape (..., mode)."""
        return self._sum(seen, time, lambda l, t: -np.expm1(-l * t) / l)

    def ramp(self, seen: Floats, time: ArrayLike) -> Floats:
        """Return the integral of the step response."""

        def integral(l: Floats, t: Floats) -> Floats:
            x = l * t
            exact = (x + np.expm1(-x)) / l**2
            return np.where(x > 1e-4, exact, t**2 / 2 * (1 - x / 3))

        return self._sum(seen, time, integral)

    def impulse(self, seen: Floats, time: ArrayLike) -> Floats:
        """Return the derivative of the step response."""
        return self._sum(seen, time, lambda l, t: np.exp(-l * t))

    def steady(self, seen: Floats) -> Floats:
        """Return sum o_i c_i/l_i."""
        return np.asarray(seen @ (self.heat / self.rates))

    def modulated(self, seen: Floats, frequency: ArrayLike) -> NDArray[np.complexfloating]:
        """Return sum o_i c_i/(l_i + i w)."""
        omega = 2j * np.pi * np.asarray(frequency, dtype=float)
        return np.asarray((1 / (self.rates + omega[..., None])) @ (seen * self.heat))

    def _sum(self, seen: Floats, time: ArrayLike, function) -> Floats:
        t = np.asarray(time, dtype=float)
        if not np.isfinite(t).all():
            raise InputError(
                "heat: times must be finite numbers; for endless heating ask for the steady state."
            )
        late = np.maximum(t, 0.0)[..., None]
        found = np.asarray((np.exp(0 * late) * function(self.rates, late)) @ (seen * self.heat).T)
        warm = t >= 0 if seen.ndim == 1 else (t >= 0)[..., None]
        return np.where(warm, found, 0.0)


@final
@dataclass(frozen=True, slots=True, eq=False)
class Seen(Conduction):
    """The decays as one view sees them: weights of the modes, times the lit area in m^2."""

    decays: Decays
    view: Floats

    def step(self, time: ArrayLike) -> Floats:
        """Return H(t)."""
        return self.decays.step(self.view, time)

    def ramp(self, time: ArrayLike) -> Floats:
        """Return the integral of the step response."""
        return self.decays.ramp(self.view, time)

    def impulse(self, time: ArrayLike) -> Floats:
        """Return the rise after a flash."""
        return self.decays.impulse(self.view, time)

    def steady(self) -> float:
        """Return the rise after endless time."""
        return float(self.decays.steady(self.view))

    def modulated(self, frequency: ArrayLike) -> NDArray[np.complexfloating]:
        """Return the complex amplitude under modulation."""
        return self.decays.modulated(self.view, frequency)

    def levers(self) -> Iterator[tuple[str, Callable[[float], Seen]]]:
        """Yield nothing: the body is behind it."""
        return iter(())


def decays(stiffness: csc_matrix, mass: csc_matrix, heat: Floats, vectors: int = VECTORS) -> Decays:
    """Return the decaying modes that a load excites.

    Parameters
    ----------
    stiffness, mass : csc_matrix, shape (unknown, unknown)
        K (W/K) and M (J/K), both symmetric and positive.
    heat : ndarray, shape (unknown,)
        Load f for unit power.
    vectors : int
        Vectors a shift.
    """
    basis: list[Floats] = []
    for shift in (0.0, *SHIFTS):
        factors = splu(
            csc_matrix(stiffness + shift * mass),
            permc_spec="MMD_AT_PLUS_A",
            diag_pivot_thresh=0.0,
            options={"SymmetricMode": True},
        )
        vector = heat
        for _ in range(vectors if shift else 1):
            vector = factors.solve(vector)
            vector = vector / np.linalg.norm(vector)
            _append(basis, vector, mass)
            vector = mass @ basis[-1]
    V = np.array(basis).T
    reduced = V.T @ (stiffness @ V)
    rates, turn = eigh((reduced + reduced.T) / 2)
    fields = V @ turn
    return Decays(np.maximum(rates, 1e-12), fields, fields.T @ heat)


def _append(basis: list[Floats], vector: Floats, mass: csc_matrix) -> None:
    """Make a vector orthogonal to the basis in M, twice, and append it unless nothing is left."""
    before = float(np.sqrt(vector @ (mass @ vector)))
    for _ in range(2):
        if basis:
            V = np.array(basis)
            vector = vector - V.T @ (V @ (mass @ vector))
    size = float(np.sqrt(max(vector @ (mass @ vector), 0.0)))
    if size > 1e-12 * before:
        basis.append(vector / size)
