"""The conductivity of a film of dots from a synthetic thermoreflectance sweep, with an honest error.

The stack of adachi2015: 100 nm of gold on a film on silicon. The error of the conductivity comes from the
noise, and as much from the beam radii and thicknesses that had to be assumed.
"""

from math import inf

import numpy as np

from colase.heat import HeatLayer, Solid, Stack, Sweep, Thermoreflectance, fit_phase

TRUTH = 0.22  # W/(m K)
layers = (
    HeatLayer(
        name="gold", thickness=100e-9, solid=Solid(conductivity=200, heat_capacity=2.49e6), resistance=2e-8
    ),
    HeatLayer(
        name="film", thickness=180e-9, solid=Solid(conductivity=TRUTH, heat_capacity=1.3e6), resistance=1e-8
    ),
    HeatLayer(name="silicon", thickness=inf, solid=Solid(conductivity=148, heat_capacity=1.64e6)),
)
sample = Thermoreflectance(stack=Stack(layers), pump_radius=4e-6, probe_radius=4e-6)

frequency = np.geomspace(1e5, 2e7, 40)
noise = np.radians(0.2) * np.random.default_rng(7).standard_normal(40)
sweep = Sweep(tuple(frequency), tuple(sample.phase(frequency) + noise))
known = {"pump_radius": 0.12e-6, "probe_radius": 0.12e-6, "gold.thickness": 3e-9, "film.thickness": 5e-9}

fit = fit_phase(sweep, sample, {"film.conductivity": 0.5}, known | {"film.heat_capacity": 0.13e6})
print(fit.describe())

print("\nwith the boundary below the film unknown as well:")
both = fit_phase(sweep, sample, {"film.conductivity": 0.5, "film.resistance": 5e-8}, known)
print(both.describe())

assert abs(fit.value("film.conductivity") - TRUTH) < 2.5 * fit.error("film.conductivity") < 0.1
