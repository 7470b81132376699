"""Every kind of body that a pair in a device file may name, with what solves several of them together."""

from __future__ import annotations

from .body import Assembly, Body, Lineup
from .disk_assembly import DiskAssembly
from .disk_body import DiskBody
from .sphere_assembly import SphereAssembly
from .sphere_body import CoatedSphere

SOLVERS: dict[type[Body], type[DiskAssembly] | type[SphereAssembly]] = {
    DiskBody: DiskAssembly,
    CoatedSphere: SphereAssembly,
}
"""Add a new kind of body here."""

BODIES = tuple(SOLVERS)
"""Every kind of body, as the device room lists them."""


def solver(row: Lineup) -> Assembly:
    """Return what solves bodies of one kind together."""
    return SOLVERS[type(row.bodies[0])](row)
