"""adachi2015: how hot, how long, and what would make it continuous (text on figure 4, discussion).

The model and its one set of inputs are in `thermal_model`. The share of the pump that becomes heat multiplies
every rise, so each printed temperature or time fixes it; claims are held against each other through it.
"""

from __future__ import annotations

from functools import partial
from math import inf, pi

from colase.heat import square
from colase.laser.self_heating.sustained import sustained
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, NoNumber, Values

from .thermal_model import (
    AMBIENT,
    BASELINE,
    INORGANIC,
    KW,
    LASING,
    NEEDED,
    ORGANIC,
    PULSE,
    ZERO_CELSIUS,
    crossing_times,
    film,
    fit_error,
    heating,
    hot_laser,
    least_share,
    margin,
    needed_cross_sections,
    own_share,
    reconciled,
    rest,
    rise,
    sensitivities,
    share_for_end,
    share_for_sixty,
    share_ratio_with_resistance,
)

WITHHELD = "the share of the pump that becomes heat and the film's heat capacity (Supplementary Table 2)"
SET = "printed films, spot and conductivities; no boundary resistance; film 1.17 J/(cm^3 K)"

_claim = partial(Claim, paper="adachi2015", inputs=SET)


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
        place="Figs. 3d and 4b",
        quantity="cross section at 442 nm whose computed heat gives 60 C at 2 us, and 1.8 us of lasing",
        printed=NoNumber("not printed", "the absorbed share is in Supplementary Table 2"),
        unit="1e-15 cm^2",
        compute=needed_cross_sections,
        method="absorbed share from the multilayer, layered conduction, threshold P_0 exp(dT/71.6 K)",
        inputs=f"{SET}; guessed here: 24e-15 cm^2, which makes 44 % of the pump heat",
        missing=(
            "the absorbed share: the single input that would reconcile each, about a third or a fifth of "
            "what is guessed, but not one for both"
        ),
    ),
    _claim(
        place="Figs. 3d and 4b",
        quantity="least heat of the guessed film, every exciton a photon that leaves, over that of 1.8 us",
        printed=Bounds("lasing to 1.8 us", 0.0, 1.0, "heat must not exceed what the end of lasing allows"),
        unit="",
        compute=lambda: least_share() / share_for_end(),
        method="quantum defect 1 - 442/643 of the absorbed share",
        inputs=f"{SET}; guessed cross section at 442 nm",
        missing="the absorbed share; no yield or outcoupling reconciles it, only less absorbed light does",
    ),
    _claim(
        place="Fig. 4b",
        quantity="temperature of the organic film after 2 us at 83 kW/cm^2",
        printed=NoNumber("much hotter than 60 C", "the curve is a picture"),
        unit="C",
        compute=lambda: AMBIENT - ZERO_CELSIUS + share_for_sixty() * rise(heating(film(True)), 2e-6, ORGANIC),
        method="layered conduction, heat share from 60 C of the halide film at 51 kW/cm^2",
        missing="numbers of Fig. 4b, and the heat share",
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
        quantity="the same with a boundary resistance of 0.22 mm^2 K/W",
        printed=Bounds("one device", 0.9, 1.1, "one share must do for both; 10 % for 60 C printed as about"),
        unit="",
        compute=share_ratio_with_resistance,
        method="layered conduction, threshold P_0 exp(dT/71.6 K)",
        reason="every linear stack leaves about 88/51 of a contradiction, whatever its resistances",
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
        compute=lambda: rest(sensitivities(share_for_sixty(BASELINE))),
        method="exact identity: twice the power is twice every resistance",
        reason="a linear stack of film and substrate leaves nothing over, whatever the heat share",
    ),
    _claim(
        place="Thermal simulations",
        quantity="60 C and 80, 14, 50 % with one boundary resistance of 0.22 mm^2 K/W under the film",
        printed=Values((60.0, 80.0, 14.0, 50.0), 3.0, "rounded numbers, and about twice"),
        unit="",
        compute=lambda: reconciled(),
        method="least squares over heat share and resistance",
        hypothesis="two numbers fitted to four; 130 nm of silica and an interface have about this resistance",
    ),
    _claim(
        place="Fig. 4d",
        quantity="steady temperatures on glass, MgF2, sapphire, silicon and aluminium at 50 kW/cm^2",
        printed=NoNumber("falls with the conductivity of the substrate", "curves are pictures"),
        unit="C",
        compute=lambda: [
            AMBIENT - ZERO_CELSIUS + share_for_sixty(BASELINE) * rise(heating(substrate=s), inf, BASELINE)
            for s in ("glass", "MgF2", "sapphire", "silicon", "aluminium")
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
