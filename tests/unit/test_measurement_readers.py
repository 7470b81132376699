"""Instrument files: ones with known truth made here, and real ones beside their vendors' numbers."""

import gzip
import re

import numpy as np
import pytest
from instrument_files import AXIS, COUNTS, FILES, KINDS, PIXELS, labspec, renishaw, shared, spe
from mutations import campaign

from colase.constants import HC
from colase.errors import InputError
from colase.measurement import READERS, read
from colase.measurement.readers import read_bytes


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_its_truth(name):
    data = read_bytes(FILES[name](), name)
    assert data.attrs["format"] == KINDS[name]
    if name == "renishaw.txt":
        assert data.raman_shift.values == pytest.approx((AXIS - 600) * 1000, abs=1e-6)
    else:
        assert data.wavelength.values == pytest.approx(AXIS * 1e-9, rel=1e-8)
        assert data.photon_energy.values == pytest.approx(HC / data.wavelength.values)
    assert data.counts.values[0] == pytest.approx(COUNTS, abs=0.3)


@pytest.mark.parametrize("name", FILES)
def test_the_content_decides_and_not_the_name(name):
    assert read_bytes(FILES[name](), "x.dat").sizes == read_bytes(FILES[name](), name).sizes


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("ocean.txt", {"exposure": 0.07, "accumulations": 15}),
        ("oceanview.txt", {"exposure": 0.015, "accumulations": 10, "instrument": "HR4C1"}),
        ("avantes.txt", {"exposure": 0.105, "accumulations": 2, "instrument": "1204091U1"}),
        ("solis.asc", {"exposure": 0.1, "accumulations": 500}),
        ("labspec.txt", {"exposure": 2.5, "accumulations": 3, "excitation": 532.04e-9}),
        ("labspec.xml", {"exposure": 2.5, "accumulations": 3}),
        ("lightfield.spe", {"exposure": 0.25, "saturation": 65535, "date": "2024-06-20T15:23:39"}),
    ],
)
def test_facts_are_found(name, facts):
    attrs = read_bytes(FILES[name](), name).attrs
    for key, value in facts.items():
        assert attrs[key] == (value if isinstance(value, str) else pytest.approx(value)), key


def test_avantes_keeps_dark_apart_and_leaves_the_reference_out():
    data = read_bytes(FILES["avantes.txt"](), "a.txt")
    assert data.sizes["spectrum"] == 1
    assert np.all(data.dark == 12.5)


@pytest.mark.parametrize(("first", "binned"), [(0, 1), (7, 2), (100, 4)])
def test_spe_axis_is_cropped_to_the_region_and_binned(first, binned):
    data = read_bytes(spe(first, binned), "a.spe")
    assert data.wavelength.values == pytest.approx(AXIS * 1e-9, rel=1e-12)
    assert data.counts.values[1] == pytest.approx(COUNTS + 1)


def test_a_raman_shift_becomes_a_wavelength_with_the_excitation():
    data = read_bytes(renishaw(), "r.txt", excitation=405e-9)
    assert data.wavelength.values == pytest.approx(1 / (1 / 405e-9 - (AXIS - 600) * 1000))
    assert list(data.time.values) == [0, 2, 4]


def test_compressed_files_are_read(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(labspec()))
    assert read(tmp_path / "a.txt.gz").sizes == {"spectrum": 3, "wavelength": PIXELS}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\0" * 5000, "is empty"),
        (b"hello\nworld\n", "no table of numbers"),
        (b"500,1+2j\n501,3+4j\n502,1+1j\n503,2+2j\n", "complex"),
        (b"500,1\n501,3\n500.5,2\n", "turns back at pixel 3"),
        (b"500,1\n501,3\nx502,2\n503,4\n504,4\n", "line 3, at a table that goes on"),
        (b"500,1\n501,3\n502\n", "line 3"),
        (b"".join(b"%d,5,%d\n" % (500 + i, i) for i in range(9)), "decimal signs"),
        (b"".join(b"%d\t5\n" % (500 + i + 40 * (i > 5)) for i in range(12)), "jumps at pixel 7"),
        (b"".join(b"%d\t5\n" % (500 + i + 40 * (i > 0)) for i in range(12)), "jumps at pixel 2"),
        (b"".join(b"%d\t5\n" % (500 + i + 40 * (i > 10)) for i in range(12)), "jumps at pixel 12"),
        (b"Number of Pixels: 1e999\n500\t1\n501\t2\n502\t3\n", "promises 1e999 pixels"),
        (b"0.5,1\n0.6,3\n0.7,2\n", 'names no unit.*axis="eV"'),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><LSX_Data/>", "declares entities"),
        (b"\x1f\x8b\x08\0garbage", "gzip compression is damaged"),
        (b"500,1e999\n501,2\n502,3\n", "not finite"),
    ],
)
def test_what_is_wrong_is_one_sentence(content, said):
    with pytest.raises(InputError, match=said) as caught:
        read_bytes(content, "bad.txt")
    assert "\n" not in str(caught.value)


def test_a_promise_of_pixels_is_checked():
    cut = re.sub(rb"603,6[^\n]*\n", b"", FILES["ocean.txt"](), count=1)
    with pytest.raises(InputError, match="promises 48 pixels and holds 47"):
        read_bytes(cut, "ocean.txt")


def test_options_that_make_no_sense_are_refused():
    with pytest.raises(InputError, match='Did you mean "nm"'):
        read_bytes(b"", "a", axis="nn")
    with pytest.raises(InputError, match="in metres"):
        read_bytes(b"", "a", excitation=532)
    with pytest.raises(InputError, match='Did you mean "renishaw"'):
        read_bytes(b"1 2\n2 3\n", "a", form="renishw")
    with pytest.raises(InputError, match="cannot be opened"):
        read("there is no such file.txt")


def test_every_reader_has_a_name_and_a_meaning():
    assert len({r.kind for r in READERS}) == len(READERS)
    assert all(r.meaning for r in READERS)


def test_three_thousand_damaged_files_give_a_sentence_or_a_true_axis():
    tally = campaign({name: make() for name, make in FILES.items()}, 3000, seed=7)
    assert tally["refused"] > 1000
    assert tally["read"] > 300


# ---- real files -------------------------------------------------------------------------------------


def test_sif_against_the_vendors_text():
    ours, theirs = read(shared("andor/raman1.sif")), read(shared("andor/raman1.asc"))
    assert (
        np.abs(ours.wavelength.values - theirs.wavelength.values).max() < 2.5e-14
    )  # the text is single precision
    assert ours.counts.values == pytest.approx(theirs.counts.values, rel=5e-6)  # six digits in the text
    assert ours.attrs["exposure"] == theirs.attrs["exposure"] == 0.1
    assert ours.attrs["accumulations"] == theirs.attrs["accumulations"] == 500


def test_sif_against_its_reference_csv():
    ours, theirs = read(shared("andor/cli-0.sif")), read(shared("andor/cli-0.csv"))
    assert np.abs(ours.wavelength.values - theirs.wavelength.values).max() < 8e-14
    assert np.array_equal(ours.counts.values, theirs.counts.values)


def test_accumulated_sif():
    data = read(shared("andor/DD58_785_1_Fe2O3_5x10s.sif"))
    assert data.attrs["accumulations"] == 5
    assert data.attrs["exposure"] == pytest.approx(10, rel=1e-4)


def test_solis_text_of_several_spectra():
    data = read(shared("andor/ASCII-Andor-Solis.asc"))
    assert data.sizes == {"spectrum": 5, "wavelength": 63}
    assert "assumed" in data.attrs["calibration"]


def test_lightfield_spe():
    data = read(shared("princeton/one_dimensional_spectrum.spe"))
    assert data.wavelength.values[[0, -1]] * 1e9 == pytest.approx([567.93823813718757, 831.08], abs=0.01)
    assert data.attrs["exposure"] == pytest.approx(1.0)
    assert data.attrs["instrument"] == "PIXIS: 1024B"


def test_ocean_optics_decimal_comma():
    path = shared("ocean/OO_comma.txt")
    data = read(path)
    rows = re.findall(r"^(\d+,\d+)\t(-?[\d,]+)\r?$", path.read_text(), re.MULTILINE)
    truth = np.array([[float(c.replace(",", ".")) for c in row] for row in rows])
    assert data.wavelength.values == pytest.approx(truth[:, 0] * 1e-9, rel=1e-12)
    assert np.array_equal(data.counts.values[0], truth[:, 1])


def test_labspec_time_series():
    path = shared("horiba/HoribaJobinYvon_ts.txt")
    data = read(path)
    assert data.sizes == {"spectrum": 100, "raman_shift": 1024}
    truth = np.array([row.split("\t") for row in path.read_text().splitlines()[1:]], float)
    assert np.array_equal(data.time.values, truth[:, 0])
    assert np.array_equal(data.counts.values, truth[:, :0:-1])


def test_renishaw_laser_series():
    data = read(shared("renishaw/Renishaw_laser.txt.gz"), excitation=405e-9)
    assert data.sizes == {"spectrum": 84, "wavelength": 140}
    assert data.time.values[-1] == 5722
    assert 404.1e-9 < float(data.wavelength[int(data.counts.values[0].argmax())]) < 405e-9


@pytest.mark.parametrize(
    "name",
    ["waveguide-loss/doped_1V_loss.txt", "fdtr/STO1.txt", "transient-absorption/demo_data_Hippius.ascii"],
)
def test_real_files_that_are_no_spectra_are_refused_in_a_sentence(name):
    with pytest.raises(InputError) as caught:
        read(shared(name))
    assert "\n" not in str(caught.value)


def test_real_binary_files_survive_damage():
    names = ("andor/raman1.sif", "princeton/one_dimensional_spectrum.spe")
    files = {name.split("/")[1]: shared(name).read_bytes() for name in names}
    assert campaign(files, 300, seed=3)["refused"] > 50
