"""Pump overlap, the photon covariance model, Vernier combs: closed forms, rate equations, printed numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from colase.cavity import LayeredCylinder, LayeredSphere
from colase.coupling import Disk, three_modes, two_modes
from colase.coupling.hamiltonian.matrix import Hamiltonian, three_mode_points
from colase.coupling.lasing.covariance import CoupledLaser, pump_map
from colase.coupling.lasing.pump_overlap import FlatTop, GaussianBeam, MeasuredBeam, overlap, pump_sweep
from colase.coupling.vernier import (
    coincidences,
    comb,
    common_range,
    free_spectral_range,
    meeting_statistics,
    pair_range,
)
from colase.errors import InputError

UM = 1e-6
PAIR = (Disk((-12.698 * UM, 0), 12.5 * UM, 1.85), Disk((12.698 * UM, 0), 12.5 * UM, 1.85))


def test_flat_top_spot_over_the_pair():
    """50 um spot on 25 um disks: shares of B against offset, by area and by rim."""
    offsets = np.array([-25, -20, -15, -10, -5, 0]) * UM
    area = pump_sweep(FlatTop(25 * UM), PAIR, offsets)
    assert area.share.values[:, 1] == pytest.approx([0, 0.113, 0.318, 0.562, 0.813, 0.998], abs=0.002)
    assert area.share.values[[0, -1], 0] == pytest.approx([1.0, 0.998], abs=1e-3)
    rim = pump_sweep(FlatTop(25 * UM), PAIR, offsets, "rim").share.values[:, 1]
    assert rim == pytest.approx([0, 0.237, 0.358, 0.474, 0.614, 0.920], abs=0.002)
    assert area.gain.values == pytest.approx(2 * area.share.values - 1)


@given(x=st.floats(-40, 40), beam=st.floats(3, 40))
def test_lens_and_arc_against_counting_points(x, beam):
    disk = Disk((x * UM, 0), 12.5 * UM, 1.85)
    u = (np.arange(400) + 0.5) / 200 - 1
    X, Y = np.meshgrid(u, u)
    inside = np.hypot(X, Y) < 1
    lit = np.hypot(x + 12.5 * X, 12.5 * Y) < beam
    assert overlap(FlatTop(beam * UM), disk, (0, 0)) == pytest.approx(lit[inside].mean(), abs=3e-3)
    angle = np.linspace(0, 2 * np.pi, 20001)
    lit = np.hypot(x + 12.5 * np.cos(angle), 12.5 * np.sin(angle)) < beam
    assert overlap(FlatTop(beam * UM), disk, (0, 0), "rim") == pytest.approx(lit.mean(), abs=2e-3)


def test_gaussian_and_measured_beams():
    centred = Disk((0, 0), 10 * UM, 1.85)
    w = 15 * UM
    exact = (1 - np.exp(-2 * (10 / 15) ** 2)) / (2 * (10 / 15) ** 2)
    assert overlap(GaussianBeam(w), centred, (0, 0)) == pytest.approx(exact, rel=1e-12)
    assert overlap(GaussianBeam(w), centred, (0, 0), "rim") == pytest.approx(np.exp(-2 * (10 / 15) ** 2))
    t = (np.arange(201) - 100) * 0.5
    X, Y = np.meshgrid(t, t)
    image = np.exp(-2 * ((X - 3) ** 2 + (Y + 2) ** 2) / 15**2)
    off = Disk((6 * UM, 1 * UM), 10 * UM, 1.85)
    assert overlap(MeasuredBeam(image, 0.5 * UM), off, (0, 0)) == pytest.approx(
        overlap(GaussianBeam(w), off, (0, 0)), abs=5e-4
    )


# --- covariance


def single(noise=0.5, loss=0.3, saturation=1e3):
    passive = Hamiltonian(np.array([[-1j * loss]]))
    return CoupledLaser(passive, (0,), saturation, noise, absorption=0.0)


@pytest.mark.parametrize("gain", [0.1, 0.29, 0.31, 0.5, 2.0])
def test_one_mode_is_the_rate_equation(gain):
    """2 (g0/(1+n/ns) - loss) n + 2 noise g0/(1+n/ns) = 0 is a quadratic."""
    laser = single()
    C, level = laser.steady([gain])
    n, ns, loss, noise = float(C[0, 0].real), 1e3, 0.3, 0.5
    roots = np.roots([-loss / ns, gain - loss, noise * gain])
    assert n == pytest.approx(roots[roots > 0][0], rel=1e-6)
    assert level[0] < loss  # the gain stays below the loss, by what spontaneous emission adds
    assert level[0] == pytest.approx(gain / (1 + n / ns))


def test_uncoupled_modes_keep_their_own_rate_equations():
    laser = CoupledLaser(Hamiltonian(np.diag([1 - 0.3j, -1 - 0.2j])), (0, 1), 500.0, 0.5, 0.0)
    C, _ = laser.steady([0.5, 0.1])
    assert abs(C[0, 1]) < 1e-9 * abs(C[0, 0])
    for i, (gain, loss) in enumerate(((0.5, 0.3), (0.1, 0.2))):
        roots = np.roots([-loss / 500, gain - loss, 0.5 * gain])
        assert C[i, i].real == pytest.approx(roots[roots > 0][0], rel=1e-5)


def test_steady_state_is_where_the_time_evolution_ends():
    laser = CoupledLaser(
        Hamiltonian(two_modes(1.0, 0.0, 0.3).matrix - 0.4j * np.eye(2)), (0, 1), 300.0, 1.0, 0.2
    )
    gains = np.array([0.9, 0.1])

    def slope(_, y):
        C = (y[:4] + 1j * y[4:]).reshape(2, 2)
        level = np.where(gains > 0, gains / (1 + laser.photons(C) / 300.0), gains)
        M = laser.matrix(level)
        d = M @ C + C @ M.conj().T + np.diag(laser.diffusion(level))
        return np.concatenate([d.ravel().real, d.ravel().imag])

    end = solve_ivp(slope, (0, 400), np.zeros(8), method="LSODA", rtol=1e-9, atol=1e-9).y[:, -1]
    C, _ = laser.steady(gains)
    assert (end[:4] + 1j * end[4:]).reshape(2, 2) == pytest.approx(C, rel=1e-5, abs=1e-5)


def test_spectrum_integrates_to_the_photons():
    laser = CoupledLaser(Hamiltonian(two_modes(1.0, 0.0).matrix - 0.4j * np.eye(2)), (0, 1), 300.0, 1.0, 0.2)
    w = np.linspace(-600, 600, 400001)
    spectrum, C, _ = laser.spectrum([0.35, 0.3], w)
    total = np.trapezoid(spectrum, w, axis=0) / (2 * np.pi)
    assert total == pytest.approx(np.diag(C).real, rel=3e-3)
    level = laser.steady([0.35, 0.3])[1]
    G = np.linalg.inv(laser.matrix(level)[None] + 1j * w[::40000, None, None] * np.eye(2))
    noise = (np.abs(G) ** 2 * laser.diffusion(level)[None, None, :]).sum(axis=2)
    assert spectrum[::40000] == pytest.approx(noise, rel=1e-8)  # the same as noise through the resolvent
    blurred, _, _ = laser.spectrum([0.35, 0.3], w, resolution=0.5)
    assert np.trapezoid(blurred, w, axis=0) / (2 * np.pi) == pytest.approx(np.diag(C).real, rel=3e-3)
    assert blurred.max() < spectrum.max()


@pytest.mark.parametrize("gain_b", [-8.0, 0.5, 3.0, 7.5, 8.0])
def test_far_above_threshold_gain_is_clamped(gain_b):
    """Photon numbers a million times the noise: the steady state balances to 1e-4 and no mode grows."""
    passive = Hamiltonian(three_modes(1.0, 5.0).matrix - 4j * np.eye(3))
    laser = CoupledLaser(passive, (0, 0, 1), 1e5, 1e-3, 40.0)
    C, level = laser.steady([8.0, gain_b])
    M = laser.matrix(level)
    rest = M @ C + C @ M.conj().T + np.diag(laser.diffusion(level))
    assert np.abs(rest).max() < 1e-6 * np.abs(M).max() * np.abs(C).max()
    assert -1e-3 < np.linalg.eigvals(M).real.max() < 0


def test_lasing_lines_merge_between_the_points():
    """Three modes under a moving pump: two lines far below EP1, one line between EP1 and EP2."""
    first, second = three_mode_points(1.0, 5.0)
    passive = Hamiltonian(three_modes(1.0, 5.0).matrix - 0.3j * np.eye(3))
    laser = CoupledLaser(passive, (0, 0, 1), saturation=1e5, noise=1e-3, absorption=40.0)
    w = np.linspace(-4, 4, 801)
    gains = np.array([[0.3, 0.3 - 2.5 * first], [0.3, 0.3 - 0.5 * (first + second)]])
    spectra = pump_map(laser, gains, np.array([0.0, 1e-6]), w).spectrum.values

    def peaks(s):
        return int(((s[1:-1] > s[:-2]) & (s[1:-1] > s[2:])).sum())

    assert peaks(spectra[0]) == 2
    assert peaks(spectra[1]) == 1


# --- Vernier


def test_printed_vernier_numbers():
    first = free_spectral_range(663.28e-9, 1.76, 48 * UM)
    second = free_spectral_range(663.28e-9, 1.76, 44 * UM)
    assert (first * 1e9, second * 1e9) == pytest.approx((1.658, 1.808), abs=5e-4)
    assert common_range(first, second) * 1e9 == pytest.approx(19.89, abs=0.005)
    assert common_range(first, first) == np.inf
    assert first / second == pytest.approx(11 / 12)


def test_exact_combs_meet_as_their_spacings_say():
    spheres = [LayeredSphere((d / 2, d / 2 + 490e-9), (1.4564, 1.76)) for d in (48 * UM, 44 * UM)]
    lines = [comb(s, (640e-9, 690e-9), "TE") for s in spheres]
    middle = float(np.interp(663.28e-9, *pair_range(*lines)))
    spacing = [np.interp(663.28e-9, l, np.gradient(l)) for l in lines]
    assert middle == pytest.approx(common_range(*spacing), rel=0.02)
    assert middle * 1e9 == pytest.approx(19.6, abs=0.2)


def test_coincidences_of_regular_combs():
    a, b = np.arange(0, 100) * 11.0, np.arange(0, 100) * 12.0
    met = coincidences([a + 1000, b + 1000], 1e-6)
    assert np.diff(met) == pytest.approx(132.0)
    assert coincidences([a, b, a], 1e-6) == pytest.approx(coincidences([a, b], 1e-6))
    with pytest.raises(InputError, match="at least two combs"):
        coincidences([a], 1.0)


def test_chance_of_one_common_line():
    """Random phases: lines of width w meet once per 132 of 12: the mean count is band * 2 w / (FSR1 FSR2)."""

    def ring(d):
        return LayeredCylinder((d / 2,), (1.9,))

    band, width = (620e-9, 640e-9), 0.15e-9
    result = meeting_statistics(ring, (26 * UM, 24 * UM), 0.3 * UM, band, width, "TM", samples=1500)
    mean = float((result["count"] * result.probability).sum())
    lines = [comb(ring(d), band, "TM") for d in (26 * UM, 24 * UM)]
    fsr = [np.diff(l).mean() for l in lines]
    assert mean == pytest.approx(20e-9 * 2 * width / (fsr[0] * fsr[1]), rel=0.12)
    assert float(result.probability.sum()) == pytest.approx(1)
    assert 0 < result.attrs["single"] < 1


def test_bad_input_is_a_sentence():
    with pytest.raises(InputError, match="flat-top beam"):
        FlatTop(-1.0)
    with pytest.raises(InputError, match="background"):
        MeasuredBeam(np.array([[1.0, -1], [0, 2]]), 1e-6)
    with pytest.raises(InputError, match='weighting "volume"'):
        overlap(FlatTop(1e-6), PAIR[0], (0, 0), "volume")
    with pytest.raises(InputError, match="2 bodies for 1 modes"):
        CoupledLaser(Hamiltonian(np.eye(1)), (0, 1))
    with pytest.raises(InputError, match="fewer than three"):
        pair_range(np.array([1.0, 2.0]), np.array([5.0, 6.0]))
