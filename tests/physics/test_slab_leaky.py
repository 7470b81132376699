"""Leaky modes against Newton's method on the textbook equation, and the fields of guided modes."""

from itertools import pairwise

import mpmath
import numpy as np
import pytest

from colase.cavity.base import DEFINITIONS
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.errors import InputError

LAM = 640e-9
SILICA, SILICON = 1.457, 3.88


def textbook(n, substrate, film, cover, depth, tm):
    """tan(kappa d) form of three layers, wave leaving into the substrate, in 40 digits."""
    with mpmath.workdps(40):
        kappa, gamma = mpmath.sqrt(film**2 - n**2), mpmath.sqrt(n**2 - cover**2)
        leaving = -1j * mpmath.sqrt(substrate**2 - n**2)
        a, b = gamma * ((film / cover) ** 2 if tm else 1), leaving * ((film / substrate) ** 2 if tm else 1)
        return (kappa**2 - a * b) * mpmath.sin(kappa * depth) - kappa * (a + b) * mpmath.cos(kappa * depth)


def newton(m, thickness, tm):
    """The m-th leaky mode of silica on silicon from the mode of a hollow box."""
    depth = 2 * np.pi / LAM * thickness
    start = complex(np.sqrt(SILICA**2 - ((m + 1) * np.pi / depth) ** 2), 1e-3)

    def f(n):
        return textbook(n, SILICON, SILICA, 1.0, depth, tm)

    with mpmath.workdps(40):
        return complex(mpmath.findroot(f, (start, start + 1e-4), solver="secant", tol=1e-30))


@pytest.mark.parametrize("polarization", ["TE", "TM"])
def test_every_leaky_mode_of_an_oxide_on_silicon(polarization):
    modes = SlabWaveguide((2e-6,), (SILICA,), SILICON).leaky_modes(
        LAM, 1.0, SILICA, polarizations=(polarization,)
    )
    assert (modes.leaks_into == "substrate").all()
    assert (modes.mismatch < 1e-9).all()
    found = modes.n_eff.values
    assert len(found) >= 5
    assert (np.diff(found.real) < 0).all()
    assert (found.imag > 0).all()
    depth = 2 * np.pi / LAM * 2e-6
    for n in found:
        scale = abs(textbook(n * 1.001, SILICON, SILICA, 1.0, depth, polarization == "TM"))
        assert abs(textbook(n, SILICON, SILICA, 1.0, depth, polarization == "TM")) < 1e-9 * scale
    for m in range(3):
        assert found[m] == pytest.approx(newton(m, 2e-6, polarization == "TM"), abs=1e-9)


def test_a_deep_buffer_turns_a_leaky_mode_into_the_guided_one():
    """Loss falls exponentially with the buffer, as light tunnels; N tends to that without the substrate."""
    guided = SlabWaveguide((200e-9,), (1.9,), SILICA).modes(LAM, ("TE",))
    n = float(guided.n_eff[0])
    losses = []
    for buffer in (600e-9, 800e-9, 1000e-9):
        slab = SlabWaveguide((buffer, 200e-9), (SILICA, 1.9), SILICON)
        own = slab.leaky_modes(LAM, SILICA + 0.05, 1.9, 0.01, ("TE",))
        assert own.sizes["mode"] == 1
        losses.append(float(own.modal_loss[0]))
        shift = abs(own.n_eff.values[0].real - n)
        assert shift < 0.2 * np.exp(-2 * 2 * np.pi / LAM * np.sqrt(n**2 - SILICA**2) * buffer)
    decay = np.diff(np.log(losses)) / 200e-9
    assert decay == pytest.approx(-2 * 2 * np.pi / LAM * np.sqrt(n**2 - SILICA**2), rel=1e-3)


def test_nothing_leaks_when_every_mode_is_bound():
    assert SlabWaveguide((200e-9,), (1.9,), SILICA).leaky_modes(LAM, SILICA + 0.01, 1.9).sizes["mode"] == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"low": 1.5, "high": 1.2}, "give 0 < low < high"),
        ({"low": 1.0, "high": 1.4, "most_loss": 2.0}, "a loss between 0 and 1"),
        ({"low": 1.0, "high": 400.0}, "too thick"),
    ],
)
def test_bad_boxes_are_sentences(options, said):
    with pytest.raises(InputError, match=said):
        SlabWaveguide((2e-6,), (SILICA,), SILICON).leaky_modes(LAM, **options)


@pytest.mark.parametrize("polarization", ["TE", "TM"])
def test_field_shares_are_the_confinements(polarization):
    """Trapezoids over the field against the closed integrals, for a stack with an evanescent layer."""
    slab = SlabWaveguide((55e-9, 150e-9, 200e-9), (2.3, 1.46, 1.9), SILICA)
    modes = slab.modes(LAM, (polarization,))
    faces = np.cumsum([0, 55e-9, 150e-9, 200e-9])
    for i in range(modes.sizes["mode"]):
        near = [np.linspace(a + 1e-16, b - 1e-16, 4001) for a, b in pairwise(faces)]
        edges = [np.linspace(-6e-6, -1e-16, 40001), *near, np.linspace(faces[-1] + 1e-16, 6e-6, 40001)]
        whole = slab.field(modes, i, np.concatenate(edges))
        x = whole.x.values
        for name, weight, definition in (
            ("e_squared", 1.0, "electric"),
            ("e_squared", np.real(whole["index"].values) ** 2, "energy"),
            ("poynting", 1.0, "poynting"),
        ):
            total = np.trapezoid(whole[name].values * weight, x)
            for j in range(3):
                inside = (x > faces[j]) & (x < faces[j + 1])
                part = np.trapezoid((whole[name].values * weight)[inside], x[inside]) / total
                expected = float(modes.confinement.values[i, j + 1, DEFINITIONS.index(definition)])
                assert part == pytest.approx(expected, abs=2e-5)


def test_fields_are_continuous_as_maxwell_asks():
    slab = SlabWaveguide((120e-9,), (1.97,), SILICA)
    modes = slab.modes(LAM)
    for i, polarization in enumerate(modes.polarization.values):
        for face in (0.0, 120e-9):
            field = slab.field(modes, i, np.array([face - 1e-17, face + 1e-17]))
            eps = field["index"].values ** 2
            e_y, e_z = field.e_y.values, field.e_z.values
            assert e_y[0] == pytest.approx(e_y[1], abs=1e-7)
            assert e_z[0] == pytest.approx(e_z[1], abs=1e-7)
            displaced = eps * field.e_x.values
            assert displaced[0] == pytest.approx(displaced[1], abs=1e-7)
        assert (polarization == "TE") == bool(np.all(field.e_x.values == 0))
