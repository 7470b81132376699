"""Two coated spheres: splitting against gap, combs and their common lines, chance of one line, lasing.

The gain band is the width of the emission line of the nanocrystals about its peak. Lines count as common
when they lie closer than their width at the quality factor of the device or than twice their coupling.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import xarray as xr

from colase.constants import SPEED_OF_LIGHT
from colase.coupling import CoatedSphere, sphere_coupling
from colase.coupling.spheres.coupled_combs import Coupling
from colase.coupling.spheres.cross import cross_coupling
from colase.coupling.vernier import (
    best_pair,
    comb,
    comb_table,
    common_lines,
    common_range,
    free_spectral_range,
    meeting_statistics,
    pair_range,
    tolerance,
)
from colase.device import Device
from colase.errors import InputError
from colase.laser import threshold
from colase.laser.pair_lasing import pair_light
from colase.results import dataset, variable

from .finding import Finding
from .settings import pair_of, spheres_of

_ROUNDING = 0.5e-6
"""Error of a diameter that is printed to a micrometre, in m."""

_GAPS = (0.5, 1.0, 2.0)  # relative to the gap of the device
_LEVELS = (1.2, 2.0, 5.0)  # relative to threshold
_NARROWEST = 20e-9
_KINDS = ("TE", "TM")


def gain_band(device: Device) -> tuple[float, float]:
    """Return the emission line of the nanocrystals, one full width about its peak, in m."""
    crystal = device.gain.nanocrystal
    return crystal.emission_wavelength - 0.5 * crystal.fwhm, crystal.emission_wavelength + 0.5 * crystal.fwhm


def common_width(device: Device) -> float:
    """Return the distance in m within which two lines count as common."""
    lam = device.gain.nanocrystal.emission_wavelength
    kappa = spheres_of(device).coupling(device.modes, "TE").kappa
    return max(lam / pair_of(device).q_scattering, 2 * kappa * lam**2 / SPEED_OF_LIGHT)


def splitting(device: Device) -> Finding:
    """Return the exact half splitting of the pair, one sphere tuned onto the other, at three gaps."""
    pair, assembly = pair_of(device), spheres_of(device)
    lam = 0.5 * (device.modes.start + device.modes.stop)
    wide = pair.gap >= _NARROWEST
    gaps = np.maximum(np.array(_GAPS) * pair.gap, _NARROWEST) if wide else np.array([pair.gap])
    found = sphere_coupling(*assembly.spheres, np.unique(gaps), lam, polar_max=pair.harmonics, check=False)
    data = found.data
    other = assembly.coupling(device.modes, "TM") if pair.polarization != "TE" else None
    own = assembly.coupling(device.modes, "TE")
    also = f" and {other.kappa / 1e9:.4g} GHz (TM)" if other else ""
    sentences = (
        f"At the gap of {pair.gap * 1e9:.4g} nm kappa/2pi is {own.kappa / 1e9:.4g} GHz (TE){also}; "
        f"{own.orbits} of the orbits of a line feel the other sphere, the others stay alone.",
        *(f"{line}." for line in found.describe().splitlines()[: data.sizes["gap"]]),
        f"It fades over {float(data.decay_length.values[-1]) * 1e9:.3g} nm (tail "
        f"{float(data.predicted_decay.values[-1]) * 1e9:.3g} nm).",
    )
    sentences += (_crossing(device, own),)
    return Finding("Splitting against gap", data, sentences, found.notes)


def _crossing(device: Device, own: Coupling) -> str:
    """Say how much TE lines of one sphere and TM lines of the other matter to each other."""
    pair, assembly = pair_of(device), spheres_of(device)
    lam = 0.5 * (device.modes.start + device.modes.stop)
    turned = max(round(own.spread), 1)
    cross = [
        cross_coupling(*assembly.spheres, pair.gap, lam, m, polar_max=pair.harmonics) for m in (1, turned)
    ]
    width = SPEED_OF_LIGHT / lam / pair.q_scattering
    return (
        f"A TE line of one sphere on a TM line of the other: {cross[0] / 1e9:.2g} GHz at m = 1 and "
        f"{cross[1] / 1e9:.2g} GHz at m = {turned}, {100 * cross[1] / own.kappa:.2g} % of TE on TE and "
        f"{100 * cross[1] / width:.2g} % of the width of a line; the table of modes leaves it out."
    )


def combs(device: Device) -> Finding:
    """Return the exact combs with the lines that both spheres share, and the spectral range of the pair."""
    assembly, band, width = spheres_of(device), gain_band(device), common_width(device)
    window = (min(device.modes.start, band[0]), max(device.modes.stop, band[1]))
    rows: dict[str, list] = {"wavelength": [], "body": [], "polarization": [], "common": []}
    sentences = []
    for kind in _KINDS:
        lines = [comb(s, window, kind) for s in assembly.spheres]
        if min(len(x) for x in lines) < 3:
            continue
        shared = common_lines(assembly.spheres, window, width, kind)
        for body, own in enumerate(lines):
            apart = np.abs(own[:, None] - shared.own.values[None, :, body])
            met = (apart < 1e-6 * own[:, None]).any(axis=1)
            rows["wavelength"] += own.tolist()
            rows["body"] += [body] * own.size
            rows["polarization"] += [kind] * own.size
            rows["common"] += met.tolist()
        inside = shared.wavelength.values
        inside = inside[(inside >= band[0]) & (inside <= band[1])]
        told = ", ".join(f"{x * 1e9:.2f}" for x in inside) or "none"
        middle = float(np.interp(0.5 * sum(band), *pair_range(lines[0], lines[1])))
        sentences.append(
            f"{kind}: combs meet every {middle * 1e9:.3g} nm; common within {width * 1e12:.0f} pm in the "
            f"gain band "
            f"of {band[0] * 1e9:.0f} to {band[1] * 1e9:.0f} nm: {told}."
        )
    sentences.append(_tolerance(device))
    data = dataset(
        {
            "wavelength": variable("line", rows["wavelength"], "m", "vacuum wavelength"),
            "body": variable("line", rows["body"], "", "sphere"),
            "polarization": variable("line", rows["polarization"], "", "TE or TM"),
            "common": variable("line", np.array(rows["common"], dtype=bool), "", "both spheres have it"),
        },
        start=band[0],
        stop=band[1],
        width=width,
    )
    doubt = (
        "A nanometre of diameter moves a line by 14 pm: which lines meet takes diameters to a few nanometres."
    )
    return Finding("Combs", data, tuple(sentences), (doubt,))


def _tolerance(device: Device) -> str:
    """Say how far the spectral range is known when diameters are known to half a micrometre."""
    lam = device.gain.nanocrystal.emission_wavelength
    bodies = [b for b in pair_of(device).bodies if isinstance(b, CoatedSphere)]
    first, second = (b.core_diameter for b in bodies)
    index = float(complex(bodies[0].coating_index.index(lam)).real)
    try:
        low, middle, high = tolerance(lam, index, (first, second), _ROUNDING)
    except InputError:
        both = common_range(*(free_spectral_range(lam, index, d) for d in (first, second)))
        return (
            f"By duan2022 eq. 3 {both * 1e9:.3g} nm; half a micrometre of error leaves it without upper end."
        )
    return (
        f"By duan2022 eq. 3 with the index of the coat {middle * 1e9:.3g} nm; half a micrometre of error "
        f"in each "
        f"diameter makes {low * 1e9:.3g} to {high * 1e9:.3g} nm."
    )


def chance(device: Device) -> Finding:
    """Return how often exactly one TE line is common in the gain band, and the likeliest pair."""
    pair, band, width = pair_of(device), gain_band(device), common_width(device)
    bodies = [b for b in pair.bodies if isinstance(b, CoatedSphere)]

    def ball(diameter: float):
        return replace(bodies[0], core_diameter=diameter).sphere(pair.surroundings)

    sizes = [b.core_diameter for b in bodies]
    scatter = 0.01 * min(sizes)
    own = meeting_statistics(ball, sizes, scatter, band, width, samples=1000)
    middle, reach = float(np.mean(sizes)), max(0.12 * float(np.mean(sizes)), abs(sizes[0] - sizes[1]))
    grid = np.linspace(middle - reach, middle + reach, 13)
    wide = (band[0] - width, band[1] + width)
    table = comb_table(ball, (grid[0] - 3 * scatter, grid[-1] + 3 * scatter), wide, nodes=10)
    best = best_pair(table, grid, scatter, band, width, samples=300)
    first, second = best.attrs["best"]
    known = own.attrs["single"]
    sentences = (
        f"Diameters scattered by 1 % ({scatter * 1e6:.2g} um): exactly one common TE line in "
        f"{100 * known:.0f} % of "
        f"pairs, none in {100 * float(own.probability[0]):.0f} %, several in "
        f"{100 * float(own.probability[2:].sum()):.0f} %.",
        f"Between {grid[0] * 1e6:.0f} and {grid[-1] * 1e6:.0f} um the likeliest pair is {first * 1e6:.1f} "
        f"and "
        f"{second * 1e6:.1f} um, with {100 * best.attrs['chance']:.0f} +- "
        f"{100 * best.attrs['chance_error']:.0f} %.",
    )
    data = xr.merge([own, best], combine_attrs="override")
    return Finding("Chance of one common line", data.assign_attrs(own.attrs | best.attrs), sentences)


def lasing(device: Device) -> Finding:
    """Return the lines of the pair and of each sphere alone above threshold, competing for the gain."""
    pair = pair_of(device)
    modes = pair.modes(device.modes)
    if not modes.sizes["mode"]:
        return Finding("Lasing", dataset({}), ("No resonance lies in the window of modes.",))
    start = threshold(modes, device.gain, pair, device.pump, verify=False)
    if not start.lases:
        return Finding("Lasing", dataset({}), (start.message,))
    resolution = max(device.instrument.resolution, 0.5 * modes.wavelength.values[0] / pair.q_scattering)
    fluence = np.array(_LEVELS) * start.fluence
    volumes = [b.gain_volume for b in pair.bodies]
    light = [pair_light(modes, device.gain, pair, device.pump, fluence, resolution, volumes)]
    alone = []
    for body in pair.bodies:
        assert isinstance(body, CoatedSphere)
        sphere = replace(body.microsphere(pair.surroundings), q_scattering=pair.q_scattering)
        own = sphere.modes(device.modes)
        first = threshold(own, device.gain, sphere, device.pump, verify=False)
        alone.append(first.fluence)
        light.append(pair_light(own, device.gain, sphere, device.pump, fluence, resolution))
    ratio = start.fluence / min(alone)
    together, first, second = (", ".join(str(int(n)) for n in x.data.lines.values) for x in light)
    sentences = (
        f"The pair lases from {start.fluence * 100:.3g} uJ/cm2, {ratio:.3f} times the lower threshold of its "
        "spheres alone: light that visits both finds the same gain and the same loss.",
        f"Lines at {', '.join(f'{x:g}' for x in _LEVELS)} times threshold: pair {together}; spheres alone "
        f"{first} "
        f"and {second}.",
    )
    doubts = (
        "One reservoir of gain in each sphere: competition leaves one line a sphere, and a common line "
        "only where it "
        "suits both. Holes burnt in space or in the spectrum would let more lines through.",
    )
    lam = [x.data.wavelength.values for x in light]
    energy = [x.data.emitted_energy.values[-1] for x in light]
    which = np.repeat(np.arange(len(light)), [x.size for x in lam])
    data = dataset(
        {
            "wavelength": variable("line", np.concatenate(lam), "m", "vacuum wavelength"),
            "energy": variable("line", np.concatenate(energy), "J", "energy per pulse at the highest pump"),
            "which": variable("line", which, "", "0 the pair, then each sphere alone"),
            "lines": variable(("sample", "pump"), [x.data.lines.values for x in light], "", "lines"),
        },
        {"fluence": variable("pump", fluence, "J/m^2", "pump fluence")},
        ratio=ratio,
    )
    return Finding("Lasing", data, sentences, doubts)
