"""How often the 95 % interval of `fit device` holds the truth, on folders of spectra made from known devices.

Every seed writes spectra as an instrument does (3 % noise of a spectrum, 2 % jitter of the pump, a factor on
all pump values drawn from its 5 % error), reads them back and fits the cross section at the pump and the
emission line together, starting off the truth. Run: python benchmarks/device_fit_coverage.py [seeds]
"""

import sys
import tempfile
import time

import numpy as np

import colase as cl
from colase.measurement.synthetic import SyntheticInstrument
from colase.study.measured import DataErrors, data_of, fit_device
from colase.study.measured.simulate import Spectrometer, simulate_series, write_series

DEVICES = {
    "duan2022-microsphere": {
        "cavity.core_diameter": "8 um",
        "modes.start": "648 nm",
        "modes.stop": "668 nm",
        "modes.radial_max": 1,
    },
    "adachi2015-dfb": {},
    "lafalce2019-disk": {"modes.start": "625 nm", "modes.stop": "650 nm"},
}
FREE = ("gain.nanocrystal.sigma_pump", "gain.nanocrystal.emission_wavelength")
OFF = (1.25, 1.003)
ERRORS = DataErrors(output=0.03, within=0.02, jitter=0.02, pump_scale=0.05)


def one(truth: cl.Device, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return whether each interval holds the truth, and the errors that the values are off by."""
    factor = float(np.exp(0.05 * np.random.default_rng(1000 + seed).standard_normal()))
    bench = SyntheticInstrument(
        relative=0.03, shot=1, read=6, background=300, saturation=65535, pump_jitter=0.02,
        pump_scale=factor, resolution=0.1e-9,
    )  # fmt: skip
    real = np.array([getattr(truth.gain.nanocrystal, path.rpartition(".")[2]) for path in FREE])
    with tempfile.TemporaryDirectory() as folder:
        seen = simulate_series(
            truth, count=10, instrument=bench, spectrometer=Spectrometer(pixels=512), seed=seed
        )
        write_series(seen, folder, "csv")
        start = cl.replace(
            truth, {p: f"{v * f:.8g} {u}" for p, v, f, u in zip(FREE, real, OFF, ("m^2", "m"), strict=True)}
        )
        data, _ = data_of(start, f"series={folder}", ERRORS, pattern="spectrum_{pump}uJ.csv", dark=300.0)
        found = fit_device(start, data, FREE, seed=seed).data
    low, value, high, error = (found[n].values[:2] for n in ("low", "value", "high", "error"))
    return (low <= real) & (real <= high), (value - real) / error


def main() -> None:
    """Print coverage, distance in errors and processor time a fit, for each device."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    names = sys.argv[2:] or list(DEVICES)
    for name in names:
        truth = cl.replace(cl.load(name), DEVICES[name]) if DEVICES[name] else cl.load(name)
        begin = time.process_time()
        found = [one(truth, seed) for seed in range(seeds)]
        seconds = (time.process_time() - begin) / seeds
        held, off = (np.array(column) for column in zip(*found, strict=True))
        for i, path in enumerate(FREE):
            share = f"{held[:, i].sum():2d} of {seeds}"
            apart = f"{off[:, i].mean():+.2f} +/- {off[:, i].std():.2f} errors"
            print(f"{name:20s} {path:38s} held in {share}, off by {apart}, {seconds:.1f} s a fit", flush=True)


if __name__ == "__main__":
    main()
