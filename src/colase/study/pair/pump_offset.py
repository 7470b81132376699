"""Emission while a pump spot moves over the pair: from overlap to gain per disk, to lines, to photons.

Gain of each disk is that of its nanocrystals right after a flash, at twice the threshold of an evenly pumped
pair times its pumped share. The modes are those of Maxwell's equations near one resonance; a measured
defect splitting is put into the first disk. Lasing by the photon covariance with saturation.
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr

from colase.constants import SPEED_OF_LIGHT
from colase.coupling import Hamiltonian, nearest_group
from colase.coupling.lasing.covariance import CoupledLaser, pump_map
from colase.coupling.lasing.pump_overlap import FlatTop, pump_sweep
from colase.device import Device
from colase.gain import flash_populations, material_gain

from .finding import Finding
from .settings import NOTCHED, assembly_of, circles, in_hertz, middle, notched, pair_of

_OFFSETS, _FREQUENCIES = 41, 321
_OVER_THRESHOLD = 2.0
_SCAN = np.geomspace(1e-3, 30, 300)  # photons per nanocrystal


def find(device: Device) -> Finding:
    """Return the map of emission over offset and frequency."""
    pair = pair_of(device)
    if notched(device):
        return Finding("Emission while the pump moves", xr.Dataset(), (NOTCHED,))
    polarization = assembly_of(device).polarizations[-1]
    disks = circles(device, polarization)
    group = nearest_group(disks, middle(device), polarization, harmonics=pair.harmonics)
    matrix = group.hamiltonian(disks).matrix.copy()
    matrix -= np.eye(matrix.shape[0]) * matrix.diagonal().real.mean()
    body = tuple(f.disk for f in group.families for _ in range(2 if f.azimuthal else 1))
    omega = SPEED_OF_LIGHT * group.reference
    matrix -= 1j * np.eye(matrix.shape[0]) * omega / (2 * pair.q_scattering)
    lam = 2 * pi / group.reference
    intra = 0.0 if pair.defect_splitting is None else pi * in_hertz(pair.defect_splitting, lam)
    matrix[0, 1] += intra
    matrix[1, 0] += intra
    rate = _rates(device, lam)
    threshold = float(np.interp(omega / (2 * pair.q_scattering), rate(_SCAN), _SCAN))
    beam = FlatTop(0.5 * (pair.spot_diameter or 4 * pair.first.outer_radius))
    ends = 2 * pair.first.outer_radius
    offset = np.linspace(-ends, ends, _OFFSETS)
    swept = pump_sweep(beam, disks.disks, offset)
    gains = rate(_OVER_THRESHOLD * threshold * swept.share.values)
    dark = float(-rate(np.array([0.0]))[0])
    laser = CoupledLaser(Hamiltonian(matrix), body, absorption=max(dark, 0.0))
    width = max(
        3 * omega / (2 * pair.q_scattering), 6 * intra, 4 * float(np.ptp(np.linalg.eigvals(matrix).real))
    )
    found = pump_map(laser, gains, offset, np.linspace(-width, width, _FREQUENCIES), 0.02 * width)
    found = found.assign(share=swept.share.rename(disk="body").drop_vars("body"))
    found = found.assign_coords(
        frequency=(
            "frequency",
            found.frequency.values / (2 * pi),
            {"units": "Hz", "long_name": "frequency minus the middle"},
        )
    )
    at = {"left": 0, "middle": _OFFSETS // 2, "right": _OFFSETS - 1}
    splits = {name: _split(found, i) for name, i in at.items()}
    said = (
        f"{polarization}: lines seen, by the pump on the first disk, in the middle, on the last: "
        + ", ".join(
            f"{n} {'line' if n == 1 else 'lines'}{f' {s / 1e9:.3g} GHz apart' if s else ''}"
            for n, s in splits.values()
        )
        + f". Evenly pumped, the threshold is {threshold:.3g} photons per nanocrystal; this "
        f"is {_OVER_THRESHOLD:g} times it.",
    )
    doubts = ("The gain is that right after a flash; light curves of the run follow the pulse in time.",)
    return Finding("Emission while the pump moves", found, said, doubts)


def _rates(device: Device, wavelength: float):
    """Return the function from photons per nanocrystal to amplitude gain of a disk, in rad/s."""
    film = device.cavity.first.gain_material()  # type: ignore[attr-defined]
    index = complex(film.index(wavelength)).real

    def rate(photons: np.ndarray) -> np.ndarray:
        flat = np.ravel(photons)
        gain = material_gain(device.gain, [wavelength], flash_populations(device.gain, flat))[:, 0]
        return (0.5 * SPEED_OF_LIGHT / index * gain).reshape(np.shape(photons))

    return rate


def _split(found, i: int) -> tuple[int, float]:
    """Return how many lines stand out at an offset, and how far the two strongest are apart (Hz)."""
    s, f = found.spectrum.values[i], found.frequency.values
    peak = np.flatnonzero((s[1:-1] > s[:-2]) & (s[1:-1] >= s[2:]) & (s[1:-1] > 0.05 * s.max())) + 1
    if peak.size < 2:
        return 1, 0.0
    two = peak[np.argsort(s[peak])[-2:]]
    return int(peak.size), float(abs(f[two[0]] - f[two[1]]))
