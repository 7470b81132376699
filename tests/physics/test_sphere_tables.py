"""Layered spheres against printed tables: resonances, quality factors, energy shares of duan2022's sphere."""

import numpy as np
import pytest
from scipy.optimize import brentq
from sphere_oracle import at

from colase.cavity import LayeredSphere

BARE = LayeredSphere((10e-6,), (1.45,))
COATED = LayeredSphere((9.51e-6, 10e-6), (1.45, 1.81))
PRESET = LayeredSphere((10e-6, 10.49e-6), (1.4564, 1.76))

# k in 1/um and radiative Q from 60-digit arithmetic
BARE_TABLE = {
    "TE l=128 q=1": (9.422139067920797, 2.465e18),
    "TM l=128 q=1": (9.470714469459591, 1.734e18),
    "TE l=130 q=1": (9.563381546535389, 5.0147e18),
    "TM l=130 q=1": (9.611975437975587, 3.5297e18),
    "TE l=132 q=1": (9.704590257709907, 1.0208e19),
    "TM l=132 q=1": (9.753202072695634, 7.188e18),
}
COATED_TABLE = {
    "TE l=160 q=1": (9.465306384865646, 1.678e45),
    "TE l=161 q=1": (9.520745570890435, 3.487e45),
    "TE l=162 q=1": (9.576187814991461, 7.245e45),
    "TE l=163 q=1": (9.631633131314633, 1.506e46),
    "TE l=164 q=1": (9.687081532392428, 3.127e46),
    "TE l=165 q=1": (9.742533029208851, 6.496e46),
    "TE l=166 q=1": (9.797987631261903, 1.349e47),
    "TM l=160 q=1": (9.586450603637045, 1.347e44),
    "TM l=161 q=1": (9.641107041098708, 2.859e44),
    "TM l=162 q=1": (9.695774594757401, 6.069e44),
    "TM l=163 q=1": (9.750453208300667, 1.288e45),
    "TM l=164 q=1": (9.805142823450703, 2.733e45),
    "TM l=165 q=1": (9.859843380097253, 5.796e45),
    "TM l=166 q=1": (9.914554816423910, 1.229e46),
}
LEAKY_TABLE = [  # radii in um, indices, label, complex k, Q
    ((2,), (1.45,), "TM l=24 q=1", 10.073282042955602 - 0.006124024796735819j, 822.440),
    ((3,), (1.45,), "TE l=38 q=1", 10.005425984362974 - 5.30526782e-5j, 94297),
    ((3,), (1.45,), "TM l=38 q=1", 10.156673119119532 - 8.09719567e-5j, 62717),
    ((4,), (1.45,), "TE l=51 q=1", 9.856704850348954 - 7.5503156e-7j, 6.5273e6),
    ((4,), (1.45,), "TM l=51 q=1", 9.973328767767232 - 1.12820948e-6j, 4.4200e6),
    ((2.51, 3), (1.45, 1.81), "TE l=45 q=1", 9.42872416313703 - 3.91074149e-12j, 1.2055e12),
    ((2.51, 3), (1.45, 1.81), "TM l=45 q=1", 9.608984226284797 - 7.18927735e-12j, 6.6829e11),
]


@pytest.fixture(scope="module")
def preset():
    """All low modes of the reference sphere between 600 and 700 nm."""
    return PRESET.modes((600e-9, 700e-9), radial_max=5)


@pytest.mark.parametrize(("sphere", "table"), [(BARE, BARE_TABLE), (COATED, COATED_TABLE)])
def test_wavenumbers_and_quality_factors_of_large_spheres(sphere, table):
    modes = sphere.modes((630e-9, 670e-9), radial_max=1)
    for label, (k, q) in table.items():
        one = at(modes, label)
        assert one.wavenumber.real / 1e6 == pytest.approx(k, rel=1e-14)
        assert one.q_radiative == pytest.approx(q, rel=1e-3)  # printed with three good digits
        assert not one.radiation_limited


@pytest.mark.parametrize(("radii", "indices", "label", "k", "q"), LEAKY_TABLE)
def test_leaky_spheres(radii, indices, label, k, q):
    one = at(LayeredSphere(tuple(1e-6 * r for r in radii), indices).modes((610e-9, 680e-9)), label)
    found = complex(one.wavenumber) / 1e6
    assert found.real == pytest.approx(k.real, rel=1e-14)
    assert found.imag == pytest.approx(k.imag, rel=1e-8)
    assert one.q_radiative == pytest.approx(q, rel=1e-4)
    assert one.radiation_limited


@pytest.mark.parametrize(("label", "q"), [("TM l=64 q=1", 3.4969e8), ("TM l=77 q=1", 2.9854e10)])
def test_quality_factor_grows_with_radius(label, q):
    radius = {"TM l=64 q=1": 5e-6, "TM l=77 q=1": 6e-6}[label]
    modes = LayeredSphere((radius,), (1.45,)).modes((600e-9, 680e-9), radial_max=1)
    assert at(modes, label).q_radiative == pytest.approx(q, rel=1e-4)


@pytest.mark.parametrize(
    ("label", "q"),
    [("TE l=5 q=1", 46.692), ("TM l=5 q=1", 22.690), ("TE l=4 q=1", 25.033), ("TM l=4 q=1", 11.082)],
)
def test_very_leaky_small_sphere(label, q):
    modes = LayeredSphere((0.6e-6,), (2.0,)).modes((500e-9, 1200e-9), radial_max=2)
    assert at(modes, label).q_radiative == pytest.approx(q, rel=1e-4)


def test_energy_shares_of_the_thin_shell():
    modes = COATED.modes((640e-9, 660e-9), radial_max=1)
    for label, electric, energy in (
        ("TE l=163 q=1", (1.93, 96.24, 1.83), (1.27, 98.17, 0.57)),
        ("TM l=163 q=1", (4.41, 91.68, 3.92), (2.96, 95.79, 1.25)),
    ):
        shares = at(modes, label).confinement
        assert 100 * shares.sel(definition="electric").values == pytest.approx(electric, abs=0.006)
        assert 100 * shares.sel(definition="energy").values == pytest.approx(energy, abs=0.006)


def _shell_index(core, outer, polarization, near):
    """Return the shell index that puts l = 164, q = 1 at 660 nm."""

    def miss(n):
        modes = LayeredSphere((core, outer), (1.4564, n)).modes((630e-9, 690e-9), radial_max=1)
        return float(at(modes, f"{polarization} l=164 q=1").wavelength) - 660e-9

    return brentq(miss, near - 0.03, near + 0.03, xtol=1e-6)


@pytest.mark.parametrize(
    ("core", "outer", "polarization", "index"),
    [
        (10e-6, 10.49e-6, "TE", 1.758),
        (10e-6, 10.49e-6, "TM", 1.781),
        (9.51e-6, 10e-6, "TE", 1.842),
        (9.51e-6, 10e-6, "TM", 1.866),
    ],
)
def test_shell_index_for_mode_164_at_660_nm(core, outer, polarization, index):
    assert _shell_index(core, outer, polarization, index) == pytest.approx(index, abs=2e-3)


def test_ladder_of_the_reference_sphere(preset):
    ladder = {163: (664.68, 656.41), 164: (660.88, 652.76), 165: (657.13, 649.1), 166: (653.41, 645.6)}
    for l, (te, tm) in ladder.items():
        assert at(preset, f"TE l={l} q=1").wavelength * 1e9 == pytest.approx(te, abs=0.05)
        assert at(preset, f"TM l={l} q=1").wavelength * 1e9 == pytest.approx(tm, abs=0.05)


def test_offset_between_polarizations(preset):
    coated = at(preset, "TE l=164 q=1").wavelength - at(preset, "TM l=164 q=1").wavelength
    assert coated * 1e9 == pytest.approx(8.1, abs=0.1)
    bare = LayeredSphere((10.49e-6,), (1.7475,)).modes((640e-9, 680e-9), radial_max=1)
    plain = at(bare, "TE l=164 q=1").wavelength - at(bare, "TM l=164 q=1").wavelength
    assert plain * 1e9 == pytest.approx(3.1, abs=0.1)


@pytest.mark.parametrize(("polarization", "index"), [("TE", 1.743), ("TM", 1.752)])
def test_homogeneous_sphere_with_the_same_comb(polarization, index):
    modes = LayeredSphere((10.49e-6,), (index,)).modes((640e-9, 680e-9), radial_max=1)
    middle = np.mean([at(modes, f"{polarization} l={l} q=1").wavelength for l in (164, 165)])
    assert index * 660e-9 / middle == pytest.approx(index, abs=3e-3)


@pytest.mark.parametrize(("polarization", "index"), [("TE", 1.754), ("TM", 1.777)])
def test_index_read_from_the_mode_spacing(preset, polarization, index):
    groups = [float(at(preset, f"{polarization} l={l} q=1").n_group) for l in range(162, 167)]
    assert np.mean(groups) == pytest.approx(index, abs=5e-3)


def test_leakage_into_core_and_air(preset):
    tm = LayeredSphere((10e-6, 10.49e-6), (1.4564, 1.77)).modes((650e-9, 662e-9), radial_max=1)
    energy = 100 * at(tm, "TM l=164 q=1").confinement.sel(definition="energy").values
    assert energy[[0, 2]] == pytest.approx((3.87, 1.39), abs=0.15)
    modes = LayeredSphere((10e-6, 10.49e-6), (1.4564, 1.758)).modes((645e-9, 665e-9), radial_max=1)
    for label, core, air in (("TE l=164 q=1", 2.58, 1.97), ("TM l=164 q=1", 5.56, 4.15)):
        electric = 100 * at(modes, label).confinement.sel(definition="electric").values
        assert electric[[0, 2]] == pytest.approx((core, air), abs=0.1)


def test_the_preset_holds_244_modes_none_twice(preset):
    assert preset.sizes["mode"] == 244
    assert len(set(preset.label.values)) == 244
    assert np.all(np.diff(preset.wavelength) >= 0)
    assert preset.residual.max() < 1e-11
