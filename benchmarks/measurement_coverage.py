"""Bias, scatter and coverage of thresholds and gains on synthetic truth, beside the habits of the field.

    python benchmarks/measurement_coverage.py [--curves 500] [--only thresholds|linewidths|stripes|fluences]

Light curves: 25 pumps from 0.3 to 3 times threshold, 5 % noise. Linewidths: those pumps, moved by a random
part of their step, 3 % noise. Stripes: 40 lengths, 5 % noise. Peers on the
same curves: lmfit with its defaults (least squares of the right model in linear axes, standard errors of the
covariance), two straight lines in logarithmic axes. Coverage is of the nominal 95 % interval.
"""

import argparse
import time
import warnings
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import erf

from colase.gain.models.saturable import net_gain
from colase.measurement import Noise, fit_fluences, fit_stripe, fit_stripes, fit_threshold
from colase.measurement.synthetic import SyntheticInstrument, light_curve, stripe
from colase.measurement.threshold.collapse_fit import fit_collapse
from colase.measurement.threshold.kinks import lin_lin_kink, relative_bend
from colase.measurement.threshold.s_curve import photon_number
from colase.measurement.vsl import stripe_output

PUMP = np.geomspace(0.3, 3, 25)
LAW: dict[str, Any] = {
    "confinement": 0.75,
    "sigma_e": 4.32e-19,
    "density": 62.6e21,
    "saturation_fluence": 0.15,
    "loss": 6e3,
}


def row(name, values, truth, low=None, high=None, spent=None):
    values = np.asarray(values, dtype=float)
    good = np.isfinite(values)
    relative = values[good] / truth if truth else values[good]
    bias = relative.mean() - (1 if truth else 0)
    text = f"  {name:38s} bias {bias:+8.2%}  scatter {relative.std():7.2%}"
    if low is not None:
        inside = np.mean((np.asarray(low) <= truth) & (np.asarray(high) >= truth))
        text += f"  coverage {inside:6.1%}"
    print(text + (f"  {spent / values.size * 1e3:6.1f} ms" if spent else ""), flush=True)


def width_of(seed):
    """Return a linewidth that collapses at threshold, with 3 % noise."""
    noise = np.exp(0.03 * np.random.default_rng(7000 + seed).standard_normal(PUMP.size))
    return (10 / (1 + PUMP**12) + 0.3) * noise


def thresholds(curves):
    jitter = {"instrument": SyntheticInstrument(pump_jitter=0.03)}
    cases = [
        (1e-3, "right model", {}, Noise()),
        (0.1, "right model", {}, Noise()),
        (1e-3, "pump jitter 3 %, known", jitter, Noise(pump=0.03)),
        (1e-3, "pump jitter 3 %, not known", jitter, Noise()),
        (1e-3, "30 % light from elsewhere", {"other_light": 0.3}, Noise()),
    ]
    for beta, case, options, noise in cases:
        print(f"threshold, beta {beta:g}, {case}, {curves} curves")
        ys = [light_curve(PUMP, 1.0, beta, seed=s, **options).output.values for s in range(curves)]
        start = time.process_time()
        fits = [fit_threshold(PUMP, y, noise=noise, bootstraps=0) for y in ys]
        spent = time.process_time() - start
        low, high = np.array([f.interval for f in fits]).T
        row("rate equation", [f.threshold for f in fits], 1.0, low, high, spent)
        d = [f.data for f in fits]
        row("  its beta", [x.beta for x in d], beta, [x.beta_low for x in d], [x.beta_high for x in d])
        if case == "right model":
            others(ys, beta)


def others(ys, beta):
    row(
        "lmfit defaults, linear axes",
        *lmfit_of(PUMP, ys, threshold_model, {"at": 1.5, "beta": 0.01, "scale": 1}),
    )
    fits = [fit_threshold(PUMP, y, width_of(i), bootstraps=100, seed=i).data for i, y in enumerate(ys)]
    for name in fits[0].definition.values[1:]:
        one = [f.sel(definition=name) for f in fits if name in f.definition.values]
        parts = ([float(o[v]) for o in one] for v in ("threshold", "threshold_low", "threshold_high"))
        clean = photon_number(PUMP, beta)
        own = {"one photon": 0.5 * (1 + beta), "linewidth collapse": collapse()}
        own["lin-lin kink"] = float(lin_lin_kink(PUMP, clean))
        own["ASE onset"] = float(relative_bend(PUMP, clean[None])[0][0])
        truth = own.get(str(name), 1.0)  # what a definition means on noiseless data, else the kink
        values, low, high = parts
        row(str(name), values, truth, low, high)


def collapse():
    """Return where the noiseless linewidth passes the geometric mean of its plateaux."""
    fine = np.geomspace(0.5, 3, 20001)
    return float(fine[np.argmax(10 / (1 + fine**12) + 0.3 < np.sqrt(10.3 * 0.3))])


def hill(p, n=12):
    return 10 / (1 + p**n)


WIDTHS = {  # a linewidth and the geometric mean of its branches, over pump
    "10/(1 + P^12) + 0.3": (lambda p: hill(p) + 0.3, lambda p: np.sqrt(3.09)),
    "10/(1 + P^60) + 0.3": (lambda p: hill(p, 60) + 0.3, lambda p: np.sqrt(3.09)),
    "10/(1 + P^600) + 0.3": (lambda p: hill(p, 600) + 0.3, lambda p: np.sqrt(3.09)),
    "error function in ln w": (
        lambda p: np.sqrt(3) * np.exp(-0.5 * np.log(10 / 0.3) * erf(np.log(p) / 0.15)),
        lambda p: np.sqrt(3),
    ),
    "tail 0.3/P": (lambda p: hill(p) + 0.3 / p, lambda p: np.sqrt(3 / p)),
    "heat 0.3 P^0.7": (lambda p: hill(p) + 0.3 * p**0.7, lambda p: np.sqrt(3 * p**0.7)),
    "chirp 0.3 + 0.05 P^3": (
        lambda p: hill(p) + 0.3 + 0.05 * p**3,
        lambda p: np.sqrt(10 * (0.3 + 0.05 * p**3)),
    ),
}


def linewidths(curves):
    """Collapses of several shapes, right ones and wrong ones for the model; with errors of the pump."""
    for name in WIDTHS:
        linewidth_case(name, 0.0, curves)
    for name in list(WIDTHS)[:2]:
        linewidth_case(name, 0.03, curves)


def linewidth_case(name, jitter, curves):
    width, middle = WIDTHS[name]
    truth = brentq(lambda p: np.log(width(p) / middle(p)), 0.7, 1.5)
    print(f"linewidth {name}, pump jitter {jitter:.0%}, {curves} curves")
    xs, ys = zip(*(seen(width, s, jitter) for s in range(curves)), strict=True)
    start = time.process_time()
    fits = [fit_collapse(x, y, jitter) for x, y in zip(xs, ys, strict=True)]
    spent = time.process_time() - start
    low, high = np.array([(f.low, f.high) for f in fits]).T
    row("collapse", [f.threshold for f in fits], truth, low, high, spent)
    told = np.mean([any("right model" in n for n in f.notes) for f in fits])
    tilted = np.mean([any("above the collapse it goes" in n for n in f.notes) for f in fits])
    half = np.median(np.log(high / low)) / 2
    print(f"    half an interval {half:.2%}; said: tilted above {tilted:.1%}, wrong model {told:.1%}")
    peer = [lmfit_of(x, [y], collapse_model, COLLAPSE) for x, y in zip(xs, ys, strict=True)]
    value, _, low, high = (np.array([np.ravel(p[i])[0] for p in peer]) for i in range(4))
    row("lmfit defaults, linear axes", value, truth, low, high)


COLLAPSE = {"at": 1.0, "exponent": 10.0, "rest": 0.05, "scale": 1.0}


def collapse_model(x, at, exponent, rest, scale):
    """A width of two plateaux; ``at`` is where it is their geometric mean."""
    ratio = np.sqrt(1 + 1 / abs(rest))
    with np.errstate(over="ignore"):
        return scale * (1 / (1 + ratio * np.abs(x / at) ** exponent) + abs(rest))


def seen(width, seed, jitter):
    """Return pumps as believed and linewidths as measured."""
    rng = np.random.default_rng(7000 + seed)
    believed = PUMP * (PUMP[1] / PUMP[0]) ** rng.uniform(-0.5, 0.5)
    noise = np.exp(0.03 * rng.standard_normal(PUMP.size))
    return believed, width(believed * np.exp(jitter * rng.standard_normal(PUMP.size))) * noise


def threshold_model(x, at, beta, scale):
    return scale * photon_number(x / abs(at), np.clip(abs(beta), 1e-9, 1))


def exponential_model(x, gain, scale):
    return scale * stripe_output(x, gain) * 1e4


def lmfit_of(x, ys, model, start):
    """Return values, truth of 1 and ends of the intervals of the first parameter, by lmfit's defaults."""
    from lmfit import Model

    values, errors = [], []
    for y in ys:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found = Model(model).fit(y, x=x, **(start | {"scale": start["scale"] * np.median(y)}))
                first = found.params[next(iter(start))]
                values.append(abs(first.value))
                errors.append(first.stderr if first.stderr else np.nan)
            except ValueError:
                values.append(np.nan)
                errors.append(np.nan)
    value, error = np.array(values), np.array(errors)
    return value, 1.0, value - 1.96 * error, value + 1.96 * error


def stripes(count):
    for saturation in (np.inf, 30.0, 0.3):
        for longest in (200e-6, 300e-6, 500e-6, 1000e-6):
            stripe_case(f"to {longest * 1e6:.0f} um", longest, count, {"saturation": saturation})
    for share in (-0.02, 0.02):
        stripe_case(f"background {share:+.0%}", 300e-6, count, {}, share)
    for zero in (-20e-6, 20e-6):
        stripe_case(f"zero {zero * 1e6:+.0f} um", 300e-6, count, {"zero": zero}, zero_error=20e-6)


def stripe_case(name, longest, count, options, share=0.0, **known):
    x = np.linspace(longest / 40, longest, 40)
    base = share * float(stripe_output(longest, 2e4))
    start = time.process_time()
    ys = [stripe(x, 2e4, seed=s, **options).output.values + base for s in range(count)]
    fits = [fit_stripe(x, y, bootstraps=0, **known) for y in ys]
    spent = time.process_time() - start
    print(f"stripe, {name}, I_s/A = {options.get('saturation', np.inf):g} m, {count} curves")
    low, high = np.array([f.interval for f in fits]).T
    row("joint fit", [f.gain for f in fits], 2e4, low, high, spent)
    plain = np.array([float(f.data.small_signal_gain[-1]) for f in fits])
    error = np.array([float(f.data.small_signal_error[-1]) for f in fits])
    row("exponential, 1/y^2 weights", plain, 2e4, plain - 2 * error, plain + 2 * error)
    value, _, low, high = lmfit_of(x, ys, exponential_model, {"gain": 1.5e4, "scale": 1e-1})
    row("exponential, lmfit defaults", value, 2e4, low, high)


def fluences(count):
    """Eight stripes of one law: all points together, and the gains of single fits one after the other."""
    fluence, x = np.geomspace(0.05, 8, 8), np.linspace(12.5e-6, 500e-6, 40)
    named, gains = ("density", "loss", "saturation_fluence"), net_gain(fluence, **LAW)
    found = {"all stripes together": [], "gains, one after the other": []}
    spent = dict.fromkeys(found, 0.0)
    for seed in range(count):
        rng = np.random.default_rng(seed)
        gamma, sigma = (
            0.75 * np.exp(0.04 * rng.standard_normal()),
            4.32e-19 * np.exp(0.07 * rng.standard_normal()),
        )
        known = {"confinement": (gamma, 0.04 * gamma), "sigma_e": (sigma, 0.07 * sigma), "law": "hyperbolic"}
        ys = [
            stripe(
                x, g, 0.3 * (1 + k % 3), seed=100 * seed + k, zero=3e-6 * rng.standard_normal()
            ).output.values
            for k, g in enumerate(gains)
        ]
        ways = (
            lambda ys=ys, known=known: fit_stripes(fluence, [x] * 8, ys, **known),
            lambda ys=ys, known=known: fit_fluences(
                fluence, [fit_stripe(x, y, bootstraps=0) for y in ys], **known
            ),
        )
        for name, way in zip(found, ways, strict=True):
            start = time.process_time()
            found[name].append(way())
            spent[name] += time.process_time() - start
    print(f"density, loss and saturation fluence of {count} sets of 8 stripes")
    for way, fits in found.items():
        for name in named:
            low, high = np.array([f.interval(name) for f in fits]).T
            row(f"{way}: {name}", [f.value(name)[0] for f in fits], LAW[name], low, high, spent[way])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--curves", type=int, default=500)
    parser.add_argument("--only", choices=("thresholds", "linewidths", "stripes", "fluences"))
    asked = parser.parse_args()
    for name, run, count in (
        ("thresholds", thresholds, asked.curves),
        ("linewidths", linewidths, asked.curves),
        ("stripes", stripes, max(asked.curves // 5, 10)),
        ("fluences", fluences, max(asked.curves // 5, 10)),
    ):
        if asked.only in (None, name):
            run(count)


if __name__ == "__main__":
    main()
