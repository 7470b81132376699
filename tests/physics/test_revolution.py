"""A profile drawn by its corners against the exact sphere, the disk of its own kind, and closed volumes."""

from dataclasses import replace
from math import pi

import numpy as np
import pytest

from colase.cavity import Accuracy, AxisymmetricDisk, LayeredSphere, Revolution, RevolvedPart
from colase.materials import ConstantIndex

ngsolve = pytest.importorskip("ngsolve")

R, N = 0.8e-6, 2.0
GLASS = ConstantIndex(1.5)


def ball(count, **more):
    """A half circle of radius R by points on it, from pole to pole."""
    angle = np.linspace(-pi / 2, pi / 2, count)
    r, z = R * np.cos(angle), R * np.sin(angle)
    r[[0, -1]] = 0.0
    return made(tuple(zip(r.tolist(), z.tolist(), strict=True)), **more)


def made(corners, **more):
    return Revolution(**({"corners": corners, "body": ConstantIndex(N), "q_scattering": 1e4} | more))


def nearest(cavity, m, wavelength, accuracy):
    return (
        replace(cavity.profile, accuracy=accuracy)
        .modes(m, near=wavelength, count=1, q_floor=20, workers=1)
        .isel(mode=0)
    )


@pytest.fixture(scope="module")
def exact():
    modes = LayeredSphere((R,), (N,)).modes((670e-9, 690e-9), radial_max=1)
    return modes.isel(mode=modes.label.values.tolist().index("TE l=11 q=1"))


def test_polygons_converge_to_the_exact_sphere_as_their_area_does(exact):
    coarse = Accuracy(order=4, size=1.2, margin=0.4)
    away = [
        1 - float(nearest(ball(count), 11, float(exact.wavelength), coarse).wavelength / exact.wavelength)
        for count in (9, 17, 33)
    ]
    assert np.log2(np.divide(away[:-1], away[1:])) == pytest.approx([2, 2], abs=0.05)


def test_a_smooth_curve_through_few_points_is_the_sphere(exact):
    found = nearest(
        ball(17, outline="smooth"), 11, float(exact.wavelength), Accuracy(order=4, size=0.6, margin=0.4)
    )
    assert float(found.wavelength) == pytest.approx(float(exact.wavelength), rel=2e-5)
    assert float(found.q_radiative) == pytest.approx(float(exact.q_radiative), rel=1e-3)
    assert ball(17, outline="smooth").gain_volume == pytest.approx(4 / 3 * pi * R**3, rel=1e-4)


@pytest.mark.parametrize("substrate", [None, ConstantIndex(1.3)])
def test_a_rectangle_is_the_disk(substrate):
    h, low = 300e-9, 0.0 if substrate else -150e-9
    corners = ((0.0, low), (1e-6, low), (1e-6, low + h), (0.0, low + h))
    drawn = made(corners, substrate=substrate)
    disk = AxisymmetricDisk(
        disk_diameter=2e-6, height=h, disk=ConstantIndex(N), substrate=substrate, q_scattering=1e4
    )
    accuracy = Accuracy(order=3, size=1.5, margin=0.3)
    one, other = (nearest(c, 12, 660e-9, accuracy) for c in (drawn, disk))
    assert complex(one.wavenumber.item()) == pytest.approx(complex(other.wavenumber.item()), rel=1e-7)
    assert drawn.profile.mirror == disk.profile.mirror == (substrate is None)
    assert drawn.gain_volume == pytest.approx(disk.gain_volume)
    assert drawn.pump_cross_section(450e-9, 1e6) == pytest.approx(disk.pump_cross_section(450e-9, 1e6))
    assert one.exposure == pytest.approx(float(other.exposure), rel=1e-5)


def test_either_sense_of_rotation_and_a_repeated_first_corner_are_the_same_body():
    corners = ((0.0, 0.0), (1e-6, 0.0), (0.9e-6, 3e-7), (0.0, 3e-7))
    accuracy = Accuracy(order=3, size=1.5, margin=0.3)
    found = [
        nearest(made(c, substrate=ConstantIndex(1.3)), 11, 717e-9, accuracy)
        for c in (corners, corners[::-1], (*corners, corners[0]))
    ]
    for other in found[1:]:
        assert float(other.wavelength) == pytest.approx(float(found[0].wavelength), rel=1e-6)
        assert float(other.exposure) == pytest.approx(float(found[0].exposure), rel=1e-3)


def test_rounding_takes_the_volume_of_the_corners_away():
    rho, h = 100e-9, 300e-9
    corners = ((0.0, 0.0), (R, 0.0), (R, h), (0.0, h))
    taken = (1 - pi / 4) * rho**2  # area between a right angle and its arc
    centroid = R - rho * (1 / 3 * (10 - 3 * pi) / (4 - pi))  # of that area, from the axis
    one = 2 * pi * centroid * taken
    free = made(corners, rounding_radius=rho)
    standing = made(corners, rounding_radius=rho, substrate=GLASS)
    assert free.gain_volume == pytest.approx(pi * R**2 * h - 2 * one, rel=1e-5)
    assert standing.gain_volume == pytest.approx(pi * R**2 * h - one, rel=1e-5)


def test_parts_inside_take_their_volume_once():
    h = 300e-9
    box = lambda r, low, high: ((0.0, low), (r, low), (r, high), (0.0, high))  # noqa: E731
    hole = RevolvedPart(corners=box(2e-7, 1e-7, 2e-7), index=ConstantIndex(1.0))
    core = RevolvedPart(corners=box(4e-7, 5e-8, 2.5e-7), index=GLASS, next=hole)
    foot = RevolvedPart(corners=box(3e-7, -5e-7, 0.0), index=GLASS)
    body = made(box(R, 0.0, h), over=core, under=foot)
    assert body.gain_volume == pytest.approx(pi * R**2 * h - pi * (4e-7) ** 2 * 2e-7)
    assert body.profile.names == ("under", "body", "over", "over 2", "surroundings")
    weak = 1.0  # per metre: everything that is hit absorbs
    lost = 1 - ((N - 1) / (N + 1)) ** 2
    assert body.pump_cross_section(450e-9, weak) == pytest.approx(lost * body.gain_volume * weak, rel=1e-3)
