"""What a finite pump spot costs a band-edge mode, and the coupled-wave constants behind its band.

Near Gamma a band is k0(q) = k_e + a q^2/2, with complex k_e (radiation) and a (curvature; Im a says how
radiation changes along the band). A stripe of width L with amplitude gain gamma in an endless grating
holds the even mode psi = cos(b x) inside and exp(i c |x|) outside, where

    k = k_e + i gamma + a b^2/2 = k_e + a c^2/2 - i gamma_out,
    b tan(b L/2) = -i c,   c walking outwards: Re c has the sign of the curvature.

At threshold k is real; the gain above that of an endless spot, 2 gamma/k - 1/Q, is the loss of the
finite spot: light that walks out and the part of the mode at q near pi/L that radiates otherwise. Two
directions add. With loss 1/Q_out outside, wide spots pay about

    1/Q_spot = 2 sqrt(2) pi^2 (|a|/(k_e L^2))^(3/2) Q_out^(1/2) ~ L^-3,

and in an endless grating without any loss outside the mode spreads until it pays nothing. Valid
while the band is a parabola up to pi/L (`curvature_error` compares pi/L with 2 pi/L), for a gain without
index step and a spot of many periods; corners of the spot count twice. A grating that ends with the
spot is `grating_thresholds` instead.

In one dimension two waves with amplitude coupling kappa, radiation h and phase index n_g per vacuum
wavenumber have edges k_e = k_B -+ kappa/n_g (the bright one with 1/Q = 4 h/(n_g k_e)) and a = -+ 1/(n_g
kappa): hence kappa = n_g (k_+ - k_-)/2 and h from the bright edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, pi

import numpy as np

from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.grating.fourier_modal.crystal_modes import crystal_system
from colase.cavity.grating.fourier_modal.crystal_table import BandEdge
from colase.cavity.grating.fourier_modal.poles import polished
from colase.errors import ConvergenceError, InputError

_CURVATURE_TRUNCATION = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """An elliptic pump spot: length (x) and width (y) in m, absorption (1/m) of the film beside it."""

    length: float
    width: float
    unpumped_absorption: float


@dataclass(frozen=True, slots=True)
class BandCurve:
    """A band near Gamma along one direction.

    Attributes
    ----------
    edge : complex
        k0 at Gamma, in 1/m.
    curvature : complex
        a = 2 (k0(q) - k0(0))/q^2, in m.
    reach : float
        The q it was taken at, in 1/m.
    error : float
        Relative change of a when q doubles.
    """

    edge: complex
    curvature: complex
    reach: float
    error: float

    @property
    def mass(self) -> float:
        """Effective mass in the sense k0 = k_e + q^2/(2 m), in 1/m."""
        return 1 / self.curvature.real


def band_curve(
    slab: PhotonicCrystalSlab, edge: BandEdge, axis: int, width: float, truncation: int
) -> BandCurve:
    """Follow one band from Gamma to pi/width and 2 pi/width along x (axis 0) or y (1).

    Raises
    ------
    InputError
        If the spot is narrower than four periods.
    """
    if not width >= 4 * max(slab.period):
        raise InputError(
            f"spot: {width * 1e6:g} um is narrower than four periods ({4e6 * max(slab.period):.3g} um); band "
            "curvature means nothing there."
        )
    truncation = min(truncation, _CURVATURE_TRUNCATION)
    interface = edge.system.interface
    system = crystal_system(slab, truncation, edge.representation, interface=interface)
    start = polished(system, edge.warm.k0)
    assert start is not None
    wavenumbers = []
    k, cartesian = start.k0, [part @ start.field for part in system.basis.basis]
    for q in (pi / width, 2 * pi / width):
        bloch = (q, 0.0) if axis == 0 else (0.0, q)
        moved = crystal_system(slab, truncation, bloch=bloch, interface=interface)
        field = sum(b.T @ c for b, c in zip(moved.basis.basis, cartesian, strict=True))
        pole = polished(moved, k, np.asarray(field))
        assert pole is not None
        wavenumbers.append(pole.k0)
        k = pole.k0
    near, far = (
        (k - start.k0) * 2 / q**2 for k, q in zip(wavenumbers, (pi / width, 2 * pi / width), strict=True)
    )
    return BandCurve(start.k0, complex(near), pi / width, float(abs(far / near - 1)))


def spot_loss(curve: BandCurve, width: float, outside: float = 0.0) -> float:
    """Return 1/Q_spot of one direction, counted from the band edge; never below zero.

    Parameters
    ----------
    curve : BandCurve
        The band.
    width : float
        Width of the pumped stripe in m.
    outside : float
        Loss of the unpumped grating on top of radiation, as 1/Q.

    Raises
    ------
    ConvergenceError
        If the mode of the stripe is not found.
    """
    from scipy.optimize import root

    if width == inf:
        return 0.0
    a, k_e = curve.curvature, curve.edge
    unit = pi / width

    def gamma(b: complex) -> float:
        return -(k_e + a * b**2 / 2).imag

    def outer(b: complex) -> complex:
        c = np.sqrt(b**2 + 2j * (gamma(b) + outside * k_e.real / 2) / a)
        return c if c.real * a.real > 0 else -c

    def condition(x: np.ndarray) -> np.ndarray:
        b = complex(*x) * unit
        value = (b * np.sin(b * width / 2) + 1j * outer(b) * np.cos(b * width / 2)) / unit
        return np.array([value.real, value.imag])

    tilt = -np.sign(a.real) or -1.0
    losses = []
    for real in (0.98, 0.9, 0.75, 0.5, 0.3, 0.12):
        for imaginary in (0.02, 0.1, 0.23):
            found = root(condition, [real, tilt * imaginary], tol=1e-13)
            b = complex(*found.x) * unit
            if np.abs(condition(found.x)).max() < 1e-8 and 1e-3 < abs(b.real) / unit < 1.2:
                losses.append(2 * (gamma(b) + k_e.imag) / k_e.real)
    if losses:
        return max(min(losses), 0.0)
    if outside <= 0 and -2 * k_e.imag / k_e.real < 1e-9:
        return 0.0
    raise ConvergenceError(
        f"spot: no mode found in a stripe of {width * 1e6:g} um; the band (curvature {a:.3g} m) is too flat "
        "or too lossy for a parabola."
    )


def coupled_wave_constants(dark: complex, bright: complex, n_group: float) -> tuple[float, float]:
    """Return kappa and radiation h (1/m, amplitude) of a one-dimensional grating from its two edges.

    Parameters
    ----------
    dark, bright : complex
        k0 at the two edges, in 1/m.
    n_group : float
        Group index of the waves without grating.
    """
    return n_group * (bright - dark).real / 2, -n_group * (bright - dark).imag / 2
