"""Heat of whole devices: own shapes, temperature seen by the mode, computed balance, laws of the gain."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

import colase as cl
from colase import study
from colase.device import loads, preset_text
from colase.errors import InputError
from colase.gain import SquarePulse
from colase.heat import Disc, Heating, SpotMean, Uniform, Weighted
from colase.heat.bodies import BodyHeating, ModeMean, PartMean
from colase.laser import threshold
from colase.laser.self_heating.heat_balance import escape_share
from colase.laser.self_heating.sustained import sustained
from colase.laser.self_heating.threshold_law import TabulatedLaw
from colase.study.heating.optics import depth_weights, point_weights

FILM_HEAT = """
[heat]
film = "nanocrystal-film-halide"
substrate = "glass"
irradiance = "20 kW/cm^2"
duration = "1 us"
spot = { shape = "disc", radius = "20 um" }
"""
SPHERE_HEAT = """
[heat]
film = "nanocrystal-film"
substrate = "glass"
core = "fused-silica"
surroundings = "air"
contact_radius = "200 nm"
irradiance = "40 kW/cm^2"
duration = "1 us"
"""
DISK = """
title = "Disk on a pedestal"
[cavity]
kind = "axisymmetric-disk"
disk_diameter = "8 um"
height = "200 nm"
disk = 1.9
substrate = 1.46
pedestal_diameter = "3 um"
pedestal_height = "1 um"
q_scattering = 3000
[gain]
nanocrystal = "adachi2015-inorganic"
model = "stokes-shifted"
number_density = "2.2e18 1/cm^3"
temperature = "295 K"
[pump]
wavelength = "442 nm"
pulse = { shape = "square", duration = "400 ns" }
[modes]
from = "640 nm"
to = "642 nm"
[heat]
film = "nanocrystal-film-halide"
substrate = "fused-silica"
irradiance = "60 kW/cm^2"
duration = "1 us"
threshold = "20 kW/cm^2"
seen = "mean"
outcoupling = 0.5
"""


@pytest.fixture(scope="module")
def film():
    return loads(preset_text("adachi2015-film") + FILM_HEAT)


@pytest.fixture(scope="module")
def film_optics(film):
    return study.heating.optics(film)


@pytest.fixture(scope="module")
def sphere():
    device = loads(preset_text("duan2022-microsphere") + SPHERE_HEAT)
    return replace(device, modes=replace(device.modes, start=655e-9, stop=662e-9, radial_max=1))


# --- what the mode sees


def test_a_film_is_weighted_with_its_own_mode(film, film_optics):
    """|E|^2 of the mode over the thickness; the mean over the film if no mode is asked for."""
    hot = study.hot_laser(film, film_optics)
    assert isinstance(hot.heating, Heating)
    assert hot.heating.stack.layers[0].thickness == pytest.approx(120e-9)
    weight = hot.heating.weight
    assert isinstance(weight, Weighted)
    field = film.cavity.field(film_optics.modes, film_optics.mode)
    inside = (field.x.values >= 0) & (field.x.values <= 120e-9)
    x, light = field.x.values[inside], field.e_squared.values[inside]
    centre = np.trapezoid((120e-9 - x) * light, x) / np.trapezoid(light, x)
    seen = np.dot(weight.depths, weight.weights) / sum(weight.weights)
    assert seen == pytest.approx(centre, rel=2e-3)
    mean = study.hot_laser(replace(film, heat=replace(film.heat, seen="mean")), film_optics)
    top = study.hot_laser(replace(film, heat=replace(film.heat, seen="centre")), film_optics)
    assert isinstance(mean.heating, Heating)
    assert (mean.heating.weight, mean.heating.view) == (Uniform(), SpotMean())
    rises = [float(m.heating.step(1e-7)) for m in (mean, hot, top)]
    assert rises[0] < rises[2]
    assert rises[1] < rises[2]


def test_a_sphere_conducts_through_its_contact_and_is_seen_by_its_mode(sphere):
    found = study.heating.optics(sphere)
    hot = study.hot_laser(sphere, found)
    heating = hot.heating
    assert isinstance(heating, BodyHeating)
    assert isinstance(heating.view, ModeMean)
    core, rim = sphere.cavity.sphere.radii
    height = np.array(heating.view.z) - sqrt(rim**2 - 200e-9**2)
    assert np.abs(height).max() < 1e-12  # the equator
    assert core < min(heating.view.r) < max(heating.view.r) < rim
    r, _, light = point_weights(sphere, found)  # type: ignore[misc]
    assert depth_weights(sphere, found) is None
    field = sphere.cavity.field(found.modes, found.mode)
    inside = (field.r.values > core) & (field.r.values < rim)
    direct = np.average(field.r.values[inside], weights=(field.e_squared * field.r).values[inside])
    assert np.average(r, weights=light) == pytest.approx(direct, rel=1e-4)
    run = sustained(hot, sphere.heat.irradiance, cl_pulse(sphere))
    assert run.lases
    bare = study.hot_laser(replace(sphere, heat=replace(sphere.heat, surroundings=None)), found)
    assert bare.heating.steady() > 5 * heating.steady()  # without air all goes through the contact
    with pytest.raises(InputError, match="give core and contact_radius"):
        study.hot_laser(replace(sphere, heat=replace(sphere.heat, contact_radius=None)), found)


def cl_pulse(device):
    from colase.heat import square

    return square(device.heat.duration)


def test_a_disk_on_a_pedestal_from_its_device_file():
    """No mode is solved where the section answers all that modes would be asked; two meshes are compared."""
    disk = loads(DISK)
    found = cl.sustained(disk)
    heating = found.laser.heating
    assert isinstance(heating, BodyHeating)
    assert heating.view == PartMean("disk")
    assert {"disk", "pedestal", "substrate"} == set(heating.body.names)
    assert heating.body.region("pedestal").sampled()[:, 0].max() == pytest.approx(1.5e-6)
    assert any("two meshes differ" in w for w in found.warnings)
    assert 0 < found.run.duration <= 1e-6
    levers = set(found.levers.data.lever.values)
    assert {"pedestal: conductivity", "substrate: heat capacity", "threshold"} <= levers
    wide = replace(disk, cavity=replace(disk.cavity, pedestal_diameter=6e-6))
    assert study.hot_laser(wide).heating.steady() < 0.7 * heating.steady()
    small = replace(disk, heat=replace(disk.heat, spot=Disc(radius=1e-6)))
    lit = study.hot_laser(small).heating
    assert isinstance(lit, BodyHeating)
    assert lit.area == pytest.approx(np.pi * 1e-12)
    views = study.heating.heat_views(disk, found, "threshold")
    assert views.depth is None
    assert views.place.sizes["r"] > 30
    T = views.place.temperature.values
    assert np.nanmax(T) < float(found.laser.ambient) + 2000
    assert np.isnan(T[0]).sum() == 0  # the base is everywhere below
    assert np.isnan(T[-1]).all()  # nothing conducts above


# --- the balance


def test_light_that_leaves_is_computed(film, film_optics):
    """The escape cone from the indices; the outcoupling from the losses; both can be given instead."""
    balance = study.heating.heat_balance(film, film_optics)
    assert balance.escape == pytest.approx(1 - sqrt(1 - (1.46 / 1.97) ** 2), rel=1e-9)
    modes = film_optics.modes.isel(mode=film_optics.mode)
    lost = 1 / float(modes.q_factor)
    leaves = 1 / float(modes.q_radiative) + 1 / float(modes.q_scattering)
    assert balance.outcoupling == pytest.approx(min(1.0, leaves / lost), rel=1e-3)
    fixed = replace(film, heat=replace(film.heat, escape=0.1, outcoupling=0.2))
    found = study.heating.heat_balance(fixed, film_optics)
    assert (found.escape, found.outcoupling) == (0.1, 0.2)
    assert escape_share(1.5, 1.5) == 1.0
    assert escape_share(2.0, 1.0) == pytest.approx(1 - sqrt(0.75))


def test_absorption_is_that_of_the_cavity_or_of_the_layers_given(film, film_optics):
    own = study.heating.heat_balance(film, film_optics).absorbed
    absorption = film.gain.density * film.gain.nanocrystal.sigma_pump
    assert own == pytest.approx(film.cavity.absorbed_fraction(355e-9, absorption), rel=1e-9)
    same = replace(
        film.heat, film_index=film.cavity.index, substrate_index=film.cavity.substrate, film_thickness=120e-9
    )
    assert study.heating.heat_balance(replace(film, heat=same), film_optics).absorbed == pytest.approx(own)
    tilted = replace(same, angle=1.0, polarization="TM", back_face="reflects")
    other = study.heating.heat_balance(replace(film, heat=tilted), film_optics).absorbed
    assert abs(other - own) > 0.02


# --- the threshold from the gain model


def test_the_model_law_is_the_threshold_of_the_hot_medium(film, film_optics):
    """Each point is a threshold computed with the medium at that temperature, under a pump that stays on."""
    free = replace(film, heat=replace(film.heat, law="model", threshold=None))
    law = study.heating.threshold_law(free, film_optics)
    assert isinstance(law, TabulatedLaw)
    for T in (295.0, 355.0):
        pump = replace(film.pump, pulse=SquarePulse(duration=0.4e-6), fluence=None)
        found = threshold(film_optics.modes, film.gain.at(T), film.cavity, pump, verify=False)
        assert float(law.irradiance(T)) == pytest.approx(found.fluence / 0.4e-6, rel=1e-4)
    assert float(law.irradiance(355.0)) > 1.2 * float(law.irradiance(295.0))


def test_auger_width_and_gap_all_act_on_the_model_law(film, film_optics):
    """Auger by the measured law and wider lines raise the threshold; without them only the gap moves."""

    def rise(**changes):
        gain = replace(film.gain, thermal=replace(film.gain.thermal, **changes))
        device = replace(film, gain=gain, heat=replace(film.heat, law="model", threshold=None))
        law = study.heating.threshold_law(device, film_optics)
        return float(law.irradiance(340.0)) / float(law.irradiance(295.0))

    stiff = 1.0 * 1.602e-19  # J: a phonon that never wakes, so widths stay
    every, no_auger = rise(), rise(auger_activation=0.0)
    gap_only = rise(auger_activation=0.0, phonon_energy=stiff)
    nothing = rise(auger_activation=0.0, phonon_energy=stiff, varshni_alpha=0.0)
    assert every > 1.02 * no_auger
    assert no_auger > 1.15 * gap_only
    assert nothing == pytest.approx(1.0, abs=1e-6)
    assert 1.001 < gap_only < 1.01  # the modes of a film are many, so one follows the line


def test_gain_feeds_heat_and_heat_feeds_gain(film, film_optics):
    """With the model law the fixed point holds: T follows from the heat, the heat from x = 1 - I_th(T)/I."""
    device = replace(film, heat=replace(film.heat, law="model", threshold=None))
    hot = study.hot_laser(device, film_optics)
    run = sustained(hot, 2e9, cl_pulse(film))
    data = run.data
    x = np.clip(1 - data.threshold.values / data.pump.values, 0, 1)
    assert data.stimulated.values == pytest.approx(x, abs=1e-9)
    assert data.heat.values == pytest.approx(data.pump.values * hot.balance.heat(x), rel=1e-9)
    assert data.change.values[-1] < 1e-6
    frozen = replace(hot, law=TabulatedLaw((295.0, 3000.0), (hot.cold_threshold,) * 2))
    assert run.duration < sustained(frozen, 2e9, cl_pulse(film)).duration


def test_a_threshold_that_diverges_is_a_runaway_with_its_time(film, film_optics):
    from colase.laser.self_heating.continuous import track_threshold

    device = replace(film, heat=replace(film.heat, law="model", threshold=None))
    hot = study.hot_laser(device, film_optics)
    found = track_threshold(hot, 1e-3, 40.0)
    assert found.runaway < 1e-3
    assert "Thermal runaway after" in found.describe()
    assert found.temperature.max() <= hot.law.highest + 1


# --- maps, and what is missing


def test_durations_over_every_choice(film, film_optics):
    hot = study.hot_laser(film, film_optics)
    pumps = [1.5 * hot.cold_threshold, 3 * hot.cold_threshold]
    on = study.duration_over(film, "substrate", ("sapphire",), pumps, film_optics, hot)
    assert list(on.choice.values) == ["glass", "sapphire"]
    assert (on.duration.sel(choice="sapphire") >= on.duration.sel(choice="glass")).all()
    thick = study.duration_over(film, "thickness", (60e-9, 240e-9), pumps, film_optics, hot)
    assert thick.choice.attrs["units"] == "m"
    low = study.duration_over(
        film, "threshold", (0.5 * hot.cold_threshold, hot.cold_threshold), pumps, laser=hot
    )
    assert (low.duration[0] >= low.duration[1]).all()
    with pytest.raises(InputError, match="choose substrate, thickness, threshold"):
        study.duration_over(film, "colour", laser=hot)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sample_width": 30e-6}, "larger than the sample"),
        ({"contact_radius": 0.0}, "greater than 0"),
        ({"angle": 2.0}, "angle of incidence"),
    ],
)
def test_bad_input_is_a_sentence(film, change, said):
    with pytest.raises(InputError, match=said):
        replace(film.heat, **change)


def test_heat_that_reaches_the_edge_of_a_sample_is_told(film):
    small = replace(
        film,
        heat=replace(
            film.heat, sample_width=50e-6, duration=1e-3, seen="mean", threshold=1e8, outcoupling=0.0
        ),
    )
    assert any("reaches the edge of the sample" in w for w in cl.sustained(small).warnings)
