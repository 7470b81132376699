"""The synthetic instrument: what it writes is read back, its noise is what it says, its truth is found."""

import json

import numpy as np
import pytest
from scipy.stats import chi2
from typer.testing import CliRunner

import colase as cl
from colase.cli.app import app
from colase.constants import HC
from colase.errors import InputError
from colase.measurement import fit_lines, integrated, read_series
from colase.measurement.exported import FORMS, exported
from colase.measurement.readers import read_bytes
from colase.measurement.synthetic import SyntheticInstrument
from colase.study.measured.simulate import Spectrometer, simulate_series, write_series

QUIET = SyntheticInstrument(relative=0.0, shot=0.0, read=0.0, resolution=0.1e-9)


@pytest.fixture(scope="module")
def device():
    changes = {"modes.start": "648 nm", "modes.stop": "668 nm", "modes.radial_max": 1}
    return cl.replace(cl.load("duan2022-microsphere"), changes | {"cavity.core_diameter": "8 um"})


@pytest.fixture(scope="module")
def series(device):
    return simulate_series(device, count=12, spectrometer=Spectrometer(pixels=600), seed=3)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_back(form):
    lam = np.linspace(640e-9, 660e-9, 200)
    counts = np.round(300 + 5000 / (1 + ((lam - 651e-9) / 0.2e-9) ** 2))
    found = read_bytes(exported(form, lam, counts, 0.25), f"a{FORMS[form][0]}")
    assert np.allclose(found.wavelength, lam, atol=1e-14)
    assert np.array_equal(found.counts.values[0], counts)
    assert found.attrs["exposure"] == pytest.approx(0.25)


def test_without_noise_the_light_is_all_there(device):
    """Energy per pulse from the counts equals that of the model, whatever the exposure."""
    levels = np.array([0.05, 0.3])
    kept = Spectrometer(pixels=1500, collected=1e-3)
    seen = simulate_series(device, levels=levels, instrument=QUIET, spectrometer=kept)
    rate = device.pump.repetition_rate
    per_pulse = seen.counts / (seen.exposure * rate * 1e-3) * HC / seen.wavelength
    assert np.allclose(per_pulse.sum("wavelength"), seen.true_output, rtol=5e-3)
    curve = cl.light_curve(device, levels=levels).data
    model = curve.emitted_energy.sum("mode").values
    between = np.trapezoid(curve.background.values, curve.wavelength.values, axis=1)
    assert np.all(seen.true_output.values > 0.8 * model)
    assert np.all(seen.true_output.values < 1.001 * (model + between))  # light between the modes counts once


def test_the_noise_is_what_was_asked_for(device):
    """Counts over many seeds: variance is counts plus read noise squared; a seed fixes the counts."""
    levels = np.array([0.05, 0.06])
    loud = SyntheticInstrument(relative=0.0, shot=1.0, read=10.0, background=50.0, resolution=0.1e-9)
    one = Spectrometer(pixels=400, exposure=1.0)
    clean = simulate_series(device, levels=levels, instrument=QUIET, spectrometer=one).counts.values + 50
    runs = [
        simulate_series(device, levels=levels, instrument=loud, spectrometer=one, seed=s) for s in (1, 2, 1)
    ]
    assert np.array_equal(runs[0].counts, runs[2].counts)
    assert not np.array_equal(runs[0].counts, runs[1].counts)
    z = np.concatenate([(r.counts.values - clean) / np.sqrt(clean + 100) for r in runs[:2]])
    low, high = chi2.ppf([1e-4, 1 - 1e-4], z.size)
    assert low < np.sum(z**2) < high


def test_saturation_and_exposure(device):
    levels = np.array([0.05, 0.5])
    small = SyntheticInstrument(saturation=1000.0, background=0.0, read=0.0, relative=0.0)
    fixed = simulate_series(device, levels=levels, instrument=small, spectrometer=Spectrometer(exposure=20.0))
    assert float(fixed.counts.max()) == 1000
    free = simulate_series(device, levels=levels, instrument=small)
    assert float(free.counts.max()) < 1000
    assert free.exposure.values[0] > free.exposure.values[1]


def test_the_series_is_read_and_its_truth_found(tmp_path, series):
    write_series(series, tmp_path, "andor")
    read = read_series(tmp_path, pattern="spectrum_{pump}uJ.asc", scale=1e-2, dark=300.0)
    assert np.allclose(read.pump, series.pump, rtol=1e-5)
    curve = integrated(read)
    true = series.true_output.values
    ratio = curve.output.values / true
    assert np.std(np.log(ratio)) < 0.06  # relative noise 3 %, shot and read noise
    truth = json.loads((tmp_path / "truth.json").read_text())
    assert truth["truth_first_mode"][:2] in ("TE", "TM")
    top = fit_lines(read_bytes((tmp_path / sorted(tmp_path.glob("*.asc"))[0].name).read_bytes(), "a.asc"))
    assert top.data.sizes["line"] >= 1
    place = truth["truth_first_wavelength"]
    last = series.isel(pump=-1)
    strongest = float(last.wavelength.values[np.argmax(last.counts.values)])
    assert strongest == pytest.approx(place, abs=0.1e-9)
    assert np.std(np.log(series.true_pump / series.pump)) == pytest.approx(0.02, abs=0.012)


def test_the_command(tmp_path):
    words = ["simulate-measurement", "duan2022-microsphere", "--out", str(tmp_path / "m"), "--levels", "3"]
    words += ["--from", "5 uJ/cm^2", "--to", "30 uJ/cm^2", "--form", "labspec", "--pixels", "300"]
    for change in ("cavity.core_diameter=8 um", "modes.start=650 nm", "modes.stop=660 nm"):
        words += ["--set", change]
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 0, said.output
    assert len(list((tmp_path / "m").glob("spectrum_*uJ.txt"))) == 3
    assert (tmp_path / "m" / "pump.csv").read_text().startswith("file,pump (uJ/cm2)")
    assert CliRunner().invoke(app, [*words[:-6], "--form", "oceen"]).exit_code == 2


def test_bad_requests_are_said(device, tmp_path):
    with pytest.raises(InputError, match="ascending"):
        simulate_series(device, levels=np.array([1.0, 0.5]))
    with pytest.raises(InputError, match="cannot be written"):
        exported("oceen", [1.0], [1.0], 1.0)
    with pytest.raises(InputError, match="pixels"):
        Spectrometer(pixels=2)
