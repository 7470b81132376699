"""A plane wave on layered spheres: textbook values, energy conservation, independent arithmetic."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphere_oracle import plane_wave

from colase.cavity import LayeredSphere

UM = 1e-6


@pytest.mark.parametrize(
    ("index", "size", "extinction", "scattering"),
    [(1.5, 10, 2.881999, 2.881999), (1.5 + 1j, 1, 2.336321, 0.663454), (1.5 + 1j, 100, 2.097502, 1.283697)],
)
def test_bare_spheres_of_the_tables(index, size, extinction, scattering):
    """Efficiencies of table values for single spheres (wiscombe1979)."""
    d = LayeredSphere((UM,), (index,)).cross_sections(2 * np.pi * UM / size)
    assert d.extinction[0] / (np.pi * UM**2) == pytest.approx(extinction, abs=1e-6)
    assert d.scattering[0] / (np.pi * UM**2) == pytest.approx(scattering, abs=1e-6)


def test_small_spheres_scatter_like_dipoles():
    """Rayleigh: C_sca = 8 pi/3 k^4 R^6 |(m^2-1)/(m^2+2)|^2, C_abs = 4 pi k R^3 Im of the same."""
    n, radius, lam = 1.6 + 0.01j, 2e-9, 600e-9
    d = LayeredSphere((radius,), (n,)).cross_sections(lam)
    k, alpha = 2 * np.pi / lam, (n**2 - 1) / (n**2 + 2)
    assert d.scattering[0] == pytest.approx(8 * np.pi / 3 * k**4 * radius**6 * abs(alpha) ** 2, rel=2e-3)
    assert d.absorption.sum() == pytest.approx(4 * np.pi * k * radius**3 * alpha.imag, rel=2e-3)


def test_where_ratio_recurrences_fail():
    """640 nm: n2 k a and n2 k b are multiples of pi; extinction against 40 digits."""
    d = LayeredSphere((10 * UM, 10.49 * UM), (1.4564, 1.76)).cross_sections(640e-9)
    with mp.workdps(40):
        k = 2 * mp.pi / mp.mpf("0.64")
        true, _ = plane_wave(k, [mp.mpf(10), mp.mpf("10.49")], ["1.4564", "1.76"], 130)
    assert d.extinction[0] / (np.pi * (10.49 * UM) ** 2) == pytest.approx(true, rel=1e-11)
    assert true == pytest.approx(2.118267, abs=1e-6)


@pytest.mark.parametrize("coat", [1.76 + 1e-3j, 2.2 + 0.3j, 1.3])
def test_complex_layers_against_mpmath(coat):
    d = LayeredSphere((0.7 * UM, UM), (1.5 + 0.02j, coat)).cross_sections(600e-9)
    with mp.workdps(30):
        ext, sca = plane_wave(2 * mp.pi / mp.mpf("0.6"), [mp.mpf("0.7"), mp.mpf(1)], [1.5 + 0.02j, coat], 30)
    area = np.pi * UM**2
    assert d.extinction[0] / area == pytest.approx(ext, rel=1e-10)
    assert d.scattering[0] / area == pytest.approx(sca, rel=1e-10)
    assert d.absorption.sum() / area == pytest.approx(ext - sca, rel=1e-9)


@settings(max_examples=15)
@given(
    st.floats(0.1, 4),
    st.floats(0.01, 1),
    st.floats(1.0, 2.5),
    st.floats(1.0, 2.5),
    st.floats(0, 0.2),
    st.floats(0, 0.2),
    st.floats(1.0, 1.5),
)
def test_energy_is_conserved(core, coat, n1, n2, k1, k2, outside):
    sphere = LayeredSphere((core * UM, (core + coat) * UM), (n1 + 1j * k1, n2 + 1j * k2), outside)
    d = sphere.cross_sections([450e-9, 640e-9])
    missing = d.extinction - d.scattering - d.absorption.sum("layer")
    assert np.all(np.abs(missing) < 1e-10 * d.extinction + 1e-25)
    assert np.all(d.absorption >= 0)
    clear = LayeredSphere(sphere.radii, (n1, n2), outside).cross_sections([450e-9, 640e-9])
    assert np.array_equal(clear.absorption, np.zeros((2, 2)))


def test_the_surroundings_alone_do_nothing():
    d = LayeredSphere((UM, 2 * UM), (1.33, 1.33), 1.33).cross_sections(600e-9)
    assert abs(float(d.extinction[0])) < 1e-25


def test_weak_absorption_is_linear_and_near_the_straight_ray_volume():
    """alpha V within a factor of two for a coat, and exactly proportional down to 1e-12."""
    sphere = (10 * UM, 10.49 * UM)
    sections = [
        float(LayeredSphere(sphere, (1.4564, 1.76 + 1j * k)).cross_sections(532e-9).absorption[0, 1])
        for k in (1e-12, 1e-8, 1e-6)
    ]
    assert sections[1] == pytest.approx(1e4 * sections[0], rel=1e-3)
    assert sections[2] == pytest.approx(1e6 * sections[0], rel=2e-2)
    volume = 4 / 3 * np.pi * (sphere[1] ** 3 - sphere[0] ** 3)
    assert 0.4 < sections[1] / (4 * np.pi * 1e-8 / 532e-9 * volume) < 2
