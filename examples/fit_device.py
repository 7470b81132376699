"""From measured peaks and photoluminescence back to the device file, with errors.

The measurements are synthetic: a coated sphere of 8.06 um with a coat of 482 nm, seen with 0.03 nm; and a
film whose line is centred at 657 nm. The device file says 8.0 +/- 0.08 um, 490 +/- 20 nm and 655 nm. Sizes
and line come back, radius and index strongly correlated; a lifetime, which no peak knows, is refused.
"""

import numpy as np

import colase as cl
from colase.study.measured import MeasuredEmission, MeasuredPeaks

known = cl.replace(
    cl.load("duan2022-microsphere"),
    {
        "cavity.core_diameter": {"value": "8 um", "error": "0.08 um"},
        "cavity.coating_thickness": {"value": "490 nm", "error": "20 nm"},
        "cavity.coating_index": {"value": 1.76, "error": 0.02},
        "modes.start": "645 nm",
        "modes.stop": "670 nm",
        "modes.radial_max": 1,
    },
)
truth = cl.replace(
    known,
    {
        "cavity.core_diameter": "8.06 um",
        "cavity.coating_thickness": "482 nm",
        "gain.nanocrystal.emission_wavelength": "657 nm",
    },
)

rng = np.random.default_rng(0)
modes = truth.cavity.modes(truth.modes)
seen = modes.wavelength.values + 0.03e-9 * rng.standard_normal(modes.sizes["mode"])
peaks = MeasuredPeaks("peaks", seen, np.full(seen.size, 0.03e-9), tuple(modes.label.values))
grid = np.linspace(630e-9, 690e-9, 80)
line = truth.gain.emission(grid)[1] / grid**4
counts = 800 * line / line.max() + 8 * rng.standard_normal(80)
film = MeasuredEmission("film", grid, counts, np.full(80, 8.0))

sizes = ["cavity.core_diameter", "cavity.coating_thickness", "cavity.coating_index"]
found = cl.fit_device(known, [peaks, film], [*sizes, "gain.nanocrystal.emission_wavelength"])
print(found)
print(next(row for row in found.toml.splitlines() if row.startswith("coating_thickness")))

value, error = found.data.value.values, found.data.error.values
assert np.all(np.abs(value - [8.06e-6, 482e-9, 1.76, 657e-9]) < 3.5 * error)
assert error[1] < 2e-9
assert found.data.correlation.values[0, 2] < -0.9

refused = ""
try:
    cl.fit_device(known, [peaks], ["gain.nanocrystal.tau_x"])
except cl.InputError as said:
    refused = str(said)
print(refused)
assert "cannot determine" in refused
