"""Vernier design and lasing of pairs: exact combs at other diameters, counting, closed forms."""

from dataclasses import replace

import numpy as np
import pytest

from colase.cavity import LayeredCylinder, LayeredSphere, Microsphere, ModeWindow
from colase.coupling import CoatedSphere, Pair, TwoSpheres
from colase.coupling.pair.sphere_assembly import SphereAssembly
from colase.coupling.vernier import (
    best_pair,
    comb,
    comb_table,
    common_lines,
    meeting_statistics,
    tolerance,
)
from colase.device import load
from colase.errors import ConvergenceError, InputError
from colase.laser import threshold
from colase.laser.pair_lasing import body_equations, lines_seen, pair_light, whole_parts
from colase.materials import ConstantIndex

UM, NM = 1e-6, 1e-9
BAND = (646e-9, 664e-9)
SILICA = load("duan2022-microsphere").cavity.core  # type: ignore[attr-defined]


def ball(diameter):
    return LayeredSphere((diameter / 2, diameter / 2 + 490e-9), (SILICA, 1.76))


# --- combs


@pytest.fixture(scope="module")
def table():
    return comb_table(ball, (42 * UM, 50 * UM), BAND)


@pytest.mark.parametrize("diameter", [42.31, 45.77, 49.2])
def test_table_gives_the_exact_comb_at_other_diameters(table, diameter):
    lines = np.sort(table.lines(diameter * UM)[0])
    lines = lines[np.isfinite(lines)]
    exact = comb(ball(diameter * UM), BAND, "TE")
    assert lines == pytest.approx(exact, rel=2 * table.error + 1e-9)
    assert table.error < 2e-6


def test_table_refuses_what_it_does_not_know(table):
    with pytest.raises(InputError, match="table knows 41"):
        table.lines(60 * UM)
    with pytest.raises(InputError, match="at least three are needed"):
        comb_table(ball, (4 * UM, 4.2 * UM), (650e-9, 655e-9))
    with pytest.raises(ConvergenceError, match="narrow the range"):
        comb_table(ball, (4 * UM, 30 * UM), (600e-9, 700e-9))


def test_printed_range_and_what_half_a_micrometre_makes_of_it():
    """T28: 19.89 nm; 15.9 to 26.5 nm with each diameter off by half a micrometre."""
    found = tolerance(663.28e-9, 1.76, (48 * UM, 44 * UM), 0.5 * UM)
    assert np.array(found) * 1e9 == pytest.approx([15.91, 19.89, 26.52], abs=0.005)
    with pytest.raises(InputError, match="no upper end"):
        tolerance(663.28e-9, 1.76, (48 * UM, 47 * UM), 0.5 * UM)


def test_common_lines_lie_in_every_comb():
    spheres = [ball(48 * UM), ball(44 * UM)]
    found = common_lines(spheres, (640e-9, 684e-9), 0.1e-9)
    for i, sphere in enumerate(spheres):
        lines = comb(sphere, (639e-9, 685e-9), "TE")
        assert np.abs(found.own.values[:, i, None] - lines).min(axis=1) == pytest.approx(0, abs=1e-16)
    assert (found.apart.values <= 0.1e-9).all()
    apart = np.diff(found.wavelength.values)
    meetings = apart[apart > 5e-9]  # groups of neighbours come one spectral range apart
    assert meetings == pytest.approx(found.attrs["range"], rel=0.12)
    three = common_lines([*spheres, ball(46 * UM)], (640e-9, 684e-9), 0.4e-9)
    assert three.sizes["line"] <= common_lines(spheres, (640e-9, 684e-9), 0.4e-9).sizes["line"]
    assert three.own.shape[1] == 3


def test_mean_number_of_common_lines_is_that_of_random_phases(table):
    """Lines of width w meet 2 w W/(F_1 F_2) times in a band W when sizes are random."""
    width = 0.12e-9
    found = meeting_statistics(ball, (47 * UM, 45 * UM), 0.4 * UM, BAND, width, samples=2000)
    mean = float((found["count"] * found.probability).sum())
    fsr = [np.diff(comb(ball(d), BAND, "TE")).mean() for d in (47 * UM, 45 * UM)]
    assert mean == pytest.approx((BAND[1] - BAND[0]) * 2 * width / (fsr[0] * fsr[1]), rel=0.1)
    assert (found.low <= found.probability).all()
    assert (found.probability <= found.high).all()
    assert float(found.probability.sum()) == pytest.approx(1)
    rare = meeting_statistics(ball, (48 * UM, 46 * UM, 44 * UM), 0.4 * UM, BAND, width, samples=500)
    assert float((rare["count"] * rare.probability).sum()) < 0.5 * mean


def test_best_pair_agrees_with_counting_that_pair(table):
    sizes = np.array([44.0, 46.0, 48.0]) * UM
    found = best_pair(table, sizes, 0.2 * UM, BAND, 0.1e-9, samples=600)
    assert found.single.values == pytest.approx(found.single.values.T)
    total = found.single + found.none + found.several
    assert total.values == pytest.approx(np.ones((3, 3)))
    first, second = found.attrs["best"]
    own = meeting_statistics(ball, (first, second), 0.2 * UM, BAND, 0.1e-9, samples=1500, seed=5)
    error = 3 * np.hypot(found.attrs["chance_error"], own.attrs["single_error"])
    assert found.attrs["chance"] == pytest.approx(own.attrs["single"], abs=error)
    assert found.range.values[0, 2] < found.range.values[0, 1]


def test_disks_have_tables_too():
    table = comb_table(
        lambda d: LayeredCylinder((d / 2,), (1.9,)), (24 * UM, 26 * UM), (620e-9, 640e-9), "TM"
    )
    exact = comb(LayeredCylinder((12.6e-6,), (1.9,)), (620e-9, 640e-9), "TM")
    lines = np.sort(table.lines(25.2 * UM)[0])
    assert lines[np.isfinite(lines)] == pytest.approx(exact, rel=1e-8)


def test_bad_input_is_a_sentence(table):
    with pytest.raises(InputError, match="width = 0 m"):
        best_pair(table, [45 * UM], 0.1 * UM, BAND, 0.0)
    with pytest.raises(InputError, match="at least two diameters"):
        meeting_statistics(ball, (48 * UM,), 0.1 * UM, BAND, 1e-10)
    with pytest.raises(InputError, match="as large as the cavities"):
        meeting_statistics(ball, (48 * UM, 44 * UM), 20 * UM, BAND, 1e-10)


# --- a pair as a cavity, and its lasing


def coated(core):
    return CoatedSphere(
        core_diameter=core,
        core=ConstantIndex(1.457),
        coating_thickness=490e-9,
        coating_index=ConstantIndex(1.90),
    )


def small_pair(second=12 * UM, **more):
    return Pair(first=coated(12 * UM), second=coated(second), gap=100e-9, q_scattering=4200.0, **more)


WINDOW = ModeWindow(start=655e-9, stop=672e-9, radial_max=1)


def test_pair_of_a_device_file_splits_like_the_exact_pair():
    pair = small_pair(polarization="TE")
    modes = pair.modes(WINDOW)
    exact = TwoSpheres(*SphereAssembly(pair.row).spheres, 100e-9).modes(
        (661.9e-9, 662.2e-9), 0, "TE", check=False
    )
    mine = modes.isel(mode=[str(x).startswith("TE l=108+108") for x in modes.label.values])
    assert mine.sizes["mode"] == 2
    assert mine.wavelength.values == pytest.approx(exact.data.wavelength.values, rel=3e-6)
    assert np.ptp(mine.wavelength.values) == pytest.approx(np.ptp(exact.data.wavelength.values), rel=0.01)
    assert mine.share.values == pytest.approx(0.5, abs=0.05)


def test_orbits_are_counted_once():
    """Shared and lone orbits of a line add up to 2l+1 in each sphere; shares of a mode add up to one."""
    modes = small_pair(11.3 * UM).modes(WINDOW)
    assert modes.share.values.sum(axis=1) == pytest.approx(1)
    assert modes.body_confinement.values.sum(axis=1) == pytest.approx(modes.gain_confinement.values)
    labels = [str(x) for x in modes.label.values]
    lone = labels.index("TE l=108 q=1 of A")
    mine = (modes.polar.values == 108) & (modes.polarization.values == "TE")
    mine &= modes.share.values[:, 0] > 0.5
    shared = [i for i in np.flatnonzero(mine) if i != lone]
    assert len(shared) == 1
    orbits = modes.degeneracy.values
    assert orbits[lone] + orbits[shared[0]] == 2 * 108 + 1
    assert len(set(labels)) == len(labels)


def test_exact_threshold_gain_of_a_shared_mode():
    """The gain confinement of a shared mode is the response to the index of both coats."""
    pair = small_pair(11.9 * UM, polarization="TE")
    modes = pair.modes(WINDOW)
    row = int(modes.share.values.min(axis=1).argmax())
    k, n = complex(modes.wavenumber.values[row]), 1.90
    moved = pair.resonance(modes, row, n * (1 + 1e-5)) - pair.resonance(modes, row, n)
    assert -(moved / k).real / 1e-5 == pytest.approx(float(modes.gain_confinement[row]), rel=1e-3)
    assert pair.resonance(modes, row, n) == pytest.approx(k, rel=1e-12)


def test_three_spheres_are_refused():
    with pytest.raises(InputError, match="three spheres"):
        small_pair(third=coated(12 * UM))


@pytest.fixture(scope="module")
def laser():
    device = load("duan2022-microsphere")
    return device.gain, device.pump


def test_two_equal_spheres_far_apart_lase_like_one(laser):
    """Without light in common each sphere keeps its own threshold and energy."""
    gain, pump = laser
    one = Microsphere(
        core_diameter=12 * UM,
        core=ConstantIndex(1.457),
        coating_thickness=490e-9,
        coating_index=ConstantIndex(1.90),
        q_scattering=4200.0,
    )
    alone = one.modes(WINDOW)
    two = replace(small_pair(), gap=5e-6)
    modes = two.modes(WINDOW)
    first, both = (threshold(m, gain, c, pump, verify=False) for m, c in ((alone, one), (modes, two)))
    assert both.fluence == pytest.approx(first.fluence, rel=1e-3)
    levels = np.array([0.5, 3.0]) * first.fluence
    single = pair_light(alone, gain, one, pump, levels, 0.1e-9)
    double = pair_light(modes, gain, two, pump, levels, 0.1e-9, (1.0, 1.0))
    energy = [x.data.emitted_energy.sum("mode").values for x in (single, double)]
    assert energy[1] == pytest.approx(2 * energy[0], rel=2e-3)
    assert int(double.data.lines[1]) == int(single.data.lines[1])


def test_a_common_line_beats_two_lines(laser):
    """Equal spheres share all lines: one line; of different size, each keeps its own brightest: two."""
    gain, pump = laser
    equal, different = small_pair(polarization="TE"), small_pair(11.6 * UM, polarization="TE")
    counts = []
    for pair in (equal, different):
        modes = pair.modes(WINDOW)
        level = 3 * threshold(modes, gain, pair, pump, verify=False).fluence
        volumes = [b.gain_volume for b in pair.bodies]
        found = pair_light(modes, gain, pair, pump, [level], 0.5e-9, volumes)
        counts.append(int(found.data.lines[0]))
        assert found.data.contrast.values[0] >= 1
    assert counts == [1, 2]


def test_pumping_one_sphere_leaves_the_other_dark(laser):
    gain, pump = laser
    pair = small_pair(11.6 * UM, polarization="TE")
    modes = pair.modes(WINDOW)
    level = 4 * threshold(modes, gain, pair, pump, verify=False).fluence
    volumes = [b.gain_volume for b in pair.bodies]
    found = pair_light(modes, gain, pair, pump, [level], 0.1e-9, volumes, pumped=(1.0, 0.0))
    best = int(found.data.emitted_energy.values[0].argmax())
    assert float(modes.share.values[best, 0]) > 0.9
    assert found.single_mode is not None
    cells = body_equations(modes, gain, pair, volumes, (1.0, 0.0)).cells
    assert cells.weight @ cells.share == pytest.approx(1)
    assert np.einsum("x,xnm->nm", cells.weight, cells.emit) == pytest.approx(
        body_equations(modes, gain, pair, volumes, (1.0, 1.0)).rates.emit
    )


def test_whole_parts_and_lines():
    assert whole_parts([1.188, 1.0]) == (19, 16) or sum(whole_parts([1.188, 1.0])) <= 24
    parts = whole_parts([1.188, 1.0])
    assert parts[0] / parts[1] == pytest.approx(1.188, rel=0.01)
    lam, energy = lines_seen(np.array([3.0, 1.0, 1.05]), np.array([4.0, 1.0, 3.0]), 0.1)
    assert lam == pytest.approx([1.0375, 3.0])
    assert energy == pytest.approx([4, 4])
    with pytest.raises(InputError, match="above zero"):
        whole_parts([1.0, 0.0])
