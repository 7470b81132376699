"""Two equal disks at one gap: the four supermodes of a resonance, and the first-order rate beside them.

kappa_1 = c |N_m J_m(kR) H_2m(kd)/H_m(kR)| / |dD_m/dk|,    tail 1/(k sqrt((2m/kd)^2 - 1))
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.arrangement.arrangement import Arrangement
from colase.coupling.arrangement.bodies import Disk
from colase.coupling.multipole.bessel import hankel
from colase.coupling.multipole.cylinder import cylinder
from colase.coupling.multipole.reduction import pencil, polished
from colase.errors import InputError
from colase.materials import Material, as_material

from .modes import Family, group_system, own_resonances
from .system import System

_CLASSES = ((1, 1), (1, -1), (-1, 1), (-1, -1))


@dataclass(frozen=True, slots=True)
class Row:
    """Results of one gap: offsets (4,) in Hz from the disk alone, quality, purity, residual, first order."""

    offset: NDArray[np.complex128]
    q: NDArray[np.float64]
    purity: float
    residual: float
    first_order: float
    predicted: float


def nearest_resonance(
    radius: float,
    index: Material,
    outside: Material,
    wavelength: float,
    polarization: str,
    radial: int,
) -> tuple[Family, list[Family]]:
    """Return the wanted resonance of one disk and the others close to it."""
    alone = Arrangement((Disk((0.0, 0.0), radius, index),), outside)
    alone.require_steps(wavelength)
    n = abs(complex(index.index(wavelength)))
    fsr = wavelength**2 / (2 * pi * radius * n)
    window = (wavelength - 1.2 * fsr, wavelength + 1.2 * fsr)
    found = own_resonances(alone, window, polarization, None if radial > 1 else 1, 100.0)
    wanted = [f for f in found if f.radial == radial]
    if not wanted:
        raise InputError(
            f"coupling rates: the disk has no {polarization} resonance of radial order {radial} near "
            f"{wavelength * 1e9:g} nm."
        )
    own = min(wanted, key=lambda f: abs(2 * pi / f.k.real - wavelength))
    close = 2 * pi / own.k.real * np.array([1 - 4e-4, 1 + 4e-4])
    near = own_resonances(alone, (float(close[0]), float(close[1])), polarization, None, 1e3)
    return own, [f for f in near if f.azimuthal != own.azimuthal]


def one_gap(
    radius: float,
    index: Material,
    outside: Material,
    gap: float,
    own: Family,
    others: list[Family],
    polarization: str,
    harmonics: int | None,
) -> Row:
    """Return the four supermodes at one gap; neighbouring families are kept in the reduction."""
    disks = (Disk((0.0, 0.0), radius, index), Disk((2 * radius + gap, 0.0), radius, index))
    pair = Arrangement(disks, outside)
    offset, q, pure, residual = [], [], [], []
    for mirror, exchange in _CLASSES:
        system = group_system(pair, [own], polarization, harmonics, mirror, exchange)
        families = [own, *others]
        places = np.array([system.position(0, f.azimuthal) for f in families])
        centre = complex(own.k.real)
        local = pencil(system.matrix, places, centre)
        w, V = local.eigen()
        weight = np.abs(V[0]) ** 2 / (np.abs(V) ** 2).sum(axis=0)
        chosen = np.zeros(w.size, dtype=bool)
        chosen[int(np.argmax(weight))] = True
        root = polished(system.matrix, places, local.centre + w, chosen)[0]
        share = np.abs(root.vector) ** 2 / (np.abs(root.vector) ** 2).sum()
        pure.append(float(share[0]))
        residual.append(root.residual)
        change = (root.centre - own.k.real) + root.detuning
        offset.append(change * SPEED_OF_LIGHT / (2 * pi))
        rate = -2 * change.imag / own.k.real
        q.append(1 / rate if rate > 1e-14 else np.inf)
    system = group_system(pair, [own], polarization, harmonics, 1, 1)
    first, predicted = _first_order(system, own, gap)
    return Row(np.array(offset), np.array(q), min(pure), max(residual), first, predicted)


def _first_order(system: System, own: Family, gap: float) -> tuple[float, float]:
    """Return the closed form of the rate in Hz and the decay length of the tail in m."""
    disk, k, m = system.disks[0], own.k.real, own.azimuthal

    def response(at: complex):
        n, around = system.index(as_material(disk.index), at), system.index(system.outside, at)
        return cylinder(m + 2, at, disk.radius, n, around, system.electric)

    step = 1e-6 * k
    slope = (response(k + step).D[m] - response(k - step).D[m]) / (2 * step)
    one = response(k)
    wave = (k * system.index(system.outside, k)).real
    distance = 2 * disk.radius + gap
    _, g = hankel(2 * m, wave * distance)
    tail = np.exp(one.log_incoming[m] + g[2 * m] - one.log_outgoing[m])
    rate = abs(one.N[m] * tail / slope) * SPEED_OF_LIGHT / (2 * pi)
    steep = (2 * m / (wave * distance)) ** 2 - 1
    return float(rate), 1 / (wave * sqrt(steep)) if steep > 0 else np.inf
