"""Pictures of coupled disks: labels with units, numbers of the result, valid SVG, given axes are used."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from colase.coupling import Disk, Hole, MultiDisk, coupling_rates, follow, three_modes
from colase.coupling.hamiltonian.matrix import Hamiltonian, three_mode_points
from colase.coupling.lasing.covariance import CoupledLaser, pump_map
from colase.coupling.lasing.disorder import splitting_statistics
from colase.errors import InputError
from colase.plot.coupling import disks as coupling
from colase.plot.coupling import paths
from colase.plot.svg import svg


@pytest.fixture(scope="module")
def modes():
    disk = Disk((0, 0), 2e-6, 1.9, (Hole(1.6e-6, 0.3, 0.1e-6),))
    return MultiDisk((disk,)).modes((645e-9, 647e-9), check=False)


@pytest.fixture(scope="module")
def rates():
    return coupling_rates(2e-6, 1.9, np.array([0.15, 0.25, 0.35]) * 1e-6, 646.4e-9)


@pytest.fixture(scope="module")
def path():
    d = np.linspace(16, 0, 41)
    return follow(lambda x, _: three_modes(1, 5, 0, -x, 0.02).eigen()[:2], d, name="gain differential")


def drawn(axes):
    text = svg(axes.figure)
    ElementTree.fromstring(text)
    return axes


def test_supermode(modes):
    axes = drawn(coupling.supermode(modes, 0, points=61))
    assert axes.get_xlabel() == "x (µm)"
    assert len(axes.patches) == 2  # the rim and the hole
    assert "E_z" in axes.get_title("left")
    assert modes.plot(0).get_title("left") == axes.get_title("left")


def test_far_field_is_polar(modes):
    axes = drawn(coupling.far_field(modes.far_field(0)))
    assert axes.name == "polar"


def test_rates_against_gap(rates):
    axes = drawn(coupling.rates_against_gap(rates, required=1e12, measured=0.2e-6))
    assert axes.get_yscale() == "log"
    assert axes.get_ylabel() == "half splitting κ/2π (GHz)"
    exact = next(line for line in axes.get_lines() if line.get_label().startswith("exact"))
    assert exact.get_ydata() == pytest.approx(rates.data.half_splitting.values / 1e9)
    assert axes.get_ylim()[1] > 1000
    assert rates.plot() is not None


@pytest.mark.parametrize("part", ["frequency", "growth"])
def test_eigenvalue_paths(path, part):
    points = three_mode_points(1, 5)
    axes = drawn(paths.eigenvalue_paths(path, part=part, points=points, names=("EP1", "EP2")))
    assert {t.get_text() for t in axes.texts} == {"EP1", "EP2"}
    assert len([line for line in axes.get_lines() if line.get_label().startswith("mode")]) == 3
    assert len(paths.path_columns(path)) == 7


def test_histogram_and_map():
    statistics = splitting_statistics(1.0, 5.0, 20.0, 6.5, samples=60)
    axes = drawn(coupling.splitting_histogram(statistics))
    assert "both: 0." in axes.get_legend().get_texts()[1].get_text()
    laser = CoupledLaser(Hamiltonian(three_modes(1, 5).matrix - 4j * np.eye(3)), (0, 0, 1), 1e5, 1e-3, 40.0)
    gains = np.array([[8.0, -8.0], [8.0, 0.0], [8.0, 8.0]])
    spectra = pump_map(laser, gains, np.array([-25, -12, 0]) * 1e-6, np.linspace(-7, 7, 41), 0.1)
    axes = drawn(coupling.pump_map(spectra))
    assert axes.get_xlabel() == "offset of the pump (µm)"


def test_given_axes_are_used(rates):
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    assert coupling.rates_against_gap(rates, axes) is axes


def test_histogram_of_nothing_is_refused():
    with pytest.raises(InputError, match="samples >= 10 needed"):
        splitting_statistics(1.0, 5.0, 20.0, 6.5, samples=3)
