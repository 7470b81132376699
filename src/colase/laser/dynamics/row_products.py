"""Products of a tall matrix, rows by modes, with a vector: what a step of `rosenbrock` spends its time in.

Four rows at a time, so that what belongs to the modes is read (and written) once for them: these products
are limited by memory, not by arithmetic.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

FAST = {"reassoc", "contract", "arcp", "nsz"}
"""Liberties of the compiler: sums in any order. Values that are not numbers must stay so, to be seen."""


KERNEL: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
"""How what runs once a stage is compiled: without counting references to arrays, which the caller holds.

Counting takes half of a step of few states. Nothing compiled so may make an array.
"""

COUNTED: dict[str, Any] = {**KERNEL, "_nrt": True}
"""For what has to make arrays; it would inherit the choice of its caller."""

_LINE = 8  # numbers in a cache line


def aligned(*shape: int) -> np.ndarray:
    """Return zeros that begin with a cache line: reading across lines costs half as much again."""
    size = int(np.prod(shape))
    memory = np.zeros(size + _LINE)
    first = -(memory.ctypes.data // memory.itemsize) % _LINE
    return memory[first : first + size].reshape(shape)


@njit(**KERNEL)
def whole_lines(size):
    """Return the next multiple of a cache line."""
    return (size + _LINE - 1) // _LINE * _LINE


@njit(**KERNEL, fastmath=FAST)
def copy(a, out):
    """Write a into out: much faster than an assignment of slices."""
    for q in range(out.size):
        out[q] = a[q]


@njit(**KERNEL, fastmath=FAST)
def clear(out):
    """Write zeros."""
    for q in range(out.size):
        out[q] = 0.0


@njit(**KERNEL, fastmath=FAST, error_model="numpy")
def add_product(a, s, p):
    """Add A s to p, A of shape (row, mode)."""
    rows, modes, q = a.shape[0], a.shape[1], 0
    while q + 4 <= rows:
        t0, t1, t2, t3 = 0.0, 0.0, 0.0, 0.0
        for m in range(modes):
            t0 += a[q, m] * s[m]
            t1 += a[q + 1, m] * s[m]
            t2 += a[q + 2, m] * s[m]
            t3 += a[q + 3, m] * s[m]
        p[q] += t0
        p[q + 1] += t1
        p[q + 2] += t2
        p[q + 3] += t3
        q += 4
    for r in range(q, rows):
        total = 0.0
        for m in range(modes):
            total += a[r, m] * s[m]
        p[r] += total


@njit(**KERNEL, fastmath=FAST, error_model="numpy")
def add_transposed_product(a, p, s):
    """Add A^T p to s, A of shape (row, mode); of more modes than s has only the first."""
    rows, modes, q = a.shape[0], s.size, 0
    while q + 4 <= rows:
        p0, p1, p2, p3 = p[q], p[q + 1], p[q + 2], p[q + 3]
        for m in range(modes):
            s[m] += (a[q, m] * p0 + a[q + 1, m] * p1) + (a[q + 2, m] * p2 + a[q + 3, m] * p3)
        q += 4
    for r in range(q, rows):
        here = p[r]
        for m in range(modes):
            s[m] += a[r, m] * here
