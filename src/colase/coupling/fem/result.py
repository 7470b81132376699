"""Modes of disks with notches as a result: table, field on a grid, far field."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.special import hankel1

from colase.coupling.arrangement.arrangement import Arrangement
from colase.coupling.arrangement.bodies import Disk
from colase.coupling.mode_table import described, frequencies
from colase.results import dataset, variable

from .elements import UM, Elements


@final
@dataclass(frozen=True, slots=True, eq=False)
class ElementModes:
    """Modes of disks with notches; answers as `colase.coupling.disks.coupled_modes.CoupledModes` does.

    Attributes
    ----------
    data : Dataset
        Over ``mode``: wavelength, wavenumber, frequency_offset, q_factor, above_threshold, polarization,
        azimuthal,
        share (over ``disk``), residual, harmonic_error (change with the order of the elements), label.
    disks : Arrangement
        What was solved.
    fields : tuple
        Waves on the mesh.
    mesh : Elements
        Mesh and materials.
    """

    data: xr.Dataset
    disks: Arrangement
    fields: tuple[Any, ...]
    mesh: Elements

    @property
    def frequency_offset(self) -> NDArray[np.complex128]:
        """Complex frequencies minus the reference, in Hz."""
        return self.data.frequency_offset.values

    def field(
        self,
        mode: int,
        half_width: float | None = None,
        points: int = 201,
        centre: tuple[float, float] | None = None,
    ) -> xr.Dataset:
        """Return psi of one mode on a square grid; NaN where the mesh ends."""
        cx, cy = self.mesh.centre if centre is None else (c * UM for c in centre)
        half = self.mesh.radius if half_width is None else half_width * UM
        x, y = np.linspace(cx - half, cx + half, points), np.linspace(cy - half, cy + half, points)
        X, Y = np.meshgrid(x, y)
        inside = np.hypot(X - self.mesh.centre[0], Y - self.mesh.centre[1]) < self.mesh.radius
        psi = np.full(X.shape, np.nan + 0j)
        psi[inside] = sampled(self.fields[mode], self.mesh, X[inside], Y[inside])
        psi /= np.nanmax(np.abs(psi))
        index = np.full(X.shape, self.mesh.index["air"].real)
        for i, disk in enumerate(self.disks.disks):
            u, v = X / UM - disk.centre[0], Y / UM - disk.centre[1]
            index[np.hypot(u, v) < disk.radius] = self.mesh.index[f"disk{i}"].real
        return dataset(
            {
                "psi_real": variable(("y", "x"), psi.real, "", "real part of the field"),
                "psi_imag": variable(("y", "x"), psi.imag, "", "imaginary part of the field"),
                "index": variable(("y", "x"), index, "", "refractive index, notches filled"),
            },
            {"x": variable("x", x / UM, "m", "x"), "y": variable("y", y / UM, "m", "y")},
        )

    def far_field(self, mode: int, angles: ArrayLike | None = None) -> xr.Dataset:
        """Return the power radiated into each direction, mean value 1: outgoing waves around all disks."""
        phi = np.linspace(0, 2 * pi, 721) if angles is None else np.asarray(angles, dtype=float)
        k = float(2 * pi / self.data.wavelength[mode]) / UM * float(self.mesh.index["air"].real)
        radius = 0.999 * self.mesh.radius
        most = int(np.ceil(k * radius)) + 4
        turn = np.linspace(0, 2 * pi, 8 * most, endpoint=False)
        x, y = self.mesh.centre[0] + radius * np.cos(turn), self.mesh.centre[1] + radius * np.sin(turn)
        psi = sampled(self.fields[mode], self.mesh, x, y)
        m = np.arange(-most, most + 1)
        waves = (np.exp(-1j * np.outer(m, turn)) @ psi) / turn.size / hankel1(m, k * radius)
        power = np.abs(np.exp(1j * np.outer(phi, m)) @ (waves * (-1j) ** m)) ** 2
        around = np.linspace(0, 2 * pi, 8 * most, endpoint=False)
        mean = (np.abs(np.exp(1j * np.outer(around, m)) @ (waves * (-1j) ** m)) ** 2).mean()
        return dataset(
            {"power": variable("angle", power / mean, "", "radiated power, mean 1")},
            {"angle": variable("angle", phi, "rad", "direction from the x axis")},
        )

    def describe(self) -> str:
        """Return one line a mode."""
        return described(self.data, "disks")


def table(
    disks: Arrangement,
    mesh: Elements,
    k: NDArray[np.complex128],
    fields: tuple[Any, ...],
    residual: NDArray[np.float64],
    change: NDArray[np.float64],
    polarization: str,
) -> xr.Dataset:
    """Return the table of `ElementModes`."""
    one, k0 = "mode", float(k.real.mean())
    numbers = [_azimuthal(w, mesh, disks) for w in fields]
    shares = np.array([_shares(w, mesh, disks, polarization == "TM") for w in fields])
    radial = [_radial(w, mesh, disks, m) for w, m in zip(fields, numbers, strict=True)]
    names = [f"{polarization} m={m} q={q}" for m, q in zip(numbers, radial, strict=True)]
    return dataset(
        {
            **frequencies(k, k - k0, noise=0.0),
            "polarization": variable(one, np.full(k.size, polarization), "", "TM (E_z) or TE (H_z)"),
            "azimuthal": variable(one, numbers, "", "azimuthal number of the largest part"),
            "radial": variable(one, radial, "", "radial order: bright rings of that azimuthal number"),
            "mirror": variable(one, np.full(k.size, ""), "", "parity about the line of centres"),
            "exchange": variable(one, np.full(k.size, ""), "", "parity under exchange"),
            "share": variable((one, "disk"), shares, "", "share of the energy inside the disks"),
            "residual": variable(one, residual, "", "eigenvalue equation, relative"),
            "harmonic_error": variable(
                one, change, "", "relative change of k with the next order of elements"
            ),
            "label": variable(
                one, [f"{name} ({i + 1})" for i, name in enumerate(names)], "", "name of the mode"
            ),
        },
        {"disk": variable("disk", np.arange(shares.shape[1]), "", "disk")},
        reference_wavenumber=k0,
    )


def sampled(
    wave: Any, mesh: Elements, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.complex128]:
    """Return a wave at points in um, complex, of the shape of x."""
    return np.asarray(wave(mesh.mesh(x, y)), dtype=np.complex128).reshape(x.shape)


def _azimuthal(wave: Any, mesh: Elements, disks: Arrangement) -> int:
    """Return the strongest azimuthal number just inside the rim of the disk with the most light."""
    spectra = [np.abs(np.fft.fft(_ring(wave, mesh, disk, 0.93, 2048))) ** 2 for disk in disks.disks]
    power = max(spectra, key=np.max)
    m = int(power.argmax())
    return min(m, power.size - m)


def _radial(wave: Any, mesh: Elements, disks: Arrangement, m: int) -> int:
    """Return how many bright rings the part exp(+-i m phi) has in the disk with the most light."""
    depth = np.linspace(0.05, 0.99, 95)
    found = []
    for disk in disks.disks:
        rings = [np.abs(np.fft.fft(_ring(wave, mesh, disk, r, 4 * m + 64)))[[m, -m]] for r in depth]
        found.append(np.linalg.norm(rings, axis=1))
    ring = max(found, key=np.max)
    tops = (ring[1:-1] > ring[:-2]) & (ring[1:-1] >= ring[2:]) & (ring[1:-1] > 0.2 * ring.max())
    return max(int(tops.sum()), 1)


def _ring(wave: Any, mesh: Elements, disk: Disk, depth: float, points: int) -> NDArray[np.complex128]:
    """Return the wave on a circle inside a disk, at a share of its radius."""
    turn, r = np.linspace(0, 2 * pi, points, endpoint=False), depth * disk.radius * UM
    x, y = disk.centre[0] * UM + r * np.cos(turn), disk.centre[1] * UM + r * np.sin(turn)
    return sampled(wave, mesh, x, y)


def _shares(wave: Any, mesh: Elements, disks: Arrangement, electric: bool) -> NDArray[np.float64]:
    """Return the share of each disk in the energy inside all."""
    import ngsolve

    found = []
    for i in range(len(disks.disks)):
        weight = abs(mesh.index[f"disk{i}"]) ** 2 if electric else 1.0
        where = mesh.mesh.Materials(f"disk{i}")
        density = weight * (wave.real * wave.real + wave.imag * wave.imag)
        found.append(float(ngsolve.Integrate(density, mesh.mesh, definedon=where)))
    return np.array(found) / sum(found)
