"""Modes of disks with notches: shift-invert Arnoldi, each mode with its residual and a check in the order.

Modes nearest to the middle of the window are computed until the window is covered; those with gain that
no index
explains (junk of the absorbing layer) are dropped. The index is taken at the middle of the window. A second
solution with a higher order of the elements gives the error of each wavenumber.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.special import hankel1

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.disks.arrangement import Arrangement
from colase.errors import ConvergenceError, InputError
from colase.results import dataset, variable

from .elements import ORDER, UM, Elements, elements, require_ngsolve

_RESIDUAL = 1e-6
_WIDEST = 0.05  # of the wavelength: window in which one shift finds all modes


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
        psi[inside] = _sampled(self.fields[mode], self.mesh, X[inside], Y[inside])
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
        psi = _sampled(self.fields[mode], self.mesh, x, y)
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
        rows = []
        for i in range(self.data.sizes["mode"]):
            one = self.data.isel(mode=i)
            shares = " / ".join(f"{100 * s:.1f} %" for s in one.share.values)
            rows.append(
                f"{one.label.item()}: {float(one.wavelength) * 1e9:.6f} nm, Q = {float(one.q_factor):.3g}, "
                f"energy in the disks {shares}"
            )
        return "\n".join(rows)


def solved_by_elements(
    disks: Arrangement, window: tuple[float, float], polarization: str, q_floor: float, check: bool
) -> ElementModes:
    """Return every mode of a window with a quality factor above the floor; see `MultiDisk.modes`."""
    ngsolve = require_ngsolve()
    middle = 0.5 * (window[0] + window[1])
    if window[1] - window[0] > _WIDEST * middle:
        raise InputError(
            f"a notch by finite elements: the window of {(window[1] - window[0]) * 1e9:.3g} "
            "nm is wide; give at most "
            f"{_WIDEST * middle * 1e9:.3g} nm around the mode you want."
        )
    mesh = elements(disks, middle)
    electric = polarization == "TM"
    k, vectors, residual = _arnoldi(ngsolve, mesh, electric, window, ORDER)
    rate = -2 * k.imag / k.real
    kept = (
        (2 * pi / k.real >= window[0] * UM)
        & (2 * pi / k.real <= window[1] * UM)
        & (np.abs(rate) * q_floor < 1)
    )
    kept &= residual < _RESIDUAL
    if not kept.any():
        raise InputError(
            f"a notch by finite elements: no {polarization} mode with Q above {q_floor:g} between "
            f"{window[0] * 1e9:g} and {window[1] * 1e9:g} nm. Widen the window or lower q_floor."
        )
    order = np.flatnonzero(kept)[np.argsort(-k.real[kept])]
    change = np.full(order.size, np.nan)
    if check:
        again, _, _ = _arnoldi(ngsolve, mesh, electric, window, ORDER + 1)
        change = np.array([np.abs(again - k[i]).min() / abs(k[i]) for i in order])
    fields = tuple(vectors[i] for i in order)
    data = _table(disks, mesh, k[order] * UM, fields, residual[order], change, polarization)
    return ElementModes(data, disks, fields, mesh)


def _arnoldi(
    ngsolve: Any, mesh: Elements, electric: bool, window: tuple[float, float], order: int
) -> tuple[NDArray[np.complex128], list[Any], NDArray[np.float64]]:
    """Return wavenumbers (1/um) around the middle of a window, their waves and residuals."""
    space = ngsolve.H1(mesh.mesh, order=order, complex=True)
    u, v = space.TnT()
    square = mesh.mesh.MaterialCF({name: n**2 for name, n in mesh.index.items()})
    stiff, mass = (1.0, square) if electric else (1 / square, 1.0)
    a = ngsolve.BilinearForm(stiff * ngsolve.grad(u) * ngsolve.grad(v) * ngsolve.dx).Assemble()
    b = ngsolve.BilinearForm(mass * u * v * ngsolve.dx).Assemble()
    low, high = 2 * pi / (window[1] * UM), 2 * pi / (window[0] * UM)
    middle, half, count = 0.5 * (low + high), 0.5 * (high - low), 24
    while True:
        waves = [ngsolve.GridFunction(space) for _ in range(count)]
        values = ngsolve.ArnoldiSolver(a.mat, b.mat, space.FreeDofs(), [w.vec for w in waves], middle**2)
        k = np.sqrt(np.array(list(values), dtype=np.complex128))
        if np.abs(k - middle).max() > 1.05 * half:
            break
        if count > 200:
            raise ConvergenceError("a notch by finite elements: the window holds too many modes; narrow it.")
        count *= 2
    residual = np.array([_residual(a, b, w, value**2) for w, value in zip(waves, k, strict=True)])
    return k, waves, residual


def _residual(a: Any, b: Any, wave: Any, square: complex) -> float:
    """Return |A v - k^2 B v| / |k^2 B v|."""
    left, right = wave.vec.CreateVector(), wave.vec.CreateVector()
    left.data = a.mat * wave.vec
    right.data = square * (b.mat * wave.vec)
    size = float(np.linalg.norm(right.FV().NumPy()))
    left.data -= right
    return float(np.linalg.norm(left.FV().NumPy())) / max(size, 1e-300)


def _table(
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
    labels = [f"{polarization} m={m} ({i + 1})" for i, m in enumerate(numbers)]
    offset = (k - k0) * SPEED_OF_LIGHT / (2 * pi)
    return dataset(
        {
            "wavelength": variable(one, 2 * pi / k.real, "m", "vacuum wavelength"),
            "wavenumber": variable(one, k, "1/m", "complex vacuum wavenumber, Im < 0 is loss"),
            "frequency_offset": variable(one, offset, "Hz", "complex frequency minus the reference"),
            "q_factor": variable(one, -0.5 * k.real / k.imag, "", "quality factor (negative: gain wins)"),
            "above_threshold": variable(one, k.imag > 0, "", "gain exceeds loss"),
            "polarization": variable(one, np.full(k.size, polarization), "", "TM (E_z) or TE (H_z)"),
            "azimuthal": variable(one, numbers, "", "azimuthal number of the largest part"),
            "share": variable((one, "disk"), shares, "", "share of the energy inside the disks"),
            "residual": variable(one, residual, "", "eigenvalue equation, relative"),
            "harmonic_error": variable(
                one, change, "", "relative change of k with the next order of elements"
            ),
            "label": variable(one, labels, "", "name of the mode"),
        },
        {"disk": variable("disk", np.arange(shares.shape[1]), "", "disk")},
        reference_wavenumber=k0,
    )


def _sampled(
    wave: Any, mesh: Elements, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.complex128]:
    return np.asarray(wave(mesh.mesh(x, y)), dtype=np.complex128).reshape(x.shape)


def _azimuthal(wave: Any, mesh: Elements, disks: Arrangement) -> int:
    """Return the strongest azimuthal number just inside the rim of the disk with the most light."""
    best = (0.0, 0)
    for disk in disks.disks:
        turn = np.linspace(0, 2 * pi, 2048, endpoint=False)
        r = 0.93 * disk.radius * UM
        psi = _sampled(
            wave, mesh, disk.centre[0] * UM + r * np.cos(turn), disk.centre[1] * UM + r * np.sin(turn)
        )
        power = np.abs(np.fft.fft(psi)) ** 2
        m = (
            int(power[:1024].argmax())
            if power[:1024].max() > power[1025:].max()
            else int(power[:1024:-1].argmax()) + 1
        )
        best = max(best, (float(power.max()), m))
    return best[1]


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
