"""Guided modes of many slabs at once, and what follows from their layer integrals.

With Int over x, u = E_y (TE) or H_y (TM) and (.)' = d/dx the effective index N is stationary in u,

    TE   N^2 Int u^2     = Int n^2 u^2 - Int u'^2/k0^2,
    TM   N^2 Int u^2/n^2 = Int u^2     - Int u'^2/(k0^2 n^2),

so that first-order responses are exact: those of the layers (`confinements`) and that of the frequency
(`group_index`). Integrals are not conjugated, hence right for layers that absorb or amplify.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError, InputError

Complex = NDArray[np.complex128]

POLARIZATIONS = ("TE", "TM")

_MOST_EXCUSED = 1e-5


def require_polarizations(names: tuple[str, ...]) -> None:
    """Refuse anything but a tuple of "TE" and "TM"."""
    if isinstance(names, str) or not set(names) <= set(POLARIZATIONS):
        raise InputError(f'slab: polarisations {names!r}; give a tuple of "TE" and "TM", such as ("TE",).')


@dataclass(frozen=True, slots=True)
class Solved:
    """Effective indices and layer integrals of guided modes, shape (mode,) and (mode, layer + 2).

    ``square`` and ``slope`` are Int u^2 and Int u'^2/k0^2 over each region in units of 1/k0, without
    complex conjugation.
    """

    neff: Complex
    square: Complex
    slope: Complex
    mismatch: NDArray[np.float64]


def solve(order: NDArray, depth: NDArray, eps: Complex, tm: NDArray) -> tuple[NDArray[np.bool_], Solved]:
    """Solve many slabs; return which problems have a guided mode, and those modes.

    Parameters
    ----------
    order, tm : ndarray, shape (problem,)
        Number of zeros of the field; TM instead of TE.
    depth : ndarray, shape (problem, layer)
        k0 times thickness.
    eps : ndarray, shape (problem, layer + 2)
        n^2 from the substrate to the cover.

    Raises
    ------
    ConvergenceError
        If the two halves of a field do not meet to 1e-8, or to what the rounding of N^2 explains.
    """
    from .fields import solve_fields
    from .kernel import guided_roots

    roots = guided_roots(order, depth, eps.real.copy(), tm)
    guided = ~np.isnan(roots)
    order, depth, eps, tm = order[guided], depth[guided], eps[guided], tm[guided]
    squared, mismatch, excused, square, slope = solve_fields(roots[guided], depth, eps, tm)
    _check(order, tm, mismatch, excused, np.abs(eps.imag).max(initial=0.0) > 0)
    return guided, Solved(np.sqrt(squared), square, slope, mismatch)


def _check(order: NDArray, tm: NDArray, mismatch: NDArray, excused: NDArray, absorbs: bool) -> None:
    """Refuse modes whose field does not close, and say why."""
    wrong = (mismatch > 1e-8 + excused) | (excused > _MOST_EXCUSED) | ~np.isfinite(mismatch)
    if not wrong.any():
        return
    worst = int(np.argmax(wrong))
    name = f"{'TM' if tm[worst] else 'TE'}{order[worst]}"
    if excused[worst] > _MOST_EXCUSED:
        raise ConvergenceError(
            f"slab: the layers are too thick for the field of {name} (its halves meet to "
            f"{excused[worst]:.0e} at best, the rounding of n_eff); give thinner layers."
        )
    why = "a layer absorbs or amplifies too strongly for a guided mode" if absorbs else "please report this"
    raise ConvergenceError(f"slab: mode {name} did not converge (mismatch {mismatch[worst]:.1e}); {why}.")


def confinements(solved: Solved, eps: Complex, tm: NDArray) -> dict[str, NDArray[np.float64]]:
    """Return the confinement of every region under each definition, shape (problem, layer + 2).

    electric: share of |E|^2; energy: of n^2 |E|^2; poynting: of the guided power; gain: dN/dn.
    """
    te = ~tm[:, None]
    neff = solved.neff[:, None]
    field = np.where(te, solved.square, (neff**2 * solved.square + solved.slope) / eps**2)
    power = np.where(te, solved.square, solved.square / eps)
    response = (
        np.where(te, solved.square, (neff**2 * solved.square + solved.slope) / eps**2) * np.sqrt(eps) / neff
    )
    shares = {"electric": field, "energy": eps * field, "poynting": power}
    found = {name: (part / part.sum(axis=1, keepdims=True)).real for name, part in shares.items()}
    return found | {"gain": (response / power.sum(axis=1, keepdims=True)).real}


def group_index(solved: Solved, eps: Complex, tm: NDArray, slopes: Complex) -> NDArray[np.float64]:
    """Return n_group = d(N w)/dw, exact to first order, from k0 d(n^2)/dk0 of every region."""
    neff = solved.neff[:, None]
    curl = (neff**2 * solved.square + solved.slope) / eps**2
    weight = np.where(tm[:, None], solved.square / eps, solved.square).sum(axis=1)
    bending = 2 * np.where(tm[:, None], solved.slope / eps, solved.slope).sum(axis=1)
    material = (slopes * np.where(tm[:, None], curl, solved.square)).sum(axis=1)
    return (solved.neff + (bending + material) / (2 * solved.neff * weight)).real
