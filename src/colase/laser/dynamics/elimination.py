"""Block elimination for (g - J) u = b, with g = 1/(gamma h): ladders of cells that share modes.

Populations P couple to their neighbours in the same cell and to every mode, modes s only to P:
J = [[A, B], [C, D]] with A tridiagonal in each cell and D diagonal. Either side can be eliminated: the modes,

    (g - A - B (g - D)^-1 C) u_P = b_P + B (g - D)^-1 b_s,   u_s = (g - D)^-1 (b_s + C u_P),

which leaves a dense system of the size of all ladders, however many modes there are; or the cells,

    (g - D - C (g - A)^-1 B) u_s = b_s + C (g - A)^-1 b_P,   u_P = (g - A)^-1 (b_P + B u_s),

which leaves one of the size of the modes, however many cells there are. `modes_first` says what is cheaper.
In the terms of `exchange` B u = flow(T u, P) and C u = s T^T g(u) + S^T q(u), so that with many cells
neither is ever written down.

The populations of a cell only change places: the sum of b_P and so of u_P over a cell is zero. For steps h
of many lifetimes g - A is singular up to rounding without that knowledge, and the sum would be lost; here the
last component of b_P is never read, and pivots are sums of positive numbers (Grassmann, Taksar and Heyman).
"""

from __future__ import annotations

from numba import njit

from .cells_eliminated import eliminate_cells, solve_modes
from .dense import decompose
from .modes_eliminated import eliminate_modes, solve_ladders
from .row_products import FAST, KERNEL


def modes_first(cells: int, states: int, modes: int) -> bool:
    """Return whether it is cheaper to eliminate the modes than the cells."""
    both = cells * states
    return both**2 * modes + both**3 / 3 <= both * modes**2 + modes**3 / 3 + 4 * both * modes


@njit(**KERNEL, forceinline=True)
def factor(g, cells, spectra, at, work):
    """Eliminate modes or cells and decompose what is left, for g = 1/(gamma h) > 0."""
    if spectra.modes_last:
        eliminate_modes(g, cells, spectra, at, work)
    else:
        eliminate_cells(g, cells, spectra, at, work)
    decompose(work.dense)


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def solve(g, cells, spectra, at, work, p, light, s, gain, emission):
    """Solve the factored system in place for right-hand sides p (state, cell) and s (mode,).

    Also write what is linear in the solution: ``light`` T u_s, ``gain`` T^T g(u_P), ``emission`` S^T q(u_P).
    """
    if spectra.modes_last:
        solve_ladders(spectra, at, work, p, light, s, gain, emission)
    else:
        solve_modes(g, cells, spectra, at, work, p, light, s, gain, emission)
