"""Bodies of cavities: a disk on a pedestal or a substrate, a coated sphere on a contact, a leaning wall.

Each returns a `HeatBody` whose first part is what holds the nanocrystals: "disk" or "coat". All lengths in
m. A sphere stands on a flat of the contact radius a, as if it were cut there; its constriction is
1/(4 k a) on either side.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from colase.errors import InputError
from colase.heat.solid import Solid
from colase.shapes import Curve, Region, polygon

from .body import BASE, Contact, HeatBody


def disk(
    radius: float,
    height: float,
    solid: Solid,
    base: Solid | None,
    pedestal: tuple[float, float, Solid] | None = None,
    resistance: float = 0.0,
    surroundings: Solid | None = None,
) -> HeatBody:
    """Return a disk on a substrate, or on a pedestal (its radius, height and solid).

    ``resistance`` (m^2 K/W) lies under the disk.

    Raises
    ------
    InputError
        If a length is not positive, or the pedestal is wider than the disk.
    """
    _positive(radius=radius, height=height)
    foot = 0.0
    parts: tuple[Region[Solid], ...] = ()
    below = BASE
    if pedestal is not None:
        narrow, foot, stem = pedestal
        _positive(pedestal_radius=narrow, pedestal_height=foot)
        if narrow > radius:
            raise InputError(
                f"heat: a pedestal of radius {narrow * 1e6:g} um under a disk of {radius * 1e6:g} um; give "
                "one that is not wider."
            )
        parts = (Region("pedestal", stem, polygon((0.0, 0.0), (narrow, 0.0), (narrow, foot), (0.0, foot))),)
        below = "pedestal"
    top = polygon((0.0, foot), (radius, foot), (radius, foot + height), (0.0, foot + height))
    return HeatBody(
        regions=(*parts, Region("disk", solid, top)),
        base=base,
        surroundings=surroundings,
        contacts=_contact("disk", below, resistance, surroundings),
    )


def coated_sphere(
    core_radius: float,
    coat_thickness: float,
    core: Solid,
    coat: Solid,
    contact_radius: float,
    base: Solid | None,
    surroundings: Solid | None = None,
    resistance: float = 0.0,
) -> HeatBody:
    """Return a coated sphere that touches the base on a small disk through its coat.

    Raises
    ------
    InputError
        If a length is not positive, or the contact would cut through the coat.
    """
    _positive(core_radius=core_radius, coat_thickness=coat_thickness, contact_radius=contact_radius)
    outer = core_radius + coat_thickness
    if contact_radius >= outer or sqrt(outer**2 - contact_radius**2) <= core_radius:
        most = sqrt(outer**2 - core_radius**2)
        raise InputError(
            f"heat: a contact of radius {contact_radius * 1e6:.3g} um would cut through the coat of "
            f"{coat_thickness * 1e9:.4g} nm; give less than {most * 1e6:.3g} um."
        )
    z = sqrt(outer**2 - contact_radius**2)
    shell = (
        Curve(((0.0, 0.0), (contact_radius, 0.0))),
        Curve(((contact_radius, 0.0), (outer, z), (0.0, z + outer)), "arc"),
        Curve(((0.0, z + outer), (0.0, 0.0))),
    )
    inner = (
        Curve(((0.0, z - core_radius), (core_radius, z), (0.0, z + core_radius)), "arc"),
        Curve(((0.0, z + core_radius), (0.0, z - core_radius))),
    )
    return HeatBody(
        regions=(Region("coat", coat, shell), Region("core", core, inner)),
        base=base,
        surroundings=surroundings,
        contacts=_contact("coat", BASE, resistance, surroundings),
    )


def leaning(
    coat: tuple[Curve, ...],
    body: tuple[Curve, ...],
    coat_solid: Solid,
    body_solid: Solid,
    base: Solid | None,
    surroundings: Solid | None = None,
) -> HeatBody:
    """Return a coated body of any outline on a substrate, such as a parabolic disk."""
    regions = (Region("coat", coat_solid, coat), Region("resist", body_solid, body))
    return HeatBody(regions=regions, base=base, surroundings=surroundings)


def resisting(body: HeatBody, part: str, resistance: float) -> HeatBody:
    """Return a body in which a part resists (m^2 K/W) all other parts that it touches."""
    if not resistance:
        return body
    beside = {pair[pair[0] == part] for pair in body.touching() if part in pair}
    return replace(body, contacts=tuple(Contact(part, name, resistance) for name in sorted(beside)))


def _contact(part: str, below: str, resistance: float, surroundings: Solid | None) -> tuple[Contact, ...]:
    if not resistance:
        return ()
    if surroundings is not None:
        raise InputError(
            "heat: a boundary resistance under a body in a gas would be short-circuited by the gas at its "
            "rim; leave out the gas or the resistance."
        )
    return (Contact(part, below, resistance),)


def _positive(**lengths: float) -> None:
    for name, value in lengths.items():
        if not 0 < value < 1:
            raise InputError(f"heat: {name} = {value:g} m; give a length above zero.")
