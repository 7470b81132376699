"""The laser room on an exact coated sphere: first order against Maxwell, and the whole chain."""

from math import pi

import numpy as np
import pytest
from toy_laser import toy_medium

from colase.cavity import Microsphere, ModeWindow
from colase.gain import GaussianPulse
from colase.laser import Instrument, Pump, light_curve, threshold
from colase.laser.absorption import pump_conversion
from colase.materials import ConstantIndex, TabulatedIndex, as_material

PUMP = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))


def sphere(index=1.8, q_scattering=4000.0, **more):
    return Microsphere(
        core_diameter=6e-6,
        core=ConstantIndex(1.46),
        coating_thickness=400e-9,
        coating_index=as_material(index),
        q_scattering=q_scattering,
        **more,
    )


@pytest.fixture(scope="module")
def modes():
    return sphere().modes(ModeWindow(start=640e-9, stop=665e-9, radial_max=2))


@pytest.mark.parametrize("q", [1500.0, 4000.0, 50_000.0])
def test_first_order_threshold_gain_is_maxwells(q):
    cavity = sphere(q_scattering=q)
    modes = cavity.modes(ModeWindow(start=640e-9, stop=665e-9, radial_max=1))
    found = threshold(modes, toy_medium(density=2e24), cavity, PUMP)
    assert found.lases
    assert found.verified_ratio == pytest.approx(1.0, abs=1e-6)


def test_first_order_and_exact_agree_with_dispersion():
    """The group index in the norm is the derivative of the index that the exact solution follows."""
    lam = np.linspace(500e-9, 800e-9, 301)
    steep = TabulatedIndex(tuple(lam), tuple(1.75 + 2e-14 / lam**2), tuple(0 * lam), smooth=True)
    cavity = sphere(index=steep)
    modes = cavity.modes(ModeWindow(start=640e-9, stop=665e-9, radial_max=1))
    found = threshold(modes, toy_medium(density=2e24), cavity, PUMP)
    assert found.verified_ratio == pytest.approx(1.0, abs=1e-6)


def test_absorbing_coat_is_counted_once():
    cavity = sphere(index=1.8 + 1e-5j)
    modes = cavity.modes(ModeWindow(start=640e-9, stop=665e-9, radial_max=1))
    assert (modes["q_absorption"] < 1e6).all()
    found = threshold(modes, toy_medium(density=2e24), cavity, PUMP)
    assert found.verified_ratio == pytest.approx(1.0, abs=1e-6)
    assert float(found.data["loss_absorption"][found.mode]) > 0


def test_gain_confinement_times_gain_is_the_textbook_loss(modes):
    data = threshold(modes, toy_medium(density=2e24), sphere(), PUMP, verify=False).data
    textbook = 2 * pi * 1.8 / (data["wavelength"] * data["q_factor"])
    np.testing.assert_allclose(data["required_gain"] * data["gain_confinement"], textbook, rtol=1e-12)


def test_thin_pump_absorption_gives_each_nanocrystal_its_cross_section():
    # A weak absorber in a large sphere of one index takes a V; here indices differ, so only roughly.
    medium = toy_medium(density=1e19)
    plain = Microsphere(
        core_diameter=6e-6,
        core=ConstantIndex(1.0),
        coating_thickness=50e-9,
        coating_index=ConstantIndex(1.0),
        q_scattering=4000.0,
    )
    assert pump_conversion(medium, plain, PUMP).thin_limit_ratio == pytest.approx(1.0, rel=1e-4)


def test_pump_is_spelled_out():
    medium = toy_medium(density=2e24)
    found = pump_conversion(medium, sphere(), PUMP)
    assert found.area == pytest.approx(pi * 3.4e-6**2)
    assert found.absorbed_fraction is not None
    assert 0 < found.absorbed_fraction < 1.5  # a sphere can absorb more than falls on its disk
    assert found.optical_depth == pytest.approx(2e24 * 5e-19 * 400e-9, rel=0.15)  # a coat on a curved core
    said = found.describe()
    for part in (
        "cross section of a nanocrystal",
        "density",
        "optical depth",
        "absorbed fraction",
        "1 uJ/cm2",
    ):
        assert part in said


def test_whole_chain(modes):
    cavity, medium = sphere(), toy_medium(density=2e24)
    found = threshold(modes, medium, cavity, PUMP)
    levels = found.fluence * np.array([0.1, 0.8, 1.5, 10])
    light = light_curve(modes, medium, cavity, PUMP, Instrument(resolution=0.05e-9), found, levels=levels)
    assert light.balance < 1e-10
    dominant = light.data["dominant_mode"].values
    assert dominant[2] == found.mode
    energy = light.data["emitted_energy"].values[:, found.mode]
    assert energy[2] / energy[1] > 5 * 1.5 / 0.8
    assert "degenerate orbits" in light.data.attrs["degeneracy"]


def test_one_orbit_gets_its_share_of_spontaneous_light(modes):
    medium, pump, resolution = toy_medium(density=2e24), PUMP, Instrument(resolution=0.05e-9)
    energies = []
    for degeneracy in ("all", "equatorial"):
        cavity = sphere(degeneracy=degeneracy)
        found = threshold(modes, medium, cavity, pump, verify=False)
        own = cavity.modes(ModeWindow(start=640e-9, stop=665e-9, radial_max=2))
        light = light_curve(own, medium, cavity, pump, resolution, found, levels=[0.01 * found.fluence])
        # An exciton lives longer where more of its light is absorbed again: compare per exciton.
        energies.append(light.data["emitted_energy"].values[0] / float(light.data["mean_excitons"][0]))
    np.testing.assert_allclose(energies[0] / energies[1], 2 * modes["polar"] + 1, rtol=1e-3)
