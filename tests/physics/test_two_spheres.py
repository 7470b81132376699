"""Two layered spheres: waves, translation, an independent determinant, tables, symmetry, limits, bad input.

Oracles: mpmath, Wigner symbols by Racah's formula, Mie coefficients from scipy, fields summed point by point.
"""

from dataclasses import replace

import numpy as np
import pytest
from mpmath import mp
from scipy.special import lpmv, spherical_jn, spherical_yn
from sphere_pair_oracle import determinant, translated

from colase.cavity import LayeredSphere
from colase.constants import SPEED_OF_LIGHT
from colase.coupling import TwoSpheres, coupling_band, sphere_coupling
from colase.coupling.spheres.coupled_combs import band_spread, coupling_of_family
from colase.coupling.spheres.cross import cross_coupling
from colase.coupling.spheres.response import response
from colase.coupling.spheres.splitting import brought_together, coefficients, far_modes
from colase.coupling.spheres.supermode import supermode
from colase.coupling.spheres.system import System
from colase.coupling.spheres.translation import backward, translation
from colase.coupling.spheres.tuning import enlarged, nearest, tuned
from colase.coupling.spheres.two_spheres import solve
from colase.coupling.spheres.waves import outgoing, outgoing_relative, regular
from colase.errors import InputError

SMALL = LayeredSphere((6e-6, 6.49e-6), (1.457, 1.90))  # 12.98 um in all
LARGE = LayeredSphere((23.51e-6, 24e-6), (1.457, 1.90))  # 48 um in all
HZ = SPEED_OF_LIGHT / (2 * np.pi)


# --- waves and translation


@pytest.mark.parametrize("z", [61.3 - 1e-4j, 441.0 + 0j, 3.2 + 0.3j])
def test_radial_functions_against_mpmath(z):
    mp.dps = 40
    a, b, s = regular(600, z)
    log, slope = outgoing(600, z)
    value, _ = outgoing_relative(600, np.array([1.07 * z]), z)

    def psi(l, t):
        return mp.sqrt(mp.pi * t / 2) * mp.besselj(l + mp.mpf(1) / 2, t)

    def xi(l, t):
        return mp.sqrt(mp.pi * t / 2) * mp.hankel1(l + mp.mpf(1) / 2, t)

    for l in (0, 1, 5, 60, 350, 600):
        exact, z_ = psi(l, mp.mpc(z)), mp.mpc(z)
        slope_of_psi = psi(l - 1, z_) - l * exact / z_ if l else mp.cos(z_)
        assert complex(mp.mpc(complex(a[l])) * mp.exp(s[l]) / exact) == pytest.approx(1, abs=3e-12)
        assert complex(mp.mpc(complex(b[l])) * mp.exp(s[l]) / slope_of_psi) == pytest.approx(1, abs=3e-12)
        leaving = xi(l, z_)
        rest = mp.exp(mp.mpc(complex(log[l]))) / leaving
        assert complex(rest) == pytest.approx(1, abs=1e-11)
        around = (xi(l - 1, z_) - l * leaving / z_) / leaving if l else mp.mpc(0, 1)
        assert slope[l] == pytest.approx(complex(around), rel=1e-12)
        assert value[l, 0] == pytest.approx(complex(xi(l, 1.07 * z_) / leaving), rel=1e-10)
    mp.dps = 15


@pytest.mark.parametrize(("l", "q", "m"), [(1, 1, 1), (5, 9, 1), (9, 4, 3), (7, 7, 0), (60, 50, 1)])
def test_translation_against_wigner_symbols(l, q, m):
    """A and B of single waves, also where the coefficient is 1e30 and the scaled one of order one."""
    k = 3.1 if l < 20 else 35.0
    radii, distance, most = (k * 0.62, k * 0.45), 1.25 * k, max(l, q) + 4
    A, B = translation(1.0 + 0j, (radii[0], most), (radii[1], most), distance, m)
    unscaled = np.exp(outgoing(l, radii[0] + 0j)[0][l] - regular(q, radii[1] + 0j)[2][q])
    exact = [complex(e) for e in translated(l, q, m, distance)]
    assert A[q, l] * unscaled == pytest.approx(exact[0], rel=1e-10)
    assert B[q, l] * unscaled == pytest.approx(exact[1], rel=1e-10, abs=1e-14 * abs(exact[0]))


@pytest.mark.parametrize(
    ("l", "q", "m", "kd"), [(5, 9, 1, 3.9), (105, 105, 1, 125.0), (400, 380, 1, 447.0), (360, 400, 3, 447.0)]
)
def test_translation_against_treams(l, q, m, kd):
    """A and B where they are 1e120 and more; waves of treams are shorter by the root of l(l + 1)."""
    special = pytest.importorskip("treams", reason="treams needs an older scipy than colase").special
    radii, most = (0.49 * kd, 0.47 * kd), max(l, q) + 4
    A, B = translation(1.0 + 0j, (radii[0], most), (radii[1], most), kd, m)
    unscaled = np.exp(outgoing(l, radii[0] + 0j)[0][l] - regular(q, radii[1] + 0j)[2][q])
    unscaled *= np.sqrt(q * (q + 1) / (l * (l + 1)))
    first, second = (f(q, m, l, m, kd, 0.0, 0.0) for f in (special.tl_vsw_A, special.tl_vsw_B))
    assert A[q, l] == pytest.approx(first / unscaled, rel=1e-10, abs=1e-14 * np.abs(A).max())
    assert B[q, l] == pytest.approx(second / unscaled, rel=1e-10, abs=1e-14 * np.abs(B).max())


def vector_waves(l, m, k, x, outgoing_wave):
    """Return M and N at points (3, n), orthonormal P_l^m, from scipy."""
    r = np.linalg.norm(x, axis=0)
    cos, phi = x[2] / r, np.arctan2(x[1], x[0])
    sin = np.sqrt(1 - cos**2)
    norm = np.sqrt((2 * l + 1) / 2 / np.prod(np.arange(l - m + 1, l + m + 1.0)))
    P, below = norm * lpmv(m, l, cos), norm * (l + m) * lpmv(m, l - 1, cos)
    dP = (l * cos * P - below) / sin
    j, dj = spherical_jn(l, k * r), spherical_jn(l, k * r, True)
    if outgoing_wave:
        j, dj = j + 1j * spherical_yn(l, k * r), dj + 1j * spherical_yn(l, k * r, True)
    turn, rho = np.exp(1j * m * phi), j / (k * r) + dj
    up = np.array([x[0], x[1], x[2]]) / r
    theta = np.array([cos * np.cos(phi), cos * np.sin(phi), -sin])
    around = np.array([-np.sin(phi), np.cos(phi), 0 * phi])
    M = (1j * m * P / sin * theta - dP * around) * j * turn
    N = (l * (l + 1) * j / (k * r) * P * up + rho * (dP * theta + 1j * m * P / sin * around)) * turn
    return M, N


def test_translated_field_is_the_same_field():
    """Summed about the other centre, all three components of E agree inside that sphere."""
    k, a1, a2, d, m, l, L = 1.0, 5.0, 3.0, 9.5, 1, 6, 26
    A, B = translation(k + 0j, (a1, L), (a2, L), d, m)
    rng = np.random.default_rng(1)
    inside = rng.normal(size=(3, 12))
    inside *= 2.0 * rng.uniform(0.3, 1, 12) / np.linalg.norm(inside, axis=0)
    size = regular(L, a2 * k + 0j)[2]
    start = np.exp(outgoing(L, a1 * k + 0j)[0])
    M, N = vector_waves(l, m, k, inside + np.array([[0], [0], [d]]), True)
    own = [np.zeros((3, 12), complex), np.zeros((3, 12), complex)]
    for q in range(1, L + 1):
        into = start[l] * np.exp(-size[q])
        Mq, Nq = vector_waves(q, m, k, inside, False)
        own[0] += into * (A[q, l] * Mq + B[q, l] * Nq)
        own[1] += into * (A[q, l] * Nq + B[q, l] * Mq)
    assert own[0] == pytest.approx(M, abs=1e-9 * np.abs(M).max())
    assert own[1] == pytest.approx(N, abs=1e-9 * np.abs(N).max())


def test_translation_back_by_reciprocity():
    k = 2 * np.pi / 0.663 * (1 - 1e-9j)
    r1 = response(140, k, np.array([6.0, 6.49]), np.array([1.457, 1.9]) + 0j)
    r2 = response(130, k, np.array([5.4, 5.9]), np.array([1.457, 1.9]) + 0j)
    there = translation(k, (6.49, 140), (5.9, 130), 12.6, 2)
    direct = translation(k, (5.9, 130), (6.49, 140), -12.6, 2)
    for one, other in zip(backward(*there, r1, r2), direct, strict=True):
        assert one == pytest.approx(other, abs=1e-11)


def test_response_vanishes_at_the_resonances_of_the_sphere_alone():
    modes = SMALL.modes((655e-9, 670e-9), radial_max=3)
    for i in range(modes.sizes["mode"]):
        k, l = complex(modes.wavenumber.values[i]), int(modes.polar.values[i])
        tm = int(modes.polarization.values[i] == "TM")

        def D(at, l=l, tm=tm):
            return response(l + 5, at, np.array(SMALL.radii), np.array([1.457, 1.9]) + 0j).D[tm, l]

        step = 1e-7 * k.real
        slope = (D(k + step) - D(k - step)) / (2 * step)
        assert abs(D(k) / slope) < 1e-12 * k.real


# --- modes


def test_small_spheres_against_an_independent_determinant():
    """Two spheres of 2 um, n = 1.9, gap 100 nm, m = 1, sixteen orders, solved by another road."""
    sphere = LayeredSphere((1e-6,), (1.9,))
    system = System((sphere, sphere), 100e-9, 1, (16, 16))
    own = nearest(sphere, 870e-9, "TE")
    families = [own, replace(own, sphere=1)]
    found = solve(system, families, 2, own.k.real)
    assert len(found) == 2
    for mode in found:
        k = mode.k * 1e-6
        a, b = k * (1 + 1e-6), k * (1 - 1e-6j)
        fa, fb = (determinant(x, 1.0, 1.9, 2.1, 1, 16) for x in (a, b))
        for _ in range(8):
            a, fa, b = b, fb, b - fb * (b - a) / (fb - fa)
            if abs(b - a) < 1e-14 * abs(b):
                break
            fb = determinant(b, 1.0, 1.9, 2.1, 1, 16)
        assert b == pytest.approx(k, rel=2e-12)
    assert abs(found[0].k - found[1].k) > 1e-4 * own.k.real


@pytest.mark.parametrize(
    ("polarization", "gap", "orders", "printed"),
    [("TE", 0, 200, 363.550), ("TE", 0, 140, 363.325), ("TM", 0, 200, 272.06), ("TM", 200e-9, 160, 9.854)],
)
def test_half_splittings_of_12_um_spheres(polarization, gap, orders, printed):
    """Half splittings in GHz to the last digit of the table of the reference calculation."""
    found = sphere_coupling(SMALL, SMALL, [gap], 663e-9, polarization, polar_max=orders, check=False)
    digit = 10.0 ** -len(str(printed).split(".")[1])
    assert float(found.data.half_splitting[0]) / 1e9 == pytest.approx(printed, abs=digit)


def test_half_splitting_of_48_um_spheres_at_l_413():
    found = sphere_coupling(LARGE, LARGE, [100e-9], 660.25e-9, polar_max=480, check=False)
    assert found.families[0].label == "TE l=413 q=1"
    assert float(found.data.half_splitting[0]) / 1e9 == pytest.approx(26.993, abs=1e-3)
    assert float(found.data.two_level[0] / found.data.half_splitting[0]) == pytest.approx(1, abs=1e-3)


@pytest.fixture(scope="module")
def pair_modes():
    return TwoSpheres(SMALL, SMALL, 100e-9).modes((661.9e-9, 662.2e-9))


@pytest.mark.parametrize(
    ("polarization", "diameter", "wavelength", "polar", "printed"),
    [
        ("TE", 44.209e-6, 660.25e-9, (413, 380), (27.661, 6.594)),
        ("TM", 44.290e-6, 658.58e-9, (409, 377), (12.85, 3.064)),
    ],
)
def test_vernier_pair_of_48_and_44_um(polarization, diameter, wavelength, polar, printed):
    """Outer diameter at which both meet, and rates (GHz) at 100 and 200 nm from 440 orders, of the table."""
    outer = 0.5 * diameter + 20e-9
    start = LayeredSphere((outer - 490e-9, outer), (1.457, 1.90))
    spheres, families = brought_together(LARGE, start, wavelength, polarization, 1, True)
    assert tuple(f.polar for f in families) == polar
    assert 2 * spheres[1].radii[-1] == pytest.approx(diameter, abs=0.1e-9)
    for gap, rate in zip((100e-9, 200e-9), printed, strict=True):
        pair = TwoSpheres(*spheres, gap)
        kappa, _ = coefficients(pair, families, 1, (440, 440), families[0].k.real)
        assert kappa / 1e9 == pytest.approx(rate, rel=1e-3)


def test_a_search_from_many_places_finds_the_same_two_modes():
    own = nearest(SMALL, 662e-9, "TE")
    other, family = tuned(enlarged(SMALL, -0.5e-6), own.k.real, "TE")
    families = [own, replace(family, sphere=1)]
    system = System((SMALL, other), 50e-9, 1, (130, 130), 0)
    k, step = own.k.real, 1e11 * 2 * np.pi / 299792458.0
    plain = solve(system, families, 2, k)
    far = far_modes(system, families, 2, k, step, reach=1)
    assert sorted(m.k.real for m in far) == pytest.approx(sorted(m.k.real for m in plain), rel=1e-13)
    assert min(m.weight.sum() for m in far) == pytest.approx(1)


def test_symmetric_and_unsymmetric_code_agree(pair_modes):
    whole = TwoSpheres(SMALL, SMALL, 100e-9).modes((661.9e-9, 662.2e-9), symmetry=False, check=False)
    k, other = pair_modes.data.wavenumber.values, whole.data.wavenumber.values
    assert other.real == pytest.approx(k.real, rel=1e-13)
    assert set(pair_modes.data.exchange.values) == {"even", "odd"}
    assert whole.data.share.values == pytest.approx(0.5, abs=1e-6)


def test_every_mode_says_how_far_it_can_be_trusted(pair_modes):
    data = pair_modes.data
    assert (data.residual < 1e-12).all()
    splitting = np.ptp(pair_modes.frequency_offset.real)
    error = data.order_error.values * data.attrs["reference_wavenumber"] * HZ
    assert (error < 1e-5 * splitting).all()
    assert (data.wavenumber.values.imag < 0).all()  # no gain: everything leaks
    assert (data.purity > 0.99).all()
    assert not data.above_threshold.any()
    assert "TE l=108 q=1 m=1 (1)" in pair_modes.describe()


def test_far_apart_each_sphere_is_alone():
    # m = 30: the orbits keep away from the line of centres, light from one hardly meets the other
    modes = TwoSpheres(SMALL, enlarged(SMALL, -0.1e-6), 2e-6).modes((661e-9, 663e-9), 30, "TE", check=False)
    alone = nearest(SMALL, 662e-9, "TE")
    row = int(modes.data.share.values[:, 0].argmax())
    assert modes.data.wavenumber.values[row].real == pytest.approx(alone.k.real, rel=1e-12)
    assert modes.data.share.values[row] == pytest.approx([1, 0], abs=1e-9)


def test_share_is_the_response_to_the_coat_of_one_sphere():
    """-d ln k/d ln n of each coat by solving again, for two detuned spheres that share light unevenly."""
    other = enlarged(tuned(SMALL, nearest(SMALL, 662e-9, "TE").k.real, "TE")[0], 0.5e-9)
    other = enlarged(other, -0.5e-6)
    other = enlarged(tuned(other, nearest(SMALL, 662e-9, "TE").k.real, "TE")[0], 0.5e-9)
    pair = TwoSpheres(SMALL, other, 100e-9)
    window = (661.9e-9, 662.2e-9)
    modes = pair.modes(window, polarization="TE", check=False)
    assert 0.05 < float(modes.data.share.values[0].min()) < 0.45
    step = 1e-6
    for side in (0, 1):
        k = []
        for sign in (1, -1):
            coat = 1.90 * (1 + sign * step)
            moved = [
                replace(s, indices=(1.457, coat)) if i == side else s for i, s in enumerate(pair.spheres)
            ]
            shifted = TwoSpheres(*moved, 100e-9).modes(window, polarization="TE", check=False)
            k.append(shifted.data.wavenumber.values.real)
        slope = -(k[0] - k[1]) / (2 * step) / modes.data.wavenumber.values.real
        assert modes.data.confinement.values[:, side] == pytest.approx(slope, rel=1e-2)


def test_gain_in_one_sphere_is_reported_above_threshold():
    pumped = replace(SMALL, indices=(1.457, 1.90 - 1e-6j))
    modes = TwoSpheres(pumped, SMALL, 100e-9).modes((661.9e-9, 662.2e-9), polarization="TE", check=False)
    assert modes.data.above_threshold.all()
    confinement = modes.data.confinement.values[:, 0]
    rate = 2 * confinement * 1e-6 / 1.90
    assert confinement == pytest.approx(0.4938, abs=1e-3)  # half of each mode is in the pumped sphere
    assert -1 / modes.data.q_factor.values == pytest.approx(rate, rel=1e-3)


# --- coupling, band, two levels


@pytest.fixture(scope="module")
def coupling():
    return sphere_coupling(SMALL, SMALL, [100e-9, 200e-9], 663e-9, "TE", check=False)


def test_coupling_fades_with_the_evanescent_tail(coupling):
    data = coupling.data
    assert float(data.decay_length[1]) == pytest.approx(float(data.predicted_decay[1]), rel=0.02)
    assert data.half_splitting.values / 1e9 == pytest.approx([82.28, 21.09], abs=0.01)
    assert not coupling.notes
    assert "half splitting 82.277 GHz" in coupling.describe()


def test_band_over_azimuthal_numbers_follows_two_tilted_circles():
    numbers = (0, 1, 5, 12)
    band = coupling_band(SMALL, SMALL, 100e-9, 663e-9, numbers)
    kappa = band.data.coupled_mode.values
    spread = band_spread(band.spheres, band.families)
    expected = np.exp(-0.5 * (np.array(numbers) / spread) ** 2)
    assert kappa / kappa[0] == pytest.approx(expected, rel=0.02)
    fitted = coupling_of_family(SMALL, SMALL, 100e-9, 663e-9, "TE")
    assert [fitted.at(m) for m in numbers] == pytest.approx(kappa, rel=0.02)
    assert fitted.orbits % 2 == 1
    assert fitted.orbits == pytest.approx(spread * np.sqrt(2 * np.pi), abs=1.0)


def test_two_levels_against_the_exact_detuned_pair(coupling):
    other = enlarged(SMALL, 1e-9)
    exact = TwoSpheres(SMALL, other, 100e-9).modes((661.9e-9, 662.3e-9), polarization="TE", check=False)
    alone = [nearest(s, 662.07e-9, "TE").k.real for s in (SMALL, other)]
    detuning = (alone[1] - alone[0]) * HZ
    levels = coupling.two_level(100e-9, [detuning])
    k = np.sort(exact.data.wavenumber.values.real - alone[0]) * HZ
    assert levels.frequency_offset.values[0] == pytest.approx(k, abs=2e-3 * np.ptp(k))
    order = np.argsort(exact.data.wavenumber.values.real)
    assert levels.share.values[0] == pytest.approx(exact.data.share.values[order], abs=5e-3)
    assert levels.attrs["trusted"] == 1


def test_te_and_tm_lines_of_two_spheres_repel_each_other():
    """Where a TE line meets a TM line of the other sphere, exact modes part by 2 kappa (m = 0: cross)."""
    rate = cross_coupling(SMALL, SMALL, 100e-9, 662e-9, 6)
    assert rate > 3 * cross_coupling(SMALL, SMALL, 100e-9, 662e-9, 1) > 0
    assert cross_coupling(SMALL, SMALL, 100e-9, 662e-9, 0) == 0
    own = nearest(SMALL, 662e-9, "TE")
    other, met = tuned(SMALL, own.k.real, "TM")
    shift = coefficients(TwoSpheres(SMALL, other, 100e-9), (own, met), 6, (160, 160), own.k.real)[1]
    other, _ = tuned(SMALL, own.k.real + (shift[0] - shift[1]) / HZ, "TM")  # where both levels meet
    lam = 2 * np.pi / own.k.real
    modes = TwoSpheres(SMALL, other, 100e-9).modes((lam - 5e-11, lam + 5e-11), 6, check=False)
    assert modes.data.sizes["mode"] == 2
    assert modes.data.share.values == pytest.approx(0.5, abs=0.1)
    assert 0.5 * np.ptp(modes.frequency_offset.real) == pytest.approx(rate, rel=0.02)


def test_two_level_theory_says_where_it_fails():
    touching = sphere_coupling(SMALL, SMALL, [0.0], 663e-9, "TE", polar_max=150, check=False)
    assert len(touching.notes) == 1
    assert "two-level theory with exact coefficients is -9 % off" in touching.notes[0]
    assert touching.two_level(0.0, [0.0]).attrs["trusted"] == 0
    with pytest.raises(InputError, match="lies outside the computed"):
        touching.two_level(50e-9, [0.0])


def test_tuned_sphere_meets_the_other():
    target = nearest(SMALL, 663e-9, "TM")
    sphere, family = tuned(enlarged(SMALL, -0.7e-6), target.k.real, "TM")
    assert family.polar < target.polar
    assert family.k.real == pytest.approx(target.k.real, rel=1e-12)
    assert sphere.radii[1] - sphere.radii[0] == pytest.approx(490e-9)


# --- bad input


def test_bad_input_is_a_sentence():
    with pytest.raises(InputError, match="gap = -5 nm; the spheres would overlap"):
        TwoSpheres(SMALL, SMALL, -5e-9)
    empty = LayeredSphere((6e-6, 6.49e-6), (1.0, 1.0))
    with pytest.raises(InputError, match=r"12.98 um has the refractive index of its surroundings, 1"):
        TwoSpheres(empty, SMALL, 1e-7).modes((661e-9, 663e-9))
    with pytest.raises(InputError, match="it is not there"):
        sphere_coupling(SMALL, empty, [1e-7], 663e-9)
    with pytest.raises(InputError, match="azimuthal = 300 must lie between 0 and l = 108"):
        supermode(SMALL, SMALL, 1e-7, 663e-9, azimuthal=300)
    with pytest.raises(InputError, match="same surroundings"):
        TwoSpheres(SMALL, replace(SMALL, outside=1.33), 1e-7)
    touching = TwoSpheres(SMALL, SMALL, 0.0)
    with pytest.raises(InputError, match=r"gap of 0 nm needs about 17\d polar orders, some \S+ s a mode"):
        touching.modes((661e-9, 663e-9))
    pair = TwoSpheres(SMALL, SMALL, 100e-9)
    with pytest.raises(InputError, match=r"polar_max = 90 is too small .* about 14\d polar orders"):
        pair.modes((661e-9, 663e-9), polar_max=90)
    with pytest.raises(InputError, match="neither sphere alone has a TE resonance"):
        pair.modes((660.0e-9, 660.1e-9), polarization="TE")
    with pytest.raises(InputError, match="with l >= 400"):
        pair.modes((661e-9, 663e-9), azimuthal=400)
    with pytest.raises(InputError, match="window from"):
        pair.modes((663e-9, 661e-9))
    with pytest.raises(InputError, match='polarization "TX"'):
        pair.modes((661e-9, 663e-9), polarization="TX")
    with pytest.raises(InputError, match="must lie between 0 and l"):
        coupling_band(SMALL, SMALL, 1e-7, 663e-9, [300])
    with pytest.raises(InputError, match="at least zero"):
        sphere_coupling(SMALL, SMALL, [-1e-9], 663e-9)


@pytest.mark.parametrize(("polarization", "azimuthal"), [("TE", 0), ("TM", 0), ("TE", 1), ("TM", 2)])
def test_field_of_a_supermode_is_continuous_and_odd_under_exchange(polarization, azimuthal):
    """Field inside (own layers, arriving waves) meets both leaving waves outside, better with more orders."""
    jump, angle = [], np.linspace(0.01, 0.6, 9)
    for orders in (150, 190):
        mode = supermode(SMALL, SMALL, 100e-9, 663e-9, polarization, azimuthal, polar_max=orders)
        a, d = SMALL.radii[-1], 2 * SMALL.radii[-1] + 100e-9
        near = [(r * np.cos(angle), r * np.sin(angle)) for r in (a * (1 - 1e-9), a * (1 + 1e-9))]
        inner, outer = (mode.at(*p) for p in near)
        jump.append(np.abs(inner - outer).max() / np.abs(inner).max())
        assert mode.mismatch < 1e-8
        image = mode.at(d - near[0][0], near[0][1])
        parity = image[0] / inner[0]
        assert abs(parity.real) == pytest.approx(1, abs=1e-4)
        assert image == pytest.approx(np.sign(parity.real) * inner, abs=1e-6 * np.abs(inner).max())
        side = 1 if azimuthal % 2 else -1
        assert mode.at(near[0][0], -near[0][1]) == pytest.approx(side * inner, rel=1e-12)
    assert jump[0] < 1e-3
    assert jump[1] < 5e-6
    own = TwoSpheres(SMALL, SMALL, 100e-9).modes((661e-9, 665e-9), azimuthal, polar_max=190, check=False)
    assert np.abs(own.data.wavenumber.values / mode.vacuum - 1).min() < 1e-11


def test_field_inside_the_coat_solves_helmholtz():
    """(laplace - 1/rho^2 + n^2 k^2) E_phi = 0 in the coat and in the core, by differences."""
    mode = supermode(SMALL, SMALL, 100e-9, 663e-9, polar_max=150)
    h = 8e-9
    for z, index in ((SMALL.radii[0] + 0.25e-6, 1.9), (SMALL.radii[0] - 0.15e-6, 1.457)):
        rho = 0.4e-6
        at = z + h * np.array([0, 1, -1, 0, 0]), rho + h * np.array([0, 0, 0, 1, -1])
        E = mode.at(*at)
        laplace = (E[1:].sum() - 4 * E[0]) / h**2 + (E[3] - E[4]) / (2 * h * rho) - E[0] / rho**2
        assert laplace == pytest.approx(-((index * mode.vacuum) ** 2) * E[0], rel=2e-2)
