"""The surfaces of the complex frequencies around the exceptional point of two equal disks.

Over gain differential tau and detuning delta of the second disk the modes are the eigenvalues of

    H(tau, delta) = H_0 + tau dH/dtau + delta dH/ddelta,

extracted from Maxwell's equations at the point of two-mode theory; how far it is off at a corner of the
picture is measured against the equations themselves.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from colase.coupling import encircle, exceptional_point, riemann_sheets
from colase.coupling.disks.group import Group
from colase.coupling.disks.multidisk import MultiDisk
from colase.device import Device
from colase.errors import ConvergenceError
from colase.results import dataset

from .finding import Finding
from .paths import gain_and_detuning, two_mode_scale
from .settings import equal

_POINTS = 31
_STEP = 1e-2  # of the exceptional point, for the slopes of the matrix
_FINE = 0.05  # error at the corner, over the half splitting, that is worth a doubt

Complexes = NDArray[np.complex128]
Spectrum = Callable[[float, float], tuple[Complexes, Complexes]]


def find(device: Device) -> Finding:
    """Return the sheets of two equal disks, with what one turn around their point does."""
    title = "Riemann sheets"
    if not equal(device):
        said = "Sheets are drawn around the point of two equal disks; these differ or have defects."
        return Finding(title, dataset({}), (said,))
    at, group, polarization = gain_and_detuning(device)
    scale = two_mode_scale(at, group)
    model = extracted(at, group, scale)
    try:
        point = exceptional_point(model, (scale, 0.0), (scale, scale), certify=False).parameters
    except ConvergenceError as problem:
        return Finding(title, dataset({}), (f"{polarization}: no exceptional point found ({problem}).",))
    tau, detuning = np.linspace(0.0, 2 * point[0], _POINTS), scale * np.linspace(-1.0, 1.0, _POINTS)
    data = riemann_sheets(model, tau, detuning, ("", "", "rad/s"))
    turn, two = (encircle(model, point, (0.5 * scale, 0.5 * scale), turns) for turns in (1, 2))
    said = (
        f"{polarization}: the sheets meet at an index of n -+ i {point[0]:.4g} and a detuning of the second "
        f"disk of {point[1]:.2g}. Once around that point {_ends(turn.attrs['exchanges'])}; twice around "
        f"{_ends(two.attrs['exchanges'])}."
    )
    off = _error(model, at, group, (float(tau[-1]), float(detuning[-1])))
    doubt = f"The matrix behind the sheets is {100 * off:.2g} % of the distance of the modes off at a corner."
    data = data.assign_attrs(point=list(point), error=off, turns_exchange=int(turn.attrs["exchanges"]))
    return Finding(title, data, (said,), (doubt,) if off > _FINE else ())


def extracted(at: Callable[..., MultiDisk], group: Group, tau: float) -> Spectrum:
    """Return eigenvalues (rad/s) and vectors over gain differential and detuning, from four pencils."""
    step = _STEP * tau
    H = group.hamiltonian(at(tau)).matrix
    by_tau = (group.hamiltonian(at(tau + step)).matrix - H) / step
    by_detuning = (group.hamiltonian(at(tau, step)).matrix - group.hamiltonian(at(tau, -step)).matrix) / (
        2 * step
    )

    def spectrum(gain: float, detuning: float) -> tuple[Complexes, Complexes]:
        w, V = np.linalg.eig(H + (gain - tau) * by_tau + detuning * by_detuning)
        return w, V

    return spectrum


def _error(model: Spectrum, at: Callable[..., MultiDisk], group: Group, corner: tuple[float, float]) -> float:
    """Return the largest error of an eigenvalue at one corner over the distance of the modes there."""
    own, _ = model(*corner)
    exact, _ = group.spectrum(at(*corner))
    apart = np.abs(np.subtract.outer(own, exact)).min(axis=1).max()
    return float(apart / np.abs(np.subtract.outer(exact, exact)).max())


def _ends(exchanged: bool) -> str:
    return "each mode ends as the other" if exchanged else "each comes back to itself"
