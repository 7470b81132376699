"""From eigenpairs to modes that can be trusted: quality factors, orders, errors and doubts.

Every mode is found twice on one mesh, with polynomials of order p and p-1 and absorbing layers of
different strength. It is kept when both agree on its field; what they disagree on is its error. A
mode whose field is mostly in the absorbing layer is the layer's own and is dropped, whatever its Q.
Dispersion and weak absorption are added afterwards (`dispersion`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colase.cavity.axisymmetric.elements.faces import exposure, outer_faces
from colase.cavity.axisymmetric.elements.forms import STRENGTH, Complex, Discretization, Eigenpairs
from colase.cavity.axisymmetric.elements.mesh import UM
from colase.cavity.axisymmetric.elements.orders import mode_orders
from colase.cavity.axisymmetric.elements.problem import (
    COMPANION_STRENGTH,
    UNRESOLVED,
    Problem,
    wavelength_of,
)
from colase.cavity.axisymmetric.elements.samples import (
    Floats,
    Integrals,
    Samples,
    integrals,
    integration_points,
    overlap,
    sampled,
)
from colase.cavity.base import RADIATION_LIMIT

from .dispersion import NOISE, dispersed

_ALIKE = 0.9
_MOSTLY = 0.5
_RESIDUAL = 1e-7
_EXTRA = 2
_CLOSE = 0.006  # relative distance in k within which the coarse mode of the same field is looked for


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Modes of one azimuthal number near one shift, one row of each array a mode."""

    columns: dict[str, Any]
    dropped: int
    reach: float

    @property
    def count(self) -> int:
        """How many modes there are."""
        return len(self.columns["k"])


def found_near(
    problem: Problem,
    fine: Discretization,
    coarse: Discretization,
    shift: float,
    count: int,
    between: tuple[float, float],
    q_floor: float,
    second: Eigenpairs | None = None,
) -> Found:
    """Return the modes nearest to a wavenumber, with everything known about them.

    Parameters
    ----------
    problem : Problem
        The profile.
    fine, coarse : Discretization
        As `Problem.discretizations` makes them.
    shift : float
        Vacuum wavenumber in 1/um around which modes are wanted.
    count : int
        How many eigenpairs to compute; layer modes among them are dropped.
    between : tuple of float
        Only wavenumbers between these are kept, in 1/um.
    q_floor : float
        Modes with a smaller total quality factor are left out.
    second : Eigenpairs, optional
        Solutions of the coarser discretisation at the same shift, if they are known.
    """
    index = problem.solved_index(wavelength_of(complex(shift)))
    eps = dict(zip(problem.names, index**2, strict=True))
    pairs = fine.solve(eps, shift, count)
    low, high = between
    spare = 0.02 * shift
    inverse_q = -2 * pairs.k.imag / pairs.k.real
    wanted = (pairs.k.real > low - spare) & (pairs.k.real < high + spare) & (np.abs(inverse_q) < 2 / q_floor)
    wanted &= [
        problem.knows(wavelength_of(k)) if ask else False for k, ask in zip(pairs.k, wanted, strict=True)
    ]
    pairs = _some(pairs, wanted)
    if not pairs.k.size:
        return Found(_empty(), 0, pairs.reach)
    if second is None:
        second = coarse.solve(eps, shift, count + _EXTRA)
    points = integration_points(fine, problem.names)
    fields = sampled(fine, pairs.vectors, points)
    sums = integrals(fine, fields, STRENGTH)
    partners = _partners(coarse, pairs, second, fields, points)
    columns = _columns(problem, index, pairs, fields, sums)
    columns |= _certificates(problem, index, coarse, columns, partners, pairs)
    columns |= mode_orders(problem.regions, fine, pairs.vectors, fields, sums)
    columns |= {"azimuthal": np.full(pairs.k.size, fine.m)}
    group = problem.group_index(wavelength_of(complex(shift)))
    faces = outer_faces(problem, fine)
    columns |= {"exposure": exposure(faces, fine, pairs.vectors, sums, index, group)}
    keep = (sums.in_layer < _MOSTLY) & (columns["q_cold"] > 0)
    with np.errstate(divide="ignore"):
        total = 1 / (1 / columns["q_radiative"] + 1 / columns["q_absorption"])
    own = keep & (total >= q_floor) & (columns["k"].real >= low) & (columns["k"].real <= high)
    return Found({name: value[own] for name, value in columns.items()}, int((~keep).sum()), pairs.reach)


def _some(pairs: Eigenpairs, which: NDArray[np.bool_]) -> Eigenpairs:
    return Eigenpairs(pairs.k[which], pairs.residual[which], pairs.vectors[which], pairs.reach)


@dataclass(frozen=True, slots=True, eq=False)
class _Partners:
    """The coarse mode of the same field beside each fine one: wavenumber, field, and how alike they are."""

    k: Complex
    fields: Samples
    alike: Floats


def _partners(
    coarse: Discretization, pairs: Eigenpairs, second: Eigenpairs, fields: Samples, points: Any
) -> _Partners:
    """Return the coarse mode that has the same field as each fine one."""
    near = np.abs(second.k[:, None] - pairs.k[None, :]).min(axis=1) < _CLOSE * abs(pairs.k[0])
    candidates = np.flatnonzero(near) if near.any() else np.zeros(1, dtype=np.intp)
    there = sampled(coarse, second.vectors[candidates], points)
    alike = overlap(fields, there) if near.any() else np.zeros((pairs.k.size, 1))
    best = alike.argmax(axis=1)
    return _Partners(second.k[candidates][best], there.rows(best), alike.max(axis=1))


def _columns(
    problem: Problem,
    index: Complex,
    pairs: Eigenpairs,
    fields: Samples,
    sums: Integrals,
) -> dict[str, Any]:
    """Return wavenumber, quality factors and confinement of every mode."""
    count, regions = pairs.k.size, len(problem.names)
    k, q_cold, q_abs, slope = np.empty(count, complex), np.empty(count), np.empty(count), np.empty(count)
    gain, energy = np.empty((count, regions)), np.empty((count, regions))
    n_at, cold_k = np.empty((count, regions), complex), np.empty(count, complex)
    for i in range(count):
        state = dispersed(problem, index, pairs.k[i], sums.response[i], sums.electric[i])
        k[i], q_cold[i], q_abs[i], cold_k[i] = state.k, state.q_cold, state.q_absorption, state.cold
        n, group = state.n, state.group
        norm = np.sum(n * group * sums.response[i])
        gain[i] = (n**2 * sums.response[i] / norm).real
        slope[i] = (sums.turning[i] / (2 * state.k * norm)).real
        weight = np.abs(n) ** 2 * sums.electric[i]
        energy[i] = weight / weight.sum()
        n_at[i] = n
    density = np.abs(n_at[:, fields.points.region]) ** 2 * fields.squared * ~fields.points.layer
    volume = (density * fields.points.weight).sum(axis=1) / density.max(axis=1)
    volume *= 2 if problem.mirror else 1
    electric = sums.electric / sums.electric.sum(axis=1, keepdims=True)
    return {
        "k": k,
        "cold": cold_k,
        "q_cold": q_cold,
        "q_absorption": q_abs,
        "k_per_m": slope,
        "mode_volume": 2 * pi * volume * UM**-3,
        "confinement": np.stack([electric, energy, gain], axis=-1),
        "in_layer": sums.in_layer,
        "residual": pairs.residual,
    }


def _certificates(
    problem: Problem,
    index: Complex,
    coarse: Discretization,
    columns: dict[str, Any],
    partners: _Partners,
    pairs: Eigenpairs,
) -> dict[str, Any]:
    """Return errors and doubts: what the coarser solution says, residual and place of the field."""
    count = pairs.k.size
    lam_other, inverse_other = np.empty(count), np.empty(count)
    alike = partners.alike
    sums = integrals(coarse, partners.fields, COMPANION_STRENGTH)
    for i, k in enumerate(partners.k):
        other = dispersed(problem, index, complex(k), sums.response[i], sums.electric[i])
        lam_other[i], inverse_other[i] = 2 * pi / other.cold.real / UM, 1 / other.q_cold
    inverse = 1 / columns["q_cold"]
    lam = 2 * pi / columns["cold"].real / UM
    spread = np.abs(inverse - inverse_other)
    known = alike > _ALIKE
    error = np.where(known, np.abs(lam - lam_other), np.inf)
    unresolved = known & (inverse < spread)
    q_rad = np.where(unresolved, 1 / np.maximum(spread, NOISE), columns["q_cold"])
    q_rad = np.where(q_rad > 0, q_rad, np.inf)
    relative = np.where(known, spread * np.minimum(q_rad, RADIATION_LIMIT), np.inf)
    free = q_rad > RADIATION_LIMIT
    doubt = [
        _doubt(
            known[i],
            error[i] / lam[i],
            pairs.residual[i],
            columns["in_layer"][i],
            unresolved[i] and not free[i],
            relative[i],
        )
        for i in range(count)
    ]
    negative = (columns["q_cold"] < 0) & ~unresolved
    return {
        "q_radiative": q_rad,
        "q_cold": np.where(negative, -1.0, 1.0),
        "radiation_limited": ~free,
        "wavelength_error": error,
        "q_error": np.where(free, 0.0, relative),
        "doubt": np.array(doubt, dtype=object),
    }


def _doubt(known: bool, error: float, residual: float, layer: float, unresolved: bool, q_error: float) -> str:
    """Return in words what is doubtful about a mode, "" if nothing is."""
    said = []
    if not known:
        said.append("the coarser solution has no such field: use smaller triangles")
    elif error > 1e-4:
        said.append(f"wavelength known to {error:.0e} only")
    if residual > _RESIDUAL:
        said.append(f"residual {residual:.0e}")
    if layer > 0.2:
        said.append(f"{100 * layer:.0f} % of the field in the absorbing layer")
    if unresolved:
        said.append(UNRESOLVED)
    elif known and q_error > 0.2:
        said.append(f"Q_rad known to {100 * q_error:.0f} % only")
    return "; ".join(said)


def _empty() -> dict[str, Any]:
    return {"k": np.empty(0, complex)}
