"""Leaky modes of a slab: light that runs along the layers and radiates into a denser half-space.

The unknown is w = N^2. Every layer gives entire functions of w; only the half-spaces bring branch
cuts, and their branch is chosen by physics, not by the solver:

    Re w < n^2 of the half-space   the wave leaves:   exp(i q |x|), q = sqrt(n^2 - w), Re q > 0,
    Re w > n^2                     the wave decays:   exp(-g |x|), g = sqrt(w - n^2), Re g > 0.

An outgoing wave of a mode that loses light along z grows outwards (Im q < 0): it was emitted where
there was more light. The box of the search is cut at Re w = n^2 of both half-spaces, so that the
function is analytic in each piece, and the zeros of each piece are counted before they are found
(`zeros.zeros_in_box`): none is missed in the box. Modes bound on both sides are those of
`SlabWaveguide.modes` and are left out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.zeros import zeros_in_box
from colase.errors import ConvergenceError, InputError
from colase.results import dataset, variable

Complex = NDArray[np.complex128]

_MOST_GROWTH = 250.0
_MARGIN = 1e-9  # relative distance kept from the branch points


@dataclass(frozen=True, slots=True)
class _Condition:
    """The mode condition of one polarisation, analytic in w where the branches do not change.

    ``leaves`` says of the lower and the upper half-space whether the wave leaves there.
    """

    depth: NDArray[np.float64]
    eps: Complex
    tm: bool
    leaves: tuple[bool, bool]
    shift: float = 0.0

    def __call__(self, w: Complex) -> Complex:
        """Return the mismatch at the upper side over its size in the middle of the box."""
        u, v, y = self._grown(np.asarray(w, dtype=complex))
        return (v + y * u) * np.exp(-self.shift)

    def residual(self, w: complex) -> float:
        """Return the mismatch relative to its two terms."""
        u, v, y = self._grown(np.array([w]))
        return float((np.abs(v + y * u) / (np.abs(v) + np.abs(y * u)))[0])

    def _grown(self, w: Complex) -> tuple[Complex, Complex, Complex]:
        p = self.eps if self.tm else np.ones_like(self.eps)
        u, v = np.ones_like(w), self.decay(w, 0) / p[0]
        for j, d in enumerate(self.depth):
            square = self.eps[j + 1] - w
            q = np.sqrt(square)
            c, s = np.cos(q * d), d * np.sinc(q * d / pi)
            u, v = c * u + p[j + 1] * s * v, c * v - square / p[j + 1] * s * u
        return u, v, self.decay(w, 1) / p[-1]

    def decay(self, w: Complex, side: int) -> Complex:
        """Return g of exp(-g |x|) outside: positive real part if bound, -i q if the wave leaves."""
        eps = self.eps[-1] if side else self.eps[0]
        return -1j * np.sqrt(eps - w) if self.leaves[side] else np.sqrt(w - eps)


def leaky_modes(
    slab, wavelength: float, low: float, high: float, most_loss: float, polarizations: tuple[str, ...]
) -> xr.Dataset:
    """Return every leaky mode in a box of effective indices; see `SlabWaveguide.leaky_modes`."""
    eps = slab.permittivities(np.array([wavelength]))[0]
    depth = 2 * pi / wavelength * np.array(slab.thicknesses)
    _check(eps, depth, low, high, most_loss)
    found: list[tuple[str, complex, float, tuple[bool, bool]]] = []
    for name in polarizations:
        for condition, w in _zeros(depth, eps, name == "TM", low, high, most_loss):
            n_eff = np.sqrt(w)
            if low <= n_eff.real <= high and n_eff.imag <= most_loss:
                residual = condition.residual(w)
                if residual > 1e-8:
                    raise ConvergenceError(
                        f"slab: the leaky {name} mode near N = {n_eff:.6g} has a residual of {residual:.0e}."
                    )
                found.append((name, complex(n_eff), residual, condition.leaves))
    found.sort(key=lambda row: (row[0], -row[1].real))
    return _labelled(found, wavelength)


def _check(eps: Complex, depth: NDArray, low: float, high: float, most_loss: float) -> None:
    if not (0 < low < high and np.isfinite(high) and 0 < most_loss < 1):
        raise InputError(
            f"slab: a box of N from {low:g} to {high:g} with Im N up to {most_loss:g}; give "
            "0 < low < high and a loss between 0 and 1."
        )
    growth = depth @ np.sqrt(np.maximum(high**2 - eps[1:-1].real, 0.0)) + depth.sum() * most_loss
    if growth > _MOST_GROWTH:
        raise InputError(
            "slab: the layers are too thick for a search of leaky modes (light would tunnel through "
            f"exp(-{growth:.0f})); give thinner ones or a lower upper end of the box."
        )


def _zeros(depth: NDArray, eps: Complex, tm: bool, low: float, high: float, most_loss: float):
    """Yield the condition and each of its zeros in the pieces of the box that leak somewhere."""
    ends = [max(low**2 - most_loss**2, 1e-6), high**2]
    cuts = sorted({e for e in eps[[0, -1]].real if ends[0] < e < ends[1]})
    edges = [ends[0], *cuts, ends[1]]
    height = 2 * high * most_loss
    for a, b in pairwise(edges):
        middle = (a + b) / 2
        leaves = (bool(middle < eps[0].real), bool(middle < eps[-1].real))
        if not any(leaves):
            continue
        margin = _MARGIN * high**2
        bare = _Condition(depth, eps, tm, leaves)
        shift = float(np.log(np.abs(bare(np.array([middle + 0.5j * height]))[0]) + 1e-300))
        condition = _Condition(depth, eps, tm, leaves, shift)
        below = -0.01 * height  # no zero lies there: light that leaves must come from somewhere
        for w in zeros_in_box(condition, complex(a + margin, below), complex(b - margin, height)):
            yield condition, w


def _labelled(found: list, wavelength: float) -> xr.Dataset:
    n_eff = np.array([row[1] for row in found], dtype=complex)
    sides = ["both" if all(row[3]) else "substrate" if row[3][0] else "cover" for row in found]
    return dataset(
        {
            "polarization": variable("mode", np.array([r[0] for r in found], dtype=str), "", "TE or TM"),
            "n_eff": variable("mode", n_eff, "", "complex effective index"),
            "modal_loss": variable(
                "mode", 4 * pi / wavelength * np.imag(n_eff), "1/m", "power loss by radiation and absorption"
            ),
            "leaks_into": variable(
                "mode", np.array(sides, dtype=str), "", "half-spaces the wave leaves into"
            ),
            "mismatch": variable(
                "mode", np.array([r[2] for r in found]), "", "residual of the mode condition"
            ),
        },
        wavelength=wavelength,
    )
