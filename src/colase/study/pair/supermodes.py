"""The modes of all disks together near the middle of the window: splittings, losses, where the light is."""

from __future__ import annotations

import numpy as np

from colase.device import Device
from colase.results import dataset, variable

from .finding import Finding
from .settings import assembly_of, in_nanometres, middle, pair_of

_WAVES = 6.0  # vacuum wavelengths on each side of the gap that are shown


def find(device: Device) -> Finding:
    """Return the supermodes of each polarisation nearest to the middle of the window, with one field."""
    solved = assembly_of(device).solved(device.modes)
    sentences, doubts, rows, grid = [], [], [], None
    for modes in solved:
        data = modes.data
        at = int(np.abs(data.wavelength.values - middle(device)).argmin())
        same = (data.azimuthal == data.azimuthal[at]) & (data.radial == data.radial[at])
        group = np.flatnonzero(same.values)
        spread = float(np.ptp(modes.frequency_offset.real[group]))
        lam = float(data.wavelength[at])
        name = str(data.label.values[at]).rsplit(" (", 1)[0]
        sentences.append(
            f"{name} at {lam * 1e9:.3f} nm: {group.size} supermodes within {spread / 1e9:.4g} GHz "
            f"({in_nanometres(spread, lam):.3g} nm), {_quality(data.q_factor.values[group])}."
        )
        worst = float(np.nanmax(data.harmonic_error.values[group]))
        if worst > 1e-9:
            doubts.append(f"{name}: 10 % more harmonics move a wavelength by {worst:.0e} of itself.")
        rows += [(modes, int(i)) for i in group]
        if grid is None:
            grid = modes.field(at, _view(device), 241, _between(device))
    table = {
        "label": ("", "name of the mode", [str(m.data.label.values[i]) for m, i in rows]),
        "wavelength": ("m", "vacuum wavelength", [float(m.data.wavelength[i]) for m, i in rows]),
        "detuning": (
            "Hz",
            "frequency minus the middle of its polarisation",
            [m.frequency_offset[i].real for m, i in rows],
        ),
        "q_factor": ("", "quality factor of radiation", [float(m.data.q_factor[i]) for m, i in rows]),
        "residual": ("", "reduced equation, relative", [float(m.data.residual[i]) for m, i in rows]),
        "harmonic_error": (
            "",
            "relative change with 10 % more harmonics",
            [float(m.data.harmonic_error[i]) for m, i in rows],
        ),
    }
    data = dataset(
        {name: variable("mode", np.array(v), unit, long) for name, (unit, long, v) in table.items()}
    )
    if rows:
        shares = np.array([rows[i][0].data.share.values[rows[i][1]] for i in range(len(rows))])
        data["share"] = variable(("mode", "body"), shares, "", "share of the energy inside the disks")
    if grid is not None:
        data = data.merge(grid)
    found = sentences or ["No disk alone has a resonance in the window."]
    return Finding("Supermodes", data, tuple(found), tuple(doubts))


def _between(device: Device) -> tuple[float, float]:
    """Return the middle of the first gap."""
    pair = pair_of(device)
    return pair.first.outer_radius + 0.5 * pair.gap, 0.0


def _view(device: Device) -> float:
    """Return half the side of the picture: fine enough to show every wave."""
    return min(_WAVES * middle(device), 2.1 * pair_of(device).first.outer_radius)


def _quality(q: np.ndarray) -> str:
    if not np.isfinite(q).any():
        return "radiation beyond rounding"
    return f"radiative Q from {np.min(q[np.isfinite(q)]):.3g}"
