"""How long a quantum-dot laser lasts under its own heat, and what would make it continuous."""

from math import inf

import numpy as np

from colase.device.thermal_library import thermal
from colase.heat import Heating, HeatLayer, Rectangle, Stack, square
from colase.laser.self_heating.continuous import continuous
from colase.laser.self_heating.duration_map import duration_map, film_thicknesses
from colase.laser.self_heating.heat_balance import HeatBalance
from colase.laser.self_heating.heat_levers import heat_levers
from colase.laser.self_heating.sustained import HotLaser, sustained
from colase.laser.self_heating.threshold_law import ExponentialLaw

KW = 1e7  # W/m^2 in a kW/cm^2
film = HeatLayer(name="film", thickness=120e-9, solid=thermal("nanocrystal-film-halide").solid)
base = HeatLayer(name="MgF2", thickness=inf, solid=thermal("MgF2").solid)
laser = HotLaser(
    heating=Heating(Stack((film, base)), Rectangle(width=30e-6, height=50e-6)),
    balance=HeatBalance(
        absorbed=0.22, photon_ratio=442 / 643, radiative_yield=0.05, escape=0.2, outcoupling=0.3, override=0.1
    ),
    law=ExponentialLaw(threshold=52 * KW),
)

run = sustained(laser, 88 * KW, square(2.5e-6))
print(run.describe())
print(continuous(laser).describe())
print(heat_levers(laser, 88 * KW, square(2.5e-6), points=60).describe())

found = duration_map(
    film_thicknesses(laser, np.array([80e-9, 120e-9, 200e-9])),
    np.array([60, 80, 100]) * KW,
    square(2.5e-6),
    ("film thickness", "m"),
)
print("\nlasing in us over film thickness (nm) and pump (60, 80, 100 kW/cm^2)")
for thickness, row in zip(found.choice.values, found.duration.values * 1e6, strict=True):
    print(f"  {thickness * 1e9:4.0f}  " + "  ".join(f"{t:6.3f}" for t in row))

assert 1.6e-6 < run.duration < 2.5e-6
