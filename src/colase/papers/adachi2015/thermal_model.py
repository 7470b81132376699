"""adachi2015: its film on its substrate under its pulse, as a model of heat.

One set of inputs: the printed films, spot, conductivities and temperatures, no boundary resistance, heat
made evenly in the film. What the text withholds is the heat capacity of the film (here that for which heat
crosses it in the printed 70 ns) and the share of the pump that becomes heat. That share multiplies every
rise, so each printed temperature or time fixes it; claims are held against each other through it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import inf, pi

import numpy as np

from colase.device.thermal_library import thermal
from colase.heat import (
    Heating,
    HeatLayer,
    Rectangle,
    Solid,
    Stack,
    Sweep,
    Thermoreflectance,
    fit_phase,
)
from colase.laser.self_heating.continuous import continuous
from colase.laser.self_heating.heat_balance import HeatBalance
from colase.laser.self_heating.sustained import HotLaser
from colase.laser.self_heating.threshold_law import ExponentialLaw
from colase.materials.multilayer import Multilayer

KW = 1e7  # W/m^2 in a kW/cm^2
AMBIENT, ZERO_CELSIUS = 295.0, 273.15
INORGANIC, ORGANIC, LASING, PULSE = 51.0, 83.0, 52.0, 88.0  # kW/cm^2
BASELINE = 50.0
SPOT = Rectangle(width=30e-6, height=50e-6)
PACKED = (0.9e6, 1.9e6)  # J/(m^3 K): 0.6 and 1.0 of bulk CdSe, CdS, ZnS
GUESSED = 2.4e-18  # m^2 at 442 nm: sample adachi2015-inorganic
NEEDED = 0.24 * 70e-9 / 120e-9**2 * 1e-6  # J/(cm^3 K) for which d^2/D is 70 ns


def film(organic: bool = False, thickness: float | None = None) -> HeatLayer:
    """Return one of the two films; the capacity of the halide film is taken for both."""
    name = "nanocrystal-film-organic" if organic else "nanocrystal-film-halide"
    capacity = thermal("nanocrystal-film-halide").solid.heat_capacity
    solid = replace(thermal(name).solid, heat_capacity=capacity)
    return HeatLayer(name="film", thickness=thickness or (300e-9 if organic else 120e-9), solid=solid)


def heating(layer: HeatLayer | None = None, substrate: str = "MgF2") -> Heating:
    """Return the hottest point of a film on a substrate under the printed spot."""
    base = HeatLayer(name="substrate", thickness=inf, solid=thermal(substrate).solid)
    return Heating(Stack((layer or film(), base)), SPOT)


def rise(heat: Heating, time: float, irradiance: float) -> float:
    """Return the rise in K for a pump in kW/cm^2 all of which becomes heat; steady for time inf."""
    return irradiance * KW * (heat.steady() if time == inf else float(heat.step(time)))


@cache
def share_for_sixty(irradiance: float = INORGANIC) -> float:
    """Return the heat share that gives 60 C after 2 us."""
    return (60 + ZERO_CELSIUS - AMBIENT) / rise(heating(), 2e-6, irradiance)


@cache
def share_for_end(end: float = 1.8e-6) -> float:
    """Return the heat share with which lasing at 88 kW/cm^2 ends at a time (s), threshold 52 kW/cm^2."""
    limit = ExponentialLaw(threshold=LASING * KW).endured(PULSE * KW) - AMBIENT
    return limit / rise(heating(), end, PULSE)


def hot_laser(share: float, threshold: float = LASING, substrate: str = "MgF2") -> HotLaser:
    """Return the laser with a heat share set by hand and no light coupled out."""
    balance = HeatBalance(
        absorbed=1.0, photon_ratio=442 / 643, radiative_yield=0.0, outcoupling=0.0, override=share
    )
    return HotLaser(
        heating=heating(substrate=substrate), balance=balance, law=ExponentialLaw(threshold=threshold * KW)
    )


def crossing_times(eigenmode: bool = False) -> tuple[float, ...]:
    """Return d^2/D (or 4 d^2/(pi^2 D)) of the film in ns, for the plausible heat capacities."""
    layer = film()
    factor = 4 / pi**2 if eigenmode else 1.0
    return tuple(
        factor * replace(layer, solid=replace(layer.solid, heat_capacity=C)).diffusion_time * 1e9
        for C in PACKED
    )


def absorbed_share(cross_section: float = GUESSED) -> float:
    """Return absorbed over incident light for a cross section at 442 nm (m^2) and the printed density."""
    absorption = cross_section * 2.2e24
    index = 1.97 + 1j * absorption * 442e-9 / (4 * pi)
    return float(Multilayer((120e-9,), (index,), 1.38).absorb(442e-9).layers[0, 0])


def own_share(cross_section: float = GUESSED) -> float:
    """Return heat over incident light of a dark film."""
    absorbed = absorbed_share(cross_section)
    return float(HeatBalance(absorbed=absorbed, photon_ratio=442 / 643, radiative_yield=0.05).heat())


def least_share() -> float:
    """Return heat over incident light if every exciton gave a photon that leaves: the quantum defect."""
    return absorbed_share() * (1 - 442 / 643)


@cache
def needed_cross_sections() -> tuple[float, float]:
    """Return cross sections at 442 nm (1e-15 cm^2) for 60 C at 2 us, 51 kW/cm^2, and for lasing to 1.8 us."""
    from scipy.optimize import brentq

    def needed(share: float) -> float:
        found = brentq(lambda c: own_share(c) - share, 1e-21, GUESSED, xtol=1e-24)
        return float(found) * 1e19  # type: ignore[arg-type]

    return needed(share_for_sixty()), needed(share_for_end())


def sensitivities(share: float, resistance: float = 0.0) -> tuple[float, float, float]:
    """Return changes of the steady temperature in % of degrees C: threshold, thickness, substrate."""
    layer = replace(film(), resistance=resistance)
    base = heating(layer)
    substrate = base.stack.layers[1]
    worse = Solid(conductivity=10.5, lateral_conductivity=15.0, heat_capacity=substrate.solid.heat_capacity)
    cases = (
        2 * rise(base, inf, BASELINE),
        rise(heating(replace(layer, thickness=2 * layer.thickness)), inf, BASELINE),
        rise(replace(base, stack=base.stack.with_layer(replace(substrate, solid=worse))), inf, BASELINE),
    )
    cold = AMBIENT - ZERO_CELSIUS
    first = cold + share * rise(base, inf, BASELINE)
    one, two, three = (100 * ((cold + share * case) / first - 1) for case in cases)
    return one, two, three


@cache
def reconciling_resistance() -> tuple[float, float]:
    """Return heat share and boundary resistance (m^2 K/W) nearest to 60 C and the three changes."""
    from scipy.optimize import least_squares

    def miss(p: np.ndarray) -> np.ndarray:
        share, resistance = np.exp(p)
        at_two = rise(heating(replace(film(), resistance=resistance)), 2e-6, BASELINE)
        warm = AMBIENT - ZERO_CELSIUS + share * at_two
        return np.array([warm, *sensitivities(share, resistance)]) - (60.0, 80.0, 14.0, 50.0)

    found = np.exp(least_squares(miss, np.log([0.15, 1e-7])).x)
    return float(found[0]), float(found[1])


def margin(substrate: str, threshold: float) -> float:
    """Return the margin to continuous lasing at a threshold in kW/cm^2, heat share from 60 C at 2 us."""
    return continuous(hot_laser(share_for_sixty(), threshold, substrate)).margin


def fit_error() -> float:
    """Return the standard error of 0.24 W/(m K) from a synthetic sweep of the printed stack."""
    gold = HeatLayer(name="gold", thickness=100e-9, solid=thermal("gold").solid, resistance=2e-8)
    layer = replace(film(thickness=180e-9), resistance=1e-8)
    silicon = HeatLayer(name="silicon", thickness=inf, solid=thermal("silicon").solid)
    stack = Stack((gold, layer, silicon))
    experiment = Thermoreflectance(stack=stack, pump_radius=4e-6, probe_radius=4e-6)
    frequency = tuple(np.geomspace(1e5, 2e7, 40).tolist())
    noise = np.radians(0.2) * np.random.default_rng(0).standard_normal(40)
    sweep = Sweep(frequency, tuple((experiment.phase(frequency) + noise).tolist()))
    known = {"pump_radius": 0.12e-6, "probe_radius": 0.12e-6, "gold.thickness": 3e-9, "film.thickness": 5e-9}
    fit = fit_phase(sweep, experiment, {"film.conductivity": 0.4}, known | {"film.heat_capacity": 0.12e6})
    return fit.error("film.conductivity")


def rest(changes: tuple[float, float, float]) -> float:
    """Return what the change by the power leaves over those by thickness and substrate, in %."""
    return changes[0] - changes[1] - changes[2]


def reconciled() -> tuple[float, ...]:
    """Return temperature (C) after 2 us and the three changes (%) with the reconciling resistance."""
    share, resistance = reconciling_resistance()
    at_two = rise(heating(replace(film(), resistance=resistance)), 2e-6, BASELINE)
    return (AMBIENT - ZERO_CELSIUS + share * at_two, *sensitivities(share, resistance))


def share_ratio_with_resistance() -> float:
    """Return heat share of 60 C at 2 us over that of lasing to 1.8 us, with the reconciling resistance."""
    _, resistance = reconciling_resistance()
    heat = heating(replace(film(), resistance=resistance))
    sixty = (60 + ZERO_CELSIUS - AMBIENT) / rise(heat, 2e-6, INORGANIC)
    limit = ExponentialLaw(threshold=LASING * KW).endured(PULSE * KW) - AMBIENT
    return sixty / (limit / rise(heat, 1.8e-6, PULSE))
