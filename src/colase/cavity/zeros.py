"""All zeros of an analytic function in a box of the complex plane, counted before they are found.

The winding number of f along the edge of the box counts its zeros. The box is halved until each
piece holds one, which Muller's method then finds; a piece that shrinks to a point without splitting
holds a multiple zero. The count must match the list, so none is missed and none comes twice.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError

Analytic = Callable[[NDArray[np.complex128]], NDArray[np.complex128]]


def zeros_in_box(
    f: Analytic, low: complex, high: complex, tolerance: float = 1e-12
) -> NDArray[np.complex128]:
    """Return the zeros of f with Re and Im between those of ``low`` and ``high``, sorted by real part.

    Parameters
    ----------
    f : callable
        Analytic in the box and on its edge, vectorised over an array of points.
    low, high : complex
        Corners; no zero may lie on the edge.
    tolerance : float
        Size below which several zeros count as one multiple zero, relative to the box.

    Raises
    ------
    ConvergenceError
        If the edge passes through a zero, or a counted zero is not found.
    """
    size = abs(high - low)
    found: list[complex] = []
    boxes = [(low, high, _winding(f, low, high))]
    while boxes:
        a, b, count = boxes.pop()
        if count == 0:
            continue
        if abs(b - a) < tolerance * size:
            found += [(a + b) / 2] * count
            continue
        zero = _muller(f, a, b) if count == 1 else None
        if zero is not None:
            found.append(zero)
            continue
        boxes += [(c, d, _winding(f, c, d)) for c, d in _halves(a, b)]
    return np.array(sorted(found, key=lambda z: (z.real, z.imag)), dtype=complex)


def _halves(a: complex, b: complex) -> tuple[tuple[complex, complex], tuple[complex, complex]]:
    """Cut a box across its longer side, off centre so that symmetric zeros do not lie on the cut."""
    size = b - a
    if size.real >= size.imag:
        cut = a.real + 0.48713 * size.real
        return (a, complex(cut, b.imag)), (complex(cut, a.imag), b)
    cut = a.imag + 0.48713 * size.imag
    return (a, complex(b.real, cut)), (complex(a.real, cut), b)


def _winding(f: Analytic, a: complex, b: complex) -> int:
    """Return how often f turns around zero along the edge, refining until each step turns little."""
    corners = np.array([a, complex(b.real, a.imag), b, complex(a.real, b.imag), a])
    t = np.linspace(0, 4, 65)
    for _ in range(18):
        side = np.minimum(t.astype(int), 3)
        points = (corners[side] + (t - side) * (corners[side + 1] - corners[side])).astype(complex)
        values = f(points)
        if not np.isfinite(values).all() or (values == 0).any():
            break
        turns = np.angle(values[1:] / values[:-1])
        coarse = np.abs(turns) > 0.8
        if not coarse.any():
            return round(turns.sum() / (2 * np.pi))
        t = np.sort(np.concatenate([t, (t[:-1][coarse] + t[1:][coarse]) / 2]))
    raise ConvergenceError(
        f"zeros: the edge from {a:.6g} to {b:.6g} passes through a zero; move the box slightly."
    )


def _muller(f: Analytic, a: complex, b: complex) -> complex | None:
    """Return the zero in a box that holds one, or None if the iteration leaves the box."""
    middle, size = (a + b) / 2, abs(b - a)
    x = np.array([middle - 0.1 * size, middle + 0.1j * size, middle])
    y = f(x)
    for _ in range(50):
        (x0, x1, x2), (y0, y1, y2) = x, y
        if y2 == 0:
            break
        d1, d2 = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)
        curve = (d2 - d1) / (x2 - x0)
        slope = d2 + curve * (x2 - x1)
        root = np.sqrt(slope**2 - 4 * curve * y2)
        denominator = slope + root if abs(slope + root) >= abs(slope - root) else slope - root
        if denominator == 0:
            return None
        step = -2 * y2 / denominator
        new = x2 + step
        if abs(new - middle) > size:
            return None
        if abs(step) <= 4e-16 * abs(new) + 1e-300:
            break
        x, y = np.array([x1, x2, new]), np.array([y1, y2, f(np.array([new]))[0]])
        if x[0] == x[1] or x[1] == x[2] or x[0] == x[2]:
            break
    z = complex(x[2])
    inside = a.real <= z.real <= b.real and a.imag <= z.imag <= b.imag
    return z if inside else None
