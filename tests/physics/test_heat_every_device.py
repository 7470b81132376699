"""How hot is any device: a proposed section for those without one, disks and pairs in their own shape."""

from dataclasses import replace
from math import inf
from typing import Any

import numpy as np
import pytest

import colase as cl
from colase import study
from colase.cavity import Microdisk, Microsphere
from colase.constants import HC
from colase.coupling import Pair
from colase.device import loads, preset_text
from colase.errors import InputError
from colase.heat import At, Disc, Heating, HeatLayer, Point, Stack
from colase.heat.bodies import BodyHeating, ModeMean, disk, resisting
from colase.study.heating import alone, guessed, proposal
from colase.study.heating.conductor import conductor


def hot(name: str) -> Any:
    """A preset with the proposed section."""
    return guessed(cl.load(name))


BARE = [name for name in cl.presets() if cl.load(name).heat is None]


@pytest.mark.parametrize("name", BARE)
def test_a_device_without_heat_is_told_what_to_add(name):
    """The sentence holds a table that can be pasted as it stands, and --guess takes the same."""
    device: Any = cl.load(name)
    with pytest.raises(InputError, match="nothing is said about heat") as told:
        cl.sustained(device)
    text = str(told.value).partition("\n\n")[2]
    assert text == proposal(device)
    pasted = loads(preset_text(name) + "\n" + text)
    assert pasted.heat == guessed(device).heat
    assert "heat.irradiance" in pasted.guessed
    assert "heat.irradiance" in guessed(device).guessed


@pytest.mark.parametrize("name", [name for name in BARE if name != "duan2022-vernier"])
def test_every_device_conducts_with_the_proposed_table(name):
    """In layers or in its own shape, seen by its mean so that no mode needs to be solved."""
    device: Any = alone(hot(name))
    settings = replace(device.heat, seen="mean")
    heating = conductor(device, settings, None)
    assert 0 < heating.step(1e-8) < heating.step(1e-6) < heating.steady() < inf
    assert isinstance(heating, Heating if name in FILMS else BodyHeating)


FILMS = ("adachi2015-film", "azizov2025-film", "azizov2025-film-stamped")


def test_the_proposed_pump_keeps_three_excitons():
    """Photons absorbed per lifetime by one nanocrystal."""
    device = hot("duan2022-microsphere")
    crystal = device.gain.crystal
    rate = device.heat.irradiance * crystal.sigma_pump * device.pump.wavelength / HC
    assert rate / device.gain.decay_rates()[1] == pytest.approx(3, rel=0.05)  # two digits are written


def test_substrates_are_guessed_from_their_index():
    film: Any = cl.load("adachi2015-film")
    for index, name in (
        (1.34, "CYTOP"), (1.38, "MgF2"), (1.457, "fused-silica"), (1.515, "glass"), (1.76, "sapphire"),
        (3.6, "silicon"), (2.3, "glass"),
    ):  # fmt: skip
        other: Any = guessed(cl.replace(film, {"cavity.index": 4.0, "cavity.substrate": index}))
        assert other.heat.substrate == name
    assert hot("kersuzan2025-parabolic").heat.substrate == "gold"


def test_a_microdisk_is_a_disk_of_film_on_its_substrate():
    """As wide as its light and thin, it is the film of the layered solution that conducts across only; the
    mode at the rim stays colder than the centre."""
    device = hot("lafalce2019-disk")
    assert isinstance(device.cavity, Microdisk)
    heating = conductor(device, replace(device.heat, seen="centre", film="nanocrystal-film"), None)
    assert isinstance(heating, BodyHeating)
    film = heating.body.region("disk").material
    base = heating.body.base
    assert base is not None
    stack = Stack((
        HeatLayer(name="film", thickness=500e-9, solid=replace(film, lateral_conductivity=1e-6)),
        HeatLayer(name="base", thickness=inf, solid=base),
    ))  # fmt: skip
    layers = Heating(stack, Disc(radius=12.5e-6), weight=At(0.0), view=Point())
    for t in (1e-6, 1e-5, 1e-4):
        assert float(heating.step(t)) == pytest.approx(float(layers.step(t)), rel=2e-3)
    found = study.heating.optics(
        replace(device, modes=replace(device.modes, start=629e-9, stop=631e-9, radial_max=1))
    )
    rim = conductor(device, device.heat, found)
    assert isinstance(rim, BodyHeating)
    assert isinstance(rim.view, ModeMean)
    light, r = np.asarray(rim.view.weights), np.asarray(rim.view.r)
    assert 0.8 < np.average(r, weights=light) / 12.5e-6 < 1
    assert rim.steady() < heating.steady()


def test_a_pair_is_asked_as_its_first_body():
    """Disks become a microdisk, spheres a microsphere, of the same sizes and indices; the answer says so."""
    pair: Any = cl.load("lafalce2019-pair")
    one = alone(pair).cavity
    assert isinstance(pair.cavity, Pair)
    assert isinstance(one, Microdisk)
    assert (one.disk_diameter, one.height) == (25e-6, 500e-9)
    assert one.q_scattering == pair.cavity.q_scattering
    sphere = alone(cl.load("duan2022-vernier")).cavity
    assert isinstance(sphere, Microsphere)
    device = hot("lafalce2019-pair")
    flat = {"seen": "mean", "threshold": 1e7, "outcoupling": 0.5, "film_thickness": 500e-9}
    device = replace(device, heat=replace(device.heat, **flat))
    found = cl.sustained(device)
    assert "Only the first body is asked" in found.warnings[0]
    assert "Only the first body" in found.describe()


def test_a_resistance_under_a_body_counts():
    """A large resistance makes the flux even, so that a larger one adds its difference to the mean."""
    device = hot("lafalce2019-disk")
    heat = replace(device.heat, seen="mean")
    free, some, more = (
        conductor(device, replace(heat, boundary_resistance=R), None) for R in (0.0, 1e-3, 2e-3)
    )
    assert isinstance(free, BodyHeating)
    assert more.steady() - some.steady() == pytest.approx(1e-3, rel=1e-3)
    assert some.steady() - free.steady() > 1e-3  # the flux can no longer crowd at the rim
    film = free.body.region("disk").material
    body = disk(4e-6, 200e-9, film, film)
    assert resisting(body, "disk", 0.0) is body
    assert resisting(body, "disk", 1e-7).contacts[0].second == "substrate"


def test_a_thin_substrate_on_a_heat_sink_cools_a_disk():
    """1.5 um of CYTOP on silicon instead of a half-space of it: far colder for ever, the same at once."""
    device = hot("lafalce2019-disk")
    heat = replace(device.heat, seen="mean")
    deep = conductor(device, heat, None)
    thin = conductor(device, replace(heat, substrate_thickness=1.5e-6), None)
    assert float(thin.step(1e-7)) == pytest.approx(float(deep.step(1e-7)), rel=5e-3)
    assert thin.steady() < 0.3 * deep.steady()
    flat = float(thin.steady()) / (1.5e-6 / thin.body.base.conductivity)  # type: ignore[attr-defined]
    assert 0.8 < flat < 1.1  # nearly D/k, less what spreads at the rim, and a little of the film
    kept = replace(heat, substrate_thickness=1e-3, backside="convective", backside_transfer=10.0)
    assert conductor(device, kept, None).steady() > deep.steady()
    with pytest.raises(InputError, match="needs a substrate_thickness"):
        replace(heat, backside="insulated")
    with pytest.raises(InputError, match="positive transfer for a convective face"):
        replace(heat, substrate_thickness=1e-3, backside="convective")
