"""lafalce2019: how far the pump spot covers both disks while it moves."""

from __future__ import annotations

from functools import partial

import numpy as np

from colase.coupling import Disk
from colase.coupling.lasing.pump_overlap import FlatTop, pump_sweep
from colase.papers.claim import Claim
from colase.papers.printed import Values

_claim = partial(Claim, paper="lafalce2019")
_SPOT, _RADIUS, _GAP = 25e-6, 12.5e-6, 396e-9
_ENDS = np.array([-25e-6, 0.0])


def gains(disk: int, weighting: str = "area") -> tuple[float, float]:
    """Return the gain of a disk in units of g at both ends of the sweep."""
    step = 2 * _RADIUS + _GAP
    pair = (Disk((0.0, 0.0), _RADIUS, 1.85), Disk((step, 0.0), _RADIUS, 1.85))
    gain = pump_sweep(FlatTop(_SPOT), pair, _ENDS, weighting).gain.values[:, disk]
    return float(gain[0]), float(gain[1])


CLAIMS = (
    _claim(
        place="Results, Eigenvalues; Methods",
        quantity="gain of disk A at both ends of the sweep, in units of g",
        printed=Values((1.0, 1.0), 0.01, "one per cent, for a schematic sweep"),
        unit="",
        compute=lambda: gains(0),
        method="area of a flat-top spot of 50 um on a disk of 25 um, gain 2 share - 1",
        hypothesis="the spot behind the iris is flat",
    ),
    _claim(
        place="Results, Eigenvalues; Methods",
        quantity="gain of disk B at both ends of the sweep, in units of g",
        printed=Values((-1.0, 1.0), 0.01, "one per cent, for a schematic sweep"),
        unit="",
        compute=lambda: gains(1),
        method="area of a flat-top spot of 50 um on a disk of 25 um, gain 2 share - 1",
        hypothesis="the spot behind the iris is flat",
    ),
    _claim(
        place="Results, Eigenvalues; Methods",
        quantity="the same along the rim of disk B, where the modes are",
        printed=Values((-1.0, 1.0), 0.01, "one per cent, for a schematic sweep"),
        unit="",
        compute=lambda: gains(1, "rim"),
        method="arc of the rim inside a flat-top spot of 50 um, gain 2 share - 1",
        reason="Eight per cent of the rim stick out of the spot at zero offset: the outer edges of the pair",
    ),
)
