"""Lines, polarisation, names, onsets and damaged files on synthetic truth, beside lmfit defaults.

    python benchmarks/measurement.py [--curves 500] [--damaged 10000]

Lines are 0.10 nm behind 0.20 nm in pixels of 0.05 nm. Coverage is of the nominal 95 % interval. Times are of
one process. Thresholds and stripes: measurement_coverage.py.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from measurement_coverage import row

from colase.cavity import LayeredSphere
from colase.measurement import (
    Known,
    RoundCavity,
    assign_modes,
    fit_lines,
    fit_polarisation,
)
from colase.measurement.films import fit_amplified
from colase.measurement.synthetic import SyntheticInstrument, spectrum


def widths(count):
    x = np.arange(625, 635, 0.05) * 1e-9
    instrument = SyntheticInstrument(relative=0.0, shot=1.0, read=4.0, resolution=0.2e-9)
    spectra = [spectrum(x, 630e-9, 0.1e-9, 1e4, seed=s, instrument=instrument) for s in range(count)]
    print(f"width 0.10 nm behind 0.20 nm, {count} spectra")
    start = time.perf_counter()
    lines = [fit_lines(s).data.isel(line=0) for s in spectra]
    spent = time.perf_counter() - start
    value, error = (np.array([float(o[v]) for o in lines]) for v in ("width", "width_error"))
    row("response as kernel", value, 1e-10, value - 1.96 * error, value + 1.96 * error, spent)
    for name, free in (("lmfit Voigt, default (gamma = sigma)", False), ("lmfit Voigt, gamma free", True)):
        if found := lmfit_width(x, spectra, free):
            value, error, spent = found
            row(name, value, 1e-10, value - 1.96 * error, value + 1.96 * error, spent)


def lmfit_width(x, spectra, free):
    try:
        from lmfit.models import ConstantModel, VoigtModel
    except ImportError:
        print("  lmfit is not installed: left out")
        return None
    model, values, errors = VoigtModel() + ConstantModel(), [], []
    start = time.perf_counter()
    for one in spectra:
        y, u = one.counts.values[0], (x - 630e-9) * 1e9
        pars = model.make_params(amplitude=y.max() * 0.3, center=0.0, sigma=0.1, c=0.0)
        if free:
            pars["gamma"].set(value=0.05, vary=True, expr="", min=0)
        found = model.fit(y, pars, x=u).params["gamma"]
        values.append(2e-9 * found.value)
        errors.append(2e-9 * (found.stderr or np.nan))
    return np.array(values), np.array(errors), time.perf_counter() - start


def polarisations(count):
    angle = np.radians(np.arange(0, 181, 15))
    for truth in (0.0, 0.05, 0.79):
        rng = np.random.default_rng(0)
        noise = 1 + 0.05 * rng.standard_normal((count, 13))
        fits = [
            fit_polarisation(angle, (1 + truth * np.cos(2 * angle - 0.6)) * n, drift=False) for n in noise
        ]
        inside = np.mean([f.interval[0] <= truth <= f.interval[1] for f in fits])
        mean, extremes = np.mean([f.degree for f in fits]), np.mean([float(f.data.extremes) for f in fits])
        said = f"harmonic {mean:.3f}, coverage {inside:.1%}; from extremes {extremes:.3f}"
        print(f"polarisation {truth:.2f}: {said}")


def assignments(count):
    """Random spheres of the prior: is the true naming in the list, first, and are weights probabilities."""
    known = RoundCavity(radius=Known(5e-6, 0.1e-6), index=Known(1.76, 0.02))
    rng, said, first, listed, sizes = np.random.default_rng(0), [], [], [], []
    start = time.perf_counter()
    for _ in range(count):
        radius, n = 5e-6 + 0.1e-6 * rng.standard_normal(), 1.76 + 0.02 * rng.standard_normal()
        modes = LayeredSphere((radius,), (n,)).modes((640e-9, 658e-9), radial_max=1)
        lam = modes.wavelength.values + 0.05e-9 * rng.standard_normal(modes.sizes["mode"])
        names = [f"{p} {l} q=1" for p, l in zip(modes.polarization.values, modes.polar.values, strict=True)]
        found = assign_modes(lam, known, 0.05e-9).data
        same = np.all(found.label.values == np.array(names)[np.argsort(lam)], axis=1)
        said.append(float(found.weight[0]))
        first.append(bool(same[0]))
        listed.append(bool(same.any()))
        sizes.append(found.sizes["assignment"])
    spent = (time.perf_counter() - start) / count
    print(
        f"{count} spheres named: truth listed {np.mean(listed):.0%}, first {np.mean(first):.0%} (promised "
        f"{np.mean(said):.0%}), {np.mean(sizes):.1f} namings each; {spent * 1e3:.0f} ms each"
    )


def onsets(count):
    values, low, high = [], [], []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        pump = np.geomspace(0.2, 5, 24)
        output = (pump + 12 * np.maximum(pump - 1, 0)) * np.exp(0.05 * rng.standard_normal(24))
        d = fit_amplified(pump, output, 5e-9 + 20e-9 / (1 + (pump / 1.15) ** 8)).data
        values.append(float(d.onset[0]))
        low.append(float(d.onset_low[0]))
        high.append(float(d.onset_high[0]))
    print(f"onset of amplified emission, {count} curves")
    row("bend of the output", values, 1.0, low, high)


def damage(count):
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit"))
    from instrument_files import FILES
    from mutations import campaign

    start = time.perf_counter()
    tally = campaign({name: make() for name, make in FILES.items()}, count, seed=2024)
    spent = time.perf_counter() - start
    refused, true = tally["refused"], tally["read"]
    print(f"{count} damaged files: {refused} refused in one sentence, {true} read true; {spent:.0f} s")


def many(count=200):
    x = np.linspace(600e-9, 660e-9, 2000)
    instrument = SyntheticInstrument(relative=0.0, shot=1.0, read=4.0, resolution=0.1e-9)
    spectra = [spectrum(x, 630e-9, 0.2e-9, 5e3, seed=s, instrument=instrument) for s in range(20)]
    start = time.perf_counter()
    for i in range(count):
        fit_lines(spectra[i % 20])
    print(f"one line in a spectrum of 2000 pixels: {(time.perf_counter() - start) / count * 1e3:.1f} ms")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--curves", type=int, default=500)
    parser.add_argument("--damaged", type=int, default=10_000)
    asked = parser.parse_args()
    widths(max(asked.curves // 5, 10))
    polarisations(asked.curves)
    assignments(max(asked.curves // 10, 10))
    onsets(max(asked.curves // 2, 20))
    many()
    damage(asked.damaged)


if __name__ == "__main__":
    main()
