"""A sphere under a pump that never stops: from which irradiance does it lase, and how steep is the rise?

The temperature is taken as given, although such a pump heats the film.
"""

import numpy as np

import colase as cl

device = cl.load("duan2022-microsphere")
device = cl.replace(device, {"modes.start": 650e-9, "modes.stop": 680e-9, "modes.radial_max": 1})
irradiance = np.geomspace(1e6, 1e10, 41)  # W/m^2, from 0.1 kW/cm^2
light = cl.steady_state(device, irradiance)

power = light.data["emitted_power"].values.sum(axis=1)
for i in range(0, irradiance.size, 5):
    print(f"{irradiance[i] * 1e-7:10.3g} kW/cm2   {power[i] * 1e3:10.3g} mW from all modes")
print(light.describe())

# Books close, and far above threshold twice the pump gives close to twice the light.
slope = np.diff(np.log(power)) / np.diff(np.log(irradiance))
print(f"steepest rise {slope.max():.1f}, slope at the end {slope[-1]:.2f}")
assert light.balance < 1e-8
assert slope.max() > 2
