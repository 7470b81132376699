"""Pairs of disks from Maxwell: rates against gap, gain and loss, exceptional points, extracted matrices."""

import numpy as np
import pytest

from colase.coupling import (
    Disk,
    Hole,
    MultiDisk,
    coupling_rates,
    exceptional_point,
    maxwell_point,
    resonance_group,
    sweep,
)
from colase.coupling.disks.maxwell import balanced_pair, standing
from colase.errors import InputError

UM, GHZ = 1e-6, 2 * np.pi * 1e9
TM_WINDOW, TE_WINDOW = (629.6e-9, 630.0e-9), (630.0e-9, 630.4e-9)


@pytest.fixture(scope="module")
def rates():
    return coupling_rates(13 * UM, 1.9, np.array([150, 200, 250, 300, 350, 396, 400]) * 1e-9, 630e-9)


def test_rates_of_the_measured_pair(rates):
    """The table of the 26 um pair: exact, first order, decay lengths, common shift."""
    exact = [9.19196, 4.243195, 1.995298, 0.944146, 0.448225, 0.226344, 0.213307]
    first = [8.91225, 4.207220, 1.990216, 0.943409, 0.448117, 0.226326, 0.213291]
    local = [64.68, 66.27, 66.82, 67.12, 67.33, 67.43]
    tail = [66.48, 66.67, 66.85, 67.03, 67.22, 67.39, 67.40]
    assert rates.label == "TM m=236 q=1"
    assert rates.data.half_splitting.values / 1e9 == pytest.approx(exact, abs=6e-7, rel=1e-6)
    assert rates.data.first_order.values / 1e9 == pytest.approx(first, abs=6e-6)
    assert rates.data.decay_length.values[1:] * 1e9 == pytest.approx(local, abs=0.01)
    assert rates.data.predicted_decay.values * 1e9 == pytest.approx(tail, abs=0.01)
    assert float(rates.data.common_shift[0]) / 1e9 == pytest.approx(0.694, abs=5e-4)
    assert rates.notes == tuple(n for n in rates.notes if "150 nm" in n)
    assert "two-mode theory is not exact" in rates.notes[0]


def test_other_radial_orders_at_the_measured_gap():
    """Leakier families couple more, to first order 0.586, 1.39 and 3.51 GHz at 396 nm."""
    for radial, expected in ((5, 0.586), (10, 1.39), (16, 3.51)):
        rates = coupling_rates(13 * UM, 1.9, [396e-9], 630e-9, "TM", radial)
        assert float(rates.data.first_order[0]) / 1e9 == pytest.approx(expected, rel=3e-3)
        assert float(rates.data.half_splitting[0]) / 1e9 == pytest.approx(expected, rel=5e-3)


def test_small_gap_is_flagged_and_tiny_gap_refused():
    rates = coupling_rates(13 * UM, 1.9, [100e-9], 630e-9)
    assert float(rates.data.purity[0]) < 0.9
    assert "no single coupling rate" in rates.describe()
    with pytest.raises(InputError, match="below 20 nm"):
        coupling_rates(13 * UM, 1.9, [10e-9], 630e-9)
    with pytest.raises(InputError, match="above zero"):
        coupling_rates(13 * UM, 1.9, [-1e-9], 630e-9)


def test_small_leaky_disks_split_unevenly():
    rates = coupling_rates(2 * UM, 1.9, [0.15 * UM], 631.5e-9, "TE")
    assert any("radiation counts" in n for n in rates.notes)
    assert float(rates.data.q_factor.min()) == pytest.approx(6.3e3, rel=0.02)


def test_build_up_is_what_a_time_domain_code_sees(rates):
    """Lossless limit: energy of the second disk grows as (kappa t)^2 times that of the first."""
    kappa = 2 * np.pi * float(rates.data.half_splitting[1])
    t = np.linspace(0, 0.2 / kappa, 11)
    energy = rates.build_up(1, t, q_factor=1e12)
    ratio = energy.second.values[1:] / energy.first.values[1:]
    assert ratio == pytest.approx((kappa * t[1:] / 2) ** 2, rel=0.02)
    late = rates.build_up(1, np.array([1e-6]), q_factor=1e5)
    loss = 0.5 * 2.99792458e8 * rates.data.attrs["reference_wavenumber"] / 1e5
    assert float(late.second[0] / late.first[0]) == pytest.approx((kappa / loss) ** 2, rel=1e-9)


# gain and loss n -+ i tau, exceptional point in Maxwell's equations
POINTS = [("TM", 200, 1.718055e-5, 3e-6), ("TM", 300, 3.778331e-6, 5e-7), ("TE", 396, 2.934581e-7, 5e-7)]


@pytest.mark.parametrize(("polarization", "gap", "tau", "rel"), POINTS)
def test_exceptional_point_of_gain_and_loss(polarization, gap, tau, rel):
    disks = balanced_pair(13 * UM, 1.9, gap * 1e-9)
    window = TM_WINDOW if polarization == "TM" else TE_WINDOW
    group = resonance_group(disks(0.0), window, polarization, mirror="even")
    found = maxwell_point(disks, group, (0.9 * tau, 0.0), (tau, tau), certify=gap == 300)
    assert found.parameters[0] == pytest.approx(tau, rel=rel)
    assert abs(found.parameters[1]) < 1e-8 * tau
    assert found.distance / GHZ < 2e-3 * {200: 4.2, 300: 0.94, 396: 0.073}[gap]
    assert found.overlap > 1 - 1e-8
    if gap == 300:
        assert found.certified
        assert found.exponent == pytest.approx(0.5, abs=2e-3)


def test_sweep_of_gain_follows_the_square_root():
    """Two-mode theory holds to 1e-4 at 300 nm: w = +- sqrt(kappa^2 - g^2), and no branch is swapped."""
    disks = balanced_pair(13 * UM, 1.9, 300e-9)
    group = resonance_group(disks(0.0), TM_WINDOW, mirror="even")
    point = 3.778331e-6
    tau = point * np.array([0.0, 0.3, 0.6, 0.9, 1.3, 1.6])
    path = sweep(disks, tau, group, polish=False)
    kappa = 0.944146 * GHZ
    split = np.abs(np.diff(path.frequency.values + 1j * path.growth.values, axis=1)[:, 0]) / 2
    assert split == pytest.approx(kappa * np.sqrt(np.abs(1 - (tau / point) ** 2)), rel=2e-3)
    exact = sweep(disks, tau[:2], group)
    assert exact.frequency.values == pytest.approx(path.frequency.values[:2], abs=1e-3 * kappa)


def test_above_threshold_is_reported():
    disks = balanced_pair(13 * UM, 1.9, 300e-9)(2 * 3.778331e-6)
    modes = disks.modes(TM_WINDOW, check=False)
    assert sorted(modes.data.above_threshold.values) == [False, False, True, True]
    assert "above threshold" in modes.describe()
    assert (modes.data.q_factor.values[modes.data.above_threshold.values] < 0).all()


def test_one_defect_and_a_clean_disk_have_no_point():
    """Case 1: the doublet of A grows while gain moves from B to A; an ideal B has two modes to offer."""
    radius, gap, rate = 13 * UM, 200e-9, 0.99804
    hole = Hole(12.7 * UM, 0.7, 8e-9)
    clean = Disk((2 * radius + gap, 0), radius, 1.9)
    omega = 2 * np.pi * 476.04e12

    def disks(differential):
        loss = -differential * GHZ * 1.9 / (omega * rate)
        return MultiDisk((Disk((0, 0), radius, 1.9, (hole,)), Disk(clean.centre, radius, complex(1.9, loss))))

    group = resonance_group(disks(0.0), TM_WINDOW)
    splits = []
    for differential in (-40.0, -24.0, -14.0):
        values, vectors = group.spectrum(disks(differential), polish=False)
        in_a = (np.abs(vectors[[i for i, n in enumerate(group.names) if n[0] == "A"]]) ** 2).sum(axis=0)
        two = np.argsort(in_a)[-2:]
        splits.append(abs(np.diff(values.real[two])[0]) / GHZ)
    assert splits == pytest.approx([1.931, 1.976, 2.155], abs=3e-3)


def small_pair(hole_a=0.03 * UM, hole_b=0.05 * UM, turn=0.7):
    """Two 4 um disks with a hole each; the second turned so that both standing waves of A couple alike."""

    def at(differential, detuning):
        a = Disk((0, 0), 2 * UM, 1.9, (Hole(1.7 * UM, turn, hole_a),))
        angle = np.pi - turn - np.pi / (4 * 32)
        n = complex(1.9 * (1 - detuning), -1.9 * differential)
        return MultiDisk((a, Disk((4.35 * UM, 0), 2 * UM, n, (Hole(1.7 * UM, angle, hole_b),))))

    return at


def test_extracted_matrix_gives_the_modes_back():
    """Its eigenvalues are Maxwell's to second order in the spread; couplings are reciprocal."""
    disks = small_pair()(0.0, 0.0)
    group = resonance_group(disks, (644e-9, 648e-9))
    matrix = group.hamiltonian(disks)
    exact, _ = group.spectrum(disks)
    found = np.sort_complex(matrix.values)
    spread = np.ptp(exact.real)
    assert found == pytest.approx(np.sort_complex(exact), abs=0.02 * spread)
    assert matrix.names == ("A -32 q=1", "A +32 q=1", "B -32 q=1", "B +32 q=1")
    waves = standing(matrix)
    assert np.sort_complex(waves.values) == pytest.approx(found, abs=1e-9 * spread)
    between = np.abs(waves.matrix[:2, 2:]).max()
    assert waves.matrix[:2, 2:] == pytest.approx(waves.matrix[2:, :2].T, abs=0.02 * between)


def test_two_defects_give_a_certified_point_from_maxwell():
    """Case 2 in small: with a defect in B too, the doublet of A does meet, and the matrix knows where."""
    at = small_pair()
    group = resonance_group(at(0.0, 0.0), (644e-9, 648e-9))
    matrix = group.hamiltonian(at(0.0, 0.0)).matrix
    omega = 2.99792458e8 * group.reference
    in_b = np.array([n[0] == "B" for n in group.names])

    def model(differential, detuning):
        w, V = np.linalg.eig(matrix + np.diag(in_b * omega * (detuning + 1j * differential)))
        return w, V

    kappa = np.abs(np.ptp(np.linalg.eigvals(matrix[:2, :2]).real)) / (2 * omega)
    rough = exceptional_point(model, (-5 * kappa, 0.0), (kappa, kappa), tolerance=1e-6)
    exact = maxwell_point(at, group, rough.parameters, (kappa, kappa))
    assert exact.certified
    assert exact.parameters == pytest.approx(rough.parameters, abs=0.35 * abs(rough.parameters[0]))


def test_bad_input_is_a_sentence():
    disks = balanced_pair(2 * UM, 1.9, 0.2 * UM)(0.0)
    with pytest.raises(InputError, match="holds 0 groups"):
        resonance_group(disks, (640e-9, 640.1e-9))
    with pytest.raises(InputError, match=r"holds \d groups .* Narrow"):
        resonance_group(disks, (600e-9, 700e-9))
    with pytest.raises(InputError, match='mirror "left"'):
        resonance_group(disks, (645e-9, 647e-9), mirror="left")
    with pytest.raises(InputError, match="no mirror symmetry"):
        resonance_group(small_pair()(0.0, 0.0), (645e-9, 647e-9), mirror="even")
