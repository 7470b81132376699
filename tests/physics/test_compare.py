"""Rival gain models on one device: what they predict, and the sentence that tells them apart."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

import colase as cl
from colase import laser
from colase.cli.app import app
from colase.errors import InputError
from colase.gain import Electronic, ExcitonLadder, GainMedium, InstantPulse, SaturableGain, StokesShifted
from colase.study.compare import compare, gain_lifetime
from colase.study.rivals import RIVALS

SETTINGS = {"pump.pulse": "instant", "modes.from": "650 nm", "modes.to": "675 nm", "modes.radial_max": 1}


@pytest.fixture(scope="module")
def device():
    return cl.replace(cl.load("duan2022-microsphere"), SETTINGS)


@pytest.fixture(scope="module")
def modes(device):
    return cl.modes(device)


@pytest.fixture(scope="module")
def found(device, modes):
    return compare(device, ["electronic", "ladder 2e4h", SaturableGain()], modes)


def test_every_model_gives_what_it_gives_alone(device, modes, found):
    assert list(found.data.model.values) == ["stokes-shifted", "electronic", "ladder 2e4h", "saturable"]
    for name, model in (("stokes-shifted", StokesShifted()), ("ladder 2e4h", ExcitonLadder(table="2e4h"))):
        alone = laser.threshold(
            modes.data,
            GainMedium(
                nanocrystal=device.gain.nanocrystal,
                model=model,
                packing_fraction=device.gain.packing_fraction,
            ),
            device.cavity,
            device.pump,
            verify=False,
        )
        row = found.data.sel(model=name)
        assert float(row.fluence) == pytest.approx(alone.fluence, rel=1e-9)
        assert row.label.item() == alone.data.label.values[alone.mode]
        assert float(row.lasing_wavelength) == float(alone.data.wavelength[alone.mode])


def test_the_exponent_says_how_the_threshold_follows_quality(device, modes, found):
    better = modes.data.assign(
        {q: modes.data[q] * 1.1 for q in ("q_factor", "q_scattering", "q_radiative", "q_absorption")}
    )
    alone = [
        laser.threshold(m, device.gain, device.cavity, device.pump, verify=False).fluence
        for m in (modes.data, better)
    ]
    slope = np.log(alone[1] / alone[0]) / np.log(1.1)
    assert float(found.data.sel(model="stokes-shifted").quality_exponent) == pytest.approx(slope, rel=1e-6)
    assert -1.2 < slope < 0
    # a saturable gain far below saturation needs a pump in proportion to the loss
    assert float(found.data.sel(model="saturable").quality_exponent) == pytest.approx(-1, abs=0.1)


def test_without_a_stokes_shift_one_exciton_cannot_lase(found):
    photons = found.data.photons_per_nanocrystal
    assert photons.sel(model="stokes-shifted") < 1 < photons.sel(model="electronic")
    assert photons.sel(model="ladder 2e4h") > photons.sel(model="stokes-shifted")  # a weaker single exciton
    lam = found.data.lasing_wavelength
    assert lam.sel(model="saturable") < lam.sel(model="stokes-shifted") - 5e-9  # no absorption to avoid


def test_a_sentence_names_the_measurement_with_numbers(found):
    said = next(s for s in found.sentences if s.startswith("stokes-shifted or electronic"))
    factor = float(found.data.fluence[1] / found.data.fluence[0])
    assert f"factor of {factor:.2g}" in said
    lines = next(s for s in found.sentences if s.startswith("stokes-shifted or saturable"))
    apart = abs(float(found.data.lasing_wavelength[3] - found.data.lasing_wavelength[0])) * 1e9
    assert f"{apart:.1f} nm" in lines
    assert len(found.sentences) == 6


def test_gain_lasts_until_the_exciton_has_gone(device):
    """One exciton per nanocrystal that decays alone: closed form of the time at which it stops to amplify."""
    model = ExcitonLadder(table="platelet", sites=1, most_excitons=1)
    medium = GainMedium(nanocrystal=device.gain.nanocrystal, model=model, number_density=1e23)
    lam = 664e-9
    absorbs, emits = (
        float(f(device.gain.nanocrystal, lam)[i]) for f, i in ((model.absorption, 0), (model.emission, 1))
    )
    start = 1 - np.exp(-3.0)
    transparent = absorbs / (absorbs + emits)
    wanted = device.gain.nanocrystal.tau_x * np.log(start / transparent)
    assert gain_lifetime(medium, lam, 3.0) == pytest.approx(wanted, rel=1e-3)
    assert gain_lifetime(medium, 600e-9, 1.0) == 0.0
    assert np.isnan(
        gain_lifetime(
            GainMedium(nanocrystal=device.gain.nanocrystal, model=SaturableGain(), number_density=1e23),
            lam,
            1.0,
        )
    )


def test_a_model_that_never_lases_or_does_not_fit_says_so(device, modes):
    dim = cl.replace(device, {"cavity.q_scattering": 15.0})
    lossy = cl.modes(dim)
    none = compare(dim, [Electronic()], lossy)
    assert not np.isfinite(none.data.fluence).any()
    assert any("neither lases" in s for s in none.sentences)
    assert any("No mode lases" in n for n in none.notes)
    assert "never lases" in str(none)
    impossible = ExcitonLadder(table="2e2h", radiative="quadratic", traps="linear")
    bright = cl.replace(device, {"gain.nanocrystal.quantum_yield_x": 1.0, "gain.nanocrystal.tau_xx": "9 ns"})
    odd = compare(bright, [impossible], modes)
    assert any("radiate and are trapped" in n for n in odd.notes)
    assert any("only stokes-shifted lases" in s for s in odd.sentences)


def test_unknown_names_and_empty_windows_are_sentences(device):
    with pytest.raises(InputError, match="Did you mean"):
        compare(device, ["ladder-2e4h"])
    with pytest.raises(InputError, match="holds no mode"):
        compare(cl.replace(device, {"modes.from": "650 nm", "modes.to": "650.05 nm"}))


def test_the_platelet_ladder_takes_part_for_platelets_and_progress_is_told(device, modes):
    told = []
    found = compare(device, None, modes, progress=lambda done, total: told.append((done, total)))
    assert {"ladder platelet", "saturable"} <= set(found.data.model.values)
    assert told == [(i, 6) for i in range(1, 7)]
    assert set(found.data.model.values) <= set(RIVALS)
    assert isinstance(device.pump.pulse, InstantPulse)


def test_the_command_line_prints_it_and_its_numbers():
    asked = ["compare", "duan2022-microsphere", "--model", "electronic"]
    for path, value in SETTINGS.items():
        asked += ["--set", f"{path}={value}"]
    shown = CliRunner().invoke(app, asked)
    assert shown.exit_code == 0
    assert "stokes-shifted or electronic" in " ".join(shown.stdout.split())
    assert max(map(len, shown.stdout.splitlines())) <= 100
    answer = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert set(answer) == {"title", "data", "sentences", "notes"}


def test_a_report_shows_the_comparison_when_asked(device, tmp_path):
    few = cl.replace(device, {"modes.from": "662 nm", "modes.to": "670 nm", "pump.fluence.points": 2})
    run = cl.run(few, out=tmp_path, rivals=True)
    assert run.comparison is not None
    page = cl.report(run, tmp_path).read_text(encoding="utf-8")
    assert "Rival gain models" in page
    assert (tmp_path / "figures" / "rival_gain.csv").is_file()
    stored = cl.open_tree(tmp_path / "result.nc")["comparison"]
    assert stored.fluence.values == pytest.approx(run.comparison.data.fluence.values)
    assert cl.run(cl.replace(few, {"gain.model": "saturable"})).complete
