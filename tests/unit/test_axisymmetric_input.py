"""Profiles and requests that cannot be solved: one sentence each, before any work; side processes."""

import sys

import numpy as np
import pytest

from colase.cavity import (
    Accuracy,
    AxisymmetricCavity,
    Curve,
    ModeWindow,
    Parabolic,
    Region,
    half_disk,
    polygon,
)
from colase.cavity.axisymmetric.elements.mesh import fem
from colase.cavity.side_processes import mapped
from colase.errors import InputError
from colase.materials import ConstantIndex

GLASS = ConstantIndex(1.5)
DISK = polygon((0, 0), (2e-6, 0), (2e-6, 1e-6), (0, 1e-6))


@pytest.mark.parametrize(
    ("outline", "words"),
    [
        (polygon((0, 0), (2e-6, 1e-6), (2e-6, 0), (0, 1e-6)), "crosses itself"),
        (polygon((-1e-6, 0), (2e-6, 0), (2e-6, 1e-6), (-1e-6, 1e-6)), "crosses the axis"),
        (polygon((0, 0), (2e-6, 0), (2e-6, 0), (0, 0)), "no thickness"),
        (polygon((0, 0), (2e-6, 0), (2e-6, 1e-10), (0, 1e-10)), "no thickness"),
    ],
)
def test_outlines_that_are_no_body(outline, words):
    with pytest.raises(InputError, match=words):
        Region("body", GLASS, outline)


@pytest.mark.parametrize(
    ("points", "kind", "words"),
    [
        (((0, 0),), "line", "at least two"),
        (((0, 0), (1e-6, float("nan"))), "line", "finite"),
        (((0, 0), (1e-6, 0)), "arc", "start, a point between and end"),
        (((0, 0), (1e-6, 0), (1e-6, 0), (1e-6, 1e-6)), "spline", "neighbouring points"),
    ],
)
def test_curves_that_are_none(points, kind, words):
    with pytest.raises(InputError, match=words):
        Curve(points, kind)


def test_an_arc_through_points_on_a_line():
    with pytest.raises(InputError, match="lie on a line"):
        Curve(((0, 0), (1e-6, 0), (2e-6, 0)), "arc").sampled()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: AxisymmetricCavity(()), "at least one"),
        (lambda: AxisymmetricCavity((Region("a", GLASS, DISK), Region("a", GLASS, DISK))), "is taken"),
        (lambda: AxisymmetricCavity((Region("substrate", GLASS, DISK),)), "is taken"),
        (lambda: AxisymmetricCavity((Region("a", GLASS, DISK),), mirror=True), "not symmetric"),
        (
            lambda: AxisymmetricCavity((Region("a", GLASS, half_disk(1e-6)),), substrate=1.4, mirror=True),
            "no mirror",
        ),
        (lambda: Accuracy(order=1), "at least 2"),
        (lambda: Accuracy(size=0.0), "greater than"),
    ],
)
def test_profiles_that_contradict_themselves(make, words):
    with pytest.raises(InputError, match=words):
        make()


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"azimuthal": 20}, "either near"),
        ({"azimuthal": 20, "near": 640e-9, "window": (600e-9, 700e-9)}, "either near"),
        ({"azimuthal": -1, "near": 640e-9}, "at least zero"),
        ({"azimuthal": [], "near": 640e-9}, "at least zero"),
        ({"azimuthal": 20, "near": 640.0}, "in m"),
        ({"azimuthal": 20, "window": (700e-9, 600e-9)}, "shorter"),
        ({"azimuthal": 20, "near": 640e-9, "q_floor": 0.5}, "at least 2"),
        ({"azimuthal": 400, "near": 640e-9}, "no mode turns so fast"),
    ],
)
def test_requests_that_make_no_sense(request_, words):
    cavity = AxisymmetricCavity((Region("disk", GLASS, DISK),), substrate=1.3)
    with pytest.raises(InputError, match=words):
        cavity.modes(**request_)


def test_a_mesh_beyond_the_memory_limit_is_refused_before_it_is_made():
    big = AxisymmetricCavity((Region("ball", GLASS, half_disk(300e-6)),), mirror=True)
    with pytest.raises(InputError, match=r"would take about .* GB, the limit is 4 GB"):
        big.modes(10, near=640e-9)


def test_without_ngsolve_a_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ngsolve", None)
    fem.cache_clear()
    try:
        cavity = Parabolic(
            height=2e-6,
            top_diameter=5e-6,
            base_diameter=4e-6,
            polymer=ConstantIndex(1.58),
            coating_thickness=1e-7,
            coating_index=ConstantIndex(1.8),
            substrate=ConstantIndex(1.46),
            q_scattering=6000.0,
        )
        with pytest.raises(InputError, match=r"pip install 'colase\[fem\]'"):
            cavity.modes(ModeWindow(start=640e-9, stop=650e-9))
    finally:
        fem.cache_clear()


def test_side_processes_keep_the_order_and_report():
    seen = []
    tasks = [(float(i), 2.0) for i in range(5)]
    found = mapped(np.power, tasks, workers=1, progress=lambda done, total: seen.append((done, total)))
    assert found == [i**2 for i in range(5)]
    assert seen == [(i, 5) for i in range(1, 6)]
    assert mapped(divmod_, [(7, 2), (9, 4), (8, 3), (5, 5)], workers=2) == [(3, 1), (2, 1), (2, 2), (1, 0)]


def test_an_error_in_a_side_process_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        mapped(divmod_, [(1, 1), (1, 0), (2, 1), (3, 1)], workers=2)


def divmod_(a, b):
    """Return divmod, from a module that side processes can import."""
    return divmod(a, b)
