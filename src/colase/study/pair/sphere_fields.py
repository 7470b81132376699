"""Fields of supermodes of two spheres around the gap."""

from __future__ import annotations

import numpy as np
import xarray as xr

from colase.coupling.spheres.supermode import field_map, supermode
from colase.device import Device

from .finding import Finding
from .settings import pair_of, spheres_of

_SHOWN = (("TE", 0), ("TM", 0), ("TE", 1))  # lines and azimuthal numbers whose fields are drawn
_WAVES = 6.0  # vacuum wavelengths on each side of the gap that are shown
_UNMATCHED = 1e-6


def find(device: Device) -> Finding:
    """Return fields of upper supermodes around the gap, the second sphere tuned onto the first each time."""
    pair, assembly = pair_of(device), spheres_of(device)
    title, lam = "Field of supermodes", 0.5 * (device.modes.start + device.modes.stop)
    half = min(_WAVES * lam, 0.6 * pair.first.outer_radius)
    maps: list[xr.Dataset] = []
    said, doubts = [], []
    for kind, m in _SHOWN:
        if pair.polarization not in ("both", kind):
            continue
        mode = supermode(*assembly.spheres, pair.gap, lam, kind, m, polar_max=pair.harmonics)
        own = 2 * np.pi / mode.vacuum.real
        found = field_map(mode, half)
        circles = {name: ("layer", found.attrs[name]) for name in ("radii_0", "radii_1")}
        maps.append(
            found.assign(circles | {"centre_1": found.attrs["centre_1"], "wavelength": own})
            .assign_coords(picture=f"{kind}, m = {m}")
            .drop_attrs(deep=False)
        )
        said.append(f"{kind} with m = {m} at {own * 1e9:.4f} nm ({mode.component} field)")
        if mode.mismatch > _UNMATCHED:
            doubts.append(f"{kind}, m = {m}: waves match to {mode.mismatch:.0e} only: read it as a sketch.")
    sentence = (
        f"Upper supermodes of orbits through the gap, one sphere tuned onto the other: {'; '.join(said)}. "
        "The field across a plane through both centres is shown."
    )
    return Finding(title, xr.concat(maps, "picture"), (sentence,), tuple(doubts))
