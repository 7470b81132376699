"""A pair of a device file against the solver under it, closed forms and what its numbers must obey."""

from dataclasses import replace

import numpy as np
import pytest

import colase
from colase.cavity import ModeWindow
from colase.coupling import DiskBody, MultiDisk, Pair, coupling_rates
from colase.device import loads, to_toml
from colase.errors import InputError
from colase.materials import ConstantIndex
from colase.report.sections.pair import PICTURES
from colase.study.pair import ANALYSES, pair

DISK = DiskBody(diameter=4e-6, height=500e-9, index=ConstantIndex(1.9), vertical="none")
SMALL = Pair(first=DISK, second=DISK, gap=150e-9, q_scattering=1300.0, polarization="TM")
WINDOW = ModeWindow(start=625e-9, stop=632e-9, radial_max=1)
TOML = """
[cavity]
kind = "pair"
gap = "150 nm"
q_scattering = 1300
polarization = "TM"
first = { kind = "disk", diameter = "4 um", height = "500 nm", index = 1.9, vertical = "none" }
second = { kind = "disk", diameter = "4 um", height = "500 nm", index = 1.9, vertical = "none" }
defect_splitting = "0.8 nm"
[gain]
nanocrystal = "lafalce2019-qd"
model = "stokes-shifted"
packing_fraction = 0.5
[pump]
wavelength = "532 nm"
[modes]
from = "625 nm"
to = "632 nm"
radial_max = 1
"""


def test_modes_are_those_of_the_many_disk_solver():
    modes = SMALL.modes(WINDOW)
    plain = MultiDisk((SMALL.first.disk("TM"), SMALL.second.disk("TM", centre=(4.15e-6, 0.0)))).modes(
        (WINDOW.start, WINDOW.stop), "TM"
    )
    assert np.allclose(modes.wavenumber.values, plain.data.wavenumber.values, rtol=1e-13, atol=0)
    assert np.allclose(1 / modes.q_factor, 1 / modes.q_radiative + 1 / 1300, rtol=1e-14)


def test_most_of_the_light_is_in_the_disks_and_fits_into_them():
    modes = SMALL.modes(WINDOW)
    assert ((modes.gain_confinement > 0.9) & (modes.gain_confinement < 1)).all()
    assert np.allclose(modes.share.sum("body"), 1, atol=1e-12)
    assert (modes.mode_volume < 0.25 * SMALL.gain_volume).all()
    assert (modes.mode_volume > 0.02 * SMALL.gain_volume).all()


def test_absorption_by_the_film_is_what_a_complex_index_gives():
    lossy = replace(SMALL, first=replace(DISK, index=ConstantIndex(1.9 + 1e-5j)),
                    second=replace(DISK, index=ConstantIndex(1.9 + 1e-5j)))  # fmt: skip
    modes = lossy.modes(WINDOW)
    exact = lossy.resonance(modes, 0, 1.9 + 1e-5j)
    rate = -2 * exact.imag / exact.real
    told = 1 / float(modes.q_absorption[0]) + 1 / float(modes.q_radiative[0])
    assert told == pytest.approx(rate, rel=1e-4)


def test_three_disks_in_a_row_split_by_root_two_of_the_rate_of_two():
    """Chain of three: outer modes are kappa sqrt(2) away from the middle one."""
    three = replace(SMALL, third=DISK)
    modes = three.modes(WINDOW)
    even = modes.isel(mode=np.flatnonzero(modes.mirror.values == "even"))
    k = np.sort(even.wavenumber.values.real)
    assert k.size == 3
    rates = coupling_rates(2e-6, 1.9, [150e-9], 628.4e-9, "TM")
    kappa = 2 * np.pi * float(rates.data.half_splitting[0]) / 299792458
    assert 0.5 * (k[2] - k[0]) == pytest.approx(np.sqrt(2) * kappa, rel=0.03)


def test_a_slab_lowers_the_index_and_moves_the_modes_to_the_blue():
    flat = replace(DISK, vertical="slab", substrate=ConstantIndex(1.34))
    index = flat.in_plane_index("TE", ConstantIndex(1.0)).index(630e-9).real
    assert float(index) == pytest.approx(1.833, abs=2e-3)  # TE0 of 500 nm of 1.9 on 1.34, any mode solver
    thick = replace(flat, height=20e-6).in_plane_index("TE", ConstantIndex(1.0)).index(630e-9).real
    assert float(thick) == pytest.approx(1.9, abs=1e-3)


def test_published_index_of_the_slab():
    """Reference value of the published pair: 500 nm of index 1.86 on CYTOP guide TE0 with 1.795."""
    body = colase.load("lafalce2019-pair").cavity.first
    assert float(body.in_plane_index("TE", ConstantIndex(1.0)).index(630e-9).real) == pytest.approx(
        1.795, abs=1e-3
    )


def test_a_device_file_reads_writes_and_is_studied(tmp_path):
    device = loads(TOML)
    assert device.cavity == replace(SMALL, defect_splitting=0.8e-9)
    assert loads(to_toml(device)) == device
    study = pair(device)
    assert set(study.found) == {a.name for a in ANALYSES["disk"]}
    rates = study.found["rates"].data.sel(gap=150e-9)
    own = coupling_rates(2e-6, 1.9, [150e-9], 628.5e-9, "TM")
    assert float(rates.half_splitting.item()) == pytest.approx(float(own.data.half_splitting[0]), rel=1e-9)
    path = study.found["paths"].data
    assert np.isfinite(path.attrs["point"])
    assert "power 0.5" in study.found["paths"].sentences[0]
    check_sheets(study.found["sheets"], path.attrs["point"])
    shares = study.found["pump_offset"].data.share.values
    assert np.allclose(shares, shares[::-1, ::-1], atol=1e-12)  # the pair is its own mirror image
    assert study.to_tree()["rates"].half_splitting.size > 3


def check_sheets(finding, point):
    """Two sheets w_0 +- s sqrt(.) that meet at the point of Maxwell's equations; drawn as two surfaces."""
    data = finding.data
    assert data.attrs["point"][0] == pytest.approx(point, rel=0.02)
    assert data.attrs["error"] < 0.05
    assert data.attrs["turns_exchange"]
    assert (
        "Once around that point each mode ends as the other; twice around each comes back"
        in (finding.sentences[0])
    )
    w = data.frequency.values + 1j * data.growth.values
    squared = (np.diff(w, axis=-1)[..., 0]) ** 2  # discriminant: smooth over both parameters, no cut
    middle = squared.shape[1] // 2
    assert np.abs(squared[:, middle].imag).max() < 0.1 * np.abs(squared).max()
    assert squared[0, middle].real > 0 > squared[-1, middle].real
    (figure,) = PICTURES["sheets"](None, data)
    assert len({len(c.values) for c in figure.columns}) == 1
    assert len(figure.columns) == 6


NONE = 'vertical = "none" }'
BAD = {
    "touching": ('"150 nm"', '"0 nm"', "disks 0 and 1 touch"),
    "overlapping": ('"150 nm"', '"-5 nm"', "gap"),
    "hole at the rim": (NONE, f'hole_diameter = "700 nm", {NONE}', "crosses the rim"),
    "unknown body": ('kind = "disk"', 'kind = "disc"', r'Did you mean "disk"\?'),
    "hole outside": (NONE, f'hole_depth = "3 um", hole_diameter = "100 nm", {NONE}', "more than the radius"),
}


@pytest.mark.parametrize(("old", "new", "said"), BAD.values(), ids=BAD)
def test_bad_pairs_are_sentences(old, new, said):
    assert old in TOML
    with pytest.raises(InputError, match=said):
        loads(TOML.replace(old, new, 1))


def test_a_narrow_gap_says_how_many_harmonics_and_how_long():
    narrow = loads(TOML.replace('"150 nm"', '"10 nm"', 1))
    with pytest.raises(InputError, match=r"needs about \d+ harmonics a disk, some [\d.e+]+ s a mode"):
        narrow.cavity.modes(WINDOW)
    agreed = replace(narrow.cavity, harmonics=170)
    assert float(agreed.modes(WINDOW).harmonic_error.max()) < 1e-8


def test_a_disk_that_is_not_there_is_said():
    same = loads(TOML.replace("index = 1.9", "index = 1.0", 1))
    with pytest.raises(InputError, match="disk 0 has the refractive index of its surroundings, 1"):
        same.cavity.modes(WINDOW)


def test_another_cavity_is_no_pair():
    with pytest.raises(InputError, match="a pair has kind"):
        pair(colase.load("duan2022-microsphere"))
