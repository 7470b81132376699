"""Resonances of any number of circular disks, exactly, in two dimensions: gain, loss, holes, pillars.

Each disk alone has resonances m, q (`LayeredCylinder`); where disks come close these mix. Modes are
found from the multipole matrix (`multipole`), reduced to the harmonics that resonate (`reduction`) and
polished one by one. E_z is TM, H_z is TE. exp(-i w t): loss is Im k < 0. Disks of finite height enter
with the effective index of their slab.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from math import pi
from typing import final

import numpy as np

from colase.coupling.arrangement.arrangement import Arrangement
from colase.coupling.arrangement.bodies import gap
from colase.coupling.fem.modes import solved_by_elements
from colase.coupling.fem.result import ElementModes
from colase.coupling.multipole.harmonics import MOST
from colase.coupling.multipole.one_thread import on_one_thread
from colase.errors import InputError
from colase.materials import as_material

from .coupled_modes import CoupledModes
from .modes import solved
from .truncation import truncated

_NARROW = 20e-9
_TOLERANCE = 1e-7  # of the field at the rim; wavenumbers are then good to about 1e-11 of their splitting

Progress = Callable[[int, int], None]


@final
@dataclass(frozen=True, slots=True)
class MultiDisk(Arrangement):
    """Circular disks beside each other, with holes inside and pillars outside; see `Arrangement`."""

    @on_one_thread
    def modes(
        self,
        window: tuple[float, float],
        polarization: str = "TM",
        radial_max: int | None = 1,
        q_floor: float = 1e3,
        harmonics: int | None = None,
        symmetry: bool = True,
        check: bool = True,
        progress: Progress | None = None,
    ) -> CoupledModes | ElementModes:
        """Return every coupled mode that grows out of the resonances of the disks in a window.

        Parameters
        ----------
        window : tuple of float
            Shortest and longest vacuum wavelength of the disks' own resonances, in m. Coupled modes may
            lie a little outside.
        polarization : str
            "TM" (E_z) or "TE" (H_z).
        radial_max : int or None
            Highest radial order that is kept as a resonance; None for all. Other orders still act, through
            the exact reduction.
        q_floor : float
            Resonances of single disks that leak more are not started from; at least 5.
        harmonics : int, optional
            Orders kept for each disk; by default what the gaps need.
        symmetry : bool
            Use mirror symmetries where the disks have them (same modes, many times faster).
        check : bool
            Solve again with 10 % more harmonics and report the change.
        progress : callable, optional
            Called as ``progress(done, total)``.

        Returns
        -------
        CoupledModes, sorted by wavelength; ElementModes, which answers the same, for disks with a `Notch`.

        Raises
        ------
        InputError
            For gaps below 20 nm without ``harmonics`` (the message says how many, and how long it takes),
            a disk without index step, an empty window, or a polarization that does not exist.
        ConvergenceError
            If a mode is lost.
        """
        if polarization not in ("TM", "TE"):
            raise InputError(f'coupled disks: polarization "{polarization}"; give "TM" (E_z) or "TE" (H_z).')
        start, stop = (float(v) for v in window)
        if not 0 < start < stop:
            raise InputError(
                f"coupled disks: window from {start:g} to {stop:g} m; give the shorter and then the longer "
                "vacuum wavelength, for example (629e-9, 631e-9)."
            )
        self.require_steps(0.5 * (start + stop))
        if any(disk.notches for disk in self.disks):
            return solved_by_elements(self, (start, stop), polarization, q_floor, check)
        self._require_harmonics(start, polarization, harmonics)
        return solved(
            self,
            (start, stop),
            polarization,
            radial_max,
            q_floor,
            harmonics,
            symmetry,
            check,
            progress or _silent,
        )

    def with_disk(self, which: int, **changes: object) -> MultiDisk:
        """Return the same disks with fields of one of them replaced."""
        disks = list(self.disks)
        disks[which] = replace(disks[which], **changes)  # type: ignore[arg-type]
        return MultiDisk(tuple(disks), self.outside)

    def _require_harmonics(self, wavelength: float, polarization: str, harmonics: int | None) -> None:
        """Refuse narrow gaps without consent, and too few or too many harmonics."""
        k = 2 * pi / wavelength
        needed = truncated(self.disks, as_material(self.outside), polarization == "TM", k, _TOLERANCE)
        most = max(needed.orders)
        lowest = max(int(np.ceil(abs(k) * d.radius)) for d in self.disks)
        if harmonics is not None and harmonics < lowest:
            raise InputError(
                f"coupled disks: {harmonics} harmonics cannot carry waves of order k R = {lowest}; about "
                f"{most} are needed."
            )
        between = min((gap(a, b) for a, b in combinations(self.disks, 2)), default=np.inf)
        large = sum(d.radius > 0.3 * max(e.radius for e in self.disks) for d in self.disks)
        if harmonics is None and large > 1 and (between < _NARROW or most > MOST):
            seconds = 1e-10 * (large * (2 * most + 1)) ** 3 * 10
            raise InputError(
                f"coupled disks: a gap of {between * 1e9:.3g} nm needs about {most} harmonics a disk, some "
                f"{max(seconds, 0.1):.2g} s a mode without mirror symmetry. Pass "
                f"harmonics={most} to go on, or widen "
                f"the gap to {_NARROW * 1e9:.0f} nm."
            )


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
