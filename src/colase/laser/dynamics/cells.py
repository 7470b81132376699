"""Cells: nanocrystals that see the same light and have the same spectrum.

A standing wave leaves the nanocrystals at its nodes unused, and a line that is wide because the nanocrystals
differ is used up only near the mode: spatial and spectral holes. So the population is divided into cells x,
each a share w_x of all nanocrystals, and

    B a_n(lambda_m) becomes B a_nx(lambda_m) psi_m(x),      psi_m = |E_m|^2 / <|E_m|^2>

for absorption, stimulated and spontaneous emission alike, with sum_x w_x psi_m(x) = 1. A travelling wave is
flat, psi = 1: with one spectrum for all there is then a single cell, and the rate equations are those of
`rate_equations`. A standing wave of q half waves is psi = 2 cos^2(pi q x/L).

An ensemble line of standard deviation s made of homogeneous lines s_h is a Gaussian distribution of line
centres of variance s^2 - s_h^2, each nanocrystal with the peak s/s_h times higher; Gauss-Hermite nodes stand
for it, so that the sum over the bins is the ensemble line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.errors import InputError
from colase.gain.medium import GainMedium
from colase.laser.mode_gain import Array
from colase.nanocrystals.bands import FWHM_PER_SIGMA
from colase.quantity import Quantity, check_bounds

ORDERS = ("polar", "azimuthal", "order")
"""Variables of modes that count the half waves along the path of the light."""

_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamics:
    """How finely the laser is resolved: holes in space and in the spectrum, and what widens its line."""

    holes: Literal["none", "standing"] = "none"
    bins: Annotated[
        int, Quantity("", "N_b", "groups of nanocrystals with different lines", example="9", ge=1, le=200)
    ] = 1
    henry_factor: Annotated[
        float,
        Quantity("", "α_H", "change of index over change of gain (Henry)", example="2", ge=-100.0, le=100.0),
    ] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)


class Cells(NamedTuple):
    """Coefficients of the rate equations in every cell, in 1/s; plain arrays for the compiled code."""

    weight: Array  # (cell,) share of the nanocrystals, sum 1
    share: Array  # (cell,) pump relative to the mean
    decay: Array  # (state,)
    absorb: Array  # (cell, state, mode)
    emit: Array  # (cell, state, mode)
    seed: Array  # (cell, state, mode)
    loss: Array  # (mode,)


def standing_waves(orders: ArrayLike, cells: int | None = None) -> Array:
    """Return psi of standing waves with so many half waves, shape (cell, mode), mean 1 over the cells.

    Parameters
    ----------
    orders : array_like of int
        Half waves of each mode along the cavity. There are hundreds of them and what matters to competition
        is which modes differ, so that n different ones are numbered anew, from n + 1: so high that no
        overtone of one hole is the pattern of another mode, as little as among hundreds.
    cells : int, optional
        Places; by default 8 n + 5, with which the light of each mode is right to 1 % of all light at ten
        times threshold.

    Raises
    ------
    InputError
        If there are too few cells, or the modes need more than anybody should compute.
    """
    different, number = np.unique(np.asarray(orders), return_inverse=True)
    n = different.size
    needed = 4 * n + 1
    count = 8 * n + 5 if cells is None else int(cells)
    if not needed <= count <= _MOST_CELLS:
        raise InputError(
            f"dynamics: {different.size} different standing waves need at least {needed} places and "
            f"{count} were "
            f"asked for; no more than {_MOST_CELLS} are allowed. Narrow the window of modes."
        )
    place = (np.arange(count) + 0.5) / count
    return 2 * np.cos(np.pi * np.outer(place, n + 1 + number.ravel())) ** 2


def mode_patterns(modes: xr.Dataset, dynamics: Dynamics) -> Array:
    """Return psi_m(x) of all modes, shape (cell, mode)."""
    count = modes.sizes["mode"]
    if dynamics.holes == "none":
        return np.ones((1, count))
    order = next((modes[name].values for name in ORDERS if name in modes), np.arange(count))
    return standing_waves(order)


def spectral_bins(medium: GainMedium, bins: int) -> tuple[Array, tuple[GainMedium, ...]]:
    """Return the shares of groups of nanocrystals with different line centres, and each as a medium.

    Raises
    ------
    InputError
        If there is to be more than one group and the homogeneous width is unknown or not the smaller one.
    """
    if bins == 1:
        return np.ones(1), (medium,)
    nanocrystal = medium.nanocrystal
    width, own = nanocrystal.fwhm, nanocrystal.homogeneous_fwhm
    if own is None or own >= width:
        raise InputError(
            f"dynamics: {bins} groups of different nanocrystals need gain.nanocrystal.homogeneous_fwhm, "
            f"the width "
            f"of a single one, below the {width * 1e9:g} nm of the ensemble."
        )
    x, weight = np.polynomial.hermite_e.hermegauss(bins)
    spread = np.sqrt(width**2 - own**2) / FWHM_PER_SIGMA
    if nanocrystal.sigma_abs * width / own >= 1e-14:
        raise InputError("dynamics: the peak of a single nanocrystal's line would exceed 1e-10 cm^2.")
    gap = np.diff(x).min() * spread
    if gap > own:
        raise InputError(
            f"dynamics: {bins} groups lie {gap * 1e9:.3g} nm apart, further than the {own * 1e9:.3g} nm "
            f"of a single "
            f"line; take about {int(np.ceil(bins * (gap / own) ** 2))} or more."
        )
    groups = tuple(_shifted(medium, spread * shift, own, width / own) for shift in x)
    return weight / weight.sum(), groups


def _shifted(medium: GainMedium, shift: float, fwhm: float, higher: float) -> GainMedium:
    """Return a medium of single lines moved by ``shift`` (m, at the emission line)."""
    nanocrystal = medium.nanocrystal
    lines = ("absorption_wavelength", "emission_wavelength", "biexciton_wavelength")
    if nanocrystal.lineshape_axis == "wavelength":
        moved = {name: getattr(nanocrystal, name) + shift for name in lines}
    else:
        change = shift / nanocrystal.emission_wavelength**2  # of the wavenumber, alike for all lines
        moved = {name: 1 / (1 / getattr(nanocrystal, name) - change) for name in lines}
        fwhm *= (moved["emission_wavelength"] / nanocrystal.emission_wavelength) ** 2  # the same in energy
    single = replace(
        nanocrystal, fwhm=fwhm, homogeneous_fwhm=None, sigma_abs=nanocrystal.sigma_abs * higher, **moved
    )
    return replace(medium, nanocrystal=single)
