"""When a cavity of quality Q first lases: the figure of merit K of kersuzan2025.

    modal loss  2 π n / (λ Q)          K = λ Q C σ_0 / (2 π n)

A mode lases when g(λ, N) equals its loss, so the first to lase of a dense set of modes with equal Q is
where the largest g/(C σ_0) reaches 1/K. No gain exceeds C σ_0: with K <= 1 nothing ever lases. The paper
prints the loss as 2 π c n/(λ Q), which is not an inverse length; its own K requires the form above.

Reference: kersuzan2025.
"""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.nanocrystals import Nanocrystal, band_centres

from .kinetics.populations import poisson
from .models.base import GainModel

_MOST_PHOTONS = 700.0
_HALVINGS = 80
_GRID = 401
_ZOOMS = 3
_TINY = 1e-300
_SCAN = np.geomspace(1e-8, _MOST_PHOTONS, 651)


def modal_loss(wavelength: ArrayLike, q_factor: ArrayLike, index: ArrayLike) -> NDArray[np.float64]:
    """Return the loss 2 π n/(λ Q) in 1/m at which light in a medium of index n has quality Q."""
    return 2 * pi * np.asarray(index) / (np.asarray(wavelength) * np.asarray(q_factor))


def merit_k(
    wavelength: ArrayLike, q_factor: ArrayLike, density: ArrayLike, sigma_abs: ArrayLike, index: ArrayLike
) -> NDArray[np.float64]:
    """Return K = C σ_0 over the modal loss: the largest conceivable gain in units of the loss.

    Parameters
    ----------
    wavelength : array_like
        Vacuum wavelength, in m.
    q_factor : array_like
        Quality factor of the cold cavity.
    density : array_like
        Nanocrystals per volume of the mode, in 1/m^3.
    sigma_abs : array_like
        Peak absorption cross section of 0 → X, in m^2.
    index : array_like
        Refractive index of the cavity.
    """
    return np.asarray(density) * np.asarray(sigma_abs) / modal_loss(wavelength, q_factor, index)


def threshold_photons(
    model: GainModel, nanocrystal: Nanocrystal, wavelength: ArrayLike, merit: ArrayLike
) -> NDArray[np.float64]:
    """Return the smallest flash that brings the gain at a wavelength up to the loss.

    For three states and Poisson populations the gain has at most one turning point as a function of
    N, so the first crossing is bracketed on a monotonic branch and bisected; it is never missed. With
    other numbers of states the pump is scanned at 60 points a decade and the first bracket bisected.

    Parameters
    ----------
    model : GainModel
        Any model whose populations follow from rate equations.
    nanocrystal : Nanocrystal
        What is pumped.
    wavelength : array_like
        Vacuum wavelengths in m.
    merit : array_like
        K, broadcast against ``wavelength``.

    Returns
    -------
    ndarray
        Photons absorbed per nanocrystal; inf where the gain never reaches the loss.

    Raises
    ------
    InputError
        If the model knows no populations, σ_0 is zero or K is not positive.
    """
    k = np.asarray(merit, dtype=float)
    if model.static_populations(nanocrystal, np.zeros(1)) is not None:
        raise InputError(f'threshold_photons: the gain model "{model.name}" has no Poisson populations.')
    if not nanocrystal.sigma_abs:
        raise InputError(
            f"{nanocrystal.name}: sigma_abs is zero, so there is no gain to compare with a loss."
        )
    if not (k > 0).all():
        raise InputError(f"threshold_photons: K = {k.min():g} must be positive.")
    lam = np.asarray(wavelength, dtype=float)
    c = (model.emission(nanocrystal, lam) - model.absorption(nanocrystal, lam)) / nanocrystal.sigma_abs
    target = np.broadcast_to(1 / k, np.broadcast_shapes(lam.shape, k.shape))
    c = np.stack([np.broadcast_to(row, target.shape) for row in c])
    if len(c) != 3:
        return _scanned(c, target)
    rise, bend = c[1] - c[0], c[2] - c[1]  # dg/dN = e^-N (rise + bend N)
    turning = np.divide(-rise, bend, out=np.zeros_like(rise), where=np.abs(bend) > _TINY)
    turning = np.clip(turning, 0.0, _MOST_PHOTONS)
    low = np.where((rise <= 0) & (bend > 0), turning, 0.0)
    high = np.where((rise > 0) & (bend < 0), turning, _MOST_PHOTONS)
    reached = ((rise > 0) | (bend > 0)) & (_gain(c, high) >= target)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = _gain(c, middle) >= target
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.where(reached, high, np.inf)


def first_threshold(
    model: GainModel, nanocrystal: Nanocrystal, merit: ArrayLike, window: tuple[float, float] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the smallest flash, over all wavelengths, that makes gain meet loss, and where it does.

    Parameters
    ----------
    model, nanocrystal
        As in `threshold_photons`.
    merit : array_like
        Figure of merit K, taken as the same for every wavelength.
    window : tuple of float, optional
        Shortest and longest wavelength searched, in m; 3 widths to the blue and 6 to the red of the
        lines if not given. A larger K lases further to the red without end in a Gaussian model.

    Returns
    -------
    photons, wavelength : ndarray
        Same shape as ``merit``. Where nothing lases (always for K <= 1) photons is inf and the
        wavelength is that of XX → X, where the gain comes closest.
    """
    k = np.asarray(merit, dtype=float)
    at = band_centres(nanocrystal)
    low, high = window or (min(at) - 3 * nanocrystal.fwhm, max(at) + 6 * nanocrystal.fwhm)
    low, high = np.full(k.shape, low), np.full(k.shape, high)
    best, where = np.full(k.shape, np.inf), np.full(k.shape, at.emission_xx)
    for _ in range(1 + _ZOOMS):
        grid = np.linspace(low, high, _GRID, axis=-1)
        photons = threshold_photons(model, nanocrystal, grid, k[..., np.newaxis])
        index = photons.argmin(axis=-1)[..., np.newaxis]
        best = np.take_along_axis(photons, index, -1)[..., 0]
        where = np.where(np.isinf(best), at.emission_xx, np.take_along_axis(grid, index, -1)[..., 0])
        step = (high - low) / (_GRID - 1)
        low, high = np.maximum(where - 2 * step, low), np.minimum(where + 2 * step, high)
    return best, where


def _gain(c: NDArray[np.float64], photons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return g/(C σ_0) of three states with coefficients ``c`` after a flash."""
    ground = np.exp(-photons)
    x = photons * ground
    return c[0] * ground + c[1] * x + c[2] * (1 - ground - x)


def _scanned(c: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where g/(C σ_0) of any number of states first reaches ``target``; c has shape (state, ...)."""
    flat, wanted = c.reshape(len(c), -1), target.ravel()
    reached = poisson(_SCAN, len(c)) @ flat >= wanted
    found = np.full(wanted.shape, np.inf)
    lases = np.flatnonzero(reached.any(axis=0))
    first = reached[:, lases].argmax(axis=0)
    high, low = _SCAN[first], np.where(first > 0, _SCAN[first - 1], 0.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = np.einsum("in,ni->i", poisson(middle, len(c)), flat[:, lases]) >= wanted[lases]
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    found[lases] = high
    return found.reshape(target.shape)
