"""Layered spheres against independent arithmetic, and the count of their resonances."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from sphere_oracle import at, exact, standing_scipy, winding

from colase.cavity import LayeredSphere

UM = 1e-6
CASES = [  # radii in um, indices, outside, window in nm, mode
    ((9.51, 10), (1.45, 1.81), 1.0, (630, 665), "TE l=163 q=1"),
    ((9.51, 10), (1.45, 1.81), 1.0, (630, 665), "TM l=160 q=1"),
    ((1.5, 2.0), (1.45, 1.8), 1.33, (500, 700), "TE l=30 q=1"),
    ((1.5, 2.0), (1.45, 1.8), 1.33, (500, 700), "TM l=28 q=1"),
    ((1.0, 1.6, 2.2), (1.45, 1.9, 1.6), 1.33, (550, 650), "TM l=27 q=2"),
    ((1.6, 2.2, 2.5), (1.45, 2.0, 1.2), 1.33, (550, 650), "TE l=38 q=1"),  # tunnels through a low layer
    ((1.6, 2.2, 3.0), (1.45, 2.0, 1.1), 1.0, (550, 650), "TM l=42 q=1"),
]


@pytest.mark.parametrize(("radii", "indices", "outside", "window", "label"), CASES)
def test_resonances_against_sixty_digits(radii, indices, outside, window, label):
    sphere = LayeredSphere(tuple(r * UM for r in radii), indices, outside)
    one = at(sphere.modes(tuple(1e-9 * v for v in window), radial_max=3), label)
    k = complex(one.wavenumber) / 1e6
    true = exact(k, int(one.polar), label.startswith("TM"), radii, indices, outside)
    assert abs(k.real / float(true.real) - 1) < 1e-13
    q = float(-true.real / (2 * true.imag))
    assert one.q_radiative == pytest.approx(q, rel=1e-7)


@pytest.mark.parametrize("index", [1.8 + 1e-3j, 1.8 - 2e-3j, 1.8 + 1e-8j])
@pytest.mark.parametrize("label", ["TE l=24 q=1", "TM l=24 q=1"])
def test_complex_shell_index(index, label):
    """Total root, radiative and absorptive quality factor of a lossy, gaining and nearly ideal shell."""
    radii = (1.5, 2.0)
    sphere = LayeredSphere(tuple(r * UM for r in radii), (1.45, index))
    one = at(sphere.modes((600e-9, 800e-9), radial_max=1), label)
    k, tm = complex(one.wavenumber) / 1e6, label.startswith("TM")
    total = exact(k, 24, tm, radii, (1.45, index))
    plain = exact(k.real, 24, tm, radii, (1.45, index.real))
    assert abs(k - complex(total)) < 1e-13 * abs(k)
    assert k.imag == pytest.approx(float(total.imag), rel=1e-8)
    absorption = -2 * total.imag / total.real + 2 * plain.imag / plain.real
    assert 1 / one.q_absorption == pytest.approx(float(absorption), rel=1e-6)
    assert one.q_radiative == pytest.approx(float(-plain.real / 2 / plain.imag), rel=1e-8)


def test_a_zero_of_the_riccati_bessel_functions_does_no_harm():
    """Real roots exactly where n k r is a multiple of pi: l = 1 has sin(z)/z - cos(z) there."""
    radii, indices = (1.0, 1.3), (1.5, 1.8)
    for multiple in (4, 5):
        k = multiple * np.pi / (indices[1] * radii[1])
        window = (2 * np.pi / k * 0.9 * UM, 2 * np.pi / k * 1.1 * UM)
        modes = LayeredSphere(tuple(r * UM for r in radii), indices).modes(window)
        for l in (1, 2, 4):
            for tm, name in ((False, "TE"), (True, "TM")):
                found = ((modes.polar == l) & (modes.polarization == name)).sum()
                ends = (2e-6 * np.pi / window[1], 2e-6 * np.pi / window[0])
                assert found == winding(l, tm, radii, (*indices, 1.0), *ends, 10.0)


@pytest.mark.parametrize(
    ("radii", "indices", "outside", "window", "q_floor"),
    [
        ((0.6,), (2.0,), 1.0, (400, 900), 5.0),
        ((1.0,), (1.5,), 1.0, (500, 700), 10.0),
        ((0.4264, 0.9624), (2.3514, 1.4078), 1.33, (541, 634), 5.0),
        ((1.1, 1.5, 1.8), (2.9, 1.4, 1.95), 1.5, (645, 700), 10.0),
        ((1.0, 1.5), (2.8, 1.2), 1.33, (550, 632), 10.0),
    ],
)
def test_no_resonance_is_missed_by_the_argument_principle(radii, indices, outside, window, q_floor):
    sphere = LayeredSphere(tuple(r * UM for r in radii), indices, outside)
    modes = sphere.modes(tuple(1e-9 * v for v in window), q_floor=q_floor)
    low, high = 2e3 * np.pi / window[1], 2e3 * np.pi / window[0]
    highest = int(max(n * r for n, r in zip(indices, radii, strict=True)) * high) + 1
    total = 0
    for l in range(1, highest + 1, 3 if highest < 30 else 9):
        for tm, name in ((False, "TE"), (True, "TM")):
            count = winding(l, tm, radii, (*indices, outside), low, high, q_floor)
            assert ((modes.polar == l) & (modes.polarization == name)).sum() == count, (name, l)
            total += count
    assert total > 2
    k = modes.wavenumber.values
    for l in np.unique(modes.polar):
        for name in ("TE", "TM"):
            family = np.sort_complex(k[(modes.polar == l) & (modes.polarization == name)])
            assert np.all(np.abs(np.diff(family)) > 1e-6 * np.abs(family[1:]))


def test_a_plain_scan_finds_the_same_modes():
    """Sign changes of the characteristic equation with chi outside, refined by brentq."""
    radii, n = (10.0, 10.49), (1.4564, 1.76, 1.0)
    modes = LayeredSphere((10 * UM, 10.49 * UM), n[:2]).modes((640e-9, 660e-9), radial_max=3)
    grid = np.linspace(2 * np.pi / 0.66, 2 * np.pi / 0.64, 160)
    for l, name in ((164, "TE"), (164, "TM"), (148, "TE"), (130, "TM"), (128, "TE")):
        value = standing_scipy(grid, l, name == "TM", radii, n)
        crossing = np.flatnonzero((value[1:] * value[:-1] < 0) & (np.abs(np.diff(value)) < 0.5))
        roots = [
            brentq(lambda k, l=l, name=name: standing_scipy(k, l, name == "TM", radii, n), *grid[i : i + 2])
            for i in crossing
        ]
        family = modes.where((modes.polar == l) & (modes.polarization == name), drop=True)
        assert np.sort(family.wavenumber.values.real) / 1e6 == pytest.approx(roots, rel=1e-10)


def test_roots_interlace_between_neighbouring_polar_orders():
    """k grows with l at fixed q, with q at fixed l, and l+1 comes before the next q."""
    modes = LayeredSphere((10 * UM, 10.49 * UM), (1.4564, 1.76)).modes((600e-9, 700e-9), radial_max=5)
    for name in ("TE", "TM"):
        part = modes.where(modes.polarization == name, drop=True)
        table = {
            (int(l), int(q)): k
            for l, q, k in zip(
                part.polar.values, part.radial.values, part.wavenumber.values.real, strict=True
            )
        }
        for (l, q), k in table.items():
            assert table.get((l + 1, q), np.inf) > k
            assert table.get((l, q + 1), np.inf) > k
            if (l, q + 1) in table and (l + 1, q) in table:
                assert table[l + 1, q] < table[l, q + 1]
        for q in range(1, 6):  # without gaps
            orders = sorted(l for l, other in table if other == q)
            assert orders == list(range(orders[0], orders[-1] + 1))


def test_two_windows_hold_what_one_holds():
    sphere = LayeredSphere((2.51 * UM, 3 * UM), (1.45, 1.81))
    whole = sphere.modes((550e-9, 700e-9))
    parts = [sphere.modes(w) for w in ((550e-9, 611e-9), (611e-9, 700e-9))]
    assert sum(p.sizes["mode"] for p in parts) == whole.sizes["mode"]
    joined = np.concatenate([p.wavenumber.values for p in parts])
    assert np.abs(joined - whole.wavenumber.values).max() < 1e-9 * np.abs(joined).max()


def test_very_high_orders_neither_overflow_nor_underflow():
    """A 0.2 mm sphere: l near 2700, Q beyond double precision, its logarithm against asymptotics."""
    sphere = LayeredSphere((0.2e-3,), (1.45,))
    modes = sphere.modes((649.5e-9, 650.5e-9), radial_max=1)
    assert modes.sizes["mode"] > 4
    assert np.all(modes.residual < 1e-8)
    assert np.all(np.isposinf(modes.q_radiative[modes.log10_q_radiative > 308]))
    with mp.workdps(30):  # 1/Q ~ 2 / ((n^2 - 1) x chi_l(x)^2) for TE
        te = modes.isel(mode=int(np.flatnonzero(modes.polarization.values == "TE")[0]))
        l, x = int(te.polar), mp.mpf(float(te.wavenumber.real)) * mp.mpf("0.2e-3")
        chi = mp.sqrt(mp.pi * x / 2) * mp.bessely(l + mp.mpf(1) / 2, x)
        expected = mp.log10(x * (mp.mpf("1.45") ** 2 - 1) * chi**2 / 2)
    assert float(te.log10_q_radiative) == pytest.approx(float(expected), rel=1e-9)


spheres = st.tuples(
    st.floats(0.3, 2.5), st.floats(0.02, 0.6), st.floats(1.3, 2.6), st.floats(1.3, 2.6), st.floats(1.0, 1.29)
)


@settings(max_examples=8)
@given(spheres, st.floats(0.5, 2.0))
def test_scaling_of_lengths_and_of_indices(shape, factor):
    """Radii times a gives wavelengths times a; all indices times a gives wavenumbers over a."""
    core, coat, n1, n2, outside = shape
    radii, window = np.array([core, core + coat]) * UM, np.array([600e-9, 640e-9])
    modes = LayeredSphere(tuple(radii), (n1, n2), outside).modes(tuple(window))
    bigger = LayeredSphere(tuple(radii * factor), (n1, n2), outside).modes(tuple(window * factor))
    denser = LayeredSphere(tuple(radii), (n1 * 1.2, n2 * 1.2), outside * 1.2).modes(tuple(window * 1.2))
    for other, length in ((bigger, factor), (denser, 1.2)):
        assert np.array_equal(np.sort(other.label), np.sort(modes.label))
        assert other.wavelength.values == pytest.approx(modes.wavelength.values * length, rel=1e-9)
        assert np.log(other.q_radiative.values) == pytest.approx(np.log(modes.q_radiative.values), abs=1e-6)
        assert other.confinement.values == pytest.approx(modes.confinement.values, abs=1e-7)
    assert np.all(modes.residual < 1e-7)
    assert np.all(modes.q_radiative >= 10)


@pytest.mark.parametrize("split", [0.3, 0.77, 0.999])
def test_a_shell_of_the_same_index_changes_nothing(split):
    bare = LayeredSphere((3 * UM,), (1.6,), 1.33).modes((600e-9, 620e-9))
    layered = LayeredSphere((3 * UM * split, 3 * UM), (1.6, 1.6), 1.33).modes((600e-9, 620e-9))
    assert np.array_equal(bare.label, layered.label)
    assert np.abs(bare.wavenumber.values / layered.wavenumber.values - 1).max() < 1e-12
    together = layered.confinement.values[:, :2].sum(axis=1)
    assert together == pytest.approx(bare.confinement.values[:, 0], abs=1e-9)


def test_asymptotic_series_of_large_spheres():
    """n k R = v + 2^(-1/3) a v^(1/3) - P/sqrt(n^2-1) + 3/10 2^(-2/3) a^2 v^(-1/3) (lam1992)."""
    n, radius = 1.5, 100 * UM
    modes = LayeredSphere((radius,), (n,)).modes((650e-9, 650.6e-9), radial_max=1)
    assert modes.sizes["mode"] >= 1
    for one in (modes.isel(mode=i) for i in range(modes.sizes["mode"])):
        v, a = float(one.polar) + 0.5, 2.338107410459767
        p = n if one.polarization == "TE" else 1 / n
        size = v + 2 ** (-1 / 3) * a * v ** (1 / 3) - p / np.sqrt(n**2 - 1)
        size += 0.3 * 2 ** (-2 / 3) * a**2 * v ** (-1 / 3)
        assert n * one.wavenumber.real * radius == pytest.approx(size, abs=0.02)
