"""Modes as a table, levers against an independent difference, whom to cite."""

import dataclasses

import numpy as np
import pytest

import colase as cl
from colase import citations, study
from colase.device.describe import leaves
from colase.errors import InputError
from colase.study import Modes
from colase.study.levers import levers
from colase.study.threshold_interval import threshold_interval, uncertain_inputs


def test_the_table_holds_the_modes_that_need_the_least_gain(small_run):
    modes = small_run.modes
    shown = [row[0] for row in modes.table(3).rows]
    easiest = np.sort(np.argsort(modes.required_gain)[:3])
    assert shown == [str(label) for label in modes.data.label.values[easiest]]
    assert modes.table(3).note == f"{len(modes) - 3} more need more gain."
    assert len(modes.table(None).rows) == len(modes)
    assert modes.table(None).note == ""


def test_the_count_adds_up(small_run):
    kinds = small_run.modes.data.polarization.values.astype(str)
    te, tm = (int(np.sum(kinds == p)) for p in ("TE", "TM"))
    said = small_run.modes.count()
    assert said == f"{te + tm} modes between 655 and 665 nm (TE {te}, TM {tm}; radial <= 1)"


def test_a_mode_without_confinement_needs_infinite_gain(small_run):
    data = small_run.modes.data.copy(deep=True)
    data["gain_confinement"].values[0] = 0.0
    assert Modes(data, 655e-9, 665e-9).required_gain[0] == np.inf


def test_modes_draw_themselves(small_run):
    from matplotlib.axes import Axes

    assert isinstance(small_run.modes.plot(), Axes)


@pytest.mark.parametrize(
    "path", ["cavity.q_scattering", "gain.nanocrystal.sigma_pump", "gain.nanocrystal.tau_xx"]
)
def test_a_lever_is_the_slope_that_a_central_difference_finds(small_run, path):
    """Another difference scheme, another step, whole new devices."""
    data = small_run.levers.data
    ours = float(data.sensitivity.sel(setting=path))
    thing = small_run.device
    for name in path.split("."):
        thing = getattr(thing, name)
    low, high = (
        study.threshold(cl.replace(small_run.device, {path: thing * f})).fluence for f in (0.998, 1.002)
    )
    assert ours == pytest.approx(np.log(high / low) / np.log(1.002 / 0.998), rel=0.05, abs=0.01)


def test_gain_that_grows_with_q_pulls_the_threshold_as_cross_section_does(small_run):
    """With sigma_high = 0, K = lambda Q C sigma_0/(2 pi n) alone decides, so Q and sigma_0 pull alike."""
    sensitivity = small_run.levers.data.sensitivity
    assert small_run.device.gain.nanocrystal.sigma_high == 0
    q, sigma = (
        float(sensitivity.sel(setting=p)) for p in ("cavity.q_scattering", "gain.nanocrystal.sigma_abs")
    )
    assert q == pytest.approx(sigma, rel=1e-3)


def test_every_number_of_the_device_is_a_lever_or_said_to_have_no_influence(small_run):
    found = small_run.levers
    idle = str(found.data.attrs["without_influence"])
    for path, setting, value in leaves(small_run.device):
        if setting.sort == "number" and isinstance(value, float) and value:
            known = path in found.data.setting.values or path in idle or f"[{path.partition('.')[0]}]" in idle
            assert known or path.startswith("gain.thermal."), path
    assert "cavity.coating_index" in found.data.setting.values  # a constant index is a number
    assert all(path in found.describe() for path in found.data.setting.values)


def test_levers_come_strongest_first_and_say_which_move_lines_or_modes(small_run):
    data = small_run.levers.data
    sizes = np.abs(data.sensitivity.values)
    assert (np.diff(sizes) <= 0).all()
    local = set(data.setting.values[data.local.values.astype(bool)])
    assert {"cavity.core_diameter", "cavity.coating_index", "gain.nanocrystal.emission_wavelength"} <= local
    assert not {"cavity.q_scattering", "gain.nanocrystal.fwhm", "pump.wavelength"} & local
    names = [name for name, _ in small_run.levers.strongest(2)]
    assert names[0] == data.setting.values[~data.local.values.astype(bool)][0].split(".")[-1].replace(
        "_", " "
    )
    assert small_run.levers.table().text().count("\n") == len(sizes)
    np.testing.assert_allclose(data.swing, abs(data.sensitivity) * data.error)
    worst = small_run.levers.to_measure
    assert worst[0][1] == float(data.swing.max()) > 0


@pytest.mark.parametrize(
    "path", ["cavity.core_diameter", "cavity.coating_thickness", "gain.nanocrystal.absorption_wavelength"]
)
def test_a_local_lever_follows_the_first_mode(small_run, path):
    """By whole new devices: the mode of the same name, its threshold, a central difference."""
    name = small_run.threshold.data.label.values[small_run.threshold.mode]
    thing = small_run.device
    for part in path.split("."):
        thing = getattr(thing, part)

    def threshold(factor):
        found = study.threshold(cl.replace(small_run.device, {path: thing * factor})).data
        return float(found.fluence.values[found.label.values == name][0])

    slope = np.log(threshold(1 + 1e-4) / threshold(1 - 1e-4)) / 2e-4
    ours = float(small_run.levers.data.sensitivity.sel(setting=path))
    assert ours == pytest.approx(slope, rel=0.02, abs=0.02)


def test_levers_say_where_the_pump_goes_and_what_the_loss_is(small_run):
    goes, losses = dict(small_run.levers.pump_goes), dict(small_run.levers.losses)
    assert sum(goes.values()) == pytest.approx(1.0, abs=1e-8)
    assert goes["relaxation to the exciton"] > 0.05
    assert goes["light of the modes (useful)"] > 0
    first = small_run.threshold.data.isel(mode=small_run.threshold.mode)
    assert sum(losses.values()) == pytest.approx(float(first.modal_loss), rel=1e-9)
    assert "1/cm: scattering" in small_run.levers.describe()


def test_uncertain_inputs_give_an_interval(small_run):
    text = "gain.nanocrystal.sigma_pump"
    device = cl.replace(small_run.device, {text: "4e-14 +/- 0.4e-14 cm^2"})
    assert text in [path for path, *_ in uncertain_inputs(device)]
    seen = []
    drawn = threshold_interval(device, 12, progress=lambda *done: seen.append(done))
    assert seen[-1] == (12, 12)
    assert drawn.quantile(0.05) <= drawn.quantile(0.5) <= drawn.quantile(0.95)
    np.testing.assert_array_equal(drawn.fluence, threshold_interval(device, 12).fluence)
    assert "12 draws" in drawn.describe() or drawn.refused
    with pytest.raises(cl.InputError, match="draws"):
        threshold_interval(device, 0)
    assert "<table>" in small_run.levers._repr_html_()


def test_there_are_no_levers_when_nothing_lases(small_run):
    device = cl.replace(small_run.device, {"cavity.q_scattering": 10.0})
    modes = study.modes(device)
    found = levers(device, modes, study.threshold(device, modes))
    assert found.data.sizes["setting"] == 0
    assert "No mode lases" in found.describe()
    assert found.strongest() == []


def test_a_device_that_does_not_lase_says_so_in_a_run(small_run):
    device = cl.replace(small_run.device, {"cavity.q_scattering": 10.0})
    run = study.run(device)
    assert run.complete
    assert "No mode lases" in run.describe()


def test_cite_tags_every_use(small_device):
    cited = cl.cite(small_device)
    uses = dict(cited.uses)
    assert uses["device"] == "duan2022"
    assert uses["gain model: stokes-shifted"] == "kersuzan2025"
    assert ("material: cavity.core, main/SiO2/Malitson", "malitson1965") in cited.uses
    assert ("material: cavity.core, main/SiO2/Malitson", "polyanskiy2024") in cited.uses
    assert ("value: cavity.q_scattering", "duan2022") in cited.uses
    tags = {use.split(":")[0] for use, _ in cited.uses}
    assert tags <= {"device", "cavity", "gain model", "nanocrystal", "material", "value"}


def test_cite_prints_each_reference_once(small_device):
    cited = cl.cite(small_device)
    assert len(set(cited.keys)) == len(cited.keys)
    for key in cited.keys:
        assert cited.describe().count(citations.format_reference(key)) == 1
        assert cited.bibtex().count(f"{{{key},") == 1
    assert len(cited.table().rows) == len(cited.uses)
    assert cited._repr_html_().startswith("<table>")


def test_cite_is_a_pure_function(small_device):
    assert cl.cite(small_device) == cl.cite(small_device)


def test_an_unknown_reference_is_named(small_device):
    with pytest.raises(InputError, match=r'"duan2202" is not a key.*"duan2022"'):
        cl.cite(dataclasses.replace(small_device, reference="duan2202"))
