"""Guided-mode expansion: bands of a crystal slab from the guided modes of its averaged layers.

H is expanded in the guided modes of the slab whose layers carry the mean permittivity, at every
k + G (Andreani and Gerace 2006). With eta = eps^-1 as a matrix of plane waves,

    Sum_n  H_mn c_n = k0^2 c_m,     H_mn = Int (curl H_m)* eta (curl H_n) dV,

hermitian, so k0 is real. First-order losses follow from each eigenvector: absorption from Im eps
where |E|^2 is, and radiation by Fermi's golden rule, written as Lorentz reciprocity: the source
J = -i w P, P = -eps_0 (eta D) in an open order, drives the channel whose reciprocal wave E~ carries
unit power with a = -1/4 Int J.E~, and 1/Q = Sum |a|^2/(w U), U = 1/2.

Guided modes alone are no complete basis: they lack the radiation modes of every wave, which costs 0.3 %
in wavelength and a factor of two in Q already at the contrast of silica in a nanocrystal film. So the
basis is taken from the same slab between "walls" a little outside (media of very small eps, in which
every mode is guided); ``margin=0`` gives the plain expansion.

A wave inside the light cone (always G = 0 at Gamma) is left out at first: a resonance that is mostly such
a wave is missing from the answer, and bright ones are shifted. That order is therefore added afterwards
through its Green function (`channels`), which shifts and broadens the bands that are there but
finds no new ones; radiation into further orders, open at wavelengths below index of a half-space times
period, is left out. The Fourier modal method has neither gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import NDArray

from colase.cavity.grating.crystal.layer_matrices import inverse_permittivity, uniform
from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.grating.crystal.plane_waves import Waves, waves
from colase.errors import InputError

from .basis import quadrature
from .channels import Channels
from .states import States, half_space_integral, states_of

Floats = NDArray[np.float64]

_BEYOND = 1e-2


@dataclass(frozen=True, slots=True, eq=False)
class GuidedBands:
    """Bands at one Bloch vector, shape (band,), rising k0.

    Attributes
    ----------
    k0 : ndarray of complex
        Vacuum wavenumbers in 1/m with the order inside the light cone; Im k0 < 0 is radiation.
    k0_guided : ndarray
        The same from guided modes alone.
    q_golden : ndarray
        Golden-rule quality factor of these; inf where symmetry forbids radiation.
    te_share : ndarray
        Weight of TE guided modes in the expansion.
    response : ndarray, shape (band, material)
        -d ln k0/d ln n of every material of `PhotonicCrystalSlab.materials`, first order.
    vectors : ndarray, shape (state, band)
        Coefficients.
    """

    k0: NDArray[np.complex128]
    k0_guided: Floats
    q_golden: Floats
    te_share: Floats
    response: Floats
    vectors: Floats

    @property
    def q_radiative(self) -> Floats:
        """Radiative quality factor with the order inside the light cone; inf where there is no loss."""
        loss = -2 * self.k0.imag / self.k0.real
        return np.divide(1.0, loss, out=np.full_like(loss, np.inf), where=loss > 1e-14)

    def q_absorption(self, index: NDArray[np.complex128]) -> Floats:
        """Return 1/Sum 2 Gamma_j Im n_j/Re n_j over the materials; inf without absorption."""
        rate = 2 * self.response @ (index.imag / index.real)
        return np.divide(1.0, rate, out=np.full_like(rate, np.inf), where=rate > 0)


def guided_bands(
    slab: PhotonicCrystalSlab,
    truncation: int,
    index: NDArray[np.complex128],
    window: tuple[float, float],
    representation: str = "",
    bloch: tuple[float, float] = (0.0, 0.0),
    most: int = 24,
    points: int = 32,
    margin: float = 0.8e-6,
) -> GuidedBands:
    """Return the bands of a crystal slab at one Bloch vector.

    Parameters
    ----------
    slab : PhotonicCrystalSlab
        The crystal.
    truncation : int
        Highest diffraction order.
    index : ndarray of complex
        Index of each of `PhotonicCrystalSlab.materials`; the real part gives the bands.
    window : tuple of float
        Shortest and longest vacuum wavelength, in m.
    representation : str
        Only bands of this symmetry, at Gamma.
    bloch : tuple of float
        k_x, k_y in 1/m.
    most : int
        Modes of each polarisation and wave in the basis.
    points : int
        Quadrature points a layer.
    margin : float
        How far from the layers the basis modes are held, in m; 0 for the guided modes of the slab
        itself, the plain expansion, for which 4 modes and 16 points do.

    Raises
    ------
    InputError
        If the averaged slab guides nothing.
    """
    basis = waves(slab, truncation, representation, bloch)
    eps = (np.asarray(index).real ** 2).astype(float)
    mean = slab.averaged(eps)
    _require_guiding(mean)
    cone = np.flatnonzero(basis.length < 0.5 * 2 * pi / max(slab.period))
    pad = [margin] if margin > 0 else []
    thickness = np.array([*pad, *(layer.thickness for layer in slab.layers), *pad])
    etas = [
        inverse_permittivity(slab, j, basis, eps[3 + 2 * j], eps[2 + 2 * j]) for j in range(len(slab.layers))
    ]
    held = mean
    if margin > 0:
        held = np.array([_BEYOND, *mean, _BEYOND])
        mean = np.array([mean[0], *mean, mean[-1]])
        etas = [uniform(basis, mean[0]), *etas, uniform(basis, mean[-1])]
    states = states_of(basis, cone, thickness, held, most, points)
    H, parts = _hermitian(states, mean, etas, thickness)
    squared, c = np.linalg.eigh(H)
    shown = (squared > (2 * pi / window[1]) ** 2) & (squared < (2 * pi / window[0]) ** 2)
    squared, c = squared[shown], c[:, shown]
    channels = _channels(basis, cone, states, mean, etas, thickness)
    real = np.sqrt(squared)
    loss = np.array([channels.golden_rule(k, c[:, i]) for i, k in enumerate(real)])
    golden = np.divide(1.0, loss, out=np.full_like(loss, np.inf), where=loss > 1e-14)
    shifted = np.array([_shifted(H, channels, k, c[:, i]) for i, k in enumerate(real)], dtype=complex)
    te = (np.abs(c) ** 2 * basis.transverse[states.column][:, None]).sum(axis=0)
    return GuidedBands(shifted, real, golden, te, _responses(c, squared, parts, states, mean, margin > 0), c)


def _require_guiding(mean: Floats) -> None:
    """Refuse a stack in which no averaged layer is denser than both half-spaces."""
    clad = max(mean[0], mean[-1])
    if mean[1:-1].max() <= clad:
        raise InputError(
            f"crystal: the averaged layers have indices up to {np.sqrt(mean[1:-1].max()):.4g}, and the "
            f"denser half-space has {np.sqrt(clad):.4g}: nothing is guided. Raise the index of the film."
        )


def _hermitian(states: States, mean: Floats, etas: list, thickness: Floats) -> tuple[Floats, list]:
    """Return H of the guided modes, and the shares of cylinder and background of each layer in it."""
    _, weight = quadrature(thickness, states.across.shape[-1])
    across, along = states.across * np.sqrt(weight), states.along * np.sqrt(weight)
    pick = np.ix_(states.column, states.column)
    H, parts = half_space_integral(states, 0) / mean[0] + half_space_integral(states, -1) / mean[-1], []
    for j, (in_plane, vertical, shares) in enumerate(etas):
        overlaps = across[:, j] @ across[:, j].T, along[:, j] @ along[:, j].T
        H = H + in_plane[pick] * overlaps[0] + vertical[pick] * overlaps[1]
        parts.append([s[pick] * o for s, o in zip(shares, (*overlaps, *overlaps), strict=True)])
    return (H + H.T) / 2, parts


def _channels(
    basis: Waves, cone: NDArray, states: States, mean: Floats, etas: list, thickness: Floats
) -> Channels:
    """Return the sources in the orders inside the light cone."""
    own = np.stack([eta[0][cone, cone] for eta in etas], axis=1).reshape(cone.size, len(etas))
    ends = np.broadcast_to(mean[[0, -1]], (cone.size, 2))
    eps = np.concatenate([ends[:, :1], 1 / own, ends[:, 1:]], axis=1)
    pick = np.ix_(cone, states.column)
    in_plane, vertical = (np.stack([eta[i][pick] for eta in etas], axis=-1)[..., None] for i in (0, 1))
    return Channels(
        basis.length[cone],
        ~basis.transverse[cone],
        eps,
        in_plane * states.across,
        vertical * states.along,
        thickness,
    )


def _shifted(H: Floats, channels: Channels, k0: float, vector: Floats) -> complex:
    """Return k0 of one band with Sigma(Re k0) added, followed by its overlap with the guided band."""
    k = complex(k0)
    for _ in range(4):
        values, vectors = np.linalg.eig(H + channels.self_energy(k.real))
        best = int(np.abs(vector @ vectors).argmax())
        new = complex(np.sqrt(values[best]))
        if abs(new - k) < 1e-9 * k0:
            break
        k = new
    return k


def _responses(c: Floats, squared: Floats, parts: list, states: States, mean: Floats, padded: bool) -> Floats:
    """Return -d ln k0/d ln n of every material: eps |E|^2 in it over D.E in all."""
    found = np.zeros((c.shape[1], 2 * len(parts) + (-2 if padded else 2)))

    def expected(matrix: Floats) -> Floats:
        return np.einsum("ib,ij,jb->b", c, matrix, c, optimize=True) / squared

    inner = parts[1:-1] if padded else parts
    for j, (in_a, up_a, in_b, up_b) in enumerate(inner):
        found[:, 3 + 2 * j] = expected(in_a + up_a)
        found[:, 2 + 2 * j] = expected(in_b + up_b)
    for side in (0, -1):
        pad = parts[side][2] + parts[side][3] if padded else 0.0
        found[:, side % 2] = expected(half_space_integral(states, side) / mean[side] + pad)
    return found
