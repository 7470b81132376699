"""From a folder of spectra back to the device file: cross section at the pump and emission line, with errors.

The folder is synthetic: a coated sphere of 8 um, eight pump levels, 3 % noise of a spectrum, 2 % jitter of
the pump, shot noise and background. The device file it is fitted with is 25 % and 2 nm off. Light, spectra
and the strongest line are fitted together; how much of the light was collected cannot be told: refused.
"""

import tempfile

import numpy as np

import colase as cl
from colase.study.measured import DataErrors, data_of, fit_device
from colase.study.measured.simulate import Spectrometer, simulate_series, write_series

truth = cl.replace(
    cl.load("duan2022-microsphere"),
    {"cavity.core_diameter": "8 um", "modes.start": "648 nm", "modes.stop": "668 nm", "modes.radial_max": 1},
)
free = ["gain.nanocrystal.sigma_pump", "gain.nanocrystal.emission_wavelength"]
real = np.array([truth.gain.nanocrystal.sigma_pump, truth.gain.nanocrystal.emission_wavelength])
start = cl.replace(truth, {free[0]: f"{1.25 * real[0]:.6g} m^2", free[1]: f"{real[1] + 2e-9:.9g} m"})

with tempfile.TemporaryDirectory() as folder:
    write_series(
        simulate_series(truth, count=8, spectrometer=Spectrometer(pixels=512), seed=4), folder, "csv"
    )
    errors = DataErrors(output=0.03, within=0.02, jitter=0.02, pump_scale=0.02)
    data, notes = data_of(start, f"series={folder}", errors, pattern="spectrum_{pump}uJ.csv", dark=300.0)
    found = fit_device(start, data, free, files=[folder])

print(*notes, found, sep="\n")
value, error = found.data.value.values[:2], found.data.error.values[:2]
assert np.all(np.abs(value - real) < 3.5 * error)
assert error[0] < 0.08 * value[0]
assert error[1] < 1e-9
assert "sha256" in found.toml

refused = ""
try:
    fit_device(start, data[:1], ["instrument.collection"])
except cl.InputError as said:
    refused = str(said)
print(refused)
assert "cannot determine" in refused
