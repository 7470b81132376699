"""One body on one mesh: the decaying modes of one distribution of heat, and what a view sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from colase.heat.conduction import Floats
from colase.heat.sources import BeerLambert, Uniform
from colase.heat.spots import Disc, GaussianSpot
from colase.shapes import UM, fem

from .body import HeatBody
from .forms import Forms, assemble
from .reduced import Decays, decays
from .views import BodyPoint, BodyView, ModeMean, PartMean

Grid = tuple[float, int]


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """One body on one mesh, with the decaying modes of one distribution of heat."""

    forms: Forms
    decays: Decays


@lru_cache(maxsize=64)
def solve(
    body: HeatBody,
    heated: str,
    profile: Uniform | BeerLambert,
    spot: Disc | GaussianSpot | None,
    grid: Grid,
) -> Solved:
    """Return a body solved on one mesh; the last ones are kept."""
    forms = assemble(body, *grid)
    load = forms.load(heated, heat_density(body, heated, profile, spot))
    return Solved(forms, decays(forms.stiffness, forms.mass, load))


@lru_cache(maxsize=256)
def modes_seen(found: Solved, view: BodyView) -> Floats:
    """Return what a view sees of every mode."""
    forms, fields = found.forms, found.decays.fields
    if isinstance(view, PartMean):
        return forms.load(view.region) @ fields
    if isinstance(view, BodyPoint):
        return forms.points(view.region, np.array([view.r]), np.array([view.z]), fields)[0]
    assert isinstance(view, ModeMean)
    w = np.asarray(view.weights) / sum(view.weights)
    return w @ forms.points(view.region, np.asarray(view.r), np.asarray(view.z), fields)


def heat_density(
    body: HeatBody, heated: str, profile: Uniform | BeerLambert, spot: Disc | GaussianSpot | None
) -> Any:
    """Return the relative heat density, a coefficient over the mesh in um."""
    ngs = fem().ngs
    relative: Any = ngs.CF(1.0)
    if isinstance(profile, BeerLambert):
        top = float(body.region(heated).sampled()[:, 1].max()) * UM
        relative = relative * ngs.exp(-(top - ngs.y) / (profile.depth * UM))
    if isinstance(spot, GaussianSpot):
        relative = relative * ngs.exp(-2 * ngs.x**2 / (spot.radius * UM) ** 2)
    elif isinstance(spot, Disc) and spot.radius < float(body.region(heated).sampled()[:, 0].max()):
        relative = relative * ngs.IfPos(spot.radius * UM - ngs.x, 1.0, 0.0)
    return relative
