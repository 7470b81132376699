"""A microdisk of dots on a pedestal: how wide the pedestal must be for lasing to last.

Finite elements on two meshes for every shape; the wider the pedestal the more heat leaves, but a mode at the
rim needs air below it.
"""

import numpy as np

from colase.device.thermal_library import thermal
from colase.heat import square
from colase.heat.bodies import BodyHeating, disk
from colase.laser.self_heating.heat_balance import HeatBalance
from colase.laser.self_heating.sustained import HotLaser, sustained
from colase.laser.self_heating.threshold_law import ExponentialLaw

dots, silica = thermal("nanocrystal-film-halide").solid, thermal("fused-silica").solid
balance = HeatBalance(absorbed=0.3, photon_ratio=442 / 643, radiative_yield=0.1, escape=0.3, outcoupling=0.5)
law = ExponentialLaw(threshold=5e7)  # 5 kW/cm^2

durations = []
for radius in (1e-6, 2e-6, 3e-6):
    body = disk(4e-6, 200e-9, dots, silica, pedestal=(radius, 1e-6, silica))
    heating = BodyHeating(body, "disk")
    run = sustained(HotLaser(heating=heating, balance=balance, law=law), 10e7, square(10e-6))
    durations.append(run.duration)
    print(
        f"pedestal {radius * 1e6:.0f} um: lases {run.duration * 1e6:.3f} us, steady rise "
        f"{heating.steady() * 1e7:.0f} K per kW/cm^2, two meshes differ by {heating.error(1e-6):.0e}"
    )
    assert heating.error(1e-6) < 2e-3

assert durations[0] < durations[1] < durations[2]
assert durations[2] / durations[0] > 1.5
assert np.isfinite(durations).all()
