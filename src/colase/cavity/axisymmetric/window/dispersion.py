"""A wavenumber with the indices of its own wavelength, and absorption split off, from one solved eigenpair.

Dispersion enters to first order in the distance from the shift, stationary in the field: with the
integrals b_j of the mode, k solves sum_j [k n_j(k)]^2 b_j = k_s^2 sum_j n_j(k_s)^2 b_j. Weak absorption
enters the same way; strong absorption (metals) is part of the eigenproblem, and 1/Q_abs is then the
absorbed share of the energy per radian.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colase.cavity.axisymmetric.elements.forms import Complex
from colase.cavity.axisymmetric.elements.problem import Problem, strong, wavelength_of
from colase.cavity.axisymmetric.elements.samples import Floats

NOISE = 1e-13
"""1/Q that drowns in rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Dispersed:
    """A wavenumber with the indices of its own wavelength."""

    k: complex
    cold: complex
    q_cold: float
    q_absorption: float
    n: Complex
    group: Floats


def dispersed(
    problem: Problem, solved: Complex, k: complex, response: Complex, electric: Floats
) -> Dispersed:
    """Correct a wavenumber (1/um) for indices at its own wavelength, and split off absorption."""
    target = k**2 * np.sum(solved**2 * response)
    cold = corrected(problem, k, response, target, lossy=False)
    warm = corrected(problem, cold, response, target, lossy=True)
    n = problem.index(wavelength_of(cold))
    group = problem.group_index(wavelength_of(cold))
    heavy = strong(n)
    absorbed = 2 * (-warm.imag / warm.real + cold.imag / cold.real)
    metal = np.sum((n**2).imag[heavy] * electric[heavy]) / np.sum(n.real * group * electric)
    inverse = -2 * cold.imag / cold.real - metal
    loss = absorbed + metal
    q_abs = 1 / loss if loss > NOISE else np.inf
    q_cold = np.inf if abs(inverse) < NOISE else 1 / inverse
    return Dispersed(warm, cold, float(q_cold), float(q_abs), n, group)


def corrected(problem: Problem, k: complex, response: Complex, target: complex, lossy: bool) -> complex:
    """Solve sum_j [k n_j(k)]^2 b_j = target for k (1/um), with or without weak absorption."""
    for _ in range(8):
        lam = wavelength_of(k)
        n = problem.index(lam) if lossy else problem.solved_index(lam)
        group = problem.group_index(lam)
        slope = group + 1j * n.imag
        kn = k.real * n + 1j * k.imag * slope
        step = (np.sum(kn**2 * response) - target) / np.sum(2 * kn * slope * response)
        k = complex(k - step)
        if abs(step) < 1e-15 * abs(k):
            break
    return k
