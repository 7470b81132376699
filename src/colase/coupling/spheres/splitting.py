"""One pair of resonances: the exact splitting, and the coefficients of the two-level theory beside it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from math import pi, sqrt

import numpy as np

from colase.cavity import LayeredSphere
from colase.constants import SPEED_OF_LIGHT
from colase.errors import ConvergenceError
from colase.materials import as_material

from .families import Family, bystanders
from .reduced import Mode, pencil
from .system import System, places
from .tuning import nearest, tuned
from .two_spheres import TwoSpheres, solve

_HZ = SPEED_OF_LIGHT / (2 * pi)
_MORE = 1.1
_OWN = 0.5  # share of the two resonances below which a mode is not theirs
_SAME = 1e-11


@dataclass(frozen=True, slots=True)
class Row:
    """One pair of modes: splitting, shift and two-level coefficients in Hz, purity, convergence, orders."""

    half: float
    common: float
    kappa: float
    shift: tuple[float, float]
    purity: float
    error: float
    orders: int

    @property
    def two_level(self) -> float:
        """Half splitting of the two-level theory."""
        return float(np.hypot(self.kappa, 0.5 * (self.shift[1] - self.shift[0])))


def brought_together(
    first: LayeredSphere, second: LayeredSphere, wavelength: float, polarization: str, radial: int, tune: bool
) -> tuple[tuple[LayeredSphere, LayeredSphere], tuple[Family, Family]]:
    """Return the spheres and the two resonances, the second one tuned if wanted."""
    own = nearest(first, wavelength, polarization, radial)
    if first == second:
        return (first, second), (own, own)
    if tune:
        second, other = tuned(second, own.k.real, polarization, radial)
    else:
        other = nearest(second, 2 * pi / own.k.real, polarization, radial)
    return (first, second), (own, other)


def one_pair(
    spheres: tuple[LayeredSphere, LayeredSphere],
    families: tuple[Family, Family],
    gap: float,
    m: int,
    polar_max: int | None,
    check: bool,
) -> Row:
    """Return the pair of modes at one gap and azimuthal number."""
    pair = TwoSpheres(*spheres, gap)
    k = float(np.mean([f.k.real for f in families]))
    orders = pair.orders(2 * pi / k, polar_max)
    half, common, purity = _splitting(pair, families, m, orders, k)
    error = np.nan
    if check:
        more = (round(_MORE * orders[0]), round(_MORE * orders[1]))
        error = abs(_splitting(pair, families, m, more, k)[0] / half - 1)
    kappa, shift = coefficients(pair, families, m, orders, k)
    return Row(half, common, kappa, shift, purity, error, max(orders))


def _splitting(
    pair: TwoSpheres, families: tuple[Family, Family], m: int, orders: tuple[int, int], k: float
) -> tuple[float, float, float]:
    """Return half the distance of the two modes, their mean shift (Hz) and the weight of the two families."""
    offsets, purity = [], []
    for exchange in (1, -1) if pair.equal else (0,):
        system = System(pair.spheres, pair.gap, m, orders, exchange)
        own = _owners(families, pair.equal)
        near = [f for f in bystanders(pair.spheres, own, system.lowest) if not (exchange and f.sphere)]
        near = [f for f in near if m or f.polarization == own[0].polarization]
        found = solve(system, own + near, len(own), k)
        if min(_share(mode, len(own)) for mode in found) < _OWN:
            step = coefficients(pair, families, m, orders, k)[0] / _HZ
            found = far_modes(system, own + near, len(own), k, step)
        offsets += [((mode.reference - k) + mode.offset.real) * _HZ for mode in found]
        purity += [_share(mode, len(own)) for mode in found]
    return 0.5 * abs(offsets[0] - offsets[1]), 0.5 * sum(offsets), min(purity)


def far_modes(
    system: System, families: list[Family], wanted: int, k: float, step: float, reach: int = 5
) -> list[Mode]:
    """Return the modes that hold most of the first families, sought from many places around k.

    At contact a mode moves by several times the coupling rate, past lines of other families, and what is
    extrapolated from k alone ends in one of those. The starts are ``step`` apart, ``reach`` on either side.
    """
    found: list[Mode] = []
    for place in range(-reach, reach + 1):
        with suppress(ConvergenceError):
            found += solve(system, families, wanted, k + place * step)
    found.sort(key=lambda mode: -_share(mode, wanted))
    chosen: list[Mode] = []
    for mode in found:
        if all(abs(mode.k - other.k) > _SAME * k for other in chosen):
            chosen.append(mode)
    if len(chosen) < wanted:
        raise ConvergenceError(
            f"two spheres: no two modes of these lines are found near {2e9 * pi / k:.6f} nm; raise the gap."
        )
    return chosen[:wanted]


def _share(mode: Mode, own: int) -> float:
    return float(mode.weight[:own].sum())


def coefficients(
    pair: TwoSpheres, families: tuple[Family, Family], m: int, orders: tuple[int, int], k: float
) -> tuple[float, tuple[float, float]]:
    """Return kappa/2pi and the level shifts of the two-level theory, in Hz."""
    own = _owners(families, pair.equal)
    if pair.equal:
        levels = []
        for exchange in (1, -1):
            system = System(pair.spheres, pair.gap, m, orders, exchange)
            levels.append(pencil(system, places(system, own), k).hamiltonian[0, 0].real * _HZ)
        shift = 0.5 * (levels[0] + levels[1])
        return 0.5 * abs(levels[0] - levels[1]), (shift, shift)
    system = System(pair.spheres, pair.gap, m, orders)
    H = pencil(system, places(system, own), k).hamiltonian * _HZ
    return float(abs(np.sqrt(H[0, 1] * H[1, 0] + 0j))), (float(H[0, 0].real), float(H[1, 1].real))


def _owners(families: tuple[Family, Family], equal: bool) -> list[Family]:
    """Return the families as those of sphere 0 and 1; one of them stands for both equal spheres."""
    one, two = families
    return [one] if equal else [one, replace(two, sphere=1)]


def tail(spheres: tuple[LayeredSphere, LayeredSphere], families: tuple[Family, Family], m: int) -> float:
    """Return 1/q of the evanescent tail at the surface, q = sqrt((l/R)^2 - (n k)^2), mean of both spheres."""
    q = []
    for sphere, f in zip(spheres, families, strict=True):
        outside = complex(as_material(sphere.outside).index(2 * pi / f.k.real)).real
        q.append(((f.polar + 0.5) / sphere.radii[-1]) ** 2 - (outside * f.k.real) ** 2)
    return 1 / sqrt(np.mean(q)) if np.mean(q) > 0 else np.inf
