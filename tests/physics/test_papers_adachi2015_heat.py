"""adachi2015, heat: numbers against hand arithmetic, and which statements can hold together."""

from math import asinh, log, pi, sqrt

import pytest

from colase.papers import Verdict, judge, paper
from colase.papers.adachi2015 import thermal_model as heat


def verdict(words):
    found = [c for c in paper("adachi2015").claims if c.quantity.startswith(words)]
    assert len(found) == 1, words
    return judge(found[0]).verdict


def test_crossing_time_is_d_squared_over_D():
    assert heat.crossing_times() == pytest.approx([120e-9**2 * C / 0.24 * 1e9 for C in (0.9e6, 1.9e6)])
    assert heat.crossing_times(True)[1] < 60 < 70 < heat.crossing_times()[1]
    assert heat.film().diffusion_time == pytest.approx(70.2e-9, rel=1e-3)


def test_steady_rise_by_hand():
    """q d/2k of the film and the rectangle on a half-space of sqrt(21 x 30)."""
    a, b, k = 15e-6, 25e-6, sqrt(21 * 30)
    expected = 5e8 * (120e-9 / 0.48 + 2 / (pi * k) * (a * asinh(b / a) + b * asinh(a / b)))
    assert heat.rise(heat.heating(), float("inf"), 50.0) == pytest.approx(expected, rel=1e-4)


def test_sixty_degrees_and_the_end_of_lasing_exclude_each_other():
    assert heat.share_for_sixty() == pytest.approx(0.170, abs=0.005)
    rise = 71.6 * log(88 / 52) / (88e7 * float(heat.heating().step(1.8e-6)))
    assert heat.share_for_end() == pytest.approx(rise, rel=1e-9)
    assert verdict("heat share for 60 C at 2 us, 51") is Verdict.DIFFERS
    assert verdict("lasing at 88 kW/cm^2 with the heat share of 60 C at 2 us, 51") is Verdict.DIFFERS
    assert verdict("the same, if 60 C holds at the 88") is Verdict.REPRODUCED
    assert verdict("the same with a boundary resistance") is Verdict.DIFFERS
    assert heat.share_ratio_with_resistance() == pytest.approx(88 / 51, rel=0.06)
    assert verdict("pump over threshold at which") is Verdict.REPRODUCED


def test_only_less_absorbed_light_reconciles_the_computed_heat():
    """Cross sections that give each printed number do so again in the forward direction, and differ."""
    sixty, end = heat.needed_cross_sections()
    assert heat.own_share(sixty * 1e-19) == pytest.approx(heat.share_for_sixty(), rel=1e-6)
    assert heat.own_share(end * 1e-19) == pytest.approx(heat.share_for_end(), rel=1e-6)
    assert end < 0.7 * sixty < sixty < 0.5 * 24
    assert heat.own_share() == pytest.approx(0.44, abs=0.005)
    assert heat.least_share() > heat.share_for_end()
    assert verdict("least heat of the guessed film") is Verdict.UNDECIDED
    assert verdict("cross section at 442 nm whose") is Verdict.UNDECIDED


def test_that_does_not_hang_on_the_guessed_heat_capacity(monkeypatch):
    """Between 0.8 and 2 J/(cm^3 K) the two shares stay apart by half."""
    from dataclasses import replace

    plain = heat.film
    for C in (0.8e6, 2.0e6):

        def other(organic=False, thickness=None, C=C):
            layer = plain(organic, thickness)
            return replace(layer, solid=replace(layer.solid, heat_capacity=C))

        monkeypatch.setattr(heat, "film", other)
        heat.share_for_sixty.cache_clear()
        heat.share_for_end.cache_clear()
        assert heat.share_for_sixty() / heat.share_for_end() > 1.5
    heat.share_for_sixty.cache_clear()
    heat.share_for_end.cache_clear()


def test_a_linear_stack_leaves_no_rest():
    for share in (0.1, 0.17, 0.3):
        one, two, three = heat.sensitivities(share)
        assert one - two - three == pytest.approx(0, abs=0.1)
    share, resistance = heat.reconciling_resistance()
    assert (share, resistance) == (pytest.approx(0.118, abs=0.003), pytest.approx(2.2e-7, rel=0.02))
    one, two, three = heat.sensitivities(share, resistance)
    assert one - two - three == pytest.approx(13, abs=1)


def test_undecided_claims_say_what_is_missing():
    assert verdict("temperature of the film after 2 us") is Verdict.UNDECIDED
    assert verdict("margin to continuous lasing on aluminium") is Verdict.UNDECIDED
    assert 0.3 < heat.own_share() < 0.5
