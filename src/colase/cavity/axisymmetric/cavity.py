"""Whispering-gallery modes of any body of revolution, by finite elements.

Disks on substrates or pedestals, lithographic profiles, coated rims: Maxwell's equations in full for
a given azimuthal number m, with radiation into free space and into the substrate. Formulation in
`forms`, certificates in `modes`. Time dependence exp(-i w t): loss is
Im k < 0. Radiative quality factors hold up to about 1e13; see docs/axisymmetric.md for what was
measured. Needs the extra ``fem``. References: oxborrow2007, schoberl2014.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, floor, isfinite, log
from typing import final

import numpy as np
import xarray as xr

from colase.cavity.base import ModeWindow, Progress
from colase.errors import InputError
from colase.materials import Material, as_material
from colase.shapes import Region, distance

from .elements.mesh import SUBSTRATE, SURROUNDINGS
from .elements.problem import Accuracy, Problem

_STEP = 0.04


@final
@dataclass(frozen=True, slots=True)
class AxisymmetricCavity:
    """A body of revolution, its surroundings, and a substrate below z = 0 if there is one.

    Attributes
    ----------
    regions : tuple of Region
        Painted in order, the last on top.
    surroundings : complex, float or Material
        Refractive index around the body.
    substrate : complex, float, Material or None
        Refractive index below z = 0.
    mirror : bool
        Whether z = 0 is a plane of symmetry; half the profile is then solved, with both walls.
    accuracy : Accuracy
        How finely it is solved.
    """

    regions: tuple[Region, ...]
    surroundings: Material | complex | float = 1.0
    substrate: Material | complex | float | None = None
    mirror: bool = False
    accuracy: Accuracy = Accuracy()

    def __post_init__(self) -> None:
        object.__setattr__(self, "regions", tuple(self.regions))
        object.__setattr__(self, "surroundings", as_material(self.surroundings))
        if self.substrate is not None:
            object.__setattr__(self, "substrate", as_material(self.substrate))
        problems = list(_problems(self))
        if problems:
            raise InputError(*problems)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of everything light can be in: the regions, then substrate and surroundings."""
        outside = (SURROUNDINGS,) if self.substrate is None else (SUBSTRATE, SURROUNDINGS)
        return (*(region.name for region in self.regions), *outside)

    @property
    def radius(self) -> float:
        """Largest distance from the axis, in m."""
        return max(float(region.sampled()[:, 0].max()) for region in self.regions)

    def problem(self, wavelength: float) -> Problem:
        """Return the profile with triangles small enough for a vacuum wavelength in m.

        The wavelength is rounded down in steps of 4 %, so that a slightly different window is solved
        on the very same mesh.
        """
        rounded = exp(floor(log(wavelength) / _STEP + 1e-6) * _STEP)
        return Problem(
            self.regions,
            as_material(self.surroundings),
            None if self.substrate is None else as_material(self.substrate),
            self.mirror,
            self.accuracy,
            rounded,
        )

    def modes(
        self,
        azimuthal: int | Sequence[int],
        near: float | None = None,
        window: ModeWindow | tuple[float, float] | None = None,
        count: int = 6,
        q_floor: float = 100.0,
        radial_max: int | None = None,
        axial_max: int | None = None,
        progress: Progress | None = None,
        workers: int | None = None,
    ) -> xr.Dataset:
        """Return the modes nearest to a wavelength, or all modes of a window.

        Parameters
        ----------
        azimuthal : int or sequence of int
            Azimuthal numbers m; fields go as exp(i m phi).
        near : float, optional
            Vacuum wavelength in m; the ``count`` nearest modes of each m within 10 % are
            returned.
        window : ModeWindow or tuple of float, optional
            Instead of ``near``: shortest and longest vacuum wavelength, in m.
        count : int
            How many modes, with ``near``.
        q_floor : float
            Modes of a smaller quality factor (radiation and absorption) are left out.
        radial_max : int, optional
            Highest radial order; by default that of a ModeWindow, else all.
        axial_max : int, optional
            Highest axial order; by default all.
        progress : callable, optional
            Called as ``progress(done, total)`` after each azimuthal number.
        workers : int, optional
            Processes that share the azimuthal numbers; by default the number of cores.

        Returns
        -------
        Dataset over ``mode``, sorted by wavelength: wavelength, wavenumber (complex, of all losses
        but scattering), polarization, azimuthal, radial, axial, label, q_radiative, radiation_limited,
        q_absorption, n_eff, n_group, fsr, mode_volume, confinement over region and definition; and the
        certificates residual, wavelength_error, q_error (relative), layer_share and ``doubt``, a
        sentence that is empty when nothing is doubtful.

        Raises
        ------
        InputError
            For azimuthal numbers that cannot exist, a mesh beyond the memory limit, or without NGSolve.
        ConvergenceError
            If an eigenvalue iteration stops early.
        """
        numbers = sorted({int(m) for m in np.atleast_1d(azimuthal)})
        if not numbers or numbers[0] < 0:
            raise InputError("axisymmetric modes: give azimuthal numbers of at least zero.")
        if (near is None) == (window is None):
            raise InputError("axisymmetric modes: give either near (a wavelength) or window (two of them).")
        if near is not None:
            start = stop = _checked(near)
        else:
            if isinstance(window, ModeWindow):
                radial_max = window.radial_max if radial_max is None else radial_max
                window = (window.start, window.stop)
            start, stop = (_checked(v) for v in window)  # type: ignore[union-attr]
            if not start < stop:
                raise InputError(
                    f"axisymmetric modes: window from {start:g} to {stop:g} m; give the shorter and then the "
                    "longer vacuum wavelength."
                )
        if not (isfinite(q_floor) and q_floor >= 2):
            raise InputError(f"axisymmetric modes: q_floor = {q_floor:g} must be a number of at least 2.")
        from .window.scan import scanned
        from .window.scout import Orders

        return scanned(
            self.problem(start),
            self.radius,
            numbers,
            (start, stop),
            int(count) if near is not None else None,
            q_floor,
            Orders(radial_max, axial_max),
            progress,
            workers,
        )

    def nothing(self, window: ModeWindow) -> xr.Dataset:
        """Return a Dataset without modes, for a window in which there are none."""
        from .window.mode_table import table

        return table([], self.problem(window.start), self.radius)

    def resonance(self, modes: xr.Dataset, mode: int, region: str, index: complex) -> complex:
        """Solve one mode again on the same mesh with another complex index of a region.

        Parameters
        ----------
        modes : Dataset
            From `modes` of this cavity.
        mode : int
            Position in it.
        region : str
            Which index changes; a dispersive one is shifted by the difference at all wavelengths.
        index : complex
            Its new value at the old resonance.

        Returns
        -------
        complex
            The new vacuum wavenumber in 1/m.

        Raises
        ------
        ConvergenceError
            If no solution has the field of the old mode.
        """
        from .window.again import resolved

        if region not in self.names:
            raise InputError(f'axisymmetric resonance: no region "{region}"; known: {", ".join(self.names)}.')
        return resolved(self.problem(float(modes.attrs["mesh_wavelength"])), modes, mode, region, index)

    def field(self, modes: xr.Dataset, mode: int, points: int = 201, whole: bool = False) -> xr.Dataset:
        """Return the field of one mode on a grid of the (r, z) half-plane.

        Parameters
        ----------
        points : int
            Grid points along the longer side.
        whole : bool
            The whole profile; by default the part in which the field is strong.

        Returns
        -------
        Dataset over (z, r) with e_r, e_z, e_phi (complex), e_squared, energy_density (largest is 1)
        and index.
        """
        from .window.again import field_map

        return field_map(self.problem(float(modes.attrs["mesh_wavelength"])), modes, mode, points, whole)


def _checked(wavelength: float) -> float:
    """Return a wavelength in m after checking it."""
    if not (isfinite(wavelength) and 1e-8 < wavelength < 1e-3):
        raise InputError(
            f"axisymmetric modes: wavelength {wavelength:g} m; give a vacuum wavelength in m, such as 640e-9."
        )
    return float(wavelength)


def _problems(cavity: AxisymmetricCavity):
    """Yield a sentence for everything wrong with a profile."""
    names = [region.name for region in cavity.regions]
    if not names:
        yield "AxisymmetricCavity: there is no region; give at least one."
    for name in dict.fromkeys(names):
        if names.count(name) > 1 or name in (SUBSTRATE, SURROUNDINGS):
            yield f'AxisymmetricCavity: the name "{name}" is taken; give every region a name of its own.'
    if cavity.substrate is not None and cavity.mirror:
        yield "AxisymmetricCavity: with a substrate below z = 0 that plane is no mirror; set mirror to False."
    for region in cavity.regions if cavity.mirror else ():
        if not symmetric(region):
            yield f'AxisymmetricCavity: "{region.name}" is not symmetric about z = 0; set mirror to False.'


def symmetric(region: Region) -> bool:
    """Whether an outline is its own mirror image about z = 0, to 1e-4 of its size."""
    points = region.sampled()
    return bool(distance(points * [1, -1], points).max() <= 1e-4 * np.ptp(points))
