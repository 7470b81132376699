"""lafalce2019: lines seen while the pump moves over the pair, figures 2 and 3."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

import colase.device
from colase.coupling import Disk, three_modes
from colase.coupling.hamiltonian.matrix import Hamiltonian, three_mode_points
from colase.coupling.lasing.covariance import CoupledLaser, pump_map
from colase.coupling.lasing.pump_overlap import FlatTop, pump_sweep
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

_claim = partial(Claim, paper="lafalce2019")
_RADIUS, _GAP, _SPOT = 12.5e-6, 396e-9, 25e-6
INTER, GAIN, LOSS = 5.0, 8.0, 0.5  # in units of kappa: substitutes for figure 4
_INSTRUMENT, _VISIBLE = 0.1, 0.05


def pumped(offset: np.ndarray) -> np.ndarray:
    """Return the gain of both disks, in units of kappa, at offsets of the spot in m."""
    step = 2 * _RADIUS + _GAP
    pair = (Disk((0.0, 0.0), _RADIUS, 1.85), Disk((step, 0.0), _RADIUS, 1.85))
    return GAIN * pump_sweep(FlatTop(_SPOT), pair, offset).gain.values


def lines(spectrum: np.ndarray) -> int:
    """Return how many peaks of a spectrum stand out."""
    inner = spectrum[1:-1]
    peak = (inner > spectrum[:-2]) & (inner >= spectrum[2:]) & (inner > _VISIBLE * spectrum.max())
    return int(peak.sum())


@cache
def lines_of_three_modes() -> tuple[int, int]:
    """Return the lines seen with the pump on disk A alone and in the middle, from eq. 2 with saturation."""
    passive = Hamiltonian(three_modes(1.0, INTER).matrix - 1j * LOSS * np.eye(3), ("A1", "A2", "B"))
    laser = CoupledLaser(passive, (0, 0, 1), absorption=GAIN)
    offset = np.array([-25e-6, 0.0])
    found = pump_map(laser, pumped(offset), offset, np.linspace(-8, 8, 1601), _INSTRUMENT).spectrum.values
    return lines(found[0]), lines(found[1])


@cache
def lines_of_the_device() -> tuple[int, int]:
    """Return the same from the exact coupling of the preset and the measured splitting in disk A."""
    from colase.study.pair.pump_offset import find

    found = find(colase.device.load("lafalce2019-pair")).data
    middle = found.sizes["offset"] // 2
    return lines(found.spectrum.values[0]), lines(found.spectrum.values[middle])


@cache
def merging_offset() -> float:
    """Return the offset in um at which EP1 is met, from the pumped area of disk B."""
    points = three_mode_points(1.0, INTER)
    assert points is not None
    offset = np.linspace(-25e-6, 0.0, 501)
    gain = pumped(offset)
    differential = gain[:, 0] - gain[:, 1]  # falls from 2 GAIN to 0
    return float(np.interp(-points[0], -differential, offset)) * 1e6


_SUBSTITUTES = "substitutes: gamma_23 = 5 kappa, g = 8 kappa"
_MISSING = "gain, and couplings between the disks"

CLAIMS = (
    _claim(
        place="Results, Fig. 3a",
        quantity="offset at which both lines of disk A merge",
        printed=Bounds("near, not at, zero offset", -24.0, -1.0, "inside the sweep of -25 to 0 um"),
        unit="um",
        compute=merging_offset,
        method="exact EP1 of eq. 2, gain of disk B from the area under a flat spot",
        inputs=_SUBSTITUTES,
        missing=_MISSING,
    ),
    _claim(
        place="Results, Fig. 2a-c and 3a",
        quantity="lines seen with disk A pumped, and with both",
        printed=Values((2.0, 1.0), 0.0, "split with one disk pumped, no splitting with both"),
        unit="",
        compute=lines_of_three_modes,
        method="photon covariance of the three modes of eq. 2 with saturated gain",
        inputs=(
            f"{_SUBSTITUTES}; saturation holds the gain of disk A at its loss, so that the "
            "differential stays "
            "below EP1"
        ),
        missing=_MISSING,
    ),
    _claim(
        place="Results, Fig. 2a-c and 3a",
        quantity="lines seen by the exact coupling at 396 nm, disk A pumped, and both",
        printed=Values((2.0, 1.0), 0.0, "split with one disk pumped, no splitting with both"),
        unit="",
        compute=lines_of_the_device,
        method="Maxwell modes of the pair, measured splitting put into disk A, photon covariance",
        inputs="preset lafalce2019-pair",
        reason="With the coupling that the gap gives the disks lase each for itself; nothing coalesces",
    ),
)
