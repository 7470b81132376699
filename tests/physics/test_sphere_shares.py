"""Confinement, response to gain, absorption, mode volume and fields of layered spheres."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from sphere_oracle import at

from colase.cavity import LayeredSphere
from colase.materials import Material

UM = 1e-6
PRESET = LayeredSphere((10 * UM, 10.49 * UM), (1.4564, 1.76))
CASES = {
    "preset TE": (PRESET, (655e-9, 665e-9), "TE l=164 q=1"),
    "preset TM": (PRESET, (650e-9, 656e-9), "TM l=164 q=1"),
    "three layers TE": (
        LayeredSphere((UM, 1.6 * UM, 2.2 * UM), (1.45, 1.9, 1.6)),
        (550e-9, 650e-9),
        "TE l=27 q=2",
    ),
    "three layers TM": (
        LayeredSphere((UM, 1.6 * UM, 2.2 * UM), (1.45, 1.9, 1.6)),
        (550e-9, 650e-9),
        "TM l=27 q=2",
    ),
    "leaky TE": (LayeredSphere((0.4 * UM, 0.6 * UM), (1.8, 2.0)), (500e-9, 1200e-9), "TE l=4 q=1"),
    "leaky TM": (LayeredSphere((0.4 * UM, 0.6 * UM), (1.8, 2.0)), (500e-9, 1200e-9), "TM l=5 q=1"),
    "tunnelling": (
        LayeredSphere((1.6 * UM, 2.2 * UM, 3 * UM), (1.45, 2.0, 1.1)),
        (550e-9, 650e-9),
        "TM l=42 q=1",
    ),
}


def shares(one, definition):
    return one.confinement.sel(definition=definition).values


@pytest.mark.parametrize("case", CASES)
def test_gain_confinement_is_the_derivative_of_the_exact_root(case):
    """-d ln k / d ln n_layer by central differences of the re-solved resonance, every layer and outside."""
    sphere, window, label = CASES[case]
    one = at(sphere.modes(window, radial_max=2), label)
    k0 = complex(one.wavenumber)
    for layer, material in enumerate(sphere.materials):
        n = complex(material.index(600e-9)).real
        h = 1e-5 * n
        up, down = (sphere.resonance(k0, label[:2], int(one.polar), layer, n + s * h) for s in (1, -1))
        slope = -((up - down).real / (2 * h)) * n / k0.real
        assert shares(one, "gain")[layer] == pytest.approx(slope, abs=2e-8), layer


@pytest.mark.parametrize("case", CASES)
def test_growth_rate_of_a_gaining_layer(case):
    """Photons grow at c/n Gamma g: 2 c Im k changes by that when a layer gets the power gain g."""
    sphere, window, label = CASES[case]
    one = at(sphere.modes(window, radial_max=2), label)
    k0, layer = complex(one.wavenumber), 1
    n, gain = complex(sphere.materials[layer].index(600e-9)).real, 100.0
    index = n - 1j * gain / (2 * k0.real)
    grown = 2 * (sphere.resonance(k0, label[:2], int(one.polar), layer, index) - k0).imag
    assert grown == pytest.approx(shares(one, "gain")[layer] * gain / n, rel=2e-4)


@pytest.mark.parametrize("case", CASES)
def test_every_share_adds_to_one(case):
    sphere, window, label = CASES[case]
    one = at(sphere.modes(window, radial_max=2), label)
    for definition in ("electric", "energy", "poynting"):
        assert shares(one, definition).sum() == pytest.approx(1, abs=1e-12)
    assert shares(one, "gain").sum() == pytest.approx(1, abs=1e-9)  # no dispersion here
    q = float(one.q_radiative)
    assert shares(one, "gain") == pytest.approx(shares(one, "energy"), abs=2 / q + 1e-9)


@dataclass(frozen=True)
class Dispersive(Material):
    """n = n0 + slope (k/k0 - 1), analytic."""

    n0: float = 1.76
    slope: float = 0.12
    k0: float = 2 * np.pi / 660e-9

    @property
    def name(self):
        return "dispersive"

    def index(self, wavelength):
        k = 2 * np.pi / np.asarray(wavelength, dtype=float)
        return self.n0 + self.slope * (k / self.k0 - 1) + 0j

    def group_index(self, wavelength):
        k = 2 * np.pi / np.asarray(wavelength, dtype=float)
        return self.index(wavelength).real + self.slope * k / self.k0


@pytest.mark.parametrize("label", ["TE l=164 q=1", "TM l=164 q=1"])
def test_dispersion_slows_the_response(label):
    """Shares stay; gain and spacing shrink by the group index of the coat, as the re-solved root does."""
    sphere = LayeredSphere(PRESET.radii, (1.4564, Dispersive()))
    modes = sphere.modes((640e-9, 680e-9), radial_max=1)
    one = at(modes, label)
    k0 = complex(one.wavenumber)
    n = complex(Dispersive().index(2 * np.pi / k0.real)).real
    up, down = (sphere.resonance(k0, label[:2], 164, 1, n + s * 1e-5) for s in (1, -1))
    slope = -(up - down).real / 2e-5 * n / k0.real
    assert shares(one, "gain")[1] == pytest.approx(slope, rel=1e-6)
    assert shares(one, "gain").sum() < 0.96
    near = [at(modes, f"{label[:2]} l={l} q=1") for l in (163, 165)]
    assert one.fsr == pytest.approx(float(near[0].wavelength - near[1].wavelength) / 2, rel=1e-12)


def test_spacing_from_neighbours_and_from_the_derivative_agree():
    """Beyond the range of a table the exact dk/dl stands in for the neighbours."""
    from colase.materials import TabulatedIndex

    table = TabulatedIndex((658e-9, 663e-9), (1.76, 1.76), (0.0, 0.0))
    tight = LayeredSphere(PRESET.radii, (1.4564, table)).modes((658e-9, 663e-9), radial_max=1)
    one, free = at(tight, "TE l=164 q=1"), at(PRESET.modes((658e-9, 663e-9), radial_max=1), "TE l=164 q=1")
    assert not one.fsr_solved
    assert free.fsr_solved
    assert one.fsr == pytest.approx(float(free.fsr), rel=1e-4)
    assert one.n_group == pytest.approx(float(free.n_group), rel=1e-4)


@pytest.mark.parametrize("case", ["preset TE", "preset TM", "tunnelling"])
def test_shares_against_quadrature_of_the_field(case):
    """|E|^2 integrated along the radius of the drawn field, angular parts by hand."""
    sphere, window, label = CASES[case]
    modes = sphere.modes(window, radial_max=2)
    i = int(np.flatnonzero(modes.label.values == label)[0])
    one, l, R = modes.isel(mode=i), int(modes.polar[i]), sphere.radii[-1]
    edges = (0.3 * R, *sphere.radii, 1.6 * R)
    parts, fluxes = [], []
    for a, b in pairwise(edges):
        r = np.linspace(a * (1 + 1e-12), b * (1 - 1e-12), 20001)
        field = sphere.field(modes, i, r)
        radial, along = field.e_radial.values / (l * (l + 1)), field.e_azimuthal.values / l**2
        density = (radial + along) * r**2 if label.startswith("TM") else field.e_polar.values * r**2
        flux = field["index"].values ** 2 * radial if label.startswith("TM") else field.e_polar.values
        parts.append(np.trapezoid(density, r))
        fluxes.append(np.trapezoid(flux * (r**2 if label.startswith("TM") else 1), r))
    assert shares(one, "electric") == pytest.approx(np.array(parts) / sum(parts), abs=3e-4)
    if label.startswith("TE"):
        assert shares(one, "poynting") == pytest.approx(np.array(fluxes) / sum(fluxes), abs=3e-4)


@pytest.mark.parametrize("case", ["preset TE", "preset TM"])
def test_mode_volume_against_quadrature(case):
    sphere, window, label = CASES[case]
    modes = sphere.modes(window, radial_max=2)
    i = int(np.flatnonzero(modes.label.values == label)[0])
    l, tm = int(modes.polar[i]), label.startswith("TM")
    r = np.linspace(7 * UM, 14 * UM, 200001)
    f = sphere.field(modes, i, r)
    eps = f["index"].values ** 2
    theta = lambda power: quad(lambda t: np.sin(t) ** power, 0.3, np.pi - 0.3, limit=200)[0]  # noqa: E731
    grad = 2 * theta(2 * l - 1) - theta(2 * l + 1)  # sin^(2l-2) (1 + cos^2), times sin
    radial = np.trapezoid(eps * f.e_radial.values * r**2, r) * theta(2 * l + 1)
    tangential = f.e_azimuthal.values if tm else f.e_polar.values
    total = 2 * np.pi * (radial + np.trapezoid(eps * tangential * r**2, r) * grad)
    largest = float((eps * f.e_squared.values).max())
    assert modes.mode_volume[i] == pytest.approx(total / largest, rel=1e-3)
    half_height = 2 * np.pi * 10.3 * UM * 0.5 * UM * np.sqrt(np.pi / 164) * 10.3 * UM
    assert 0.2 < modes.mode_volume[i] / half_height < 1.5


def test_the_field_is_continuous_where_maxwell_says_so():
    """TE: E and its slope; TM: n^2 E_r and E_phi, on both sides of each boundary."""
    for case in ("three layers TE", "three layers TM", "tunnelling"):
        sphere, window, label = CASES[case]
        modes = sphere.modes(window, radial_max=2)
        i = int(np.flatnonzero(modes.label.values == label)[0])
        for b in sphere.radii:
            f = sphere.field(modes, i, np.array([b * (1 - 1e-9), b * (1 + 1e-9)]))
            n2 = f["index"].values ** 2
            largest = 1e-9 + f.e_squared.values.max()
            assert np.ptp(f.e_polar.values) < 1e-5 * largest
            assert np.ptp(f.e_azimuthal.values) < 1e-5 * largest
            assert np.ptp(n2**2 * f.e_radial.values) < 1e-5 * largest * n2.max() ** 2


def test_cut_planes_agree_with_the_radius():
    modes = PRESET.modes((655e-9, 665e-9), radial_max=1)
    i = int(np.flatnonzero(modes.label.values == "TE l=164 q=1")[0])
    for plane, line in (("equatorial", "x"), ("meridional", "y")):
        cut = PRESET.cut(modes, i, plane, points=1001)
        across = cut.energy_density.isel({cut.energy_density.dims[0]: 500}).values
        r = np.abs(cut[line].values)
        drawn = PRESET.field(modes, i, np.sort(r)).energy_density.values[np.argsort(np.argsort(r))]
        assert np.abs(across - drawn).max() < 0.02
    polar = PRESET.cut(modes, i, "meridional", points=401).e_squared
    assert polar.sel(y=0, method="nearest").max() < 1e-12  # nothing on the axis


def test_absorption_follows_the_electric_energy():
    """1/Q_abs = 2 n'' / n times the gain confinement, to first order; gain gives a negative one."""
    for kappa in (1e-6, -1e-6):
        lossy = LayeredSphere(PRESET.radii, (1.4564, 1.76 + 1j * kappa)).modes((655e-9, 665e-9), radial_max=2)
        expected = 2 * kappa / 1.76 * lossy.confinement.sel(definition="gain").values[:, 1]
        assert 1 / lossy.q_absorption.values == pytest.approx(expected, rel=1e-5)
    assert np.all(np.isposinf(PRESET.modes((655e-9, 665e-9), radial_max=1).q_absorption))


def test_a_tiny_absorption_beside_strong_radiation_is_not_lost():
    window = (500e-9, 1200e-9)
    faint = LayeredSphere((0.6 * UM,), (2.0 + 1e-14j,)).modes(window)
    strong = LayeredSphere((0.6 * UM,), (2.0 + 1e-6j,)).modes(window)
    assert faint.q_absorption.values == pytest.approx(1e8 * strong.q_absorption.values, rel=1e-3)
