"""lafalce2019: the three-mode matrix of eq. 2, its exceptional points and their printed rules."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from colase.coupling import (
    ExceptionalPoint,
    Hole,
    coupling_rates,
    defect_pair,
    exceptional_point,
    four_modes,
    three_modes,
)
from colase.coupling.hamiltonian.matrix import printed_points, third_order_point, three_mode_points
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

_claim = partial(Claim, paper="lafalce2019")
_RULE = "one per cent, for a rule of thumb"
_PLACE = "Results, Eigenvalues of the three-mode Hamiltonian"
RATIOS = (8.0, 10.0)
_GAP, _LINE = 200e-9, 629.765e-9
LOWEST = third_order_point(1.0)[0]


def rule_over_exact(which: int, inter: float) -> float:
    """Return the printed rule for EP1 (0) or EP2 (1) over the exact point, kappa = 1."""
    exact = three_mode_points(1.0, inter * (1 + 1e-9))
    assert exact is not None
    return printed_points(1.0, inter)[which] / exact[which]


def bright_split(d: float, inter: float, inter_first: float = 0.0) -> float:
    """Return the frequency splitting of the two modes of A at a gain differential -d, kappa = 1."""
    w = np.linalg.eigvals(three_modes(1.0, inter, 0.0, -d, inter_first).matrix)
    two = w[np.argsort(w.imag)[1:]]
    return float(abs(two[0].real - two[1].real))


def four_mode_split(d: float, inter: float) -> float:
    """Return the splitting of the two brightest modes when both modes of B count."""
    w = four_modes(1.0, inter, 0.0, -d).values
    two = w[np.argsort(w.imag)[-2:]]
    return float(abs(two[0].real - two[1].real))


@cache
def found(which: int, inter: float = 5.0) -> ExceptionalPoint:
    """Return EP1 or EP2 by root search in gain differential and detuning, with its certificate."""

    def spectrum(d: float, detuning: float):
        return three_modes(1.0, inter, 0.0, -d, 0.0, detuning).eigen()[:2]

    return exceptional_point(spectrum, (1.01 * printed_points(1.0, inter)[which], 0.01), (1.0, 1.0))


@cache
def points_over_rules() -> tuple[float, ...]:
    """Return EP1 and EP2 of two disks with a hole each over the printed rules; all rates from Maxwell."""
    holes = Hole(12.7e-6, 0.7, 8e-9), Hole(12.7e-6, 2.3 + 3 * np.pi / (8 * 236), 40e-9)
    pair = defect_pair(13e-6, 1.9, _GAP, *holes, _LINE)
    intra = 0.5 * float(np.ptp(pair.doublets[0]))
    inter = 2 * np.pi * float(coupling_rates(13e-6, 1.9, [_GAP], _LINE).data.half_splitting[0])
    model = pair.model(pair.group(264))
    starts = (-10.0 * intra, 1.7 * intra), (-8.7 * intra, 0.1 * intra)
    exact = [exceptional_point(model, s, (4 * intra, 4 * intra), 1e-7, certify=False) for s in starts]
    rules = printed_points(intra, inter)
    return tuple(-e.parameters[0] / rule for e, rule in zip(exact, rules, strict=True))


CLAIMS = (
    _claim(
        place=_PLACE,
        quantity="EP1: kappa + gamma_23^2/(2 kappa) over the exact point, gamma_23 = 8 and 10 kappa",
        printed=Values((1.0,), 0.01, _RULE),
        unit="",
        compute=lambda: tuple(rule_over_exact(0, r) for r in RATIOS),
        method="discriminant of the cubic",
    ),
    _claim(
        place=_PLACE,
        quantity="EP1: the same at the smallest coupling that has one, 2 sqrt(2) kappa",
        printed=Values((1.0,), 0.01, _RULE),
        unit="",
        compute=lambda: rule_over_exact(0, LOWEST),
        method="discriminant of the cubic",
        reason="The rule is the limit of large gamma_23; below 2 sqrt(2) kappa there is no point at all",
    ),
    _claim(
        place=_PLACE,
        quantity="EP2: 2 gamma_23 over the exact point, gamma_23 = 8 and 10 kappa",
        printed=Values((1.0,), 0.01, _RULE),
        unit="",
        compute=lambda: tuple(rule_over_exact(1, r) for r in RATIOS),
        method="discriminant of the cubic",
    ),
    _claim(
        place=_PLACE,
        quantity="EP2: the same at the smallest coupling that has one, 2 sqrt(2) kappa",
        printed=Values((1.0,), 0.01, _RULE),
        unit="",
        compute=lambda: rule_over_exact(1, LOWEST),
        method="discriminant of the cubic",
        reason="The rule is the limit of large gamma_23",
    ),
    _claim(
        place=_PLACE,
        quantity="power with which the splitting opens at EP1",
        printed=Values((0.5,), 0.01, "a square root is stated; one per cent for a fit"),
        unit="",
        compute=lambda: found(0).exponent,
        method="root search in two parameters, fit over two decades",
        inputs="printed matrix; gamma_23 = 5 kappa",
    ),
    _claim(
        place=_PLACE,
        quantity="overlap of the vectors of modes 2 and 3 at EP2",
        printed=Bounds("imaginary parts of 2 and 3 coalesce", 0.999, 1.0 + 1e-12, "parallel vectors"),
        unit="",
        compute=lambda: found(1).overlap,
        method="root search in two parameters",
        inputs="printed matrix; gamma_23 = 5 kappa",
    ),
    _claim(
        place=_PLACE,
        quantity="splitting at EP1 over gamma_13/2, gamma_13 = 0.01, 0.05, 0.1 kappa",
        printed=Values((1.0,), 0.05, "a stated equality; five per cent"),
        unit="",
        compute=lambda: tuple(
            bright_split(printed_points(1.0, 5.0)[0], 5.0, g) / (g / 2) for g in (0.01, 0.05, 0.1)
        ),
        method="eigenvalues of eq. 2 at the printed EP1, gamma_23 = 5 kappa",
        reason="At a square-root point the splitting grows like the root of gamma_13, not in proportion",
    ),
    _claim(
        place=_PLACE,
        quantity="splitting over 2 kappa at 7.4 times EP1",
        printed=Values((1.0,), 0.01, _RULE),
        unit="",
        compute=lambda: bright_split(7.4 * found(0).parameters[0], 5.0) / 2,
        method="eigenvalues of eq. 2, gamma_23 = 5 kappa",
    ),
    _claim(
        place=_PLACE,
        quantity="splitting of the outer modes over 2 gamma_23 without gain differential",
        printed=Values((1.0,), 0.01, _RULE),
        unit="",
        compute=lambda: float(np.ptp(three_modes(1.0, 5.0).values.real)) / 10,
        method="eigenvalues of eq. 2, gamma_23 = 5 kappa",
        reason="It is 2 sqrt(gamma_23^2 + kappa^2)",
    ),
    _claim(
        place=_PLACE,
        quantity="EP1 and EP2 of two disks with a hole each over kappa + gamma^2/(2 kappa) and 2 gamma",
        printed=Values((1.0,), 0.01, _RULE),
        unit="",
        compute=points_over_rules,
        method="four-mode matrix taken from Maxwell's equations; Maxwell itself: -9.753 and -8.317 GHz",
        inputs=(
            "E_z, 26 um, n = 1.9, gap 200 nm, holes of 8 and 40 nm radius, 300 nm inside the rims; "
            "direction of the second from a scan (where both standing waves couple alike: 0.95 and 0.98)"
        ),
        reason=(
            "Both points exist once a defect in the second disk singles one of its modes out; the other one, "
            "37 GHz away, moves EP1 by 7 % and lets EP1 and EP2 appear at different detunings"
        ),
    ),
    _claim(
        place="Results, Fig. 3 and 4",
        quantity="splitting at |gain differential| 10 kappa over that at 20 kappa, both modes of disk B kept",
        printed=Bounds("the splitting is reduced towards EP1", 0.0, 1.0, "the sign"),
        unit="",
        compute=lambda: four_mode_split(10, 5.0) / four_mode_split(20, 5.0),
        method="four travelling modes, gamma = 5 kappa, no defect in disk B",
        reason=(
            "An ideal second disk offers two modes, each standing wave of A finds its own partner and the "
            "splitting grows; eq. 2 keeps one mode of B, which a defect in B must single out"
        ),
    ),
)
