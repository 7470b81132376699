"""Polarisation and orders of a mode, counted on its field beside the wall that guides it.

TE: the electric field lies mostly along the axis (for m = 0: around it), TM: mostly across. Orders are
numbers of maxima of the magnetic field across that, (grad w - m E)/r, which no interface interrupts:
radial across the wall, axial along it. They name a mode and sort it into families; for strongly mixed
modes they are names only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from colase.shapes import Region

from .forms import Complex, Discretization
from .mesh import UM, fem
from .samples import Floats, Integrals, Samples

_SIDE = 56
_SHOWN = 0.02
_PEAK = 0.12


def mode_orders(
    regions: tuple[Region, ...],
    disc: Discretization,
    vectors: Complex,
    fields: Samples,
    sums: Integrals,
) -> dict[str, Any]:
    """Return ``polarization``, ``radial`` and ``axial`` of modes, and how pure the polarisation is."""
    te = sums.axial >= sums.radial if disc.m else sums.around >= sums.axial + sums.radial
    pure = np.maximum(sums.axial, sums.radial) / np.maximum(sums.axial + sums.radial, 1e-300)
    orders = [_orders(regions, disc, vectors[i], fields.squared[i], fields, te[i]) for i in range(te.size)]
    radial, axial = np.array(orders, dtype=int).reshape(-1, 2).T
    if disc.box.mirror:
        even = te == disc.electric  # E_z beside an electric wall and E_r beside a magnetic one peak at z = 0
        axial = 2 * axial - even
    return {
        "polarization": np.where(te, "TE", "TM"),
        "purity": pure,
        "radial": radial,
        "axial": axial,
    }


def _orders(
    regions: tuple[Region, ...],
    disc: Discretization,
    vector: Complex,
    squared: Floats,
    fields: Samples,
    te: bool,
) -> tuple[int, int]:
    """Count the maxima of one mode across and along the wall."""
    p = fields.points
    squared = squared * ~p.layer
    weight = squared * p.weight
    centre = np.array([np.sum(weight * p.r), np.sum(weight * p.z)]) / weight.sum()
    normal = wall_normal(regions, centre)
    along = np.array([-normal[1], normal[0]])
    shown = squared > _SHOWN * squared.max()
    place = np.stack([p.r, p.z], axis=-1)[shown] - centre
    u, s = (np.linspace((place @ d).min(), (place @ d).max(), _SIDE) for d in (normal, along))
    grid = centre + u[:, None, None] * normal + s[None, :, None] * along
    E, slope, _ = grid_field(disc, vector, grid, p.names)
    magnetic = (slope - disc.m * E[..., :2]) / np.maximum(grid[..., :1], 1e-9)
    strength = np.abs(magnetic @ (along if te else normal)) ** 2
    return _most_peaks(strength.T), _most_peaks(strength)


def wall_normal(regions: tuple[Region, ...], centre: Floats) -> Floats:
    """Return the outward normal of the nearest wall that faces outward, for a point in um."""
    best, found = np.inf, np.array([1.0, 0.0])
    for region in regions:
        a = region.sampled() * UM
        b = np.roll(a, -1, axis=0)
        t = b - a
        size = np.hypot(*t.T)
        normal = np.stack([np.abs(t[:, 1]), -t[:, 0] * np.sign(t[:, 1])], axis=-1) / size[:, None]
        share = np.clip(np.sum((centre - a) * t, axis=1) / size**2, 0, 1)
        distance = np.hypot(*(a + share[:, None] * t - centre).T)
        distance[(normal[:, 0] < 0.3) | (a[:, 0] + b[:, 0] < 1e-9)] = np.inf
        i = int(distance.argmin())
        if distance[i] < best:
            best, found = distance[i], normal[i]
    return found


def grid_field(
    disc: Discretization, vector: Complex, grid: Floats, names: tuple[str, ...]
) -> tuple[Complex, Complex, NDArray[np.intp]]:
    """Return E_r, E_z, E_phi/i, grad w and the region (one beyond outside the window) on a grid.

    Parameters
    ----------
    grid : array (..., 2)
        Positions r, z in um.
    """
    ngs = fem().ngs
    box = disc.box
    flat = grid.reshape(-1, 2)
    right, top = box.outer + box.layer, box.high + box.layer
    inside = (flat[:, 0] > box.inner) & (flat[:, 0] < right) & (flat[:, 1] > box.bottom) & (flat[:, 1] < top)
    mapped = disc.mesh(flat[inside, 0], flat[inside, 1])
    good = mapped["nr"] >= 0
    inside[inside] = good
    gf = ngs.GridFunction(disc.space)
    gf.vec.FV().NumPy()[:] = vector
    place = disc.mesh.MaterialCF({name: float(i) for i, name in enumerate(names)})
    values: Any = np.zeros((len(flat), 6), dtype=complex)
    values[~inside, 5] = len(names)
    E, w = gf.components
    values[inside] = ngs.CF((E, w / ngs.x, ngs.grad(w), place))(mapped[good])
    values = values.reshape(*grid.shape[:-1], 6)
    return values[..., :3], values[..., 3:5], np.rint(values[..., 5].real).astype(np.intp)


def _most_peaks(rows: Floats) -> int:
    """Return the largest number of maxima of the rows that hold strong field."""
    from scipy.signal import find_peaks

    top = rows.max()
    strong = rows[rows.max(axis=1) > 0.3 * top]
    padded = np.pad(strong, ((0, 0), (1, 1)))
    return max(len(find_peaks(row, height=_PEAK * top, prominence=0.5 * _PEAK * top)[0]) for row in padded)
