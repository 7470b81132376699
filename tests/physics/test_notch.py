"""A notch of any shape by finite elements, against multipoles where its shape is a circle."""

import numpy as np
import pytest

from colase.coupling import Disk, Hole, MultiDisk, Notch, nearest_group
from colase.device import loads, to_toml
from colase.errors import InputError
from colase.study.pair import paths, pump_offset, rates

RADIUS = 1e-6
WINDOW = (636e-9, 652e-9)


def polygon(x, y, radius, corners=16):
    """Return a regular polygon with the area of a circle."""
    t = 2 * np.pi * np.arange(corners) / corners
    r = radius * np.sqrt(2 * np.pi / corners / np.sin(2 * np.pi / corners))
    return Notch(tuple(zip(x + r * np.cos(t), y + r * np.sin(t), strict=True)))


def test_a_round_piece_is_the_hole_of_the_multipoles():
    """Both modes of the split doublet, wavelength and quality factor: two methods with nothing in common."""
    pytest.importorskip("ngsolve", reason="the extra `fem` (NGSolve) is not installed")
    hole = MultiDisk((Disk((0, 0), RADIUS, 1.9, (Hole(0.8e-6, 0.0, 80e-9),)),))
    piece = MultiDisk((Disk((0, 0), RADIUS, 1.9, notches=(polygon(0.8e-6, 0.0, 80e-9),)),))
    exact = hole.modes(WINDOW, "TM", q_floor=100, check=False)
    lam = exact.data.wavelength.values
    found = piece.modes((lam.min() - 1e-9, lam.max() + 1e-9), "TM", q_floor=100)
    for i, k in enumerate(exact.data.wavenumber.values):
        at = int(np.abs(found.data.wavenumber.values - k).argmin())
        assert found.data.wavenumber.values[at].real == pytest.approx(k.real, rel=1e-5)
        assert float(found.data.q_factor[at]) == pytest.approx(float(exact.data.q_factor[i]), rel=2e-3)
        angle = np.linspace(0, 2 * np.pi, 181)
        patterns = [m.far_field(j, angle).power.values for m, j in ((exact, i), (found, at))]
        assert patterns[1] == pytest.approx(patterns[0], abs=0.02 * patterns[0].max())
    assert float(found.data.harmonic_error.max()) < 1e-5
    assert np.nanmax(np.abs(found.field(0, points=41).psi_real)) <= 1 + 1e-12


def test_a_round_piece_is_the_hole_for_magnetic_waves_too():
    """Both modes of a doublet of H_z, which feels corners by the jump of 1/n^2; hence 32 of them."""
    pytest.importorskip("ngsolve", reason="the extra `fem` (NGSolve) is not installed")
    radius, window = 0.7e-6, (645e-9, 660e-9)
    hole = MultiDisk((Disk((0, 0), radius, 1.9, (Hole(0.5e-6, 0.0, 80e-9),)),))
    piece = MultiDisk((Disk((0, 0), radius, 1.9, notches=(polygon(0.5e-6, 0.0, 80e-9, 32),)),))
    exact = hole.modes(window, "TE", q_floor=50, check=False).data.wavenumber.values
    found = piece.modes(window, "TE", q_floor=50, check=False)
    assert exact.size == found.data.sizes["mode"] == 2
    k = found.data.wavenumber.values
    assert k.real == pytest.approx(exact.real, rel=1.5e-6)
    assert k.imag == pytest.approx(exact.imag, rel=1e-4)
    assert abs(np.diff(k)[0]) > 1e3 * np.abs(k - exact).max()  # the doublet is split by far more


def test_what_finite_elements_cannot_do_is_said():
    pytest.importorskip("ngsolve", reason="the extra `fem` (NGSolve) is not installed")
    large = Disk((0, 0), 30e-6, 1.9, notches=(Notch.wedge(30e-6, 0.0, 1e-6, 0.5e-6),))
    with pytest.raises(InputError, match=r"need some .*e\+0\d unknowns"):
        MultiDisk((large,)).modes((629e-9, 631e-9))
    small = Disk((0, 0), RADIUS, 1.9, notches=(Notch.wedge(RADIUS, 0.0, 0.1e-6, 0.1e-6),))
    with pytest.raises(InputError, match="window of 100 nm is wide"):
        MultiDisk((small,)).modes((600e-9, 700e-9))


def test_bad_notches_are_sentences():
    with pytest.raises(InputError, match="at least three corners"):
        Notch(((0, 0), (1e-6, 0)))
    with pytest.raises(InputError, match="does not fit"):
        Notch.wedge(1e-6, 0.0, 0.1e-6, 2e-6)


PAIR = """
[cavity]
kind = "pair"
gap = "150 nm"
q_scattering = 1300
polarization = "TM"
second = { kind = "disk", diameter = "2 um", height = "500 nm", index = 1.9, vertical = "none" }
[cavity.first]
kind = "disk"
diameter = "2 um"
height = "500 nm"
index = 1.9
vertical = "none"
notch_width = "80 nm"
notch_depth = "60 nm"
notch_angle = "150 deg"
[gain]
nanocrystal = "lafalce2019-qd"
model = "stokes-shifted"
packing_fraction = 0.5
[pump]
wavelength = "532 nm"
[modes]
from = "637 nm"
to = "643 nm"
radial_max = 1
"""


@pytest.fixture(scope="module")
def notched():
    pytest.importorskip("ngsolve", reason="the extra `fem` (NGSolve) is not installed")
    device = loads(PAIR)
    return device, device.cavity.modes(device.modes)


def test_a_notch_of_a_device_file_splits_the_doublet(notched):
    """Air in the rim moves modes to the blue, the standing wave with an antinode there most of all."""
    device, modes = notched
    clean = loads(PAIR.replace('notch_width = "80 nm"', "")).cavity.modes(device.modes)
    assert modes.sizes["mode"] == clean.sizes["mode"] == 4
    assert (modes.azimuthal == 15).all()
    assert (modes.radial == 1).all()
    assert np.sort(modes.wavelength)[:2].max() < clean.wavelength.values.min()
    first = modes.share.values[:, 0]
    assert first[np.argmin(modes.wavelength.values)] > 0.55  # the bluest mode sits in the notched disk
    assert float(modes.harmonic_error.max()) < 1e-5
    assert loads(to_toml(device)) == device


def test_gain_of_a_notched_pair_is_the_response_to_its_film(notched):
    """First-order confinement against solving again with gain; radiation is untouched by it to 1e-3."""
    device, modes = notched
    assert ((modes.gain_confinement > 0.85) & (modes.gain_confinement < 1)).all()
    assert (modes.mode_volume < device.cavity.gain_volume).all()
    k = complex(modes.wavenumber[0])
    moved = device.cavity.resonance(modes, 0, 1.9 - 1e-4j)
    expected = float(modes.gain_confinement[0]) * 1e-4 / 1.9 * k.real
    assert (moved - k).imag == pytest.approx(expected, rel=2e-3)


def test_volume_of_a_notch_is_what_lies_inside_the_rim():
    """Area by counting points of a fine grid."""
    disk = loads(PAIR).cavity.first
    x, y = np.meshgrid(np.linspace(0.9e-6, 1e-6, 2001), np.linspace(-50e-9, 50e-9, 2001))
    gone = (np.hypot(x, y) < 1e-6) & (x > 0.94e-6) & (np.abs(y) < 40e-9)
    area = gone.mean() * 100e-9 * 100e-9
    assert disk.gain_volume == pytest.approx((np.pi * 1e-12 - area) * 500e-9, rel=1e-6)


def test_what_needs_round_holes_says_so():
    device = loads(PAIR)
    for find, said in (
        (paths.find, "mode by mode"),
        (pump_offset.find, "mode by mode"),
        (rates.find, "defects"),
    ):
        assert said in find(device).sentences[0]
    with pytest.raises(InputError, match="disk 0 has a notch, which only"):
        nearest_group(device.cavity.assembly.disks("TM"), 640e-9)


def test_a_notch_that_does_not_fit_is_a_sentence():
    with pytest.raises(InputError, match="does not fit a radius"):
        loads(PAIR.replace('notch_depth = "60 nm"', 'notch_depth = "1.5 um"'))
