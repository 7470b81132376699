"""Layered cylinders: published tables, scipy and mpmath as independent methods, identities, bad input."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from colase.cavity import LayeredCylinder, LayeredSphere
from colase.cavity.radial import riccati
from colase.errors import ConvergenceError, InputError
from colase.materials import TabulatedIndex

UM = 1e-6


def row(modes, polarization, azimuthal, radial=1):
    found = (modes.polarization == polarization) & (modes.azimuthal == azimuthal) & (modes.radial == radial)
    (i,) = np.flatnonzero(found.values)
    return int(i)


# the ring of the Meep tutorial, n = 3.4, 1 to 2 um; f = k/2pi in 1/um
RING = [
    ("TM", 3, 0.11819169373402 - 0.0007649413348j, 77.2554),
    ("TM", 4, 0.14743103286733 - 0.0002143413459j, 343.9165),
    ("TM", 5, 0.175779373722637 - 5.378129145e-5j, 1634.2056),
    ("TM", 6, 0.203509052671914 - 1.254405661e-5j, 8111.772),
    ("TE", 5, 0.20832746567314 - 8.5466329715e-5j, 1218.7692),
]


@pytest.mark.parametrize(("polarization", "m", "f", "q"), RING)
def test_ring_of_the_meep_tutorial(polarization, m, f, q):
    modes = LayeredCylinder((1 * UM, 2 * UM), (1.0, 3.4)).modes((4 * UM, 9 * UM))
    one = modes.isel(mode=row(modes, polarization, m))
    found = complex(one.wavenumber) * UM / (2 * np.pi)
    assert abs(found - f) < 1e-12
    assert float(one.q_radiative) == pytest.approx(q, rel=1e-6)
    assert float(one.residual) < 1e-12


# uniform disk of index alpha - i gamma at threshold: alpha, polarisation, m, kR, gamma, passive Q
THRESHOLDS = [
    (1.9, "TM", 8, 5.65079107555, 7.4798296e-3, 140.5088),
    (1.9, "TM", 10, 6.86263685916, 2.1838232e-3, 470.5124),
    (1.9, "TM", 15, 9.80807020132, 8.1769157e-5, 12127.1),
    (1.9, "TM", 20, 12.681717422, 2.5792545e-6, 379049.5),
    (1.9, "TE", 8, 6.07109319673, 1.3991869e-2, 82.73661),
    (1.9, "TE", 10, 7.295416674, 3.7503166e-3, 293.7713),
    (1.9, "TE", 15, 10.2556229717, 1.2385233e-4, 8290.114),
    (1.9, "TE", 20, 13.133119067, 3.6918416e-6, 270910.4),
    (2.63, "TM", 10, 5.02865450756, 1.9992662e-5, 67378.89),
    (2.63, "TE", 6, 3.65553743247, 2.7996888e-3, 516.9038),
    (2.63, "TE", 8, 4.54342543603, 2.4750248e-4, 5646.215),
    (2.63, "TE", 10, 5.40822222062, 2.1339572e-5, 64403.79),
]


@pytest.mark.parametrize("case", THRESHOLDS, ids=lambda c: f"{c[0]}-{c[1]}-{c[2]}")
def test_lasing_eigenvalues_of_a_disk(case):
    alpha, polarization, m, x, gamma, q = case
    disk = LayeredCylinder((UM,), (alpha,))
    modes = disk.modes((2 * np.pi * UM / x * 0.95, 2 * np.pi * UM / x * 1.05), radial_max=1)
    i = row(modes, polarization, m)
    k, index = disk.lasing_index(modes, i)
    assert k * UM == pytest.approx(x, abs=1e-9 if m == 20 else 1e-10)
    assert -index.imag == pytest.approx(gamma, rel=3e-8)  # last printed digit
    assert index.real == alpha
    assert float(modes.q_radiative[i]) == pytest.approx(q, rel=3e-7)
    share = float(modes.confinement.isel(mode=i, layer=0).sel(definition="gain"))
    assert gamma * 2 * q * share / alpha == pytest.approx(1, abs=3 / q + 1e-6)  # to first order


def test_every_mode_of_a_window_against_a_scan_of_the_characteristic_function():
    """Sign changes of the real equation (outgoing wave replaced by Y_m, exact for high Q) count all."""
    n, R = 1.9, 2 * UM
    modes = LayeredCylinder((R,), (n,)).modes((600e-9, 640e-9), q_floor=1e5)
    x = np.linspace(2 * np.pi * R / 640e-9, 2 * np.pi * R / 600e-9, 2001)
    for polarization, eta in (("TM", n), ("TE", 1 / n)):
        for m in range(44):
            with np.errstate(over="ignore", invalid="ignore"):
                f = eta * special.jvp(m, n * x) * special.yv(m, x) - special.jv(m, n * x) * special.yvp(m, x)
            scale = np.abs(special.yv(m, x))
            if not np.isfinite(f).all():
                continue
            crossings = np.flatnonzero(np.diff(np.sign(f / scale)) != 0)
            listed = modes.wavenumber.values[(modes.polarization == polarization) & (modes.azimuthal == m)]
            for k in listed:
                assert np.abs(x[crossings] - k.real * R).min() < 2 * (x[1] - x[0])
            if m > 1.35 * x[-1]:  # deep below the light line every crossing is a mode above the floor
                assert crossings.size == listed.size, (polarization, m)


def test_complex_roots_solve_the_equation_of_mpmath():
    mp.mp.dps = 30
    n, R = 1.6, UM
    modes = LayeredCylinder((R,), (n,), 1.1).modes((500e-9, 900e-9))
    assert modes.sizes["mode"] > 20
    for i in range(0, modes.sizes["mode"], 4):
        one = modes.isel(mode=i)
        m, tm = int(one.azimuthal), one.polarization.item() == "TM"

        def mismatch(k, m=m, tm=tm):
            a, b = n * k * R, 1.1 * k * R
            eta = mp.mpf(n) / 1.1 if tm else mp.mpf(1.1) / n
            inside = mp.diff(lambda z: mp.besselj(m, z), a) / mp.besselj(m, a)
            return eta * inside - mp.diff(lambda z: mp.hankel1(m, z), b) / mp.hankel1(m, b)

        k = complex(one.wavenumber)
        step = mismatch(k) / mp.diff(mismatch, k)
        assert abs(complex(step)) < 1e-11 * abs(k), one.label.item()


def test_quality_factor_beyond_double_precision():
    """Against the first-order rate 2/(pi x) / (x (n^2 - 1) |H_m|^2) of a TM mode, in logarithms."""
    n, R = 1.9, 13 * UM
    modes = LayeredCylinder((R,), (n,)).modes((629e-9, 631e-9), radial_max=1)
    i = row(modes, "TM", 236)
    x = mp.mpf(float(modes.wavenumber[i].real) * R)
    rate = 4 / (mp.pi * x**2 * (n**2 - 1) * (mp.bessely(236, x) ** 2))
    assert float(modes.log10_q_radiative[i]) == pytest.approx(-float(mp.log10(rate)), abs=1e-3)
    assert float(modes.wavelength[i]) == pytest.approx(629.7649e-9, abs=1e-13)
    assert float(modes.wavelength[row(modes, "TE", 235)]) == pytest.approx(630.1762e-9, abs=1e-13)
    assert not modes.radiation_limited[i]


def test_h_z_without_rotation_equals_e_z_of_the_first_order():
    """J_0' = -J_1 makes TE m=0 and TM m=1 of a disk the same equation."""
    modes = LayeredCylinder((2 * UM,), (2.2,)).modes((600e-9, 800e-9))
    te = modes.wavenumber.values[(modes.polarization == "TE") & (modes.azimuthal == 0)]
    tm = modes.wavenumber.values[(modes.polarization == "TM") & (modes.azimuthal == 1)]
    assert te.size >= 3
    assert te == pytest.approx(tm, rel=1e-12)
    assert set(modes.degeneracy.values[modes.azimuthal == 0]) == {1}
    assert set(modes.degeneracy.values[modes.azimuthal > 0]) == {2}
    assert np.isfinite(modes.confinement.values).all()


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_gain_confinement_is_the_response_to_the_index(layer):
    indices, radii = [1.5, 2.4, 1.2], (1 * UM, 1.5 * UM)
    step = 1e-5

    def waves(factor):
        n = list(indices)
        n[layer] *= factor
        modes = LayeredCylinder(radii, tuple(n[:2]), n[2]).modes((700e-9, 1000e-9), q_floor=50)
        return modes, dict(zip(modes.label.values, modes.wavenumber.values, strict=True))

    (modes, middle), (_, up), (_, down) = waves(1.0), waves(1 + step), waves(1 - step)
    checked = 0
    for i, label in enumerate(modes.label.values):
        if label in up and label in down:
            response = -(up[label] - down[label]).real / (2 * step * middle[label].real)
            share = float(modes.confinement.isel(mode=i, layer=layer).sel(definition="gain"))
            assert share == pytest.approx(response, abs=1e-7)
            checked += 1
    assert checked > 20


def test_confinement_matches_the_integral_of_the_field():
    disk = LayeredCylinder((1 * UM, 1.4 * UM), (1.45, 1.9))
    modes = disk.modes((500e-9, 600e-9), q_floor=1e5)
    for polarization in ("TM", "TE"):
        i = int(np.flatnonzero(modes.polarization.values == polarization)[0])
        r = np.linspace(1e-10, 2.6 * UM, 80001)
        field = disk.field(modes, i, r)
        weight = field.energy_density.values * r
        inside = [
            np.trapezoid(np.where((r > a) & (r <= b), weight, 0), r)
            for a, b in ((0, 1 * UM), (1 * UM, 1.4 * UM))
        ]
        share = modes.confinement.isel(mode=i).sel(definition="energy").values
        assert np.array(inside) / np.trapezoid(weight, r) == pytest.approx(share[:2], abs=2e-4)


def test_psi_is_continuous_and_outgoing():
    disk = LayeredCylinder((1 * UM, 1.4 * UM), (1.45, 1.9))
    modes = disk.modes((500e-9, 600e-9), radial_max=2)
    for i in range(modes.sizes["mode"]):
        for edge in (1 * UM, 1.4 * UM):
            near = disk.field(modes, i, np.array([edge * (1 - 1e-9), edge * (1 + 1e-9), 0.5 * UM, 1.2 * UM]))
            psi = near.psi_real.values + 1j * near.psi_imag.values
            assert psi[0] == pytest.approx(psi[1], abs=1e-6 * np.abs(psi).max())


def test_absorption_and_dispersion():
    lam = np.linspace(500e-9, 700e-9, 41)
    falling = TabulatedIndex(tuple(lam), tuple(2.0 - 4e5 * (lam - 600e-9)), (1e-4,) * 41)
    modes = LayeredCylinder((3 * UM,), (falling,)).modes((595e-9, 605e-9), radial_max=1)
    plain = LayeredCylinder((3 * UM,), (2.0,)).modes((595e-9, 605e-9), radial_max=1)
    assert modes.q_absorption.values == pytest.approx(2.24 / (2 * 1e-4), rel=0.02)  # n_group / 2 kappa
    assert (modes.n_group.values.mean() - plain.n_group.values.mean()) == pytest.approx(0.24, abs=0.03)


@settings(max_examples=15)
@given(n=st.floats(1.4, 3.5), ratio=st.floats(0.2, 0.9), inner=st.floats(1.0, 3.5), m=st.integers(0, 12))
def test_a_layer_split_in_two_changes_nothing(n, ratio, inner, m):
    one = LayeredCylinder((ratio * UM, UM), (inner, n)).modes((700e-9, 900e-9), q_floor=30)
    middle = 0.5 * (1 + ratio)
    two = LayeredCylinder((ratio * UM, middle * UM, UM), (inner, n, n)).modes((700e-9, 900e-9), q_floor=30)
    if one.sizes["mode"] != two.sizes["mode"]:  # a mode on the edge of the window or of the Q floor
        assert abs(one.sizes["mode"] - two.sizes["mode"]) <= 1
        return
    assert one.wavenumber.values == pytest.approx(two.wavenumber.values, rel=1e-10)


@pytest.mark.parametrize("z", [0.05, 0.7, 12.3, 24.9, 25.1, 200.0, 3 + 0.2j, 20 - 3j, 9 + 1e-12j])
@pytest.mark.parametrize("m", [0, 1, 7, 30])
def test_riccati_functions_of_half_order_are_bessel_functions(m, z):
    mp.mp.dps = 30
    value, slope, log_scale = riccati.chi(m - 0.5, z)

    def chi(t):
        return mp.sqrt(mp.pi * t / 2) * mp.bessely(m, t)

    size = abs(mp.sqrt(mp.pi * mp.mpmathify(z) / 2) * mp.hankel1(m, z))
    assert abs(mp.mpmathify(value) * mp.exp(log_scale) - chi(z)) < 1e-12 * max(size, abs(chi(z)))
    exact = mp.diff(chi, mp.mpmathify(z))
    assert abs(mp.mpmathify(slope) * mp.exp(log_scale) - exact) < 1e-12 * max(abs(exact), size)
    if isinstance(z, complex) and abs(z.imag) < 1e-6:  # the tiny part keeps its own digits
        assert (value * np.exp(log_scale)).imag == pytest.approx(float(mp.im(chi(z))), rel=1e-12)


def test_spheres_are_untouched():
    """The same kernels with c = 0: printed resonances of a coated sphere."""
    modes = LayeredSphere((9.51e-6, 10e-6), (1.45, 1.81)).modes((640e-9, 650e-9), radial_max=1)
    table = {"TE l=164 q=1": 648.614888413e-9, "TM l=163 q=1": 644.399308725e-9}
    for label, wavelength in table.items():
        (i,) = np.flatnonzero(modes.label.values == label)
        assert float(modes.wavelength[i]) == pytest.approx(wavelength, abs=2e-18)


def test_bad_input_is_a_sentence():
    with pytest.raises(InputError, match=r"radii .* must increase"):
        LayeredCylinder((2e-6, 1e-6), (1.5, 1.5))
    with pytest.raises(InputError, match="one index for each layer"):
        LayeredCylinder((2e-6,), (1.5, 1.5))
    with pytest.raises(InputError, match="cylinder modes: window"):
        LayeredCylinder((2e-6,), (1.5,)).modes((7e-7, 6e-7))
    with pytest.raises(InputError, match="at most 200000"):
        LayeredCylinder((2e-2,), (1.5,)).modes((6e-7, 7e-7))
    disk = LayeredCylinder((13e-6,), (1.9,))
    with pytest.raises(InputError, match='polarization "TX"'):
        disk.resonance(1e7, "TX", 236, 0, 1.9)


def test_threshold_below_rounding_is_first_order():
    disk = LayeredCylinder((13e-6,), (1.9,))
    modes = disk.modes((629e-9, 631e-9), radial_max=1)
    k, index = disk.lasing_index(modes, 0)
    share = float(modes.confinement.isel(mode=0, layer=0).sel(definition="gain"))
    expected = -np.log10(2 * share / 1.9) - float(modes.log10_q_radiative[0])
    assert np.log10(-index.imag) == pytest.approx(expected, abs=1e-6)
    assert k == float(modes.wavenumber[0].real)


def test_threshold_out_of_reach_is_a_sentence():
    weak = LayeredCylinder((0.05e-6, 1e-6), (1.6, 1.5))
    modes = weak.modes((600e-9, 700e-9), radial_max=1)
    with pytest.raises(ConvergenceError, match="Choose another layer"):
        weak.lasing_index(modes, 0, layer=0)


def test_trials_that_leave_the_range_of_numbers_do_not_end_a_search():
    """A large disk in a liquid, every radial order down to Q = 10: counted lines are all found."""
    modes = LayeredCylinder((13e-6,), (1.9,), 1.34).modes((629.9e-9, 630.1e-9))
    assert modes.sizes["mode"] >= 10
    assert float(modes.residual.max()) < 1e-11
    assert float(modes.q_radiative.min()) >= 10
