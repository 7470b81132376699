"""A film of dots on MgF2 under the pump of adachi2015: temperature, what limits it, and other substrates."""

from math import inf

import numpy as np

from colase.device.thermal_library import thermal
from colase.heat import Heating, HeatLayer, Rectangle, Stack
from colase.heat.closed_forms import budget, rectangle_on_half_space

SHARE, PUMP = 0.17, 51e7  # of the pump as heat; W/m^2
SPOT = Rectangle(width=30e-6, height=50e-6)


def heating(substrate):
    """Return the hottest point of 120 nm of halide-capped dots on a substrate."""
    film = HeatLayer(name="film", thickness=120e-9, solid=thermal("nanocrystal-film-halide").solid)
    base = HeatLayer(name="substrate", thickness=inf, solid=thermal(substrate).solid)
    return Heating(Stack((film, base)), SPOT)


for substrate in ("glass", "MgF2", "sapphire", "silicon"):
    hot = heating(substrate)
    early, late = 295 + SHARE * PUMP * np.array([float(hot.step(2e-6)), hot.steady()]) - 273.15
    print(f"{substrate:10s} {early:6.1f} C after 2 us, {late:7.1f} C for ever")

hot = heating("MgF2")
print("\nwhere the steady rise comes from:")
spreading = rectangle_on_half_space(thermal("MgF2").solid, SPOT.width, SPOT.height)
parts = budget(hot.stack, spreading)
for name, resistance in parts.items():
    print(f"  {name:18s} {SHARE * PUMP * resistance:6.1f} K")

assert abs(295 + SHARE * PUMP * float(hot.step(2e-6)) - 273.15 - 60) < 1
