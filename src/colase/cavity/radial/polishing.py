"""Complex resonances from close starting values: Newton steps with the exact derivative (`overlap`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .overlap import resolve
from .resonance import Labels, Resonances, merged
from .shells import Complexes, Shells

_FAINT_Q = (3e9, 1e20)
_DEEPEST = 0.2  # |Im k / Re k| beyond which no resonance is looked for (Q = 2.5)


def polished(shells: Shells, k: Complexes, labels: Labels, lossless: bool) -> Resonances:
    """Return complex resonances by Newton steps from close starting values.

    Radiation is first left out of the equation and added to first order; where that shows a
    quality factor below `_FAINT_Q` the full equation is solved. Between the surface and an inner
    guiding layer the tiny imaginary part would drown in rounding, hence the two limits.

    Parameters
    ----------
    k : array (problem,), complex
        Starting wavenumbers in 1/m.
    lossless : bool
        True to drop the imaginary part of every index (radiation alone).
    """
    k = np.asarray(k, dtype=np.complex128)
    buried = labels.match < shells.radii.size - 1
    limit = -np.log(np.where(buried, _FAINT_Q[0], _FAINT_Q[1]))
    likely = np.abs(k.imag) < 1e-6 * k.real
    weak = _newton(shells, np.where(likely & lossless, k.real, k), labels, lossless, likely)
    strong = np.flatnonzero(likely & ~((weak.log_loss < limit) & weak.converged))
    if not strong.size:
        return weak
    few = labels.take(strong)
    full = _newton(shells, k[strong], few, lossless, np.zeros(strong.size, dtype=bool))
    return merged(weak, strong, full)


def _newton(
    shells: Shells, start: Complexes, labels: Labels, lossless: bool, faint: NDArray[np.bool_]
) -> Resonances:
    """Return the result of Newton steps with radiation left out (``faint``) or kept."""
    k = start.astype(np.complex128)
    radii, R = shells.radii / shells.outer, shells.outer

    def evaluate(which: NDArray[np.int64]) -> tuple:
        index = shells.index(k[which].real)
        index = (index.real + 0j if lossless else index).astype(np.complex128)
        group = shells.group(k[which].real, index)
        # n at complex k to first order in Im k, which is what the group index in the norm stands for
        there = index + 1j * (k[which].imag / k[which].real)[:, np.newaxis] * (group - index)
        few = labels.take(which)
        order = shells.order(few.polar)
        found = resolve(
            k[which] * R, order, shells.curve, few.magnetic, radii, there, group, few.match, faint[which]
        )
        return (*found, index, group)

    open_, converged = np.arange(k.size), np.zeros(k.size, dtype=bool)
    for _ in range(40):
        if not open_.size:
            break
        step, *_, index, _ = evaluate(open_)
        step, noise = step / R, 3e-14 * np.abs(index.imag / index.real).max(axis=1)
        step = np.where(np.isfinite(step), step, 0.01 * k[open_].real)
        limit = 0.02 * np.abs(k[open_])
        step *= np.minimum(1.0, limit / np.maximum(np.abs(step), 1e-300))
        k[open_] += step
        real = np.abs(k[open_].real)
        k[open_] = real + 1j * np.clip(k[open_].imag, -_DEEPEST * real, 0.25 * _DEEPEST * real)
        small = np.abs(step) < 1e-10 * np.abs(k[open_])
        floor = (1e-17 + noise) * k[open_].real
        small &= np.abs(step.imag) <= np.maximum(1e-7 * np.abs(k[open_].imag), floor)
        converged[open_[small]] = True
        open_ = open_[~small]
    _, residual, log_loss, sums, index, group = evaluate(np.arange(k.size))
    return Resonances(k, residual, log_loss, sums, index, group, converged & (residual < 1e-7))
