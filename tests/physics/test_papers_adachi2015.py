"""What adachi2015 says about its grating, recomputed by other means."""

import numpy as np
import pytest

from colase.cavity.slab.waveguide import SlabWaveguide
from colase.papers import Verdict, judge, paper
from colase.papers.adachi2015 import gratings


def verdict(words):
    (claim,) = [c for c in paper("adachi2015").claims if words in c.quantity]
    return judge(claim).verdict


def test_t45_bragg_index():
    assert gratings.bragg_index() == pytest.approx(1.4953, abs=5e-5)


def test_t46_quality_factor_of_the_line():
    assert gratings.measured_q() == pytest.approx(919, abs=0.6)


def test_flat_film_is_at_its_own_bragg_wavelength():
    wavelength = gratings.flat_film_bragg() * 1e-9
    film = SlabWaveguide((120e-9,), (1.97,), 1.38, 1.0)
    assert float(film.modes(wavelength, ("TE",)).n_eff[0]) * 430e-9 == pytest.approx(wavelength, rel=1e-9)
    # with the index taken at 643 nm instead, as in a survey of the paper
    assert float(film.modes(643e-9, ("TE",)).n_eff[0]) * 430 == pytest.approx(679, abs=0.7)


@pytest.mark.parametrize(
    ("cover", "polarization", "expected"),
    [(1.0, "TE", 90.7), (1.41, "TE", 63.2), (1.0, "TM", 161), (1.41, "TM", 111)],
)
def test_flat_film_that_has_the_line(cover, polarization, expected):
    """The stated reason: equivalent flat films of n_eff 1.4953."""
    t = np.linspace(40e-9, 200e-9, 161)
    n_eff = [
        float(v[0])
        if (v := SlabWaveguide((x,), (1.97,), 1.38, cover).modes(643e-9, (polarization,)).n_eff.values).size
        else 1.0
        for x in t
    ]
    assert np.interp(643 / 430, n_eff, t) * 1e9 == pytest.approx(expected, abs=2.5)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lies between MgF2 and film", Verdict.REPRODUCED),
        ("flat film of 120 nm on MgF2, TE", Verdict.DIFFERS),
        ("if the line is TE A2", Verdict.UNDECIDED),
        ("if the line is TM A1", Verdict.UNDECIDED),
        ("symmetry of the lasing mode", Verdict.UNDECIDED),
    ],
)
def test_verdicts(words, expected):
    assert verdict(words) is expected


def test_only_tm_light_has_the_line_with_the_printed_film():
    for family, low, high in (("TE A2", 55, 68), ("TE E", 64, 76), ("TM E", 100, 113), ("TM A1", 118, 132)):
        assert low < gratings.flat_thickness(family) < high
