"""Resonances of each sphere alone: which waves of a pair resonate, and who stands nearby."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from colase.cavity import LayeredSphere
from colase.errors import InputError
from colase.materials import as_material

_NEAR = 3e-4  # relative distance within which other resonances are kept in the reduction
_LINK = 1e-3  # and within which wanted ones form one group
_SHARP = 1e3  # quality factor from which a bystander is kept


@dataclass(frozen=True, slots=True)
class Family:
    """One resonance of one sphere alone."""

    sphere: int
    polarization: str
    polar: int
    radial: int
    k: complex
    group_index: float
    confinement: tuple[float, ...]

    @property
    def label(self) -> str:
        """Name such as "TE l=413 q=1"."""
        return f"{self.polarization} l={self.polar} q={self.radial}"

    @property
    def wave(self) -> tuple[int, str, int]:
        """Which unknown of the matrix it is: every radial order of one l shares it."""
        return self.sphere, self.polarization, self.polar


def require_step(sphere: LayeredSphere, wavelength: float) -> None:
    """Raise if a sphere has the index of its surroundings in all its layers at a vacuum wavelength in m."""
    around = complex(as_material(sphere.outside).index(wavelength))
    if all(abs(complex(as_material(i).index(wavelength)) - around) < 1e-6 for i in sphere.indices):
        raise InputError(
            f"two spheres: a sphere of {2e6 * sphere.radii[-1]:.4g} um has the refractive index of its "
            f"surroundings, {around.real:g}: it is not there. Leave it out or change an index."
        )


@lru_cache(maxsize=32)
def resonances(
    sphere: LayeredSphere, window: tuple[float, float], radial_max: int | None, q_floor: float
) -> tuple[Family, ...]:
    """Return the resonances of a sphere alone, as those of sphere 0, by wavenumber."""
    table = sphere.modes(window, radial_max, q_floor)
    rows = zip(
        table.polarization.values, table.polar.values, table.radial.values, table.wavenumber.values,
        table.n_group.values, table.confinement.sel(definition="gain").values, strict=True,
    )  # fmt: skip
    found = [
        Family(0, str(p), int(l), int(q), complex(k), float(n), tuple(map(float, c)))
        for p, l, q, k, n, c in rows
    ]
    return tuple(sorted(found, key=lambda f: f.k.real))


def own_resonances(
    spheres: tuple[LayeredSphere, LayeredSphere],
    window: tuple[float, float],
    radial_max: int | None,
    q_floor: float,
    lowest: int,
    polarization: str | None = None,
) -> list[Family]:
    """Return the resonances of both spheres that carry azimuthal number ``lowest``, by wavenumber."""
    found = [
        replace(f, sphere=i)
        for i, sphere in enumerate(spheres)
        for f in resonances(sphere, window, radial_max, q_floor)
        if f.polar >= lowest and polarization in (None, f.polarization)
    ]
    return sorted(found, key=lambda f: f.k.real)


def bystanders(
    spheres: tuple[LayeredSphere, LayeredSphere], group: list[Family], lowest: int, reach: float = _NEAR
) -> list[Family]:
    """Return other sharp resonances of any radial order close to a group, one for each wave."""
    k = np.array([f.k.real for f in group])
    low, high = float(k.min() * (1 - reach)), float(k.max() * (1 + reach))
    window = (2 * np.pi / high, 2 * np.pi / low)
    taken = {f.wave for f in group}
    found = []
    for f in own_resonances(spheres, window, None, _SHARP, lowest):
        if f.wave not in taken:
            taken.add(f.wave)
            found.append(f)
    return found


def grouped(families: list[Family]) -> list[list[Family]]:
    """Split resonances, sorted by wavenumber, where they are far apart or a wave would repeat."""
    groups = [[families[0]]]
    for one in families[1:]:
        last = groups[-1]
        near = one.k.real - last[-1].k.real < _LINK * one.k.real
        near &= one.k.real - last[0].k.real < 2 * _LINK * one.k.real
        if near and one.wave not in {f.wave for f in last}:
            last.append(one)
        else:
            groups.append([one])
    return groups
