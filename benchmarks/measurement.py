"""Bias, scatter and coverage of every estimator on synthetic truth, beside lmfit defaults and log-log lines.

    python benchmarks/measurement.py [--curves 500] [--damaged 10000]

Light curves have 25 pumps from 0.3 to 3 times threshold and 5 % noise; stripes 40 lengths and 5 % noise;
lines 0.10 nm behind 0.20 nm in pixels of 0.05 nm. Coverage is of the nominal 95 % interval. Times are of
this machine, one process.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from colase.cavity import LayeredSphere
from colase.measurement import (
    Known,
    Noise,
    RoundCavity,
    assign_modes,
    fit_lines,
    fit_polarisation,
    fit_stripe,
    fit_threshold,
)
from colase.measurement.films import fit_amplified
from colase.measurement.synthetic import SyntheticInstrument, light_curve, spectrum, stripe

PUMP = np.geomspace(0.3, 3, 25)


def row(name, values, truth, low=None, high=None, spent=None):
    values = np.asarray(values)
    good = np.isfinite(values)
    relative = values[good] / truth if truth else values[good]
    bias = relative.mean() - (1 if truth else 0)
    text = f"  {name:38s} bias {bias:+8.2%}  scatter {relative.std():7.2%}"
    if low is not None:
        inside = np.mean((np.asarray(low) <= truth) & (np.asarray(high) >= truth))
        text += f"  coverage {inside:6.1%}"
    print(text + (f"  {spent / values.size * 1e3:6.1f} ms" if spent else ""), flush=True)


def thresholds(curves):
    cases = {
        "right model": {},
        "pump jitter 3 %, known": {"instrument": SyntheticInstrument(pump_jitter=0.03)},
        "pump jitter 3 %, not known": {"instrument": SyntheticInstrument(pump_jitter=0.03)},
        "30 % light from elsewhere": {"other_light": 0.3},
    }
    for beta in (1e-3, 0.1):
        for case, options in cases.items():
            if case != "right model" and beta == 0.1:
                continue
            print(f"threshold, beta {beta:g}, {case}, {curves} curves")
            noise = Noise(pump=0.03) if case.endswith(", known") else Noise()
            boot = 100 if case == "right model" else 0
            start = time.perf_counter()
            ys = [light_curve(PUMP, 1.0, beta, seed=s, **options).output.values for s in range(curves)]
            fits = [fit_threshold(PUMP, y, noise=noise, bootstraps=0) for y in ys]
            spent = time.perf_counter() - start
            ends = np.array([f.interval for f in fits]).T
            row("rate equation", [f.threshold for f in fits], 1.0, *ends, spent)
            d = [f.data for f in fits]
            row("  its beta", [x.beta for x in d], beta, [x.beta_low for x in d], [x.beta_high for x in d])
            if boot:
                fits = [fit_threshold(PUMP, y, bootstraps=boot, seed=i).data for i, y in enumerate(ys)]
                for name in fits[0].definition.values[2:]:
                    one = [f.sel(definition=name) for f in fits]
                    parts = (
                        [float(o[v]) for o in one] for v in ("threshold", "threshold_low", "threshold_high")
                    )
                    values, low, high = parts
                    row(str(name), values, 1.0, low, high)


def stripes(count):
    for saturation in (np.inf, 30.0, 0.3):
        for longest in (200e-6, 300e-6, 500e-6, 1000e-6):
            x = np.linspace(longest / 40, longest, 40)
            start = time.perf_counter()
            ys = [stripe(x, 2e4, saturation, seed=s).output for s in range(count)]
            fits = [fit_stripe(x, y, bootstraps=0) for y in ys]
            spent = time.perf_counter() - start
            print(f"stripe to {longest * 1e6:.0f} um, I_s/A = {saturation:g} m, {count} curves")
            row("joint fit", [f.gain for f in fits], 2e4, *np.array([f.interval for f in fits]).T, spent)
            plain = np.array([float(f.data.small_signal_gain[-1]) for f in fits])
            error = np.array([float(f.data.small_signal_error[-1]) for f in fits])
            row("exponential over all lengths", plain, 2e4, plain - 2 * error, plain + 2 * error)


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
        value, error, spent = lmfit_width(x, spectra, free)
        if value is not None:
            row(name, value, 1e-10, value - 1.96 * error, value + 1.96 * error, spent)


def lmfit_width(x, spectra, free):
    try:
        from lmfit.models import ConstantModel, VoigtModel
    except ImportError:
        print("  lmfit is not installed: left out")
        return None, None, None
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
    thresholds(asked.curves)
    stripes(max(asked.curves // 5, 10))
    widths(max(asked.curves // 5, 10))
    polarisations(asked.curves)
    assignments(max(asked.curves // 10, 10))
    onsets(max(asked.curves // 2, 20))
    many()
    damage(asked.damaged)


if __name__ == "__main__":
    main()
