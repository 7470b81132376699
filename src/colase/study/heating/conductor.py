"""From a device to what conducts its heat: layers under a spot of light, or its own shape on a substrate."""

from __future__ import annotations

from dataclasses import replace
from math import inf, sqrt

from colase.cavity import AxisymmetricDisk, DfbArray, Film, Microdisk, Microsphere
from colase.cavity.axisymmetric.body import BodyOfRevolution
from colase.device import Device
from colase.device.thermal_library import ThermalMaterial, thermal
from colase.errors import InputError
from colase.heat import (
    At,
    Conduction,
    Disc,
    GaussianSpot,
    Heating,
    HeatLayer,
    Point,
    Solid,
    SpotMean,
    Stack,
    Uniform,
    Weighted,
)
from colase.heat.bodies import (
    BodyHeating,
    BodyPoint,
    BodyView,
    HeatBody,
    ModeMean,
    PartMean,
    coated_sphere,
    disk,
    resisting,
)
from colase.laser.self_heating.heat_settings import HeatSettings
from colase.shapes import Region

from .optics import Optics, depth_weights, point_weights

COAT = "coat"


def flat(device: Device, settings: HeatSettings) -> bool:
    """Whether a device is conducted as layers: its cavity is a film, or a thickness replaces its shape."""
    return settings.film_thickness is not None or isinstance(device.cavity, Film | DfbArray)


def shaped(cavity: object) -> bool:
    """Whether a cavity conducts in its own shape."""
    return isinstance(cavity, Microsphere | Microdisk | BodyOfRevolution)


def conductor(device: Device, settings: HeatSettings, found: Optics | None) -> Conduction:
    """Return what conducts.

    Parameters
    ----------
    device : Device
        The device.
    settings : HeatSettings
        Its [heat] section.
    found : Optics or None
        Needed where temperature is weighted with the mode.

    Raises
    ------
    InputError
        If the shape needs a number that the section does not give.
    """
    if flat(device, settings):
        return _layers(device, settings, found)
    if isinstance(device.cavity, Microsphere):
        return _sphere(device, device.cavity, settings, found)
    if isinstance(device.cavity, Microdisk):
        return _disk(device, device.cavity, settings, found)
    if isinstance(device.cavity, BodyOfRevolution):
        return _body(device, device.cavity, settings, found)
    raise InputError(
        f"{device.title}: heat is not known to conduct in a cavity of kind "
        f'"{getattr(device.cavity, "kind", "")}"; give film_thickness in [heat] to take it for an even film.'
    )


def materials(settings: HeatSettings) -> tuple[ThermalMaterial, ...]:
    """Return the thermal data that a section names."""
    names = (settings.film, settings.substrate, settings.core, settings.surroundings)
    return tuple(thermal(name) for name in names if name is not None)


def thickness_of(device: Device, settings: HeatSettings) -> float:
    """Return the thickness of the film in m."""
    if settings.film_thickness is not None:
        return settings.film_thickness
    cavity = device.cavity
    if isinstance(cavity, DfbArray):
        return cavity.flat_thickness
    assert isinstance(cavity, Film)
    return cavity.thickness


def _layers(device: Device, settings: HeatSettings, found: Optics | None) -> Heating:
    thickness = thickness_of(device, settings)
    film = HeatLayer(
        name="film",
        thickness=thickness,
        solid=thermal(settings.film).solid,
        resistance=settings.boundary_resistance,
    )
    base = HeatLayer(
        name="substrate",
        thickness=settings.substrate_thickness or inf,
        solid=thermal(settings.substrate).solid,
    )
    stack = Stack((film, base), settings.back)
    if settings.seen == "centre":
        return Heating(stack, settings.spot, weight=At(0.0), view=Point())
    weights = depth_weights(device, found) if settings.seen == "mode" and found is not None else None
    if weights is None:
        return Heating(stack, settings.spot, weight=Uniform(), view=SpotMean())
    depth, light = weights
    over = Weighted(tuple((depth * thickness).tolist()), tuple(light.tolist()))
    return Heating(stack, settings.spot, weight=over, view=SpotMean())


def _sphere(device: Device, cavity: Microsphere, settings: HeatSettings, found: Optics | None) -> BodyHeating:
    if settings.contact_radius is None or settings.core is None:
        raise InputError(
            f"{device.title}: a sphere conducts through its core and the contact on which it stands; give "
            'core and contact_radius in [heat], for example core = "fused-silica", contact_radius = "200 nm" '
            "(or film_thickness, to take it for an even film)."
        )
    core, rim = cavity.sphere.radii
    body = coated_sphere(
        core,
        rim - core,
        thermal(settings.core).solid,
        thermal(settings.film).solid,
        settings.contact_radius,
        thermal(settings.substrate).solid,
        _gas(settings),
        settings.boundary_resistance,
    )
    body = _on_plate(body, settings)
    centre = sqrt(rim**2 - settings.contact_radius**2)
    points = point_weights(device, found) if settings.seen == "mode" and found is not None else None
    view: BodyView = PartMean(COAT)
    if settings.seen == "centre":
        view = BodyPoint(COAT, 1e-3 * rim, centre + rim - 0.02 * (rim - core))
    elif points is not None:
        r, z, light = points
        view = ModeMean(COAT, tuple(r.tolist()), tuple((z + centre).tolist()), tuple(light.tolist()))
    return BodyHeating(body, COAT, view=view, spot=_round(settings, rim))


def _body(
    device: Device, cavity: BodyOfRevolution, settings: HeatSettings, found: Optics | None
) -> BodyHeating:
    profile = cavity.profile
    if isinstance(cavity, AxisymmetricDisk) and cavity.substrate is None:
        raise InputError(
            f"{device.title}: the disk hangs free, so heat cannot leave; give the cavity a substrate or "
            "[heat] a film_thickness."
        )
    film, base = thermal(settings.film).solid, thermal(settings.substrate).solid
    regions = tuple(
        Region(r.name, _solid_of(device, settings, r.name, cavity.gain_region, film, base), r.outline)
        for r in profile.regions
    )
    body = HeatBody(regions=regions, base=base, surroundings=_gas(settings))
    body = _on_plate(resisting(body, cavity.gain_region, settings.boundary_resistance), settings)
    return _lit(device, settings, found, body, cavity.gain_region)


def _disk(device: Device, cavity: Microdisk, settings: HeatSettings, found: Optics | None) -> BodyHeating:
    film, base = thermal(settings.film).solid, thermal(settings.substrate).solid
    body = disk(cavity.radius, cavity.height, film, base, None, settings.boundary_resistance, _gas(settings))
    return _lit(device, settings, found, _on_plate(body, settings), "disk")


def _on_plate(body: HeatBody, settings: HeatSettings) -> HeatBody:
    """Return the body on a substrate of the thickness of the section, if it gives one."""
    if settings.substrate_thickness is None:
        return body
    return replace(body, base_thickness=settings.substrate_thickness, backside=settings.back)


def _lit(
    device: Device, settings: HeatSettings, found: Optics | None, body: HeatBody, part: str
) -> BodyHeating:
    """Return a body that is warmed and seen in one part, as the section says."""
    points = point_weights(device, found) if settings.seen == "mode" and found is not None else None
    outline = body.region(part).sampled()
    top, rim = float(outline[:, 1].max()), float(outline[:, 0].max())
    view: BodyView = PartMean(part)
    if settings.seen == "centre":
        view = BodyPoint(part, 1e-3 * rim, top - 1e-4 * rim)
    elif points is not None:
        view = ModeMean(part, *(tuple(p.tolist()) for p in points))
    return BodyHeating(body, part, view=view, spot=_round(settings, rim))


def _solid_of(
    device: Device, settings: HeatSettings, name: str, gain: str, film: Solid, base: Solid
) -> Solid:
    if name == gain:
        return film
    if settings.core is not None:
        return thermal(settings.core).solid
    if name == "pedestal":
        return base
    raise InputError(
        f"{device.title}: what the {name} is made of is not said; give core in [heat], for example "
        'core = "SU8".'
    )


def _gas(settings: HeatSettings) -> Solid | None:
    return None if settings.surroundings is None else thermal(settings.surroundings).solid


def _round(settings: HeatSettings, rim: float) -> Disc | GaussianSpot | None:
    """Return a round spot narrower than the body; wider light, or a rectangle, is even light on it."""
    spot = settings.spot
    if isinstance(spot, Disc):
        return spot if spot.radius < rim else None
    return spot if isinstance(spot, GaussianSpot) and spot.radius_y is None else None
