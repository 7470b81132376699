"""A run: what it holds, what it keeps when it is stopped, and that its file says the same."""

import dataclasses

import h5py
import numpy as np
import pytest
import xarray as xr

import colase as cl
from colase import study
from colase.device import Device
from colase.errors import InputError
from colase.study import possible_steps, tree

STEPS = possible_steps(cl.load("duan2022-microsphere"))


def stop(*_, **__):
    raise KeyboardInterrupt


def test_every_step_is_there_with_its_time(small_run):
    assert small_run.complete
    assert small_run.stopped == ""
    assert tuple(small_run.timings) == STEPS
    assert all(seconds >= 0 for seconds in small_run.timings.values())
    assert small_run.versions["colase"] == cl.__version__
    for name in STEPS:
        assert isinstance(getattr(small_run, name).data, xr.Dataset)
        assert getattr(small_run, name).describe()


def test_steps_one_by_one_give_what_a_run_gives(small_run):
    device = small_run.device
    modes = study.modes(device)
    xr.testing.assert_identical(modes.data, small_run.modes.data)
    threshold = study.threshold(device, modes)
    assert threshold.fluence == small_run.threshold.fluence
    assert study.threshold(device).fluence == threshold.fluence
    xr.testing.assert_identical(study.gain_spectrum(device).data, small_run.gain.data)


def test_a_run_is_frozen(small_run):
    with pytest.raises(dataclasses.FrozenInstanceError):
        small_run.light = None


def test_required_gain_is_what_the_threshold_balances(small_run):
    """Two rooms, one formula: Gamma g = 2 pi n/(lambda Q)."""
    ours, theirs = small_run.modes.required_gain, small_run.threshold.data.required_gain.values
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_every_variable_of_the_tree_has_a_unit_and_a_name(small_run):
    groups = small_run.to_tree()
    assert set(groups.children) == {"device", *STEPS}
    for group in groups.subtree:
        for name, values in group.dataset.variables.items():
            assert values.dtype.kind != "c", name
            assert isinstance(values.attrs["units"], str), name
            assert values.attrs["long_name"], name


def test_the_device_group_tells_where_every_value_came_from(small_run):
    group = small_run.to_tree()["device"]
    assert group.attrs["source"] == small_run.device.source
    assert group.attrs["title"] == small_run.device.title
    guesses = group.setting.values[group.guess.values == 1]
    assert sorted(guesses) == sorted(small_run.device.guessed)


def test_the_file_says_what_the_run_says(small_run, tmp_path):
    path = small_run.save(tmp_path / "result.nc")
    again = study.open_tree(path)
    tree_in_memory = small_run.to_tree()
    assert set(again.groups) == set(tree_in_memory.groups)
    for group in tree_in_memory.subtree:
        xr.testing.assert_equal(again[group.path].to_dataset(), group.to_dataset())
        assert again[group.path].attrs == group.attrs
        for name, values in group.dataset.variables.items():
            assert again[group.path].dataset.variables[name].attrs == values.attrs
    k = tree.joined(again["modes"].to_dataset()).wavenumber
    np.testing.assert_array_equal(k.values, small_run.modes.data.wavenumber.values)
    assert k.attrs == small_run.modes.data.wavenumber.attrs


def test_the_file_is_plain_hdf5_without_pickles(small_run, tmp_path):
    with h5py.File(small_run.save(tmp_path / "result.nc")) as file:
        assert set(file) >= {"device", *STEPS}
        assert file["threshold"]["fluence"].attrs["units"] == "J/m^2"
        kinds = set()
        file.visititems(lambda name, item: kinds.add(getattr(getattr(item, "dtype", None), "kind", "")))
        assert kinds <= {"", "f", "i", "u", "O", "S"}


def test_the_run_in_the_file_can_be_run_again(small_run, tmp_path):
    source = study.open_tree(small_run.save(tmp_path / "result.nc"))["device"].attrs["source"]
    (tmp_path / "again.toml").write_text(source, encoding="utf-8")
    assert study.threshold(cl.load(tmp_path / "again.toml")).fluence == small_run.threshold.fluence


HOMES = {
    "modes": "colase.study.steps.modes",
    "gain": "colase.study.steps.gain_spectrum",
    "threshold": "colase.study.steps.threshold",
    "levers": "colase.study.whole_run.levers",
}


@pytest.mark.parametrize("step", HOMES)
def test_ctrl_c_keeps_what_is_finished(small_device, tmp_path, monkeypatch, step):
    monkeypatch.setattr(HOMES[step], stop)
    kept = study.run(small_device, out=tmp_path)
    assert kept.stopped == step
    assert not kept.complete
    finished = STEPS[: STEPS.index(step)]
    assert tuple(kept.timings) == finished
    again = study.open_tree(tmp_path / "result.nc")
    assert set(again.children) == {"device", *finished}
    assert again.attrs["stopped"] == step
    assert again.attrs["complete"] == 0
    assert f"stopped during {step}" in kept.describe()


def test_ctrl_c_in_the_light_curve_keeps_the_finished_levels(small_device, tmp_path):
    def after_two(done, total):
        if done == 2:
            raise KeyboardInterrupt

    kept = study.run(small_device, progress=after_two, out=tmp_path)
    assert kept.stopped == "light"
    assert kept.light is not None
    assert kept.light.data.sizes["pump"] == 2
    assert study.open_tree(tmp_path / "result.nc")["light"].sizes["pump"] == 2


def test_the_file_is_written_after_every_step(small_run, small_device, tmp_path, monkeypatch):
    monkeypatch.setattr("colase.study.whole_run.levers", lambda *_, **__: small_run.levers)
    seen = []

    def look(step, run):
        seen.append((step, set(study.open_tree(tmp_path / "result.nc").children)))

    study.run(small_device, out=tmp_path, each=look)
    assert [step for step, _ in seen] == list(STEPS)
    for number, (_, groups) in enumerate(seen, start=1):
        assert groups == {"device", *STEPS[:number]}


def test_a_file_that_cannot_be_finished_leaves_the_old_one(small_run, tmp_path, monkeypatch):
    path = small_run.save(tmp_path / "result.nc")
    before = path.read_bytes()

    def half(self, part, **_):
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(xr.DataTree, "to_netcdf", half)
    with pytest.raises(InputError, match=r"result.nc: cannot be written: No space left on device\."):
        small_run.save(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["result.nc"]


def test_a_device_without_modes_ends_after_the_gain(small_device, tmp_path):
    window = dataclasses.replace(small_device.modes, start=650e-9, stop=650.001e-9)
    run = study.run(dataclasses.replace(small_device, modes=window), out=tmp_path)
    assert len(run.modes) == 0
    assert run.threshold is None
    assert run.complete
    assert "no mode between 650 and 650.001 nm" in run.describe()
    assert study.open_tree(tmp_path / "result.nc")["modes"].sizes["mode"] == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no such file"),
        (b"not a file of numbers", "not a NetCDF file"),
        ("other", "no group 'device'"),
    ],
)
def test_a_file_that_is_no_result_is_named(tmp_path, content, sentence):
    path = tmp_path / "result.nc"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        xr.Dataset({"x": ("y", [1.0])}).to_netcdf(path, engine="h5netcdf")
    with pytest.raises(InputError, match=sentence):
        study.open_tree(path)


def test_pairs_and_joined_are_inverse():
    z = np.array([1 + 2j, -3.5e-12j, np.inf - 1j])
    data = xr.Dataset(
        {"k": ("mode", z, {"units": "1/m", "long_name": "wavenumber"})}, attrs={"flag": True, "no": None}
    )
    stored = tree.pairs(data)
    assert set(stored) == {"k_re", "k_im"}
    assert stored.k_im.attrs == {"units": "1/m", "long_name": "wavenumber, imaginary part"}
    assert stored.attrs == {"flag": 1, "no": ""}
    xr.testing.assert_identical(tree.joined(stored).k, data.k)


def test_the_summary_names_units_and_the_winner(small_run):
    said = small_run.describe()
    first = small_run.threshold.data.isel(mode=small_run.threshold.mode)
    assert f"{first.label.item()} at {float(first.wavelength) * 1e9:.1f} nm lases first" in said
    assert f"{small_run.threshold.fluence * 100:.3g} uJ/cm2" in said
    assert "1/cm" in said
    for path in small_run.device.guessed:
        assert all(word in said for word in path.split(".")[-1].split("_"))
    assert small_run._repr_html_().count("<tr>") >= len(STEPS) + 1


def test_the_devices_of_a_run_are_values(small_run):
    assert isinstance(small_run.device, Device)
    assert study.run.__doc__


@pytest.mark.parametrize("name", STEPS)
def test_results_print_themselves_short(small_run, name):
    said = repr(getattr(small_run, name))
    assert said
    assert len(said) < 4000


def test_a_run_prints_its_summary(small_run):
    assert repr(small_run) == str(small_run) == small_run.describe()
