"""Names of peaks: modes of the exact solvers, seen with noise, must be named, and ambiguity must show."""

import numpy as np
import pytest

from colase.cavity import LayeredCylinder, LayeredSphere, SlabWaveguide
from colase.errors import InputError
from colase.materials import ConstantIndex, TabulatedIndex
from colase.measurement import Known, RoundCavity, assign_modes
from colase.measurement.assign.chebyshev import Table, nodes

NOISE = 0.05e-9


def seen(modes, which=slice(None), seed=0, error=NOISE):
    """Return noisy wavelengths and names of modes, in the order of the wavelength."""
    rng = np.random.default_rng(seed)
    number = "polar" if "polar" in modes else "azimuthal"
    lam = modes.wavelength.values[which] + error * rng.standard_normal(modes.wavelength[which].size)
    names = [
        f"{p} {m} q={q}"
        for p, m, q in zip(modes.polarization.values, modes[number].values, modes.radial.values, strict=True)
    ]
    return lam, np.array(names)[which][np.argsort(lam)]


def weight_of(found, names):
    """Return the weight of one naming."""
    same = np.all(found.data.label.values == names, axis=1)
    return float(found.data.weight.values[same].sum())


@pytest.fixture(scope="module")
def sphere():
    return LayeredSphere((10e-6,), (1.76,)).modes((630e-9, 670e-9), radial_max=1)


WIDE = RoundCavity(radius=Known(10e-6, 1.5e-6, flat=True), index=Known(1.8, 0.36, flat=True))
SEM = RoundCavity(radius=Known(10e-6, 0.3e-6), index=Known(1.77, 0.03))


def test_three_peaks_of_one_polarization_say_hardly_anything(sphere):
    part = np.flatnonzero(
        (abs(sphere.wavelength.values - 650e-9) < 6e-9) & (sphere.polarization == "TE").values
    )
    lam, names = seen(sphere, part)
    found = assign_modes(lam, WIDE, NOISE, polarization="TE")
    assert found.data.sizes["assignment"] >= 6
    assert weight_of(found, names) > 0.02
    assert not found.unique
    spread = found.data.error.values[:, list(found.data.parameter.values).index("index")]
    assert spread.min() > 0.1  # the index stays open by tenths, whatever the naming
    assert any("tell them apart" in w for w in found.warnings)


def test_six_peaks_of_both_polarizations_leave_several_cavities(sphere):
    part = np.flatnonzero(abs(sphere.wavelength.values - 650e-9) < 6e-9)
    for seed in range(3):
        lam, names = seen(sphere, part, seed)
        found = assign_modes(lam, WIDE, NOISE)
        assert 3 <= found.data.sizes["assignment"] <= 25
        assert weight_of(found, names) > 1e-3
        covariance = found.data.covariance.values[0]
        correlation = covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
        assert correlation < -0.99


def test_forty_nanometres_of_both_polarizations_are_unique(sphere):
    lam, names = seen(sphere)
    found = assign_modes(lam, WIDE, NOISE)
    assert found.unique
    assert weight_of(found, names) > 0.95
    value, error = found.data.value.values[0], found.data.error.values[0]
    assert np.all(np.abs(value - [10e-6, 1.76]) < 3 * error)


def test_what_a_microscope_knows_narrows_the_list(sphere):
    part = np.flatnonzero(abs(sphere.wavelength.values - 650e-9) < 6e-9)
    lam, names = seen(sphere, part, 1)
    tight = RoundCavity(radius=Known(10e-6, 0.02e-6), index=Known(1.76, 0.02))
    wide, narrow = assign_modes(lam, SEM, NOISE), assign_modes(lam, tight, NOISE)
    assert narrow.data.sizes["assignment"] < wide.data.sizes["assignment"]
    assert weight_of(narrow, names) > weight_of(wide, names)


def test_the_true_naming_carries_the_weight_it_is_given():
    """Over random cavities of the prior weights are probabilities: they sum to how often they are right."""
    rng = np.random.default_rng(5)
    known = RoundCavity(radius=Known(5e-6, 0.1e-6), index=Known(1.76, 0.02))
    said, right = [], []
    for seed in range(14):
        radius, n = 5e-6 + 0.1e-6 * rng.standard_normal(), 1.76 + 0.02 * rng.standard_normal()
        modes = LayeredSphere((radius,), (n,)).modes((640e-9, 658e-9), radial_max=1)
        lam, names = seen(modes, seed=seed)
        found = assign_modes(lam, known, NOISE)
        said.append(float(found.data.weight[0]))
        right.append(bool(np.all(found.data.label.values[0] == names)))
        assert weight_of(found, names) > 1e-3
    scatter = np.sqrt(np.sum(np.array(said) * (1 - np.array(said))))
    assert abs(sum(right) - sum(said)) < 3 * scatter + 0.5


def silica():
    lam = np.linspace(500e-9, 800e-9, 31)
    n = np.sqrt(
        1 + 0.6961663 / (1 - (0.0684043e-6 / lam) ** 2) + 0.4079426 / (1 - (0.1162414e-6 / lam) ** 2)
        + 0.8974794 / (1 - (9.896161e-6 / lam) ** 2)
    )  # fmt: skip
    return TabulatedIndex(tuple(lam), tuple(n), tuple(0 * n), "silica", smooth=True)


def test_a_coated_sphere_of_duan2022():
    """Core 20 um, coat 490 nm of index 1.76: TE and TM 163 to 166 are in the list, one of several."""
    core = silica()
    modes = LayeredSphere((10e-6, 10.49e-6), (core, 1.76)).modes((640e-9, 670e-9), radial_max=1)
    part = np.flatnonzero((modes.polar.values >= 163) & (modes.polar.values <= 166))
    lam, names = seen(modes, part, 2)
    known = RoundCavity(
        kind="coated-sphere", core=core, radius=Known(10e-6, 0.1e-6), shell=Known(490e-9, 15e-9),
        index=Known(1.76, 0.01),
    )  # fmt: skip
    found = assign_modes(lam, known, NOISE)
    assert 0.05 < weight_of(found, names) < 0.95
    assert "163-166" in found.describe()
    # the solver itself agrees with the fit: its modes for the fitted parameters lie on the peaks
    best = dict(zip(found.data.parameter.values, found.data.value.values[0], strict=True))
    radii = (best["radius"], best["radius"] + best["shell"])
    again = LayeredSphere(radii, (core, best["index"])).modes((640e-9, 670e-9), radial_max=1)
    label = [f"{p} {l} q=1" for p, l in zip(again.polarization.values, again.polar.values, strict=True)]
    where = [label.index(n) for n in found.data.label.values[0]]
    distance = np.sort(lam) - again.wavelength.values[where]
    assert np.allclose(distance, found.data.distance.values[0], atol=1e-12)


def test_two_radial_orders():
    modes = LayeredSphere((5e-6,), (1.76,)).modes((630e-9, 650e-9), radial_max=2)
    lam, names = seen(modes, error=0.02e-9)
    known = RoundCavity(radius=Known(5e-6, 0.05e-6), index=Known(1.76, 0.02))
    found = assign_modes(lam, known, 0.02e-9, radial_max=2)
    assert found.unique
    assert weight_of(found, names) > 0.95


@pytest.mark.parametrize("kind", ["disk", "ring"])
def test_disks_and_rings(kind):
    radii, indices = ((6e-6,), (1.7,)) if kind == "disk" else ((5.3e-6, 6e-6), (1.0, 1.7))
    modes = LayeredCylinder(radii, indices).modes((615e-9, 645e-9), radial_max=1)
    lam, names = seen(modes, error=0.03e-9)
    shell = None if kind == "disk" else Known(0.7e-6, 0.03e-6)
    known = RoundCavity(kind=kind, radius=Known(6.05e-6, 0.1e-6), index=Known(1.71, 0.02), shell=shell)
    found = assign_modes(lam, known, 0.03e-9)
    assert weight_of(found, names) > 0.3
    assert found.data.order.attrs["long_name"].startswith("azimuthal")


def test_a_disk_made_of_a_film_uses_the_index_of_its_slab():
    """TE modes of a disk whose index is that of a 300 nm film: film index and radius come back."""

    def effective(wavelength):
        modes = SlabWaveguide((300e-9,), (1.9,), substrate=1.457).modes(wavelength, ("TE",))
        return float(modes.n_eff.values.max())

    lam = np.linspace(600e-9, 660e-9, 7)
    index = TabulatedIndex(tuple(lam), tuple(map(effective, lam)), (0.0,) * 7, "slab", smooth=True)
    modes = LayeredCylinder((8e-6,), (index,)).modes((615e-9, 645e-9), radial_max=1)
    part = np.flatnonzero(modes.polarization.values == "TE")
    peaks, names = seen(modes, part, error=0.02e-9)
    known = RoundCavity(
        kind="disk", radius=Known(8e-6, 0.05e-6), index=Known(1.9, 0.01), thickness=Known(300e-9, 3e-9),
        substrate=ConstantIndex(1.457),
    )  # fmt: skip
    found = assign_modes(peaks, known, 0.02e-9, polarization="TE")
    assert weight_of(found, names) > 0.3


def test_a_wrong_cavity_is_not_acceptable(sphere):
    lam, _ = seen(sphere)
    wrong = RoundCavity(radius=Known(11e-6, 0.05e-6), index=Known(1.76, 0.01))
    found = assign_modes(lam, wrong, NOISE)
    assert not found.data.acceptable.any()
    assert "no assignment is acceptable" in found.describe()
    assert not found.unique


def test_interpolation_at_chebyshev_points():
    low, high = np.array([1.0, -1.0, 2.0]), np.array([2.0, 0.5, 2.0])
    axes = [nodes(a, b, c) for a, b, c in zip(low, high, (9, 9, 1), strict=True)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)

    def truth(at):
        return np.exp(at[..., 0]) * np.cos(at[..., 1])

    table = Table.through(truth(grid), low, high)
    at = low + (high - low) * np.random.default_rng(0).random((50, 3))
    assert np.allclose(table(at), truth(at), rtol=1e-7)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: assign_modes([650e-9], SEM), "two peaks"),
        (lambda: assign_modes([650, 652], SEM), "in m"),
        (lambda: assign_modes([650e-9, 650e-9], SEM), "same wavelength"),
        (lambda: assign_modes([650e-9, 652e-9], SEM, 0.0), "standard error"),
        (lambda: assign_modes([650e-9, 652e-9], SEM, polarization="TX"), "polarization"),
        (lambda: assign_modes([650e-9, 652e-9], SEM, radial_max=0), "radial_max"),
        (lambda: RoundCavity(kind="cube", radius=Known(1e-6), index=Known(1.7)), "not known"),
        (lambda: RoundCavity(kind="ring", radius=Known(1e-6), index=Known(1.7)), "needs its shell"),
        (lambda: RoundCavity(radius=Known(1e-6, 1e-6), index=Known(1.7)), "reaches beyond"),
        (lambda: RoundCavity(radius=Known(9e-6), index=Known(1.1, 0.1)), "surroundings"),
        (lambda: Known(float("nan")), "finite"),
        (
            lambda: assign_modes(
                [650e-9, 651e-9],
                RoundCavity(radius=Known(200e-6, 50e-6), index=Known(1.8, 0.2), slope=Known(0, 1e6)),
            ),
            "narrow|wavelengths round",
        ),
    ],
)  # fmt: skip
def test_bad_input_is_said(make, words):
    with pytest.raises(InputError, match=words):
        make()
