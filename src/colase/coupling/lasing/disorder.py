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
    detuning: float = 0.0,
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
    detuning : float
        Half width of the uniform distribution of the difference of both disks' frequencies; half of
        ``spacing`` for disks whose sizes are not controlled to a fraction of a wavelength.

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
    apart = detuning * (2 * rng.random(samples) - 1)
    gains = {"left": (gain, -gain), "both": (gain, gain), "right": (-gain, gain)}
    phi = np.array(
        [[_phi(k, inter, gains[p], spacing, d) for k, d in zip(defects, apart, strict=True)] for p in PUMPING]
    )
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


def _phi(
    defects: NDArray[np.complex128],
    inter: float,
    gains: tuple[float, float],
    spacing: float,
    detuning: float,
) -> float:
    """Return phi of one pair."""
    a, b = 1j * gains[0] - 0.5 * detuning, 1j * gains[1] + 0.5 * detuning
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


def collapse_against_coupling(
    intra: float,
    gain: float,
    spacing: float,
    below: float = 0.8,
    samples: int = 200,
    seed: int = 0,
    detuning: float = 0.0,
) -> xr.Dataset:
    """Return how far pumping both disks lowers the mean splitting, against the coupling of the disks.

    Parameters
    ----------
    intra, gain, spacing, samples, seed, detuning
        As in `splitting_statistics`; the same random defects at every coupling.
    below : float
        Share of the ratio without coupling that counts as a collapse.

    Returns
    -------
    Dataset over ``coupling``: ratio of the mean of phi for both disks pumped to that for one.
    ``attrs["needed"]`` is the smallest coupling that lowers the ratio to ``below`` of what it is without
    coupling; inf where none does. Without coupling the ratio is below 1 already: four lines sorted by
    frequency make closer neighbours than two.
    """
    couplings = intra * np.geomspace(0.03, 30, 13)
    ratio = []
    for inter in couplings:
        mean = splitting_statistics(
            intra, float(inter), gain, spacing, samples, seed, detuning
        ).average.values
        ratio.append(2 * mean[1] / (mean[0] + mean[2]))
    under = np.flatnonzero(np.array(ratio) < below * ratio[0])
    needed = float(couplings[under[0]]) if under.size else np.inf
    return dataset(
        {"ratio": variable("coupling", np.array(ratio), "", "mean of phi, both pumped over one pumped")},
        {"coupling": variable("coupling", couplings, "", "coupling of the disks, in the unit of rates")},
        needed=needed,
    )
