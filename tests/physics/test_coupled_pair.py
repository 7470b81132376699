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
from colase.coupling.disks.maxwell import balanced_pair
from colase.coupling.hamiltonian.standing import standing
from colase.errors import InputError

UM, GHZ = 1e-6, 2 * np.pi * 1e9
TM_WINDOW, TE_WINDOW = (629.6e-9, 630.0e-9), (630.0e-9, 630.4e-9)


GAPS = np.array([150, 200, 250, 300, 350, 396, 400])  # nm


@pytest.fixture(scope="module")
def rates():
    return coupling_rates(13 * UM, 1.9, GAPS * 1e-9, 630e-9)


# Disks of 26 um, n = 1.9, by gap: half splitting, first order (GHz), local decay and tail (nm), as printed:
# rates to 6 decimals, which is less than 1e-6 of the value from 350 nm (TM) and 250 nm (TE) on.
TABLE = {
    "TM": """
        9.19196  8.91225  -     66.48
        4.243195 4.207220 64.68 66.67
        1.995298 1.990216 66.27 66.85
        0.944146 0.943409 66.82 67.03
        0.448225 0.448117 67.12 67.22
        0.226344 0.226326 67.33 67.39
        0.213307 0.213291 67.43 67.40""",
    "TE": """
        2.828869 2.822198 -     66.87
        1.338776 1.338124 66.83 67.06
        0.635835 0.635771 67.15 67.24
        0.302695 0.302689 67.37 67.43
        0.144406 0.144405 67.56 67.61
        0.073226 0.073226 67.74 67.79
        0.069033 0.069033 67.83 67.80""",
}
# the same half splittings to ten digits, from another multipole code (one matrix for each parity, secant)
DIGITS = {
    "TM": [9.1919596174, 4.2431946451, 1.9952975962, 0.9441459967, 0.4482248903, 0.2263439342, 0.2133068703],
    "TE": [2.8288694707, 1.3387758803, 0.6358346126, 0.3026953285, 0.1444057241, 0.0732260291, 0.0690328572],
}


@pytest.mark.parametrize(("polarization", "shift"), [("TM", 0.694), ("TE", -0.144)])
def test_rates_of_the_measured_pair(polarization, shift, rates):
    """Every row of the table digit by digit, and half splittings to 1e-8 of another code."""
    own = rates if polarization == "TM" else coupling_rates(13 * UM, 1.9, GAPS * 1e-9, 630e-9, "TE")
    assert own.label == {"TM": "TM m=236 q=1", "TE": "TE m=235 q=1"}[polarization]
    half = own.data.half_splitting.values / 1e9
    assert half == pytest.approx(DIGITS[polarization], rel=1e-8, abs=2e-9)
    columns = [half, own.data.first_order.values / 1e9]
    columns += [own.data.decay_length.values * 1e9, own.data.predicted_decay.values * 1e9]
    for line, found in zip(TABLE[polarization].split("\n")[1:], zip(*columns, strict=True), strict=True):
        for printed, value in zip(line.split(), found, strict=True):
            if printed != "-":
                assert abs(value - float(printed)) <= 0.502 * last_digit(printed), (line, printed, value)
    assert float(own.data.common_shift[0]) / 1e9 == pytest.approx(shift, abs=5e-4)
    if polarization == "TM":
        assert own.notes == tuple(n for n in own.notes if "150 nm" in n)
        assert "two-mode theory is not exact" in own.notes[0]


def last_digit(printed):
    """Return the unit of the last digit of a printed number."""
    return 10.0 ** -len(printed.partition(".")[2])


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
    with pytest.raises(InputError, match=r"below 20 nm, where about 5\d\d harmonics a disk \(some"):
        coupling_rates(13 * UM, 1.9, [10e-9], 630e-9)
    with pytest.raises(InputError, match="refractive index of its surroundings, 1"):
        coupling_rates(2 * UM, 1.0, [200e-9], 630e-9)
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
