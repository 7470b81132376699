"""Bias, scatter and coverage of combs, doublets, line shapes, decays, bands, records and film thresholds.

    python benchmarks/measurement_estimators.py [--curves 200] [--only combs lines decays films records]

Every truth is known; coverage is of the nominal 95 % interval. Peers on the same data: lmfit with its
defaults for lines and decays, highest pixels for combs, differences of two log-linear fits for decays.
Thresholds and stripes: measurement_coverage.py; widths behind a response: measurement.py.
"""

import argparse
import time
import warnings

import numpy as np
import xarray as xr
from measurement_coverage import row

from colase.constants import HC
from colase.measurement import fit_comb, fit_doublet, fit_lines, fit_two_combs
from colase.measurement.films import (
    Measured,
    absorbed_photons,
    fit_amplified,
    fit_bands,
    fit_decay,
    threshold_over_fluence,
    time_zero,
)
from colase.measurement.stability import fit_stability
from colase.measurement.synthetic import SyntheticInstrument, spectrum

MEV = 1.602176634e-22


def table(name, truth, found, spent=None):
    """Print one row from (value, low, high) of every data set."""
    values, low, high = np.array(found, dtype=float).T
    row(name, values, truth, low, high, spent)


def timed(make, count):
    start = time.process_time()
    found = [make(seed) for seed in range(count)]
    return found, time.process_time() - start


def about(value, error, factor=1.96):
    return float(value), float(value - factor * error), float(value + factor * error)


def combs(count):
    """n_g P = 161 um falling by 2 % over the window, lines 0.25 nm wide with 1000 counts."""
    grid = np.arange(612, 649, 0.05) * 1e-9
    for lines in (13, 7, 5):
        orders = np.arange(lines) - lines // 2
        middle, path, bend = 1 / 630e-9, 161e-6, 3e-11
        k = middle + orders / path - 0.5 * bend * (orders / path) ** 2 / path
        truth = path + bend * (k.mean() - middle)
        print(f"comb of {lines} lines, {count} spectra")
        seen = [spectrum(grid, 1 / k, 0.25e-9, 1e3, seed=s) for s in range(count)]
        fits, spent = timed(lambda s, seen=seen: fit_comb(seen[s]).data, count)
        table("group path, lines", truth, [about(d.group_path, d.group_path_error) for d in fits], spent)
        table("group path, Fourier", truth, [about(d.fourier_path, d.fourier_path_error) for d in fits])
        row("highest pixels, mean distance", [by_pixels(s, 1 / k) for s in seen], truth)
    print(f"two combs, {count} spectra")
    first = 1 / (1 / 630e-9 + np.arange(-5, 6) / 153e-6)
    both = np.sort(np.concatenate([first, first + 0.3075 * first**2 / 153e-6]))
    at = np.sort(1 / both)
    shift = np.mean((at[1::2] - at[::2]) * 153e-6)
    phi = 2 * min(shift % 1, 1 - shift % 1)
    fits, spent = timed(lambda s: fit_two_combs(spectrum(grid, both, 0.25e-9, 1e3, seed=s)).data, count)
    table("phi", phi, [about(d.phi, d.phi_error) for d in fits], spent)


def by_pixels(seen, lines):
    x, y = seen.wavelength.values, seen.counts.values[0]
    tops = [x[np.argmax(np.where(np.abs(x - c) < 0.4e-9, y, -1))] for c in lines]
    return 1 / np.mean(np.abs(np.diff(1 / np.array(tops))))


def lines(count):
    grid = np.arange(626, 634, 0.05) * 1e-9
    instrument = SyntheticInstrument(relative=0.0, shot=1.0, read=4.0, resolution=0.1e-9)
    print(f"two lines 0.15 nm apart, 0.10 nm wide behind 0.10 nm, {count} spectra")
    pair, window = [629.925e-9, 630.075e-9], (629e-9, 631e-9)
    fits, spent = timed(
        lambda s: fit_doublet(spectrum(grid, pair, 0.1e-9, [3e3, 2e3], s, instrument), window), count
    )
    split = [f for f in fits if f.split]
    table("separation", 0.15e-9, [about(f.separation, f.separation_error) for f in split], spent)
    single = [fit_doublet(spectrum(grid, 630e-9, 0.1e-9, 3e3, s, instrument), window) for s in range(count)]
    wrong = np.mean([f.split for f in single])
    print(f"  seen as two: {len(split) / count:.1%}; one line seen as two: {wrong:.1%}")
    print(f"shapes without response, {count} spectra of 3000 counts")
    for shape in ("lorentz", "gauss", "fano"):
        truth = {"centre": 630e-9, "width": 0.3e-9}
        seen = [shaped(grid, shape, s) for s in range(count)]
        fits, spent = timed(
            lambda s, seen=seen, shape=shape: fit_lines(seen[s], shape=shape).data.isel(line=0), count
        )
        for name, value in truth.items():
            table(f"{shape}: {name}", value, [about(f[name], f[f"{name}_error"]) for f in fits], spent)


def shaped(grid, shape, seed):
    fine = grid[:, None] + np.linspace(-0.5, 0.5, 21) * (grid[1] - grid[0])  # a pixel averages
    u, q, rng = 2 * (fine - 630e-9) / 0.3e-9, 3.0, np.random.default_rng(seed)
    forms = {"lorentz": 1 / (1 + u**2), "gauss": np.exp(-np.log(2) * u**2), "fano": (q + u) ** 2 / (1 + u**2)}
    clean = forms[shape].mean(axis=1)
    counts = rng.poisson(3e3 * clean / clean.max() + 100)
    return xr.DataArray(counts.astype(float), {"wavelength": grid}, ("wavelength",))


def decays(count):
    t = np.linspace(0, 10e-9, 200)
    cases = {
        "one lifetime, 1 ns": ([1e-9], [1.0], 0.0),
        "two, 0.3 ns and 2 ns": ([0.3e-9, 2e-9], [0.6, 0.4], 0.0),
        "one, 1 ns behind 0.2 ns": ([1e-9], [1.0], 0.2e-9),
    }
    for name, (taus, shares, response) in cases.items():
        axis = np.linspace(-1e-9, 10e-9, 220) if response else t
        clean = sum(a * behind(axis, tau, response) for a, tau in zip(shares, taus, strict=True))
        noise = [clean + 0.02 * np.random.default_rng(s).standard_normal(axis.size) for s in range(count)]
        print(f"decay: {name}, 2 % noise, {count} curves")
        fits, spent = timed(lambda s, n=noise, a=axis, r=response: fit_decay(a, n[s], response=r), count)
        right = [f for f in fits if f.lifetimes.size == len(taus)]
        print(f"  right number of lifetimes: {len(right) / count:.1%}")
        for i, tau in enumerate(taus):
            table(f"{tau * 1e9:g} ns", tau, [about(f.lifetimes[i], f.errors[i]) for f in right], spent)
        if name.startswith("one lifetime"):
            row("lmfit exponential, default", *lmfit_decay(t, noise, 1e-9))
    a, tau, strength = 1.0, 3e-9, 1e9
    grow = np.exp(-t / tau)
    clean = a * grow / (1 + strength * tau * a * (1 - grow))
    fits, spent = timed(
        lambda s: fit_decay(t, clean + 0.01 * np.random.default_rng(s).standard_normal(t.size), kind="auger"),
        count,
    )
    print(f"decay: Auger, 1 % noise, {count} curves")
    table("coefficient", strength, [about(f.auger, f.auger_error) for f in fits], spent)


def behind(t, tau, response):
    from scipy.special import erfc

    if not response:
        return np.exp(-t / tau)
    z = (response / tau - t / response) / np.sqrt(2)
    return 0.5 * np.exp(0.5 * (response / tau) ** 2 - t / tau) * erfc(z)


def lmfit_decay(t, curves, truth):
    from lmfit.models import ConstantModel, ExponentialModel

    values, errors = [], []
    model = ExponentialModel() + ConstantModel()
    for y in curves:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = model.fit(y, x=t * 1e9, amplitude=1, decay=2, c=0).params["decay"]
        values.append(found.value * 1e-9)
        errors.append((found.stderr or np.nan) * 1e-9)
    value, error = np.array(values), np.array(errors)
    return value, truth, value - 1.96 * error, value + 1.96 * error


def films(count):
    lam = np.arange(560, 700, 0.5) * 1e-9
    energy = HC / lam / MEV
    print(f"bands: emission 90 meV wide, absorption 80 meV, 40 meV apart, {count} pairs")
    found = []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        light = np.exp(-4 * np.log(2) * ((energy - 1960) / 90) ** 2) / lam**2
        seen = rng.poisson(2e3 * light / light.max() + 50).astype(float)
        edge = (
            0.3 * np.exp(-4 * np.log(2) * ((energy - 2000) / 80) ** 2)
            + 1e-5 * np.maximum(energy - 1950, 0) ** 2 / 4
        )
        found.append(fit_bands((lam, seen), (lam, edge + 0.002 * rng.standard_normal(lam.size))))
    table("emission, energy", 1960 * MEV, [about(b.emission.energy, b.emission.energy_error) for b in found])
    table("emission, width", 90 * MEV, [about(b.emission.fwhm, b.emission.fwhm_error) for b in found])
    table("Stokes shift", 40 * MEV, [about(b.stokes_shift, b.stokes_shift_error) for b in found])
    fluence = np.geomspace(2, 200, 8)
    print(f"gain threshold over 8 fluences, error 0.004 each, 0.003 common, {count} sets")
    sets = []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        lowest = 0.06 - 0.12 * fluence / (fluence + 20) + 0.004 * rng.standard_normal(8)
        sets.append(threshold_over_fluence(fluence, lowest + 0.003 * rng.standard_normal(), 0.004, 0.003))
    table("threshold", 20.0, sets)
    print(f"amplified emission, {count} curves")
    onset, half = [], []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        pump = np.geomspace(0.2, 5, 24)
        output = (pump + 12 * np.maximum(pump - 1, 0)) * np.exp(0.05 * rng.standard_normal(24))
        width = (5e-9 + 20e-9 / (1 + (pump / 1.15) ** 8)) * np.exp(0.03 * rng.standard_normal(24))
        d = fit_amplified(pump, output, width).data
        onset.append([float(d[v][0]) for v in ("onset", "onset_low", "onset_high")])
        half.append([float(d[v][1]) for v in ("onset", "onset_low", "onset_high")])
    fine = np.geomspace(0.2, 5, 200001)
    shape = 5 + 20 / (1 + (fine / 1.15) ** 8)
    table("bend of the output", 1.0, onset)
    table("half narrowed", fine[np.argmax(shape < np.sqrt(shape[0] * shape[-1]))], half)
    photons(count)


def photons(count):
    truth, found = None, []
    exact = {
        "energy": 1e-8,
        "spot_radius": 150e-6,
        "cross_section": 4e-18,
        "reflectance": 0.1,
        "calibration": 1.0,
    }
    spread = {
        "energy": 3e-10,
        "spot_radius": 8e-6,
        "cross_section": 8e-19,
        "reflectance": 0.03,
        "calibration": 0.05,
    }
    truth = absorbed_photons(wavelength=532e-9, **{k: Measured(v) for k, v in exact.items()}).value
    for seed in range(count):
        rng = np.random.default_rng(seed)
        seen = {k: Measured(exact[k] + spread[k] * rng.standard_normal(), spread[k]) for k in exact}
        one = absorbed_photons(wavelength=532e-9, **seen)
        found.append((one.value, one.low, one.high))
    print(f"photons absorbed, cross section known to 20 %, {count} sets")
    table("photons", truth, found)


def records(count):
    t = np.linspace(0, 6000, 600)
    for memory in (0.0, 0.7):
        print(f"record of 600 points, memory of the noise {memory:g}, {count} records")
        rate, drift = [], []
        for seed in range(count):
            rng = np.random.default_rng(seed)
            noise = np.zeros(t.size)
            for i in range(1, t.size):
                noise[i] = memory * noise[i - 1] + 0.02 * rng.standard_normal()
            pump = np.exp(0.03 * rng.standard_normal(t.size))
            light = pump**1.5 * np.exp(-2e-5 * t + noise)
            line = 630e-9 + 1e-15 * t + 0.3e-9 * (t > 3000) + 5e-12 * rng.standard_normal(t.size)
            d = fit_stability(t, light, line, pump).data
            rate.append(about(d.decay_rate, d.decay_rate_error))
            drift.append(about(d.drift, d.drift_error))
        table("rate of decay", 2e-5, rate)
        table("drift of the line", 1e-15, drift)
    print(f"chirp of a white-light probe, {count} matrices")
    delay, lam = np.linspace(-2e-12, 5e-12, 141), np.linspace(450e-9, 700e-9, 60)
    truth = 1.5e-12 * (1 - (450e-9 / lam) ** 2)
    late = []
    for seed in range(count // 4):
        rise = behind(delay[:, None] - truth, 50e-12, 0.1e-12) * (1 + 0.3 * np.cos(lam * 4e7))
        noisy = -rise + 0.03 * np.random.default_rng(seed).standard_normal(rise.shape)
        change = xr.DataArray(noisy, {"delay": delay, "wavelength": lam}, ("delay", "wavelength"))
        late.append(time_zero(change).span)
    row("span of time zero", late, float(np.ptp(truth)))


def main():
    rooms = {"combs": combs, "lines": lines, "decays": decays, "films": films, "records": records}
    parser = argparse.ArgumentParser()
    parser.add_argument("--curves", type=int, default=200)
    parser.add_argument("--only", nargs="*", choices=tuple(rooms))
    asked = parser.parse_args()
    for name in asked.only or rooms:
        rooms[name](asked.curves)


if __name__ == "__main__":
    main()
