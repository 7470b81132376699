"""Plane waves through a stack of layers: reflection, transmission, absorption of each layer.

Light comes from the cover with the in-plane index s = n_cover sin(angle), in every layer
q = sqrt(n^2 - s^2), Im q >= 0. With the tangential fields E and H (H times the impedance of vacuum)
and the admittance Y = H/E, eta = q (TE) or n^2/q (TM), a layer of phase delta = k0 d q gives

    Y_top = eta (Y cos - i eta sin)/(eta cos - i Y sin),     E_top/E_bottom = cos - i (Y/eta) sin,

from the substrate up, where Y = eta. The flow Re(Y)|E|^2 at two faces differs by what the layer
absorbs, so R + T + A = 1 exactly. No growing exponential is ever formed: thick and metallic layers
work too. A substrate too thick to interfere is added as intensities (`Multilayer.with_back_face`): of what
reaches its far face a share r' comes back, and each crossing leaves a = exp(-2 k0 Im(q) D),

    down = T/(1 - R' r' a^2),      R -> R + down a r' a T',      T -> down a (1 - r'),

primed quantities being those of light from inside the substrate. Source: macleod2010; Born and Wolf,
Principles of Optics, section 1.6.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi, sin
from typing import final

import numpy as np
from numpy.typing import ArrayLike

from colase.errors import InputError, PhysicsError

from .admittance import Array, Complex, admittance, downwards, vertical_index
from .index import Material, as_material

_TM = {"TE": (False,), "TM": (True,), "mean": (False, True)}
_ROUNDING = 1e-9


@final
@dataclass(frozen=True, slots=True)
class Absorbed:
    """Shares of the power that falls on a stack, each an array over the wavelengths.

    Attributes
    ----------
    reflected, transmitted : ndarray, shape (wavelength,)
        Into the medium of incidence, and into the medium behind.
    layers : ndarray, shape (wavelength, layer)
        Absorbed by each layer, in the order in which the stack lists them.
    substrate : ndarray, shape (wavelength,)
        Absorbed by a thick substrate on the way to its far face; zero where no far face is asked for.
    """

    reflected: Array
    transmitted: Array
    layers: Array
    substrate: Array


@final
@dataclass(frozen=True, slots=True)
class Multilayer:
    """Layers on a substrate, listed from the substrate up, under a cover from which light may come.

    Attributes
    ----------
    thicknesses : tuple of float
        In m; zero is allowed.
    indices : tuple of Material or complex
        One of each layer; metals are allowed.
    substrate, cover : Material or complex
        Half-spaces; the one light comes from must not absorb.
    """

    thicknesses: tuple[float, ...]
    indices: tuple[Material | complex, ...]
    substrate: Material | complex = 1.457
    cover: Material | complex = 1.0

    def __post_init__(self) -> None:
        if len(self.thicknesses) != len(self.indices):
            raise InputError(
                f"multilayer: {len(self.thicknesses)} thicknesses and {len(self.indices)} indices; "
                "give one of each a layer."
            )
        for i, t in enumerate(self.thicknesses):
            if not (np.isfinite(t) and t >= 0):
                raise InputError(f"multilayer: layer {i} is {t:g} m thick; give a thickness of at least 0.")

    def absorb(
        self, wavelength: ArrayLike, angle: float = 0.0, polarization: str = "TE", side: str = "cover"
    ) -> Absorbed:
        """Return what happens to a plane wave.

        Parameters
        ----------
        wavelength : array_like
            Vacuum wavelengths in m.
        angle : float
            Angle of incidence in the medium light comes from, in rad.
        polarization : str
            "TE" (E parallel to the layers), "TM", or "mean" of both (unpolarised light).
        side : str
            Where light comes from, "cover" or "substrate".

        Raises
        ------
        InputError
            If the angle, the polarisation or the side is none, or the medium of incidence absorbs.
        PhysicsError
            If a layer amplifies, so that it has no absorbed share.
        """
        lam = np.atleast_1d(np.asarray(wavelength, dtype=float))
        _check(angle, polarization, side)
        first = as_material(self.cover if side == "cover" else self.substrate).index(lam) ** 2
        if (np.abs(first.imag) > 1e-12 * np.abs(first)).any():
            raise InputError(f"multilayer: light comes from the {side}, which absorbs; give it a real index.")
        s2 = first.real * sin(angle) ** 2
        return _mean([self._absorb(lam, s2, tm, side) for tm in _TM[polarization]])

    def _absorb(self, lam: Array, s2: Array, tm: bool, side: str) -> Absorbed:
        stack = (self.cover, *self.indices[::-1], self.substrate)
        thick = np.array(self.thicknesses[::-1], dtype=float)
        if side == "substrate":
            stack, thick = stack[::-1], thick[::-1]
        eps = np.stack([as_material(m).index(lam) ** 2 for m in stack])
        surface, ratios, faces = downwards(eps, 2 * pi / lam * thick[:, None], s2, tm)
        found = _shares(surface, ratios, faces, admittance(eps[0], s2, tm))
        if (found.layers < -_ROUNDING).any():
            raise PhysicsError(
                "multilayer: a layer amplifies; no layer may amplify where absorbed shares are asked for."
            )
        order = slice(None, None, -1 if side == "cover" else 1)
        return replace(found, layers=found.layers[:, order])

    def with_back_face(
        self,
        wavelength: ArrayLike,
        outside: Material | complex = 1.0,
        angle: float = 0.0,
        polarization: str = "TE",
        substrate_thickness: float = 0.0,
    ) -> Absorbed:
        """Return shares for light from the cover, when the far face of the substrate reflects too.

        The substrate is so thick that its two faces do not interfere: intensities add. What it absorbs is
        the remainder of the sum, exact for a substrate whose absorption over a wavelength is small.

        Parameters
        ----------
        wavelength : array_like
            Vacuum wavelengths in m.
        outside : Material or complex
            Index behind the far face.
        angle : float
            Angle of incidence in the cover, in rad.
        polarization : str
            "TE", "TM" or "mean".
        substrate_thickness : float
            In m; matters only where the substrate absorbs.

        Raises
        ------
        InputError, PhysicsError
            As for `absorb`, or if the thickness is negative.
        """
        lam = np.atleast_1d(np.asarray(wavelength, dtype=float))
        if not (np.isfinite(substrate_thickness) and substrate_thickness >= 0):
            raise InputError(
                f"multilayer: a substrate of {substrate_thickness:g} m; give a thickness of at least 0."
            )
        self.absorb(lam, angle, polarization)  # the same checks
        s2 = as_material(self.cover).index(lam).real ** 2 * sin(angle) ** 2
        thick = 2 * pi / lam * substrate_thickness
        return _mean([self._with_back_face(lam, outside, s2, tm, thick) for tm in _TM[polarization]])

    def _with_back_face(
        self, lam: Array, outside: Material | complex, s2: Array, tm: bool, thick: Array
    ) -> Absorbed:
        front, back = (self._absorb(lam, s2, tm, side) for side in ("cover", "substrate"))
        own, behind = (as_material(m).index(lam) ** 2 for m in (self.substrate, outside))
        y, z = admittance(own, s2, tm), admittance(behind, s2, tm)
        mirror = np.abs((y - z) / (y + z)) ** 2
        left = np.exp(-2 * vertical_index(own, s2).imag * thick)
        down = front.transmitted / (1 - mirror * back.reflected * left**2)
        up = down * mirror * left**2
        reflected, through = front.reflected + up * back.transmitted, down * left * (1 - mirror)
        layers = front.layers + up[:, None] * back.layers
        rest = 1 - reflected - through - layers.sum(axis=1)
        return Absorbed(reflected, through, layers, np.where(left < 1, rest, 0.0))


def _check(angle: float, polarization: str, side: str) -> None:
    if not 0 <= angle < pi / 2:
        raise InputError(f"multilayer: angle = {angle:g} rad; give one from 0 to below pi/2.")
    if polarization not in _TM:
        raise InputError(f'multilayer: polarization "{polarization}"; give "TE", "TM" or "mean".')
    if side not in ("cover", "substrate"):
        raise InputError(f'multilayer: light from "{side}"; give "cover" or "substrate".')


def _shares(surface: Complex, ratios: Complex, faces: Complex, y0: Complex) -> Absorbed:
    reflected = np.abs((y0 - surface) / (y0 + surface)) ** 2
    strength = np.abs(2 * y0 / (y0 + surface)) ** 2 / y0.real  # |E|^2 at the first face
    flow = [strength * surface.real]
    for ratio, y in zip(ratios, faces, strict=True):
        strength = strength * np.abs(ratio) ** 2
        flow.append(strength * y.real)
    return Absorbed(reflected, flow[-1], -np.diff(np.array(flow), axis=0).T, np.zeros_like(reflected))


def _mean(found: list[Absorbed]) -> Absorbed:
    """Return the average of shares for several polarisations."""
    parts = zip(*((f.reflected, f.transmitted, f.layers, f.substrate) for f in found), strict=True)
    return Absorbed(*(np.mean(part, axis=0) for part in parts))
