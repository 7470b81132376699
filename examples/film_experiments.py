"""One film, three experiments: amplified emission along a stripe, its length varied, pump and probe.

The spin-coated platelet film of azizov2025 (most inputs are guesses): where the line narrows, what gain an
experiment reads from two lengths beside the one that is there, and how amplified emission shortens the decay.
"""

import numpy as np

import colase as cl
from colase import study

film = cl.replace(cl.load("azizov2025-film"), {"transient": {"points": 2, "spot": "300 um"}})
modes = cl.modes(film)

stripe = cl.amplified_emission(film, np.geomspace(0.04, 1.0, 8), modes=modes)
print(stripe.describe())

lengths = cl.variable_stripe(film, 4 * stripe.threshold, np.geomspace(10e-6, 500e-6, 10), modes=modes)
two_lengths = study.stripe_gain(lengths)
assert two_lengths is not None, "no pair of lengths shows gain"
read, at = two_lengths
there = float(lengths.data.modal_gain.max())
print(
    f"two lengths read {read / 100:.0f} 1/cm at {at * 1e6:.0f} um; "
    f"right after a flash it is {there / 100:.0f}"
)

probe = cl.transient(film, modes)
print(probe.describe())
alone, together = (float(probe.data[name][-1]) for name in ("gain_time_alone", "gain_time"))

# What is read is less than what is there, and amplified emission takes the gain away sooner.
assert 0.2 < read / there < 1.0
assert together < 0.9 * alone
