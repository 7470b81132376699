"""Complex frequencies of a pair while gain moves from one disk to the other, with the exceptional point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.coupling import maxwell_point, nearest_group, sweep
from colase.coupling.disks.group import Group
from colase.coupling.disks.multidisk import MultiDisk
from colase.device import Device
from colase.errors import ConvergenceError
from colase.materials import Material

from .finding import Finding
from .settings import NOTCHED, Polarization, assembly_of, circles, equal, middle, notched, pair_of

_POINTS = 41


@dataclass(frozen=True, slots=True)
class Tilted(Material):
    """An index with a constant added: gain (Im < 0) or loss."""

    material: Material
    added: complex

    @property
    def name(self) -> str:
        """Name of the material itself."""
        return self.material.name

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Return the sum."""
        return self.material.index(wavelength) + self.added

    def group_index(self, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return that of the material, plus the constant."""
        return self.material.group_index(wavelength) + complex(self.added).real


def find(device: Device) -> Finding:
    """Return the paths of the modes next to the middle of the window, E_z or H_z."""
    title = "Eigenvalue paths and exceptional point"
    if notched(device):
        return Finding(title, xr.Dataset(), (NOTCHED,))
    at, group, polarization = gain_and_detuning(device)
    scale = two_mode_scale(at, group)
    path = sweep(at, np.linspace(0.0, 2.5 * scale, _POINTS), group, name="gain differential", units="")
    said, doubts = [], [path.attrs["note"]] if path.attrs["note"] else []
    path.attrs["point"] = np.nan
    if equal(device):
        sentence, place = _point(at, group, scale, polarization)
        said.append(sentence)
        path.attrs["point"] = place
    else:
        said.append(_closest(path))
    path.attrs |= {"polarization": polarization, "index_scale": scale}
    return Finding(title, path, tuple(said), tuple(doubts))


def gain_and_detuning(device: Device) -> tuple[Callable[..., MultiDisk], Group, Polarization]:
    """Return the disks at a gain differential and a detuning of the last, and the modes to follow."""
    polarization = assembly_of(device).polarizations[-1]
    disks = circles(device, polarization)
    mirror = "even" if equal(device) else ""
    group = nearest_group(
        disks, middle(device), polarization, mirror=mirror, harmonics=pair_of(device).harmonics
    )

    def at(tau: float, detuning: float = 0.0) -> MultiDisk:
        tilted = disks.with_disk(0, index=Tilted(disks.disks[0].index, -1j * tau))  # type: ignore[arg-type]
        last = len(disks.disks) - 1
        return tilted.with_disk(last, index=Tilted(disks.disks[last].index, detuning + 1j * tau))  # type: ignore[arg-type]

    return at, group, polarization


def two_mode_scale(at: Callable[..., MultiDisk], group: Group) -> float:
    """Return kappa over the response to the index of one disk: tau of the exceptional point of two modes."""
    step = 1e-7
    half = 0.5 * float(np.ptp(group.hamiltonian(at(0.0)).values.real))
    moved = group.hamiltonian(at(0.0, step)).matrix - group.hamiltonian(at(0.0, -step)).matrix
    slope = abs(float(np.trace(moved).real)) / (2 * step) / (moved.shape[0] // 2)
    return max(half / slope, 1e-13)


def _point(
    at: Callable[..., MultiDisk], group: Group, scale: float, polarization: Polarization
) -> tuple[str, float]:
    """Find the exceptional point of two equal disks and say where it is."""
    try:
        point = maxwell_point(at, group, (scale, 0.0), (scale, scale))
    except ConvergenceError as problem:
        return f"{polarization}: no exceptional point found ({problem}).", np.nan
    tau = point.parameters[0]
    gain = 2 * tau * group.reference / 100
    return (
        f"{polarization}: exceptional point at an index of n -+ i {tau:.4g} in the disks, a "
        f"modal gain of {gain:.3g} "
        f"1/cm in one and as much loss in the other; {100 * (tau / scale - 1):+.2g} % from two-mode theory. "
        f"Vectors overlap to {point.overlap:.6f}, frequencies part with the power {point.exponent:.3f}."
    ), tau


def _closest(path: xr.Dataset) -> str:
    """Say how near two modes come on the way."""
    w = path.frequency.values + 1j * path.growth.values
    gaps = np.abs(w[:, :, None] - w[:, None, :]) + np.where(np.eye(w.shape[1]), np.inf, 0.0)
    i = int(gaps.min(axis=(1, 2)).argmin())
    nearest = float(gaps[i].min()) / (2 * pi * 1e9)
    return (
        f"Two modes come as near as {nearest:.3g} GHz at an index of n -+ i "
        f"{float(path.parameter[i]):.3g}. One "
        "parameter alone does not meet an exceptional point of unequal disks; search in two "
        "with maxwell_point."
    )
