"""The shared battery: what any cavity, gain model and nanocrystal must obey."""

from functools import cache

import numpy as np
import pytest
from catalog import CAVITIES, GAIN_MODELS, NANOCRYSTALS

import colase.cavity
import colase.coupling
import colase.gain
import colase.nanocrystals
from colase.cavity import MODE_VARIABLES, ModeWindow
from colase.citations import entry
from colase.gain import GainMedium, material_gain, poisson

WAVELENGTH = np.linspace(560e-9, 760e-9, 401)


@cache
def solved(cavity, window):
    """Modes of a catalog row, solved once for the whole battery."""
    return cavity.modes(window)


cavities = pytest.mark.parametrize(("cavity", "window"), CAVITIES.values(), ids=CAVITIES)
models = pytest.mark.parametrize("model", GAIN_MODELS.values(), ids=GAIN_MODELS)
crystals = pytest.mark.parametrize("crystal", NANOCRYSTALS.values(), ids=NANOCRYSTALS)


def test_the_catalog_is_complete():
    """Whoever registers a kind gives it a row, and so this battery."""
    registered = {*colase.cavity.CAVITIES, *colase.coupling.COUPLED_CAVITIES}
    assert {type(c) for c, _ in CAVITIES.values()} == registered
    assert {type(m) for m in GAIN_MODELS.values()} == set(colase.gain.GAIN_MODELS)
    assert {type(n) for n in NANOCRYSTALS.values()} == set(colase.nanocrystals.NANOCRYSTALS)


@cavities
def test_modes_have_every_variable_with_units(cavity, window):
    modes = solved(cavity, window)
    assert modes.sizes["mode"] > 0
    for name, (units, _) in MODE_VARIABLES.items():
        assert modes[name].attrs["units"] == units
        assert modes[name].attrs["long_name"]


@cavities
def test_losses_add_up(cavity, window):
    modes = solved(cavity, window)
    parts = 1 / modes.q_radiative + 1 / modes.q_absorption + 1 / modes.q_scattering
    assert (1 / modes.q_factor).values == pytest.approx(parts.values, rel=1e-12)
    assert (modes.q_radiative > 0).all()


@cavities
def test_modes_are_sorted_inside_the_window_and_unique(cavity, window):
    modes = solved(cavity, window)
    wavelength = modes.wavelength.values
    steps = np.diff(wavelength)
    assert (steps > 0).all() if cavity.resonant else (steps >= 0).all()  # a guide has several modes at once
    assert (wavelength >= window.start).all()
    assert (wavelength <= window.stop).all()
    assert len(set(modes.label.values)) == modes.sizes["mode"]


@cavities
def test_a_window_without_modes_is_empty_not_wrong(cavity, window):
    wavelength = solved(cavity, window).wavelength.values
    if not cavity.resonant:  # a guide carries every wavelength: no gap between its samples is empty
        middle = 0.5 * (window.start + window.stop)
        narrow = cavity.modes(ModeWindow(start=middle - 1e-13, stop=middle + 1e-13))
        assert len(set(narrow.wavelength.values)) == 1
        return
    gap = int(np.argmax(np.diff(wavelength)))
    start, stop = wavelength[gap] + 1e-13, wavelength[gap + 1] - 1e-13
    modes = cavity.modes(ModeWindow(start=start, stop=stop, radial_max=window.radial_max))
    assert modes.sizes["mode"] == 0
    assert set(MODE_VARIABLES) <= set(modes.variables)


@cavities
def test_gain_confinement_is_the_exact_first_order_response(cavity, window):
    """-d ln(k)/d ln(n) by a central difference of the exactly solved resonance."""
    modes = solved(cavity, window)
    for i in range(min(3, modes.sizes["mode"])):
        n = float(modes.gain_index[i])
        step = 1e-5
        high, low = (cavity.resonance(modes, i, n * (1 + s)) for s in (step, -step))
        response = -(np.log(high) - np.log(low)).real / (np.log1p(step) - np.log1p(-step))
        assert float(modes.gain_confinement[i]) == pytest.approx(response, rel=1e-6)


@cavities
def test_pump_absorption_vanishes_grows_linearly_then_saturates(cavity, window):
    weak = cavity.pump_cross_section(532e-9, 1.0)
    assert cavity.pump_cross_section(532e-9, 0.0) == pytest.approx(0.0, abs=1e-9 * weak)
    assert cavity.pump_cross_section(532e-9, 2.0) == pytest.approx(2 * weak, rel=1e-3)
    assert 0.3 < weak / cavity.gain_volume < 3  # local field of order one
    assert cavity.pump_cross_section(532e-9, 1e6) < 0.9e6 * weak


@models
@crystals
def test_without_pump_there_is_only_absorption(model, crystal):
    medium = GainMedium(nanocrystal=crystal, model=model, number_density=1e24)
    cold = material_gain(medium, WAVELENGTH, poisson(0.0, len(model.states)))
    absorption = -1e24 * model.absorption(crystal, WAVELENGTH)[0]
    assert cold == pytest.approx(absorption, rel=1e-12, abs=0)
    assert (cold <= 0).all()


@models
@crystals
def test_cross_sections_and_rates_are_physical(model, crystal):
    shape = (len(model.states), WAVELENGTH.size)
    absorption, emission = (f(crystal, WAVELENGTH) for f in (model.absorption, model.emission))
    assert absorption.shape == emission.shape == shape
    assert (absorption >= 0).all()
    assert (emission >= 0).all()
    assert (emission[0] == 0).all()  # the ground state cannot emit
    assert (absorption >= crystal.sigma_high).all()  # higher states absorb whatever the exciton state
    assert (absorption[-1] == crystal.sigma_high).all()  # the last state has nowhere else to go
    rates, yields = model.decay_rates(crystal), model.radiative_fractions(crystal)
    assert rates[0] == 0
    assert (rates[1:] > 0).all()
    assert ((yields >= 0) & (yields <= 1)).all()


@models
@crystals
def test_gain_never_exceeds_full_inversion(model, crystal):
    medium = GainMedium(nanocrystal=crystal, model=model, number_density=1e24)
    gain = material_gain(medium, WAVELENGTH, poisson(np.geomspace(1e-3, 1e3, 60), len(model.states)))
    assert gain.max() <= 1e24 * crystal.sigma_abs * (1 + 1e-12)
    assert gain[-1].max() == pytest.approx(
        1e24 * (model.emission(crystal, WAVELENGTH)[-1].max() - crystal.sigma_high), rel=1e-6
    )


@models
def test_models_say_where_they_come_from(model):
    assert model.references
    for key in model.references:
        assert entry(key)
