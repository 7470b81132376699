"""The combs of the bodies, each alone: free spectral ranges, and lines that they share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from colase.coupling.vernier import coincidences
from colase.device import Device
from colase.results import dataset, variable

from .finding import Finding
from .settings import pair_of

_WIDE = 4.0  # free spectral ranges shown at least


def find(device: Device) -> Finding:
    """Return the lines of every body alone in a window of several spectral ranges."""
    pair, window = pair_of(device), device.modes
    lam = 0.5 * (window.start + window.stop)
    spacing = max(lam**2 / (2 * np.pi * b.outer_radius * 1.9) for b in pair.bodies)
    half = max(0.5 * (window.stop - window.start), 0.5 * _WIDE * spacing)
    wide = replace(window, start=lam - half, stop=lam + half, radial_max=1)
    lines, bodies, kinds = [], [], []
    for i, body in enumerate(pair.bodies):
        modes = body.alone(wide, pair.surroundings)
        first = modes.radial.values == 1
        lines += modes.wavelength.values[first].tolist()
        kinds += modes.polarization.values[first].astype(str).tolist()
        bodies += [i] * int(first.sum())
    data = dataset(
        {
            "wavelength": variable("line", np.array(lines), "m", "vacuum wavelength"),
            "body": variable("line", np.array(bodies), "", "which body"),
            "polarization": variable("line", np.array(kinds), "", "TE or TM"),
        }
    )
    return Finding("Combs", data, tuple(_said(data, len(pair.bodies), lam)))


def _said(data, bodies: int, lam: float):
    """Yield the spacing of each comb and the common lines."""
    for kind in ("TE", "TM"):
        combs = [
            np.sort(data.wavelength.values[(data.body.values == i) & (data.polarization.values == kind)])
            for i in range(bodies)
        ]
        if any(c.size < 2 for c in combs):
            continue
        spacing = [float(np.diff(c)[np.abs(c[:-1] - lam).argmin()]) for c in combs]
        told = " and ".join(f"{s * 1e9:.3f} nm" for s in dict.fromkeys(round(s, 15) for s in spacing))
        shared = coincidences(list(combs), 0.02 * min(spacing))
        yield (
            f"{kind}: free spectral range {told}; {shared.size} of {min(c.size for c in combs)} lines within "
            "2 % of it of each other."
        )
