"""One mode solved again, on the mesh it was found with: with another index, or for a picture."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import pi

import numpy as np
import xarray as xr

from colase.cavity.axisymmetric.elements.forms import STRENGTH, Discretization
from colase.cavity.axisymmetric.elements.mesh import SUBSTRATE, SURROUNDINGS, UM
from colase.cavity.axisymmetric.elements.orders import grid_field
from colase.cavity.axisymmetric.elements.problem import Problem, wavelength_of
from colase.cavity.axisymmetric.elements.samples import integrals, integration_points, sampled
from colase.errors import ConvergenceError
from colase.materials import Material, Shifted
from colase.results import dataset, variable

from .dispersion import corrected

_AWAY = 1e-4  # relative distance of the shift from the expected wavenumber
_COUNT = 4
_ALIKE = 0.3


def _discretization(problem: Problem, modes: xr.Dataset, mode: int) -> Discretization:
    """Return the fine discretisation a mode was found with."""
    one = modes.isel(mode=mode)
    return _fine(problem, int(one.azimuthal), bool(one.electric_mirror))


@lru_cache(maxsize=1)
def _fine(problem: Problem, m: int, electric: bool) -> Discretization:
    """Return the fine discretisation of one azimuthal number; the last one is kept."""
    return problem.discretizations(m, electric)[0]


def resolved(problem: Problem, modes: xr.Dataset, mode: int, region: str, index: complex) -> complex:
    """Return the wavenumber (1/m) of a mode with another index; see `AxisymmetricCavity.resonance`."""
    one = modes.isel(mode=mode)
    old = complex(one.wavenumber.item())
    lam = 2 * pi / old.real
    material = problem.materials[region]
    change = complex(index) - complex(material.index(lam))
    share = one.confinement.sel(definition="gain")
    here = problem.names.index(region)
    expected = old * (1 - float(share[here]) * change / complex(material.index(lam))) / UM
    disc = _discretization(problem, modes, mode)
    changed = _with(problem, region, Shifted(material, change))
    shift = complex(expected.real * (1 + _AWAY))
    n = changed.index(wavelength_of(shift))
    pairs = disc.solve(dict(zip(changed.names, n**2, strict=True)), shift, _COUNT)
    points = integration_points(disc, changed.names)
    sums = integrals(disc, sampled(disc, pairs.vectors, points), STRENGTH)
    energy = np.abs(n) ** 2 * sums.electric
    energy /= energy.sum(axis=1, keepdims=True)
    unlike = np.abs(energy - one.confinement.sel(definition="energy").values).max(axis=1)
    distance = np.abs(pairs.k - expected) / abs(expected)
    distance[(unlike > _ALIKE) | (sums.in_layer > 0.5)] = np.inf
    best = int(distance.argmin())
    if not np.isfinite(distance[best]):
        raise ConvergenceError(f"{one.label.item()} is lost when the index of {region} becomes {index:.4g}.")
    target = pairs.k[best] ** 2 * np.sum(n**2 * sums.response[best])
    return corrected(changed, pairs.k[best], sums.response[best], target, lossy=True) * UM


def _with(problem: Problem, name: str, material: Material) -> Problem:
    """Return the same problem with another material of one region."""
    if name == SURROUNDINGS:
        return replace(problem, surroundings=material)
    if name == SUBSTRATE:
        return replace(problem, substrate=material)
    regions = tuple(replace(r, material=material) if r.name == name else r for r in problem.regions)
    return replace(problem, regions=regions)


def field_map(problem: Problem, modes: xr.Dataset, mode: int, points: int, whole: bool) -> xr.Dataset:
    """Return the field of a mode on a grid; see `AxisymmetricCavity.field`."""
    one = modes.isel(mode=mode)
    k = complex(one.wavenumber.item()) / UM
    disc = _discretization(problem, modes, mode)
    n = problem.solved_index(wavelength_of(k))
    pairs = disc.solve(dict(zip(problem.names, n**2, strict=True)), complex(k.real * (1 + _AWAY)), _COUNT)
    best = int(np.abs(pairs.k - k).argmin())
    r, z = _axes(disc, pairs.vectors[best], problem, points, whole)
    grid = np.stack(np.meshgrid(r, z), axis=-1)
    field, _, region = grid_field(disc, pairs.vectors[best], grid, problem.names)
    if problem.mirror:
        z, field, region = _mirrored(z, field, region, bool(one.electric_mirror))
    squared = (np.abs(field) ** 2).sum(axis=-1)
    index = np.append(n.real, 1.0)[region]
    density = index**2 * squared
    field = field / np.sqrt(density.max())
    dims = ("z", "r")
    parts = zip(("e_r", "e_z", "e_phi"), np.moveaxis(field, -1, 0), strict=True)
    phase = {"e_r": 1.0, "e_z": 1.0, "e_phi": 1j}
    variables = {
        name: variable(dims, values * phase[name], "", f"electric field along {name[2:]}")
        for name, values in parts
    }
    variables["e_squared"] = variable(dims, squared / density.max(), "", "squared electric field")
    variables["energy_density"] = variable(
        dims, density / density.max(), "", "energy density n^2 |E|^2, largest is 1"
    )
    variables["index"] = variable(dims, index, "", "refractive index")
    coords = {
        "r": variable("r", r / UM, "m", "distance from the axis"),
        "z": variable("z", z / UM, "m", "height"),
    }
    return dataset(variables, coords, label=str(one.label.item()))


def _axes(disc: Discretization, vector: np.ndarray, problem: Problem, points: int, whole: bool):
    """Return r and z of a grid with square cells, in um."""
    box = disc.box
    if whole:
        r0, r1, z0, z1 = box.inner, box.outer, box.low, box.high
    else:
        p = integration_points(disc, problem.names)
        squared = sampled(disc, vector[None], p).squared[0] * ~p.layer
        shown = squared > 2e-3 * squared.max()
        r0, r1, z0, z1 = p.r[shown].min(), p.r[shown].max(), p.z[shown].min(), p.z[shown].max()
        spare = 0.15 * max(r1 - r0, z1 - z0)
        r0, r1 = max(r0 - spare, box.inner), min(r1 + spare, box.outer)
        z0, z1 = max(z0 - spare, box.low), min(z1 + spare, box.high)
    step = max(r1 - r0, z1 - z0) / (points - 1)
    edge = 1e-9
    r = np.linspace(r0 + edge, r1 - edge, max(2, round((r1 - r0) / step) + 1))
    z = np.linspace(z0 + edge, z1 - edge, max(2, round((z1 - z0) / step) + 1))
    return r, z


def _mirrored(z: np.ndarray, field: np.ndarray, region: np.ndarray, electric: bool):
    """Continue a field below the mirror plane: an electric wall turns the tangential part over."""
    sign = np.array([-1, 1, -1]) if electric else np.array([1, -1, 1])
    upper = z > 1e-6
    below = field[upper][::-1] * sign
    return (
        np.concatenate([-z[upper][::-1], z]),
        np.concatenate([below, field]),
        np.concatenate([region[upper][::-1], region]),
    )
