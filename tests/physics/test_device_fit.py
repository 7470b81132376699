"""A device and its own synthetic measurements: inputs come back, what is not in the data is refused."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

import colase as cl
from colase.cli.app import app
from colase.device import preset_text
from colase.device.reading import loads
from colase.errors import InputError
from colase.study.measured import (
    MeasuredComb,
    MeasuredEmission,
    MeasuredLight,
    MeasuredPeaks,
    data_of,
    fit_device,
)

TEXT = (
    preset_text("duan2022-microsphere")
    .replace('value = "20 um"', 'value = "8 +/- 0.08 um"')
    .replace('value = "490 nm"', 'value = "490 +/- 20 nm"')
    .replace("value = 1.76, guess", "value = 1.76, error = 0.02, guess")
    .replace(
        'from = "600 nm"\nto = "700 nm"\nradial_max = 5', 'from = "648 nm"\nto = "668 nm"\nradial_max = 1'
    )
)
SIZES = ("cavity.core_diameter", "cavity.coating_thickness", "cavity.coating_index")


@pytest.fixture(scope="module")
def device():
    return loads(TEXT)


@pytest.fixture(scope="module")
def truth(device):
    return cl.replace(
        device,
        {
            "cavity.core_diameter": "8.06 um",
            "cavity.coating_thickness": "482 nm",
            "gain.nanocrystal.sigma_pump": "3.6e-14 cm^2",
            "gain.nanocrystal.emission_wavelength": "657 nm",
            "gain.nanocrystal.fwhm": "19.5 nm",
        },
    )


def peaks_of(truth, error=0.03e-9, seed=0):
    modes = truth.cavity.modes(truth.modes)
    lam = modes.wavelength.values
    noise = error * np.random.default_rng(seed).standard_normal(lam.size)
    return MeasuredPeaks("peaks", lam + noise, np.full(lam.size, error), tuple(modes.label.values))


def emission_of(truth, seed=0):
    lam = np.linspace(630e-9, 690e-9, 80)
    line = truth.gain.emission(lam)[1] / lam**4
    counts = 800 * line / line.max() + 40
    noise = 8 * np.random.default_rng(seed).standard_normal(lam.size)
    return MeasuredEmission("film", lam, counts + noise, np.full(lam.size, 8.0))


def within(found, path, value, errors=3.5):
    i = list(found.data.input.values).index(path)
    return abs(float(found.data.value[i]) - value) < errors * float(found.data.error[i])


def test_peaks_and_emission_give_back_sizes_and_line(device, truth):
    free = (*SIZES, "gain.nanocrystal.emission_wavelength", "gain.nanocrystal.fwhm")
    found = fit_device(device, [peaks_of(truth), emission_of(truth)], free)
    assert within(found, "cavity.core_diameter", 8.06e-6)
    assert within(found, "cavity.coating_thickness", 482e-9)
    assert within(found, "gain.nanocrystal.emission_wavelength", 657e-9)
    assert within(found, "gain.nanocrystal.fwhm", 19.5e-9)
    d = found.data
    assert np.all(d.error.values < d.error_before.values)
    assert float(d.correlation[0, 2]) < -0.9  # radius and index make up for each other
    assert d.attrs["chain_converged"]
    assert float(d.expansion_mismatch if "expansion_mismatch" in d else d.attrs["expansion_mismatch"]) < 1
    # every point stands beside its prediction, and chi-square is that of what is shown
    for one, chi2 in zip(found.parts.values(), d.chi2.values, strict=True):
        assert one.data.sizes["point"] in (peaks_of(truth).wavelength.size, 80)
        shown = np.sum(((one.data.measured - one.data.model) / one.data.error).values ** 2)
        assert shown == pytest.approx(chi2, rel=0.02)
        assert "nm" in one.plot().get_xlabel()
        assert "errors from the fit" in repr(one)
    # intervals agree with the normal ones where the posterior is near normal
    assert np.allclose((d.high - d.low) / (2 * 1.96 * d.error), 1, atol=0.1)
    # the new file says value, error and origin, and reads back
    again = loads(found.toml)
    birth = again.provenance["cavity.coating_thickness"]
    assert birth.error == pytest.approx(float(d.error[1]), rel=0.1)
    assert "fitted to peaks and film" in birth.note
    assert again.cavity.coating_thickness == pytest.approx(float(d.value[1]), rel=1e-3)
    assert not birth.guess


def test_a_light_curve_gives_the_cross_section_at_the_pump(device, truth):
    """The calibration of the pump is common to all points and widens the cross section by its own error."""
    levels = np.geomspace(0.04, 0.15, 4)  # pulses far above threshold take longest
    narrow = cl.replace(truth, {"modes.start": "652 nm", "modes.stop": "662 nm"})
    light = cl.light_curve(narrow, levels=levels).data.emitted_energy.values.sum(axis=1)
    noise = np.exp(0.05 * np.random.default_rng(4).standard_normal(4))
    start = cl.replace(narrow, {"gain.nanocrystal.sigma_pump": {"value": "5e-14 cm^2", "error": "50 %"}})
    data = MeasuredLight("light", levels, 7 * light * noise, 0.05, calibration=0.1)
    found = fit_device(start, [data], ["gain.nanocrystal.sigma_pump"])
    value, error = (float(found.data[v][0]) for v in ("value", "error"))
    assert abs(value - 3.6e-18) < 3 * error
    assert error / value > 0.08
    assert float(found.data.correlation[0, 1]) < -0.5
    assert "pump factor of light" in found.describe()
    beside = found.parts["light-1"].data
    assert beside.attrs["abscissa"] == "pump"
    assert np.sum(np.log(beside.measured / beside.model) ** 2) / 0.05**2 == pytest.approx(
        float(found.data.chi2[0]), rel=0.02
    )


def test_a_comb_ties_radius_and_index(device, truth):
    modes = truth.cavity.modes(truth.modes)
    te = np.flatnonzero(modes.polarization.values == "TE")[1]
    lam, fsr = float(modes.wavelength[te]), float(modes.fsr[te])
    comb = MeasuredComb("comb", lam, lam**2 / fsr, 2e-3 * lam**2 / fsr)
    found = fit_device(device, [comb], ["cavity.core_diameter"])
    assert within(found, "cavity.core_diameter", 8.06e-6)
    path = found.parts["path-1"].data
    assert float(path.model[0]) == pytest.approx(lam**2 / fsr, rel=1e-3)
    with pytest.raises(InputError, match=r"combination|cannot determine"):
        fit_device(device, [comb], [*SIZES, "gain.nanocrystal.fwhm"])


def test_what_the_data_do_not_know_is_refused(device, truth):
    with pytest.raises(InputError, match=r"cannot determine gain\.nanocrystal\.tau_x.*do not depend"):
        fit_device(device, [peaks_of(truth)], [*SIZES, "gain.nanocrystal.tau_x"])


def test_bad_requests_are_said(device, truth):
    data = [peaks_of(truth)]
    for free, words in (
        (["cavity.core_diametr"], 'Did you mean "cavity.core_diameter"'),
        (["cavity.kind"], "no input|no number"),
        ([], "name the inputs"),
        (["cavity.core_diameter"] * 2, "each once"),
    ):
        with pytest.raises(InputError, match=words):
            fit_device(device, data, free)
    with pytest.raises(InputError, match="no data"):
        fit_device(device, [], ["cavity.core_diameter"])
    with pytest.raises(InputError, match="write KIND=PATH"):
        data_of(device, "lihgt=a.csv")
    with pytest.raises(InputError, match="four points"):
        MeasuredLight("l", np.array([1.0]), np.array([1.0]))


def test_the_command_names_the_peaks_and_writes_a_device(tmp_path, truth):
    (tmp_path / "d.toml").write_text(TEXT.replace("8 +/- 0.08 um", "8.05 +/- 0.02 um"))
    peaks = peaks_of(truth)
    (tmp_path / "p.csv").write_text("".join(f"{x * 1e9:.4f}, 0.03\n" for x in peaks.wavelength))
    words = ["fit", "device", str(tmp_path / "d.toml"), "--data", f"peaks={tmp_path / 'p.csv'}"]
    words += ["--free", "cavity.core_diameter", "--free", "cavity.coating_thickness", "--out"]
    said = CliRunner().invoke(
        app, [*words, str(tmp_path / "new.toml"), "--plot", str(tmp_path / "f.svg"), "--json"]
    )
    assert said.exit_code == 0, said.output
    record = json.loads(said.output)
    assert record["data"]["input"]["values"] == ["cavity.core_diameter", "cavity.coating_thickness"]
    assert "fitted to p.csv" in (tmp_path / "new.toml").read_text()
    assert cl.load(tmp_path / "new.toml").cavity.coating_thickness == pytest.approx(482e-9, rel=0.01)
    assert (tmp_path / "f.svg").stat().st_size > 3000


def test_the_amplified_light_of_a_film_gives_its_cross_section_at_the_pump():
    film, levels = cl.load("azizov2025-film"), np.geomspace(0.05, 0.5, 6)
    light = cl.study.amplified_emission(film, levels).data.emitted_energy.values.reshape(6, -1).sum(axis=1)
    noise = np.exp(0.05 * np.random.default_rng(0).standard_normal(6))
    start = cl.replace(film, {"gain.nanocrystal.sigma_pump": {"value": "7.5e-14 cm^2", "error": "60 %"}})
    found = fit_device(
        start, [MeasuredLight("light", levels, 3 * light * noise, 0.05)], ["gain.nanocrystal.sigma_pump"]
    )
    assert within(found, "gain.nanocrystal.sigma_pump", film.gain.nanocrystal.sigma_pump)
    assert float(found.data.error[0] / found.data.value[0]) < 0.03
