"""Disks of finite height: slab index of the layers, flat disks by it, finite elements as the judge."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from colase.cavity import (
    AxisymmetricDisk,
    LayeredCylinder,
    Microdisk,
    ModeWindow,
    SlabIndex,
    SlabWaveguide,
    slab_index,
)
from colase.device import load
from colase.errors import InputError
from colase.materials import ConstantIndex, Material

# TE0 at 630 nm of a film of 1.86 between CYTOP of 1.34 and air: thickness in nm, index of a re-computation
LAFALCE = [(200, 1.633), (300, 1.722), (400, 1.768), (500, 1.795), (700, 1.822), (1000, 1.840), (1500, 1.850)]


@pytest.mark.parametrize(("thickness", "expected"), LAFALCE)
def test_slab_index_of_a_disk_on_cytop(thickness, expected):
    assert slab_index(630e-9, (thickness * 1e-9,), (1.86,), 1.34) == pytest.approx(expected, abs=6e-4)


def test_both_polarisations_solve_the_transcendental_equation():
    """kappa t = atan(p_s gamma_s/kappa) + atan(p_c gamma_c/kappa), p = n^2 ratios for TM."""
    nf, ns, t, k0 = 1.86, 1.34, 500e-9, 2 * np.pi / 630e-9

    def excess(N, tm):
        kappa, s, c = np.sqrt(nf**2 - N**2), np.sqrt(N**2 - ns**2), np.sqrt(N**2 - 1)
        ps, pc = (nf**2 / ns**2, nf**2) if tm else (1, 1)
        return k0 * t * kappa - np.arctan(ps * s / kappa) - np.arctan(pc * c / kappa)

    for name in ("TE", "TM"):
        truth = brentq(excess, ns + 1e-9, nf - 1e-9, args=(name == "TM",))
        assert slab_index(630e-9, (t,), (nf,), ns, polarization=name) == pytest.approx(truth, abs=1e-12)


def test_group_index_of_the_slab_is_the_slope_and_sets_the_spacing_of_the_disk():
    layers = SlabIndex(SlabWaveguide((500e-9,), (1.86,), 1.34), "TE")
    lam = np.linspace(600e-9, 660e-9, 5)
    assert layers.group_index(lam) == pytest.approx(Material.group_index(layers, lam), rel=1e-8)
    radius = 5e-6
    disk = LayeredCylinder((radius,), (layers,)).modes((620e-9, 640e-9), radial_max=1)
    te = disk.isel(mode=disk.polarization.values == "TE")
    one = te.isel(mode=1)
    assert float(one.fsr) == pytest.approx(0.5 * float(te.wavelength[2] - te.wavelength[0]), rel=1e-6)
    plain = LayeredCylinder((radius,), (complex(layers.index(630e-9)),)).modes((620e-9, 640e-9), radial_max=1)
    slower = float(one.n_group) / float(plain.isel(mode=plain.polarization.values == "TE").n_group[0])
    assert slower == pytest.approx(float(layers.group_index(630e-9) / layers.index(630e-9).real), rel=0.01)


def test_layers_that_guide_nothing_say_from_where_they_would():
    with pytest.raises(InputError, match=r"TE0 at 630 nm; a layer of 30 nm is below its cut-off at 47"):
        slab_index(630e-9, (30e-9,), (1.86,), 1.34)
    with pytest.raises(InputError, match="no thickness does"):
        slab_index(630e-9, (300e-9,), (1.3,), 1.34)
    thin = SlabIndex(SlabWaveguide((50e-9,), (1.86,), 1.34))
    assert list(thin.guided(np.array([500e-9, 630e-9, 800e-9]))) == [True, True, False]


def flat(**more):
    """Return a flat disk of 4 um on glass."""
    shape: dict[str, Any] = {
        "disk_diameter": 4e-6,
        "height": 300e-9,
        "disk": ConstantIndex(1.9),
        "substrate": ConstantIndex(1.45),
    }
    return Microdisk(**(shape | {"q_scattering": 5000.0} | more))


WINDOW = ModeWindow(start=600e-9, stop=660e-9, radial_max=1)


@pytest.fixture(scope="module")
def modes():
    """Return the modes of the flat disk."""
    return flat().modes(WINDOW)


def test_a_flat_disk_against_maxwells_equations_in_full(modes):
    """Another method altogether: finite elements at one m. E_z is called TM here and TE there."""
    pytest.importorskip("ngsolve")
    body = AxisymmetricDisk(
        disk_diameter=4e-6,
        height=300e-9,
        disk=ConstantIndex(1.9),
        substrate=ConstantIndex(1.45),
        q_scattering=5e3,
    )
    m = int(modes.azimuthal[modes.sizes["mode"] // 2])
    middle = float(modes.wavelength[modes.azimuthal == m].mean())
    full = body.profile.modes(m, near=middle, count=4, q_floor=200)
    found = 0
    for name, other in (("TM", "TE"), ("TE", "TM")):
        ours = modes.isel(mode=np.flatnonzero((modes.polarization == name) & (modes.azimuthal == m)))
        truth = full.isel(mode=np.flatnonzero((full.polarization == other) & (full.radial == 1)))
        if not (truth.sizes["mode"] and ours.sizes["mode"]):
            continue
        ours, truth, found = ours.isel(mode=0), truth.isel(mode=0), found + 1
        assert float(ours.wavelength) == pytest.approx(float(truth.wavelength), rel=6e-3)
        share = float(truth.confinement.sel(region="disk", definition="gain"))
        assert float(ours.gain_confinement) == pytest.approx(share, rel=0.05)
        assert float(ours.mode_volume) == pytest.approx(float(truth.mode_volume), rel=0.2)
        assert float(ours.exposure) == pytest.approx(float(truth.exposure), rel=0.1)
        assert float(ours.fsr) == pytest.approx(float(truth.fsr), rel=0.02)
        assert float(ours.q_radiative) > float(truth.q_radiative)  # light sent up and down is left out
    assert found


def test_shares_sum_to_one_and_the_gain_share_is_the_response(modes):
    total = modes.confinement.sum("region")
    assert total.sel(definition=["electric", "energy", "gain"]).values == pytest.approx(1, abs=2e-3)
    thick = modes.isel(mode=0)
    electric, energy = (
        float(thick.confinement.sel(region="disk", definition=d)) for d in ("electric", "energy")
    )
    assert electric < energy


def test_radiation_that_matters_is_doubted():
    lossless = flat(q_scattering=9e29).modes(WINDOW)
    assert (lossless.doubt.values != "").all()
    wide = flat(disk_diameter=12e-6).modes(ModeWindow(start=630e-9, stop=634e-9, radial_max=1))
    assert (wide.doubt.values == "").all()


def test_roughness_of_wall_and_top_follows_its_own_laws():
    """1/Q goes as sigma^2 L^2; a high wide disk scatters at its top like a film, whatever its radius."""
    narrow = ModeWindow(start=630e-9, stop=640e-9, radial_max=1)
    q = [
        flat(q_scattering=None, roughness=s, correlation_length=c).modes(narrow).q_scattering.values
        for s, c in ((2e-9, 40e-9), (4e-9, 40e-9), (2e-9, 20e-9))
    ]
    assert q[0] / q[1] == pytest.approx(4, rel=1e-9)
    assert q[2] / q[0] == pytest.approx(4, rel=1e-9)
    with pytest.raises(InputError, match="not short against the wavelength"):
        flat(q_scattering=None, roughness=2e-9, correlation_length=300e-9).modes(narrow)


def test_higher_guided_orders_are_found_and_none_beyond_cut_off():
    high = flat(height=700e-9, vertical_orders=3).modes(ModeWindow(start=600e-9, stop=660e-9, radial_max=1))
    guided = SlabWaveguide((700e-9,), (1.9,), 1.45).modes(635e-9)
    for name in ("TE", "TM"):
        seen = set(high.axial.values[high.polarization.values == name])
        assert seen == set(range(1, min(3, int((guided.polarization == name).sum())) + 1))
    thin = flat(height=60e-9).modes(ModeWindow(start=630e-9, stop=640e-9))
    assert set(thin.polarization.values) <= {"TE"}


def test_the_window_is_cut_where_guiding_ends():
    """TM0 of 105 nm ends within the window: its modes stop there, none is invented, nothing fails."""
    body = flat(disk_diameter=10e-6, height=105e-9)
    layers = body.effective_index("TM")
    lam = np.linspace(560e-9, 700e-9, 141)
    guided = layers.guided(lam)
    assert guided.any()
    assert not guided.all()
    modes = body.modes(ModeWindow(start=560e-9, stop=700e-9, radial_max=1))
    tm = modes.wavelength.values[modes.polarization.values == "TM"]
    assert tm.max(initial=0) <= lam[guided].max() + 1e-9


def test_field_is_a_product_and_fits_its_volume(modes):
    one = modes.isel(mode=0)
    field = flat().section(modes, 0, points=401)
    r, z = field.r.values, field.z.values
    density = field.index.values**2 * field.e_squared.values
    volume = 2 * np.pi * np.trapezoid(np.trapezoid(density * r, r, axis=1), z) / density.max()
    assert volume == pytest.approx(float(one.mode_volume), rel=0.05)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"height": 2.5e-6}, "axisymmetric-disk"),
        ({"q_scattering": None}, "one of the two"),
        ({"roughness": 1e-9}, "one of the two"),
        ({"height": 0.0}, "height"),
        ({"vertical_orders": 0}, "vertical_orders"),
    ],
)
def test_disks_that_cannot_be(more, words):
    with pytest.raises(InputError, match=words):
        flat(**more)


def test_a_disk_without_contrast_says_so():
    with pytest.raises(InputError, match=r"denser by 0\.0001"):
        flat(disk=ConstantIndex(1.45005)).modes(WINDOW)


def test_preset_of_lafalce2019():
    """108 modes; spacing and group index of the comb beside the printed 2.6 nm and 1.85(5)."""
    device = load("lafalce2019-disk")
    cavity = device.cavity
    assert isinstance(cavity, Microdisk)
    assert {"cavity.height", "cavity.surroundings"} <= set(device.guessed)
    modes = cavity.modes(ModeWindow(start=626e-9, stop=634e-9, radial_max=1))
    assert modes.n_group.values == pytest.approx(1.85, abs=0.05)
    assert modes.fsr.values == pytest.approx(630e-9**2 / (1.88 * np.pi * 25e-6), rel=0.03)
    assert modes.q_factor.values == pytest.approx(1260)
    assert not modes.radiation_limited.any()
