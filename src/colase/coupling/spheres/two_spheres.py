"""Resonances of two layered spheres beside each other, exactly, at a fixed azimuthal number.

Rotation about the line of centres leaves a number m: orbits through the point where the spheres come closest
have a small |m|, those around the line have m = l and do not couple. Modes m and -m are the same. Each
resonance l of a sphere alone is thus a band over m in the pair. TE has no radial electric field, TM no
radial magnetic one, about its own centre; m = 0 keeps them apart, other m mix them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, pi
from typing import final

import numpy as np

from colase.cavity import LayeredSphere
from colase.cavity.base import ModeWindow
from colase.errors import InputError

from .families import Family, bystanders, grouped, own_resonances, require_step
from .reduced import Mode, pencil, refined
from .result import SphereModes, gathered
from .system import System, needed_orders, places, seconds

Progress = Callable[[int, int], None]

NARROW = 20e-9
_LEAST = 0.35  # share of the orders beyond n k R below which too few are refused
_MORE = 1.1


@final
@dataclass(frozen=True, slots=True)
class TwoSpheres:
    """Two layered spheres and the gap between their surfaces.

    Attributes
    ----------
    first, second : LayeredSphere
        In the same surroundings. Indices may be complex (loss, gain) and dispersive.
    gap : float
        Between the surfaces, in m; 0 if they touch.
    """

    first: LayeredSphere
    second: LayeredSphere
    gap: float

    def __post_init__(self) -> None:
        problems = []
        if not isfinite(self.gap) or self.gap < 0:
            problems.append(
                f"two spheres: gap = {self.gap * 1e9:.4g} nm; the spheres would overlap. Give at least 0 "
                "(touching): the field of overlapping bodies is no sum of waves of two spheres."
            )
        if self.first.outside != self.second.outside:
            problems.append("two spheres: both must lie in the same surroundings; their ``outside`` differs.")
        if problems:
            raise InputError(*problems)

    @property
    def spheres(self) -> tuple[LayeredSphere, LayeredSphere]:
        """Both spheres."""
        return self.first, self.second

    @property
    def equal(self) -> bool:
        """Whether both spheres are the same, so that even and odd fields part."""
        return self.first == self.second

    def modes(
        self,
        window: ModeWindow | tuple[float, float],
        azimuthal: int = 1,
        polarization: str | None = None,
        radial_max: int = 1,
        q_floor: float = 1e3,
        polar_max: int | None = None,
        symmetry: bool = True,
        check: bool = True,
        progress: Progress | None = None,
    ) -> SphereModes:
        """Return every mode of the pair that grows out of the resonances of the spheres in a window.

        Parameters
        ----------
        window : tuple of float or ModeWindow
            Shortest and longest vacuum wavelength of the spheres' own resonances, in m. Modes of the pair may
            lie a little outside.
        azimuthal : int
            m about the line of centres. 1 and 0 are the orbits through the gap.
        polarization : str, optional
            Only modes from "TE" or "TM" resonances; both by default.
        radial_max : int
            Highest radial order that is started from. Other orders act in full, too.
        q_floor : float
            Resonances that leak more are not started from.
        polar_max : int, optional
            Highest polar order of the larger sphere; by default what the gap needs.
        symmetry : bool
            Solve even and odd fields of equal spheres apart (same modes, many times faster).
        check : bool
            Solve again with 10 % more polar orders and report the change.
        progress : callable, optional
            Called as ``progress(done, total)``.

        Raises
        ------
        InputError
            For an empty window, a polarization that does not exist, an azimuthal number beyond the
            resonances, too few polar orders for the gap, or a gap below 20 nm without ``polar_max`` (the
            message says how many, and how long it takes).
        ConvergenceError
            If a mode is lost.
        """
        start, stop = _checked(window, azimuthal, polarization, radial_max)
        for sphere in self.spheres:
            require_step(sphere, 0.5 * (start + stop))
        families = own_resonances(
            self.spheres, (start, stop), radial_max, q_floor, max(azimuthal, 1), polarization
        )
        if not families:
            raise InputError(
                f"two spheres: neither sphere alone has a {polarization or 'TE or TM'} resonance with l >= "
                f"{azimuthal}, radial order up to {radial_max} and Q above {q_floor:g} from "
                f"{start * 1e9:g} to {stop * 1e9:g} nm."
            )
        orders = self.orders(0.5 * (start + stop), polar_max)
        split = symmetry and self.equal
        classes = (1, -1) if split else (0,)
        groups = grouped([f for f in families if not (split and f.sphere)])
        tell, found = progress or _silent, []
        for i, group in enumerate(groups):
            tell(i, len(groups))
            for exchange in classes:
                system = System(self.spheres, self.gap, azimuthal, orders, exchange)
                found += _group(system, group, check)
        tell(len(groups), len(groups))
        return gathered(found, azimuthal)

    def orders(self, wavelength: float, polar_max: int | None = None) -> tuple[int, int]:
        """Return the polar orders kept for each sphere, after checking that they suffice.

        Raises
        ------
        InputError
            If the gap needs more than ``polar_max``, or is below 20 nm and nothing was asked for.
        """
        k = 2 * pi / wavelength
        wanted = needed_orders(self.spheres, self.gap, k)
        if polar_max is None:
            if self.gap < NARROW:
                time, least = seconds(wanted, self.equal), f"{NARROW * 1e9:.0f} nm"
                raise InputError(
                    f"two spheres: a gap of {self.gap * 1e9:.3g} nm needs about {max(wanted)} polar orders, "
                    f"some {time:.1g} s a mode, and many radial families take part. Pass "
                    f"polar_max={max(wanted)} (harmonics in a device file) to go on, or widen it to {least}."
                )
            return wanted
        if polar_max < max(needed_orders(self.spheres, self.gap, k, _LEAST)):
            raise InputError(
                f"two spheres: polar_max = {polar_max} is too small for a gap of {self.gap * 1e9:.3g} nm: "
                f"about {max(wanted)} polar orders are needed, some "
                f"{seconds(wanted, self.equal):.1g} s a mode."
            )
        ratio = [n / max(wanted) for n in wanted]
        return round(ratio[0] * polar_max), round(ratio[1] * polar_max)


def _checked(
    window: ModeWindow | tuple[float, float], azimuthal: int, polarization: str | None, radial_max: int
) -> tuple[float, float]:
    """Return the window as floats after checking everything."""
    if isinstance(window, ModeWindow):
        window = (window.start, window.stop)
    start, stop = (float(v) for v in window)
    problems = []
    if not 0 < start < stop < np.inf:
        problems.append(
            f"two spheres: window from {start:g} to {stop:g} m; give the shorter and then the longer vacuum "
            "wavelength, for example (660e-9, 666e-9)."
        )
    if azimuthal < 0 or azimuthal != int(azimuthal):
        problems.append(
            f"two spheres: azimuthal = {azimuthal}; give a whole number of at least 0 (m and -m agree)."
        )
    if polarization not in (None, "TE", "TM"):
        problems.append(f'two spheres: polarization "{polarization}"; give "TE" or "TM", or leave it out.')
    if radial_max < 1:
        problems.append(f"two spheres: radial_max = {radial_max}; the lowest radial order is 1.")
    if problems:
        raise InputError(*problems)
    return start, stop


def _group(
    system: System, group: list[Family], check: bool
) -> list[tuple[Mode, list[Family], System, float]]:
    """Return the modes of one group: each with its kept families and its change with more orders."""
    near = [f for f in bystanders(system.spheres, group, system.lowest) if not (system.exchange and f.sphere)]
    families = group + [f for f in near if f.polar <= system.orders[f.sphere]]
    reference = float(np.mean([f.k.real for f in group]))
    found = solve(system, families, len(group), reference)
    if not check:
        return [(mode, families, system, np.nan) for mode in found]
    again = solve(system.stretched(_MORE), families, len(group), reference)
    return [
        (mode, families, system, float(min(abs(mode.offset - other.offset) for other in again)) / reference)
        for mode in found
    ]


def solve(system: System, families: list[Family], wanted: int, reference: float) -> list[Mode]:
    """Return the modes in which the first ``wanted`` families weigh most, refined."""
    kept = places(system, families)
    start = pencil(system, kept, reference)
    V = np.linalg.eig(start.hamiltonian)[1]
    scale = system.symmetric(reference, kept)
    norm = np.abs(scale * np.diag(start.slope))[:, None] * np.abs(V) ** 2
    weight = norm[:wanted].sum(axis=0) / norm.sum(axis=0)
    which = np.sort(np.argsort(-weight, kind="stable")[:wanted])
    return refined(system, kept, reference, start, which, scale)


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
