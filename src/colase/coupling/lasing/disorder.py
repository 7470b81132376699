"""Ensembles of imperfect pairs: how the splitting of lasing lines spreads, and what pumping both does.

Each disk has a defect that couples its two senses of motion with kappa exp(i theta): kappa from a
Rayleigh distribution, theta uniform. The four modes of the pair (`hamiltonian.four_modes`) are found for
the pump on the left disk, on both, and on the right one. Lines with almost the highest growth are seen;
neighbouring ones form pairs, and phi = 2 |split| / FSR is averaged over the pairs (lafalce2019 eq. 1).
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.errors import InputError
from colase.results import dataset, variable

PUMPING = ("left", "both", "right")


def splitting_statistics(
    intra: float,
    inter: float,
    gain: float,
    spacing: float,
    samples: int = 500,
    seed: int = 0,
) -> xr.Dataset:
    """Return phi for many random pairs under three kinds of pumping.

    Parameters
    ----------
    intra : float
        Scale of the Rayleigh distribution of |kappa|; its mean is 1.2533 times that.
    inter : float
        Coupling of the two disks.
    gain : float
        Amplitude gain of a pumped disk; an unpumped one loses as much.
    spacing : float
        Free spectral range. All rates in one unit.

    Returns
    -------
    Dataset over ``pumping`` and ``sample``: phi; over ``pumping``: average, low and high (95 % band of the
    average).
    """
    if not (intra > 0 and inter >= 0 and spacing > 0 and samples >= 10):
        raise InputError(
            "splitting statistics: intra and spacing above zero, inter not below zero, samples >= 10 needed."
        )
    rng = np.random.default_rng(seed)
    defects = rng.rayleigh(intra, (samples, 2)) * np.exp(2j * np.pi * rng.random((samples, 2)))
    gains = {"left": (gain, -gain), "both": (gain, gain), "right": (-gain, gain)}
    phi = np.array([[_phi(k, inter, gains[p], spacing) for k in defects] for p in PUMPING])
    error = 1.96 * phi.std(axis=1, ddof=1) / np.sqrt(samples)
    mean = phi.mean(axis=1)
    return dataset(
        {
            "phi": variable(("pumping", "sample"), phi, "", "splitting over half the free spectral range"),
            "average": variable("pumping", mean, "", "mean of phi"),
            "low": variable("pumping", mean - error, "", "lower end of the 95 % band of the mean"),
            "high": variable("pumping", mean + error, "", "upper end of the 95 % band of the mean"),
        },
        {
            "pumping": variable("pumping", np.array(PUMPING), "", "which disk is pumped"),
            "sample": variable("sample", np.arange(samples), "", "random pair"),
        },
    )


def _phi(defects: NDArray[np.complex128], inter: float, gains: tuple[float, float], spacing: float) -> float:
    """Return phi of one pair."""
    a, b = (1j * g for g in gains)
    one, two = defects
    H = np.array(
        [
            [a, one, 0, inter],
            [np.conj(one), a, inter, 0],
            [0, inter, b, two],
            [inter, 0, np.conj(two), b],
        ]
    )
    w = np.linalg.eigvals(H)
    seen = np.sort(w.real[w.imag > w.imag.max() - 0.2 * max(abs(gains[0]), abs(gains[1]))])
    if seen.size < 2:
        seen = np.sort(w.real[np.argsort(w.imag)[-2:]])
    pairs = np.diff(seen)[::2]
    return float(2 * pairs.mean() / spacing)
