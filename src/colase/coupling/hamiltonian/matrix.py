"""Effective Hamiltonians: a few coupled modes as a complex matrix.

    i da/dt = H a + i s,   a ~ exp(-i w t),   w = eigenvalues of H,   Im w > 0 is growth

Diagonal: frequency + i (gain - loss) of each mode alone, as AMPLITUDE rates (half of energy rates).
Off the diagonal: coupling. All entries in one unit of rate, any. Built by hand, as in lafalce2019
eq. 2, or extracted from Maxwell's equations (`maxwell`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
from typing import final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError

Complexes = NDArray[np.complex128]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Hamiltonian:
    """A matrix of coupled modes.

    Attributes
    ----------
    matrix : array (N, N), complex
        H, in any unit of rate.
    names : tuple of str
        Names of the modes.
    """

    matrix: Complexes
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        H = np.array(self.matrix, dtype=np.complex128)
        if H.ndim != 2 or H.shape[0] != H.shape[1] or not np.isfinite(H).all():
            raise InputError(
                f"Hamiltonian: a square matrix of finite numbers is needed, got shape {H.shape}."
            )
        names = tuple(self.names) or tuple(str(i + 1) for i in range(H.shape[0]))
        if len(names) != H.shape[0]:
            raise InputError(f"Hamiltonian: {H.shape[0]} modes but {len(names)} names.")
        H.setflags(write=False)
        object.__setattr__(self, "matrix", H)
        object.__setattr__(self, "names", names)

    @property
    def values(self) -> Complexes:
        """Eigenvalues, sorted by real part and then by gain."""
        return self.eigen()[0]

    def eigen(self) -> tuple[Complexes, Complexes, Complexes]:
        """Return eigenvalues, right and left eigenvectors (columns of norm 1, l^H H = w l^H)."""
        w, R = _eig(self.matrix)
        u, L = _eig(self.matrix.conj().T)
        order = np.lexsort((w.imag, np.round(w.real, 12)))
        w, R = w[order], R[:, order]
        match = [int(np.argmin(np.abs(u.conj() - value))) for value in w]
        if len(set(match)) < len(match):  # equal eigenvalues: any pairing of their space will do
            match = [int(i) for i in np.argsort(u.real)]
        return w, R, L[:, match]

    def petermann(self) -> NDArray[np.float64]:
        """Return the excess noise factor 1/|l^H r|^2: 1 for orthogonal modes, infinite at a point."""
        _, R, L = self.eigen()
        overlap = np.abs((L.conj() * R).sum(axis=0)) ** 2
        with np.errstate(divide="ignore"):
            return 1 / overlap

    def response(self, change: ArrayLike) -> Complexes:
        """Return the first-order shift of each eigenvalue per unit of a change of the matrix."""
        _, R, L = self.eigen()
        change = np.asarray(change, dtype=np.complex128)
        return np.einsum("ji,jk,ki->i", L.conj(), change, R) / (L.conj() * R).sum(axis=0)

    def fed(self, source: ArrayLike, times: ArrayLike, start: ArrayLike | None = None) -> Complexes:
        """Return amplitudes under a constant source that is switched on at time 0.

        Parameters
        ----------
        source : array (N,)
            s, per time.
        times : array (T,)
            In the inverse of the unit of rate.
        start : array (N,), optional
            Amplitudes at time 0; zero by default.

        Returns
        -------
        array (T, N)
        """
        w, R, _ = self.eigen()
        s = np.linalg.solve(R, np.asarray(source, dtype=np.complex128))
        a0 = np.zeros(w.size) if start is None else np.linalg.solve(R, np.asarray(start, dtype=np.complex128))
        t = np.asarray(times, dtype=float)[:, None]
        grown = np.exp(-1j * w * t)
        small = np.abs(w * t) < 1e-8
        filled = np.where(small, t, (1 - grown) / np.where(small, 1.0, 1j * w))
        return (grown * a0 + filled * s) @ R.T

    def restricted(self, kept: ArrayLike) -> Hamiltonian:
        """Return the matrix with some modes only, the others dropped."""
        kept = np.asarray(kept, dtype=int)
        return Hamiltonian(self.matrix[np.ix_(kept, kept)], tuple(self.names[i] for i in kept))


def _eig(matrix: Complexes) -> tuple[Complexes, Complexes]:
    """Return complex eigenvalues and vectors."""
    w, V = np.linalg.eig(matrix)
    return np.asarray(w, dtype=np.complex128), np.asarray(V, dtype=np.complex128)


def two_modes(coupling: complex, gain_differential: float, detuning: float = 0.0) -> Hamiltonian:
    """Return two coupled modes, the first less pumped by ``gain_differential`` than the second."""
    half = 0.5 * (detuning + 1j * gain_differential)
    return Hamiltonian(np.array([[-half, coupling], [coupling, half]]), ("A", "B"))


def three_modes(
    intra: float,
    inter: float,
    gain_a: float = 0.0,
    gain_b: float = 0.0,
    inter_first: float = 0.0,
    detuning: float = 0.0,
) -> Hamiltonian:
    """Return eq. 2 of lafalce2019: both modes of disk A and one of disk B.

    Parameters
    ----------
    intra : float
        Coupling kappa of the two modes of A by a defect: half of their splitting.
    inter, inter_first : float
        Coupling gamma_23 and gamma_13 of the mode of B to the second and the first mode of A.
    gain_a, gain_b : float
        Amplitude gain of both disks.
    detuning : float
        Frequency of the mode of B minus that of A.
    """
    a, b = 1j * gain_a, detuning + 1j * gain_b
    matrix = [[a, intra, inter_first], [intra, a, inter], [inter_first, inter, b]]
    return Hamiltonian(np.array(matrix), ("A1", "A2", "B"))


def four_modes(
    intra: float,
    inter: float,
    gain_a: float = 0.0,
    gain_b: float = 0.0,
    intra_b: complex = 0.0,
    detuning: float = 0.0,
) -> Hamiltonian:
    """Return both travelling modes of both disks: CW_A, CCW_A, CW_B, CCW_B.

    A wave keeps its sense of motion through the gap, so CW of one disk couples to CCW of the other.
    ``intra_b`` is what a defect couples in disk B (complex: its position turns the phase).
    """
    a, b = 1j * gain_a, detuning + 1j * gain_b
    matrix = [
        [a, intra, 0, inter],
        [intra, a, inter, 0],
        [0, inter, b, intra_b],
        [inter, 0, np.conj(intra_b), b],
    ]
    return Hamiltonian(np.array(matrix), ("CW A", "CCW A", "CW B", "CCW B"))


def three_mode_points(intra: float, inter: float) -> tuple[float, float] | None:
    """Return the exact exceptional points of `three_modes` (inter_first = 0), or None where there are none.

    With S = kappa^2 + gamma^2, the cubic of the eigenvalues has a double root where
        d^2 = [S^2 + 18 kappa^2 S - 27 kappa^4 +- sqrt((S - kappa^2)(S - 9 kappa^2)^3)]/(8 kappa^2)

    Returns
    -------
    |gain differential| at EP1 (the modes of A meet) and at EP2 (A meets B), EP1 >= EP2. They exist for
    gamma >= 2 sqrt(2) kappa only.
    """
    k2, g2 = intra**2, inter**2
    if k2 == 0:
        raise InputError(
            "three modes: without coupling inside disk A there is no EP1; give intra above zero."
        )
    S = k2 + g2
    if 9 * k2 * (1 - 1e-15) > S:
        return None
    root = sqrt((S - k2) * max(S - 9 * k2, 0.0) ** 3)
    base = S**2 + 18 * k2 * S - 27 * k2**2
    return sqrt((base + root) / (8 * k2)), sqrt((base - root) / (8 * k2))


def printed_points(intra: float, inter: float) -> tuple[float, float]:
    """Return EP1 = kappa + gamma^2/(2 kappa) and EP2 = 2 gamma: the rules of lafalce2019, for large gamma."""
    return intra + inter**2 / (2 * intra), 2 * inter


def third_order_point(intra: float) -> tuple[float, float]:
    """Return coupling between disks and |gain differential| at which all three modes meet."""
    return 2 * sqrt(2) * intra, 3 * sqrt(3) * intra


def frequency(rate: ArrayLike) -> NDArray[np.float64]:
    """Return an angular rate in rad/s as a frequency in Hz."""
    return np.asarray(rate, dtype=float) / (2 * pi)
