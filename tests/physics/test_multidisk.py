"""Coupled disks: printed tables, an unsymmetrised twin, finite elements, fields, conservation, bad input."""

from math import cos, pi, sin

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colase.constants import SPEED_OF_LIGHT
from colase.coupling import Disk, Hole, MultiDisk
from colase.coupling.disks.fields import psi
from colase.coupling.multipole.bessel import bessel, hankel, hankel_slope
from colase.errors import InputError
from colase.materials import TabulatedIndex

UM = 1e-6


def pair(radius, gap, index=1.9, other=None, outside=1.0):
    second = index if other is None else other
    return MultiDisk((Disk((0, 0), radius, index), Disk((2 * radius + gap, 0), radius, second)), outside)


def by_parity(modes):
    keys = zip(modes.data.mirror.values, modes.data.exchange.values, strict=True)
    return dict(zip(keys, modes.data.wavenumber.values * UM, strict=True))


@pytest.mark.parametrize("z", [0.3, 9.7, 247.3, 129.9 - 0.003j, 247 + 0.2j, 5 - 2j, 30 + 20j])
@pytest.mark.parametrize("m", [0, 1, 86, 140, 399])
def test_scaled_bessel_functions_against_mpmath(z, m):
    """Also where scipy's scaled Hankel function answers 0 (orders above 86, Im z < 0)."""
    mp.mp.dps = 25
    a, b, log_j = bessel(400, z)
    h, log_h = hankel(401, z)
    slope = hankel_slope(h, log_h, z)[m]
    j, j1 = mp.besselj(m, z), mp.besselj(m + 1, z)
    dj = m / mp.mpmathify(z) * j - j1
    size = abs(j) + abs(dj)
    assert abs(mp.mpmathify(complex(a[m])) * mp.exp(log_j[m]) - j) < 1e-12 * size
    assert abs(mp.mpmathify(complex(b[m])) * mp.exp(log_j[m]) - dj) < 1e-12 * size
    exact = mp.hankel1(m, z)
    assert abs(mp.mpmathify(complex(h[m])) * mp.exp(log_h[m]) / exact - 1) < 1e-11
    assert complex(slope) == pytest.approx(
        complex(m / mp.mpmathify(z) - mp.hankel1(m + 1, z) / exact), rel=1e-11
    )


# two disks of 2 um, n = 1.9, gap 150 nm, m = 32: Re k and -Im k in 1/um, parity about the line and exchange.
# As printed: 10 digits and more, but four for the losses of six modes (of "odd, odd" of TE they leave
# 3e-9 of k open); then as another multipole code gives them (secant on one matrix for each parity).
SMALL = {
    "TM": {
        ("even", "even"): ("9.715735259004", "9.95596997e-06", 9.715735259004284 - 9.955969974e-06j),
        ("even", "odd"): ("9.7244994958", "6.661e-06", 9.724499495817920 - 6.661296828e-06j),
        ("odd", "odd"): ("9.7157337055", "8.358e-06", 9.715733705463990 - 8.358331271e-06j),
        ("odd", "even"): ("9.7245002751", "8.057e-06", 9.724500275077428 - 8.057171523e-06j),
    },
    "TE": {
        ("even", "even"): ("9.944571700901", "7.87458238e-04", 9.944571700900948 - 7.87458238386e-04j),
        ("even", "odd"): ("9.9484853670", "3.718e-05", 9.948485367009164 - 3.7175011594e-05j),
        ("odd", "odd"): ("9.9447235979", "6.359e-04", 9.944723597930583 - 6.35871268036e-04j),
        ("odd", "even"): ("9.948484523325", "3.21830737e-05", 9.948484523325272 - 3.2183073701e-05j),
    },
}


@pytest.mark.parametrize("polarization", ["TM", "TE"])
def test_small_pair_against_the_table(polarization):
    """Every printed digit but rounding, and 1e-12 of another code."""
    window = (645e-9, 647e-9) if polarization == "TM" else (630e-9, 633e-9)
    found = by_parity(pair(2 * UM, 0.15 * UM).modes(window, polarization))
    for parity, (real, loss, other) in SMALL[polarization].items():
        k = found[parity]
        assert abs(k - other) < 1e-12 * abs(k), parity
        assert abs(k.real - float(real)) < max(0.502 * last_digit(real), 2e-12), parity
        assert abs(-k.imag - float(loss)) < max(0.502 * last_digit(loss), 2e-12), parity


def last_digit(printed):
    """Return the unit of the last digit of a printed number."""
    digits, _, power = printed.partition("e")
    return 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))


def test_mirror_symmetry_changes_nothing():
    disks = pair(2 * UM, 0.15 * UM)
    for polarization in ("TM", "TE"):
        folded = disks.modes((645e-9, 647e-9) if polarization == "TM" else (630e-9, 633e-9), polarization)
        whole = disks.modes(
            (645e-9, 647e-9) if polarization == "TM" else (630e-9, 633e-9), polarization, symmetry=False
        )
        assert folded.data.sizes["mode"] == whole.data.sizes["mode"] == 4
        assert set(whole.data.mirror.values) == {""}
        assert folded.data.wavenumber.values == pytest.approx(whole.data.wavenumber.values, rel=1e-13)


def test_half_mirror_of_unequal_disks_changes_nothing():
    disks = pair(2 * UM, 0.2 * UM, 1.9 - 1e-4j, 1.9003 + 2e-4j)
    folded = disks.modes((645e-9, 647e-9))
    whole = disks.modes((645e-9, 647e-9), symmetry=False)
    assert folded.data.wavenumber.values == pytest.approx(whole.data.wavenumber.values, rel=1e-13)
    assert folded.data.share.values == pytest.approx(whole.data.share.values, abs=1e-6)


# 26 um disks, n = 1.9: half the splitting in GHz by gap in nm
BIG = {
    ("TM", 236): {150: 9.19196, 200: 4.243195, 250: 1.995298, 300: 0.944146, 350: 0.448225, 396: 0.226344},
    ("TE", 235): {150: 2.828869, 200: 1.338776, 250: 0.635835, 300: 0.302695, 350: 0.144406, 396: 0.073226},
}


@pytest.mark.parametrize("polarization", ["TM", "TE"])
@pytest.mark.parametrize("gap", [150, 250, 396])
def test_splitting_of_the_measured_pair(polarization, gap):
    window = (629.6e-9, 630.0e-9) if polarization == "TM" else (630.0e-9, 630.4e-9)
    modes = pair(13 * UM, gap * 1e-9).modes(window, polarization)
    printed = next(t for (p, _), t in BIG.items() if p == polarization)[gap]
    for mirror in ("even", "odd"):
        offset = modes.frequency_offset.real[modes.data.mirror.values == mirror]
        assert np.ptp(offset) / 2e9 == pytest.approx(printed, rel=1e-6, abs=5.1e-7)
    assert (modes.data.harmonic_error.values < 1e-14).all()
    assert (modes.data.residual.values < 1e-14).all()
    assert (modes.data.q_factor.values > 1e11).all()
    assert modes.data.share.values == pytest.approx(0.5, abs=1e-9)


def test_two_doublets_coincide():
    """CW of one disk couples to CCW of the other and the rest is exponentially small."""
    modes = pair(13 * UM, 300e-9).modes((629.6e-9, 630.0e-9))
    offsets = np.sort(modes.frequency_offset.real)
    assert offsets[1] - offsets[0] < 20.0  # Hz
    assert offsets[3] - offsets[2] < 20.0


def test_chain_of_three_splits_like_coupled_oscillators():
    """Eigenvalues of a chain: 0 and +-sqrt(2) kappa, with a small common shift of the outer disks."""
    radius, gap = 2 * UM, 0.35 * UM
    two = pair(radius, gap).modes((645e-9, 647e-9))
    step = 2 * radius + gap
    three = MultiDisk(tuple(Disk((i * step, 0), radius, 1.9) for i in range(3))).modes((645e-9, 647e-9))
    for mirror in ("even", "odd"):
        kappa = np.ptp(two.frequency_offset.real[two.data.mirror.values == mirror]) / 2
        chain = np.sort(three.frequency_offset.real[three.data.mirror.values == mirror])
        assert (chain[2] - chain[0]) / (2 * np.sqrt(2)) == pytest.approx(kappa, rel=0.01)
        assert chain[1] - 0.5 * (chain[0] + chain[2]) == pytest.approx(0, abs=0.05 * kappa)


@settings(max_examples=8)
@given(angle=st.floats(-3.1, 3.1), x=st.floats(-5, 5), y=st.floats(-5, 5))
def test_moving_and_turning_the_pair_changes_nothing(angle, x, y):
    d = 4.2 * UM
    a, b = (x * UM, y * UM), (x * UM + d * cos(angle), y * UM + d * sin(angle))
    moved = MultiDisk((Disk(a, 2 * UM, 1.9), Disk(b, 2 * UM, 1.9))).modes((645e-9, 647e-9), check=False)
    still = pair(2 * UM, 0.2 * UM).modes((645e-9, 647e-9), check=False)
    assert moved.data.wavenumber.values == pytest.approx(still.data.wavenumber.values, rel=1e-11)


def test_scaling_law():
    """Lengths times s and wavelengths times s is the same problem."""
    small = pair(2 * UM, 0.2 * UM).modes((645e-9, 647e-9), check=False)
    large = pair(6 * UM, 0.6 * UM).modes((3 * 645e-9, 3 * 647e-9), check=False)
    assert large.data.wavenumber.values * 3 == pytest.approx(small.data.wavenumber.values, rel=1e-12)


# one disk of 4 um with a hole of 100 nm radius at 1.6 um: finite elements of order 9 print 10 digits (TM)
# and 10 of order 8 (TE, 10.113803924); another multipole code gives the digits below
HOLES = {
    "TM": (636e-9, (9.8921694365 - 1.59551e-3j, 9.9162682952 - 2.35678e-2j)),
    "TE": (622e-9, (10.1138039092 - 6.8658045e-4j, 10.1391321007 - 6.90392e-3j)),
}


@pytest.mark.parametrize("polarization", ["TM", "TE"])
def test_hole_in_a_disk(polarization):
    wavelength, expected = HOLES[polarization]
    angle = 0.4
    disk = MultiDisk((Disk((0, 0), 2 * UM, 1.9, (Hole(1.6 * UM, angle, 0.1 * UM),)),))
    window = (wavelength - 3e-9, wavelength + 3e-9)
    modes = disk.modes(window, polarization, radial_max=2, q_floor=2e4)
    modes = modes.data.isel(mode=modes.data.azimuthal.values == 28)
    found = sorted(modes.wavenumber.values * UM, key=lambda k: k.real)
    for k, e in zip(found, expected, strict=True):
        assert abs(k.real - e.real) < 3e-10
        assert k.imag == pytest.approx(e.imag, rel=1e-5)
    assert (modes.harmonic_error.values < 1e-10).all()


def test_hole_of_the_same_index_is_not_there():
    plain = MultiDisk((Disk((0, 0), 2 * UM, 1.9),)).modes((645e-9, 647e-9))
    filled = MultiDisk((Disk((0, 0), 2 * UM, 1.9, (Hole(1.5 * UM, 1.0, 0.3 * UM, 1.9),)),))
    assert filled.modes((645e-9, 647e-9)).data.wavenumber.values == pytest.approx(
        plain.data.wavenumber.values, rel=1e-12
    )


def test_a_hole_may_be_cut_into_the_order_of_two():
    """Two holes given in either order, and a hole seen from a turned frame."""
    a, b = Hole(1.5 * UM, 0.2, 0.1 * UM), Hole(1.2 * UM, 2.0, 0.15 * UM, 1.5)

    def waves(*holes, turn=0.0):
        turned = tuple(Hole(h.distance, h.angle + turn, h.radius, h.index) for h in holes)
        modes = MultiDisk((Disk((0, 0), 2 * UM, 1.9, turned),)).modes((645e-9, 647e-9), check=False)
        return modes.data.wavenumber.values

    assert waves(a, b) == pytest.approx(waves(b, a), rel=1e-12)
    assert waves(a, b, turn=1.3) == pytest.approx(waves(a, b), rel=1e-11)


def test_tail_of_a_pillar_equals_the_full_matrix():
    disks = MultiDisk(
        (Disk((0, 0), 2 * UM, 1.9), Disk((2.12 * UM * cos(0.7), 2.12 * UM * sin(0.7)), 0.1 * UM, 1.9))
    )
    short = disks.modes((645e-9, 647e-9), symmetry=False)
    long = disks.modes((645e-9, 647e-9), symmetry=False, harmonics=240)
    assert short.solutions[0].system.unknowns < 200 < long.solutions[0].system.unknowns
    assert short.data.wavenumber.values == pytest.approx(long.data.wavenumber.values, rel=1e-13)
    mirrored = disks.modes((645e-9, 647e-9))
    assert mirrored.data.wavenumber.values == pytest.approx(long.data.wavenumber.values, rel=1e-12)


def test_field_is_continuous_and_obeys_parity():
    disks = pair(2 * UM, 0.15 * UM)
    modes = disks.modes((645e-9, 647e-9))
    angle = np.linspace(0, 2 * pi, 9)
    for i in range(4):
        solution = modes.solutions[i]
        for centre in (0.0, 4.15 * UM):
            inner, outer = (
                psi(solution, centre + r * np.cos(angle), r * np.sin(angle))
                for r in (2 * UM * (1 - 1e-8), 2 * UM * (1 + 1e-8))
            )
            assert np.abs(inner - outer).max() < 1e-5 * np.abs(inner).max()
        field = modes.field(i, points=41)
        value = field.psi_real.values + 1j * field.psi_imag.values
        sign = 1 if modes.data.mirror.values[i] == "even" else -1
        assert value == pytest.approx(sign * value[::-1], abs=1e-10)
        sides = value[:, ::-1]
        exchange = 1 if modes.data.exchange.values[i] == "even" else -1
        assert value == pytest.approx(sign * exchange * sides, abs=1e-9) or value == pytest.approx(
            exchange * sides, abs=1e-9
        )


def test_field_with_a_hole_is_continuous_and_solves_helmholtz():
    disks = MultiDisk((Disk((0, 0), 2 * UM, 1.9, (Hole(1.5 * UM, 0.6, 0.2 * UM),)),))
    modes = disks.modes((645e-9, 647e-9), check=False, harmonics=90)
    solution = modes.solutions[0]
    angle = np.linspace(0, 2 * pi, 13)
    inner, outer = (
        psi(solution, r * np.cos(angle), r * np.sin(angle))
        for r in (2 * UM * (1 - 1e-8), 2 * UM * (1 + 1e-8))
    )
    assert np.abs(inner - outer).max() < 1e-5 * np.abs(inner).max()
    x0, y0, h = 0.9 * UM, 1.2 * UM, 6e-9
    x = x0 + h * np.array([0, 1, -1, 0, 0])
    y = y0 + h * np.array([0, 0, 0, 1, -1])
    v = psi(solution, x, y)
    laplace = (v[1:].sum() - 4 * v[0]) / h**2
    assert laplace == pytest.approx(-((1.9 * solution.root.k) ** 2) * v[0], rel=2e-3)


def test_clean_disk_is_isotropic_and_a_hole_makes_it_directional():
    disk = MultiDisk((Disk((0, 0), 2 * UM, 1.9, (Hole(1.6 * UM, 0.0, 0.1 * UM),)),))
    modes = disk.modes((645e-9, 647e-9), check=False)
    assert max(float(modes.far_field(i).power.max()) for i in range(2)) > 3
    clean = MultiDisk((Disk((0, 0), 2 * UM, 1.9),)).modes((645e-9, 647e-9), symmetry=False, check=False)
    solution = clean.solutions[0]
    M = solution.system.orders[0]
    assert abs(solution.unknowns[M + 32]) + abs(solution.unknowns[M - 32]) == pytest.approx(
        np.abs(solution.unknowns).sum()
    )
    power = clean.far_field(0, np.linspace(0, 2 * pi, 7)).power.values
    weight = np.abs(solution.unknowns[[M - 32, M + 32]])
    swing = 2 * weight.prod() / (weight**2).sum()  # |a e^{i m phi} + b e^{-i m phi}|^2
    assert power.max() <= 1 + swing + 1e-9
    assert power.min() >= 1 - swing - 1e-9


def test_loss_follows_the_radiated_power():
    """Energy balance: 2 |Im k| times the energy inside equals what the far field carries away."""
    modes = pair(2 * UM, 0.15 * UM).modes((645e-9, 647e-9), check=False)
    found = {}
    for i, key in enumerate(zip(modes.data.mirror.values, modes.data.exchange.values, strict=True)):
        x = np.linspace(-2.6 * UM, 6.75 * UM, 187)
        y = np.linspace(-2.6 * UM, 2.6 * UM, 105)
        X, Y = np.meshgrid(x, y)
        value = psi(modes.solutions[i], X.ravel(), Y.ravel())
        inside = (np.hypot(X, Y) < 2 * UM) | (np.hypot(X - 4.15 * UM, Y) < 2 * UM)
        n2 = np.where(inside, 1.9**2, 1.0).ravel()
        energy = (n2 * np.abs(value) ** 2).sum() * (x[1] - x[0]) * (y[1] - y[0])
        far, angle = 2e-3, np.linspace(0, 2 * pi, 721)[:-1]
        k = modes.solutions[i].root.k
        rim = psi(modes.solutions[i], far * np.cos(angle), far * np.sin(angle))
        rim = rim * np.exp(-abs(k.imag) * far)  # the leaky mode grows outwards
        flux = (np.abs(rim) ** 2).mean() * 2 * pi * far / k.real
        found[key] = flux / energy / (2 * abs(k.imag) / k.real**0) * k.real
    for value in found.values():
        assert value == pytest.approx(1, rel=0.03)


def test_dispersive_gain_counts_the_group_index():
    lam = np.linspace(600e-9, 700e-9, 21)
    n = 1.9 - 3e5 * (lam - 646e-9)
    gain = TabulatedIndex(tuple(lam), tuple(n), (-1e-4,) * 21)
    modes = MultiDisk((Disk((0, 0), 2 * UM, gain),)).modes((640e-9, 652e-9), q_floor=1e4)
    one = modes.data.isel(mode=int(np.abs(modes.data.wavelength.values - 646e-9).argmin()))
    k = complex(one.wavenumber)
    assert 2 * k.imag / k.real == pytest.approx(2e-4 / (1.9 + 3e5 * 646e-9), rel=0.05)
    assert bool(one.above_threshold)
    assert float(one.q_factor) < 0


def test_bad_input_is_a_sentence():
    with pytest.raises(InputError, match="disks 0 and 1 overlap by 100 nm"):
        pair(2 * UM, -0.1 * UM)
    with pytest.raises(InputError, match="disks 0 and 1 touch"):
        pair(2 * UM, 0.0)
    with pytest.raises(InputError, match="crosses the rim"):
        Disk((0, 0), 2 * UM, 1.9, (Hole(1.95 * UM, 0.0, 0.1 * UM),))
    with pytest.raises(InputError, match="two holes overlap"):
        Disk((0, 0), 2 * UM, 1.9, (Hole(1 * UM, 0.0, 0.1 * UM), Hole(1.05 * UM, 0.0, 0.1 * UM)))
    with pytest.raises(InputError, match=r"needs about .* harmonics a disk, some"):
        pair(13 * UM, 10e-9).modes((629e-9, 631e-9))
    with pytest.raises(InputError, match="refractive index of its surroundings"):
        pair(2 * UM, 0.1 * UM, 1.9, 1.34, outside=1.34).modes((640e-9, 650e-9))
    with pytest.raises(InputError, match="cannot carry waves"):
        pair(2 * UM, 0.1 * UM).modes((640e-9, 650e-9), harmonics=10)
    with pytest.raises(InputError, match='polarization "EZ"'):
        pair(2 * UM, 0.1 * UM).modes((640e-9, 650e-9), "EZ")
    with pytest.raises(InputError, match="no disk alone has a TM resonance"):
        pair(2 * UM, 0.1 * UM).modes((640e-9, 640.1e-9))
    assert SPEED_OF_LIGHT > 0
