"""Distributed feedback along one dimension: thresholds of a uniform grating by coupled waves.

Two waves of detuning delta = beta - pi/Lambda' and field gain alpha exchange light at the rate kappa
(real: index grating, imaginary: gain grating) over a length L with no facets. With s = alpha - i
delta and gamma^2 = s^2 + kappa^2 a mode lases when (Kogelnik and Shank 1972)

    s sinh(gamma L)/gamma = cosh(gamma L),

entire in s, so that all thresholds in a range of detuning are counted and found. A second-order
grating also radiates out of the plane: amplitude loss h per wave, with the two waves radiating
coherently (Kazarinov and Henry 1985), turns kappa into kappa + i h and s into alpha - h - i delta;
the mode whose waves cancel in the far field (the dark band edge) then has the lowest threshold.
Power gain is twice the field gain alpha. Valid for shallow gratings much longer than their period.
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.zeros import zeros_in_box
from colase.errors import InputError
from colase.results import dataset, variable


def grating_thresholds(
    coupling: complex, length: float, radiation: float = 0.0, detuning_max: float | None = None
) -> xr.Dataset:
    """Return the lasing modes of a uniform grating, lowest threshold first.

    Parameters
    ----------
    coupling : complex
        kappa in 1/m.
    length : float
        Length of the grating in m.
    radiation : float
        Amplitude loss h of one wave by second-order radiation, in 1/m.
    detuning_max : float, optional
        Largest |delta| searched, in 1/m; by default |kappa| + 8/L.

    Returns
    -------
    Dataset
        Over ``mode``: ``threshold_gain`` (power, 1/m), ``detuning`` (1/m), ``residual``.

    Raises
    ------
    InputError
        If the length is not positive, kappa is zero (no feedback) or h is negative.
    """
    if not (np.isfinite(length) and length > 0):
        raise InputError(f"grating: length = {length:g} m; give a positive length.")
    if coupling == 0 or not np.isfinite(coupling) or radiation < 0:
        raise InputError(
            f"grating: kappa = {coupling:g} and radiation {radiation:g} 1/m; give feedback and h >= 0."
        )
    k = (coupling + 1j * radiation) * length
    zeros = feedback_zeros(k, detuning_max * length if detuning_max is not None else abs(k) + 8.0)
    return dataset(
        {
            "threshold_gain": variable(
                "mode", 2 * (zeros.real / length + radiation), "1/m", "threshold power gain"
            ),
            "detuning": variable("mode", -zeros.imag / length, "1/m", "detuning from the Bragg condition"),
            "residual": variable(
                "mode", np.abs(feedback_condition(zeros, k)), "", "residual of the mode condition"
            ),
        }
    )


def feedback_zeros(k: complex, reach: float) -> NDArray[np.complex128]:
    """Return every s with |Im s| up to ``reach`` that meets the mode condition, lowest Re s first.

    Parameters
    ----------
    k : complex
        Coupling times length.
    reach : float
        Largest detuning times length.
    """
    reach += 1e-3 * np.sqrt(2)
    highest = np.log(4 * (2 * reach) ** 2 / abs(k) ** 2 + 4) + abs(k.imag) + 1.0
    zeros = zeros_in_box(
        lambda s: feedback_condition(s, k), complex(-abs(k.imag) - 0.1, -reach), complex(highest, reach)
    )
    return zeros[np.argsort(zeros.real, kind="stable")]


def bragg_wavelength(n_eff: float, period: float, order: int = 2) -> float:
    """Return 2 n_eff Lambda/m in m: order 2 couples the guided wave back and straight up."""
    return 2 * n_eff * period / order


def feedback_condition(s: np.ndarray, k: complex) -> np.ndarray:
    """Return s sinh(gamma)/gamma - cosh(gamma) for lengths in units of L; even in gamma, so entire."""
    gamma = np.sqrt(s**2 + k**2 + 0j)
    small = np.abs(gamma) < 1e-4
    safe = np.where(small, 1.0, gamma)
    sinhc = np.where(small, 1 + gamma**2 / 6, np.sinh(safe) / safe)
    return s * sinhc - np.cosh(gamma)
