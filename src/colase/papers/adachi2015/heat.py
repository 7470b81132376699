"""adachi2015: how hot, how long, and what would make it continuous (text on figure 4, discussion).

One set of inputs: the printed films, spot, conductivities and temperatures, no boundary resistance, heat
made evenly in the film. What the text withholds is the heat capacity of the film (here that for which heat
crosses it in the printed 70 ns) and the share of the pump that becomes heat. That share multiplies every
rise, so each printed temperature or time fixes it; claims are held against each other through it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
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
    square,
)
from colase.laser.self_heating.continuous import continuous
from colase.laser.self_heating.heat_balance import HeatBalance
from colase.laser.self_heating.sustained import HotLaser, sustained
from colase.laser.self_heating.threshold_law import ExponentialLaw
from colase.materials.multilayer import Multilayer
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, NoNumber, Values

KW = 1e7  # W/m^2 in a kW/cm^2
AMBIENT, ZERO_CELSIUS = 295.0, 273.15
INORGANIC, ORGANIC, LASING, PULSE = 51.0, 83.0, 52.0, 88.0  # kW/cm^2
BASELINE = 50.0
SPOT = Rectangle(width=30e-6, height=50e-6)
PACKED = (0.9e6, 1.9e6)  # J/(m^3 K): 0.6 and 1.0 of bulk CdSe, CdS, ZnS
NEEDED = 0.24 * 70e-9 / 120e-9**2 * 1e-6  # J/(cm^3 K) for which d^2/D is 70 ns
WITHHELD = "the share of the pump that becomes heat and the film's heat capacity (Supplementary Table 2)"
SET = "printed films, spot and conductivities; no boundary resistance; film 1.17 J/(cm^3 K)"

_claim = partial(Claim, paper="adachi2015", inputs=SET)


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


def own_share() -> float:
    """Return heat over incident light from the guessed cross section at 442 nm and a dark film."""
    absorption = 2.4e-18 * 2.2e24  # 1/m: sample adachi2015-inorganic times the printed density
    index = 1.97 + 1j * absorption * 442e-9 / (4 * pi)
    light = Multilayer((120e-9,), (index,), 1.38).absorb(442e-9)
    balance = HeatBalance(absorbed=float(light.layers[0, 0]), photon_ratio=442 / 643, radiative_yield=0.05)
    return float(balance.heat())


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


CLAIMS = (
    _claim(
        place="Thermal simulations",
        quantity="time for heat to cross the film, d^2/D, heat capacity 0.9 and 1.9 J/(cm^3 K)",
        printed=Values((70.0,), 10.0, "printed as about 70 ns"),
        unit="ns",
        compute=crossing_times,
        method="d^2 C/k",
        inputs="0.24 W/(m K), 120 nm; 0.6 to 1.0 of the capacity of bulk CdSe, CdS, ZnS (from memory)",
        missing=f"the film's heat capacity; 70 ns is d^2/D for {NEEDED:.2f} J/(cm^3 K)",
    ),
    _claim(
        place="Thermal simulations",
        quantity="the same as the slowest eigenmode, 4 d^2/(pi^2 D)",
        printed=Values((70.0,), 10.0, "printed as about 70 ns"),
        unit="ns",
        compute=partial(crossing_times, eigenmode=True),
        method="4 d^2 C/(pi^2 k)",
        inputs="0.24 W/(m K), 120 nm; 0.6 to 1.0 of the capacity of bulk CdSe, CdS, ZnS (from memory)",
        missing=(
            f"the film's heat capacity; 70 ns would need {pi**2 / 4 * NEEDED:.2f} J/(cm^3 K): above bulk"
        ),
    ),
    _claim(
        place="Figs. 3 and 4a",
        quantity="pump over threshold at which lasing ends, 88 over 52 kW/cm^2",
        printed=Values((1.7,), 0.05, "half of the last printed digit"),
        unit="",
        compute=lambda: PULSE / LASING,
        method="lasing ends when the threshold has risen to the pump",
        inputs="printed",
    ),
    _claim(
        place="Fig. 4b",
        quantity="temperature of the film after 2 us at 51 kW/cm^2",
        printed=Values((60.0,), 5.0, "printed as about 60 C"),
        unit="C",
        compute=lambda: AMBIENT - ZERO_CELSIUS + own_share() * rise(heating(), 2e-6, INORGANIC),
        method="layered conduction; absorbed share from the multilayer",
        inputs=f"{SET}; guessed cross section at 442 nm, 5 % of excitons radiate",
        missing=f"{WITHHELD}; 60 C needs 0.17 of the pump as heat",
    ),
    _claim(
        place="Fig. 4b",
        quantity="rise of the organic film over that of the halide film after 2 us, 83 and 51 kW/cm^2",
        printed=Bounds("marked difference", 1.5, inf, "our reading: one and a half times or more"),
        unit="",
        compute=lambda: rise(heating(film(organic=True)), 2e-6, ORGANIC) / rise(heating(), 2e-6, INORGANIC),
        method="layered conduction",
        hypothesis="the same share of the pump becomes heat in both films (equal optical density)",
    ),
    _claim(
        place="Figs. 3d and 4b",
        quantity="heat share for 60 C at 2 us, 51 kW/cm^2, over that for lasing to 1.8 us at 88 kW/cm^2",
        printed=Bounds("one device", 0.9, 1.1, "one share must do for both; 10 % for 60 C printed as about"),
        unit="",
        compute=lambda: share_for_sixty() / share_for_end(),
        method="layered conduction, threshold P_0 exp(dT/71.6 K)",
        reason="the two statements cannot hold together: 60 C at threshold pumping means 86 C at 88 kW/cm^2",
    ),
    _claim(
        place="Figs. 3d and 4b",
        quantity="the same, if 60 C holds at the 88 kW/cm^2 of Fig. 3d",
        printed=Bounds("one device", 0.9, 1.1, "one share must do for both; 10 % for 60 C printed as about"),
        unit="",
        compute=lambda: share_for_sixty(PULSE) / share_for_end(),
        method="layered conduction, threshold P_0 exp(dT/71.6 K)",
        hypothesis="the 60 C of the text belongs to the pump of Fig. 3d, not to the threshold in the caption",
    ),
    _claim(
        place="Fig. 3d",
        quantity="lasing at 88 kW/cm^2 with the heat share of 60 C at 2 us, 51 kW/cm^2",
        printed=Values((1.8,), 0.1, "last printed digit"),
        unit="us",
        compute=lambda: sustained(hot_laser(share_for_sixty()), PULSE * KW, square(2.5e-6)).duration * 1e6,
        method="self-consistent lasing under heat, no light coupled out",
        reason="the threshold reaches the pump while heat still fills the film",
    ),
    _claim(
        place="Fig. 3d",
        quantity="lasing at 88 kW/cm^2 with the heat share of 60 C at 2 us, 88 kW/cm^2",
        printed=Values((1.8,), 0.4, "a printed 1.8 us and 60 C known to about 2 degrees"),
        unit="us",
        compute=lambda: (
            sustained(hot_laser(share_for_sixty(PULSE)), PULSE * KW, square(2.5e-6)).duration * 1e6
        ),
        method="self-consistent lasing under heat, no light coupled out",
        hypothesis="the 60 C of the text belongs to the pump of Fig. 3d",
    ),
    _claim(
        place="Thermal simulations",
        quantity="change of the steady temperature (C), threshold doubled",
        printed=Values((80.0,), 2.0, "a printed percentage, and about twice"),
        unit="%",
        compute=lambda: sensitivities(share_for_sixty(BASELINE))[0],
        method="steady layered conduction at 50 kW/cm^2",
        hypothesis="heat share from 60 C at 2 us; percentages of degrees Celsius",
    ),
    _claim(
        place="Thermal simulations",
        quantity="the same, film twice as thick",
        printed=Values((14.0,), 2.0, "a printed percentage, and about twice"),
        unit="%",
        compute=lambda: sensitivities(share_for_sixty(BASELINE))[1],
        method="steady layered conduction at 50 kW/cm^2, same heat",
        hypothesis="heat share from 60 C at 2 us; percentages of degrees Celsius",
        reason="without a boundary resistance thickness and substrate must add up to the 80 % of the power",
    ),
    _claim(
        place="Thermal simulations",
        quantity="the same, substrate half as conductive",
        printed=Values((50.0,), 2.0, "a printed percentage, and about twice"),
        unit="%",
        compute=lambda: sensitivities(share_for_sixty(BASELINE))[2],
        method="steady layered conduction at 50 kW/cm^2",
        hypothesis="heat share from 60 C at 2 us; percentages of degrees Celsius",
        reason="without a boundary resistance thickness and substrate must add up to the 80 % of the power",
    ),
    _claim(
        place="Thermal simulations",
        quantity="change by the threshold less those by thickness and substrate",
        printed=Values((16.0,), 3.0, "80 - 14 - 50, three rounded numbers"),
        unit="%",
        compute=lambda: _rest(sensitivities(share_for_sixty(BASELINE))),
        method="exact identity: twice the power is twice every resistance",
        reason="a linear stack of film and substrate leaves nothing over, whatever the heat share",
    ),
    _claim(
        place="Thermal simulations",
        quantity="60 C and 80, 14, 50 % with one boundary resistance of 0.22 mm^2 K/W under the film",
        printed=Values((60.0, 80.0, 14.0, 50.0), 3.0, "rounded numbers, and about twice"),
        unit="",
        compute=lambda: _reconciled(),
        method="least squares over heat share and resistance",
        hypothesis="two numbers fitted to four; 130 nm of silica and an interface have about this resistance",
    ),
    _claim(
        place="Fig. 4d",
        quantity="steady temperatures on glass, MgF2, sapphire and silicon at 50 kW/cm^2",
        printed=NoNumber("falls with the conductivity of the substrate", "curves are pictures"),
        unit="C",
        compute=lambda: [
            AMBIENT - ZERO_CELSIUS + share_for_sixty(BASELINE) * rise(heating(substrate=s), inf, BASELINE)
            for s in ("glass", "MgF2", "sapphire", "silicon")
        ],
        method="steady layered conduction, heat share from 60 C at 2 us",
        missing="numbers of Fig. 4d, and the heat share",
    ),
    _claim(
        place="Discussion",
        quantity="margin to continuous lasing on aluminium with half the threshold, 26 kW/cm^2",
        printed=Bounds("should enable continuous lasing", 1.0, inf, "a margin of one is the boundary"),
        unit="",
        compute=lambda: margin("aluminium", LASING / 2),
        method="steady conduction, threshold P_0 exp(dT/71.6 K), heat share from 60 C at 2 us",
        missing=f"{WITHHELD}; how much lower the threshold would be; thermal resistance of the cladding",
    ),
    _claim(
        place="Discussion",
        quantity="margin to continuous lasing as built, 52 kW/cm^2 on MgF2",
        printed=Bounds("not reached", 0.0, 1.0, "a margin of one is the boundary"),
        unit="",
        compute=lambda: margin("MgF2", LASING),
        method="steady conduction, threshold P_0 exp(dT/71.6 K)",
        hypothesis="heat share from 60 C at 2 us",
    ),
    _claim(
        place="Thermal measurements",
        quantity="standard error of 0.24 W/(m K) from a synthetic sweep with 0.2 degrees of noise",
        printed=Bounds("+-0.04 W/(m K)", 0.0, 0.04, "at most the printed error"),
        unit="W/(m K)",
        compute=fit_error,
        method="fit of the phase with 3 % errors of beams, gold and film thickness, 10 % of heat capacity",
        inputs="printed stack; 4 um beams and 0.1 to 20 MHz chosen here",
        missing="the sweeps, frequency range, beam radii and boundary resistances",
    ),
)


def _rest(changes: tuple[float, float, float]) -> float:
    return changes[0] - changes[1] - changes[2]


def _reconciled() -> tuple[float, ...]:
    share, resistance = reconciling_resistance()
    at_two = rise(heating(replace(film(), resistance=resistance)), 2e-6, BASELINE)
    return (AMBIENT - ZERO_CELSIUS + share * at_two, *sensitivities(share, resistance))
