"""Where a plane wave is absorbed: reflection, transmission and absorption of every layer of a stack.

Fields vary as exp(-i w t); Im n > 0 absorbs. With the tangential fields E, H (in units in which the
admittance of vacuum is one) a layer of index n, phase d = k0 n d cos(theta) and admittance y = n cos(theta)
(TE) or n/cos(theta) (TM) gives, from its lower to its upper face,

    E' = E cos d - i (H/y) sin d,      H' = H cos d - i y E sin d.

The net flux Re(E H*) falls only where light is absorbed, so its steps are the absorbed shares; they and R
and T sum to one. A substrate much thicker than the coherence length may have a second face: what that
reflects comes back without phase. Reference: macleod2010.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, isfinite, pi, sin
from typing import final

import numpy as np
import xarray as xr

from colase.errors import InputError, PhysicsError
from colase.materials import Material, as_material
from colase.results import dataset, variable

_SUM = 1e-9  # how far R + T + A may lie from one


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Multilayer:
    """Films on a substrate under a plane wave from above.

    Attributes
    ----------
    thicknesses : tuple of float
        Thickness of each film in m, from the top down.
    indices : tuple of Material or complex
        Index of each film.
    substrate, cover : Material or complex
        Below and above; the cover must not absorb.
    substrate_thickness : float or None
        In m; with it, the lower face of the substrate reflects, incoherently. None: no light comes back.
    behind : Material or complex
        Below the substrate.
    """

    thicknesses: tuple[float, ...]
    indices: tuple[Material | complex, ...]
    substrate: Material | complex
    cover: Material | complex = 1.0
    substrate_thickness: float | None = None
    behind: Material | complex = 1.0

    def __post_init__(self) -> None:
        if len(self.thicknesses) != len(self.indices) or not self.thicknesses:
            raise InputError(
                f"multilayer: {len(self.thicknesses)} thicknesses and {len(self.indices)} indices; "
                "give one of each a film."
            )
        for i, d in enumerate(self.thicknesses):
            if not (isfinite(d) and 0 < d < 1e-2):
                raise InputError(
                    f"multilayer: film {i} is {d:g} m thick; give a thickness between 0 and 1 cm."
                )

    def light(self, wavelength: float, angle: float = 0.0, polarization: str = "mean") -> xr.Dataset:
        """Return reflected, transmitted and absorbed shares.

        Parameters
        ----------
        wavelength : float
            In vacuum, in m.
        angle : float
            Of incidence in the cover, in rad.
        polarization : str
            "TE", "TM" or "mean" of both (unpolarised light).

        Returns
        -------
        Dataset
            ``reflected``, ``transmitted`` (into or behind the substrate), ``absorbed`` over ``film``, and
            ``absorbed_substrate``.

        Raises
        ------
        InputError
            If the angle is not below a right angle or the polarisation has another name.
        PhysicsError
            If the shares do not sum to one (a film that amplifies, or a cover that absorbs).
        """
        if not 0 <= angle < pi / 2:
            raise InputError(
                f"multilayer: an angle of {angle:g} rad; give one from 0 to below a right angle."
            )
        if polarization not in ("TE", "TM", "mean"):
            raise InputError(f'multilayer: polarisation is "TE", "TM" or "mean", not "{polarization}".')
        names = ("TE", "TM") if polarization == "mean" else (polarization,)
        found = np.mean([self._shares(wavelength, angle, name == "TM") for name in names], axis=0)
        if abs(found.sum() - 1) > _SUM or (found < -_SUM).any():
            raise PhysicsError(
                f"multilayer: reflected, transmitted and absorbed light sum to {found.sum():.6f}; "
                "the cover must not absorb and no film may amplify."
            )
        return dataset(
            {
                "reflected": variable((), found[0], "", "reflected share"),
                "transmitted": variable((), found[1], "", "transmitted share"),
                "absorbed_substrate": variable((), found[2], "", "share absorbed in the substrate"),
                "absorbed": variable("film", found[3:], "", "absorbed share"),
            },
            wavelength=wavelength,
            angle=angle,
        )

    def _shares(self, wavelength: float, angle: float, tm: bool) -> np.ndarray:
        """Return R, T, absorption of the substrate, absorption of each film."""
        n = [complex(as_material(m).index(wavelength)) for m in (self.cover, *self.indices, self.substrate)]
        behind = complex(as_material(self.behind).index(wavelength))
        k0 = 2 * pi / wavelength
        across = n[0].real * sin(angle)
        cosines = [_cosine(x, across) for x in (*n, behind)]
        y = [x / c if tm else x * c for x, c in zip((*n, behind), cosines, strict=True)]
        phase = [k0 * d * x * c for d, x, c in zip(self.thicknesses, n[1:-1], cosines[1:-2], strict=True)]
        R, T, A = _coherent(y[:-1], phase)
        if self.substrate_thickness is None:
            return np.array([R, T, 0.0, *A])
        path = 2 * k0 * (n[-1] * cosines[-2]).imag * self.substrate_thickness
        inside = exp(-path)
        back = abs((y[-2] - y[-1]) / (y[-2] + y[-1])) ** 2
        R_up, T_up, A_up = _coherent(y[-2::-1], phase[::-1])
        up = T * inside * back * inside / (1 - R_up * back * inside**2)
        down = T + R_up * up
        through = down * inside * (1 - back)
        absorbed = [a + up * b for a, b in zip(A, A_up[::-1], strict=True)]
        lost = down * (1 - inside) + down * inside * back * (1 - inside)
        return np.array([R + up * T_up, through, lost, *absorbed])


def _cosine(n: complex, across: float) -> complex:
    """Return cos(theta) in a medium, with the field falling or travelling away downwards."""
    c = np.sqrt(1 - (across / n) ** 2 + 0j)
    return complex(-c if (n * c).imag < 0 or ((n * c).imag == 0 and (n * c).real < 0) else c)


def _coherent(y: list[complex], phase: list[complex]) -> tuple[float, float, list[float]]:
    """Return R, T and the absorption of every film for light from medium 0."""
    E, H = 1.0 + 0j, y[-1]
    fluxes = [(E * H.conjugate()).real]
    for admittance, delta in zip(y[-2:0:-1], phase[::-1], strict=True):
        # cos d and -i sin d without their common factor exp(-i d), which an opaque film makes huge
        echo = np.exp(2j * delta)
        c, s = (1 + echo) / 2, (1 - echo) / 2
        E, H = E * c + H / admittance * s, H * c + admittance * E * s
        size = abs(E) + abs(H)
        E, H = E / size, H / size
        fluxes = [f * abs(echo) / size**2 for f in fluxes]
        fluxes.append((E * H.conjugate()).real)
    forward, backward = (E + H / y[0]) / 2, (E - H / y[0]) / 2
    incident = abs(forward) ** 2 * y[0].real
    fluxes = [f / incident for f in fluxes]
    R = abs(backward / forward) ** 2
    absorbed = [b - a for a, b in pairwise(fluxes)]
    return R, fluxes[0], absorbed[::-1]
