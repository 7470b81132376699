"""How line splittings spread over many pairs with random defects, and which coupling makes them collapse."""

from __future__ import annotations

from math import isfinite

from colase.coupling.lasing.disorder import collapse_against_coupling, splitting_statistics
from colase.device import Device
from colase.results import dataset

from .finding import Finding
from .rates import needed_rate
from .settings import assembly_of, in_hertz, middle, pair_of

_MEAN_OF_RAYLEIGH = 1.2533
_GAIN = 5.0  # in units of the coupling inside a disk


def find(device: Device) -> Finding:
    """Return phi for random pairs with the splitting of the device; nothing where none is given."""
    title = "Splitting of random pairs"
    splitting = pair_of(device).defect_splitting
    if splitting is None:
        return Finding(title, dataset({}), ("Give defect_splitting to see how random pairs spread.",))
    lam = middle(device)
    scale = in_hertz(splitting, lam) / 2 / _MEAN_OF_RAYLEIGH
    body = pair_of(device).first
    modes = body.alone(device.modes, pair_of(device).surroundings)
    polarization = assembly_of(device).polarizations[0]
    fsr = (
        float(modes.fsr.values[modes.polarization.values == polarization].mean())
        if modes.sizes["mode"]
        else 0
    )
    spacing = in_hertz(fsr, lam) if fsr > 0 else 4 * scale
    gain, apart = _GAIN * scale, 0.5 * spacing
    against = collapse_against_coupling(scale, gain, spacing, detuning=apart)
    need = float(against.attrs["needed"])
    inter = need if isfinite(need) else 2 * scale
    data = splitting_statistics(scale, inter, gain, spacing, samples=400, detuning=apart)
    mean, ratio = data.average.values, against.ratio.values
    said = (
        "Random pairs with defects of the measured splitting and disks that are not matched: "
        "pumping both gives "
        f"{ratio[0]:.2f} of the mean phi of pumping one even without coupling, because four "
        "lines make closer "
        f"neighbours; coupling lowers that by a fifth from {need / 1e9:.3g} GHz on, "
        f"{need / scale:.2g} times the "
        "coupling inside a disk.",
        f"At that coupling the mean of phi is {mean[0]:.3f} for one disk pumped and {mean[1]:.3f} for both.",
    )
    rate = needed_rate(device)
    joined = data.assign(ratio=against.ratio).assign_coords(coupling=against.coupling)
    return Finding(title, joined.assign_attrs(needed=need, scale=scale, three_modes=rate or 0.0), said)
