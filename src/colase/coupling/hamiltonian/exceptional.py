"""Exceptional points by root search in two parameters, with a certificate.

At an exceptional point two eigenvalues and their vectors merge. (w_1 - w_2)^2 is analytic there and
goes through zero linearly, so Newton's method in two real parameters finds it. The certificate says how
close the eigenvalues came, how parallel the vectors are, with which power the eigenvalues part (1/2),
and whether a loop around the point exchanges them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError

Complexes = NDArray[np.complex128]
Spectrum2 = Callable[[float, float], tuple[Complexes, Complexes]]
"""Eigenvalues (N,) and right eigenvectors (dim, N) at two parameters."""


@final
@dataclass(frozen=True, slots=True)
class ExceptionalPoint:
    """A certified exceptional point.

    Attributes
    ----------
    parameters : tuple of float
        Where it is.
    value : complex
        The merged eigenvalue.
    distance : float
        |w_1 - w_2| that is left, in units of the eigenvalues.
    overlap : float
        |r_1^H r_2| of the unit vectors; 1 where they are parallel.
    exponent, exponent_error : float
        Power with which |w_1 - w_2| grows with the first parameter, and its uncertainty; 1/2 at a point of
        second order.
    swaps : bool
        Whether a loop around the point exchanges the two modes.
    vector : array
        The merged eigenvector, of norm one.
    evaluations : int
        How many spectra were computed.
    """

    parameters: tuple[float, float]
    value: complex
    distance: float
    overlap: float
    exponent: float
    exponent_error: float
    swaps: bool
    vector: Complexes
    evaluations: int

    @property
    def certified(self) -> bool:
        """Whether all four signs of an exceptional point are there."""
        return self.overlap > 0.999 and abs(self.exponent - 0.5) < 0.03 and self.swaps

    def describe(self) -> str:
        """Say where it is and how sure."""
        a, b = self.parameters
        return (
            f"Exceptional point at ({a:.8g}, {b:.8g}): eigenvalues {self.distance:.1e} apart, vectors "
            f"parallel to {1 - self.overlap:.1e}, splitting with power {self.exponent:.3f} of the first "
            f"parameter, a loop {'exchanges' if self.swaps else 'does not exchange'} the modes."
        )


def exceptional_point(
    spectrum: Spectrum2,
    start: tuple[float, float],
    scale: tuple[float, float],
    tolerance: float = 1e-10,
    pair: Callable[[Complexes, Complexes], tuple[int, int]] | None = None,
    certify: bool = True,
    steps: int = 30,
) -> ExceptionalPoint:
    """Return the exceptional point nearest to a start.

    Parameters
    ----------
    spectrum : callable
        Eigenvalues and right vectors at two parameters.
    start, scale : tuple of float
        First guess, and how far each parameter moves the spectrum by about as much as the modes are apart.
    tolerance : float
        Stop when a Newton step is smaller than this share of ``scale``.
    pair : callable, optional
        Chooses the two modes out of (values, vectors); by default the two closest eigenvalues.
    certify : bool
        Also measure the exponent and walk around the point (some 24 spectra more).

    Raises
    ------
    ConvergenceError
        If the search does not settle.
    """
    search = _Search(spectrum, pair or closest)
    x, size = np.array(start, dtype=float), np.array(scale, dtype=float)
    probe, last, settled = 1e-3, np.inf, np.inf
    for _ in range(steps):
        f0 = search.gap(x)
        columns = [
            (search.gap(x + probe * size * e) - search.gap(x - probe * size * e)) / (2 * probe)
            for e in np.eye(2)
        ]
        jacobian = np.array([[c.real for c in columns], [c.imag for c in columns]])
        move = np.linalg.lstsq(jacobian, -np.array([f0.real, f0.imag]), rcond=1e-12)[0]
        move *= min(1.0, 2.0 / max(float(np.abs(move).max()), 1e-300))
        x = x + move * size
        settled = float(np.abs(move).max())
        if settled < tolerance or (settled < 1e-6 and settled > 0.5 * last):
            return _certificate(search, x, size, certify)
        last, probe = settled, float(np.clip(settled, 1e-5, probe))
    raise ConvergenceError(
        f"exceptional point: the search from {start} ended at ({x[0]:.6g}, {x[1]:.6g}) with a step of "
        f"{settled:.1e} of the scale; there may be none near. Start closer, or follow the modes first."
    )


@dataclass(slots=True)
class _Search:
    """Counts evaluations and keeps to one pair of modes."""

    spectrum: Spectrum2
    pair: Callable[[Complexes, Complexes], tuple[int, int]]
    evaluations: int = 0

    def at(self, x: NDArray[np.float64]) -> tuple[Complexes, Complexes]:
        """Return the two eigenvalues and vectors."""
        values, vectors = self.spectrum(float(x[0]), float(x[1]))
        self.evaluations += 1
        two = list(self.pair(values, vectors))
        return np.asarray(values)[two], vectors[:, two] / np.linalg.norm(vectors[:, two], axis=0)

    def gap(self, x: NDArray[np.float64]) -> complex:
        """Return (w_1 - w_2)^2."""
        values, _ = self.at(x)
        return complex((values[0] - values[1]) ** 2)


def closest(values: Complexes, vectors: Complexes) -> tuple[int, int]:
    """Return the two closest eigenvalues."""
    distance = np.abs(values[:, None] - values[None, :])
    distance[np.diag_indices_from(distance)] = np.inf
    i, j = np.unravel_index(int(np.argmin(distance)), distance.shape)
    return int(i), int(j)


def _certificate(
    search: _Search, x: NDArray[np.float64], size: NDArray[np.float64], certify: bool
) -> ExceptionalPoint:
    """Measure what the point has to show."""
    values, vectors = search.at(x)
    overlap = float(abs(vectors[:, 0].conj() @ vectors[:, 1]))
    exponent, error, swaps = np.nan, np.nan, False
    if certify:
        exponent, error = _exponent(search, x, size)
        swaps = _swaps(search, x, size)
    return ExceptionalPoint(
        (float(x[0]), float(x[1])),
        complex(values.mean()),
        float(abs(values[0] - values[1])),
        overlap,
        exponent,
        error,
        swaps,
        vectors[:, 0],
        search.evaluations,
    )


def _exponent(search: _Search, x: NDArray[np.float64], size: NDArray[np.float64]) -> tuple[float, float]:
    """Fit ln|w_1 - w_2| against ln of the distance along the first parameter."""
    steps = np.array([1e-5, 3e-5, 1e-4, 3e-4, 1e-3])
    parted = []
    for s in steps:
        values, _ = search.at(x + np.array([s * size[0], 0.0]))
        parted.append(abs(values[0] - values[1]))
    line, covariance = np.polyfit(np.log(steps), np.log(np.maximum(parted, 1e-300)), 1, cov=True)
    return float(line[0]), float(np.sqrt(covariance[0, 0]))


def _swaps(search: _Search, x: NDArray[np.float64], size: NDArray[np.float64], points: int = 16) -> bool:
    """Walk around the point in small steps and see whether the modes come back exchanged."""
    radius = 1e-3
    first, _ = search.at(x + radius * size * np.array([1.0, 0.0]))
    last = first
    for angle in np.linspace(0, 2 * np.pi, points + 1)[1:]:
        values, _ = search.at(x + radius * size * np.array([np.cos(angle), np.sin(angle)]))
        straight = abs(values[0] - last[0]) + abs(values[1] - last[1])
        crossed = abs(values[1] - last[0]) + abs(values[0] - last[1])
        last = values[::-1] if crossed < straight else values
    return bool(abs(last[0] - first[1]) < abs(last[0] - first[0]))
