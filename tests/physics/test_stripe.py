"""Amplified emission along a stripe: closed forms, conservation, saturation, and what experiments show."""

from math import expm1, log
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq
from toy_laser import FlatLadder, toy_medium

import colase as cl
from colase import study
from colase.constants import HC, SPEED_OF_LIGHT
from colase.errors import InputError
from colase.gain import (
    ContinuousPulse,
    Electronic,
    ExcitonLadder,
    GaussianPulse,
    InstantPulse,
    SaturableGain,
    material_gain,
    poisson,
)
from colase.laser import FluenceSweep, Pump
from colase.laser.stripes.amplified_emission import amplified_emission, amplified_pulse, variable_stripe
from colase.laser.stripes.stripe import Stripe, cuvette, detection_exponent, minimum_concentration
from colase.laser.stripes.stripe_light import Slices, shine
from colase.papers.a_priori import a_priori, table

FLASH = Pump(wavelength=532e-9, pulse=InstantPulse())
GUIDE = Stripe(length=400e-6, width=5e-6, thickness=120e-9, index=1.8, confinement=0.5, loss=1000.0)


def steady_gain(gain, length=1e-3, source=3.0, slices=37):
    """Return what leaves a stripe of constant gain, by the kernel."""
    p = np.ones((slices, 1, 1))
    one = np.ones((1, 1))
    stripe = Slices(
        np.ones((slices, 1)), np.ones(1), np.zeros(1), 0 * one, gain * one, source * one, np.zeros(1),
        length / slices, 1.0,
    )  # fmt: skip
    inside, ends = np.zeros((slices, 1)), np.zeros((2, 1))
    shine(stripe, p, np.zeros(1), inside, ends, np.zeros((slices, 1)), np.zeros((slices, 1)))
    return ends, inside


@pytest.mark.parametrize("gain", [-3e4, -1.0, 0.0, 1e-9, 1e2, 2.5e4])
def test_small_signal_is_exactly_the_textbook(gain):
    # I(L) = A (e^(gL) - 1)/g from both ends, and the light inside adds up: g <I> L + A L = I out.
    for length in (1e-5, 1e-3):
        ends, inside = steady_gain(gain, length)
        x = gain * length
        expected = 3.0 * length * (expm1(x) / x if x else 1.0)
        np.testing.assert_allclose(ends[:, 0], expected, rtol=1e-12)
        total = gain * inside.mean() * length + 2 * 3.0 * length
        assert total == pytest.approx(ends.sum(), rel=1e-9, abs=1e-12)


def test_short_stripes_grow_as_the_closed_form_in_time():
    # So little light that it changes nothing: the emission follows the decaying gain, integrated here by
    # hand.
    # The cross section is so small that lifetimes are shorter than it asks for: Einstein's relation as it
    # stands.
    medium = toy_medium(density=1.5e25, sigma_abs=1e-21)
    stripe = Stripe(length=200e-6, width=1e-6, thickness=50e-9, index=1.8, transverse_modes=1e-6)
    lam = np.linspace(645e-9, 665e-9, 5)
    pump = Pump(wavelength=532e-9)
    found = amplified_emission(medium, stripe, pump, [2.0], lam, accuracy=0.01)
    photons = float(found.data["photons_per_nanocrystal"][0])
    decay = medium.model.decay_rates(medium.nanocrystal)
    start = poisson(photons, 3)
    time = np.linspace(0, 200e-9, 200_001)
    xx = start[2] * np.exp(-decay[2] * time)
    feed = start[2] * decay[2] / (decay[2] - decay[1])
    x = (start[1] + feed) * np.exp(-decay[1] * time) - feed * np.exp(-decay[2] * time)
    p = np.stack([1 - x - xx, x, xx], axis=-1)
    gain = material_gain(medium, lam, p) * stripe.length
    area = p @ medium.model.emission(medium.nanocrystal, lam) * medium.density
    source = 1e-6 * area * SPEED_OF_LIGHT * (lam[1] - lam[0]) / lam**2 * stripe.length
    expected = np.trapezoid(source * np.expm1(gain) / gain, time, axis=0) * HC / lam
    beam = found.data["beam_spectrum"].values[0] * (lam[1] - lam[0])
    assert gain.max() > 1
    np.testing.assert_allclose(beam, expected, rtol=2e-3)


def test_amplifier_of_frantz_and_nodvik():
    # Two levels: fluence in units of saturation, J_out = ln(1 + G0 (exp(J_in) - 1)), J = (a + e)
    # photons/area.
    model = FlatLadder(absorbs=(2e-20, 0.0), emits=(0.0, 3e-20), decays=(0.0, 1.0))
    medium = toy_medium(model, density=1e24)
    stripe = Stripe(length=300e-6, width=10e-6, thickness=1e-6, index=1.8, transverse_modes=1e-12)
    photons = 1.5
    p = poisson(photons, 2)
    gain = medium.density * (3e-20 * p[1] - 2e-20 * p[0]) * stripe.length
    area = stripe.width * stripe.thickness
    quantum = HC / 650e-9
    for entering in (0.01, 0.3, 2.0):
        energy = entering / 5e-20 * area * quantum
        out = amplified_pulse(medium, stripe, 650e-9, energy, 1e-12, photons, accuracy=0.002)
        expected = log(1 + np.exp(gain) * expm1(entering)) / 5e-20 * area * quantum
        assert out == pytest.approx(expected, rel=2e-3)


def test_photon_books_close_and_steps_converge():
    medium = toy_medium(density=4e24)
    levels = [0.3, 1.0, 5.0, 50.0]
    found = {
        accuracy: amplified_emission(medium, GUIDE, FLASH, levels, accuracy=accuracy).data
        for accuracy in (0.02, 0.01, 0.0025)
    }
    for data in found.values():
        assert float(data["balance"].max()) < 1e-8
    coarse, fine, finest = (found[a]["emitted_energy"].values for a in (0.02, 0.01, 0.0025))
    assert abs(coarse / finest - 1).max() < 5e-3
    assert abs(fine / finest - 1).max() < 0.5 * abs(coarse / finest - 1).max()


def test_both_ends_are_alike_and_saturation_takes_over():
    medium = toy_medium(density=4e24)
    lengths = np.geomspace(2e-6, 1e-3, 25)
    found = variable_stripe(medium, GUIDE, FLASH, 4.0, lengths)
    energy = found.data["emitted_energy"].values
    np.testing.assert_allclose(found.data["backward_energy"], energy, rtol=1e-9)
    slope = np.diff(np.log(energy)) / np.diff(np.log(lengths))
    assert slope[0] == pytest.approx(1.0, abs=0.1)  # spontaneous: as long as the stripe
    assert slope.max() > 3  # amplified
    assert slope[-1] < 1.05  # saturated: every new piece adds what it holds at most
    stored = 2 * medium.density * GUIDE.width * GUIDE.thickness * lengths * HC / 650e-9
    assert (2 * energy < stored).all()


def test_line_narrows_and_shifts_at_threshold():
    medium = toy_medium(density=4e24)
    found = amplified_emission(medium, GUIDE, FLASH, np.geomspace(0.05, 10, 20))
    width = found.data["fwhm"].values
    assert width[-1] < 0.6 * width[0]
    assert 0.2 < found.threshold < 5.0
    gain = np.interp(found.threshold, found.data["fluence"], found.data["modal_gain"])
    assert 1 < gain * GUIDE.length < 15
    assert "line narrows" in found.describe()
    short = amplified_emission(
        medium, Stripe(length=3e-6, width=5e-6, thickness=120e-9, index=1.8), FLASH, [0.1, 1]
    )
    assert short.threshold == np.inf
    assert "does not narrow" in short.describe()


def test_red_side_with_a_stokes_shift_and_blue_side_without():
    # kersuzan2025: biexcitons repel, so without Stokes shift the gain is blue; the Stokes shift makes it red.
    levels = np.geomspace(0.1, 1.0, 8)
    wide = toy_medium(density=4e24, absorption_wavelength=630e-9)
    red = amplified_emission(wide, GUIDE, FLASH, levels)
    blue = amplified_emission(toy_medium(Electronic(), density=4e24), GUIDE, FLASH, [10.0])
    assert red.shift > 2e-9
    assert blue.shift < 0


def test_more_concentration_shifts_to_the_red():
    # At threshold a dense stripe needs less gain per nanocrystal, and that sits further to the red.
    shifts = []
    for density in (2e24, 5e24, 1.2e25):
        medium = toy_medium(density=density, absorption_wavelength=630e-9)
        found = amplified_emission(
            medium, GUIDE, FLASH, np.geomspace(0.1, 2, 12), np.linspace(630e-9, 690e-9, 31)
        )
        at = int(np.searchsorted(found.data["fluence"].values, found.threshold))
        shifts.append(float(found.data["peak_wavelength"][at]))
    assert shifts[0] < shifts[1] < shifts[2]


def test_cuvette_is_pumped_less_deep_inside():
    medium = toy_medium(density=2e22)
    stripe = cuvette(medium, length=3e-3, width=50e-6, index=1.5)
    assert medium.density * 5e-19 * stripe.thickness == pytest.approx(2.0)
    found = amplified_emission(medium, stripe, FLASH, [1.0, 20.0])
    photons = found.data["photons_per_nanocrystal"].values
    front = found.data["fluence"].values * 532e-9 / HC * 5e-19
    np.testing.assert_allclose(photons / front, -expm1(-2.0) / 2.0, rtol=1e-12)
    assert found.balance < 1e-8
    assert stripe.modes(650e-9) >= 2


def test_edges_of_the_pump_take_light_away():
    medium = toy_medium(density=4e24)
    sharp = amplified_emission(medium, GUIDE, FLASH, [2.0])
    soft = amplified_emission(
        medium,
        Stripe(
            length=400e-6, width=5e-6, thickness=120e-9, index=1.8, confinement=0.5, loss=1000.0, edge=60e-6
        ),
        FLASH,
        [2.0],
    )
    assert float(soft.data["emitted_energy"][0]) < 0.9 * float(sharp.data["emitted_energy"][0])
    assert soft.balance < 1e-8


def test_a_slow_pulse_needs_more_than_a_flash():
    medium = toy_medium(density=4e24)
    levels = np.geomspace(0.1, 10, 10)
    flash, slow = (
        amplified_emission(medium, GUIDE, Pump(wavelength=532e-9, pulse=pulse), levels)
        for pulse in (InstantPulse(), GaussianPulse(fwhm=3e-9))
    )
    assert slow.threshold > 1.1 * flash.threshold
    assert slow.balance < 1e-8


def test_detectable_concentration():
    # kersuzan2025 eq. 1 with its missing length: solid angles for NA 0.1, 0.22, 0.5 ask for 6.6, 8.5, 10.4.
    ratios = np.array([113.0, 554.0, 3030.0])
    x = detection_exponent(ratios)
    np.testing.assert_allclose(x, [6.62, 8.45, 10.35], atol=0.03)
    expected = [brentq(lambda y, r=r: expm1(y) / y - r, 1e-6, 50) for r in ratios]
    np.testing.assert_allclose(x, expected, rtol=1e-10)
    np.testing.assert_allclose(minimum_concentration(1e-18, 3e-3), 1 / 3e-21)
    np.testing.assert_allclose(minimum_concentration(1e-18, 3e-3, x[0], 0.5), 2 * x[0] / 3e-21)
    with pytest.raises(InputError, match="ratio"):
        detection_exponent(0.5)


def test_bad_input():
    medium = toy_medium()
    with pytest.raises(InputError, match="which fluences"):
        amplified_emission(medium, GUIDE, FLASH)
    with pytest.raises(InputError, match="continuous"):
        amplified_emission(medium, GUIDE, Pump(wavelength=532e-9, pulse=ContinuousPulse()), [1.0])
    for bad in ([], [-1.0], [np.nan]):
        with pytest.raises(InputError, match="fluences"):
            amplified_emission(medium, GUIDE, FLASH, bad)
    with pytest.raises(InputError, match="wavelengths"):
        amplified_emission(medium, GUIDE, FLASH, [1.0], [650e-9, 640e-9, 630e-9])
    with pytest.raises(InputError, match="lengths"):
        variable_stripe(medium, GUIDE, FLASH, 1.0, [0.0])
    with pytest.raises(InputError, match="width"):
        Stripe(length=1e-3, width=-1.0, thickness=1e-7, index=1.8)


def test_levels_of_the_pump_and_progress():
    pump = Pump(wavelength=532e-9, fluence=FluenceSweep(start=0.1, stop=1.0, points=3))
    seen = []
    found = amplified_emission(toy_medium(), GUIDE, pump, progress=lambda *done: seen.append(done))
    np.testing.assert_allclose(found.data["fluence"], [0.1, 10**-0.5, 1.0])
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_film_device_as_a_stripe():
    # The stripe of a film has the loss per length of the file and the gain per length dN/dn g of its guided
    # mode.
    device = cl.load("azizov2025-film")
    stripe = study.stripe_of(device, length=200e-6)
    assert stripe.loss == pytest.approx(5800.0, rel=1e-6)
    assert stripe.thickness == 204.3e-9
    found = cl.amplified_emission(device, [0.1, 0.3], length=200e-6)
    photons = found.data["photons_per_nanocrystal"].values
    np.testing.assert_allclose(
        photons, cl.threshold(device).conversion.photons_per_fluence * np.array([0.1, 0.3])
    )
    # Gain and loss meet where the threshold of the film says.
    onset = cl.threshold(device)
    edge = cl.amplified_emission(device, [0.999 * onset.fluence, 1.001 * onset.fluence])
    assert edge.data["modal_gain"].values[0] < 200
    assert abs(edge.data["modal_gain"].values).max() < 0.1 * stripe.loss
    lengths = cl.variable_stripe(device, 0.3, [50e-6, 100e-6])
    assert lengths.axis == "length"
    with pytest.raises(InputError, match="kind film"):
        study.stripe_of(cl.load("duan2022-microsphere"))


def test_a_priori_thresholds_of_films():
    # Computed from published inputs alone: what the page says, to its digits.
    seen = []
    rows = a_priori(("azizov2025-film",), progress=lambda *done: seen.append(done))
    assert seen == [(1, 2), (2, 2)]
    page = (Path(__file__).parents[2] / "docs" / "a-priori.md").read_text(encoding="utf-8")
    assert all(row.markdown() in page for row in rows)
    assert table(rows).count("\n") > 3


def test_a_ladder_grows_as_the_pump_needs_and_a_model_without_lifetimes_is_refused():
    medium = toy_medium(ExcitonLadder(), density=4e24)
    found = amplified_emission(medium, GUIDE, FLASH, [20.0])
    assert "extended" in found.describe()
    assert found.balance < 1e-8
    with pytest.raises(InputError, match="no lifetimes"):
        amplified_emission(toy_medium(SaturableGain(saturation_fluence=0.1)), GUIDE, FLASH, [1.0])
