"""A film as a device: onset of net gain, pump absorption, cut-off, a run that does not pretend to lase."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from colase import study
from colase.cavity import Film, FilmLayer, ModeWindow
from colase.constants import SPEED_OF_LIGHT
from colase.device import load
from colase.device import replace as changed
from colase.errors import InputError
from colase.gain import GainMedium, InstantPulse, StokesShifted, material_gain, poisson
from colase.laser import Pump, threshold
from colase.materials import ConstantIndex
from colase.nanocrystals import QuantumDot

WINDOW = ModeWindow(start=630e-9, stop=660e-9)
FILM = Film(
    thickness=200e-9,
    index=ConstantIndex(1.9),
    substrate=ConstantIndex(1.457),
    propagation_loss=60e2,
    stripe_length=500e-6,
    sample_spacing=5e-9,
)
DOT = QuantumDot(
    name="dot",
    diameter=8e-9,
    absorption_wavelength=635e-9,
    emission_wavelength=650e-9,
    biexciton_wavelength=642e-9,
    fwhm=30e-9,
    sigma_abs=1e-19,
    sigma_pump=1e-18,
    sigma_pump_wavelength=532e-9,
    tau_x=20e-9,
    tau_xx=1e-9,
)
MEDIUM = GainMedium(nanocrystal=DOT, model=StokesShifted(), number_density=1e24)
PUMP = Pump(wavelength=532e-9, pulse=InstantPulse())


@pytest.fixture(scope="module")
def modes():
    return FILM.modes(WINDOW)


@pytest.fixture(scope="module")
def onset(modes):
    return threshold(modes, MEDIUM, FILM, PUMP)


def test_samples_are_spaced_as_stated_in_the_middle_of_the_window(modes):
    lam = np.unique(modes.wavelength.values)
    assert lam == pytest.approx(np.arange(630e-9, 660.1e-9, 5e-9), rel=1e-12)
    assert float(modes.attrs["sample_spacing"]) == 5e-9


def test_quality_factors_are_the_losses_per_length(modes):
    speed = SPEED_OF_LIGHT / modes.n_group.values
    omega = 2 * np.pi * SPEED_OF_LIGHT / modes.wavelength.values
    assert omega / modes.q_scattering.values / speed == pytest.approx(np.full(modes.sizes["mode"], 60e2))
    assert omega / modes.q_radiative.values / speed == pytest.approx(np.full(modes.sizes["mode"], 1 / 500e-6))
    assert (modes.q_absorption == inf).all()
    growth = SPEED_OF_LIGHT / modes.gain_index * modes.gain_confinement
    factor = modes.confinement.sel(definition="gain").isel(layer=1)
    assert growth.values == pytest.approx(speed * factor.values, rel=1e-12)


def test_at_the_onset_net_gain_times_length_is_one(modes, onset):
    """dN/dn g - alpha = 1/L with g from the populations themselves."""
    best = onset.mode
    g = material_gain(MEDIUM, modes.wavelength.values[best], poisson(onset.photons_per_nanocrystal, 3))
    factor = float(modes.confinement.sel(definition="gain").isel(layer=1, mode=best))
    assert (factor * float(np.squeeze(g)) - 60e2) * 500e-6 == pytest.approx(1.0, rel=1e-4)
    at = onset.data.isel(mode=best)
    assert float(at.modal_loss) == pytest.approx(60e2 + 1 / 500e-6, rel=1e-9)
    assert float(at.gain_confinement) == pytest.approx(factor, rel=1e-12)


def test_the_first_order_is_exact_for_maxwell(onset):
    assert onset.verified_ratio == pytest.approx(1.0, abs=1e-4)


def test_amplification_at_a_fixed_propagation_constant_is_group_velocity_times_modal_gain(modes):
    g = 100e2
    for i in (0, 1):
        n = float(modes.gain_index[i])
        lam = float(modes.wavelength[i])
        hot = FILM.resonance(modes, i, n - 1j * g * lam / (4 * np.pi))
        cold = FILM.resonance(modes, i, n)
        factor = float(modes.confinement.sel(definition="gain").isel(layer=1, mode=i))
        expected = factor * g / float(modes.n_group[i])  # d(2 Im k) = g dN/dn v_g/c
        assert 2 * (hot - cold).imag == pytest.approx(expected, rel=1e-4)
        assert 2 * cold.imag == pytest.approx(-2 * np.pi / lam / float(modes.q_radiative[i]), rel=1e-9)


def test_words_speak_of_net_gain_not_of_lasing(onset):
    assert "first to have net gain" in onset.message
    assert "amplified spontaneous emission, not of lasing" in onset.message
    assert "lases first" not in onset.describe()
    assert "ends 20" in onset.describe()
    other = str(onset.data.label.values[onset.runner_up])
    assert other.startswith("TM0")  # the next guided mode, not the next wavelength


def test_a_film_that_loses_too_much_says_by_how_much():
    lossy = replace(FILM, propagation_loss=1e6)
    found = threshold(lossy.modes(WINDOW), MEDIUM, lossy, PUMP)
    assert not found.lases
    assert "No mode has net gain" in found.message
    assert "loss /" in found.message


def test_pump_absorption_is_thin_then_interferes_then_saturates():
    a = 1e4
    sliver = replace(FILM, thickness=1e-9)
    field = sliver.absorbed_fraction(532e-9, a) / (a * 1e-9)
    bare = 4 / (1 + 1.457) ** 2  # |E|^2 at the face of the substrate
    assert field == pytest.approx(1.9 * bare, rel=0.01)  # n a t |E|^2
    both = replace(FILM, back_face="reflects").absorbed_fraction(532e-9, a)
    assert 1 < both / FILM.absorbed_fraction(532e-9, a) < 1.08
    thick = replace(FILM, thickness=50e-6).absorbed_fraction(532e-9, 1e6)
    assert thick == pytest.approx(1 - (0.9 / 2.9) ** 2, rel=1e-3)


def test_optical_depth_is_that_of_a_straight_crossing(onset):
    assert onset.conversion.optical_depth == pytest.approx(1e24 * 1e-18 * 200e-9)


def test_an_underlayer_of_high_index_lets_a_thin_film_guide():
    thin = replace(FILM, thickness=42e-9, index=ConstantIndex(2.0))
    assert thin.modes(WINDOW).sizes["mode"] == 0
    on_titania = replace(thin, underlayer=FilmLayer(thickness=55e-9, index=ConstantIndex(2.3)))
    found = on_titania.modes(WINDOW)
    found = found.isel(mode=found.polarization.values == "TE")
    assert found.attrs["layers"] == "substrate, underlayer, film, cover"
    share = float(found.confinement.isel(mode=-1, layer=2).sel(definition="electric"))
    assert share == pytest.approx(0.197, abs=0.01)


def test_below_the_cutoff_the_count_says_why():
    thin = replace(FILM, thickness=40e-9)
    assert thin.cutoff(640e-9) == pytest.approx(59.7e-9, abs=1e-9)
    words = study.Modes(thin.modes(WINDOW), WINDOW.start, WINDOW.stop).count()
    assert words.startswith(
        "no mode between 630 and 660 nm: the film is 40 nm thick and guides 630 nm only above"
    )


def test_a_measured_k_of_the_film_is_not_counted_twice():
    dark = replace(FILM, index=ConstantIndex(1.9 + 0.05j))
    assert dark.modes(WINDOW).modal_loss.values == pytest.approx(0.0, abs=1e-6)
    lossy = replace(FILM, substrate=ConstantIndex(1.457 + 1e-5j)).modes(WINDOW)
    assert (lossy.modal_loss > 0).all()
    assert np.isfinite(lossy.q_absorption).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"propagation_loss": None, "stripe_length": None}, "amplifies at the least gain"),
        ({"roughness": 3e-9}, "roughness and correlation_length together"),
        ({"roughness": 3e-9, "correlation_length": 5e-8}, "not both"),
        ({"thickness": 0.0}, "thickness"),
    ],
)
def test_contradictions_are_sentences(change, said):
    with pytest.raises(InputError, match=said):
        replace(FILM, **change)


def test_an_index_below_the_substrate_guides_nothing():
    with pytest.raises(InputError, match="guides nothing"):
        replace(FILM, index=ConstantIndex(1.45705)).modes(WINDOW)


@pytest.fixture(scope="module")
def whole():
    few = changed(load("azizov2025-film-stamped"), {"cavity.sample_spacing": "10 nm"})
    return study.run(few)


def test_a_run_ends_without_a_light_curve_and_is_complete(whole, tmp_path):
    assert whole.light is None
    assert whole.complete
    assert whole.levers is not None
    assert set(study.open_tree(whole.save(tmp_path / "run.nc")).children) == {
        "device", "modes", "gain", "threshold", "stripe", "lengths", "levers",
    }  # fmt: skip
    with pytest.raises(InputError, match="needs the stripe model"):
        study.light_curve(whole.device)


def test_the_report_compares_the_definitions_with_the_printed_value(whole, tmp_path):
    from colase import report

    page = report.write(whole, tmp_path).read_text(encoding="utf-8")
    for words in (
        "Guided modes",
        "dN/dn of the film",
        "printed for SC1S",
        "azizov2025 (eq. 3)",
        "not of lasing",
    ):
        assert words in page
    assert "lases first" not in page
    for name in ("confinement", "field", "modes"):
        assert (tmp_path / "figures" / f"{name}.csv").stat().st_size > 500


@pytest.mark.parametrize("name", ["adachi2015-film", "azizov2025-film", "azizov2025-film-stamped"])
def test_presets_load_and_guide_te_and_tm(name):
    device = load(name)
    assert device.reference in name
    window = replace(device.modes, start=640e-9, stop=641e-9)
    found = device.cavity.modes(window)
    assert set(found.polarization.values) == {"TE", "TM"}
    assert device.gain.density * 1e-6 == pytest.approx(
        {"adachi2015-film": 2.24e18, "azizov2025-film": 62.6e15, "azizov2025-film-stamped": 151e15}[name],
        rel=0.002,
    )
