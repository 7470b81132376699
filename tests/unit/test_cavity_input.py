"""What spheres and microspheres answer to input that makes no sense, and to empty questions."""

import numpy as np
import pytest

from colase.cavity import MODE_VARIABLES, LayeredSphere, Microsphere, ModeWindow
from colase.errors import ColaseError, InputError, PhysicsError
from colase.materials import ConstantIndex, TabulatedIndex

SPHERE = LayeredSphere((2e-6, 2.5e-6), (1.45, 1.8))


@pytest.mark.parametrize(
    ("radii", "indices", "words"),
    [
        ((2e-6, 2e-6 + 0.5e-9), (1.45, 1.8), "0.5 nm thick"),
        ((0.5e-9,), (1.5,), "below 1 nm"),
        ((3e-6, 2e-6), (1.45, 1.8), "must increase"),
        ((2e-6, float("nan")), (1.45, 1.8), "finite numbers"),
        ((-1e-6,), (1.45,), "above zero"),
        ((1e-6, 2e-6), (1.45,), "2 radii and 1 indices"),
        ((), (), "0 radii"),
        ((1e-6,), (0.9,), "at least 1"),
        ((1e-6,), (float("nan"),), "at least 1"),
    ],
)
def test_impossible_spheres(radii, indices, words):
    with pytest.raises(InputError, match=words):
        LayeredSphere(radii, indices)


@pytest.mark.parametrize(
    ("window", "more", "words"),
    [
        ((700e-9, 600e-9), {}, "the shorter and then the longer"),
        ((600e-9, 600e-9), {}, "the shorter and then the longer"),
        ((float("nan"), 600e-9), {}, "the shorter and then the longer"),
        ((-1e-9, 600e-9), {}, "above zero"),
        ((600e-9, 700e-9), {"radial_max": 0}, "lowest radial order is 1"),
        ((600e-9, 700e-9), {"q_floor": 1.0}, "at least 5"),
        ((600e-9, 700e-9), {"q_floor": float("nan")}, "at least 5"),
        ((1e-9, 700e-9), {}, "Narrow the window"),
    ],
)
def test_impossible_windows(window, more, words):
    with pytest.raises(InputError, match=words):
        SPHERE.modes(window, **more)


def test_a_huge_sphere_is_refused_before_any_work():
    with pytest.raises(InputError, match="200000"):
        LayeredSphere((1e-3,), (1.45,)).modes((600e-9, 700e-9))


@pytest.mark.parametrize("sphere", [SPHERE, LayeredSphere((20e-9,), (1.5,))])
def test_a_window_without_modes_is_an_empty_table(sphere):
    modes = sphere.modes((600e-9, 600.0001e-9), q_floor=1e6)
    full = SPHERE.modes((600e-9, 620e-9))
    assert modes.sizes["mode"] == 0
    assert "No resonance" in modes.attrs["note"]
    assert set(modes.variables) == set(full.variables)
    assert "note" not in full.attrs


def test_every_variable_has_units_and_a_name_and_no_nan():
    modes = SPHERE.modes((600e-9, 650e-9))
    for name, v in modes.variables.items():
        assert {"units", "long_name"} <= set(v.attrs), name
        if v.dtype.kind in "fc":
            assert not np.isnan(v.values).any(), name


def test_an_absorption_line_too_strong_to_count_across():
    steep = TabulatedIndex((600e-9, 640e-9, 660e-9, 700e-9), (1.5, 1.5, 3.0, 3.0), (0.0,) * 4)
    with pytest.raises(PhysicsError, match="group index"):
        LayeredSphere((2e-6,), (steep,)).modes((610e-9, 690e-9))


def test_material_asked_outside_its_table():
    table = TabulatedIndex((600e-9, 650e-9), (1.5, 1.49), (0.0, 0.0))
    with pytest.raises(InputError, match="known from 600 to 650 nm"):
        LayeredSphere((2e-6,), (table,)).modes((610e-9, 690e-9))
    inside = LayeredSphere((2e-6,), (table,)).modes((600e-9, 650e-9))
    assert inside.sizes["mode"] > 10


def test_cross_sections_and_cuts_refuse_nonsense():
    with pytest.raises(InputError, match="above zero"):
        SPHERE.cross_sections([600e-9, -1.0])
    with pytest.raises(InputError, match="surroundings absorb"):
        LayeredSphere((1e-6,), (1.5,), 1.33 + 0.01j).cross_sections(600e-9)
    with pytest.raises(InputError, match="equatorial"):
        SPHERE.cut(SPHERE.modes((600e-9, 620e-9)), 0, "diagonal")


def microsphere(**changes):
    given = {
        "core_diameter": 6e-6,
        "core": ConstantIndex(1.46),
        "coating_thickness": 300e-9,
        "coating_index": ConstantIndex(1.8),
        "q_scattering": 5000.0,
    }
    return Microsphere(**{**given, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"coating_thickness": 0.5e-9},
        {"coating_thickness": 4e-6},
        {"core_diameter": -1e-6},
        {"core_diameter": float("nan")},
        {"q_scattering": 0.0},
    ],
)
def test_impossible_microspheres(changes):
    with pytest.raises(ColaseError):
        microsphere(**changes)


def test_microsphere_adds_what_the_laser_needs():
    cavity, window = microsphere(), ModeWindow(start=640e-9, stop=660e-9, radial_max=2)
    modes = cavity.modes(window)
    assert set(MODE_VARIABLES) <= set(modes)
    for name, (units, _) in MODE_VARIABLES.items():
        assert modes[name].attrs["units"] == units
    budget = 1 / modes.q_radiative + 1 / modes.q_absorption + 1 / modes.q_scattering
    assert 1 / modes.q_factor.values == pytest.approx(budget.values, rel=1e-12)
    assert np.array_equal(modes.degeneracy, 2 * modes.polar + 1)
    single = microsphere(degeneracy="equatorial").modes(window)
    assert np.all(single.degeneracy == 1)
    gain = modes.confinement.sel(layer=1, definition="gain")
    assert np.array_equal(modes.gain_confinement, gain)
    empty = cavity.modes(ModeWindow(start=640e-9, stop=640.00001e-9))
    assert set(empty.variables) == set(modes.variables)


def test_microsphere_volume_layers_and_field():
    cavity = microsphere()
    assert cavity.gain_volume == pytest.approx(4 / 3 * np.pi * (3.3e-6**3 - 3e-6**3))
    names = [layer.name for layer in cavity.layers()]
    assert names == ["core", "coat", "surroundings"]
    assert cavity.layers()[1].index(650e-9) == 1.8
    modes = cavity.modes(ModeWindow(start=640e-9, stop=660e-9, radial_max=1))
    assert cavity.field(modes, 0).energy_density.max() == pytest.approx(1, abs=1e-3)
    assert cavity.cut(modes, 0, points=51).e_squared.shape == (51, 51)


def test_resonance_at_threshold_gain_cancels_the_loss():
    """The first-order gain 2 pi n/(lambda Q Gamma) puts the exact root on the real axis."""
    cavity = microsphere()
    modes = cavity.modes(ModeWindow(start=640e-9, stop=660e-9, radial_max=1))
    for i in range(modes.sizes["mode"]):
        one = modes.isel(mode=i)
        loss = 1.8 / (2 * one.q_radiative * one.gain_confinement)
        k = cavity.resonance(modes, i, 1.8 - 1j * float(loss))
        assert abs(k.imag) < 1e-3 * abs(complex(one.wavenumber).imag)
        assert cavity.resonance(modes, i, 1.8) == pytest.approx(complex(one.wavenumber), rel=1e-12)


def test_pump_cross_section():
    cavity = microsphere()
    assert cavity.pump_cross_section(532e-9, 0.0) == 0
    weak, strong = (cavity.pump_cross_section(532e-9, a) for a in (1.0, 1e6))
    assert 0.4 < weak / cavity.gain_volume < 2
    assert strong < 3 * np.pi * 3.3e-6**2
    for wrong in (-1.0, float("nan")):
        with pytest.raises(InputError, match="at least zero"):
            cavity.pump_cross_section(532e-9, wrong)
