"""azizov2025 and adachi2015: claims about gain and kinetics against plain arithmetic."""

import math

import pytest

from colase.papers import Verdict, judge, paper
from colase.papers.adachi2015 import kinetics
from colase.papers.azizov2025 import gain
from colase.papers.kersuzan2025 import ladders


def verdict(name, words):
    found = [c for c in paper(name).claims if words in c.quantity]
    assert len(found) == 1, words
    return judge(found[0]).verdict


def test_sigma_times_density_exceeds_the_printed_gain_by_one_or_two_percent():
    for sample, printed in gain.GAIN.items():
        plain = 4.32e-15 * gain.DENSITY[sample]
        assert gain.full_inversion(sample) == pytest.approx(plain, rel=1e-8)
        assert 0.98 < printed / plain < 0.992
    assert verdict("azizov2025", "from σ_e n_t") is Verdict.DIFFERS


def test_equation_4_as_printed_is_negative_and_repaired_it_saturates():
    assert gain.printed_saturation(784, 17.8) < 0
    assert gain.repaired_saturation(784, 17.8) == pytest.approx(784 / (784 + 17.8))
    assert verdict("azizov2025", "as printed") is Verdict.DIFFERS
    assert verdict("azizov2025", "the same with 1 + F_p/F_s") is Verdict.REPRODUCED


def test_saturation_fluences_lie_near_the_threshold():
    assert gain.saturation_fluences() == pytest.approx([6.8, 8.2, 6.9, 15.3], abs=0.1)


def test_ratios_of_stamped_gains():
    ratios = [gain.STAMPED[s] / gain.GAIN[s] for s in ("SC1", "SC2", "SC3")]
    assert ratios == pytest.approx([2.386, 1.109, 1.119], abs=5e-4)
    assert verdict("azizov2025", "largest growth") is Verdict.REPRODUCED
    assert verdict("azizov2025", "over that of SC2") is Verdict.REPRODUCED


def test_the_bulk_auger_law_is_four_orders_off():
    found = next(c for c in paper("adachi2015").claims if "by eq. 1" in c.quantity)
    value = judge(found).computed[0]
    kelvin = 1.93 / 8.617333e-5
    by_hand = (295 / 333) ** -1.5 * math.exp(1.4 / 1.2 * kelvin * (1 / 295 - 1 / 333))
    assert value == pytest.approx(by_hand, rel=1e-5)
    assert value == pytest.approx(2.9e4, abs=500)
    assert judge(found).verdict is Verdict.UNDECIDED


def test_substitutes_are_of_the_order_of_the_print():
    """Guessed cross sections: thresholds of optical gain within a factor of four, and never a verdict."""
    for name, printed in (("inorganic", 16.0), ("organic", 21.0)):
        assert 0.25 < kinetics.gain_fluence(name) / printed < 4
    assert abs(kinetics.overlap()) < 0.05
    assert verdict("adachi2015", "optical-gain threshold") is Verdict.UNDECIDED


def test_platelets_need_more_than_two_photons_and_tables_matter():
    low, high = ladders.platelet_thresholds()
    assert low > high > 2
    shells = ladders.shell_thresholds()
    assert shells[0] < shells[1] < shells[2]
    assert 2 < shells[2] / shells[0] < 4
    assert verdict("kersuzan2025", "lowest threshold N of platelets") is Verdict.UNDECIDED
