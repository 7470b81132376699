"""adachi2015 and azizov2025: the claims a film decides, with verdicts from numbers of their own."""

import numpy as np
import pytest
from scipy.optimize import brentq

from colase.papers import Verdict, judge, paper
from colase.papers.adachi2015 import films as adachi
from colase.papers.azizov2025 import films as azizov


def verdict(name, words):
    found = [c for c in paper(name).claims if words in c.quantity]
    assert len(found) == 1, words
    return judge(found[0]).verdict


def te0(index, glass, thickness, wavelength):
    """|E|^2 share of TE0 by the textbook: brentq on the phase condition, closed integrals of the tails."""
    k = 2 * np.pi / wavelength

    def phase(n):
        q = np.sqrt(index**2 - n**2)
        return k * thickness * q - np.arctan(np.sqrt(n**2 - glass**2) / q) - np.arctan(np.sqrt(n**2 - 1) / q)

    if phase(glass) <= 0:
        return 0.0
    n = brentq(phase, glass, index - 1e-12, xtol=1e-15)
    q, a, b = np.sqrt(index**2 - n**2), np.sqrt(n**2 - glass**2), np.sqrt(n**2 - 1)
    width = k * thickness
    bound = (index**2 - glass**2) ** 0.5, (index**2 - 1) ** 0.5
    inside = 0.5 * (width + a / bound[0] ** 2 + b / bound[1] ** 2)
    tails = 0.5 * (q**2 / (bound[0] ** 2 * a) + q**2 / (bound[1] ** 2 * b))
    return inside / (inside + tails)


@pytest.mark.parametrize("glass", adachi.GLASS)
def test_confinements_by_the_textbook(glass):
    for index, t in ((1.97, 120e-9), (1.97, 72e-9), (1.74, 300e-9), (1.74, 120e-9), (1.74, 72e-9)):
        assert adachi.confinement(index, glass, t) == pytest.approx(te0(index, glass, t, 630e-9), abs=1e-9)
    expected = [te0(1.9, glass, t, 656e-9) for t in (204.3e-9, 69.96e-9, 137.4e-9)]
    assert azizov.poynting(1.9, glass, (204.3e-9, 69.96e-9, 137.4e-9)) == pytest.approx(expected, abs=1e-9)


def test_printed_and_expected_numbers_of_adachi2015():
    assert adachi.confinement(1.97, 1.46, 120e-9) == pytest.approx(0.578, abs=0.005)
    assert adachi.confinement(1.74, 1.46, 300e-9) == pytest.approx(0.842, abs=0.005)
    assert adachi.confinement(1.97, 1.46, 72e-9) == pytest.approx(0.249, abs=0.005)
    assert adachi.thinner(0.4, 1.46) == pytest.approx(100 * (1 - 0.664), abs=0.5)
    assert adachi.thinner(0.4, 1.515) == pytest.approx(100 * (1 - 0.617), abs=0.5)
    assert adachi.dot_diameter(1.74, 10.5e-9) == pytest.approx(8.28, abs=0.02)


def test_verdicts_of_adachi2015():
    assert verdict("adachi2015", "dots in 1 cm3") is Verdict.REPRODUCED
    assert verdict("adachi2015", "saving in thickness at a confinement") is Verdict.DIFFERS
    assert verdict("adachi2015", "ends of their errors") is Verdict.REPRODUCED
    assert verdict("adachi2015", "cut-off thickness of the organic") is Verdict.REPRODUCED
    assert verdict("adachi2015", "diameter of dots") is Verdict.UNDECIDED


def test_expected_numbers_of_azizov2025():
    own = azizov.poynting(1.9, 1.515, tuple(t * 1e-9 for t in (204.3, 161.6, 137.4, 133.4, 143.3)))
    assert own == pytest.approx((0.75, 0.64, 0.54, 0.52, 0.57), abs=0.01)
    assert azizov.onset_loss(268.1) == pytest.approx(58, abs=3)
    assert azizov.on_titania(55e-9) == pytest.approx(19.7, abs=1.0)
    squares = azizov.displacement_squared(1.93, 1.515, azizov._thickness())
    assert np.abs(np.array(squares) - azizov._printed()).max() < 0.035


def test_verdicts_of_azizov2025():
    assert verdict("azizov2025", "rms distance of the seven") is Verdict.DIFFERS
    assert verdict("azizov2025", "confinement by eq. 3, TE0") is Verdict.UNDECIDED
    assert verdict("azizov2025", "20 x 20 x 7 nm3 in a full") is Verdict.DIFFERS
    assert verdict("azizov2025", "20 x 20 x 5 nm3") is Verdict.REPRODUCED
    assert [verdict("azizov2025", f"density of SC{i}") for i in (1, 2, 3)] == [
        Verdict.DIFFERS,
        Verdict.DIFFERS,
        Verdict.REPRODUCED,
    ]
